import type { FoldedText } from '../text/fold.js'
import { isLowSurrogate, Script, scriptTable } from '../text/script.js'

/**
 * How much a folded character says about where a text comes from, in fifths of a letter.
 *
 * One Han character of running text says about as much as 8/5 letters: five-character and eight-letter shingles are
 * equally rare in unrelated news. A syllable of Hangul spells two or three letters, a kana less than one and a half.
 */
const LETTER = 5
const HAN = 8
const HANGUL = 8
const KANA = 6
/** The second half of a surrogate pair rides along with the first. */
const SECOND_HALF = 0

const WEIGHTS: { readonly [script: number]: number } = {
  [Script.Han]: HAN,
  [Script.Hangul]: HANGUL,
  [Script.Hiragana]: KANA,
  [Script.Katakana]: KANA,
}

let table: Uint8Array | undefined

/** Weight of every folded UTF-16 unit: 64 KB, made on first use. */
export function unitWeights(): Uint8Array {
  return (table ??= scriptTable().map((script, unit) =>
    isLowSurrogate(unit) ? SECOND_HALF : (WEIGHTS[script] ?? LETTER),
  ))
}

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
    sum += weight > LETTER ? 1 : weight === SECOND_HALF ? 0 : 0.5
    sums[i + 1] = sum
  }
  return sums
}

/** Size of a whole folded text in Han characters. */
export function hanSize(text: Pick<FoldedText, 'units' | 'length'>): number {
  return passageSizes(text)[text.length]
}
