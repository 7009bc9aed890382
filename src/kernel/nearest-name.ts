/**
 * The one of some names that a misspelt name means: equal but for case, or at most two letters (one, of three or four letters) put
 * in, left out, changed or exchanged with its neighbour. Undefined where none is that near. O(names · letters); only errors ask.
 */
export function nearestName(given: string, names: readonly string[]): string | undefined {
  const { length } = given
  for (let slips = 0; slips <= (length > 4 ? 2 : length > 2 ? 1 : 0); slips++) {
    const nearest = names.find((name) => isNear(given.toLowerCase(), name.toLowerCase(), slips))
    if (nearest !== undefined) return nearest
  }
  return undefined
}

/** Whether `a` becomes `b` by so many slips: at the first letter that differs each kind of slip is tried. */
function isNear(a: string, b: string, slips: number): boolean {
  if (a === b) return true
  let i = 0
  while (a[i] === b[i]) i++
  const after = (x: number, y: number) => isNear(a.slice(i + x), b.slice(i + y), slips - 1)
  const isExchanged = a[i] === b[i + 1] && a[i + 1] === b[i]
  return slips > 0 && (after(1, 0) || after(0, 1) || after(1, 1) || (isExchanged && after(2, 2)))
}
