/** One error rate: how many units of the truth had to be changed, left out or put in. Counts add up over texts. */
export interface Rate {
  /** Units of the truth: grapheme clusters, or words. */
  readonly length: number
  readonly substitutions: number
  /** Units of the truth that the OCR lacks. */
  readonly deletions: number
  /** Units of the OCR that the truth lacks. */
  readonly insertions: number
  /** (substitutions + deletions + insertions) / length; 0 for two empty texts, Infinity where only the truth is empty. */
  readonly rate: number
}

/** Character and word error rate. */
export interface Rates {
  readonly cer: Rate
  readonly wer: Rate
}

/**
 * What does not count as an error: `nothing`; `layout`: line breaks, hyphenation and spacing; `form`: everything folding
 * removes as well (case, width, script, ligatures, punctuation).
 */
export type Ignore = 'nothing' | 'layout' | 'form'

/** Rates at every level. */
export type RateLevels = Readonly<Record<Ignore, Rates>>
