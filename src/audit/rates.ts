/**
 * Character and word error rates, as OCR evaluation defines them: errors of a cheapest unit-cost alignment of the whole
 * texts, divided by the length of the truth.
 *
 * A *character* is an extended grapheme cluster of the text in NFC, white space included (as dinglehopper counts;
 * jiwer counts code points). A *word* is a segment of UAX #29 that holds a letter or number, so punctuation is no
 * error of words (as dinglehopper counts): a Han or Hiragana character is a word, a run of Katakana is, and a run of
 * Thai, Lao, Khmer or Myanmar letters between spaces is, so for those languages read the character rate. With
 * `words: 'spaces'` a word is what stands between white space, punctuation and all (as jiwer counts).
 */
import {
  argumentError,
  requireInteger,
  requireKnownKeys,
  requireNumber,
  requireString,
} from '../kernel/errors.js'
import { foldToString } from '../text/fold.js'
import { graphemeBorders, isSingle } from '../text/graphemes.js'
import { composed } from '../text/composed.js'
import { isWhiteSpace, dehyphenated } from '../text/dehyphenated.js'
import { words } from '../text/words.js'
import { countErrors, DISTANCE_CELLS, withoutCommonEnds, type Errors } from './distance/distance.js'

/** One error rate: how many units of the truth had to be changed, left out or put in. Counts add up over texts. */
export interface Rate {
  /** Units of the truth: grapheme clusters, or words. */
  readonly length: number
  /**
   * Cheapest alignments often differ in how they split the same number of errors; counted is one with the most
   * substitutions, as `countErrors` says.
   */
  readonly substitutions: number
  /** Units of the truth that the OCR lacks. */
  readonly deletions: number
  /** Units of the OCR that the truth lacks. */
  readonly insertions: number
  /** (substitutions + deletions + insertions) / length; 0 for two empty texts, Infinity where only the truth is empty. */
  readonly rate: number
  /** False where the budget of cells did not reach: then the errors are those of a good alignment, perhaps too many. */
  readonly exact: boolean
}

/** Character and word error rate. */
export interface Rates {
  readonly cer: Rate
  readonly wer: Rate
}

/**
 * What does not count as an error.
 *
 * - `nothing`: the texts in NFC, each line break and space a character.
 * - `layout`: line breaks, hyphenation and spacing. Both texts are made running text (see `dehyphenated`); characters are
 *   what remains without its spaces, words what its spaces and UAX #29 part. A missing space is no wrong character, but
 *   two words in one are wrong words. Rates may be higher than raw ones: right spaces no longer count as truth, and the
 *   right halves of a divided word whose hyphen was misread are one wrong word.
 * - `form`: everything folding removes as well (case, width, script, ligatures, punctuation): characters of the folded
 *   text, and the words of `layout`, folded.
 */
export type Ignore = (typeof LEVELS)[number]

const LEVELS = ['nothing', 'layout', 'form'] as const

/** Rates at every level. */
export type RateLevels = Readonly<Record<Ignore, Rates>>

/** What parts words: the boundaries of UAX #29, or white space alone. */
export type WordUnit = 'unicode' | 'spaces'

export interface RateLevelOptions {
  /** Default `unicode`. */
  readonly words?: WordUnit
  /**
   * Budget of one distance, in cells: characters of the OCR times errors. Default 2 ** 37, which is a million characters
   * at 13 % errors, or 370,000 against as many of another text.
   */
  readonly cells?: number
}

export interface RateOptions extends RateLevelOptions {
  /** Default `nothing`. */
  readonly ignore?: Ignore
}

/** A range of the OCR and the range of the truth it stands for, in UTF-16 code units. An align `Passage` is one. */
export interface PassageRange {
  readonly a: { readonly from: number; readonly to: number }
  readonly b: { readonly from: number; readonly to: number }
}

/** Means of rates over pairs, at every level. NaN where no pair is left. */
export type MeanRateLevels = Readonly<Record<Ignore, MeanRate>>

export interface MeanRate {
  readonly cer: number
  readonly wer: number
  /** Pairs without a unit of truth to divide by, which are in neither mean. */
  readonly leftOut: { readonly cer: number; readonly wer: number }
}

/**
 * Error rates of `ocr` against `truth`. Time is that of `countErrors`: with 5 % errors 0.7 s for 200,000 characters and
 * 7 s for a million. Past the budget of cells the result is not `exact`, and quick.
 *
 * @throws OffprintError `ERR_ARGUMENT` for anything that is not a string, and for unknown or impossible options.
 */
