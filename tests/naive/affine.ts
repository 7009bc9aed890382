/**
 * The affine-gap cost as its definition reads, and whole tables of it. Shares nothing with src/: a match is free, a
 * substitution costs 3, of units that look alike 2, and a gap of n units 3 + 2n or 16 + n, whichever is less.
 */
const SUBSTITUTED = 3
const SUBSTITUTED_ALIKE = 2

type LookAlikes = (x: number, y: number) => boolean

/** Cost of an unbroken gap of n units. */
export function gapCost(n: number): number {
  return n === 0 ? 0 : Math.min(3 + 2 * n, 16 + n)
}

function pairCost(x: number, y: number, alike?: LookAlikes): number {
  return x === y ? 0 : alike?.(x, y) ? SUBSTITUTED_ALIKE : SUBSTITUTED
}

/**
 * Least affine-gap cost of aligning a with b end to end: D[i][j] over prefixes, where the last column is a pair or the
 * last gap has any length. O(n²m + nm²).
 */
export function affineCost(a: ArrayLike<number>, b: ArrayLike<number>, alike?: LookAlikes): number {
  const D: number[][] = []
  for (let i = 0; i <= a.length; i++) {
    D.push([])
    for (let j = 0; j <= b.length; j++) {
      let best = i === 0 && j === 0 ? 0 : Infinity
      if (i > 0 && j > 0) best = Math.min(best, D[i - 1][j - 1] + pairCost(a[i - 1], b[j - 1], alike))
      for (let g = 1; g <= i; g++) best = Math.min(best, D[i - g][j] + gapCost(g))
      for (let g = 1; g <= j; g++) best = Math.min(best, D[i][j - g] + gapCost(g))
      D[i].push(best)
    }
  }
  return D[a.length][b.length]
}

/** A run of paired units: start in a, start in b, length, and whether they are equal. */
export type PairedRun = readonly [a: number, b: number, length: number, equal: boolean]

/** Cost of an alignment that is given by what it pairs; what stands between is deleted and inserted. */
export function costOfRuns(
  runs: readonly PairedRun[],
  a: ArrayLike<number>,
  b: ArrayLike<number>,
  alike?: LookAlikes,
): number {
  let cost = 0
  let i = 0
  let j = 0
  for (const [fromA, fromB, length] of runs) {
    cost += gapCost(fromA - i) + gapCost(fromB - j)
    for (let k = 0; k < length; k++) cost += pairCost(a[fromA + k], b[fromB + k], alike)
    i = fromA + length
    j = fromB + length
  }
  return cost + gapCost(a.length - i) + gapCost(b.length - j)
}
