/**
 * The first of the whole numbers [from, to) for which `holds` is true, or `to` where it is true for none. It must be
 * false up to some number, and true from there on. O(log(to − from)) calls.
 */
export function firstWhere(from: number, to: number, holds: (i: number) => boolean): number {
  let low = from
  let high = to
  while (low < high) {
    const middle = (low + high) >>> 1
    if (holds(middle)) high = middle
    else low = middle + 1
  }
  return low
}
