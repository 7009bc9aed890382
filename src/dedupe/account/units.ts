/**
 * Content units of a folded text: words, single Han (and other letters of scripts that write no spaces), and numbers
 * with the sign, scale and unit they are written with. Every folded character belongs to exactly one unit.
 */
import type { FoldedText } from '../../text/fold.js'
import { isHyphen, isNewline } from '../../text/layout.js'
import type { Language } from './closed-classes.js'
import { readNumbers, type NumberReading } from './numbers.js'

/** Kinds of units. */
export const WORD = 0
/** One character of a script that writes no spaces. */
export const SINGLE = 1
export const NUMBER = 2

export interface ContentUnits {
  readonly text: FoldedText
  readonly count: number
  readonly kinds: Uint8Array
  /** Folded offsets of each unit, half-open. */
  readonly from: Uint32Array
  readonly to: Uint32Array
  /** Equal units have equal keys: a hash of folded letters, or of the value of a number with its unit. */
  readonly keys: Int32Array
  /** Index of the unit that begins at a folded offset, or −1; `length + 1` entries, the last one `count`. */
  readonly startingAt: Int32Array
  /** Readings of the units that are numbers. */
  readonly numbers: ReadonlyMap<number, NumberReading>
  /** The language whose small words it has most of. */
  readonly language: Language
  /** Words divided at the end of a line: printed matter, scanned or typed from it. */
  readonly divided: number
}

/** Raw tokens before numbers are joined: what `readNumbers` reads. */
export interface Tokens {
  readonly text: FoldedText
  readonly count: number
  readonly kinds: Uint8Array
  readonly from: Uint32Array
  readonly to: Uint32Array
  readonly hashes: Int32Array
  readonly divided: number
}

/** O(length): one pass for tokens, one for numbers. */
export function contentUnits(text: FoldedText): ContentUnits {
  const tokens = tokenize(text)
  const { readings, language } = readNumbers(tokens)
  const { count: size } = tokens
  const kinds = new Uint8Array(size)
  const from = new Uint32Array(size)
  const to = new Uint32Array(size)
  const keys = new Int32Array(size)
  const startingAt = new Int32Array(text.length + 1).fill(-1)
  const numbers = new Map<number, NumberReading>()
  let count = 0
  let next = 0
  for (let i = 0; i < size;) {
    const reading = readings[next]
    startingAt[tokens.from[i]] = count
    from[count] = tokens.from[i]
    if (reading !== undefined && reading.first === i) {
      kinds[count] = NUMBER
      keys[count] = hashString(reading.key)
      to[count] = tokens.to[reading.last]
      numbers.set(count, reading)
      i = reading.last + 1
      next++
    } else {
      kinds[count] = tokens.kinds[i]
      keys[count] = tokens.hashes[i]
      to[count] = tokens.to[i]
      i++
    }
    count++
  }
  startingAt[text.length] = count
  const { divided } = tokens
  return { text, count, kinds, from, to, keys, startingAt, numbers, language, divided }
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
  return String.fromCharCode(...units.subarray(from, to))
}

/** The folded letters of a unit. */
export function unitText(units: ContentUnits, i: number): string {
  return foldedSlice(units.text, units.from[i], units.to[i])
}

/** Source range of the units from `first` up to `last` (exclusive); empty where the two are equal. */
export function sourceRange({ text, from, to, count }: ContentUnits, first: number, last: number) {
  if (first < last) return { from: text.starts[from[first]], to: text.ends[to[last - 1] - 1] }
  const at = first < count ? text.starts[from[first]] : text.source.length
  return { from: at, to: at }
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

function tokenize(text: FoldedText): Tokens {
  const { units, wordStarts, length, source, starts, ends } = text
  const kinds = new Uint8Array(length)
  const from = new Uint32Array(length)
  const to = new Uint32Array(length)
  const hashes = new Int32Array(length)
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
  if (length === 1) return APOSTROPHES.includes(source[from])
  if (length === 0 || length > 6 || !isHyphen(source.charCodeAt(from))) return false
  let newlines = 0
  for (let i = from + 1; i < to; i++) {
    if (isNewline(source.charCodeAt(i))) newlines++
    else if (source[i] !== ' ' && source[i] !== '\t') return false
  }
  return newlines > 0
}
