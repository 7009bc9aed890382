/**
 * Room beside memory. Bytes are appended once and can be read back at any time; both calls return when they are done.
 * `fileSpool` of `offprint/node` keeps the bytes in a temporary file.
 */
export interface Spool {
  /** Appends bytes; returns how many were there before. */
  append(bytes: Uint8Array): number
  /** Bytes that were appended, from an offset. */
  read(from: number, length: number): Uint8Array
  /** Gives the room back; nothing is read afterwards. */
  close(): void
}

const PAGE_BYTES = 4096
const PAGE_WORDS = PAGE_BYTES / 4
/** Pages kept in memory. The postings of one key lie in one page or two, and those of different keys are seldom in one page. */
const PAGES = 16
/** Bytes of memory of the pages: 64 KB. */
export const PAGED_BYTES = PAGES * PAGE_BYTES

/** 32-bit words in a spool of their own. They are read by pages, and the pages read last are kept. */
export class PagedWords {
  readonly #spool: Spool
  readonly #pages = new Uint32Array(PAGES * PAGE_WORDS)
  /** Number of the page in each place, −1 for none. */
  readonly #held = new Float64Array(PAGES).fill(-1)
  #end = 0

  constructor(spool: Spool) {
    this.#spool = spool
  }

  /** Appends words; returns the place of the first. */
  append(words: Uint32Array): number {
    const from = this.#end
    // The last page was not full.
    this.#held[Math.floor(from / PAGE_WORDS) % PAGES] = -1
    this.#spool.append(new Uint8Array(words.buffer, words.byteOffset, words.byteLength))
    this.#end += words.length
    return from
  }

  /** The word at a place. */
  at(place: number): number {
    const page = Math.floor(place / PAGE_WORDS)
    const slot = page % PAGES
    if (this.#held[slot] !== page) {
      const from = page * PAGE_WORDS
      this.#pages.set(this.read(from, Math.min(PAGE_WORDS, this.#end - from)), slot * PAGE_WORDS)
      this.#held[slot] = page
    }
    return this.#pages[slot * PAGE_WORDS + (place - page * PAGE_WORDS)]
  }

  /** Words from a place on. */
  read(from: number, count: number): Uint32Array<ArrayBuffer> {
    const words = new Uint32Array(count)
    new Uint8Array(words.buffer).set(this.#spool.read(4 * from, 4 * count))
    return words
  }
}
