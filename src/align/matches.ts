import { unitWeights } from '../kernel/weights.js'
import { ActiveDiagonals } from './active-diagonals.js'
import { AnchorList, type Anchors } from './anchor-list.js'
import type { FoldedUnits } from './passage.js'

/** A common start or end shorter than this is left to the seeds, in folded units. */
const MIN_AFFIX = 3
/** Budget of unit comparisons while matches grow: a fixed part, and a part for each unit of both texts. */
const GROW_FIXED = 1 << 20
const GROW_PER_UNIT = 32
/** Units that must agree for a match to be resumed behind an error: it is found before any seed is whole again. */
export const RESUMED = 5
/** A match of this many units is no chance: the text behind it is looked for at its offset. */
const TRUSTED_LENGTH = 8
/** Diagonals kept from pair to pair: more are given back after each, 1 MB. */
const MOST_KEPT = 1 << 18

const NO_UNITS = new Uint16Array(0)

/**
 * Maximal exact matches of two texts as they are found, in the order of their places in the second. One object serves pair
 * after pair: `start`, then the tries, then `finish`.
 */
export class Matches {
  readonly found = new AnchorList()
  /** Unit comparisons left; none when 0 or less. */
  budget = 0
  /** How far along the second text any match reaches, the common end left out. */
  coveredTo = 0
  /** Offset b − a of the latest long match, at which the text behind an error is looked for. */
  latest = 0
  #a: Uint16Array = NO_UNITS
  #b: Uint16Array = NO_UNITS
  #n = 0
  #m = 0
  /** Weight of a seed, in fifths of a letter. */
  #weight = 0
  /** One slot per diagonal (b − a + n): how far along b the latest match on it reaches; 0 outside of a pair. */
  #reached = new Int32Array(0)
  /** Where the common end begins in the second text. */
  #suffixFrom = 0
  readonly #diagonals = new ActiveDiagonals()
  /** The number of matches that the diagonals know; they are told of matches when they are asked. */
  #told = 0
  /** The match that is the common end; the diagonals never hear of it. */
  #commonEnd = -1

  /**
   * Begins with a pair.
   * @param prefix length of the common start. @param suffix length of the common end.
   * @param weight of the seeds to be tried, in fifths of a letter.
   */
  start(a: FoldedUnits, b: FoldedUnits, prefix: number, suffix: number, weight: number): void {
    const n = a.length
    const m = b.length
    this.#a = a.units
    this.#b = b.units
    this.#n = n
    this.#m = m
    this.#weight = weight
    if (this.#reached.length <= n + m) this.#reached = new Int32Array(2 * (n + m) + 1)
    this.budget = GROW_FIXED + GROW_PER_UNIT * (n + m)
    this.coveredTo = 0
    this.latest = 0
    this.found.clear()
    this.#diagonals.clear()
    this.#told = 0
    this.#commonEnd = -1
    if (prefix >= MIN_AFFIX) {
      this.found.push(0, 0, prefix)
      this.#reached[n] = prefix
      this.coveredTo = prefix
    }
    this.#suffixFrom = suffix >= MIN_AFFIX ? m - suffix : m
    if (suffix >= MIN_AFFIX) {
      this.#commonEnd = this.found.count
      this.found.push(n - suffix, m - suffix, suffix)
    }
  }

  /** Ends with a pair. Returns its matches, valid until the next `finish`. */
  finish(): Anchors {
    const anchors = this.found.sorted()
    if (this.#reached.length > MOST_KEPT) this.#reached = new Int32Array(0)
    else for (let i = 0; i < anchors.count; i++) this.#reached[anchors.b[i] - anchors.a[i] + this.#n] = 0
    this.#a = this.#b = NO_UNITS
    return anchors
  }

  /** Tries a seed of both texts at its places; a long match is the latest from then on. */
  trySeed(from: number, to: number): void {
    const length = this.grow(from, to, 1, this.#weight)
    if (length >= TRUSTED_LENGTH && !this.covers(to, this.latest)) this.latest = to - from
  }

  /**
   * Grows a match left and right around a[from] and b[to] and keeps it if at least `least` units of that weight agree from
   * there on. Returns its length; 0 where there is none, or it was known. O(length).
   * @param weight in fifths of a letter.
   */
  grow(from: number, to: number, least: number, weight: number): number {
    const n = this.#n
    const m = this.#m
    const a = this.#a
    const b = this.#b
    const diagonal = to - from + n
    if (from < 0 || from >= n || this.#reached[diagonal] > to) return 0
    if (diagonal === m && to >= this.#suffixFrom) return 0
    let right = 0
    while (from + right < n && to + right < m && a[from + right] === b[to + right]) right++
    // Two seeds of one hash may be different, once in 2^32 pairs.
    if (right < least || (weight > 0 && !reaches(weight, a, from, from + right))) return 0
    let left = 0
    while (left < from && left < to && a[from - left - 1] === b[to - left - 1]) left++
    this.budget -= left + right
    this.#reached[diagonal] = to + right
    if (to + right > this.coveredTo) this.coveredTo = to + right
    this.found.push(from - left, to - left, left + right)
    return left + right
  }

  /** The offset b − a of the best chain of matches at a place of the second text; 0 before the first match. */
  best(at: number): number {
    for (; this.#told < this.found.count; this.#told++) {
      if (this.#told === this.#commonEnd) continue
      const { a, b, length } = this.found.at(this.#told)
      this.#diagonals.add(b - a, b, b + length)
    }
    return this.#diagonals.best(at)
  }

  /** Whether a match at this offset b − a covers b[to]. */
  covers(to: number, offset: number): boolean {
    return to - offset >= 0 && to - offset < this.#n && this.#reached[this.#n + offset] > to
  }

  /** Whether b[to] lies in the common end. */
  inCommonEnd(to: number): boolean {
    return to >= this.#suffixFrom
  }
}

/** Whether units [from, to) reach a weight. O(weight). */
function reaches(weight: number, units: Uint16Array, from: number, to: number): boolean {
  const weights = unitWeights()
  let sum = 0
  for (let i = from; i < to && sum < weight; i++) sum += weights[units[i]]
  return sum >= weight
}
