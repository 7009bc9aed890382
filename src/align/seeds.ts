import { firstWhere } from '../kernel/binary-search.js'
import { fmix32 } from '../kernel/hash.js'
import { kernel } from '../kernel/kernel.js'
import { Int32Vector } from '../kernel/vector.js'
import { unitWeights } from '../kernel/weights.js'
import { LOW_FACTOR, SHINGLE_WEIGHT } from '../shingles/local.js'
import { hashFolded } from '../sketch/shingle-hashes.js'
import type { FoldedUnits } from './passage.js'

/** Least room of the arrays below, in seeds. */
const LEAST_ROOM = 1 << 10
/** Longest text that its seeds keep alive, in units: 0.7 MB with its maps. */
const MOST_KEPT_ALIVE = 1 << 16

/**
 * The seeds of a text: its shingles by the local weight rule (see shingles/local.ts), as columns in text order. A seed has
 * 32 bits of hash; where two are equal the units decide. The arrays are reused from text to text.
 */
export class Seeds {
  count = 0
  /** The text that was read last, unless it is long: it would be kept alive. */
  #text: FoldedUnits | null = null
  #weight = 0
  /** Where seed i begins, in folded units, ascending. */
  positions = new Int32Array(0)
  /** Hash of seed i. */
  hashes = new Uint32Array(0)

  /**
   * Takes the seeds of a text in place of those it has. O(length): 1 ns for each unit where the kernel hashes them, 4 for
   * other weights.
   * @param weight of a seed, in fifths of a letter.
   */
  read(text: FoldedUnits, weight: number): this {
    this.#text = text.length <= MOST_KEPT_ALIVE ? text : null
    this.#weight = weight
    if (this.positions.length < text.length) {
      const room = Math.max(LEAST_ROOM, text.length)
      this.positions = new Int32Array(room)
      this.hashes = new Uint32Array(room)
    }
    if (weight === SHINGLE_WEIGHT) this.#hashInKernel(text)
    else this.#hash(text, weight)
    return this
  }

  /** Whether these are the seeds of a text. */
  areOf(text: FoldedUnits, weight: number): boolean {
    return this.#text === text && this.#weight === weight
  }

  #hashInKernel(text: FoldedUnits): void {
    const hashing = kernel()
    let count = 0
    hashFolded(hashing, text, (made) => {
      this.hashes.set(hashing.hashes.subarray(0, made), count)
      count += made
    })
    this.count = count
    const { units } = text
    const { positions } = this
    for (let i = 0, seed = 0; seed < count; i++) {
      positions[seed] = i
      // The second half of a surrogate pair begins no seed.
      if ((units[i] & 0xfc00) !== 0xdc00) seed++
    }
  }

  /** Differences of prefix polynomials, as in shingles/local.ts. */
  #hash({ units, length }: FoldedUnits, weight: number): void {
    const weights = unitWeights()
    const { positions, hashes } = this
    let count = 0
    let sum = 0 // weight of units [from, to)
    let from = 0
    let hash = 0 // of the units before `to`
    let before = 0 // of the units before `from`
    let power = 1 // LOW_FACTOR ^ (to − from)
    for (let to = 1; to <= length; to++) {
      const unit = units[to - 1]
      hash = (Math.imul(hash, LOW_FACTOR) + unit) | 0
      power = Math.imul(power, LOW_FACTOR)
      sum += weights[unit]
      if ((unit & 0xfc00) === 0xd800) continue
      while (sum >= weight) {
        const first = units[from]
        const own = weights[first]
        if (own > 0) {
          positions[count] = from
          hashes[count] = fmix32((hash - Math.imul(before, power)) | 0)
          count++
        }
        sum -= own
        from++
        before = (Math.imul(before, LOW_FACTOR) + first) | 0
        power = Math.imul(power, INVERSE)
      }
    }
    if (count === 0 && length > 0) {
      // The whole text is lighter than one seed.
      positions[0] = 0
      hashes[0] = fmix32(hash)
      count = 1
    }
    this.count = count
  }
}

/** LOW_FACTOR · INVERSE = 1 modulo 2^32 (Newton: each step doubles the bits that are right). */
const INVERSE = [1, 2, 3, 4].reduce(
  (inverse) => Math.imul(inverse, 2 - Math.imul(LOW_FACTOR, inverse)),
  LOW_FACTOR,
)

