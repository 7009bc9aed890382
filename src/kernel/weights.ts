/*
 * Weights of folded characters: how much each says about the origin of a text, in fifths of a letter.
 *
 * Measured as the chance that a run of n characters stands in an unrelated text of 10,000 as well, for 32 languages
 * (benchmarks/record/weights.md): five Hangul syllables, seven kana or seven Arabic or Hebrew letters are about as rare as
 * eight letters of German. Five Han are five to eight times rarer; four would be the equal of ten letters, and five are
 * what the field calls a 5-gram. Malayalam and Burmese, which spell a syllable with several signs, would need 4; they
 * have 5, so that no shingle is longer than the eight units that the kernel hashes at once.
 *
 * The ranges are whole blocks, so that the kernel finds the weights of eight units with a few comparisons.
 */

/** Weight of a letter of an alphabet. */
export const LETTER = 5
/** Weight of a Han character. */
export const HAN = 8
const HANGUL = 8
const KANA = 6
const SEMITIC = 6
/** The second half of a surrogate pair rides along with the first. */
const SECOND_HALF = 0

/** Half-open ranges of UTF-16 units; everything else is a letter. */
const RANGES: readonly (readonly [from: number, to: number, weight: number])[] = [
  [0x590, 0x900, SEMITIC],
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
