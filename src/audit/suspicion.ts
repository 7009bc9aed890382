import type { EditClass } from '../compare/classes.js'
import type { NamedEdit, TextRange } from '../compare/compare.js'
import { isHanUnit, letterScripts } from '../compare/letters.js'
import { repeatingSide } from '../compare/repetition.js'
import { foldToString } from '../text/fold.js'
import { isHyphen, isNewline } from '../text/layout.js'
import { Script } from '../text/script.js'
import type { Lexicon } from './lexicon.js'
import { rarerCharacter, rarerWords } from './rarer-side.js'
import { NO_WORD, WORD, WORD_REACH, wordAtEnd, wordAtStart, wordsAround } from './word-around.js'

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
  | 'repetition'
  | 'hyphenation'
  | 'mixed-script'
  | 'stray-mark'
  | 'unknown-word'
  | 'rare-character'

/** The copy that is likelier wrong at an edit, and why; nulls where the texts do not tell. */
export interface Suspicion {
  /** The copy. */
  readonly suspect: 'a' | 'b' | null
  /** The sign by which it was found. */
  readonly reason: SuspectReason | null
}

const NONE: Suspicion = { suspect: null, reason: null }

/** Classes of edits that make neither copy say something wrong, or that no scanner makes. */
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
  const a = wordsAround(sourceA, edit.a)
  const b = wordsAround(sourceB, edit.b)
  if (edit.class === 'repetition') {
    const side = doublingSide(edit, sourceA, sourceB)
    // Speech doubles words on purpose (特别特别). So the side that doubles is no suspect where the other side, which breaks
    // the pair, has the unknown word.
    const rarer = edit.kind === 'substitute' ? rarerWords(a, b, lexicon) : null
    return side === null || (rarer !== null && rarer !== side) ? NONE : because('repetition', side)
  }
  if (edit.class === 'hyphenation') {
    const broken = either(isStrayHyphen(edit.a.text), isStrayHyphen(edit.b.text))
    // Where the other copy parts two words (well known), nothing speaks against the hyphen.
    if (broken !== null && edit.kind !== 'substitute') return because('hyphenation', broken)
  }
  // A long difference is a passage more or less, and no slip.
  if (edit.a.text.length > WORD_REACH || edit.b.text.length > WORD_REACH) return NONE
  const mixed = either(mixesScripts(a), mixesScripts(b))
  if (mixed !== null) return because('mixed-script', mixed)
  if (edit.class === 'punctuation') {
    const stray = either(isStrayMark(edit.a, sourceA), isStrayMark(edit.b, sourceB))
    if (stray !== null) return because('stray-mark', stray)
  }
  // No figure is likelier than another.
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

/** Whether a text has a hyphen and no line end: left over from a line end of another edition, or a speck. */
function isStrayHyphen(text: string): boolean {
  let hyphen = false
  for (let i = 0; i < text.length; i++) {
    if (isNewline(text.charCodeAt(i))) return false
    hyphen ||= isHyphen(text.charCodeAt(i))
  }
  return hyphen
}

/**
 * The side that writes a whole word, or two and more Han characters, twice. Other repetitions that `repeatsNeighbour`
 * finds, over word borders (“-Mrs M”) and of single characters (等等), were no errors in three of four cases.
 */
function doublingSide(edit: NamedEdit, sourceA: string, sourceB: string): 'a' | 'b' | null {
  const side = repeatingSide(edit, sourceA, sourceB)
  if (side === null) return null
  const source = side === 'a' ? sourceA : sourceB
  const { from, to } = edit[side]
  const text = foldToString(edit[side].text)
  if (isHanUnit(text.charCodeAt(0))) {
    const alone = source[from - 1] === source[from] || source[to] === source[to - 1]
    return !alone && (edit.kind === 'substitute' || text.length > 1) ? side : null
  }
  if (edit.kind === 'substitute') return null
  const before = wordAtEnd(source.slice(Math.max(0, from - WORD_REACH), from).trimEnd())
  const after = wordAtStart(source.slice(to, to + WORD_REACH).trimStart())
  return foldToString(before) === text || foldToString(after) === text ? side : null
}

/** Whether the text that one copy alone has is part of a word there: a whole word more or less is no slip of a letter. */
function isInsideWord({ kind, a, b }: NamedEdit, sourceA: string, sourceB: string): boolean {
  const [source, { from, to, text }] = kind === 'delete' ? [sourceA, a] : [sourceB, b]
  if (text.trim() === '') return true
  if (/\s/u.test(text) || (text.length > 1 && isHanUnit(foldToString(text).charCodeAt(0)))) return false
  return WORD.test(source.slice(Math.max(0, from - 1), from)) || WORD.test(source.slice(to, to + 1))
}

const FIGURE_INSIDE = /\p{L}\p{N}+\p{L}/u

/** Whether one of the words has letters of two scripts, or a figure between letters. */
function mixesScripts(text: string): boolean {
  return text.split(NO_WORD).some((word) => FIGURE_INSIDE.test(word) || hasTwoScripts(word))
}

/** Marks of no script (the small e of aͤ) belong to any, and alphabets stand beside Han and Hangul without a space. */
function hasTwoScripts(word: string): boolean {
  const scripts = letterScripts(word)
  for (const one of [Script.Other, Script.Han, Script.Hangul]) scripts.delete(one)
  return scripts.size > 1
}

const ALPHABETIC = /[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}]/u
/** Signs that often stand inside words: apostrophes, hyphens, and the interpunct. */
const INNER_SIGN = /^['’ʼ‘·.&/@:_-]$/u

/** Whether a side is one sign between two letters of an alphabet, and none that words are written with. */
function isStrayMark({ from, to, text }: TextRange, source: string): boolean {
  return (
    text.length === 1 &&
    !WORD.test(text) &&
    text.trim() !== '' &&
    !INNER_SIGN.test(text) &&
    ALPHABETIC.test(source.slice(from - 1, from)) &&
    ALPHABETIC.test(source.slice(to, to + 1))
  )
}
