import { firstWhere } from '../kernel/binary-search.js'
import type { Anchors } from './anchor-list.js'

/**
 * Chains: anchors that follow one another in both texts, close enough to be one passage.
 *
 * Dynamic programming over anchors in the order of their ends. Each anchor looks back from its own start, so that chance
 * repeats inside a long anchor hide neither the text before it nor the text after it. Then chains are read off from the
 * best end downwards; each stops where it meets an anchor that is already taken (Li 2018, "Minimap2", §2.1). A block
 * that moved is a chain of its own: chains need not be in the same order in both texts.
 */
export interface Chain {
  /** Anchors of the chain as triples (start in a, start in b, length), colinear and disjoint. */
  readonly runs: Int32Array
  /** Σ anchor length − gap penalties, in Han-sized units. */
  readonly score: number
}

/** Longest stretch between two anchors of one chain, on either side, in folded units: a long inserted paragraph. */
export const MAX_GAP = 512
/** Anchors within reach that each anchor weighs, nearest first, and anchors it passes over to find them. */
const LOOK_BACK = 64
const LOOK_PAST = 128
/**
 * Where that was cut short by a crowd of repeats, the latest anchors of near diagonals are weighed as well: of bands of
 * 2^3 diagonals, two on either side, one anchor per band, found in BAND_STEPS steps at most.
 */
const BAND_BITS = 3
const NEAR_BANDS = 2
const BAND_STEPS = 4
/** Units by which two neighbours of a chain may overlap (“aa” against “aaa”); the later one is cut. */
const MAX_OVERLAP = 64
/** Gap cost per Han-sized unit that is unmatched on both sides: five Han do not buy a bridge over sixty wrong ones. */
const BOTH_SIDES = 0.1
/**
 * Gap cost of an insertion or deletion: a fixed part, half a unit each time it doubles, and a part for each of its first
 * hundred units. Without the last, a chain that met errors left for another copy of a repeated sentence.
 */
const ONE_SIDE = 1
const ONE_SIDE_DOUBLING = 0.5
const ONE_SIDE_UNIT = 0.04
const ONE_SIDE_UNITS = 100

/** The chains of some anchors. */
export interface Chains {
  /** Best first. */
  readonly chains: readonly Chain[]
  /** Whether a crowd of repeats kept an anchor from weighing all that stand within its reach. */
  readonly crowded: boolean
}

/** Σ size of the units [from, to) of the first text, in Han characters. */
export type SizeOf = (from: number, to: number) => number

/**
 * Reads chains off the anchors, best first; those under `minScore` are dropped.
 * O(anchors × LOOK_BACK).
 */
export function findChains(anchors: Anchors, size: SizeOf, minScore: number): Chains {
  const { best, previous, crowded } = linkAnchors(anchors, size)
  return { chains: readChains(anchors, best, previous, minScore), crowded }
}

interface Links {
  /** Score of the best chain that ends with anchor i. */
  readonly best: Float64Array
  /** The anchor before anchor i in that chain; −1 where it begins. */
  readonly previous: Int32Array
  readonly crowded: boolean
}

function linkAnchors(anchors: Anchors, size: SizeOf): Links {
  const { count, a, b, length } = anchors
  const best = new Float64Array(count)
  const previous = new Int32Array(count).fill(-1)
  const ends = new Int32Array(count)
  for (let i = 0; i < count; i++) ends[i] = b[i] + length[i]

  let top = 0
  let from = -1
  /** Weighs anchor j before anchor i; false where it cannot stand there. */
  const weigh = (i: number, j: number): boolean => {
    const ai = a[i]
    const bi = b[i]
    const gapA = ai - a[j] - length[j]
    const gapB = bi - ends[j]
    if (gapA > MAX_GAP || gapA < -MAX_OVERLAP || a[j] >= ai || b[j] >= bi) return false
    const overlap = Math.max(0, -gapA, -gapB)
    if (overlap >= length[i]) return false
    const one = Math.abs(gapA - gapB)
    // On one diagonal only the units between the two may be wrong; between two diagonals a gap opens as well.
    const both = Math.max(0, Math.min(gapA, gapB))
    const cost =
      (both === 0 ? 0 : BOTH_SIDES * size(ai - both, ai)) +
      (one === 0
        ? 0
        : ONE_SIDE + ONE_SIDE_DOUBLING * Math.log2(one) + ONE_SIDE_UNIT * Math.min(one, ONE_SIDE_UNITS))
    const score = best[j] + size(ai + overlap, ai + length[i]) - cost
    if (score > top) {
      top = score
      from = j
    }
    return true
  }
  const bands = count > LOOK_BACK ? new DiagonalBands(anchors, ends) : null
  let crowded = false
  for (let i = 0; i < count; i++) {
    top = size(a[i], a[i] + length[i])
    from = -1
    let weighed = 0
    // From the last anchor that ends near this one's start, back to the first that is in reach.
    const latest = b[i] + Math.min(MAX_OVERLAP, length[i] - 1)
    let j = firstWhere(0, i, (k) => ends[k] > latest) - 1
    for (const stop = Math.max(0, j - LOOK_PAST); j >= stop && weighed < LOOK_BACK; j--) {
      if (b[i] - ends[j] > MAX_GAP) break
      if (weigh(i, j)) weighed++
    }
    if (bands !== null) {
      if (j >= 0 && b[i] - ends[j] <= MAX_GAP) {
        crowded = true
        bands.weighNear(i, weigh)
      }
      bands.add(i)
    }
    best[i] = top
    previous[i] = from
  }
  return { best, previous, crowded }
}

