import type { Features } from '../candidates/features.js'
import type { Fingerprints } from '../candidates/fingerprints.js'
import type { FoldedText } from '../text/fold.js'
import { tokenize, WORD } from '../dedupe/account/tokens.js'

/**
 * Keys of a store: signed 64 bits, as PostgreSQL and Spark have them, with their kind mixed in, so that one table holds them
 * all. Keys of one kind are as different as what they stand for; keys of two kinds meet once in 2^64.
 */
export interface StoreKeys {
  /** The digest first, then bands, sampled fingerprints, and the grams of a short text. */
  readonly keys: BigInt64Array
  /** Where each fingerprint stands, in folded units; else 0. */
  readonly places: Uint32Array
}

/** Constants of the kinds: the first 32 bits of the fractional parts of √2, √3, √5, √7 and √11. */
const DIGEST = 0x6a09e667
const BAND = 0xbb67ae85
const SAMPLED = 0x3c6ef372
const GRAM = 0xa54ff53a
const WORD_KEY = 0x510e527f

/** The keys of a text. Texts without a letter are entered by their digest only. O(features). */
export function storeKeys({ digest, length, bands, sampled, grams }: Features): StoreKeys {
  const counted = length === 0 ? 0 : bands.length
  const count = 1 + counted + (sampled?.count ?? 0) + (grams?.count ?? 0)
  const words = new Int32Array(2 * count)
  const places = new Uint32Array(count)
  let at = 0
  const enter = (high: number, low: number, place: number): void => {
    words[2 * at] = low
    words[2 * at + 1] = high
    places[at++] = place
  }
  enter(digest.high ^ DIGEST, digest.low, 0)
  for (let band = 0; band < counted; band++) enter(BAND ^ band, bands[band], 0)
  const enterAll = (fingerprints: Fingerprints | null, kind: number): void => {
    if (fingerprints === null) return
    const { low, high, positions } = fingerprints
    for (let i = 0; i < fingerprints.count; i++) enter(high[i] ^ kind, low[i], positions[i])
  }
  enterAll(sampled, SAMPLED)
  enterAll(grams, GRAM)
  return { keys: keysOf(words), places }
}

/** Keys of the distinct words of a text, ascending. O(length + words · log words). */
export function wordKeys(text: FoldedText): BigInt64Array {
  return wordKeysOf(wordsOf(text)).sort()
}

/** Hashes of the distinct words of a text. O(length). */
export function wordsOf(text: FoldedText): ReadonlySet<number> {
  const { kinds, hashes, count } = tokenize(text)
  const words = new Set<number>()
  for (let i = 0; i < count; i++) if (kinds[i] === WORD) words.add(hashes[i])
  return words
}

/** Keys of words by their hashes; see `hashString`. */
export function wordKeysOf(hashes: Iterable<number>): BigInt64Array {
  const words: number[] = []
  for (const hash of hashes) words.push(hash, WORD_KEY)
  return keysOf(Int32Array.from(words))
}

/** @param words the low and the high half of each key. */
function keysOf(words: Int32Array<ArrayBuffer>): BigInt64Array {
  const keys = new BigInt64Array(words.length / 2)
  for (let i = 0; i < keys.length; i++) {
    keys[i] = (BigInt(words[2 * i + 1]) << 32n) | BigInt(words[2 * i] >>> 0)
  }
  return keys
}
