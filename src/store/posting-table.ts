import { MOST_POSTINGS } from '../candidates/postings.js'
import type { Int32Vector } from '../kernel/vector.js'
import {
  chunkAfter,
  chunkKey,
  chunkRoom,
  chunkTag,
  COUNTER,
  counterExtra,
  FIRST_CHUNK,
  isFull,
} from './posting-chunks.js'

/**
 * Postings by key: a multimap from 64-bit keys to rows below 2^24, with room for a fixed number of postings of 4 or 8 bytes.
 * A posting is 8 bits of the key, its tag, and the row; in a wide table it has 32 bits more, which the caller fills. Open
 * addressing with linear probing, at most three quarters full: an insertion waits for one line of memory, a Map of strings
 * for several. In a wide table long lists go on in chunks elsewhere: see posting-chunks.ts.
 *
 * Keys are not kept, so a table cannot grow; an index grows by segments. A search also finds postings of another key that
 * has the same tag and the same place, once in 2^(8 + bits of the place); the caller tells them apart.
 */

/** Rows are below this: a posting has 24 bits for them. */
export const MAX_ROWS = 2 ** 24 - 1

/**
 * A posting stands at most this many places from its own. Ordinary tables stay below a hundred; what was crafted to crowd
 * one place is refused beyond, so that no input makes work quadratic.
 */
const MAX_PROBE = 4096

/**
 * Most postings for each place of a table. Every search reads many small tables, where few steps matter; of large ones the
 * bytes matter. A search for an absent key reads 2.5 places at a load of a half, and 8.5 at three quarters.
 */
const loadOf = (capacity: number) => (capacity < 2 ** 20 ? 0.5 : 0.75)

/** Bytes of a table with room for this many postings. */
export function postingTableBytes(capacity: number, wide: boolean): number {
  return (Math.ceil(capacity / loadOf(capacity)) + Math.min(MAX_PROBE, capacity)) * (wide ? 8 : 4)
}

/** A posting table as it is stored. */
export interface StoredPostingTable {
  readonly words: Uint32Array<ArrayBuffer>
  readonly size: number
  readonly capped: number
  /** Whether long lists lie in chunks; absent in tables of format 1, where each list is one run. */
  readonly chunked?: boolean
}

/** Postings by key, in memory; see above. */
export class PostingTable {
  readonly #words: Uint32Array<ArrayBuffer>
  readonly #rows: Uint32Array<ArrayBuffer>
  readonly #extras: Uint32Array<ArrayBuffer>
  readonly #wide: boolean
  readonly #places: number
  readonly #scale: number
  /** Most postings of the first chunk; of a table of format 1 that of the whole list. */
  readonly #firstRoom: number
  #size: number
  #capped: number
  #stop = 0
  #last = 0

  /** A table with room for `capacity` postings, empty or as it was stored; the stored words are taken over. */
  constructor(capacity: number, wide: boolean, stored?: StoredPostingTable) {
    const reach = Math.min(MAX_PROBE, capacity)
    this.#places = Math.ceil(capacity / loadOf(capacity))
    this.#scale = this.#places / 2 ** 32
    this.#wide = wide
    const total = this.#places + reach
    const words = stored?.words ?? new Uint32Array(wide ? 2 * total : total)
    this.#words = words
    this.#rows = words.subarray(0, total)
    this.#extras = words.subarray(total)
    this.#size = stored?.size ?? 0
    this.#capped = stored?.capped ?? 0
    const chunked = wide && (stored === undefined || stored.chunked === true)
    this.#firstRoom = chunked ? FIRST_CHUNK : MOST_POSTINGS
  }

  /** All postings, as they are stored. */
  get words(): Uint32Array<ArrayBuffer> {
    return this.#words
  }

  /** Places taken, by postings and counters. */
  get size(): number {
    return this.#size
  }

  /** Postings refused because their list was full. */
  get capped(): number {
    return this.#capped
  }

  /** Bytes of memory. */
  get bytes(): number {
    return this.#words.byteLength
  }

  /** Whether postings have an extra word. */
  get wide(): boolean {
    return this.#wide
  }

  /** Most places from its own at which a posting stands. */
  get reach(): number {
    return MAX_PROBE
  }

  /** A key times this is its place. */
  get scale(): number {
    return this.#scale
  }

  /** Whether long lists lie in chunks. */
  get chunked(): boolean {
    return this.#firstRoom < MOST_POSTINGS
  }

