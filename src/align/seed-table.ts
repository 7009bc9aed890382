import { firstWhere } from '../kernel/binary-search.js'
import { Int32Vector } from '../kernel/vector.js'
import type { LocalShingles } from '../shingles/local.js'

/** The seeds of the first text by hash; those of one hash stand together, in text order. */
export class SeedTable {
  readonly #starts: Int32Array
  readonly #seeds: Int32Array
  readonly #positions: Uint32Array
  readonly #shift: number

  constructor({ count, low, positions }: LocalShingles) {
    const bits = Math.min(24, Math.max(4, 33 - Math.clz32(count)))
    const shift = 32 - bits
    const starts = new Int32Array((1 << bits) + 1)
    for (let i = 0; i < count; i++) starts[(low[i] >>> shift) + 1]++
    for (let slot = 0; slot < 1 << bits; slot++) starts[slot + 1] += starts[slot]
    const seeds = new Int32Array(count)
    const next = starts.slice()
    for (let i = 0; i < count; i++) seeds[next[low[i] >>> shift]++] = i
    this.#shift = shift
    this.#starts = starts
    this.#seeds = seeds
    this.#positions = positions
  }

  /** The places in this table that may hold a hash. */
  find(hash: number): TableRange {
    const slot = hash >>> this.#shift
    return { from: this.#starts[slot], to: this.#starts[slot + 1] }
  }

  /** The first place of a range whose seed stands at `position` or later. O(log places). */
  nearest({ from, to }: TableRange, position: number): number {
    return firstWhere(from, to, (place) => this.#positions[this.#seeds[place]] >= position)
  }

  /** The seed at a place, by its number in the first text. */
  seed(place: number): number {
    return this.#seeds[place]
  }
}

/** Places of a `SeedTable`, half-open. */
export interface TableRange {
  readonly from: number
  readonly to: number
}

/** Seeds of the second text that have more equal places in the first than were tried. */
export class UntriedSeeds {
  readonly #a: LocalShingles
  readonly #b: LocalShingles
  readonly #seeds = new Int32Vector()

  /** @param a the seeds of the first text. @param b those of the second. */
  constructor(a: LocalShingles, b: LocalShingles) {
    this.#a = a
    this.#b = b
  }

  get count(): number {
    return this.#seeds.length
  }

  /** Adds a seed by its number in the second text. */
  add(seed: number): void {
    this.#seeds.push(seed)
  }

  /**
   * Whether one of them begins in an uncovered unit, and an equal seed of the first text does so too.
   * O(seeds of both texts).
   * @param coveredA one byte per unit of the first text, 0 where it is uncovered. @param coveredB the same of the second.
   */
  beginOutside(coveredA: Uint8Array, coveredB: Uint8Array): boolean {
    const { values, length } = this.#seeds
    const outside = new Set<number>()
    for (let i = 0; i < length; i++) {
      if (coveredB[this.#b.positions[values[i]]] === 0) outside.add(this.#b.low[values[i]])
    }
    if (outside.size === 0) return false
    for (let i = 0; i < this.#a.count; i++) {
      if (coveredA[this.#a.positions[i]] === 0 && outside.has(this.#a.low[i])) return true
    }
    return false
  }
}
