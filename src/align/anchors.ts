import { Int32Vector } from '../kernel/vector.js'
import { knownShingles } from '../shingles/known.js'
import { localShingles, SHINGLE_WEIGHT, type LocalShingles } from '../shingles/local.js'
import type { FoldedText } from '../text/fold.js'

/**
 * Maximal exact matches between two folded texts, found from shared shingles ("seeds").
 *
 * A seed is a shingle by the local weight rule, so that five Han characters and eight letters are equally rare.
 * Each seed hit grows left and right until the texts differ; a hit inside a match already found on its diagonal
 * is skipped. A seed that is frequent in the first text is tried only where no match covers the second text yet,
 * so that repetitive texts stay linear: `'ab'.repeat(1e6)` against itself shifted by one is one match.
 */
export interface Anchors {
  readonly count: number
  /** Start of match i in the first text, in folded units. */
  readonly a: Int32Array
  /** Start of match i in the second text; matches are sorted by where they end in it. */
  readonly b: Int32Array
  /** Length of match i in folded units. */
  readonly length: Int32Array
  /** False when the budget was spent before every seed was tried, so that a match may be missing. */
  readonly exact: boolean
}

/**
 * Texts of ordinary size share their seeds with the shingle sets: 5 Han or 8 letters. In a short text a third of the
 * characters may be wrong, and a false seed costs little: 3 Han or 4 letters.
 */
const SHORT_SEED_WEIGHT = 20
/** Shorter side up to which the short seeds serve, in folded units. */
const SHORT_TEXT = 256
/**
 * Seeds grow by two letters each time the texts (sum of both, folded units) are four times longer than this:
 * chance hits grow with the product of the lengths, and 1 MB of letters would drown in them.
 */
const LONG_TEXT = 1 << 16
const LONG_STEP = 10
/** Occurrences of one seed in the first text that are tried for one place in the second. */
const MAX_OCCURRENCES = 8
/** A common start or end shorter than this is left to the seeds, in folded units. */
const MIN_AFFIX = 3
/** Budget of unit comparisons while growing matches: a fixed part, and so many for each unit of both texts. */
const GROW_FIXED = 1 << 20
const GROW_PER_UNIT = 32

/** Finds the anchors between two texts. Time and memory O(n + m + matches). */
export function findAnchors(a: FoldedText, b: FoldedText): Anchors {
  const ua = a.units
  const ub = b.units
  const n = a.length
  const m = b.length
  const shorter = Math.min(n, m)
  const found = new AnchorList()

  // Common start and end first: they make nearly equal texts cheap, however repetitive they are.
  let prefix = 0
  while (prefix < shorter && ua[prefix] === ub[prefix]) prefix++
  if (prefix === shorter) {
    if (prefix > 0) found.push(0, 0, prefix)
    return found.sorted(true)
  }
  let suffix = 0
  while (suffix < shorter && ua[n - 1 - suffix] === ub[m - 1 - suffix]) suffix++
  if (suffix === shorter) {
    found.push(n - suffix, m - suffix, suffix)
    return found.sorted(true)
  }

  // One slot a diagonal (b − a + n): how far along b the latest match on it reaches.
  const reached = new Int32Array(n + m + 1)
  let coveredTo = 0
  if (prefix >= MIN_AFFIX) {
    found.push(0, 0, prefix)
    reached[n] = prefix
    coveredTo = prefix
  }
  const suffixDiagonal = m
  const suffixFrom = suffix >= MIN_AFFIX ? m - suffix : m
  if (suffix >= MIN_AFFIX) found.push(n - suffix, m - suffix, suffix)

  const weight = seedWeight(shorter, n + m)
  const seedsA = weight === SHINGLE_WEIGHT ? knownShingles(a) : localShingles(a, weight)
  const seedsB = weight === SHINGLE_WEIGHT ? knownShingles(b) : localShingles(b, weight)
  const table = new SeedTable(seedsA)
  let budget = GROW_FIXED + GROW_PER_UNIT * (n + m)
  for (let q = 0; q < seedsB.count && budget > 0; q++) {
    const t = seedsB.positions[q]
    const low = seedsB.low[q]
    const high = seedsB.high[q]
    if (table.frequent(low) && (t < coveredTo || t >= suffixFrom)) continue
    let tried = 0
    for (let s = table.first(low); s >= 0 && tried < MAX_OCCURRENCES; s = table.next(s)) {
      if (seedsA.low[s] !== low || seedsA.high[s] !== high) continue
      tried++
      const from = seedsA.positions[s]
      const diagonal = t - from + n
      if (reached[diagonal] > t || (diagonal === suffixDiagonal && t >= suffixFrom)) continue
      let left = 0
      while (left < from && left < t && ua[from - left - 1] === ub[t - left - 1]) left++
      let right = 0
      while (from + right < n && t + right < m && ua[from + right] === ub[t + right]) right++
      budget -= left + right
      if (right === 0) continue // equal hashes of unequal text
      reached[diagonal] = t + right
      if (t + right > coveredTo) coveredTo = t + right
      found.push(from - left, t - left, left + right)
    }
  }
  return found.sorted(budget > 0)
}

function seedWeight(shorter: number, total: number): number {
  if (shorter <= SHORT_TEXT) return SHORT_SEED_WEIGHT
  let weight = SHINGLE_WEIGHT
  for (let size = total; size > LONG_TEXT; size /= 4) weight += LONG_STEP
  return weight
}

/** Chained hash table over the seeds of the first text, in text order. */
class SeedTable {
  readonly #head: Int32Array
  readonly #next: Int32Array
  readonly #population: Uint8Array
  readonly #shift: number

  constructor(seeds: LocalShingles) {
    const bits = Math.min(24, Math.max(4, 33 - Math.clz32(seeds.count)))
    this.#shift = 32 - bits
    this.#head = new Int32Array(1 << bits).fill(-1)
    this.#population = new Uint8Array(1 << bits)
    this.#next = new Int32Array(seeds.count)
    for (let i = seeds.count - 1; i >= 0; i--) {
      const slot = seeds.low[i] >>> this.#shift
      this.#next[i] = this.#head[slot]
      this.#head[slot] = i
      if (this.#population[slot] < 255) this.#population[slot]++
    }
  }

  first(hash: number): number {
    return this.#head[hash >>> this.#shift]
  }

  next(seed: number): number {
    return this.#next[seed]
  }

  frequent(hash: number): boolean {
    return this.#population[hash >>> this.#shift] > MAX_OCCURRENCES
  }
}

/** Triples in order of discovery, sorted once at the end. */
class AnchorList {
  readonly #triples = new Int32Vector(3 * 64)

  push(a: number, b: number, length: number): void {
    this.#triples.push(a)
    this.#triples.push(b)
    this.#triples.push(length)
  }

  sorted(exact: boolean): Anchors {
    const triples = this.#triples.values
    const count = this.#triples.length / 3
    // end · 2^26 + index sorts natively as doubles; equal ends keep the order of discovery.
    const keys = new Float64Array(count)
    for (let i = 0; i < count; i++) keys[i] = (triples[3 * i + 1] + triples[3 * i + 2]) * 2 ** 26 + i
    keys.sort()
    const a = new Int32Array(count)
    const b = new Int32Array(count)
    const length = new Int32Array(count)
    for (let i = 0; i < count; i++) {
      const from = 3 * (keys[i] % 2 ** 26)
      a[i] = triples[from]
      b[i] = triples[from + 1]
      length[i] = triples[from + 2]
    }
    return { count, a, b, length, exact }
  }
}
