import type { FoldedText } from '../text/fold.js'
import { localShingles, type LocalShingles } from './local.js'

const shinglesOf = new WeakMap<FoldedText, LocalShingles>()

/**
 * The shingles of a folded text by the default rule, found once and remembered for as long as the text lives. The Jaccard
 * similarity of a text, its fingerprints and its alignment with each of many candidates all ask for them. Nobody may write
 * to them. O(length) at first, O(1) afterwards.
 */
export function memoisedShingles(text: FoldedText): LocalShingles {
  let shingles = shinglesOf.get(text)
  if (shingles === undefined) shinglesOf.set(text, (shingles = localShingles(text)))
  return shingles
}
