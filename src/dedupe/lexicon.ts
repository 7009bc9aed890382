import { OffprintError } from '../kernel/errors.js'
import { hashString, tokenize, WORD } from './account/tokens.js'
import type { FoldedText } from '../text/fold.js'

/** A word is known if so many documents have it: at least two beside the one that is asked about. */
const KNOWN_IN = 3
/**
 * Words that are counted one by one; a corpus of more is counted by a sketch. Their table takes 2.4 MB at most, more only while
 * one document has more words.
 */
const MOST_EXACT = 2 ** 16
const FIRST_PLACES = 2 ** 10
/** What packed bytes hold. */
const EXACT = 0
const SKETCH = 1
/**
 * Counters of the sketch, of 2 bits: 4 MB. Simulated with word frequencies of Zipf: of a million words 1 in 1,000 of those that
 * stand in one document seems known, of 5 million 4 in 100.
 */
const COUNTERS = 2 ** 24

/**
 * Which words of a corpus stand in several documents, as the account of a removal asks: of two words in one place the one
 * that no other document has is the misread one. The order of the documents decides nothing. Words are told apart by a hash of
 * 32 bits. A small corpus is counted exactly, a large one by a count-min sketch of two rows in one (Cormode and
 * Muthukrishnan 2005), which may take a rare word for a known one, never the reverse.
 */
export class Lexicon {
  /**
   * A table of open addressing: of each word its hash, the last document that had it, and how many had it, 0 for a free place.
   * Typed arrays instead of a Map and a Set: 7 µs instead of 24 for a document of 187 words, beside 26 for its tokens.
   */
  #hashes = new Int32Array(FIRST_PLACES)
  #lastIn = new Uint32Array(FIRST_PLACES)
  #counts = new Uint8Array(FIRST_PLACES)
  #words = 0
  #sketch: Uint8Array | null = null
  #documents = 0

