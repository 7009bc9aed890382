/** Anchors: exact matches between two folded texts, as columns, sorted by where they end in the second text. */
export interface Anchors {
  readonly count: number
  /** Start of anchor i in the first text, in folded units. The columns may be longer than `count`. */
  readonly a: Int32Array
  /** Start of anchor i in the second text, in folded units. */
  readonly b: Int32Array
  /** Length of anchor i in folded units. */
  readonly length: Int32Array
}

/** Most anchors of a pair: a sort key has 53 bits, 26 for the number of the anchor and 27 for its end. */
export const MOST_ANCHORS = 2 ** 26
/** First room of a list, in anchors; room for more than MOST_KEPT of them is given back by `clear`. */
const LEAST_ROOM = 64
const MOST_KEPT = 1 << 16
/** So many anchors are sorted in place: they come nearly in order, and a native sort needs an array of its own. */
const FEW = 64

/** Anchors in the order of discovery, sorted once at the end. A list is filled again and again. */
export class AnchorList {
  #count = 0
  #a = new Int32Array(LEAST_ROOM)
  #b = new Int32Array(LEAST_ROOM)
  #length = new Int32Array(LEAST_ROOM)
  /** The sorted columns. */
  #sortedA = new Int32Array(LEAST_ROOM)
  #sortedB = new Int32Array(LEAST_ROOM)
  #sortedLength = new Int32Array(LEAST_ROOM)

  get count(): number {
    return this.#count
  }

  /** Forgets the anchors. */
  clear(): void {
    this.#count = 0
    if (this.#a.length <= MOST_KEPT) return
    this.#a = new Int32Array(LEAST_ROOM)
    this.#b = new Int32Array(LEAST_ROOM)
    this.#length = new Int32Array(LEAST_ROOM)
    this.#sortedA = new Int32Array(LEAST_ROOM)
    this.#sortedB = new Int32Array(LEAST_ROOM)
    this.#sortedLength = new Int32Array(LEAST_ROOM)
  }

  /** Adds the match of a[a, a + length) with b[b, b + length). Amortised O(1). */
  push(a: number, b: number, length: number): void {
    const i = this.#count
    if (i === this.#a.length) {
      this.#a = widened(this.#a)
      this.#b = widened(this.#b)
      this.#length = widened(this.#length)
    }
    this.#a[i] = a
    this.#b[i] = b
    this.#length[i] = length
    this.#count = i + 1
  }

  /** Anchor i in the order of discovery. */
  at(i: number): { a: number; b: number; length: number } {
    return { a: this.#a[i], b: this.#b[i], length: this.#length[i] }
  }

  /**
   * The anchors by where they end in the second text; equal ends keep the order of discovery. Valid until the next call of
   * the same list. O(count · log count).
   */
  sorted(): Anchors {
    const count = this.#count
    if (this.#sortedA.length < count) {
      this.#sortedA = new Int32Array(this.#a.length)
      this.#sortedB = new Int32Array(this.#a.length)
      this.#sortedLength = new Int32Array(this.#a.length)
    }
    if (count <= FEW) this.#insertAll()
    else this.#sortAll()
    return { count, a: this.#sortedA, b: this.#sortedB, length: this.#sortedLength }
  }

  #insertAll(): void {
    const count = this.#count
    const a = this.#sortedA
    const b = this.#sortedB
    const length = this.#sortedLength
    for (let i = 0; i < count; i++) {
      const end = this.#b[i] + this.#length[i]
      let place = i
      for (; place > 0 && b[place - 1] + length[place - 1] > end; place--) {
        a[place] = a[place - 1]
        b[place] = b[place - 1]
        length[place] = length[place - 1]
      }
      a[place] = this.#a[i]
      b[place] = this.#b[i]
      length[place] = this.#length[i]
    }
  }

  #sortAll(): void {
    const count = this.#count
    // Doubles sort natively.
    const keys = new Float64Array(count)
    for (let i = 0; i < count; i++) keys[i] = (this.#b[i] + this.#length[i]) * MOST_ANCHORS + i
    keys.sort()
    for (let i = 0; i < count; i++) {
      const from = keys[i] % MOST_ANCHORS
      this.#sortedA[i] = this.#a[from]
      this.#sortedB[i] = this.#b[from]
      this.#sortedLength[i] = this.#length[from]
    }
  }
}

function widened(column: Int32Array): Int32Array<ArrayBuffer> {
  const wider = new Int32Array(2 * column.length)
  wider.set(column)
  return wider
}
