import { HAN, unitWeights } from '../kernel/weights.js'
import type { FoldedRange, FoldedUnits } from './passage.js'

/**
 * Sizes of passages, in Han characters: two letters count as one, and so do a Hangul syllable and a Han character.
 * Returns prefix sums, so that the size of [from, to) is `sums[to] − sums[from]`. O(length).
 * @param sums takes them: at least length + 1 numbers. Default: a new array.
 */
export function passageSizes(
  { units, length }: FoldedUnits,
  sums: Float64Array = new Float64Array(length + 1),
): Float64Array {
  const weights = unitWeights()
  let sum = 0
  sums[0] = 0
  for (let i = 0; i < length; i++) {
    const weight = weights[units[i]]
    sum += weight >= HAN ? 1 : weight === 0 ? 0 : 0.5
    sums[i + 1] = sum
  }
  return sums
}

/** Size of a range of a folded text in Han characters. O(length of the range). */
export function rangeSize({ units }: FoldedUnits, { from, to }: FoldedRange): number {
  const weights = unitWeights()
  let halves = 0
  for (let i = from; i < to; i++) {
    const weight = weights[units[i]]
    halves += weight >= HAN ? 2 : weight === 0 ? 0 : 1
  }
  return halves / 2
}

/** Size of a folded string in Han characters. O(length). */
export function sizeOfString(folded: string): number {
  const weights = unitWeights()
  let halves = 0
  for (let i = 0; i < folded.length; i++) {
    const weight = weights[folded.charCodeAt(i)]
    halves += weight >= HAN ? 2 : weight === 0 ? 0 : 1
  }
  return halves / 2
}