  /** Counts the words of a document, each once. O(length). */
  add(text: FoldedText): void {
    const { kinds, hashes, count } = tokenize(text)
    this.#documents++
    if (this.#sketch === null) {
      for (let i = 0; i < count; i++) if (kinds[i] === WORD) this.#count(hashes[i])
      if (this.#words > MOST_EXACT) this.#turnToSketch()
      return
    }
    // The table holds the words of one document then, so that the sketch counts each of them once.
    this.#clear()
    for (let i = 0; i < count; i++) if (kinds[i] === WORD && this.#hold(hashes[i])) this.#raise(hashes[i], 1)
  }

  /**
   * Counts a word that so many documents have, as some other engine has counted it; each word once. Afterwards the lexicon knows
   * what it would know if the documents had been added. O(1). @param key see `knows`.
   */
  addCounted(key: number, documents: number): void {
    const counted = Math.min(KNOWN_IN, documents)
    if (this.#sketch !== null) {
      this.#raise(key, counted)
      return
    }
    this.#hold(key)
    this.#counts[this.#placeOf(key)] = counted
    if (this.#words > MOST_EXACT) this.#turnToSketch()
  }

  /**
   * The lexicon as bytes, for processes that compare documents of one corpus: the known words of a small one as 32-bit numbers,
   * least byte first, after a byte 0; the sketch of a large one, 4 MB, after a byte 1. O(words), or O(sketch).
   */
  packed(): Uint8Array {
    if (this.#sketch !== null) {
      const bytes = new Uint8Array(1 + this.#sketch.length)
      bytes[0] = SKETCH
      bytes.set(this.#sketch, 1)
      return bytes
    }
    const known = this.#hashes.filter((_, at) => this.#counts[at] === KNOWN_IN).sort()
    const bytes = new Uint8Array(1 + 4 * known.length)
    bytes[0] = EXACT
    const view = new DataView(bytes.buffer)
    known.forEach((key, i) => view.setInt32(1 + 4 * i, key, true))
    return bytes
  }

  /** The lexicon of bytes that `packed` made; it answers, and takes no further words. @throws OffprintError `ERR_FORMAT`. */
  static unpacked(bytes: Uint8Array): Lexicon {
    const lexicon = new Lexicon()
    if (bytes[0] === SKETCH && bytes.length === 1 + COUNTERS / 4) lexicon.#sketch = bytes.slice(1)
    else if (bytes[0] === EXACT && bytes.length % 4 === 1) {
      const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
      for (let at = 1; at < bytes.length; at += 4) lexicon.addCounted(view.getInt32(at, true), KNOWN_IN)
    } else throw new OffprintError('ERR_FORMAT', 'these bytes are no lexicon of this version')
    return lexicon
  }

  /** Whether at least three documents have a word. @param key a hash of its folded letters, see `Tokens.hashes`. O(1). */
  knows(key: number): boolean {
    if (this.#sketch === null) return this.#counts[this.#placeOf(key)] === KNOWN_IN
    return this.#at(firstCounter(key)) === KNOWN_IN && this.#at(secondCounter(key)) === KNOWN_IN
  }

  /** `knows` for a word as it is written when folded. O(length of the word). */
  knowsWord(word: string): boolean {
    return this.knows(hashString(word))
  }

  /** Counts a word of the document that is being added, unless it was counted there before. */
  #count(key: number): void {
    if (this.#hold(key)) return
    const at = this.#placeOf(key)
    if (this.#lastIn[at] === this.#documents) return
    this.#lastIn[at] = this.#documents
    if (this.#counts[at] < KNOWN_IN) this.#counts[at]++
  }

  /** Enters a word that the table has not, as one of the document that is being added; whether it did. */
  #hold(key: number): boolean {
    const at = this.#placeOf(key)
    if (this.#counts[at] !== 0) return false
    this.#hashes[at] = key
    this.#lastIn[at] = this.#documents
    this.#counts[at] = 1
    this.#words++
    if (2 * this.#words > this.#hashes.length) this.#grow()
    return true
  }

  /** The place of a word, or the free one that it would take. */
  #placeOf(key: number): number {
    const hashes = this.#hashes
    const counts = this.#counts
    const mask = hashes.length - 1
    let at = (Math.imul(key, 0x9e3779b1) >>> 7) & mask
    while (counts[at] !== 0 && hashes[at] !== key) at = (at + 1) & mask
    return at
  }

  #grow(): void {
    const [hashes, lastIn, counts] = [this.#hashes, this.#lastIn, this.#counts]
    this.#hashes = new Int32Array(2 * hashes.length)
    this.#lastIn = new Uint32Array(2 * hashes.length)
    this.#counts = new Uint8Array(2 * hashes.length)
    for (let i = 0; i < hashes.length; i++) {
      if (counts[i] === 0) continue
      const at = this.#placeOf(hashes[i])
      this.#hashes[at] = hashes[i]
      this.#lastIn[at] = lastIn[i]
      this.#counts[at] = counts[i]
    }
  }

  /** Sums of counts do not depend on when this happens. */
  #turnToSketch(): void {
    this.#sketch = new Uint8Array(COUNTERS / 4)
    const [hashes, counts] = [this.#hashes, this.#counts]
    for (let i = 0; i < hashes.length; i++) if (counts[i] !== 0) this.#raise(hashes[i], counts[i])
  }

  /** Forgets all words of the table; a large one is given back, because most documents are small. */
  #clear(): void {
    if (this.#hashes.length > FIRST_PLACES) {
      this.#hashes = new Int32Array(FIRST_PLACES)
      this.#lastIn = new Uint32Array(FIRST_PLACES)
      this.#counts = new Uint8Array(FIRST_PLACES)
    } else this.#counts.fill(0)
    this.#words = 0
  }

  #raise(key: number, documents: number): void {
    this.#raiseCounter(firstCounter(key), documents)
    this.#raiseCounter(secondCounter(key), documents)
  }

  #at(counter: number): number {
    return (this.#sketch![counter >>> 2] >>> (2 * (counter & 3))) & 3
  }

  #raiseCounter(counter: number, by: number): void {
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