  /**
   * Enters a row. `extra` is 32 bits, of which `extraMask` belong to the key. Returns false if it was refused. O(1)
   * expected, O(MAX_PROBE) at worst.
   */
  add(key: number, tag: number, row: number, extra = 0, extraMask = 0): boolean {
    if (!this.#wide) return this.#addNarrow(key, tag, row)
    let count = this.#countIn(key, tag, extra, extraMask, this.#firstRoom)
    let ownTag = tag
    if (count === this.#firstRoom) {
      if (!this.chunked) return this.#refuse()
      const counter = this.#counter(key, tag, extra, extraMask)
      if (counter >= 0) count = (this.#rows[counter] & 0xffffff) - 1
      if (isFull(count) || this.#stop < 0) return this.#refuse()
      const cell = counter >= 0 ? counter : this.#stop
      const chunk = chunkAfter(count)
      ownTag = chunkTag(tag, chunk)
      // The place of a new counter is taken first, so that the posting does not take it.
      this.#put(cell, chunkTag(tag, COUNTER), count + 1, counterExtra(extra, extraMask), counter < 0)
      this.#countIn(chunkKey(key, tag, chunk), ownTag, extra, extraMask, Infinity)
    }
    if (this.#stop < 0) return this.#refuse()
    this.#put(this.#stop, ownTag, row, extra, true)
    return true
  }

  /** `add` without extras and chunks: one pass. */
  #addNarrow(key: number, tag: number, row: number): boolean {
    const rows = this.#rows
    const from = ((key >>> 0) * this.#scale) | 0
    const end = Math.min(from + MAX_PROBE, rows.length)
    let same = 0
    for (let at = from; at < end; at++) {
      const held = rows[at]
      if (held === 0) {
        rows[at] = ((tag << 24) | (row + 1)) >>> 0
        this.#size++
        return true
      }
      if (held >>> 24 === tag && ++same === MOST_POSTINGS) break
    }
    return this.#refuse()
  }

  #put(at: number, tag: number, row: number, extra: number, fresh: boolean): void {
    this.#rows[at] = ((tag << 24) | (row + 1)) >>> 0
    if (this.#wide) this.#extras[at] = extra
    if (fresh) this.#size++
  }

  #refuse(): false {
    this.#capped++
    return false
  }

  /** Loads the place of a key into the cache. The loads of many keys overlap; searches would wait for one after the other. */
  prefetch(key: number): number {
    return this.#rows[((key >>> 0) * this.#scale) | 0]
  }

  /** How many postings a key has. O(1) expected. */
  count(key: number, tag: number, extra = 0, extraMask = 0): number {
    const first = this.#countIn(key, tag, extra, extraMask, this.#firstRoom)
    if (first < FIRST_CHUNK || !this.chunked) return first
    const counter = this.#counter(key, tag, extra, extraMask)
    return counter < 0 ? first : (this.#rows[counter] & 0xffffff) - 1
  }

  /**
   * Appends the first postings of a key, in the order they were entered, to a list of rows and one of extras.
   * @param count no more than `count` says that there are.
   */
  gather(
    key: number,
    tag: number,
    count: number,
    rowsFound: Int32Vector,
    extrasFound: Int32Vector,
    extra = 0,
    extraMask = 0,
  ): void {
    const rows = this.#rows
    const extras = this.#extras
    const wide = this.#wide
    const last = this.chunked ? chunkAfter(count - 1) : 0
    let left = count
    for (let chunk = 0; chunk <= last && left > 0; chunk++) {
      const ownTag = chunkTag(tag, chunk)
      let room = Math.min(chunk === 0 ? this.#firstRoom : chunkRoom(chunk), left)
      const from = ((chunkKey(key, tag, chunk) >>> 0) * this.#scale) | 0
      const end = Math.min(from + MAX_PROBE, rows.length)
      for (let at = from; room > 0 && at < end; at++) {
        const held = rows[at]
        if (held === 0) break
        if (held >>> 24 !== ownTag) continue
        if (wide && ((extras[at] ^ extra) & extraMask) !== 0) continue
        room--
        left--
        rowsFound.push((held & 0xffffff) - 1)
        extrasFound.push(wide ? extras[at] : 0)
      }
    }
  }

  /** Where the counter of a list stands, or −1; `#stop` is then where it would stand. */
  #counter(key: number, tag: number, extra: number, extraMask: number): number {
    const counterTag = chunkTag(tag, COUNTER)
    const counterKey = chunkKey(key, tag, COUNTER)
    const own = counterExtra(extra, extraMask)
    if (this.#countIn(counterKey, counterTag, own, 0xffffffff, 1) === 0) return -1
    return this.#last
  }

  /**
   * Postings of one chunk up to its room. `#stop` is where another one would stand, −1 where there is no place for it;
   * `#last` is where the last one stands.
   */
  #countIn(place: number, tag: number, extra: number, extraMask: number, room: number): number {
    const rows = this.#rows
    const extras = this.#extras
    const from = ((place >>> 0) * this.#scale) | 0
    const end = Math.min(from + MAX_PROBE, rows.length)
    let same = 0
    for (let at = from; at < end; at++) {
      const held = rows[at]
      if (held === 0) {
        this.#stop = at
        return same
      }
      if (held >>> 24 === tag && (extraMask === 0 || ((extras[at] ^ extra) & extraMask) === 0)) {
        this.#last = at
        if (++same === room) {
          this.#stop = at
          return same
        }
      }
    }
    this.#stop = -1
    return same
  }
}
