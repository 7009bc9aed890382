import { firstWhere } from '../kernel/binary-search.js'
import { SHINGLE_WEIGHT } from '../shingles/local.js'
import { AnchorList, MOST_ANCHORS, type Anchors } from './anchor-list.js'
import { Matches, RESUMED } from './matches.js'
import type { FoldedUnits } from './passage.js'
import { FILTER_BITS, preparedTable, Seeds, SeedTable, UntriedSeeds, type TableRange } from './seeds.js'

/**
 * Maximal exact matches between two folded texts, found from shared shingles ("seeds").
 *
 * A seed is a shingle by the local weight rule, so that it is rare in any script: five Han characters, eight letters.
 * Each seed hit grows left and right until the texts differ; a hit inside a match already found on its diagonal is
 * skipped. Repeats are left to the chains: every pair of equal seeds is tried where their number is within PAIRS.
 * Beyond that a seed is tried next to the best chain so far (see active-diagonals.ts), so that repetitive texts stay
 * linear and keep to their diagonal: a resolution printed two thousand times matches itself copy by copy.
 */
export interface FoundAnchors {
  /** Valid until the next search. */
  readonly anchors: Anchors
  /** False when the budget was spent before every seed was tried, so that a match may be missing. */
  readonly exact: boolean
  /** Seeds that were not tried at every place. Valid until the next search. */
  readonly untried: UntriedSeeds | null
}

/**
 * Texts of ordinary size share their seeds with the shingle sets: 5 Han or 8 letters. In a short text a third of the
 * characters may be wrong, and a false seed costs little: 3 Han or 4 letters.
 */
const SHORT_SEED_WEIGHT = 20
/** Shorter side up to which the short seeds serve, in folded units. */
const SHORT_TEXT = 256
/**
 * Seeds grow by two letters each time the texts (sum of both, folded units) are four times longer than this: chance hits
 * grow with the product of the lengths, and 1 MB of letters would drown in them.
 */
const LONG_TEXT = 1 << 16
const LONG_STEP = 10
/**
 * Pairs of equal seeds that are tried in all. One seed may take the same share of them as every other; a seed with more
 * occurrences in the first text is frequent, and not tried at all of them.
 */
const PAIRS = 1 << 20
/** Occurrences of one seed that are tried however many seeds there are. */
const MAX_OCCURRENCES = 8
/** Occurrences of a frequent seed that are tried on either side of the best chain. */
const NEAREST = 2
/**
 * Hits for each unit of the first text up to which they are collected and sorted, so that the table of the second text
 * can serve; repetitive texts have more.
 */
const HITS_PER_UNIT = 4
/** A hit is kept as place in the second text · 2^26 + place in the first. */
const PLACES = 2 ** 26

/** Scratch, reused across calls; no call leaves anything in it that the next one reads, but for what it returned. */
const scratchTable = new SeedTable()
const scratchSeeds = new Seeds()
const matches = new Matches()
let hits = new Float64Array(1 << 10)
const none = new AnchorList()

/**
 * Finds the anchors between two texts. Time and memory O(n + m + matches). The seeds of a text that was prepared are not
 * made again (see seeds.ts); the result is the same.
 */
export function findAnchors(a: FoldedUnits, b: FoldedUnits): FoundAnchors {
  const shorter = Math.min(a.length, b.length)
  // Common start and end first: they make nearly equal texts cheap, however repetitive they are.
  const prefix = commonStart(a, b)
  if (prefix === shorter) return oneAnchor(0, 0, prefix)
  const suffix = commonEnd(a, b)
  if (suffix === shorter) return oneAnchor(a.length - suffix, b.length - suffix, suffix)

  const weight = seedWeight(shorter, a.length + b.length)
  matches.start(a, b, prefix, suffix, weight)
  const tableA = preparedTable(a, weight)
  const tableB = preparedTable(b, weight)
  if (tableA === undefined && tableB !== undefined) {
    const seedsA = scratchSeeds.read(a, weight)
    const count = collectHits(seedsA, tableB)
    if (count >= 0) {
      const exact = tryHits(a, b, count, tableB.seeds)
      return { anchors: matches.finish(), exact, untried: null }
    }
  }
  const table = tableA ?? scratchTable.read(a, weight)
  const seedsB = tableB?.seeds ?? scratchSeeds.read(b, weight)
  const untried = new UntriedSeeds(table.seeds, seedsB)
  const exact = trySeeds(a, b, table, seedsB, untried)
  return { anchors: matches.finish(), exact, untried }
}

