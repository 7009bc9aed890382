import type { Edit } from '../align/edit.js'
import type { JudgedEdit } from './numbers.js'
import { hasNewline, isHyphen, isLineEndHyphen } from '../text/layout.js'
import { foldToString } from '../text/fold.js'
import { letterScripts, plainScripts } from './letters.js'
import { repeatsNeighbour } from './repetition.js'

/**
 * The kind of a difference, as an auditor names it. Each edit has one class, the first that fits in this order.
 *
 * - `moved` the same text was taken out here and put in elsewhere in the passage
 * - `layout` white space on both sides of a place, however different, or around a one-sided edit
 * - `linebreak` a line or page break inside running text, on one side only
 * - `hyphenation` a hyphen between letters, with its line break if there is one (FP-GA / FPGA)
 * - `spacing` a space on one side only
 * - `repetition` a neighbour written twice (转化转化 / 转移转化)
 * - `number` digits, Chinese numerals or separators between digits differ
 * - `case`, `width`, `script` (樣 / 样), `compatibility` (ſ / s, ﬁ / fi), `diacritic` (ä / a)
 * - `shape` letters or characters that look alike (鸟 / 马, rn / m), where the caller brings `lookAlike`
 * - `punctuation` another mark, or a mark on one side only
 * - `foreign` a word in another script (and / 和)
 * - `omission` text that A lacks, `insertion` text that B lacks
 * - `other` any other substitution
 *
 * An edit of more than 1,024 units is named by its first 1,024 on either side, and text of more than 512 that stands
 * elsewhere is not `moved` but a passage of its own.
 */
export type EditClass = (typeof EDIT_CLASSES)[number]

/** Every class of edits, in the order in which they are tried. */
export const EDIT_CLASSES = [
  'moved',
  'layout',
  'linebreak',
  'hyphenation',
  'spacing',
  'repetition',
  'number',
  'case',
  'width',
  'script',
  'compatibility',
  'diacritic',
  'shape',
  'punctuation',
  'foreign',
  'omission',
  'insertion',
  'other',
] as const

/** A longer edit is named by its beginning: ICU normalises a run of marks in quadratic time (250,000 took 160 s). */
const MOST_NAMED = 1024

/** Whether one text may be the other misread; `lookAlike` of shape.ts, which brings a table of 160 kB. */
export type Alike = (a: string, b: string) => boolean

/** Names one edit, except `moved`, which takes two (see `movedEdits`). Nothing is `shape` without `alike`. */
export function classify(edit: JudgedEdit, sourceA: string, sourceB: string, alike?: Alike): EditClass {
  const a = sourceA.slice(edit.a.from, Math.min(edit.a.to, edit.a.from + MOST_NAMED))
  const b = sourceB.slice(edit.b.from, Math.min(edit.b.to, edit.b.from + MOST_NAMED))
  switch (edit.nature) {
    case 'layout':
      return 'layout'
    case 'blank':
      return hasNewline(a + b) ? 'linebreak' : 'spacing'
    case 'punctuation':
      return classifyPunctuation(edit, a, b, sourceA, sourceB)
    case 'form':
      return edit.changesNumber ? 'number' : classifyForm(a, b)
    case 'text':
      return classifyText(edit, a, b, sourceA, sourceB, alike)
  }
}

function classifyPunctuation(
  edit: JudgedEdit,
  a: string,
  b: string,
  sourceA: string,
  sourceB: string,
): EditClass {
  if (hyphenates(a, b) && betweenLetters(edit, sourceA, sourceB)) return 'hyphenation'
  if (edit.changesNumber) return 'number'
  return sameForm(a, b) ? 'width' : 'punctuation'
}

/** A hyphen on one side, nothing or white space on the other; at a line end also a sign that divides words only there. */
function hyphenates(a: string, b: string): boolean {
  const [mark, rest] = a.trim() === '' ? [b, a] : [a, b]
  if (rest.trim() !== '' || mark.trim() === '') return false
  const ends = hasNewline(mark)
  return [...mark.trim()].every((c) => {
    const code = c.charCodeAt(0)
    return isHyphen(code) || (ends && isLineEndHyphen(code))
  })
}

