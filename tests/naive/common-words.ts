/** How many words two lists have in common in the same order, at most: tried word by word, each answer kept. */
export function commonWords(a: readonly string[], b: readonly string[]): number {
  const answers = new Map<string, number>()
  const from = (i: number, j: number): number => {
    if (i === a.length || j === b.length) return 0
    const place = `${i} ${j}`
    const known = answers.get(place)
    if (known !== undefined) return known
    const answer = a[i] === b[j] ? 1 + from(i + 1, j + 1) : Math.max(from(i + 1, j), from(i, j + 1))
    answers.set(place, answer)
    return answer
  }
  return from(0, 0)
}
