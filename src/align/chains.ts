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
  /** Anchors of the chain as triples (start in a, start in b, length), colinear and disjoint. Valid until the next search. */
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
/** Of gaps of up to MAX_GAP units; a logarithm took a tenth of the time of all links. */
const ONE_SIDE_COSTS = Float64Array.from({ length: MAX_GAP + 1 }, (_, units) => oneSideCost(units))

function oneSideCost(units: number): number {
  if (units === 0) return 0
  return ONE_SIDE + ONE_SIDE_DOUBLING * Math.log2(units) + ONE_SIDE_UNIT * Math.min(units, ONE_SIDE_UNITS)
}

/** First room for the links of anchors; room for more than MOST_KEPT of them is given back. */
const LEAST_ROOM = 64
const MOST_KEPT = 1 << 16
/** Anchors that are passed over one by one. */
const FEW_STEPS = 8

/** The chains of some anchors. */
export interface Chains {
  /** Best first. */
  readonly chains: readonly Chain[]
  /** Whether a crowd of repeats kept an anchor from weighing all that stand within its reach. */
  readonly crowded: boolean
}

/**
 * Reads chains off the anchors, best first; those under `minScore` are dropped.
 * O(anchors × LOOK_BACK).
 * @param sizes prefix sums of the sizes of the first text's units, in Han characters (see passage-size.ts).
 */
export function findChains(anchors: Anchors, sizes: Float64Array, minScore: number): Chains {
  links.make(anchors, sizes)
  return { chains: links.read(minScore), crowded: links.crowded }
}

/**
 * The links between anchors and the chains they make. One object serves pair after pair; its columns are longer than the
 * number of anchors.
 */
class Links {
  /** Whether a crowd of repeats kept an anchor from weighing all that stand within its reach. */
  crowded = false
  #anchors!: Anchors
  #sizes!: Float64Array
  /** Score of the best chain that ends with anchor i. */
  #best = new Float64Array(LEAST_ROOM)
  /** The anchor before anchor i in that chain; −1 where it begins. */
  #previous = new Int32Array(LEAST_ROOM)
  /** Where anchor i ends in the second text. */
  #ends = new Int32Array(LEAST_ROOM)
  #taken = new Uint8Array(LEAST_ROOM)
  /** The runs of all chains, one after the other. */
  #runs = new Int32Array(3 * LEAST_ROOM)
  /** Of the anchor whose chain is sought: the best score so far, and the anchor that gives it. */
  #top = 0
  #from = -1

