import type { FoldedText } from '../text/fold.js'

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

/** Half-open ranges of UTF-16 units, ascending; everything else is a letter. */
const RANGES: readonly (readonly [from: number, to: number, weight: number])[] = [
  [0x3005, 0x3008, HAN], // 々〆〇
  [0x3041, 0x3100, KANA],
  [0x31f0, 0x3200, KANA],
  [0x3400, 0x4dc0, HAN],
  [0x4e00, 0xa000, HAN],
  [0xac00, 0xd7a4, HANGUL],
  [0xd840, 0xd890, HAN], // first halves of planes 2 and 3
  [0xdc00, 0xe000, SECOND_HALF],
  [0xf900, 0xfb00, HAN],
]

let table: Uint8Array | null = null

/** Weight of every UTF-16 unit, as a table of 64 KB made on first use. */
export function unitWeights(): Uint8Array {
  if (table === null) {
    table = new Uint8Array(1 << 16).fill(LETTER)
    for (const [from, to, weight] of RANGES) table.fill(weight, from, to)
  }
  return table
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
