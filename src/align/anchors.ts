import { Int32Vector } from '../kernel/vector.js'
import { memoisedShingles } from '../shingles/memoised.js'
import { localShingles, SHINGLE_WEIGHT, type LocalShingles } from '../shingles/local.js'
import type { FoldedText } from '../text/fold.js'
import { Lanes } from './lanes.js'

/**
 * Maximal exact matches between two folded texts, found from shared shingles ("seeds").
 *
 * A seed is a shingle by the local weight rule, so that it is rare in any script: five Han characters, eight letters.
 * Each seed hit grows left and right until the texts differ; a hit inside a match already found on its diagonal
 * is skipped. Repeats are left to the chains: every pair of equal seeds is tried where there are not too many of them.
 * Beyond that a seed is tried next to the chain that leads so far (see lanes.ts), so that repetitive texts stay linear
 * and keep to their diagonal: a resolution printed two thousand times matches itself copy by copy.
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
/**
 * Occurrences of one seed in the first text that are tried for one place in the second: all, so that the best chain is
 * found whole, where that makes no more than so many pairs over all seeds; a seed with more is frequent.
 */
const PAIRS = 1 << 20
/** So many in any case. */
const MAX_OCCURRENCES = 8
/** Occurrences of a frequent seed that are tried on either side of the leading chain. */
const NEAREST = 2
/** Units that must agree for a match to be resumed behind an error. */
const RESUMED = 5
/** A match of so many units is no chance: what follows it is looked for at its offset. */
const LANE_LENGTH = 8
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
  const seedsA = weight === SHINGLE_WEIGHT ? memoisedShingles(a) : localShingles(a, weight)
  const seedsB = weight === SHINGLE_WEIGHT ? memoisedShingles(b) : localShingles(b, weight)
  const table = new SeedTable(seedsA)
  let budget = GROW_FIXED + GROW_PER_UNIT * (n + m)

  /** Grows a match around a pair of equal places and keeps it. Returns its length, 0 where there is none or it is known. */
  const grow = (from: number, t: number, least: number): number => {
    const diagonal = t - from + n
    if (from < 0 || from >= n || reached[diagonal] > t || (diagonal === suffixDiagonal && t >= suffixFrom))
      return 0
    let right = 0
    while (from + right < n && t + right < m && ua[from + right] === ub[t + right]) right++
    if (right < least) return 0
    let left = 0
    while (left < from && left < t && ua[from - left - 1] === ub[t - left - 1]) left++
    budget -= left + right
    reached[diagonal] = t + right
    if (t + right > coveredTo) coveredTo = t + right
    found.push(from - left, t - left, left + right)
    lanes.add(t - from, t - left, t + right)
    return left + right
  }

  // In a text that repeats itself only the chains so far tell which of many equal places is meant: behind an error the
  // leader is resumed, and seeds with more places than can be tried are tried nearest to it.
  const lanes = new Lanes()
  if (prefix >= MIN_AFFIX) lanes.add(0, 0, prefix)
  let latest = 0 // offset of the latest long match: what stands behind an error
  const most = Math.max(MAX_OCCURRENCES, Math.floor(PAIRS / Math.max(1, seedsB.count)))
  const onLane = (t: number, lane: number) => t - lane >= 0 && t - lane < n && reached[n + lane] > t
  for (let q = 0; q < seedsB.count && budget > 0; q++) {
    const t = seedsB.positions[q]
    grow(t - latest, t, RESUMED)
    const equal = table.find(seedsB.low[q])
    const tryPlaces = (from: number, to: number) => {
      for (let i = from; i < to; i++) {
        const s = table.seed(i)
        if (seedsA.low[s] !== seedsB.low[q] || seedsA.high[s] !== seedsB.high[q]) continue
        const length = grow(seedsA.positions[s], t, 1)
        if (length >= LANE_LENGTH && !onLane(t, latest)) latest = t - seedsA.positions[s]
      }
    }
    if (equal.to - equal.from <= most) {
      tryPlaces(equal.from, equal.to)
      continue
    }
    const leader = lanes.leader(t)
    latest = leader
    if (t >= suffixFrom || onLane(t, leader)) continue
    grow(t - leader, t, RESUMED)
    const nearest = table.nearest(equal, t - leader)
    tryPlaces(Math.max(equal.from, nearest - NEAREST), Math.min(equal.to, nearest + NEAREST))
    latest = lanes.leader(t)
    // Nothing near the leader: the first places of the seed, so that a text is found at all.
    if (t >= coveredTo) tryPlaces(equal.from, equal.from + MAX_OCCURRENCES)
  }
  return found.sorted(budget > 0)
}

function seedWeight(shorter: number, total: number): number {
  if (shorter <= SHORT_TEXT) return SHORT_SEED_WEIGHT
  let weight = SHINGLE_WEIGHT
  for (let size = total; size > LONG_TEXT; size /= 4) weight += LONG_STEP
  return weight
}

/** The seeds of the first text by hash, those of one hash together and in text order. */
class SeedTable {
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
  find(hash: number): Range {
    const slot = hash >>> this.#shift
    return { from: this.#starts[slot], to: this.#starts[slot + 1] }
  }

  /** The first place of a range whose seed stands at `position` or later. O(log places). */
  nearest({ from, to }: Range, position: number): number {
    while (from < to) {
      const middle = (from + to) >> 1
      if (this.#positions[this.#seeds[middle]] < position) from = middle + 1
      else to = middle
    }
    return from
  }

  seed(place: number): number {
    return this.#seeds[place]
  }
}

interface Range {
  readonly from: number
  readonly to: number
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
