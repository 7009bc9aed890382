import { MOST_POSTINGS } from '../candidates/postings.js'

/**
 * Postings by key: a multimap from 64-bit keys to rows below 2^24, with room for a fixed number of postings of 4 or 8 bytes.
 * A posting is 8 bits of the key, its tag, and the row; in a wide table it has 32 bits more, which the caller fills. Open
 * addressing with linear probing, at most three quarters full: an insertion waits for one line of memory, a Map of strings
 * for several.
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
}

/** Postings by key, in memory; see above. */
export class PostingTable {
  readonly #words: Uint32Array<ArrayBuffer>
  readonly #rows: Uint32Array<ArrayBuffer>
  readonly #extras: Uint32Array<ArrayBuffer>
  readonly #wide: boolean
  readonly #places: number
  readonly #scale: number
  #size: number
  #capped: number

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
  }

  /** All postings, as they are stored. */
  get words(): Uint32Array<ArrayBuffer> {
    return this.#words
  }

  /** Postings entered. */
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

  /**
   * Enters a row. `extra` is 32 bits, of which `extraMask` belong to the key. Returns false if it was refused. O(1)
   * expected, O(MAX_PROBE) at worst.
   */
  add(key: number, tag: number, row: number, extra = 0, extraMask = 0): boolean {
    const rows = this.#rows
    const extras = this.#extras
    const posting = ((tag << 24) | (row + 1)) >>> 0
    let same = 0
    const from = ((key >>> 0) * this.#scale) | 0
    const end = Math.min(from + MAX_PROBE, rows.length)
    for (let at = from; at < end; at++) {
      const held = rows[at]
      if (held === 0) {
        rows[at] = posting
        if (this.#wide) extras[at] = extra
        this.#size++
        return true
      }
      if (held >>> 24 === tag && (extraMask === 0 || ((extras[at] ^ extra) & extraMask) === 0)) {
        if (++same === MOST_POSTINGS) break
      }
    }
    this.#capped++
    return false
  }

  /** Loads the place of a key into the cache. The loads of many keys overlap; searches would wait for one after the other. */
  prefetch(key: number): number {
    return this.#rows[((key >>> 0) * this.#scale) | 0]
  }

  /** Whether a key has postings. Most segments have none of a key, and this answer needs no closure. */
  has(key: number, tag: number, extra = 0, extraMask = 0): boolean {
    const rows = this.#rows
    const from = ((key >>> 0) * this.#scale) | 0
    const end = Math.min(from + MAX_PROBE, rows.length)
    for (let at = from; at < end; at++) {
      const held = rows[at]
      if (held === 0) return false
      if (held >>> 24 === tag && (extraMask === 0 || ((this.#extras[at] ^ extra) & extraMask) === 0))
        return true
    }
    return false
  }

  /** Calls `visit` for each row of a key, in the order they were entered, with its extra. */
  each(
    key: number,
    tag: number,
    visit: (row: number, extra: number) => void,
    extra = 0,
    extraMask = 0,
  ): void {
    const rows = this.#rows
    const extras = this.#extras
    const from = ((key >>> 0) * this.#scale) | 0
    const end = Math.min(from + MAX_PROBE, rows.length)
    for (let at = from; at < end; at++) {
      const held = rows[at]
      if (held === 0) return
      if (held >>> 24 !== tag) continue
      if (!this.#wide) visit((held & 0xffffff) - 1, 0)
      else if (((extras[at] ^ extra) & extraMask) === 0) visit((held & 0xffffff) - 1, extras[at])
    }
  }
}
