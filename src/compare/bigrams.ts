import { argumentError, requireString } from '../kernel/errors.js'
import { foldToString } from '../text/fold.js'

/** A code point and the one after it are one number: first × BASE + second, below 2^42. */
const BASE = 0x110000

/**
 * How alike two texts are, 0 to 1: the Dice coefficient 2 · |a ∩ b| / (|a| + |b|) of the bigrams of their characters, each counted
 * as often as it stands there, after both texts are folded. For names, titles and other texts of any length: `healed` and `sealed`
 * have 0.8. Texts that fold to fewer than two characters have no bigrams: they are 1 where they are equal, else 0, and so are texts
 * without a letter or digit, unless they are the same.
 *
 * On words of small ASCII letters it is what `compareTwoStrings` of npm `string-similarity` gives (Dice 1945); upper case, width,
 * punctuation and traditional characters make no difference here. Of long texts it says little, because they share their bigrams
 * by chance: `compare` says how they are related. O(a log a + b log b), for the lengths of the texts.
 *
 * @throws OffprintError `ERR_ARGUMENT` for anything but strings.
 */
export function similarity(a: string, b: string): number {
  requireString('a', a)
  requireString('b', b)
  return a === b ? 1 : diceOf(bigramsOf(a), bigramsOf(b))
}

/** The most similar one of some texts. */
export interface BestMatch {
  /** Its place among the texts, from 0. */
  readonly place: number
  /** The text itself. */
  readonly text: string
  /** See `similarity`. */
  readonly similarity: number
}

/**
 * The text that is most similar to `text`, by `similarity`; of equally similar ones the first. Null where there is none to choose
 * from. The best may still be a bad one: see its `similarity`. O(sum of lengths, × log of the longest).
 *
 * @throws OffprintError `ERR_ARGUMENT` for anything but strings.
 */
export function bestMatch(text: string, texts: Iterable<string>): BestMatch | null {
  requireString('text', text)
  requireTexts(texts)
  const bigrams = bigramsOf(text)
  let best: BestMatch | null = null
  let place = 0
  for (const other of texts) {
    requireString(`texts[${place}]`, other)
    const found = other === text ? 1 : diceOf(bigrams, bigramsOf(other))
    if (best === null || found > best.similarity) best = { place, text: other, similarity: found }
    place++
  }
  return best
}

/** @throws OffprintError `ERR_ARGUMENT` for what is not a collection of strings, and for one string. */
export function requireTexts(texts: Iterable<string>): void {
  if (typeof texts === 'string' || typeof texts?.[Symbol.iterator] !== 'function') {
    throw argumentError('texts', texts, 'an iterable of strings')
  }
}

/** A text folded, and its bigrams in ascending order, so that two texts are merged rather than looked up. */
interface Bigrams {
  readonly folded: string
  readonly sorted: Float64Array
}

function bigramsOf(text: string): Bigrams {
  const folded = foldToString(text)
  const sorted = new Float64Array(Math.max(0, folded.length - 1))
  let count = 0
  let before = -1
  for (const character of folded) {
    const code = character.codePointAt(0)!
    if (before >= 0) sorted[count++] = before * BASE + code
    before = code
  }
  return { folded, sorted: sorted.subarray(0, count).sort() }
}

function diceOf(a: Bigrams, b: Bigrams): number {
  const total = a.sorted.length + b.sorted.length
  if (a.sorted.length === 0 || b.sorted.length === 0) return a.folded === b.folded && a.folded !== '' ? 1 : 0
  let shared = 0
  for (let i = 0, j = 0; i < a.sorted.length && j < b.sorted.length;) {
    const difference = a.sorted[i] - b.sorted[j]
    if (difference === 0) shared++
    if (difference <= 0) i++
    if (difference >= 0) j++
  }
  return (2 * shared) / total
}
