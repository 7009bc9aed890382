import type { EditClass } from '../compare/classes.js'
import type { NamedEdit, TextRange } from '../compare/compare.js'
import { isHanUnit, letterScripts } from '../compare/letters.js'
import { occurrences, type Lexicon } from './lexicon.js'
import { repeatingSide } from '../compare/repetition.js'
import { foldToString } from '../text/fold.js'
import { isHyphen, isNewline } from '../text/layout.js'
import { Script } from '../text/script.js'

/**
 * Why one of two copies is likelier wrong:
 *
 * - `repetition` it writes a neighbour twice (转化转化 / 转移转化)
 * - `hyphenation` it has a hyphen inside a word where no line ends (FP-GA / FPGA)
 * - `mixed-script` it has a letter of another script, or a figure, inside a word (mоdern with Cyrillic о, l1ke)
 * - `stray-mark` it has a sign inside a word that is neither apostrophe nor hyphen (th^e)
 * - `unknown-word` its word occurs nowhere else in either copy, and the other copy's does
 * - `rare-character` it has a character that occurs nowhere else where the other has a common one that looks like it
 */
export type SuspectReason =
  'repetition' | 'hyphenation' | 'mixed-script' | 'stray-mark' | 'unknown-word' | 'rare-character'

/** The copy that is likelier wrong at an edit, and why; nulls where the texts do not tell. */
export interface Suspicion {
  readonly suspect: 'a' | 'b' | null
  readonly reason: SuspectReason | null
}

const NONE: Suspicion = { suspect: null, reason: null }

/** A common character occurs this often elsewhere; fewer may be the same error again. */
const COMMON = 3
/** A word that occurs this many times as often as the other is believed though the other occurs as well. */
const OFTENER = 8
/** Code units read on either side of an edit to find the word around it. */
const WORD_REACH = 40

/** Classes in which neither copy is wrong in what it says, or which are no slip of a scanner. */
const SILENT: ReadonlySet<EditClass> = new Set([
  'moved',
  'layout',
  'linebreak',
  'width',
  'script',
  'compatibility',
])

/**
 * Judges one edit by its surroundings and by what else occurs in the texts. O(1) in the length of the texts.
 * @param lexicon counts of both texts, or of all texts of a corpus, the edit's own words included.
 */
export function suspicion(edit: NamedEdit, sourceA: string, sourceB: string, lexicon: Lexicon): Suspicion {
  if (SILENT.has(edit.class)) return NONE
  const a = around(sourceA, edit.a)
  const b = around(sourceB, edit.b)
  if (edit.class === 'repetition') {
    const side = doublingSide(edit, sourceA, sourceB)
    // Speech doubles by right (特别特别): a reading that breaks the pair must not be the unknown one.
    const rarer = edit.kind === 'substitute' ? rarerWords(a, b, lexicon) : null
    return side === null || (rarer !== null && rarer !== side) ? NONE : because('repetition', side)
  }
  if (edit.class === 'hyphenation') {
    const broken = either(isStrayHyphen(edit.a.text), isStrayHyphen(edit.b.text))
    // Where the other copy parts two words (well known), nothing speaks against the hyphen.
    if (broken !== null && edit.kind !== 'substitute') return because('hyphenation', broken)
  }
  // What is long is a passage more or less, and no slip.
  if (edit.a.text.length > WORD_REACH || edit.b.text.length > WORD_REACH) return NONE
  const mixed = either(isMixed(a), isMixed(b))
  if (mixed !== null) return because('mixed-script', mixed)
  if (edit.class === 'punctuation') {
    const stray = either(isStray(edit.a, sourceA), isStray(edit.b, sourceB))
    if (stray !== null) return because('stray-mark', stray)
  }
  // Every figure is as good as another.
  if (edit.class === 'number') return NONE
  if (edit.kind !== 'substitute' && !isInsideWord(edit, sourceA, sourceB)) return NONE
  const unknown = rarerWords(a, b, lexicon)
  if (unknown !== null) return because('unknown-word', unknown)
  if (edit.class === 'shape') return because('rare-character', rarerCharacter(edit, a, b, lexicon))
  return NONE
}

function because(reason: SuspectReason, suspect: 'a' | 'b' | null): Suspicion {
  return suspect === null ? NONE : { suspect, reason }
}

/** The side for which alone something holds. */
function either(a: boolean, b: boolean): 'a' | 'b' | null {
  return a === b ? null : a ? 'a' : 'b'
}

/** A hyphen that divides a word where no line ends: what is left of a line end in another edition, or a speck. */
function isStrayHyphen(text: string): boolean {
  let hyphen = false
  for (let i = 0; i < text.length; i++) {
    if (isNewline(text.charCodeAt(i))) return false
    hyphen ||= isHyphen(text.charCodeAt(i))
  }
  return hyphen
}

/**
 * The side that writes a whole word twice, or two Han and more: of the squares that `repeatsNeighbour` finds, those over
 * word borders (“-Mrs M”) and of single characters (等等) were right in three of four cases.
 */
function doublingSide(edit: NamedEdit, sourceA: string, sourceB: string): 'a' | 'b' | null {
  const side = repeatingSide(edit, sourceA, sourceB)
  if (side === null) return null
  const text = foldToString(edit[side].text)
  if (isHanUnit(text.charCodeAt(0))) {
    const source = side === 'a' ? sourceA : sourceB
    const { from, to } = edit[side]
    const alone = source[from - 1] === source[from] || source[to] === source[to - 1]
    return !alone && (edit.kind === 'substitute' || text.length > 1) ? side : null
  }
  if (edit.kind === 'substitute') return null
  const source = side === 'a' ? sourceA : sourceB
  const { from, to } = edit[side]
  const before = WORD_BEFORE.exec(source.slice(Math.max(0, from - WORD_REACH), from).trimEnd())![0]
  const after = WORD_AFTER.exec(source.slice(to, to + WORD_REACH).trimStart())![0]
  return foldToString(before) === text || foldToString(after) === text ? side : null
}

