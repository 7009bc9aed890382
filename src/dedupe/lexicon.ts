import { tokenize, WORD } from './account/tokens.js'
import type { FoldedText } from '../text/fold.js'

/** A word is known if so many documents have it: at least two beside the one that is asked about. */
const KNOWN_IN = 3
/** Words that are counted one by one; a corpus of more is counted by a sketch. A Map of them takes some 4 MB. */
const MOST_EXACT = 2 ** 16
/** Counters of the sketch, of 2 bits: 4 MB. Of 5 million words, 2 of 100 that stand in one document seem known. */
const COUNTERS = 2 ** 24

/**
 * Which words of a corpus stand in several documents, as the account of a removal asks: of two words in one place the one
 * that no other document has is the misread one. The order of the documents decides nothing. Words are told apart by a hash of
 * 32 bits. A small corpus is counted exactly, a large one by a count-min sketch of two rows in one (Cormode and
 * Muthukrishnan 2005), which may take a rare word for a known one, never the reverse.
 */
export class Lexicon {
  /** Of each word, the documents that have it, at most `KNOWN_IN`. */
  #exact: Map<number, number> | null = new Map()
  #sketch: Uint8Array | null = null
  /** The words of the document that is being added. */
  readonly #own = new Set<number>()

  /** Counts the words of a document, each once. O(length). */
  add(text: FoldedText): void {
    const { kinds, hashes, count } = tokenize(text)
    this.#own.clear()
    for (let i = 0; i < count; i++) if (kinds[i] === WORD) this.#own.add(hashes[i])
    for (const key of this.#own) this.#count(key, 1)
  }

  /** Whether at least three documents have a word. @param key a hash of its folded letters, see `Tokens.hashes`. O(1). */
  knows(key: number): boolean {
    if (this.#exact !== null) return this.#exact.get(key) === KNOWN_IN
    return this.#at(firstCounter(key)) === KNOWN_IN && this.#at(secondCounter(key)) === KNOWN_IN
  }

  #count(key: number, documents: number): void {
    if (this.#exact === null) {
      this.#raise(firstCounter(key), documents)
      this.#raise(secondCounter(key), documents)
      return
    }
    this.#exact.set(key, Math.min(KNOWN_IN, (this.#exact.get(key) ?? 0) + documents))
    if (this.#exact.size > MOST_EXACT) this.#turnToSketch(this.#exact)
  }

  /** Sums of counts do not depend on when this happens. */
  #turnToSketch(counts: ReadonlyMap<number, number>): void {
    this.#exact = null
    this.#sketch = new Uint8Array(COUNTERS / 4)
    for (const [key, documents] of counts) this.#count(key, documents)
  }

  #at(counter: number): number {
    return (this.#sketch![counter >>> 2] >>> (2 * (counter & 3))) & 3
  }

  #raise(counter: number, by: number): void {
    const shift = 2 * (counter & 3)
    const value = Math.min(KNOWN_IN, this.#at(counter) + by)
    this.#sketch![counter >>> 2] = (this.#sketch![counter >>> 2] & ~(3 << shift)) | (value << shift)
  }
}

/** Two counters of a word, by two multiplications of its hash (Dietzfelbinger et al. 1997). */
function firstCounter(key: number): number {
  return Math.imul(key, 0x9e3779b1) >>> 8
}

function secondCounter(key: number): number {
  return Math.imul(key ^ (key >>> 15), 0x85ebca6b) >>> 8
}
