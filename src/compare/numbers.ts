import type { Edit, SourceRange } from '../align/edit.js'
import { foldToString } from '../text/fold.js'
import { hasNewline } from '../text/layout.js'

const DIGIT = /\p{Nd}/u
const DIGITS = /\p{Nd}+/gu
/** Chinese numerals, for “三人” against “五人”. Both sides must be numerals: a lone 一 is often a dash. */
const HAN_NUMERALS = '〇零一二三四五六七八九十百千万亿两'
const NUMERALS = new RegExp(`^[\\p{Nd}${HAN_NUMERALS}]+$`, 'u')
/** Raised and lowered digits: 10² folds as 102 does. */
const RAISED = /[\u00b2\u00b3\u00b9\u2070-\u2079\u2080-\u2089]/
/** Vulgar fractions: ½ folds as 12 does. */
const FRACTION = /[\u00bc-\u00be\u2150-\u215f\u2189]/
/** Signs that give a figure its unit or scale, before or after it. */
const UNIT = /[\p{Sc}%‰‱°]/u
/** A sign before a figure; after a letter or a digit it is a hyphen or a dash. */
const SIGN = /[-+−±]$/
const LETTER_OR_DIGIT = /[\p{L}\p{N}]/u

/** An edit that was asked whether it changes a number; the answer serves the counts, the relation and the class. */
export interface JudgedEdit extends Edit {
  /** See `changesNumber`. */
  readonly changesNumber: boolean
}

/**
 * Whether an edit changes a number: other digits, other Chinese numerals, another separator between digits (3.5 / 35,
 * 10:30 / 10.30), another sign or unit (−5 / 5, $5 / €5), a raised digit for a plain one beside another (10² / 102). A line
 * break between digits separates nothing. O(length of the edit).
 */
export function changesNumber(edit: Edit, sourceA: string, sourceB: string): boolean {
  const a = sourceA.slice(edit.a.from, edit.a.to)
  const b = sourceB.slice(edit.b.from, edit.b.to)
  switch (edit.nature) {
    case 'text':
      if (hasNoNumeral(a) && hasNoNumeral(b)) return false
      if (a !== '' && b !== '' && NUMERALS.test(a) && NUMERALS.test(b)) return true
      if (isSlip(a, sourceB, edit.b) || isSlip(b, sourceA, edit.a)) return false
      return digitsOf(foldToString(a)) !== digitsOf(foldToString(b))
    case 'form':
      if (FRACTION.test(a) !== FRACTION.test(b)) return true
      // Behind a word it is the mark of a note, however it is set: Elmtree² / Elmtree2.
      return (
        RAISED.test(a) !== RAISED.test(b) && (besideDigit(sourceA, edit.a) || besideDigit(sourceB, edit.b))
      )
    case 'layout':
      return false
    case 'blank':
      return !hasNewline(a + b) && betweenDigits(sourceA, edit.a) && betweenDigits(sourceB, edit.b)
    case 'punctuation':
      if (betweenDigits(sourceA, edit.a) && betweenDigits(sourceB, edit.b)) return true
      return qualifies(sourceA, edit.a) || qualifies(sourceB, edit.b)
  }
}

/** Whether a text is of ASCII and unified ideographs and has neither a digit nor a Chinese numeral. O(length). */
function hasNoNumeral(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (code >= 0x80 ? code < 0x4e00 || code >= 0xa000 : code >= 0x30 && code <= 0x39) return false
    if (code >= 0x4e00 && HAN_NUMERALS.includes(text[i])) return false
  }
  return true
}

const ALPHABET = '\\p{Script=Latin}\\p{Script=Greek}\\p{Script=Cyrillic}\\p{M}'
const LETTERS = new RegExp(`^[${ALPHABET}]+$`, 'u')
const LETTERS_BEFORE = new RegExp(`[${ALPHABET}\\p{Nd}]*$`, 'u')
const LETTERS_AFTER = new RegExp(`^[${ALPHABET}\\p{Nd}]*`, 'u')
/** Least letters of a word beside the digit: with fewer it is a designation (A1, M3A), and its figure counts. */
const WORD_LETTERS = 3
/** Code units read on either side for the rest of a word. */
const REACH = 24

/** Letters that digits are read for. In a short word no other digit is a slip of the scanner. */
const READ_FOR: Readonly<Record<string, string>> = { 0: 'o', 1: 'ilj', 5: 's', 6: 'b', 8: 'b', 9: 'gq' }
const LOWER = /^\p{Ll}+$/u

/** Whether a range holds digits inside a word where the other text has letters: bu1lt / built, 1ine / line, 1n / in. */
function isSlip(other: string, source: string, { from, to }: SourceRange): boolean {
  const inside = source.slice(from, to)
  if (!LETTERS.test(other) || !DIGIT.test(inside) || inside.length > REACH) return false
  const before = LETTERS_BEFORE.exec(source.slice(Math.max(0, from - REACH), from))![0]
  const after = LETTERS_AFTER.exec(source.slice(to, to + REACH))![0]
  const beside = before + after
  if (DIGIT.test(beside)) return false
  // 1n / in, o1d / old: a designation has capitals, or another letter in the place of the digit.
  return (
    beside.length >= WORD_LETTERS ||
    (LOWER.test(beside + other) && READ_FOR[inside]?.includes(other) === true)
  )
}

/** The runs of digits of a folded text, joined by spaces. */
export function digitsOf(folded: string): string {
  return (folded.match(DIGITS) ?? []).join(' ')
}

function betweenDigits(source: string, { from, to }: SourceRange): boolean {
  return is(DIGIT, source, from - 1) && is(DIGIT, source, to)
}

function besideDigit(source: string, { from, to }: SourceRange): boolean {
  return is(DIGIT, source, from - 1) || is(DIGIT, source, to)
}

/** Whether the marks of a range give the figure beside them a sign or a unit. */
function qualifies(source: string, { from, to }: SourceRange): boolean {
  const marks = source.slice(from, to)
  if (UNIT.test(marks) && (is(DIGIT, source, from - 1) || is(DIGIT, source, to))) return true
  return SIGN.test(marks) && is(DIGIT, source, to) && !is(LETTER_OR_DIGIT, source, from - 1)
}

function is(pattern: RegExp, source: string, at: number): boolean {
  return at >= 0 && at < source.length && pattern.test(source[at])
}
