import type { FoldedText } from '../text/fold.js'
import { ActiveDiagonals } from './active-diagonals.js'
import { AnchorList } from './anchor-list.js'

/** A common start or end shorter than this is left to the seeds, in folded units. */
const MIN_AFFIX = 3
/** Budget of unit comparisons while matches grow: a fixed part, and a part for each unit of both texts. */
const GROW_FIXED = 1 << 20
const GROW_PER_UNIT = 32

/** Maximal exact matches of two texts as they are found, in the order of their places in the second. */
export class Matches {
  readonly found = new AnchorList()
  readonly diagonals = new ActiveDiagonals()
  /** Unit comparisons left; none when 0 or less. */
  budget: number
  /** How far along the second text any match reaches, the common end left out. */
  coveredTo = 0
  readonly #a: Uint16Array
  readonly #b: Uint16Array
  readonly #n: number
  readonly #m: number
  /** One slot per diagonal (b − a + n): how far along b the latest match on it reaches. */
  readonly #reached: Int32Array
  /** Where the common end begins in the second text. */
  readonly #suffixFrom: number

  /** @param prefix length of the common start. @param suffix length of the common end. Memory O(n + m). */
  constructor(
    { units: a, length: n }: FoldedText,
    { units: b, length: m }: FoldedText,
    prefix: number,
    suffix: number,
  ) {
    this.#a = a
    this.#b = b
    this.#n = n
    this.#m = m
    this.#reached = new Int32Array(n + m + 1)
    this.budget = GROW_FIXED + GROW_PER_UNIT * (n + m)
    if (prefix >= MIN_AFFIX) {
      this.found.push(0, 0, prefix)
      this.#reached[n] = prefix
      this.coveredTo = prefix
      this.diagonals.add(0, 0, prefix)
    }
    this.#suffixFrom = suffix >= MIN_AFFIX ? m - suffix : m
    if (suffix >= MIN_AFFIX) this.found.push(n - suffix, m - suffix, suffix)
  }

  /**
   * Grows a match left and right around a[from] and b[to] and keeps it if at least `least` units agree from there on.
   * Returns its length; 0 where there is none, or it was known. O(length).
   */
  grow(from: number, to: number, least: number): number {
    const n = this.#n
    const m = this.#m
    const a = this.#a
    const b = this.#b
    const diagonal = to - from + n
    if (from < 0 || from >= n || this.#reached[diagonal] > to) return 0
    if (diagonal === m && to >= this.#suffixFrom) return 0
    let right = 0
    while (from + right < n && to + right < m && a[from + right] === b[to + right]) right++
    if (right < least) return 0
    let left = 0
    while (left < from && left < to && a[from - left - 1] === b[to - left - 1]) left++
    this.budget -= left + right
    this.#reached[diagonal] = to + right
    if (to + right > this.coveredTo) this.coveredTo = to + right
    this.found.push(from - left, to - left, left + right)
    this.diagonals.add(to - from, to - left, to + right)
    return left + right
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
