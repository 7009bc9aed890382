import type { Int32Vector } from '../kernel/vector.js'
import {
  chunkAfter,
  chunkKey,
  chunkRoom,
  chunkTag,
  COUNTER,
  counterExtra,
  FIRST_CHUNK,
} from './posting-chunks.js'
import type { PostingTable } from './posting-table.js'
import type { PagedWords } from './spool.js'

/** What a segment asks of its posting tables, in memory or in a spool. */
export type PostingLists = Pick<
  PostingTable,
  'add' | 'prefetch' | 'count' | 'gather' | 'size' | 'capped' | 'bytes' | 'words' | 'chunked'
>

/**
 * A sealed `PostingTable` in a spool. One tag byte per posting stays in memory and rejects 254 of 255 absent keys without a
 * read. Answers are those of the table.
 */
export class SpilledPostingTable implements PostingLists {
  readonly size: number
  readonly capped: number
  readonly chunked: boolean
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
    this.chunked = table.chunked
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

  /** How many postings a key has. */
  count(key: number, tag: number, extra = 0, extraMask = 0): number {
    let count = 0
    this.#scan(key, 0, tag, extra, extraMask, () => ++count < FIRST_CHUNK || !this.chunked)
    if (count < FIRST_CHUNK || !this.chunked) return count
    this.#scan(key, COUNTER, tag, counterExtra(extra, extraMask), 0xffffffff, (length) => {
      count = length
      return false
    })
    return count
  }

  /** Appends the first postings of a key, no more than there are, in the order they were entered. */
  gather(
    key: number,
    tag: number,
    count: number,
    rowsFound: Int32Vector,
    extrasFound: Int32Vector,
    extra = 0,
    extraMask = 0,
  ): void {
    const last = this.chunked ? chunkAfter(count - 1) : 0
    let left = count
    for (let chunk = 0; chunk <= last && left > 0; chunk++) {
      let room = this.chunked ? Math.min(chunkRoom(chunk), left) : left
      this.#scan(key, chunk, tag, extra, extraMask, (row, held) => {
        rowsFound.push(row)
        extrasFound.push(held)
        left--
        return --room > 0
      })
    }
  }

  /** Calls `visit` for each posting of one chunk, as long as it returns true. */
  #scan(
    key: number,
    chunk: number,
    keyTag: number,
    extra: number,
    extraMask: number,
    visit: (row: number, extra: number) => boolean,
  ): void {
    const tags = this.#tags
    const words = this.#words
    const tag = chunkTag(keyTag, chunk)
    const wanted = mark(tag)
    const from = ((chunkKey(key, keyTag, chunk) >>> 0) * this.#scale) | 0
    const end = Math.min(from + this.#reach, tags.length)
    for (let at = from; at < end && tags[at] !== 0; at++) {
      if (tags[at] !== wanted) continue
      const held = words.at(this.#from + at)
      if (held >>> 24 !== tag) continue
      const heldExtra = this.#wide ? words.at(this.#from + this.#places + at) : 0
      if (this.#wide && ((heldExtra ^ extra) & extraMask) !== 0) continue
      if (!visit((held & 0xffffff) - 1, heldExtra)) return
    }
  }
}

function mark(tag: number): number {
  return 1 + (tag % 255)
}
