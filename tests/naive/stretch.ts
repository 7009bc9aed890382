/** How far a stretch goes on, by whole tables of scores. Shares nothing with src/. */

/**
 * Extends from the beginning of both sequences: equal items count 1, others and gaps −1; a cell whose score is `drop` below the
 * best of all cells before it, row by row, is left. The row that reaches `enough` items of both, or 4 × enough, is the last.
 * O(n·m).
 */
export function naiveExtension<T>(
  a: ArrayLike<T>,
  b: ArrayLike<T>,
  enough: number,
  drop: number,
): { a: number; b: number } {
  let best = { score: 0, a: 0, b: 0 }
  let previous = Array.from({ length: b.length + 1 }, (_, j) => (j <= drop ? -j : -Infinity))
  for (let i = 1; i <= Math.min(a.length, 4 * enough); i++) {
    if (best.a >= enough && best.b >= enough) break
    const row: number[] = []
    for (let j = 0; j <= b.length; j++) {
      const above = previous[j]! - 1
      const left = (row[j - 1] ?? -Infinity) - 1
      const met = j === 0 ? -Infinity : previous[j - 1]! + (a[i - 1] === b[j - 1] ? 1 : -1)
      const score = Math.max(above, left, met)
      row.push(score < best.score - drop ? -Infinity : score)
      if (score > best.score) best = { score, a: i, b: j }
    }
    previous = row
  }
  return { a: best.a, b: best.b }
}