export function rates(ocr: string, truth: string, options: RateOptions = {}): Rates {
  requireString('ocr', ocr)
  requireString('truth', truth)
  requireKnownKeys('options', options, ['ignore', 'words', 'cells'])
  const { ignore = 'nothing' } = options
  if (!LEVELS.includes(ignore)) throw argumentError('options.ignore', ignore, list(LEVELS))
  return ratesAt(ignore, composed(ocr), composed(truth), settings(options), countErrors)
}

/**
 * `rates` at every level.
 *
 * @throws OffprintError `ERR_ARGUMENT` as `rates` does.
 */
export function rateLevels(ocr: string, truth: string, options: RateLevelOptions = {}): RateLevels {
  requireString('ocr', ocr)
  requireString('truth', truth)
  requireKnownKeys('options', options, ['words', 'cells'])
  return levelsOf(ocr, truth, settings(options), countErrors)
}

function levelsOf(ocr: string, truth: string, chosen: Required<RateLevelOptions>, count: Count): RateLevels {
  const [a, b] = [composed(ocr), composed(truth)]
  return byLevel((level) => ratesAt(level, a, b, chosen, count))
}

/**
 * Error rates of the passages alone, added up: what lies outside of them is neither truth nor error.
 *
 * @throws OffprintError `ERR_ARGUMENT` as `rates` does, and for a range that does not lie in its text.
 */
export function ratesInside(
  ocr: string,
  truth: string,
  passages: readonly PassageRange[],
  options: RateLevelOptions = {},
): RateLevels {
  requireString('ocr', ocr)
  requireString('truth', truth)
  requireKnownKeys('options', options, ['words', 'cells'])
  settings(options)
  if (!Array.isArray(passages)) throw argumentError('passages', passages, 'an array')
  return addRateLevels(
    passages.map((passage: PassageRange, i) => {
      if (typeof passage !== 'object' || passage === null) {
        throw argumentError(`passages[${i}]`, passage, 'a passage { a, b }')
      }
      const { a, b } = passage
      requireRange(`passages[${i}].a`, a, ocr.length)
      requireRange(`passages[${i}].b`, b, truth.length)
      return rateLevels(ocr.slice(a.from, a.to), truth.slice(b.from, b.to), options)
    }),
  )
}

/**
 * `rateLevels` and `ratesInside` at once: where one passage is all that differs, both are the same distances, and each is
 * counted once.
 */
export function ratesOfBoth(
  ocr: string,
  truth: string,
  passages: readonly PassageRange[],
  options: RateLevelOptions = {},
): { readonly whole: RateLevels; readonly inside: RateLevels } {
  const chosen = settings(options)
  const count = passages.length === 1 ? rememberingCount() : countErrors
  const whole = levelsOf(ocr, truth, chosen, count)
  const parts = passages.map(({ a, b }) =>
    levelsOf(ocr.slice(a.from, a.to), truth.slice(b.from, b.to), chosen, count),
  )
  return { whole, inside: addRateLevels(parts) }
}

type Count = typeof countErrors

/** `countErrors` that keeps what it was asked, and answers the same question from memory. */
function rememberingCount(): Count {
  const known: { readonly a: Int32Array; readonly b: Int32Array; readonly errors: Errors }[] = []
  const same = (x: Int32Array, y: Int32Array) => {
    if (x.length !== y.length) return false
    for (let i = 0; i < x.length; i++) if (x[i] !== y[i]) return false
    return true
  }
  return (allA, allB, cells) => {
    const [a, b] = withoutCommonEnds(allA, allB)
    const before = known.find((one) => same(one.a, a) && same(one.b, b))
    if (before !== undefined) return before.errors
    const errors = countErrors(a, b, cells)
    known.push({ a, b, errors })
    return errors
  }
}

/** The rates of many texts as one (micro average): counts added up, then divided. */
export function addRates(parts: readonly Rates[]): Rates {
  return { cer: addUp(parts.map(({ cer }) => cer)), wer: addUp(parts.map(({ wer }) => wer)) }
}

/** `addRates` at every level. */
export function addRateLevels(parts: readonly RateLevels[]): RateLevels {
  return byLevel((level) => addRates(parts.map((part) => part[level])))
}

/** Mean of the rates of many texts, each counting as one (macro average). */
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

function byLevel<T>(make: (level: Ignore) => T): Readonly<Record<Ignore, T>> {
  return { nothing: make('nothing'), layout: make('layout'), form: make('form') }
}

const WORD_UNITS: readonly WordUnit[] = ['unicode', 'spaces']

