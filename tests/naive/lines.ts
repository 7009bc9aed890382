/** One posting of a fingerprint of a text in a document. */
export interface Hit {
  readonly document: number
  readonly place: number
  readonly diagonal: number
}

/** What a document shares with a text, as `src/candidates/colinear.ts` says it. */
export interface NaiveLine {
  readonly shared: number
  readonly hits: number
  readonly information: number
  readonly apart: number
  readonly span: number
}

/**
 * For each document with at least `least` hits, all windows of diagonals that begin with a hit, and of these the one that says
 * most, by its distinct fingerprints.
 */
export function naiveLines(
  all: readonly Hit[],
  positions: readonly number[],
  weights: readonly number[],
  slack: number,
  least: number,
  distance: number,
): Map<number, NaiveLine[]> {
  const lines = new Map<number, NaiveLine[]>()
  for (const document of new Set(all.map((hit) => hit.document))) {
    const own = all.filter((hit) => hit.document === document)
    if (own.length < least) continue
    const shared = new Set(own.map(({ place }) => place)).size
    const windows = own.map(({ diagonal }) => {
      const near = own.filter((hit) => hit.diagonal >= diagonal && hit.diagonal <= diagonal + slack)
      const places = [...new Set(near.map(({ place }) => place))].sort((x, y) => x - y)
      const information = places.reduce((sum, place) => sum + weights[place], 0)
      let apart = 0
      let before = -Infinity
      for (const place of places) {
        if (positions[place] - before < distance) continue
        apart++
        before = positions[place]
      }
      return { shared, hits: places.length, information, apart, span: places.at(-1)! - places[0] + 1 }
    })
    const most = Math.max(...windows.map(({ information }) => information))
    lines.set(
      document,
      windows.filter(({ information }) => information > most - 1e-9),
    )
  }
  return lines
}
