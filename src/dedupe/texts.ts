import type { Spool } from '../store/spool.js'
import { TextStore } from '../store/text-store.js'

/** Texts by number, in the order they came. 24 bytes per text beyond its characters. */
export class Texts {
  readonly #store: TextStore
  readonly #from: number[] = []
  readonly #length: number[] = []
  #stored = 0

  /** @param mostChunk most bytes that are allocated at a time. */
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

  /** The text of a number. O(length). */
  at(number: number): string {
    return this.#store.get(this.#from[number], this.#length[number])
  }

  /** Moves the texts to a spool; texts added later go there, too. */
  spill(spool: Spool): void {
    this.#store.spill(spool)
  }
}

/** Where one text lies: two numbers in arrays that grow by half. */
const PLACE_BYTES = 24
