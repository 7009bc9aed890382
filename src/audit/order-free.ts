/**
 * Error rates that do not depend on the order of what was read: where they are low and CER is high, everything was read, in
 * the wrong order.
 *
 * - Bags of words and of characters: units of one text that the other lacks, whatever their places, as ocrevalUAtion (Carrasco
 *   2014) has its order-independent WER: max(missing, surplus) / units of the truth.
 * - Lines in any order: the flexible character accuracy of Clausner, Pletschacher and Antonacopoulos ("Flexible character
 *   accuracy measure for reading-order-independent evaluation", Pattern Recognition Letters 131, 2020). The rate here is
 *   1 − that accuracy, with one penalty in place of the best of many.
 */
import { withoutLayout } from './without-layout.js'
import { composed } from '../text/composed.js'
import { foldToString } from '../text/fold.js'
import { lineErrors } from './line-errors.js'
import { Numbering, wordsOfText, type WordsOfText } from './numbering.js'
import { addRates, rateOf, type Rate } from './rate.js'

/** Rates of whole texts that do not depend on order. */
export interface OrderFree {
  /** Of the characters that leave ink: see level `layout`. */
  readonly characters: Rate
  /** Of the words: see level `nothing`. */
  readonly words: Rate
  /**
   * Of the characters of lines, each line compared with the line, or part of a line, that it fits best: see `lineErrors`. Null
   * where texts are too long for it: beyond 32,000 characters each.
   */
  readonly lines: Rate | null
  /**
   * Of the words that are stop words, as a bag; null where no stop words were given. A search misses what is
   * wrong in the others (Rice, Jenkins and Nartker, "The fifth annual test of OCR accuracy", 1996, tell the two apart).
   */
  readonly stopWords: Rate | null
  /** Of the words that are no stop words, as a bag; null where no stop words were given. */
  readonly otherWords: Rate | null
}

/** The rates in the order of reports. */
export const ORDER_FREE = ['lines', 'characters', 'words', 'stopWords', 'otherWords'] as const

/** Tells a stop word from others, whatever its case. */
export type IsStopWord = (word: string) => boolean

/** O(words). @param words in any case. */
export function stopWordTest(words: Iterable<string>): IsStopWord {
  const folded = new Set(Array.from(words, (word) => foldToString(word)))
  // What folds to nothing is no word.
  folded.delete('')
  return (word) => folded.has(foldToString(word))
}

/**
 * The rates of two texts that do not depend on order. O(length), and for lines O(length² / 32).
 * @param part whether what only the OCR has is no error.
 * @param isStopWord tells stop words from others; null where the two are not told apart.
 */
export function orderFree(
  ocr: string,
  truth: string,
  part = false,
  isStopWord: IsStopWord | null = null,
): OrderFree {
  const [a, b] = [composed(ocr), composed(truth)]
  const graphemes = new Numbering()
  const words = new Numbering()
  const [wordsA, wordsB] = [a, b].map((text) => wordsOfText(text, 'unicode'))
  const apart = (which: boolean): Rate | null => {
    if (isStopWord === null) return null
    const some = (all: WordsOfText) => words.ofWords(all, (word) => isStopWord(word) === which)
    return bagRate(some(wordsA), some(wordsB), part)
  }
  const ink = (text: string) => graphemes.ofGraphemes(composed(withoutLayout(text)))
  return {
    characters: bagRate(ink(a), ink(b), part),
    words: bagRate(words.ofWords(wordsA), words.ofWords(wordsB), part),
    lines: lineRate(a, b, part),
    stopWords: apart(true),
    otherWords: apart(false),
  }
}

/** The rates of many pairs, counts added up; null where a pair has none. O(parts). */
export function addOrderFree(parts: readonly OrderFree[]): OrderFree {
  const bags = addRates(parts.map(({ characters, words }) => ({ cer: characters, wer: words })))
  const sum = (of: 'lines' | 'stopWords' | 'otherWords'): Rate | null => {
    const known = parts.flatMap(({ [of]: rate }) => (rate === null ? [] : [{ cer: rate, wer: rate }]))
    return known.length < parts.length || (known.length === 0 && of !== 'lines') ? null : addRates(known).cer
  }
  return {
    characters: bags.cer,
    words: bags.wer,
    lines: sum('lines'),
    stopWords: sum('stopWords'),
    otherWords: sum('otherWords'),
  }
}

/** A unit that the OCR has for one that it lacks counts as one error. */
function bagRate(ocr: Int32Array, truth: Int32Array, part: boolean): Rate {
  const counts = new Map<number, number>()
  for (const unit of truth) counts.set(unit, (counts.get(unit) ?? 0) + 1)
  for (const unit of ocr) counts.set(unit, (counts.get(unit) ?? 0) - 1)
  let missing = 0
  let surplus = 0
  for (const count of counts.values()) {
    if (count > 0) missing += count
    else surplus -= count
  }
  const substitutions = part ? 0 : Math.min(missing, surplus)
  const insertions = part ? 0 : surplus - substitutions
  return rateOf({ substitutions, deletions: missing - substitutions, insertions, exact: true }, truth.length)
}

function lineRate(ocr: string, truth: string, part: boolean): Rate | null {
  const found = lineErrors(ocr, truth)
  if (found === null) return null
  return rateOf(part ? { ...found.errors, insertions: 0 } : found.errors, found.length)
}
