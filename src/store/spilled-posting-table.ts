import type { TagTable } from './posting-table.js'
import type { PagedWords } from './spool.js'

/** What a segment asks of its tables, wherever they lie. */
export type RowTable = Pick<
  TagTable,
  'add' | 'touch' | 'has' | 'each' | 'size' | 'capped' | 'bytes' | 'words'
>

/**
 * A `TagTable` that is not written to any more, in a spool: one byte an entry stays, which tells 254 of 255 searches in
 * vain, so the spool is asked for little but what is found. Answers are those of the table, to the last.
 */
export class SpilledTable implements RowTable {
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

  /** Writes the table to the spool. O(entries). */
  constructor(table: TagTable, words: PagedWords) {
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
    // Behind its places a table has room for the last ones to move on; little of it is used.
    let last = this.#places
    while (last > 0 && all[last - 1] === 0) last--
    this.#tags = new Uint8Array(last)
    for (let at = 0; at < last; at++) if (all[at] !== 0) this.#tags[at] = mark(all[at] >>> 24)
  }

  /** All entries, read back. O(entries). */
  get words(): Uint32Array<ArrayBuffer> {
    return this.#words.read(this.#from, this.#count)
  }

  /** Bytes in memory. */
  get bytes(): number {
    return this.#tags.length
  }

  add(): never {
    throw new Error('a spilled table takes no entries')
  }

  touch(key: number): number {
    return this.#tags[((key >>> 0) * this.#scale) | 0]
  }

  has(key: number, tag: number, extra = 0, extraMask = 0): boolean {
    return this.#search(key, tag, extra, extraMask, null)
  }

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