function betweenLetters(edit: Edit, sourceA: string, sourceB: string): boolean {
  return (
    isLetter(sourceA, edit.a.from - 1) &&
    isLetter(sourceA, edit.a.to) &&
    isLetter(sourceB, edit.b.from - 1) &&
    isLetter(sourceB, edit.b.to)
  )
}

const LETTER = /\p{L}|\p{M}/u
const ONLY_MARKS = /^\p{M}+$/u
const MARKS = /\p{M}+/gu
const WIDE = /[\uff00-\uffef\u3000]/
const WIDE_ALL = /[\uff00-\uffef\u3000]/g

function isLetter(source: string, at: number): boolean {
  return at >= 0 && at < source.length && LETTER.test(source[at])
}

/** The same folded text in two forms: which step of folding removes the difference? Cheapest explanation first. */
function classifyForm(a: string, b: string): EditClass {
  if (a.toLowerCase() === b.toLowerCase()) return 'case'
  if (sameForm(a, b)) return 'width'
  if (foldToString(a, { script: false }) !== foldToString(b, { script: false })) return 'script'
  const [x, y] = [a.normalize('NFKC'), b.normalize('NFKC')]
  if (x === y || oneLetter(x) === oneLetter(y)) return 'compatibility'
  if (x.normalize('NFD').replace(MARKS, '') === y.normalize('NFD').replace(MARKS, '')) return 'diacritic'
  if (x.toLowerCase() === y.toLowerCase()) return 'case'
  return 'compatibility'
}

/** Other notations of a letter than NFKC knows: ё as е, uͤ as ü. */
function oneLetter(text: string): string {
  return text
    .replace(/[ёЁ]/g, (yo) => (yo === 'ё' ? 'е' : 'Е'))
    .replaceAll('\u0364', '\u0308')
    .normalize('NFC')
}

/** Whether only full and half width keep the two apart. */
function sameForm(a: string, b: string): boolean {
  if (!WIDE.test(a) && !WIDE.test(b)) return false
  const narrow = (text: string) => text.replace(WIDE_ALL, (c) => c.normalize('NFKC'))
  return narrow(a) === narrow(b)
}

function classifyText(
  edit: JudgedEdit,
  a: string,
  b: string,
  sourceA: string,
  sourceB: string,
  alike: Alike | undefined,
): EditClass {
  if (repeatsNeighbour(edit, sourceA, sourceB)) return 'repetition'
  if (edit.changesNumber && !isPassing(a, b)) return 'number'
  const [plainA, plainB] = [plainScripts(a), plainScripts(b)]
  if (plainA >= 0 && plainB >= 0) {
    // Nothing to take apart, as in most edits: the questions below, put to ASCII and Han.
    if (a !== '' && a === b) return 'diacritic'
    if (a !== '' && b !== '' && alike?.(a, b)) return 'shape'
    if (plainA > 0 && plainB > 0 && (plainA & plainB) === 0) return 'foreign'
    return oneSided(a, b)
  }
  const bareA = a.normalize('NFKD').replace(MARKS, '')
  // A vowel sign or a nukta that one side lacks stands alone.
  if (ONLY_MARKS.test(a + b) && (a === '' || b === '')) return 'diacritic'
  if (a !== '' && b !== '' && bareA !== '' && bareA === b.normalize('NFKD').replace(MARKS, ''))
    return 'diacritic'
  if (a !== '' && b !== '' && alike?.(a, b)) return 'shape'
  if (isForeign(a, b)) return 'foreign'
  return oneSided(a, b)
}

/** The class of an edit that nothing else explains. */
function oneSided(a: string, b: string): EditClass {
  if (a === '') return 'omission'
  if (b === '') return 'insertion'
  return 'other'
}

/** Whether an insertion or deletion has figures among other words: a whole paragraph that mentions a year is no number. */
function isPassing(a: string, b: string): boolean {
  return (a === '' || b === '') && LETTER.test(a + b)
}

/** Both sides are letters, and no script stands on both. */
function isForeign(a: string, b: string): boolean {
  const scriptsA = letterScripts(a)
  const scriptsB = letterScripts(b)
  if (scriptsA.size === 0 || scriptsB.size === 0) return false
  for (const script of scriptsA) if (scriptsB.has(script)) return false
  return true
}
