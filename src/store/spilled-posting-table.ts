import type { PostingTable } from './posting-table.js'
import type { PagedWords } from './spool.js'

/** What a segment asks of its posting tables, in memory or in a spool. */
export type PostingLists = Pick<
  PostingTable,
  'add' | 'prefetch' | 'has' | 'each' | 'size' | 'capped' | 'bytes' | 'words'
>

/**
 * A sealed `PostingTable` in a spool. One tag byte per posting stays in memory and rejects 254 of 255 absent keys without a
 * read. Answers are those of the table.
 */
export class SpilledPostingTable implements PostingLists {
  readonly size: number
  readonly capped: number
  readonly #words: PagedWords
  readonly #from: number
  readonly #count: number
  readonly #wide: boolean
  readonly #places: number
  readonly #reach: number
  readonly #scale: number
  /** 0 where nothing stands, else 1 + tag modulo 255. */
  readonly #tags: Uint8Array

  /** Writes the table to the spool. O(postings). */
  constructor(table: PostingTable, words: PagedWords) {
    this.size = table.size
    this.capped = table.capped
    this.#words = words
    this.#wide = table.wide
    this.#reach = table.reach
    this.#scale = table.scale
    const all = table.words
    this.#count = all.length
    this.#from = words.append(all)
    this.#places = table.wide ? all.length >> 1 : all.length
    // A table has more words than places, for postings that stand beyond the last place; few of these are used.
    let last = this.#places
    while (last > 0 && all[last - 1] === 0) last--
    this.#tags = new Uint8Array(last)
    for (let at = 0; at < last; at++) if (all[at] !== 0) this.#tags[at] = mark(all[at] >>> 24)
  }

  /** All postings, read back. O(postings). */
  get words(): Uint32Array<ArrayBuffer> {
    return this.#words.read(this.#from, this.#count)
  }

  /** Bytes in memory. */
  get bytes(): number {
    return this.#tags.length
  }

  /** A sealed segment takes no documents. */
  add(): never {
    throw new Error('a spilled table takes no postings')
  }

  /** Loads the tag of a key's place. */
  prefetch(key: number): number {
    return this.#tags[((key >>> 0) * this.#scale) | 0]
  }

  /** Whether a key has postings. */
  has(key: number, tag: number, extra = 0, extraMask = 0): boolean {
    return this.#search(key, tag, extra, extraMask, null)
  }

  /** Calls `visit` for each row of a key, with its extra. */
  each(
    key: number,
    tag: number,
    visit: (row: number, extra: number) => void,
    extra = 0,
    extraMask = 0,
  ): void {
    this.#search(key, tag, extra, extraMask, visit)
  }

  #search(
    key: number,
    tag: number,
    extra: number,
    extraMask: number,
    visit: ((row: number, extra: number) => void) | null,
  ): boolean {
    const tags = this.#tags
    const words = this.#words
    const wanted = mark(tag)
    const from = ((key >>> 0) * this.#scale) | 0
    const end = Math.min(from + this.#reach, tags.length)
    for (let at = from; at < end && tags[at] !== 0; at++) {
      if (tags[at] !== wanted) continue
      const held = words.at(this.#from + at)
      if (held >>> 24 !== tag) continue
      const heldExtra = this.#wide ? words.at(this.#from + this.#places + at) : 0
      if (this.#wide && ((heldExtra ^ extra) & extraMask) !== 0) continue
      if (visit === null) return true
      visit((held & 0xffffff) - 1, heldExtra)
    }
    return false
  }
}

function mark(tag: number): number {
  return 1 + (tag % 255)
}
