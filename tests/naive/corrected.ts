/** A with edits applied one by one, from the last to the first, so that no place moves before it is used. */
export function naiveCorrected(
  a: string,
  edits: readonly { a: { from: number; to: number }; b: { text: string } }[],
): string {
  let text = a
  const order = edits.map((_, i) => i)
  order.sort((x, y) => edits[y]!.a.from - edits[x]!.a.from || edits[y]!.a.to - edits[x]!.a.to || y - x)
  for (const i of order) {
    const { a: range, b } = edits[i]!
    text = text.slice(0, range.from) + b.text + text.slice(range.to)
  }
  return text
}
