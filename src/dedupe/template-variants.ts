import type { EditClass } from '../compare/classes.js'
import type { NamedEdit } from '../compare/compare.js'

/** Differences of writing: they say nothing for or against. */
const QUIET: ReadonlySet<EditClass> = new Set<EditClass>([
  'moved',
  'layout',
  'linebreak',
  'hyphenation',
  'spacing',
  'case',
  'width',
  'script',
  'compatibility',
  'punctuation',
])

/** Those that no word is part of; a space less in “Duel Vacuti” / “Teganiroko” is part of what differs there. */
const APART: ReadonlySet<EditClass> = new Set<EditClass>([
  'moved',
  'layout',
  'linebreak',
  'hyphenation',
  'punctuation',
])

/**
 * Words that turn a statement round, in languages that write them apart, and in Chinese. Folded; a few frequent languages
 * only: what is missing here is not seen.
 */
const NEGATIONS: ReadonlySet<string> = new Set(
  (
    'not no never nor none without cannot nicht kein keine keinen keinem keiner nie ohne ne pas jamais sans ' +
    'non nunca sin não sem niet geen nooit не нет ни без 不 没 沒 未 非 无 無 没有 沒有 不是 并非 並非 尚未'
  ).split(' '),
)

/** Wider no word is taken to be. */
const LONGEST_WORD = 40
const LETTER = /[\p{L}\p{M}\p{N}'’]/u
const HAN = /\p{Script=Han}/u
const DIGITS = /\p{Nd}/gu
const NUMERALS = /[〇零一二三四五六七八九十百千万亿两]+/gu
/** Up to three words that begin with a capital, of three letters or more. */
const NAME = /^\p{Lu}[\p{L}\p{M}'’]{2,}(?: \p{Lu}[\p{L}\p{M}'’]{2,}){0,2}$/u
/** Two to four Han: a name, or a word of another sense. */
const HAN_NAME = /^\p{Script=Han}{2,4}$/u
/** A name differs in half its letters: Maria and Marta are one name misread. */
const OTHER_NAME = 0.5
/** Figures must differ so many times as often as all else does, or noise may have changed them. */
const FIGURES_STAND_OUT = 8
/** Where more places in so many characters differ, the text was misread, and so may its figures be. */
const MOST_NOISE = 0.01
/** For each name or negation that differs, so many other places may. */
const OTHERS_A_WORD = 1

/**
 * Whether two texts that match are rather two reports of one form than copies of one text: figures, names or a negation
 * differ, and hardly anything else. Copies, clean or noisy, differ elsewhere as well, or not there; a copy whose editor
 * changed nothing but a figure is taken for a sibling, and one with a synonym is not, except in Chinese, where words and
 * names look alike.
 * @param text the source of A. @param edits all of the pair. O(edits · length of a word + length).
 */
export function isTemplateVariant(text: string, edits: readonly NamedEdit[]): boolean {
  let figures = 0
  let words = 0
  let others = 0
  for (const { a, b, changed } of places(text, edits)) {
    if (differsInFigures(a, b)) figures += changed
    else if (isNegated(a, b) || isRenamed(a, b, changed)) words++
    else others++
  }
  if (words > 0 && others <= OTHERS_A_WORD * words) return true
  if (figures === 0 || others > 1 + MOST_NOISE * text.length) return false
  const digits = text.match(DIGITS)?.length ?? 0
  const numerals = digits > 0 ? 0 : (text.match(NUMERALS)?.length ?? 0)
  return figures / Math.max(1, digits + numerals) >= (FIGURES_STAND_OUT * (others + 0.5)) / text.length
}

/** A word that differs, as it stands in A and in B, and how many characters of it were changed. */
interface DifferingWord {
  readonly a: string
  readonly b: string
  readonly changed: number
}

/** The edits by the words they fall in; side by side in Han they are one place. O(edits · length of a word). */
function places(text: string, edits: readonly NamedEdit[]): DifferingWord[] {
  const found: { from: number; to: number; edits: NamedEdit[] }[] = []
  for (const edit of edits) {
    if (APART.has(edit.class)) continue
    let { from, to } = edit.a
    // A word that is put in between two is no part of either, nor are Han of the figures beside them.
    const between =
      (from === to && !(from > 0 && inWord(text, from - 1) && inWord(text, to))) || HAN.test(edit.a.text)
    const least = from - LONGEST_WORD
    const most = to + LONGEST_WORD
    while (!between && from > 0 && from > least && inWord(text, from - 1)) from--
    while (!between && to < text.length && to < most && inWord(text, to)) to++
    const last = found.at(-1)
    if (last !== undefined && from <= last.to) {
      last.to = Math.max(last.to, to)
      last.edits.push(edit)
    } else found.push({ from, to, edits: [edit] })
  }
  const telling = found.filter(({ edits }) => edits.some((edit) => !QUIET.has(edit.class)))
  return telling.map(({ from, to, edits }) => {
    let b = ''
    let at = from
    let changed = 0
    for (const edit of edits) {
      b += text.slice(at, edit.a.from) + edit.b.text
      at = edit.a.to
      changed += Math.max(edit.a.to - edit.a.from, edit.b.to - edit.b.from)
    }
    return { a: text.slice(from, to).trim(), b: (b + text.slice(at, to)).trim(), changed }
  })
}

/** Whether a character belongs to a word of several; Han stand for themselves. */
function inWord(text: string, at: number): boolean {
  return at < text.length && LETTER.test(text[at]) && !HAN.test(text[at])
}

/** Other digits or numerals, and all else the same: 14th and 15th, not 14 and l4. */
function differsInFigures(a: string, b: string): boolean {
  for (const figures of [DIGITS, NUMERALS]) {
    if (a === b || !a.match(figures) || !b.match(figures)) continue
    if (a.replace(figures, '') === b.replace(figures, '')) return true
  }
  return false
}

function isNegated(a: string, b: string): boolean {
  if (b === '') return NEGATIONS.has(a.toLowerCase())
  if (a === '') return NEGATIONS.has(b.toLowerCase())
  return NEGATIONS.has(a.toLowerCase()) !== NEGATIONS.has(b.toLowerCase()) && !sharesLetters(a, b)
}

/** keine and eine, un- and in-: a negation that is one letter away from the word is as likely misread. */
function sharesLetters(a: string, b: string): boolean {
  return a.toLowerCase().includes(b.toLowerCase()) || b.toLowerCase().includes(a.toLowerCase())
}

function isRenamed(a: string, b: string, changed: number): boolean {
  if (HAN_NAME.test(a) && HAN_NAME.test(b)) return ![...a].some((han) => b.includes(han))
  return NAME.test(a) && NAME.test(b) && changed >= OTHER_NAME * Math.max(a.length, b.length)
}
