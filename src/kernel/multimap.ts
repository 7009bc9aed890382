import { fmix32 } from './hash.js'
import { Int32Vector } from './vector.js'

/**
 * A map from 64-bit keys (two 32-bit halves) to short lists of numbers, in typed arrays: open addressing over lists
 * that are chained through one pool. A `Map` would need ten times the memory and stops at 2^24 keys.
 *
 * One key lists at most `cap` values; further ones are counted and left out.
 */
export class MultiMap {
  readonly #cap: number
  // Slots of the table, a power of two; a head of 0 means empty, else entry + 1.
  #keyLow = new Uint32Array(1 << 10)
  #keyHigh = new Uint32Array(1 << 10)
  #head = new Int32Array(1 << 10)
  #population = new Uint32Array(1 << 10)
  /** Slots taken, by keys with a list and by emptied ones. */
  #used = 0
  /** Keys with a list. */
  #live = 0
  // Entries: a value and the next entry of its list (+ 1).
  readonly #value = new Int32Vector(1 << 10)
  readonly #next = new Int32Vector(1 << 10)
  /** First entry (+ 1) of the list of free ones. */
  #free = 0
  #capped = 0

  constructor(cap: number) {
    this.#cap = cap
  }

  /** Values refused because their key's list was full. */
  get capped(): number {
    return this.#capped
  }

  /** Bytes held by the arrays. */
  get bytes(): number {
    return this.#head.length * 16 + this.#value.bytes + this.#next.bytes
  }

  /** Puts a value on a key's list; false if the list is full. Amortised O(1). */
  add(low: number, high: number, value: number): boolean {
    if (2 * (this.#used + 1) > this.#head.length) this.#rehash()
    const slot = this.#slot(low >>> 0, high >>> 0)
    if (this.#population[slot] >= this.#cap) {
      this.#capped++
      return false
    }
    if (this.#head[slot] === 0) {
      this.#keyLow[slot] = low
      this.#keyHigh[slot] = high
      this.#used++
    }
    if (this.#population[slot] === 0) this.#live++
    this.#head[slot] = this.#enter(value, Math.max(0, this.#head[slot])) + 1
    this.#population[slot]++
    return true
  }

  /** Removes one occurrence of `value`; false if it is not there. O(values of the key). */
  remove(low: number, high: number, value: number): boolean {
    const slot = this.#slot(low >>> 0, high >>> 0)
    const values = this.#value.values
    const successors = this.#next.values
    let before = 0
    for (let at = this.#head[slot]; at > 0; at = successors[at - 1]) {
      if (values[at - 1] === value) {
        const next = successors[at - 1]
        if (before === 0) this.#head[slot] = next === 0 ? TOMB : next
        else successors[before - 1] = next
        successors[at - 1] = this.#free
        this.#free = at
        if (--this.#population[slot] === 0) this.#live--
        return true
      }
      before = at
    }
    return false
  }

  /** Calls `visit` for each value of a key, the last added first; `visit` must not change the map. */
  each(low: number, high: number, visit: (value: number) => void): void {
    const slot = this.#slot(low >>> 0, high >>> 0)
    const values = this.#value.values
    const successors = this.#next.values
    for (let at = this.#head[slot]; at > 0; at = successors[at - 1]) visit(values[at - 1])
  }

  /** How many values a key lists. */
  count(low: number, high: number): number {
    return this.#population[this.#slot(low >>> 0, high >>> 0)]
  }

  #slot(low: number, high: number): number {
    const mask = this.#head.length - 1
    let slot = fmix32(low ^ Math.imul(high, 0x9e3779b1)) & mask
    while (this.#head[slot] !== 0 && (this.#keyLow[slot] !== low || this.#keyHigh[slot] !== high)) {
      slot = (slot + 1) & mask
    }
    return slot
  }

  /** Puts a value and its successor into a free entry, or a new one. */
  #enter(value: number, next: number): number {
    if (this.#free === 0) {
      this.#next.push(next)
      return this.#value.push(value)
    }
    const entry = this.#free - 1
    this.#free = this.#next.values[entry]
    this.#value.values[entry] = value
    this.#next.values[entry] = next
    return entry
  }

  /** Drops emptied keys, and doubles the table only if the others need it: a sliding window must not grow forever. */
  #rehash(): void {
    const keyLow = this.#keyLow
    const keyHigh = this.#keyHigh
    const head = this.#head
    const population = this.#population
    const size = 4 * this.#live < head.length ? head.length : 2 * head.length
    this.#keyLow = new Uint32Array(size)
    this.#keyHigh = new Uint32Array(size)
    this.#head = new Int32Array(size)
    this.#population = new Uint32Array(size)
    this.#used = 0
    for (let old = 0; old < head.length; old++) {
      if (head[old] <= 0) continue
      const slot = this.#slot(keyLow[old], keyHigh[old])
      this.#keyLow[slot] = keyLow[old]
      this.#keyHigh[slot] = keyHigh[old]
      this.#head[slot] = head[old]
      this.#population[slot] = population[old]
      this.#used++
    }
  }
}

/** Head of a key whose list became empty: the slot stays taken, so that probing goes on past it. */
const TOMB = -1
