/** A growing Int32Array: push is amortised O(1), and beyond its first capacity it holds at most twice what was pushed. */
export class Int32Vector {
  #values: Int32Array<ArrayBuffer>
  #length = 0

  /** @param capacity at least 1. */
  constructor(capacity = 64) {
    this.#values = new Int32Array(capacity)
  }

  /** Number of values pushed. */
  get length(): number {
    return this.#length
  }

  /** The backing array; valid up to `length`, until the next push. */
  get values(): Int32Array<ArrayBuffer> {
    return this.#values
  }

  /** Bytes held. */
  get bytes(): number {
    return this.#values.byteLength
  }

  /** Forgets the values from an index on. */
  truncate(length: number): void {
    this.#length = Math.min(length, this.#length)
  }

  /** Forgets the values, and keeps room for at most `most` of them. */
  clear(most = 2 ** 18): void {
    this.#length = 0
    if (this.#values.length > most) this.#values = new Int32Array(64)
  }

  /** Appends a value and returns its index. */
  push(value: number): number {
    if (this.#length === this.#values.length) {
      const wider = new Int32Array(2 * this.#length)
      wider.set(this.#values)
      this.#values = wider
    }
    this.#values[this.#length] = value
    return this.#length++
  }
}