/** The seeds of a text by the default weight, if the last search made them. Valid until the next search. */
export function seedsAtHand(text: FoldedUnits): Seeds | undefined {
  for (const seeds of [scratchTable.seeds, scratchSeeds]) if (seeds.areOf(text, SHINGLE_WEIGHT)) return seeds
  return undefined
}

/** How many places of one seed of the second text are tried in the first. */
function mostPlaces(seedsB: Seeds): number {
  return Math.max(MAX_OCCURRENCES, Math.floor(PAIRS / Math.max(1, seedsB.count)))
}

/** Whether more may be tried: the budget is not spent, and there is room. Only a match that is found changes it. */
function mayGoOn(): boolean {
  return matches.budget > 0 && matches.found.count < MOST_ANCHORS - PAIRS
}

/** Tries the seeds of the second text, in order, at their places in the first. Returns whether all were. */
function trySeeds(
  a: FoldedUnits,
  b: FoldedUnits,
  table: SeedTable,
  seedsB: Seeds,
  untried: UntriedSeeds,
): boolean {
  const most = mostPlaces(seedsB)
  const { starts, places, filter, shift, seeds } = table
  const { positions: positionsA, hashes: hashesA } = seeds
  const { count, positions, hashes } = seedsB
  const { units: x, length: n } = a
  const { units: y } = b
  let latest = matches.latest
  let q = 0
  // Almost all seeds end at the first unit of the diagonal and in the filter: 2 ns each.
  for (; q < count; q++) {
    const t = positions[q]
    const s = t - latest
    const resumes = s >= 0 && s < n && x[s] === y[t]
    const hash = hashes[q]
    const bit = hash >>> (shift - FILTER_BITS)
    const met = (filter[bit >>> 5] >>> (bit & 31)) & 1
    if (!resumes && met === 0) continue
    if (resumes) matches.grow(s, t, RESUMED, 0)
    if (met === 1) {
      const slot = hash >>> shift
      const from = starts[slot]
      const to = starts[slot + 1]
      if (to - from > most && table.hasMore(most, { from, to }, hash)) {
        tryNearest(table, { from, to }, hash, t)
        untried.add(q)
      } else {
        for (let place = from; place < to; place++) {
          if (hashesA[places[place]] === hash) matches.trySeed(positionsA[places[place]], t)
        }
      }
      latest = matches.latest
    }
    if (!mayGoOn()) return q === count - 1 && matches.budget > 0
  }
  return true
}

/**
 * In a text that repeats itself only the chains so far show which of many equal places is meant. Behind an error the best
 * chain is resumed, and a frequent seed is tried at the places nearest to it.
 */
function tryNearest(table: SeedTable, equal: TableRange, hash: number, t: number): void {
  const { places, seeds } = table
  const tryPlaces = (from: number, to: number) => {
    for (let place = from; place < to; place++) {
      if (seeds.hashes[places[place]] === hash) matches.trySeed(seeds.positions[places[place]], t)
    }
  }
  const best = matches.best(t)
  matches.latest = best
  if (matches.inCommonEnd(t) || matches.covers(t, best)) return
  matches.grow(t - best, t, RESUMED, 0)
  const nearest = table.nearest(equal, t - best)
  tryPlaces(Math.max(equal.from, nearest - NEAREST), Math.min(equal.to, nearest + NEAREST))
  matches.latest = matches.best(t)
  // Nothing stands near the best chain: the first places of the seed are tried, so that a text is found at all.
  if (t >= matches.coveredTo) tryPlaces(equal.from, Math.min(equal.to, equal.from + MAX_OCCURRENCES))
}

/**
 * Collects the hits of the first text's seeds in the table of the second, by their places in the second text and then in
 * the first: the order in which `trySeeds` meets them. Returns their number, or −1 where a seed is frequent.
 */
