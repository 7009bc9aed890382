import type { Spool } from '../store/spool.js'
import { TextStore } from '../store/text-store.js'

/** Texts in the order they came: 24 bytes each beyond its own. */
export class Texts {
  readonly #store: TextStore
  readonly #from: number[] = []
  readonly #length: number[] = []
  #stored = 0

  /** @param mostChunk bytes that are set aside at a time, at most. */
  constructor(mostChunk?: number) {
    this.#store = new TextStore(mostChunk)
  }

  get count(): number {
    return this.#from.length
  }

  /** Bytes in memory. */
  get bytes(): number {
    return this.#store.bytes + PLACE_BYTES * this.count
  }

  /** Bytes of all texts, wherever they lie. */
  get stored(): number {
    return this.#stored
  }

  /** Stores a text and returns its number, from 0. O(length). */
  add(text: string): number {
    const { from, length } = this.#store.add(text)
    this.#stored += length < 0 ? -length : 2 * length
    this.#length.push(length)
    return this.#from.push(from) - 1
  }

  /** O(length). */
  at(number: number): string {
    return this.#store.get(this.#from[number], this.#length[number])
  }

  /** Moves the texts to a spool, those that come later too. */
  spill(spool: Spool): void {
    this.#store.spill(spool)
  }
}

/** Numbers in an array that grows by half. */
const PLACE_BYTES = 24
