import { memoisedShingles } from '../shingles/memoised.js'
import { localShingles, SHINGLE_WEIGHT } from '../shingles/local.js'
import type { FoldedText } from '../text/fold.js'
import { AnchorList, MOST_ANCHORS, type Anchors } from './anchor-list.js'
import { Matches } from './matches.js'
import { SeedTable, UntriedSeeds, type TableRange } from './seed-table.js'

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
  readonly anchors: Anchors
  /** False when the budget was spent before every seed was tried, so that a match may be missing. */
  readonly exact: boolean
  /** Seeds that were not tried at every place. */
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
/** Units that must agree for a match to be resumed behind an error. */
const RESUMED = 5
/** A match of this many units is no chance: the text behind it is looked for at its offset. */
const TRUSTED_LENGTH = 8

/** Finds the anchors between two texts. Time and memory O(n + m + matches). */
export function findAnchors(a: FoldedText, b: FoldedText): FoundAnchors {
  const shorter = Math.min(a.length, b.length)
  // Common start and end first: they make nearly equal texts cheap, however repetitive they are.
  const prefix = commonStart(a, b)
  if (prefix === shorter) return oneAnchor(0, 0, prefix)
  const suffix = commonEnd(a, b)
  if (suffix === shorter) return oneAnchor(a.length - suffix, b.length - suffix, suffix)

  const weight = seedWeight(shorter, a.length + b.length)
  const seedsA = weight === SHINGLE_WEIGHT ? memoisedShingles(a) : localShingles(a, weight)
  const seedsB = weight === SHINGLE_WEIGHT ? memoisedShingles(b) : localShingles(b, weight)
  const table = new SeedTable(seedsA)
  const untried = new UntriedSeeds(seedsA, seedsB)
  const matches = new Matches(a, b, prefix, suffix)
  const { diagonals } = matches

  let latest = 0 // offset of the latest long match, at which the text behind an error is looked for
  const tryPlaces = (q: number, { from, to }: TableRange) => {
    const t = seedsB.positions[q]
    for (let i = from; i < to; i++) {
      const s = table.seed(i)
      if (seedsA.low[s] !== seedsB.low[q] || seedsA.high[s] !== seedsB.high[q]) continue
      const length = matches.grow(seedsA.positions[s], t, 1)
      if (length >= TRUSTED_LENGTH && !matches.covers(t, latest)) latest = t - seedsA.positions[s]
    }
  }
  // In a text that repeats itself only the chains so far show which of many equal places is meant. Behind an error the
  // best chain is resumed, and a frequent seed is tried at the places nearest to it.
  const tryNearest = (q: number, equal: TableRange) => {
    const t = seedsB.positions[q]
    const best = diagonals.best(t)
    latest = best
    if (matches.inCommonEnd(t) || matches.covers(t, best)) return
    matches.grow(t - best, t, RESUMED)
    const nearest = table.nearest(equal, t - best)
    tryPlaces(q, {
      from: Math.max(equal.from, nearest - NEAREST),
      to: Math.min(equal.to, nearest + NEAREST),
    })
    latest = diagonals.best(t)
    // Nothing stands near the best chain: the first places of the seed are tried, so that a text is found at all.
    if (t >= matches.coveredTo) tryPlaces(q, { from: equal.from, to: equal.from + MAX_OCCURRENCES })
  }
  const most = Math.max(MAX_OCCURRENCES, Math.floor(PAIRS / Math.max(1, seedsB.count)))
  let q = 0
  for (; q < seedsB.count && matches.budget > 0 && matches.found.count < MOST_ANCHORS - PAIRS; q++) {
    const t = seedsB.positions[q]
    matches.grow(t - latest, t, RESUMED)
    const equal = table.find(seedsB.low[q])
    if (equal.to - equal.from <= most) {
      tryPlaces(q, equal)
    } else {
      tryNearest(q, equal)
      untried.add(q)
    }
  }
  return { anchors: matches.found.sorted(), exact: q === seedsB.count && matches.budget > 0, untried }
}

function commonStart(a: FoldedText, b: FoldedText): number {
  const shorter = Math.min(a.length, b.length)
  let length = 0
  while (length < shorter && a.units[length] === b.units[length]) length++
  return length
}

function commonEnd(a: FoldedText, b: FoldedText): number {
  const shorter = Math.min(a.length, b.length)
  let length = 0
  while (length < shorter && a.units[a.length - 1 - length] === b.units[b.length - 1 - length]) length++
  return length
}

/** The shorter text is the start or the end of the longer, or empty. */
function oneAnchor(a: number, b: number, length: number): FoundAnchors {
  const found = new AnchorList()
  if (length > 0) found.push(a, b, length)
  return { anchors: found.sorted(), exact: true, untried: null }
}

function seedWeight(shorter: number, total: number): number {
  if (shorter <= SHORT_TEXT) return SHORT_SEED_WEIGHT
  let weight = SHINGLE_WEIGHT
  for (let size = total; size > LONG_TEXT; size /= 4) weight += LONG_STEP
  return weight
}