function collectHits(seedsA: Seeds, table: SeedTable): number {
  const { starts, places, filter, shift, seeds } = table
  const { positions, hashes } = seeds
  const { count, positions: positionsA, hashes: hashesA } = seedsA
  const most = Math.min(mostPlaces(seeds), HITS_PER_UNIT * count)
  if (count >= PLACES) return -1
  let found = 0
  for (let i = 0; i < count; i++) {
    const hash = hashesA[i]
    const bit = hash >>> (shift - FILTER_BITS)
    if (((filter[bit >>> 5] >>> (bit & 31)) & 1) === 0) continue
    const slot = hash >>> shift
    const to = starts[slot + 1]
    for (let place = starts[slot]; place < to; place++) {
      const seed = places[place]
      if (hashes[seed] !== hash) continue
      if (found > HITS_PER_UNIT * count) return -1
      if (found === hits.length) hits = widened(hits)
      hits[found++] = positions[seed] * PLACES + positionsA[i]
    }
  }
  sortHits(found)
  for (let h = 0, run = 0, last = -1; h < found; h++) {
    const t = Math.floor(hits[h] / PLACES)
    run = t === last ? run + 1 : 1
    if (run > most) return -1
    last = t
  }
  return found
}

function widened(values: Float64Array): Float64Array<ArrayBuffer> {
  const wider = new Float64Array(2 * values.length)
  wider.set(values)
  return wider
}

/** A handful is sorted in place: a call of the native sort costs more than a microsecond. */
const FEW_HITS = 16

function sortHits(count: number): void {
  if (count > FEW_HITS) {
    hits.subarray(0, count).sort()
    return
  }
  for (let i = 1; i < count; i++) {
    const hit = hits[i]
    let j = i
    for (; j > 0 && hits[j - 1] > hit; j--) hits[j] = hits[j - 1]
    hits[j] = hit
  }
}

/**
 * `trySeeds` over collected hits. Off the diagonal of the latest long match nothing is tried but hits, so that an article
 * costs no more on a page than it does alone.
 */
function tryHits(a: FoldedUnits, b: FoldedUnits, count: number, seedsB: Seeds): boolean {
  const { positions, count: seeds } = seedsB
  const { units: x, length: n } = a
  const { units: y, length: m } = b
  let latest = matches.latest
  let h = 0
  let next = count > 0 ? Math.floor(hits[0] / PLACES) : Infinity
  for (let q = 0; q < seeds; q++) {
    const t = positions[q]
    const s = t - latest
    if (t !== next) {
      // Where nothing can be resumed before a place, the seeds up to it are passed over.
      let goal = t
      if (s < 0) goal = latest
      else if (s + RESUMED > n || t + RESUMED > m) goal = Infinity
      // No run of RESUMED units begins here or before the one that differs.
      else if (x[s + RESUMED - 1] !== y[t + RESUMED - 1]) goal = t + RESUMED
      else if (x[s] !== y[t]) continue
      if (goal > t) {
        goal = Math.min(goal, next)
        if (positions[q + RESUMED] === goal) q += RESUMED - 1
        else q = firstWhere(q, seeds, (k) => positions[k] >= goal) - 1
        continue
      }
    }
    matches.grow(s, t, RESUMED, 0)
    while (next === t) {
      matches.trySeed(hits[h] - t * PLACES, t)
      h++
      next = h < count ? Math.floor(hits[h] / PLACES) : Infinity
    }
    latest = matches.latest
    if (!mayGoOn()) return q === seeds - 1 && matches.budget > 0
  }
  return true
}

function commonStart(a: FoldedUnits, b: FoldedUnits): number {
  const shorter = Math.min(a.length, b.length)
  const { units: x } = a
  const { units: y } = b
  let length = 0
  while (length < shorter && x[length] === y[length]) length++
  return length
}

function commonEnd(a: FoldedUnits, b: FoldedUnits): number {
  const shorter = Math.min(a.length, b.length)
  const { units: x, length: n } = a
  const { units: y, length: m } = b
  let length = 0
  while (length < shorter && x[n - 1 - length] === y[m - 1 - length]) length++
  return length
}

/** The shorter text is the start or the end of the longer, or empty. */
function oneAnchor(a: number, b: number, length: number): FoundAnchors {
  none.clear()
  if (length > 0) none.push(a, b, length)
  return { anchors: none.sorted(), exact: true, untried: null }
}

function seedWeight(shorter: number, total: number): number {
  if (shorter <= SHORT_TEXT) return SHORT_SEED_WEIGHT
  let weight = SHINGLE_WEIGHT
  for (let size = total; size > LONG_TEXT; size /= 4) weight += LONG_STEP
  return weight
}
