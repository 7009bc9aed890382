/**
 * Words, by the default word boundaries of UAX #29 (revision 43, Unicode 15.1) without locale tailorings. They enter
 * stored signatures, so they come from a baked table: `Intl.Segmenter` answers as the ICU of the day does.
 *
 * By these rules letters and digits with the marks on them are one word (can't, 3.14, l’homme, 14.Mai), a run of Katakana
 * is a word, and so is a run of Hangul. Each Han character and each Hiragana is a word of its own.
 *
 * One departure. UAX #29 leaves scripts that write no spaces (Line_Break=Complex_Context: Thai, Lao, Khmer, Myanmar and
 * their neighbours) to dictionaries, and without one cuts before every letter. Here a run of their letters is one word:
 * a phrase between spaces or zero-width spaces, which is what their writers mark.
 */
import { requireString } from '../kernel/errors.js'
import { classSet } from './class-set.js'
import { LETTER, PICTOGRAPHIC, WORD_BREAK_MASK, WordBreak, wordTable } from './word-table.js'

/** Enters stored signatures of word shingles: two of different versions never compare. Any change of the borders raises it. */
export const WORDS_VERSION: number = 1

/** The words of a source, as ranges in it: disjoint and in order. */
export interface Words {
  /** Number of words: the length of both arrays. */
  readonly count: number
  /** Source offset where word i begins. */
  readonly starts: Uint32Array
  /** Source offset where it ends (half-open). */
  readonly ends: Uint32Array
}

/**
 * The segments between borders that hold a letter or a number (General_Category L or N); space, punctuation and symbols
 * are no words. O(source length).
 *
 * @throws OffprintError `ERR_ARGUMENT` when `source` is not a string.
 */
export function words(source: string): Words {
  const borders = wordBorders(source)
  const table = wordTable()
  const starts = new Uint32Array(borders.length)
  const ends = new Uint32Array(borders.length)
  let count = 0
  for (let b = 1; b < borders.length; b++) {
    for (let i = borders[b - 1]; i < borders[b]; i++) {
      // The second half of a pair looks itself up alone, and no lone surrogate is a letter.
      if ((table[source.codePointAt(i)!] & LETTER) === 0) continue
      starts[count] = borders[b - 1]
      ends[count++] = borders[b]
      break
    }
  }
  return { count, starts: starts.slice(0, count), ends: ends.slice(0, count) }
}

const { CR, LF, Newline, Extend, Format, ZWJ, WSegSpace, RegionalIndicator, Katakana, Complex } = WordBreak
const { ALetter, HebrewLetter, Numeric, ExtendNumLet, MidLetter, MidNum, MidNumLet } = WordBreak
const { SingleQuote, DoubleQuote } = WordBreak

/** WB4: joined to the character before them, and then passed over. */
const IGNORED = classSet(Extend, Format, ZWJ)
/** WB3a: nothing joins a line end. */
const LINE_END = classSet(CR, LF, Newline)
const AH_LETTER = classSet(ALetter, HebrewLetter)
const WORD = AH_LETTER | classSet(Numeric, ExtendNumLet)

/** For each class, the classes that join it: the rules that look at two neighbours only. */
const JOINS = new Int32Array(32)
JOINS[CR] = classSet(LF) // WB3
JOINS[WSegSpace] = classSet(WSegSpace) // WB3d
JOINS[ALetter] = WORD // WB5, WB9, WB13a
JOINS[HebrewLetter] = WORD | classSet(SingleQuote) // and WB7a
JOINS[Numeric] = WORD // WB8, WB10, WB13a
JOINS[Katakana] = classSet(Katakana, ExtendNumLet) // WB13, WB13a
JOINS[ExtendNumLet] = WORD | classSet(Katakana) // WB13a, WB13b
JOINS[RegionalIndicator] = classSet(RegionalIndicator) // WB15, WB16
JOINS[Complex] = classSet(Complex) // our own

/** WB6, WB7b, WB12: what must follow `kind`, standing after `before`, for the three to join; 0 where nothing can. */
function needed(before: number, kind: number): number {
  if (kind < MidLetter || kind > DoubleQuote) return 0
  const quoteOrStop = kind === MidNumLet || kind === SingleQuote
  if (before === Numeric) return quoteOrStop || kind === MidNum ? classSet(Numeric) : 0
  if (before !== ALetter && before !== HebrewLetter) return 0
  if (quoteOrStop || kind === MidLetter) return AH_LETTER
  return kind === DoubleQuote && before === HebrewLetter ? classSet(HebrewLetter) : 0
}

/**
 * Every border of UAX #29 (with the departure above), ascending, the ends of the text among them; none for an empty
 * text. O(source length): one pass, in which a border that depends on the character after next is held back.
 *
 * @throws OffprintError `ERR_ARGUMENT` when `source` is not a string.
 */
export function wordBorders(source: string): Uint32Array {
  requireString('source', source)
  const table = wordTable()
  const borders = new Uint32Array(source.length + 1)
  let count = 0
  /** Class of the last character that WB4 does not pass over. */
  let before: number = Newline
  /** Whether a ZWJ stands just before. */
  let joiner = false
  /** After a letter or digit and then a stop or quote: the classes that would join all three. */
  let awaited = 0
  /** Where the border is if none of them comes; −1 for none. */
  let held = -1
  for (let i = 0; i < source.length;) {
    const at = i
    let c = source.charCodeAt(i++)
    if ((c & 0xfc00) === 0xd800) {
      c = source.codePointAt(at)!
      if (c > 0xffff) i++
    }
    const value = table[c]
    const kind = value & WORD_BREAK_MASK
    if (((IGNORED >> kind) & 1) === 1 && ((LINE_END >> before) & 1) === 0) {
      joiner = kind === ZWJ
      // WB3d wants the spaces themselves side by side; nothing else asks for a space.
      if (before === WSegSpace) before = WordBreak.Other
      continue
    }
    const pairs = ((JOINS[before] >> kind) & 1) === 1
    let joins = pairs || (joiner && (value & PICTOGRAPHIC) !== 0) // WB3c
    if (awaited !== 0) {
      if (((awaited >> kind) & 1) === 1) joins = true
      else if (held >= 0) borders[count++] = held
    }
    awaited = needed(before, kind)
    if (awaited !== 0) held = joins ? -1 : at
    else if (!joins) borders[count++] = at
    // Regional indicators join in pairs: behind the second, the count starts anew.
    before = kind === RegionalIndicator && pairs ? WordBreak.Other : kind
    joiner = kind === ZWJ
  }
  if (awaited !== 0 && held >= 0) borders[count++] = held
  if (source.length > 0) borders[count++] = source.length
  return borders.slice(0, count)
}