const WORD = /[\p{L}\p{M}\p{N}]/u
const WORD_BEFORE = /[\p{L}\p{M}\p{N}]*$/u
const WORD_AFTER = /^[\p{L}\p{M}\p{N}]*/u
const FIGURE_INSIDE = /\p{L}\p{N}+\p{L}/u
/** Signs that stand inside words by right: apostrophes, hyphens, and the interpunct. */
const INNER_SIGN = /^['’ʼ‘·.&/@:_-]$/u

/**
 * The edit with the rest of the words it touches, as it stands in a source. Han, which write no borders of words, give
 * one character on either side.
 */
function around(source: string, { from, to }: TextRange): string {
  const before = WORD_BEFORE.exec(source.slice(Math.max(0, from - WORD_REACH), from))![0]
  const after = WORD_AFTER.exec(source.slice(to, to + WORD_REACH))![0]
  return afterHan(before) + source.slice(from, to) + beforeHan(after)
}

function afterHan(word: string): string {
  let from = word.length
  while (from > 0 && !isHanUnit(word.charCodeAt(from - 1))) from--
  return from < word.length ? word.slice(from) : word.slice(-1)
}

function beforeHan(word: string): string {
  let to = 0
  while (to < word.length && !isHanUnit(word.charCodeAt(to))) to++
  return to > 0 ? word.slice(0, to) : word.slice(0, 1)
}

/** Whether what one copy alone has is part of a word there: a whole word more or less is no slip of a letter. */
function isInsideWord({ kind, a, b }: NamedEdit, sourceA: string, sourceB: string): boolean {
  const [source, { from, to, text }] = kind === 'delete' ? [sourceA, a] : [sourceB, b]
  if (text.trim() === '') return true
  if (/\s/u.test(text) || (text.length > 1 && isHanUnit(foldToString(text).charCodeAt(0)))) return false
  return WORD.test(source.slice(Math.max(0, from - 1), from)) || WORD.test(source.slice(to, to + 1))
}

function isMixed(text: string): boolean {
  return text.split(/[^\p{L}\p{M}\p{N}]+/u).some((word) => FIGURE_INSIDE.test(word) || mixesScripts(word))
}

/** Marks of no script (the small e of aͤ) belong to any, and alphabets stand beside Han and Hangul without a space. */
function mixesScripts(word: string): boolean {
  const scripts = letterScripts(word)
  for (const one of [Script.Other, Script.Han, Script.Hangul]) scripts.delete(one)
  return scripts.size > 1
}

function isStray({ from, to, text }: TextRange, source: string): boolean {
  return (
    text.length === 1 &&
    !WORD.test(text) &&
    text.trim() !== '' &&
    !INNER_SIGN.test(text) &&
    /[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}]/u.test(source.slice(from - 1, from)) &&
    /[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}]/u.test(source.slice(to, to + 1))
  )
}

/** The side whose words occur nowhere else, or hardly, where all words of the other do. */
function rarerWords(a: string, b: string, lexicon: Lexicon): 'a' | 'b' | null {
  const keysA = keys(a)
  const keysB = keys(b)
  if (keysA.length === 0 || keysB.length === 0) return null
  // Each word stands here once, and a word that both have once more in the other copy.
  const elsewhere = (own: readonly string[], other: readonly string[]) =>
    Math.min(
      ...own.map((key) => {
        const here = own.filter((one) => one === key).length + other.filter((one) => one === key).length
        return occurrences(lexicon, key) - here
      }),
    )
  const countA = elsewhere(keysA, keysB)
  const countB = elsewhere(keysB, keysA)
  if (countA >= OFTENER * Math.max(countB, 1 / OFTENER)) return countB < countA ? 'b' : null
  if (countB >= OFTENER * Math.max(countA, 1 / OFTENER)) return countA < countB ? 'a' : null
  return null
}

/** What to look up: words of letters; of Han, every two neighbours. */
function keys(text: string): string[] {
  const found: string[] = []
  for (const word of text.split(/[^\p{L}\p{M}\p{N}]+/u)) {
    const folded = foldToString(word)
    let letters = ''
    for (let i = 0; i < folded.length; i++) {
      if (!isHanUnit(folded.charCodeAt(i))) {
        letters += folded[i]
        continue
      }
      if (letters !== '') found.push(letters)
      letters = ''
      if (i + 1 < folded.length && isHanUnit(folded.charCodeAt(i + 1))) found.push(folded.slice(i, i + 2))
    }
    if (letters !== '') found.push(letters)
  }
  // Single letters are initials, numerals and specks.
  return found.some((key) => key.length > 1) ? found : []
}

/**
 * The side with a character that occurs nowhere else, where the other has a common one that fits: together with one of
 * its neighbours it occurs elsewhere. @param a @param b both sides with a neighbour on either hand.
 */
function rarerCharacter(edit: NamedEdit, a: string, b: string, lexicon: Lexicon): 'a' | 'b' | null {
  const x = foldToString(edit.a.text)
  const y = foldToString(edit.b.text)
  if (x.length !== 1 || y.length !== 1 || !isHanUnit(x.charCodeAt(0)) || !isHanUnit(y.charCodeAt(0)))
    return null
  const countA = occurrences(lexicon, x) - 1
  const countB = occurrences(lexicon, y) - 1
  const fits = (words: string) => keys(words).some((key) => occurrences(lexicon, key) > 1)
  if (countA === 0 && countB >= COMMON && fits(b)) return 'a'
  return countB === 0 && countA >= COMMON && fits(a) ? 'b' : null
}
