import { HAN, unitWeights } from '../kernel/weights.js'
import type { FoldedUnits } from './passage.js'

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

/** Size of a whole folded text in Han characters. */
export function hanSize(text: FoldedUnits): number {
  return passageSizes(text)[text.length]
}
