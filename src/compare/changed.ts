import type { SourceRange } from '../align/edit.js'
import type { AlignedStretch } from '../align/passage.js'
import { foldToString } from '../text/fold.js'
import { numeralsOf } from '../text/number-words.js'
import { overallDistance } from './measures.js'
import type { JudgedEdit } from './numbers.js'

/** What changed inside the passages of a pair; a removal should look at this, not only at scores. */
export interface Changed {
  /**
   * Numbers that are others: in digits, Chinese numerals or words (seven / six), by another separator, sign or unit. Each
   * counts once, however many edits it takes (l9OO / 1900).
   */
  readonly numbers: number
  /** Edits that change other folded text: letters and Han. */
  readonly words: number
  /** Folded characters touched by all edits of text: the numerator of `identity`. */
  readonly characters: number
}

/** Counts what the edits of all passages change. O(edits). @param a source of A. @param b source of B. */
export function whatChanged(
  edits: readonly JudgedEdit[],
  passages: readonly AlignedStretch[],
  a: string,
  b: string,
): Changed {
  let numbers = 0
  let words = 0
  /** The last edit that belongs to a number. */
  let last: JudgedEdit | undefined
  /** Where the last number in words ends, in A and in B. */
  let counted = { a: -1, b: -1 }
  for (const edit of edits) {
    if (edit.changesNumber) {
      if (last === undefined || !isOneNumber(last, edit, a, b)) numbers++
      last = edit
      continue
    }
    if (edit.nature !== 'text') continue
    const own = wordAround(a, edit.a)
    const other = wordAround(b, edit.b)
    if (own.to === counted.a && other.to === counted.b) continue
    if (isOtherNumber(a.slice(own.from, own.to), b.slice(other.from, other.to))) {
      numbers++
      counted = { a: own.to, b: other.to }
    } else words++
  }
  return { numbers, words, characters: overallDistance(passages) }
}

/** What may stand inside a number and its misreading: l9OO, 1,050. Other letters end it: 14h32 and 14时32分 are two. */
const INSIDE = /^[OoQDIilSsBbZzGgq\p{Nd}.,:]{0,24}$/u

/** Whether two edits lie in one number: nothing stands between them that could end it. */
function isOneNumber(first: JudgedEdit, second: JudgedEdit, a: string, b: string): boolean {
  return (
    second.a.from - first.a.to <= 24 &&
    second.b.from - first.b.to <= 24 &&
    INSIDE.test(a.slice(first.a.to, second.a.from)) &&
    INSIDE.test(b.slice(first.b.to, second.b.from))
  )
}

/** Whether both words are numerals of one language, and others (seven / six, but not once / six). */
function isOtherNumber(own: string, other: string): boolean {
  const values = numeralsOf(foldToString(own))
  if (values === undefined) return false
  const others = numeralsOf(foldToString(other))
  if (others === undefined) return false
  for (const [language, value] of values) {
    const instead = others.get(language)
    if (instead !== undefined && instead !== value) return true
  }
  return false
}

const LETTER = /\p{L}/u
/** No word of a number is longer. */
const LONGEST = 40

/** The word that a range lies in; where it is a range of several words, the range and what it cuts. */
function wordAround(source: string, { from, to }: SourceRange): SourceRange {
  let start = from
  let end = to
  while (start > 0 && from - start < LONGEST && isLetter(source, start - 1)) start--
  while (end < source.length && end - to < LONGEST && isLetter(source, end)) end++
  return { from: start, to: end }
}

/** ASCII by its code: the pattern takes 20 ns, and a noisy page asks for some thousand characters. */
function isLetter(source: string, at: number): boolean {
  const code = source.charCodeAt(at)
  return code < 0x80 ? (code | 0x20) >= 0x61 && (code | 0x20) <= 0x7a : LETTER.test(source[at])
}
