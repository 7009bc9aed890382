/** Edit distance (Levenshtein 1966) as its definition reads, whole tables of it. Shares nothing with src/. */

/** Fewest substitutions, deletions and insertions that turn one sequence into the other. O(n·m). */
export function editDistance<T>(a: ArrayLike<T>, b: ArrayLike<T>): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const substituted = row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1)
      next.push(Math.min(substituted, row[j] + 1, next[j - 1] + 1))
    }
    row = next
  }
  return row[b.length]
}

/** 1 − edit distance / length of the longer one; 1 for two empty sequences. */
export function editSimilarity<T>(a: ArrayLike<T>, b: ArrayLike<T>): number {
  return 1 - editDistance(a, b) / Math.max(1, a.length, b.length)
}

/** Errors of `a` against `b`: fewest in all, and among those with the most substitutions. The whole table, quadratic. */
export function naiveErrors<T>(
  a: readonly T[],
  b: readonly T[],
): { substitutions: number; deletions: number; insertions: number } {
  // cost[i][j]: least errors of the first i of `a` against the first j of `b`; gaps[i][j]: least gaps among those.
  const cost: number[][] = []
  const gaps: number[][] = []
  for (let i = 0; i <= a.length; i++) {
    cost.push([])
    gaps.push([])
    for (let j = 0; j <= b.length; j++) {
      const ways: [number, number][] = []
      if (i === 0 && j === 0) ways.push([0, 0])
      if (i > 0) ways.push([cost[i - 1][j] + 1, gaps[i - 1][j] + 1])
      if (j > 0) ways.push([cost[i][j - 1] + 1, gaps[i][j - 1] + 1])
      if (i > 0 && j > 0)
        ways.push([cost[i - 1][j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1), gaps[i - 1][j - 1]])
      ways.sort((x, y) => x[0] - y[0] || x[1] - y[1])
      cost[i].push(ways[0][0])
      gaps[i].push(ways[0][1])
    }
  }
  const indels = gaps[a.length][b.length]
  const insertions = (indels + a.length - b.length) / 2
  return {
    substitutions: cost[a.length][b.length] - indels,
    deletions: indels - insertions,
    insertions,
  }
}