/** The anchors weighed so far by bands of neighbouring diagonals, the latest of each band first. */
class DiagonalBands {
  readonly #anchors: Anchors
  readonly #ends: Int32Array
  readonly #least: number
  /** The latest anchor of each band. */
  readonly #latest: Int32Array
  /** For each anchor the one before it on its band. */
  readonly #earlier: Int32Array

  constructor(anchors: Anchors, ends: Int32Array) {
    const { count, a, b } = anchors
    let least = 0
    let most = 0
    for (let i = 0; i < count; i++) {
      least = Math.min(least, b[i] - a[i])
      most = Math.max(most, b[i] - a[i])
    }
    this.#anchors = anchors
    this.#ends = ends
    this.#least = least
    this.#latest = new Int32Array(((most - least) >> BAND_BITS) + 1).fill(-1)
    this.#earlier = new Int32Array(count)
  }

  /** Weighs one anchor of each band near anchor i: the latest that can stand before it. */
  weighNear(i: number, weigh: (i: number, j: number) => boolean): void {
    const start = this.#anchors.b[i]
    const band = this.#bandOf(i)
    const first = Math.max(0, band - NEAR_BANDS)
    for (let near = Math.min(this.#latest.length - 1, band + NEAR_BANDS); near >= first; near--) {
      let k = this.#latest[near]
      for (let step = 0; step < BAND_STEPS && k >= 0 && start - this.#ends[k] <= MAX_GAP; step++) {
        if (weigh(i, k)) break
        k = this.#earlier[k]
      }
    }
  }

  add(i: number): void {
    const band = this.#bandOf(i)
    this.#earlier[i] = this.#latest[band]
    this.#latest[band] = i
  }

  #bandOf(i: number): number {
    return (this.#anchors.b[i] - this.#anchors.a[i] - this.#least) >> BAND_BITS
  }
}

/** Reads chains off the links from the best end downwards; each stops where it meets an anchor that is already taken. */
function readChains(anchors: Anchors, best: Float64Array, previous: Int32Array, minScore: number): Chain[] {
  const taken = new Uint8Array(anchors.count)
  const chains: Chain[] = []
  const members: number[] = []
  for (const end of orderByScore(best)) {
    if (best[end] < minScore) break
    if (taken[end]) continue
    members.length = 0
    let i = end
    while (i >= 0 && !taken[i]) {
      taken[i] = 1
      members.push(i)
      i = previous[i]
    }
    const score = best[end] - (i >= 0 ? best[i] : 0)
    if (score < minScore) continue
    chains.push({ runs: runsOf(members.reverse(), anchors), score })
  }
  // Stopping at a taken anchor lowers scores, so the order is made anew; ties go to the earlier place.
  return chains.sort((x, y) => y.score - x.score || x.runs[1] - y.runs[1] || x.runs[0] - y.runs[0])
}

/** Indices by falling score; equal scores in text order. */
function orderByScore(score: Float64Array): Uint32Array {
  return new Uint32Array(score.length).map((_, i) => i).sort((x, y) => score[y] - score[x] || x - y)
}

/** The anchors of one chain, each cut where the one before it overlaps it. */
function runsOf(members: readonly number[], { a, b, length }: Anchors): Int32Array {
  const runs = new Int32Array(3 * members.length)
  let count = 0
  let endA = -1
  let endB = -1
  for (const i of members) {
    const overlap = Math.max(0, endA - a[i], endB - b[i])
    const left = length[i] - overlap
    if (left <= 0) continue
    runs[3 * count] = a[i] + overlap
    runs[3 * count + 1] = b[i] + overlap
    runs[3 * count + 2] = left
    endA = a[i] + length[i]
    endB = b[i] + length[i]
    count++
  }
  return runs.subarray(0, 3 * count)
}
