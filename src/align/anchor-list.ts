import { Int32Vector } from '../kernel/vector.js'

/** Anchors: exact matches between two folded texts, as columns, sorted by where they end in the second text. */
export interface Anchors {
  readonly count: number
  /** Start of anchor i in the first text, in folded units. */
  readonly a: Int32Array
  /** Start of anchor i in the second text, in folded units. */
  readonly b: Int32Array
  /** Length of anchor i in folded units. */
  readonly length: Int32Array
}

/** Most anchors of a pair: a sort key has 53 bits, 26 for the number of the anchor and 27 for its end. */
export const MOST_ANCHORS = 2 ** 26

/** Anchors in the order of discovery, sorted once at the end. */
export class AnchorList {
  readonly #triples = new Int32Vector(3 * 64)

  get count(): number {
    return this.#triples.length / 3
  }

  /** Adds the match of a[a, a + length) with b[b, b + length). Amortised O(1). */
  push(a: number, b: number, length: number): void {
    this.#triples.push(a)
    this.#triples.push(b)
    this.#triples.push(length)
  }

  /** The anchors by where they end in the second text; equal ends keep the order of discovery. O(count · log count). */
  sorted(): Anchors {
    const triples = this.#triples.values
    const { count } = this
    // Doubles sort natively.
    const keys = new Float64Array(count)
    for (let i = 0; i < count; i++) {
      keys[i] = (triples[3 * i + 1] + triples[3 * i + 2]) * MOST_ANCHORS + i
    }
    keys.sort()
    const a = new Int32Array(count)
    const b = new Int32Array(count)
    const length = new Int32Array(count)
    for (let i = 0; i < count; i++) {
      const from = 3 * (keys[i] % MOST_ANCHORS)
      a[i] = triples[from]
      b[i] = triples[from + 1]
      length[i] = triples[from + 2]
    }
    return { count, a, b, length }
  }
}
