/**
 * One difference inside a passage, as half-open ranges of the two *sources*; the ranges of one passage ascend on both
 * sides, and replacing every `a` range by its `b` text turns the passage of A into the passage of B.
 */
export interface Edit {
  /** Of the first source. */
  readonly a: SourceRange
  /** Of the second source. */
  readonly b: SourceRange
  /**
   * Where the difference lies: `text` in the folded texts; `form` the same character written otherwise (case, width, script, ligature,
   * marks that folding drops); `punctuation` marks between characters, which folding drops; `blank` white
   * space on one side only; `layout` white space on both sides, or around a one-sided edit.
   */
  readonly nature: 'text' | 'form' | 'punctuation' | 'blank' | 'layout'
}

/** Half-open range of a source, in UTF-16 code units. */
export interface SourceRange {
  /** First code unit. */
  readonly from: number
  /** The code unit behind the last. */
  readonly to: number
}
