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
import { composed } from '../text/composed.js'
import { dehyphenated, wordsOf } from '../text/dehyphenated.js'
import { dividesByEquals, unwrapped, withoutLayout } from './without-layout.js'
import { countErrors, DISTANCE_CELLS, withoutCommonEnds, type Errors } from './distance/distance.js'
import { Numbering, wordsOfText, type WordsOfText, type WordUnit } from './numbering.js'
import { addRateLevels, byLevel, LEVELS, rateOf, type Ignore, type RateLevels, type Rates } from './rate.js'

/** What `rateLevels` and `ratesInside` take beside the texts. */
export interface RateLevelOptions {
  /** The borders between words: those of UAX #29, or white space alone. Default `unicode`. */
  readonly words?: WordUnit
  /**
   * Budget of one distance, in cells: characters of the OCR times errors. Default 2 ** 37, which is a million characters
   * at 13 % errors, or 370,000 against as many of another text.
   */
  readonly cells?: number
}

/** What `rates` takes beside the texts. */
export interface RateOptions extends RateLevelOptions {
  /** What does not count as an error. Default `nothing`. */
  readonly ignore?: Ignore
}

/** A range of the OCR and the range of the truth it stands for, in UTF-16 code units. An align `Passage` is one. */
export interface PassageRange {
  /** The range of the OCR. */
  readonly a: {
    /** First code unit. */
    readonly from: number
    /** The code unit behind the last. */
    readonly to: number
  }
  /** The range of the truth. */
  readonly b: {
    /** First code unit. */
    readonly from: number
    /** The code unit behind the last. */
    readonly to: number
  }
}

/** Rates of whole texts, and of what lies inside passages. */
export interface RatesOfBoth {
  /** Of the whole truth. */
  readonly whole: RateLevels
  /** Of the passages alone, added up. */
  readonly inside: RateLevels
}

/**
 * Error rates of `ocr` against `truth`. Time is that of `countErrors`: with 5 % errors 0.3 s for 200,000 characters and
 * 2 s for a million. Past the budget of cells the result is not `exact`, and quick.
 *
 * @throws OffprintError `ERR_ARGUMENT` for anything that is not a string, and for unknown or impossible options.
 */
export function rates(ocr: string, truth: string, options: RateOptions = {}): Rates {
  requireString('ocr', ocr)
  requireString('truth', truth)
  requireKnownKeys('options', options, ['ignore', 'words', 'cells'])
  const { ignore = 'nothing' } = options
  if (!LEVELS.includes(ignore)) throw argumentError('options.ignore', ignore, oneOf(LEVELS))
  const settings = withDefaults(options)
  const [a, b] = [composed(ocr), composed(truth)]
  return ratesAt(ignore, a, b, wordsApart(a, b, settings.words), settings, countErrors)
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
  return ratesAtLevels(ocr, truth, withDefaults(options), countErrors)
}

/**
 * Error rates of the passages alone, added up: what lies outside of them is neither truth nor error. Time as for `rates`
 * of each passage.
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
  const settings = withDefaults(options)
  if (!Array.isArray(passages)) throw argumentError('passages', passages, 'an array')
  passages.forEach((passage, i) => requirePassage(`passages[${i}]`, passage, ocr.length, truth.length))
  return insideOf(ocr, truth, passages, settings, countErrors)
}

/**
 * `rateLevels` and `ratesInside` at once: where one passage is all that differs, both are the same distances, and each is
 * counted once.
 * @param passages are not checked.
 */
export function ratesOfBoth(
  ocr: string,
  truth: string,
  passages: readonly PassageRange[],
  options: RateLevelOptions = {},
): RatesOfBoth {
  const settings = withDefaults(options)
  const count = passages.length === 1 ? memoisedCount() : countErrors
  return {
    whole: ratesAtLevels(ocr, truth, settings, count),
    inside: insideOf(ocr, truth, passages, settings, count),
  }
}

/**
 * Rates of a truth against a page that holds it among other texts. The whole rates count the errors inside passages, and
 * all of the truth that is in none; what else stands on the page is no error.
 * @param passages are not checked; disjoint in the truth.
 */
export function ratesOfPart(page: string, truth: string, passages: readonly PassageRange[]): RatesOfBoth {
  const inside = ratesInside(page, truth, passages)
  const parts = [inside]
  let at = 0
  const addMissing = (from: number, to: number) => {
    if (from < to) parts.push(rateLevels('', truth.slice(from, to)))
  }
  for (const { b } of [...passages].sort((x, y) => x.b.from - y.b.from)) {
    addMissing(at, b.from)
    at = b.to
  }
  addMissing(at, truth.length)
  return { whole: addRateLevels(parts), inside }
}

type Count = typeof countErrors
type Settings = Required<RateLevelOptions>

/** `countErrors` that keeps what it was asked, and answers the same question from memory. */
function memoisedCount(): Count {
  const answers: { readonly a: Int32Array; readonly b: Int32Array; readonly errors: Errors }[] = []
  const same = (x: Int32Array, y: Int32Array) => {
    if (x.length !== y.length) return false
    for (let i = 0; i < x.length; i++) if (x[i] !== y[i]) return false
    return true
  }
  return (allA, allB, cells) => {
    const [a, b] = withoutCommonEnds(allA, allB)
    const answer = answers.find((one) => same(one.a, a) && same(one.b, b))
    if (answer !== undefined) return answer.errors
    const errors = countErrors(a, b, cells)
    answers.push({ a, b, errors })
    return errors
  }
}

