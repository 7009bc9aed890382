import { Script, scriptOf } from '../../text/script.js'

/**
 * Whether a space stands on paper between two words of an OCR engine. Engines cut Chinese, Japanese and Thai into words or
 * characters too, and write white space between them in their markup; on paper none stands there. No space stands between
 * a Han or Kana character and digits or marks either; one stands before a word of another script (使用 Python 编程).
 */
export function isSpaceBetween(before: string, after: string): boolean {
  const left = writingOf(before.codePointAt(lastCharacter(before))!)
  const right = writingOf(after.codePointAt(0)!)
  if (left === SPACED || right === SPACED) return true
  if (left === WIDE || right === WIDE) return false
  return left === OTHER || right === OTHER
}

/** Digits, marks and symbols. */
const OTHER = 0
/** Letters of scripts that write spaces between words, Hangul among them. */
const SPACED = 1
/** Han, Kana, Bopomofo, and marks of the same width. */
const WIDE = 2
/** Thai, Lao, Khmer, Myanmar: spaces stand between phrases, and between numbers and words. */
const PHRASED = 3

function lastCharacter(text: string): number {
  const last = text.length - 1
  const pair = last > 0 && (text.charCodeAt(last) & 0xfc00) === 0xdc00
  return pair && (text.charCodeAt(last - 1) & 0xfc00) === 0xd800 ? last - 1 : last
}

/** Half-open ranges of letters and marks that are all as wide as a Han character. */
const WIDE_RANGES: readonly (readonly [from: number, to: number])[] = [
  [0x2e80, 0x2fe0], // radicals
  [0x2ff0, 0x302a], // ideographic marks and punctuation
  [0x3030, 0x3130], // Kana, Bopomofo
  [0x3190, 0x3200],
  [0x3220, 0x3260],
  [0x3280, 0x4dc0],
  [0x4e00, 0xa000],
  [0xf900, 0xfb00],
  [0xfe10, 0xfe20], // vertical forms
  [0xfe30, 0xfe70],
  [0xff01, 0xffa0], // full-width forms, half-width Katakana
  [0xffe0, 0xffe7],
  [0x1aff0, 0x1b170], // Kana
  [0x20000, 0x323b0],
]

function writingOf(code: number): number {
  if (code >= 0x2e80) for (const [from, to] of WIDE_RANGES) if (code >= from && code < to) return WIDE
  if (code > 0xffff) return OTHER
  // The table of scripts has folded letters only; capitals lie in these blocks, among a few marks.
  if ((code >= 0x41 && code <= 0x5a) || code === 0xaa || code === 0xba) return SPACED
  if (code >= 0xc0 && code < 0x590) return code === 0xd7 || code === 0xf7 ? OTHER : SPACED
  switch (scriptOf(code)) {
    case Script.Other:
      return code >= 0x10a0 && code < 0x2000 ? SPACED : OTHER
    case Script.Digit:
      return OTHER
    case Script.Thai:
    case Script.Lao:
    case Script.Myanmar:
    case Script.Khmer:
      return PHRASED
    default:
      return SPACED
  }
}
