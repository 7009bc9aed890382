import type { FoldedText } from '../text/fold.js'

/** A folded text without the way back to its source: all that an alignment looks at. */
export type FoldedUnits = Pick<FoldedText, 'units' | 'length'>

/** Half-open range of folded units. */
export interface FoldedRange {
  /** First unit. */
  readonly from: number
  /** The unit behind the last. */
  readonly to: number
}

/** A stretch of one folded text that is aligned with a stretch of another. */
export interface AlignedStretch {
  /** Where it stands in the first text. */
  readonly a: FoldedRange
  /** Where it stands in the second text. */
  readonly b: FoldedRange
  /**
   * Runs of equal units as triples (start in a, start in b, length), ascending in both. They touch the ends of the
   * stretch, except where a text begins or ends in other units.
   */
  readonly runs: Int32Array
  /**
   * Units that the alignment paired though they differ, as triples like the runs, between them: substitutions. Units in
   * neither list are inserted or deleted.
   */
  readonly pairs: Int32Array
  /** Unit edits that turn one side into the other along this alignment: Σ max(units of a, of b) between runs. */
  readonly distance: number
}

/** An aligned stretch of two folded texts, among the others of its pair. */
export interface Passage extends AlignedStretch {
  /** True where the passage stands elsewhere in the order of passages than it does in the other text. */
  readonly moved: boolean
}

/** The passages two folded texts share, disjoint on both sides, ascending in the first. */
export interface Alignment {
  /** Disjoint, ascending in the first text. */
  readonly passages: readonly Passage[]
  /**
   * False when a budget or a cap cut the work short, so that more may be alike than is shown: the cells of gaps, the
   * places tried for a seed, or the anchors weighed for a chain. True where a cap was reached and did no harm, because
   * passages cover one of the texts, or because what it left out makes no passage.
   */
  readonly exact: boolean
}

/** Unit edits along runs of equal units in a[a0, a1) and b[b0, b1). O(runs). */
export function distanceOf(runs: Int32Array, a0: number, a1: number, b0: number, b1: number): number {
  let distance = 0
  let endA = a0
  let endB = b0
  for (let r = 0; r < runs.length; r += 3) {
    distance += Math.max(runs[r] - endA, runs[r + 1] - endB)
    endA = runs[r] + runs[r + 2]
    endB = runs[r + 1] + runs[r + 2]
  }
  return distance + Math.max(a1 - endA, b1 - endB)
}

/** The parts of a passage between gaps of at least this many units on either side. O(runs). */
export function cutAtGaps<P extends AlignedStretch>(passage: P, widest: number): P[] {
  const { runs, pairs } = passage
  const parts: P[] = []
  let from = 0
  for (let r = 0; r < runs.length; r += 3) {
    const next = r + 3
    const endA = runs[r] + runs[r + 2]
    const endB = runs[r + 1] + runs[r + 2]
    if (next < runs.length && runs[next] - endA < widest && runs[next + 1] - endB < widest) continue
    const part = runs.slice(from, next)
    const a = { from: part[0], to: endA }
    const b = { from: part[1], to: endB }
    const distance = distanceOf(part, a.from, a.to, b.from, b.to)
    parts.push({ ...passage, a, b, runs: part, pairs: triplesWithin(pairs, a.from, a.to), distance })
    from = next
  }
  return parts
}

/** The triples that begin in [from, to) of the first text. */
function triplesWithin(triples: Int32Array, from: number, to: number): Int32Array {
  let first = 0
  while (first < triples.length && triples[first] < from) first += 3
  let end = first
  while (end < triples.length && triples[end] < to) end += 3
  return triples.slice(first, end)
}