function insideOf(
  ocr: string,
  truth: string,
  passages: readonly PassageRange[],
  settings: Settings,
  count: Count,
): RateLevels {
  return addRateLevels(
    passages.map(({ a, b }) =>
      ratesAtLevels(ocr.slice(a.from, a.to), truth.slice(b.from, b.to), settings, count),
    ),
  )
}

function ratesAtLevels(ocr: string, truth: string, settings: Settings, count: Count): RateLevels {
  const [a, b] = [composed(ocr), composed(truth)]
  const words = wordsApart(a, b, settings.words)
  const nothing = ratesAt('nothing', a, b, words, settings, count)
  return byLevel((level) => {
    if (level === 'nothing') return nothing
    if (level === 'wrapping') return ratesUnwrapped(a, b, nothing, settings, count)
    return ratesAt(level, a, b, words, settings, count)
  })
}

/** The words of a pair of texts: as they stand, or dehyphenated. */
type WordsApart = (isRaw: boolean) => readonly [ocr: WordsOfText, truth: WordsOfText]

/** The words of two texts in NFC, cut when they are first asked for and kept, because levels share them. */
function wordsApart(ocr: string, truth: string, unit: WordUnit): WordsApart {
  let raw: ReturnType<WordsApart> | undefined
  let joined: ReturnType<WordsApart> | undefined
  return (isRaw) => {
    if (isRaw) return (raw ??= [wordsOfText(ocr, unit), wordsOfText(truth, unit)])
    if (joined !== undefined) return joined
    // Both texts ask the words of both, so that what is equal stays equal.
    const isWord = wordsOf([ocr, truth])
    const apart = (text: string) => wordsOfText(dehyphenated(text, isWord), unit)
    return (joined = [apart(ocr), apart(truth)])
  }
}

/** The rates of level `wrapping`. Words are parted by white space whatever its kind, and many texts have no other than single spaces. */
function ratesUnwrapped(
  ocr: string,
  truth: string,
  nothing: Rates,
  { cells }: Settings,
  count: Count,
): Rates {
  const [a, b] = [unwrapped(ocr), unwrapped(truth)]
  if (a === ocr && b === truth) return nothing
  const graphemes = new Numbering()
  const charactersA = graphemes.ofGraphemes(a)
  const charactersB = graphemes.ofGraphemes(b)
  return { cer: rateOf(count(charactersA, charactersB, cells), charactersB.length), wer: nothing.wer }
}

/** Rates of two texts in NFC. */
function ratesAt(
  level: Ignore,
  ocr: string,
  truth: string,
  wordsAt: WordsApart,
  { cells }: Settings,
  count: Count,
): Rates {
  const equalsDivides = level === 'layout' && (dividesByEquals(ocr) || dividesByEquals(truth))
  const graphemes = new Numbering()
  const charactersA = graphemes.ofGraphemes(charactersAt(level, ocr, equalsDivides))
  const charactersB = graphemes.ofGraphemes(charactersAt(level, truth, equalsDivides))
  const [apartA, apartB] = wordsAt(level === 'nothing' || level === 'wrapping')
  const words = new Numbering(level === 'form')
  const wordsA = words.ofWords(apartA)
  const wordsB = words.ofWords(apartB)
  return {
    cer: rateOf(count(charactersA, charactersB, cells), charactersB.length),
    wer: rateOf(count(wordsA, wordsB, cells), wordsB.length),
  }
}

/** What counts as characters of a text. @param equalsDivides see `withoutLayout`. */
function charactersAt(level: Ignore, text: string, equalsDivides: boolean): string {
  switch (level) {
    case 'nothing':
      return text
    case 'wrapping':
      return unwrapped(text)
    case 'layout':
      return composed(withoutLayout(text, equalsDivides))
    case 'form':
      return composed(foldToString(text))
  }
}

const WORD_UNITS: readonly WordUnit[] = ['unicode', 'spaces']

function withDefaults({ words = 'unicode', cells = DISTANCE_CELLS }: RateLevelOptions): Settings {
  if (!WORD_UNITS.includes(words)) throw argumentError('options.words', words, oneOf(WORD_UNITS))
  requireNumber('options.cells', cells, 0, Infinity)
  return { words, cells }
}

function oneOf(names: readonly string[]): string {
  return `one of ${names.join(', ')}`
}

function requirePassage(name: string, passage: PassageRange, lengthA: number, lengthB: number): void {
  if (typeof passage !== 'object' || passage === null) {
    throw argumentError(name, passage, 'a passage { a, b }')
  }
  requireRange(`${name}.a`, passage.a, lengthA)
  requireRange(`${name}.b`, passage.b, lengthB)
}

function requireRange(name: string, range: { from: number; to: number }, length: number): void {
  if (typeof range !== 'object' || range === null) throw argumentError(name, range, 'a range { from, to }')
  requireInteger(`${name}.from`, range.from, 0, length)
  requireInteger(`${name}.to`, range.to, range.from, length)
}
