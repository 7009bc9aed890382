/** What the rules of an account know of a pair: both texts in units, and the noise measured on it. */
import type { ContentUnits } from './units.js'
import type { Allowance } from './allowance.js'
import type { PairNoise } from './noise.js'
import type { AlignedPair } from './slots.js'

/** Whether a word is known from other documents than the two that are compared. It takes folded letters. */
export type KnownWord = (word: string) => boolean

/** Passed from rule to rule; only the allowance changes, as it is used up. */
export interface Evidence {
  readonly document: ContentUnits
  readonly keeper: ContentUnits
  readonly pair: AlignedPair
  /** Units of the document's headline, 0 where it has none. */
  readonly headline: number
  readonly noise: PairNoise
  readonly allowance: Allowance
  readonly known: KnownWord | undefined
}
