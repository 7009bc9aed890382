import { HAN, unitWeights } from '../kernel/weights.js'
import type { FoldedText } from '../text/fold.js'

/**
 * Sizes of passages, in Han characters: two letters count as one, and so do a Hangul syllable and a Han character.
 * Returns prefix sums, so that the size of [from, to) is `sums[to] − sums[from]`. O(length).
 */
export function passageSizes({ units, length }: Pick<FoldedText, 'units' | 'length'>): Float64Array {
  const weights = unitWeights()
  const sums = new Float64Array(length + 1)
  let sum = 0
  for (let i = 0; i < length; i++) {
    const weight = weights[units[i]]
    sum += weight >= HAN ? 1 : weight === 0 ? 0 : 0.5
    sums[i + 1] = sum
  }
  return sums
}

/** Size of a whole folded text in Han characters. */
export function hanSize(text: Pick<FoldedText, 'units' | 'length'>): number {
  return passageSizes(text)[text.length]
}
