import type { Errors } from './distance/distance.js'

/** One error rate: how many units of the truth had to be changed, left out or put in. Counts add up over texts. */
export interface Rate {
  /** Units of the truth: grapheme clusters, or words. */
  readonly length: number
  /**
   * Units of the truth for which the OCR has others. Cheapest alignments often split the same number of errors in
   * different ways; an alignment with the most substitutions is counted, as `countErrors` says.
   */
  readonly substitutions: number
  /** Units of the truth that the OCR lacks. */
  readonly deletions: number
  /** Units of the OCR that the truth lacks. */
  readonly insertions: number
  /**
   * (substitutions + deletions + insertions) / length; 0 for two empty texts, Infinity where only the truth is empty. NaN
   * where there is no text at all: no pair, no passage, or none with a unit of truth.
   */
  readonly rate: number
  /** False where the budget of cells did not reach: then the errors are those of a good alignment, perhaps too many. */
  readonly exact: boolean
}

/** Character and word error rate. */
export interface Rates {
  /** Of grapheme clusters. */
  readonly cer: Rate
  /** Of words. */
  readonly wer: Rate
}

/**
 * What does not count as an error.
 *
 * - `nothing`: the texts in NFC, each line break and space a character.
 * - `wrapping`: where lines end, and how much white space there is. A run of white space is one space, and none at the ends of
 *   the text; a space that is missing or too much is an error. Words are those of `nothing`.
 * - `layout`: line breaks, hyphenation and spacing. Characters are those that leave ink, without the hyphens between letters
 *   (see `withoutLayout`): taking white space out of a text changes none. Words are those of the dehyphenated text (see
 *   `dehyphenated`), parted by its spaces and by UAX #29: a missing space is no wrong character, but two words in one are
 *   wrong words. Rates may be higher than raw ones: right spaces no longer count as truth, and the right halves of a divided
 *   word whose hyphen was misread are one wrong word.
 * - `form`: everything that folding removes as well (case, width, script, ligatures, punctuation): characters of the
 *   folded text, and the words of `layout`, folded.
 */
export type Ignore = 'nothing' | 'wrapping' | 'layout' | 'form'

/** All levels, from the one that counts most as errors to the one that counts least. */
export const LEVELS: readonly Ignore[] = ['nothing', 'wrapping', 'layout', 'form']

/** Rates at every level. */
export type RateLevels = Readonly<Record<Ignore, Rates>>

/** Means of rates over pairs, at every level. NaN where no pair is left. */
export type MeanRateLevels = Readonly<Record<Ignore, MeanRate>>

/** Means of the rates of many pairs, each pair counting as one. */
export interface MeanRate {
  /** Mean of the character error rates. */
  readonly cer: number
  /** Mean of the word error rates. */
  readonly wer: number
  /** Pairs without a unit of truth to divide by, which are in neither mean. */
  readonly leftOut: {
    /** Without a character. */
    readonly cer: number
    /** Without a word. */
    readonly wer: number
  }
}

/** The rate of some errors in a truth of `length` units. */
export function rateOf(errors: Errors, length: number): Rate {
  const { substitutions, deletions, insertions, exact } = errors
  const sum = substitutions + deletions + insertions
  return { length, substitutions, deletions, insertions, rate: sum === 0 ? 0 : sum / length, exact }
}

/** One value for every level. */
export function byLevel<T>(make: (level: Ignore) => T): Readonly<Record<Ignore, T>> {
  return {
    nothing: make('nothing'),
    wrapping: make('wrapping'),
    layout: make('layout'),
    form: make('form'),
  }
}

/** The rates of many texts as one (micro average): counts added up, then divided; NaN where nothing is to divide. O(parts). */
export function addRates(parts: readonly Rates[]): Rates {
  return { cer: addUp(parts.map(({ cer }) => cer)), wer: addUp(parts.map(({ wer }) => wer)) }
}

/** `addRates` at every level. O(parts). */
export function addRateLevels(parts: readonly RateLevels[]): RateLevels {
  return byLevel((level) => addRates(parts.map((part) => part[level])))
}

/** Mean of the rates of many texts, each counting as one (macro average). O(parts). */
export function meanRateLevels(parts: readonly RateLevels[]): MeanRateLevels {
  return byLevel((level) => {
    const cer = mean(parts.map((part) => part[level].cer))
    const wer = mean(parts.map((part) => part[level].wer))
    return { cer: cer.mean, wer: wer.mean, leftOut: { cer: cer.leftOut, wer: wer.leftOut } }
  })
}

function mean(parts: readonly Rate[]): { mean: number; leftOut: number } {
  const counted = parts.filter(({ length }) => length > 0)
  const sum = counted.reduce((total, { rate }) => total + rate, 0)
  return { mean: sum / counted.length, leftOut: parts.length - counted.length }
}

function addUp(parts: readonly Rate[]): Rate {
  let length = 0
  let substitutions = 0
  let deletions = 0
  let insertions = 0
  let exact = true
  for (const part of parts) {
    length += part.length
    substitutions += part.substitutions
    deletions += part.deletions
    insertions += part.insertions
    exact &&= part.exact
  }
  const sum = rateOf({ substitutions, deletions, insertions, exact }, length)
  // No text was read right or wrong: 0 % would praise what is not there.
  return length === 0 && sum.rate === 0 ? { ...sum, rate: NaN } : sum
}
