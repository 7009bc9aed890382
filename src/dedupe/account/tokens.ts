/**
 * Tokens of a folded text: runs of letters (over an apostrophe, or a hyphen at the end of a line), runs of digits, and
 * single characters of scripts that write no spaces.
 */
import type { FoldedText } from '../../text/fold.js'
import { isHyphen, isNewline } from '../../text/layout.js'

/** Kinds of units. */
export const WORD = 0
/** One character of a script that writes no spaces. */
export const SINGLE = 1
export const NUMBER = 2

/** Raw tokens before numbers are joined: what `readNumbers` reads. They hold until the next text is read. */
export interface Tokens {
  readonly text: FoldedText
  readonly count: number
  readonly kinds: Uint8Array
  readonly from: Uint32Array
  readonly to: Uint32Array
  readonly hashes: Int32Array
  readonly divided: number
}

const SEED = 0x811c9dc5
const PRIME = 0x01000193

/** FNV-1a over UTF-16 units; the same as over the folded units of a token. */
export function hashString(text: string): number {
  let hash = SEED
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), PRIME)
  return hash
}

/** The folded letters of a range. */
export function foldedSlice({ units }: FoldedText, from: number, to: number): string {
  // Words are short: joining letter by letter is three times as fast as spreading a view of them.
  let text = ''
  for (let i = from; i < to; i++) text += String.fromCharCode(units[i])
  return text
}

/** What stands between two folded characters of the source and is not folded text. */
export function gapBefore({ source, starts, ends }: FoldedText, at: number): string {
  return at === 0 ? source.slice(0, starts[0]) : source.slice(ends[at - 1], starts[at])
}

const KIND_WORD = 1
const KIND_SINGLE = 2
const KIND_DIGIT = 3
/** Kind of each UTF-16 unit of folded text, 0 where not yet asked. */
const kindOf = new Uint8Array(0x10000)
const SPACELESS =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u
const DIGIT = /\p{Nd}/u

function unitKind(unit: number): number {
  const known = kindOf[unit]
  if (known !== 0) return known
  const character = String.fromCharCode(unit)
  // Most astral letters of folded text are Han; surrogates are told by their half alone.
  const surrogate = (unit & 0xf800) === 0xd800
  return (kindOf[unit] = DIGIT.test(character)
    ? KIND_DIGIT
    : surrogate || SPACELESS.test(character)
      ? KIND_SINGLE
      : KIND_WORD)
}

function newRows(length: number) {
  return {
    kinds: new Uint8Array(length),
    from: new Uint32Array(length),
    to: new Uint32Array(length),
    hashes: new Int32Array(length),
  }
}

/** Rows for all texts, as long as the longest: four new ones for each text were a tenth of the cost of its units. */
let rows = newRows(0)

/** O(length). The arrays are written over by the next call. */
export function tokenize(text: FoldedText): Tokens {
  const { units, wordStarts, length, source, starts, ends } = text
  if (length > rows.kinds.length) rows = newRows(Math.max(length, 2 * rows.kinds.length))
  const { kinds, from, to, hashes } = rows
  let count = 0
  let before = 0
  let hash = SEED
  let divided = 0
  for (let i = 0; i < length; i++) {
    const unit = units[i]
    const kind = kindOf[unit] || unitKind(unit)
    const low = (unit & 0xfc00) === 0xdc00
    const joined =
      i > 0 &&
      (low ||
        (kind === before &&
          kind !== KIND_SINGLE &&
          (wordStarts[i] === 0
            ? kind === KIND_WORD || plainDigits(text, i)
            : kind === KIND_WORD && runsOn(source, ends[i - 1], starts[i]))))
    if (!joined) {
      if (count > 0) {
        to[count - 1] = i
        hashes[count - 1] = hash
      }
      hash = SEED
      from[count] = i
      kinds[count++] = kind === KIND_DIGIT ? NUMBER : kind === KIND_SINGLE ? SINGLE : WORD
    } else if (kind === KIND_WORD && wordStarts[i] === 1 && starts[i] - ends[i - 1] > 1) divided++
    hash = Math.imul(hash ^ unit, PRIME)
    before = kind
  }
  if (count > 0) {
    to[count - 1] = length
    hashes[count - 1] = hash
  }
  return { text, count, kinds, from, to, hashes, divided }
}

/** Raised and lowered digits, vulgar fractions and circled numbers: no part of the digits beside them (9½, 10²). */
const RAISED = /[\u00b2\u00b3\u00b9\u00bc-\u00be\u2070-\u2089\u2150-\u2189\u2460-\u249b]/

function plainDigits({ source, starts }: FoldedText, i: number): boolean {
  if (starts[i] === starts[i - 1]) return true
  const code = source.charCodeAt(starts[i]) | source.charCodeAt(starts[i - 1])
  return code < 0x80 || !(RAISED.test(source[starts[i]]) || RAISED.test(source[starts[i - 1]]))
}

const APOSTROPHES = "'’ʼ＇´`"

/** Whether two letters around a gap belong to one word: can't, and a hyphen at the end of a line. */
function runsOn(source: string, from: number, to: number): boolean {
  const length = to - from
  // A space is what stands between most words.
  if (length === 1) return source.charCodeAt(from) !== 0x20 && APOSTROPHES.includes(source[from])
  if (length === 0 || length > 6 || !isHyphen(source.charCodeAt(from))) return false
  let newlines = 0
  for (let i = from + 1; i < to; i++) {
    if (isNewline(source.charCodeAt(i))) newlines++
    else if (source[i] !== ' ' && source[i] !== '\t') return false
  }
  return newlines > 0
}
