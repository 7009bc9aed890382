/** Half-open range of folded units. */
export interface FoldedRange {
  readonly from: number
  readonly to: number
}

/** An aligned stretch of two folded texts. */
export interface Passage {
  readonly a: FoldedRange
  readonly b: FoldedRange
  /**
   * Runs of equal units as triples (start in a, start in b, length), ascending in both. They touch the ends of the
   * passage, except where a text itself ends in something else.
   */
  readonly runs: Int32Array
  /**
   * What the alignment paired though it differs, as triples like the runs, between them: substituted units. What is in
   * neither is inserted or deleted.
   */
  readonly pairs: Int32Array
  /** Unit edits that turn one side into the other along this alignment: Σ max(units of a, of b) between runs. */
  readonly distance: number
  /** True where the passage stands elsewhere in the order of passages than it does in the other text. */
  readonly moved: boolean
}

/** The passages two folded texts share, disjoint on both sides, ascending in the first. */
export interface Alignment {
  readonly passages: readonly Passage[]
  /** False when a budget cut the work short, so that more may be alike than is shown. */
  readonly exact: boolean
}
