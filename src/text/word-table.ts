import { rangeDecoder } from '../kernel/range-decoder.js'
import { WORD_TABLE } from './word-table.data.js'

/** Values of Word_Break (UAX #29 table 3) in the numbering of tables/generate-words.mjs, plus Complex. */
export const WordBreak = {
  Other: 0,
  CR: 1,
  LF: 2,
  Newline: 3,
  Extend: 4,
  Format: 5,
  ZWJ: 6,
  WSegSpace: 7,
  RegionalIndicator: 8,
  Katakana: 9,
  ALetter: 10,
  HebrewLetter: 11,
  Numeric: 12,
  ExtendNumLet: 13,
  MidLetter: 14,
  MidNum: 15,
  MidNumLet: 16,
  SingleQuote: 17,
  DoubleQuote: 18,
  /** Line_Break=Complex_Context and no other value: letters of Thai, Lao, Khmer, Myanmar and their neighbours. */
  Complex: 19,
} as const

/** Bits of a class within a value. */
export const WORD_BREAK_BITS = 5
/** The class within a value. */
export const WORD_BREAK_MASK: number = 2 ** WORD_BREAK_BITS - 1
/** Flag: General_Category L or N. */
export const LETTER = 32
/** Flag: Extended_Pictographic. */
export const PICTOGRAPHIC = 64

const CODE_POINTS = 0x110000

let table: Uint8Array | undefined

/**
 * Class and flags of every code point as Unicode 15.1 has them, whatever the runtime knows. The first call decodes
 * them: 1.1 MB, of which pages without assigned characters are never touched.
 */
export function wordTable(): Uint8Array {
  return (table ??= decode())
}

function decode(): Uint8Array {
  const values = new Uint8Array(CODE_POINTS)
  const decoder = rangeDecoder(WORD_TABLE)
  const classes = decoder.models(2 ** (2 * WORD_BREAK_BITS))
  const letters = decoder.models(2 ** WORD_BREAK_BITS)
  const pictographs = decoder.models(2 ** WORD_BREAK_BITS)
  const lengths = Array.from({ length: WordBreak.Complex + 1 }, () => decoder.models())
  let before: number = WordBreak.Other
  for (let from = 0; from < CODE_POINTS;) {
    const kind = decoder.tree(classes, WORD_BREAK_BITS, before << WORD_BREAK_BITS)
    const letter = decoder.bit(letters, kind) * LETTER
    const pictographic = decoder.bit(pictographs, kind) * PICTOGRAPHIC
    const to = from + decoder.number(lengths[kind])
    const value = kind | letter | pictographic
    if (value !== WordBreak.Other) values.fill(value, from, to)
    before = kind
    from = to
  }
  return values
}
