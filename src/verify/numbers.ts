import type { Edit } from '../align/edit.js'
import { isNewline } from '../text/layout.js'

/** Figures of any script; compatibility forms (①, ５) are normalised first. */
const DIGIT = /\p{Nd}/u
const DIGITS = /\p{Nd}+/gu
/** Chinese numerals, for “三人” against “五人”. Both sides must be numerals: a lone 一 is often a dash. */
const NUMERALS = /^[\p{Nd}〇零一二三四五六七八九十百千万亿两]+$/u

/**
 * Whether an edit changes a number: other digits, other Chinese numerals, or another separator between digits
 * (3.5 / 35, 10:30 / 10.30). A line break between digits separates nothing.
 */
export function changesNumber(edit: Edit, sourceA: string, sourceB: string): boolean {
  const a = sourceA.slice(edit.a.from, edit.a.to)
  const b = sourceB.slice(edit.b.from, edit.b.to)
  if (edit.nature === 'text') {
    return digitsOf(a) !== digitsOf(b) || (a !== '' && b !== '' && NUMERALS.test(a) && NUMERALS.test(b))
  }
  if (edit.nature === 'form' || edit.nature === 'layout') return false
  if (edit.nature === 'blank' && [...(a + b)].some((c) => isNewline(c.charCodeAt(0)))) return false
  return (
    isDigitAt(sourceA, edit.a.from - 1) &&
    isDigitAt(sourceA, edit.a.to) &&
    isDigitAt(sourceB, edit.b.from - 1) &&
    isDigitAt(sourceB, edit.b.to)
  )
}

/** The runs of digits of a text, compatibility forms among them, joined by spaces. */
export function digitsOf(text: string): string {
  return (text.normalize('NFKC').match(DIGITS) ?? []).join(' ')
}

function isDigitAt(source: string, at: number): boolean {
  return at >= 0 && at < source.length && DIGIT.test(source[at])
}
