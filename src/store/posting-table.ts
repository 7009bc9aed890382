import { MOST_POSTINGS } from '../candidates/postings.js'

/**
 * A multimap from 64-bit keys to rows below 2^24, of a fixed number of entries, in 4 or 8 bytes an entry: 8 bits of the
 * key and the row, and in a wide table 32 bits more that the caller fills. Open addressing with linear probing, at most
 * three quarters full: an insertion waits for one line of memory, a Map of strings for several.
 *
 * Keys are not kept, so the table cannot grow; an index grows by segments. What has another key and the same tag in the
 * same place is found too, once in 2^(8 + bits of the place) entries, and is the caller's to tell apart.
 */

/** Rows are below this: an entry has 24 bits for them. */
export const MAX_ROWS = 2 ** 24 - 1

/**
 * An entry stands at most so far from its place. Ordinary tables stay below a hundred; keys crafted to crowd are refused
 * beyond it, so that no input makes work quadratic.
 */
const MAX_PROBE = 4096

/**
 * Entries a place, at most: in small tables, of which every search asks many, few steps matter, in large ones bytes. A
 * search in vain looks at 2.5 places at a load of a half, at 8.5 at three quarters.
 */
const loadOf = (capacity: number) => (capacity < 2 ** 20 ? 0.5 : 0.75)

/** Bytes of a table for so many entries. */
export function tableBytes(capacity: number, wide: boolean): number {
  return (Math.ceil(capacity / loadOf(capacity)) + Math.min(MAX_PROBE, capacity)) * (wide ? 8 : 4)
}

export class TagTable {
  readonly #words: Uint32Array<ArrayBuffer>
  readonly #rows: Uint32Array<ArrayBuffer>
  readonly #extras: Uint32Array<ArrayBuffer>
  readonly #wide: boolean
  readonly #places: number
  readonly #scale: number
  #size: number
  #capped: number

  /** A table for so many entries, empty or as it was stored; the words are taken over. */
  constructor(
    capacity: number,
    wide: boolean,
    stored?: { words: Uint32Array<ArrayBuffer>; size: number; capped: number },
  ) {
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

  /** All entries, as they are stored. */
  get words(): Uint32Array<ArrayBuffer> {
    return this.#words
  }

  get size(): number {
    return this.#size
  }

  /** Entries refused because their key had too many already. */
  get capped(): number {
    return this.#capped
  }

  get bytes(): number {
    return this.#words.byteLength
  }

  /** How entries are placed, for who keeps them elsewhere. */
  get wide(): boolean {
    return this.#wide
  }

  get reach(): number {
    return MAX_PROBE
  }

  get scale(): number {
    return this.#scale
  }

  /**
   * Enters a row. `extra` is 32 bits of which `extraMask` belong to the key. Returns false if it was refused. O(1)
   * expected, O(MAX_PROBE) at worst.
   */
  add(key: number, tag: number, row: number, extra = 0, extraMask = 0): boolean {
    const rows = this.#rows
    const extras = this.#extras
    const entry = ((tag << 24) | (row + 1)) >>> 0
    let same = 0
    const from = ((key >>> 0) * this.#scale) | 0
    const end = Math.min(from + MAX_PROBE, rows.length)
    for (let at = from; at < end; at++) {
      const held = rows[at]
      if (held === 0) {
        rows[at] = entry
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

  /** Brings the place of a key into the cache. The loads of many keys overlap, where those of searches would wait. */
  touch(key: number): number {
    return this.#rows[((key >>> 0) * this.#scale) | 0]
  }

  /**
   * Whether anything stands under a key: most keys are not there, and most segments are asked in vain, so this costs no
   * closure.
   */
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
