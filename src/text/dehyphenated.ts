import { requireString } from '../kernel/errors.js'
import { hasNewline, isHyphen, isLineEndHyphen } from './layout.js'
import { LETTER, WORD_BREAK_MASK, WordBreak, wordTable } from './word-table.js'

const { Other, Extend, Format, ZWJ, Katakana, Numeric, Complex } = WordBreak

/** White_Space of Unicode 15.1, and the four separators among the controls (U+001C–U+001F). */
export function isWhiteSpace(code: number): boolean {
  if (code < 0x85) return code === 0x20 || (code >= 0x09 && code <= 0x0d) || (code >= 0x1c && code <= 0x1f)
  if (code < 0x2000) return code === 0x85 || code === 0xa0 || code === 0x1680
  return (
    code <= 0x200a ||
    code === 0x2028 ||
    code === 0x2029 ||
    code === 0x202f ||
    code === 0x205f ||
    code === 0x3000
  )
}

/** White space, or zero-width: space, word joiner, byte order mark. Joiners and variation selectors are no spaces. */
function isSpace(code: number): boolean {
  return isWhiteSpace(code) || code === 0x200b || code === 0x2060 || code === 0xfeff
}

/**
 * A text without line ends and without the hyphens that divide words:
 *
 * - A hyphen right after a letter is dropped, with the white space after it, when a letter follows: in¬⏎stalled becomes
 *   installed, and FP-⏎GA becomes FPGA. The hyphen of well-known is dropped as well, because at a line end nothing tells
 *   the two kinds apart. A hyphen beside a digit or another mark stays; a soft hyphen is dropped anywhere.
 * - An equals sign after a letter is such a hyphen where the line ends: Haupt=⏎stadt becomes Hauptstadt.
 * - A hyphen after a space at a line end (Man -⏎gel) may as well be a dash. It is dropped, with both spaces, where `isWord`
 *   knows the two parts as one word; a caller who compares two texts asks the words of both.
 * - Other white space becomes one space. It becomes nothing at the ends of the text, and where it holds a line break
 *   between characters of scripts that write no spaces between words (Han, kana, Thai, Lao, Khmer, Myanmar).
 *
 * O(source length).
 * @param isWord whether letters make a word. Default: none do.
 * @throws OffprintError `ERR_ARGUMENT` when `source` is not a string.
 */
export function dehyphenated(source: string, isWord: (letters: string) => boolean = () => false): string {
  requireString('source', source)
  const table = wordTable()
  let text = ''
  /** Where the part that is not yet copied begins. */
  let from = 0
  /** Table value of the last character that is no mark on another. */
  let before = 0
  /** Whether it was a letter that ends right here. */
  let afterLetter = false
  for (let i = 0; i < source.length;) {
    const c = source.codePointAt(i)!
    if (c === SOFT_HYPHEN || (afterLetter && (isHyphen(c) || isLineEndHyphen(c)))) {
      const end = spaceEnd(source, i + 1)
      const divides =
        afterLetter &&
        end < source.length &&
        isLetter(table[source.codePointAt(end)!]) &&
        (isHyphen(c) || hasNewline(source, i + 1, end))
      if (divides || c === SOFT_HYPHEN) {
        text += source.slice(from, i)
        i = from = divides ? end : i + 1
        continue
      }
    }
    if (isSpace(c)) {
      const end = spaceEnd(source, i)
      text += source.slice(from, i)
      const next = afterLetter ? endOfSpacedHyphen(source, i, end) : 0
      if (next > 0 && isWord(lastLetters(source, i) + firstLetters(source, next))) {
        i = from = next
        continue
      }
      const after = end < source.length ? table[source.codePointAt(end)!] : 0
      const joins = isUnspaced(before) && isUnspaced(after) && hasNewline(source, i, end)
      if (text !== '' && end < source.length && !joins) text += ' '
      i = from = end
      afterLetter = false
      continue
    }
    const value = table[c]
    const kind = value & WORD_BREAK_MASK
    if (kind !== Extend && kind !== Format && kind !== ZWJ) {
      before = value
      afterLetter = isLetter(value)
    }
    i += c > 0xffff ? 2 : 1
  }
  return from === 0 ? source : text + source.slice(from)
}

const SOFT_HYPHEN = 0xad

/** Where the letters behind a hyphen begin that stands between a space and a line end, like this -⏎ one; 0 for all else. */
function endOfSpacedHyphen(source: string, space: number, hyphen: number): number {
  if (hyphen >= source.length || !isHyphen(source.charCodeAt(hyphen)) || hasNewline(source, space, hyphen))
    return 0
  const end = spaceEnd(source, hyphen + 1)
  return hasNewline(source, hyphen + 1, end) ? end : 0
}

/** Longest part of a word that is looked at on either side of a hyphen, in UTF-16 code units. */
const LONGEST_PART = 64

/** The letters, with their marks, that end at a place. O(1). */
function lastLetters(source: string, to: number): string {
  const table = wordTable()
  let from = to
  while (from > 0 && to - from < LONGEST_PART) {
    const low = source.charCodeAt(from - 1)
    const pair = (low & 0xfc00) === 0xdc00 && from > 1 && source.codePointAt(from - 2)! > 0xffff
    if (!isPartOfWord(table[pair ? source.codePointAt(from - 2)! : low])) break
    from -= pair ? 2 : 1
  }
  return source.slice(from, to)
}

/** The letters, with their marks, that begin at a place. O(1). */
function firstLetters(source: string, from: number): string {
  return source.slice(from, lettersEnd(source, from, from + LONGEST_PART))
}

/** Where the letters end that begin at a place, at `most` or, inside a pair, right behind it. */
function lettersEnd(source: string, from: number, most: number): number {
  const table = wordTable()
  let end = from
  while (end < source.length && end < most) {
    const c = source.codePointAt(end)!
    if (!isPartOfWord(table[c])) break
    end += c > 0xffff ? 2 : 1
  }
  return end
}

function isPartOfWord(value: number): boolean {
  return isLetter(value) || (value & WORD_BREAK_MASK) === Extend
}

/** The words of texts by their letters, read when the first is asked for. For `dehyphenated`. */
export function wordsOf(sources: readonly string[]): (letters: string) => boolean {
  let words: ReadonlySet<string> | undefined
  return (letters) => (words ??= readWords(sources)).has(letters)
}

function readWords(sources: readonly string[]): ReadonlySet<string> {
  const words = new Set<string>()
  for (const source of sources) {
    for (let i = 0; i < source.length;) {
      const end = lettersEnd(source, i, source.length)
      if (end > i) words.add(source.slice(i, end))
      i = end > i ? end : i + 1
    }
  }
  return words
}

/** Where the white space ends, with the soft hyphens in it. */
function spaceEnd(source: string, from: number): number {
  let end = from
  for (; end < source.length; end++) {
    const code = source.charCodeAt(end)
    if (!isSpace(code) && code !== SOFT_HYPHEN) break
  }
  return end
}

/** The flag covers numbers too; of these, only digits matter beside a hyphen. */
function isLetter(value: number): boolean {
  return (value & LETTER) !== 0 && (value & WORD_BREAK_MASK) !== Numeric
}

/** Letters between which default rules put a border each (Han, Hiragana), Katakana, and those left to dictionaries. */
function isUnspaced(value: number): boolean {
  const kind = value & WORD_BREAK_MASK
  return (value & LETTER) !== 0 && (kind === Other || kind === Katakana || kind === Complex)
}