/** Places of a `SeedTable`, half-open. */
export interface TableRange {
  readonly from: number
  readonly to: number
}

/** A seed sets one bit of so many that most seeds of another text find theirs unset: 16 to 32 bits for each seed. */
export const FILTER_BITS = 3

/** The seeds of a text by hash; those whose hashes begin alike stand together, in text order. The arrays are reused. */
export class SeedTable {
  readonly seeds = new Seeds()
  /** Where the seeds of each slot begin in `places`; the slot of a hash is hash >>> shift. */
  starts = new Int32Array(0)
  shift = 28
  /** One bit for each beginning of a hash that is FILTER_BITS longer than its slot: set where a seed has it. */
  filter = new Int32Array(0)
  /** Numbers of seeds, slot by slot. */
  places = new Int32Array(0)

  /** Takes the seeds of a text in place of those it has. O(length). @param weight of a seed, in fifths of a letter. */
  read(text: FoldedUnits, weight: number): this {
    const { count, hashes } = this.seeds.read(text, weight)
    const bits = Math.min(24, Math.max(4, 33 - Math.clz32(count)))
    const shift = 32 - bits
    const slots = 1 << bits
    if (this.starts.length < slots + 2) this.starts = new Int32Array(slots + 2)
    else this.starts.fill(0, 0, slots + 2)
    if (this.places.length < count) this.places = new Int32Array(Math.max(LEAST_ROOM, count))
    // Four slots make 32 bits of the filter.
    const words = slots >>> (5 - FILTER_BITS)
    if (this.filter.length < words) this.filter = new Int32Array(words)
    else this.filter.fill(0, 0, words)
    const { starts, places, filter } = this
    // Counted two slots further on, so that filling the places moves each start to where it belongs.
    for (let i = 0; i < count; i++) {
      starts[(hashes[i] >>> shift) + 2]++
      const bit = hashes[i] >>> (shift - FILTER_BITS)
      filter[bit >>> 5] |= 1 << (bit & 31)
    }
    let sum = 0
    for (let slot = 2; slot < slots + 2; slot++) starts[slot] = sum += starts[slot]
    for (let i = 0; i < count; i++) places[starts[(hashes[i] >>> shift) + 1]++] = i
    this.shift = shift
    return this
  }

  /** Whether more than so many seeds of a range have this hash. O(most), where few others share the range. */
  hasMore(most: number, { from, to }: TableRange, hash: number): boolean {
    const { hashes } = this.seeds
    let count = 0
    for (let place = from; place < to && count <= most; place++) {
      if (hashes[this.places[place]] === hash) count++
    }
    return count > most
  }

  /** The first place of a range whose seed stands at `position` or later. O(log places). */
  nearest({ from, to }: TableRange, position: number): number {
    return firstWhere(from, to, (place) => this.seeds.positions[this.places[place]] >= position)
  }
}

/** Seeds of the second text that have more equal places in the first than were tried. */
export class UntriedSeeds {
  readonly #a: Seeds
  readonly #b: Seeds
  readonly #seeds = new Int32Vector(1)

  /** @param a the seeds of the first text. @param b those of the second. Both must not be read anew before this is asked. */
  constructor(a: Seeds, b: Seeds) {
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
      if (coveredB[this.#b.positions[values[i]]] === 0) outside.add(this.#b.hashes[values[i]])
    }
    if (outside.size === 0) return false
    for (let i = 0; i < this.#a.count; i++) {
      if (coveredA[this.#a.positions[i]] === 0 && outside.has(this.#a.hashes[i])) return true
    }
    return false
  }
}

/** The seeds of texts that many others are compared with, by weight. */
const prepared = new WeakMap<FoldedUnits, Map<number, SeedTable>>()

/**
 * Marks a text that many others will be compared with: its seed table is made once, when the first comparison needs it,
 * and lives as long as the text. Some 16 bytes for each unit.
 */
export function prepare(text: FoldedUnits): void {
  if (!prepared.has(text)) prepared.set(text, new Map())
}

/** The seed table of a text that was prepared, or undefined. O(1), at first O(length). */
export function preparedTable(text: FoldedUnits, weight: number): SeedTable | undefined {
  const tables = prepared.get(text)
  if (tables === undefined) return undefined
  let table = tables.get(weight)
  if (table === undefined) tables.set(weight, (table = new SeedTable().read(text, weight)))
  return table
}
