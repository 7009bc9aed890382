import type { FoldedText } from '../text/fold.js'
import { fmix32, lowbias32 } from '../kernel/hash.js'
import { unitWeights } from '../kernel/weights.js'

/**
 * Shingles whose length is local: a shingle is the shortest run of folded characters that reaches a weight,
 * decided position by position. Han weigh 8/5, letters 1, and the target is 8, so a shingle is five Han characters,
 * eight letters, or something between where scripts mix; an article keeps its shingles on whatever page it stands.
 *
 * No run is a prefix of another (each is the shortest to reach the weight), so the hash needs no length.
 */
export interface LocalShingles {
  /** Number of shingles: the length of the arrays below. */
  readonly count: number
  /** Where shingle i begins, in folded units, ascending. */
  readonly positions: Uint32Array
  /** Low 32 bits of the hash of shingle i. */
  readonly low: Uint32Array
  /** High 32 bits, from a second, independent hash. */
  readonly high: Uint32Array
}

/** The default target: 8 letters, in fifths. */
export const SHINGLE_WEIGHT = 40

/**
 * Multiplier of the low polynomial lane. Both were chosen by the spectral test in 2 to 8 dimensions (merit 0.73 and more):
 * with those of the golden ratio and √2, runs that differ by small amounts, or in order, collided 16 times as often as by
 * chance. Both are below 2^31, because bundlers turn the constants into variables, and a variable beyond int32 costs a
 * third of the time.
 */
export const LOW_FACTOR = 0x524b56d3
/** Multiplier of the high lane. */
export const HIGH_FACTOR = 0x6ea0880b

/** The last prefix hashes of both lanes: no run is as long as the ring. */
const RING = 256
const lowPrefix = new Int32Array(RING)
const highPrefix = new Int32Array(RING)
const lowPower = powers(LOW_FACTOR)
const highPower = powers(HIGH_FACTOR)

/** Powers for runs of up to 255 units: the greatest weight allows for 120 letters, each of two units. */
function powers(factor: number): Int32Array {
  const table = new Int32Array(RING).fill(1)
  for (let i = 1; i < table.length; i++) table[i] = Math.imul(table[i - 1], factor)
  return table
}

/**
 * All shingles of a folded text, in order, repeats included. A text lighter than the target is one shingle as a whole;
 * an empty text has none.
 *
 * The hash of a run is a difference of prefix polynomials, so each costs two multiplications in each lane whatever its
 * length: 21 ns for each unit, against 26 for hashing eight letters afresh and more for longer runs. O(length).
 * @param weight target in fifths of a letter, at most 600.
 */
export function localShingles(
  text: Pick<FoldedText, 'units' | 'length'>,
  weight = SHINGLE_WEIGHT,
): LocalShingles {
  const { units, length } = text
  const weights = unitWeights()
  const lows = lowPrefix
  const highs = highPrefix
  const lowPowers = lowPower
  const highPowers = highPower
  const positions = new Uint32Array(length)
  const low = new Uint32Array(length)
  const high = new Uint32Array(length)
  let count = 0
  let sum = 0 // weight of units [from, to)
  let from = 0
  let l = 0
  let h = 0
  lows[0] = 0
  highs[0] = 0
  for (let to = 1; to <= length; to++) {
    const unit = units[to - 1]
    l = (Math.imul(l, LOW_FACTOR) + unit) | 0
    h = (Math.imul(h, HIGH_FACTOR) + unit) | 0
    lows[to & (RING - 1)] = l
    highs[to & (RING - 1)] = h
    sum += weights[unit]
    // A run does not end inside a surrogate pair; the second half weighs nothing and rides along with the first.
    if ((unit & 0xfc00) === 0xd800) continue
    while (sum >= weight) {
      const own = weights[units[from]]
      if (own > 0) {
        positions[count] = from
        low[count] = fmix32((l - Math.imul(lows[from & (RING - 1)], lowPowers[to - from])) | 0)
        high[count] = lowbias32((h - Math.imul(highs[from & (RING - 1)], highPowers[to - from])) | 0)
        count++
      }
      sum -= own
      from++
    }
  }
  if (count === 0 && length > 0) {
    // The whole text is lighter than one shingle.
    low[0] = fmix32(l)
    high[0] = lowbias32(h)
    count = 1
  }
  return {
    count,
    positions: positions.subarray(0, count),
    low: low.subarray(0, count),
    high: high.subarray(0, count),
  }
}