  /** Links anchors. O(anchors × LOOK_BACK). */
  make(anchors: Anchors, sizes: Float64Array): void {
    const { count, a, b, length } = anchors
    this.#anchors = anchors
    this.#sizes = sizes
    if (this.#best.length < count || this.#best.length > MOST_KEPT) {
      const room = Math.max(LEAST_ROOM, count)
      this.#best = new Float64Array(room)
      this.#previous = new Int32Array(room)
      this.#ends = new Int32Array(room)
      this.#taken = new Uint8Array(room)
      this.#runs = new Int32Array(3 * room)
    }
    const ends = this.#ends
    for (let i = 0; i < count; i++) ends[i] = b[i] + length[i]
    const bands = count > LOOK_BACK ? new DiagonalBands(anchors, ends) : null
    this.crowded = false
    for (let i = 0; i < count; i++) {
      this.#top = sizes[a[i] + length[i]] - sizes[a[i]]
      this.#from = -1
      let weighed = 0
      // From the last anchor that ends near this one's start, back to the first that is in reach.
      const latest = b[i] + Math.min(MAX_OVERLAP, length[i] - 1)
      let j = i - 1
      // Most ends are near; a few steps tell, before the search by halves.
      for (let steps = 0; j >= 0 && ends[j] > latest; steps++) {
        if (steps === FEW_STEPS) {
          j = firstWhere(0, j, (k) => ends[k] > latest) - 1
          break
        }
        j--
      }
      for (const stop = Math.max(0, j - LOOK_PAST); j >= stop && weighed < LOOK_BACK; j--) {
        if (b[i] - ends[j] > MAX_GAP) break
        if (this.#weigh(i, j)) weighed++
      }
      if (bands !== null) {
        if (j >= 0 && b[i] - ends[j] <= MAX_GAP) {
          this.crowded = true
          bands.weighNear(i, (k) => this.#weigh(i, k))
        }
        bands.add(i)
      }
      this.#best[i] = this.#top
      this.#previous[i] = this.#from
    }
  }

  /** Weighs anchor j before anchor i; false where it cannot stand there. */
  #weigh(i: number, j: number): boolean {
    const { a, b, length } = this.#anchors
    const sizes = this.#sizes
    const ai = a[i]
    const bi = b[i]
    const aj = a[j]
    const gapA = ai - aj - length[j]
    const gapB = bi - this.#ends[j]
    if (gapA > MAX_GAP || gapA < -MAX_OVERLAP || aj >= ai || b[j] >= bi) return false
    const overlap = Math.max(0, -gapA, -gapB)
    if (overlap >= length[i]) return false
    const one = Math.abs(gapA - gapB)
    // On one diagonal only the units between the two may be wrong; between two diagonals a gap opens as well.
    const both = Math.max(0, Math.min(gapA, gapB))
    const cost =
      (both === 0 ? 0 : BOTH_SIDES * (sizes[ai] - sizes[ai - both])) +
      (one <= MAX_GAP ? ONE_SIDE_COSTS[one] : oneSideCost(one))
    const score = this.#best[j] + (sizes[ai + length[i]] - sizes[ai + overlap]) - cost
    if (score > this.#top) {
      this.#top = score
      this.#from = j
    }
    return true
  }

  /**
   * Reads chains off the links from the best end downwards; each stops where it meets an anchor that is already taken.
   * O(anchors + anchors that reach the score · log).
   */
  read(minScore: number): Chain[] {
    const best = this.#best
    const previous = this.#previous
    const taken = this.#taken
    const { count } = this.#anchors
    const ends: number[] = []
    for (let i = 0; i < count; i++) if (best[i] >= minScore) ends.push(i)
    const chains: Chain[] = []
    if (ends.length === 0) return chains
    taken.fill(0, 0, count)
    // By falling score; equal scores in text order.
    ends.sort((x, y) => best[y] - best[x] || x - y)
    const members: number[] = []
    let used = 0
    for (const end of ends) {
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
      const from = used
      used = this.#writeRuns(members, from)
      chains.push({ runs: this.#runs.subarray(from, used), score })
    }
    // Stopping at a taken anchor lowers scores, so the order is made anew; ties go to the earlier place.
    return chains.sort((x, y) => y.score - x.score || x.runs[1] - y.runs[1] || x.runs[0] - y.runs[0])
  }

  /**
   * Writes the anchors of one chain as runs, each cut where the one before it overlaps it; returns the place after them.
   * @param members the last anchor first.
   */
  #writeRuns(members: readonly number[], from: number): number {
    const { a, b, length } = this.#anchors
    const runs = this.#runs
    let at = from
    let endA = -1
    let endB = -1
    for (let m = members.length - 1; m >= 0; m--) {
      const i = members[m]
      const overlap = Math.max(0, endA - a[i], endB - b[i])
      const left = length[i] - overlap
      if (left <= 0) continue
      runs[at] = a[i] + overlap
      runs[at + 1] = b[i] + overlap
      runs[at + 2] = left
      endA = a[i] + length[i]
      endB = b[i] + length[i]
      at += 3
    }
    return at
  }
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

  /** Weighs one anchor of each band near anchor i: the latest that `weigh` says can stand before it. */
  weighNear(i: number, weigh: (k: number) => boolean): void {
    const start = this.#anchors.b[i]
    const band = this.#bandOf(i)
    const first = Math.max(0, band - NEAR_BANDS)
    for (let near = Math.min(this.#latest.length - 1, band + NEAR_BANDS); near >= first; near--) {
      let k = this.#latest[near]
      for (let step = 0; step < BAND_STEPS && k >= 0 && start - this.#ends[k] <= MAX_GAP; step++) {
        if (weigh(k)) break
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

const links = new Links()
