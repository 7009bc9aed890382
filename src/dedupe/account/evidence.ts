/** What the rules of an account know of a pair: both texts in units, and the noise measured on it. */
import type { ContentUnits } from './units.js'
import type { PairLexicon, PairNoise } from './noise.js'
import type { AlignedPair } from './slots.js'

export interface Evidence {
  readonly document: ContentUnits
  readonly keeper: ContentUnits
  readonly pair: AlignedPair
  readonly noise: PairNoise
  /** Of a noisy pair only: undefined where noise excuses nothing. */
  readonly lexicon: PairLexicon | undefined
  /** Single digits that may still be excused as misread: counts down while the places are judged. */
  digits: number
}
