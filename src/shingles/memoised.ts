import type { FoldedText } from '../text/fold.js'
import { localShingles, type LocalShingles } from './local.js'

const known = new WeakMap<FoldedText, LocalShingles>()

/**
 * The shingles of a folded text by the default rule, found once and remembered for as long as the text is: its Jaccard
 * similarity, its prints and its alignment with each of many candidates ask for the same ones. Not to be changed.
 */
export function memoisedShingles(text: FoldedText): LocalShingles {
  let shingles = known.get(text)
  if (shingles === undefined) known.set(text, (shingles = localShingles(text)))
  return shingles
}