function settings({
  words: unit = 'unicode',
  cells = DISTANCE_CELLS,
}: RateLevelOptions): Required<RateLevelOptions> {
  if (!WORD_UNITS.includes(unit)) throw argumentError('options.words', unit, list(WORD_UNITS))
  requireNumber('options.cells', cells, 0, Infinity)
  return { words: unit, cells }
}

function list(names: readonly string[]): string {
  return `one of ${names.join(', ')}`
}

function requireRange(name: string, range: { from: number; to: number }, length: number): void {
  if (typeof range !== 'object' || range === null) throw argumentError(name, range, 'a range { from, to }')
  requireInteger(`${name}.from`, range.from, 0, length)
  requireInteger(`${name}.to`, range.to, range.from, length)
}

/** Rates of two texts in NFC. */
function ratesAt(
  level: Ignore,
  ocr: string,
  truth: string,
  { words: unit, cells }: Required<RateLevelOptions>,
  count: Count,
): Rates {
  const [a, b] = level === 'nothing' ? [ocr, truth] : [dehyphenated(ocr), dehyphenated(truth)]
  const characters = (text: string, running: string) =>
    level === 'nothing'
      ? text
      : level === 'layout'
        ? running.replaceAll(' ', '')
        : composed(foldToString(text))
  const graphemes = new Numbering()
  const cerA = graphemes.ofGraphemes(characters(ocr, a))
  const cerB = graphemes.ofGraphemes(characters(truth, b))
  const wordNumbers = new Numbering(level === 'form')
  const werA = wordNumbers.ofWords(a, unit)
  const werB = wordNumbers.ofWords(b, unit)
  return {
    cer: rateOf(count(cerA, cerB, cells), cerB.length),
    wer: rateOf(count(werA, werB, cells), werB.length),
  }
}

function rateOf(errors: Errors, length: number): Rate {
  const { substitutions, deletions, insertions, exact } = errors
  const sum = substitutions + deletions + insertions
  return { length, substitutions, deletions, insertions, rate: sum === 0 ? 0 : sum / length, exact }
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
  return rateOf({ substitutions, deletions, insertions, exact }, length)
}

/** Same unit, same number: distances are taken of integers. */
class Numbering {
  readonly #known = new Map<string, number>()
  readonly #folds: boolean

  /** @param folds whether words that fold alike are one, and words that fold to nothing are none */
  constructor(folds = false) {
    this.#folds = folds
  }

  /** Clusters of one code unit are their own number; longer ones come after all of these. */
  ofGraphemes(text: string): Int32Array {
    const numbers = new Int32Array(text.length)
    let i = 0
    for (; i < text.length; i++) {
      const unit = text.charCodeAt(i)
      if (!isSingle(unit)) break
      numbers[i] = unit
    }
    if (i === text.length) return numbers
    const borders = graphemeBorders(text)
    const count = borders.length - 1
    for (let g = 0; g < count; g++) {
      const from = borders[g]
      const to = borders[g + 1]
      numbers[g] = to - from === 1 ? text.charCodeAt(from) : 0x10000 + this.#numberOf(text.slice(from, to))
    }
    return numbers.subarray(0, count)
  }

  ofWords(text: string, unit: WordUnit): Int32Array {
    const { count, starts, ends } = unit === 'spaces' ? spaced(text) : words(text)
    const numbers = new Int32Array(count)
    let kept = 0
    for (let w = 0; w < count; w++) {
      const number = this.#numberOf(text.slice(starts[w], ends[w]))
      if (number >= 0) numbers[kept++] = number
    }
    return numbers.subarray(0, kept)
  }

  /** Number of a unit; −1 for a word that folds to nothing. */
  #numberOf(unit: string): number {
    let number = this.#known.get(unit)
    if (number !== undefined) return number
    const folded = this.#folds ? foldToString(unit) : unit
    // A folded word is kept under a name no word of a text has.
    const name = this.#folds ? ` ${folded}` : unit
    number = folded === '' ? -1 : (this.#known.get(name) ?? this.#known.size)
    this.#known.set(name, number)
    this.#known.set(unit, number)
    return number
  }
}

/** What stands between white space. */
function spaced(text: string): { count: number; starts: number[]; ends: number[] } {
  const starts: number[] = []
  const ends: number[] = []
  for (let i = 0; i < text.length; i++) {
    if (isWhiteSpace(text.charCodeAt(i))) continue
    starts.push(i)
    while (i < text.length && !isWhiteSpace(text.charCodeAt(i))) i++
    ends.push(i)
  }
  return { count: starts.length, starts, ends }
}
