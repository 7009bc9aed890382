/** What the rules of an account know of a pair: both texts in units, and the noise measured on it. */
import type { ContentUnits } from './units.js'
import type { Allowance } from './allowance.js'
import type { PairNoise } from './noise.js'
import type { AlignedPair } from './slots.js'

export interface Evidence {
  readonly document: ContentUnits
  readonly keeper: ContentUnits
  readonly pair: AlignedPair
  /** Units of the document's headline, 0 where it has none. */
  readonly headline: number
  readonly noise: PairNoise
  readonly allowance: Allowance
  readonly known: ((word: string) => boolean) | undefined
}
