/** A growing Int32Array: push is amortised O(1), and beyond its first capacity it holds at most twice what was pushed. */
export class Int32Vector {
  #values: Int32Array<ArrayBuffer>
  #length = 0

  /** @param capacity at least 1. */
  constructor(capacity = 64) {
    this.#values = new Int32Array(capacity)
  }

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
