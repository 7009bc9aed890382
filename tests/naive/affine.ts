import { GAP_EXTEND, GAP_OPEN, SUBSTITUTION } from '../../src/align/gap.js'

/** Cost of an unbroken gap of n units. */
export function gapCost(n: number): number {
  return n === 0 ? 0 : GAP_OPEN + n * GAP_EXTEND
}

/**
 * Least affine-gap cost of aligning a with b end to end: D[i][j] over prefixes, where the last column is a pair or the
 * last gap has any length. O(n²m + nm²).
 */
export function affineCost(a: ArrayLike<number>, b: ArrayLike<number>): number {
  const D: number[][] = []
  for (let i = 0; i <= a.length; i++) {
    D.push([])
    for (let j = 0; j <= b.length; j++) {
      let best = i === 0 && j === 0 ? 0 : Infinity
      if (i > 0 && j > 0) best = Math.min(best, D[i - 1][j - 1] + (a[i - 1] === b[j - 1] ? 0 : SUBSTITUTION))
      for (let g = 1; g <= i; g++) best = Math.min(best, D[i - g][j] + gapCost(g))
      for (let g = 1; g <= j; g++) best = Math.min(best, D[i][j - g] + gapCost(g))
      D[i].push(best)
    }
  }
  return D[a.length][b.length]
}

/** What the stretch between two runs costs at least, if none of its units match: some substitutions, and the rest gaps. */
function unmatchedCost(n: number, m: number): number {
  let best = Infinity
  for (let pairs = 0; pairs <= Math.min(n, m); pairs++) {
    best = Math.min(best, pairs * SUBSTITUTION + gapCost(n - pairs) + gapCost(m - pairs))
  }
  return best
}

/** Cost of an alignment that is given by its matched runs (start in a, start in b, length). */
export function costOfRuns(runs: readonly number[], n: number, m: number): number {
  let cost = 0
  let i = 0
  let j = 0
  for (let r = 0; r < runs.length; r += 3) {
    cost += unmatchedCost(runs[r] - i, runs[r + 1] - j)
    i = runs[r] + runs[r + 2]
    j = runs[r + 1] + runs[r + 2]
  }
  return cost + unmatchedCost(n - i, m - j)
}
