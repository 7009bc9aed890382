/**
 * How much a folded character says about where a text comes from, in fifths of a letter.
 *
 * One Han character of running text says about as much as 8/5 letters: five-character and eight-letter shingles are
 * equally rare in unrelated news. A syllable of Hangul spells two or three letters, a kana less than one and a half.
 *
 * The ranges are whole blocks, so that the kernel finds the weights of eight units with three comparisons.
 */
export const LETTER = 5
const HAN = 8
const HANGUL = 8
const KANA = 6
/** The second half of a surrogate pair rides along with the first. */
const SECOND_HALF = 0

/** Half-open ranges of UTF-16 units; everything else is a letter. */
const RANGES: readonly (readonly [from: number, to: number, weight: number])[] = [
  [0x3005, 0x3200, KANA], // with 々, 〇 and bopomofo
  [0x3400, 0xa000, HAN],
  [0xac00, 0xd800, HANGUL],
  [0xd840, 0xd8c0, HAN], // first halves of planes 2 and 3
  [0xdc00, 0xe000, SECOND_HALF],
  [0xf900, 0xfb00, HAN],
]

let table: Uint8Array | undefined

/** Weight of every folded UTF-16 unit: 64 KB, made on first use. */
export function unitWeights(): Uint8Array {
  if (table === undefined) {
    table = new Uint8Array(1 << 16).fill(LETTER)
    for (const [from, to, weight] of RANGES) table.fill(weight, from, to)
  }
  return table
}
