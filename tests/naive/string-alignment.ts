/**
 * Optimal string alignment by its definition: letters are taken, dropped, put in, and two neighbours change places, each
 * for a price. O(3^n): for words of a few letters.
 */
export function stringAlignment(
  a: string,
  b: string,
  price: { replace: (x: string, y: string) => number; extra: number; swap: number },
): number {
  if (a === '') return b.length * price.extra
  if (b === '') return a.length * price.extra
  const ways = [
    stringAlignment(a.slice(1), b.slice(1), price) + (a[0] === b[0] ? 0 : price.replace(a[0]!, b[0]!)),
    stringAlignment(a.slice(1), b, price) + price.extra,
    stringAlignment(a, b.slice(1), price) + price.extra,
  ]
  if (a.length > 1 && b.length > 1 && a[0] === b[1] && a[1] === b[0])
    ways.push(stringAlignment(a.slice(2), b.slice(2), price) + price.swap)
  return Math.min(...ways)
}
