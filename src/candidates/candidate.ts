import type { PostingsSegment } from './postings.js'

/** An entry worth aligning with the text of a search. */
export interface CandidateEntry<Segment extends PostingsSegment> {
  readonly segment: Segment
  readonly entry: number
  /** About how many folded characters it shares with the text; where only signatures are kept, equal slots. */
  evidence: number
  /** Whether it folds to the same text: segments have entries of their own, and their documents count as one. */
  same: boolean
  /** About what part of the shorter text it shares, by its colinear fingerprints; 1 where it was found another way. */
  share: number
  /** Slots of the signature that are equal, where a band led to the entry; else −1. */
  equal: number
  /** About where it stands: position in its text less that in the text of the search; NaN where no line of fingerprints says so. */
  diagonal: number
}

/** What a search for candidates returns. */
export interface RankedCandidates<Segment extends PostingsSegment> {
  /** Best evidence first; of equal evidence equal texts first, then older ones. */
  readonly entries: readonly CandidateEntry<Segment>[]
  /** The lists of the text's fingerprints, grams and bands that are full. */
  readonly saturated: Saturated
  /** Whether there were documents or hits that the search did not look at. */
  readonly truncated: boolean
}

/**
 * Places, among those of a text, of the fingerprints, grams and bands whose lists name MOST_POSTINGS documents or more. A
 * document that is entered is left out of these lists, so that no list grows with the collection.
 */
export interface Saturated {
  readonly sampled: ReadonlySet<number>
  readonly grams: ReadonlySet<number>
  readonly bands: ReadonlySet<number>
}

/** The order of candidates: most evidence first; of as much, equal texts first, then older ones. */
export function byEvidence<Segment extends PostingsSegment>(
  x: CandidateEntry<Segment>,
  y: CandidateEntry<Segment>,
): number {
  return (
    y.evidence - x.evidence ||
    Number(y.same) - Number(x.same) ||
    x.segment.base + x.entry - (y.segment.base + y.entry)
  )
}
