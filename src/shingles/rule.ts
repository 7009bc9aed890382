import { argumentError, requireInteger, requireKnownKeys } from '../kernel/errors.js'
import { fmix32, lowbias32 } from '../kernel/hash.js'
import type { FoldedText } from '../text/fold.js'
import { wordBorders } from '../text/words.js'
import { HIGH_FACTOR, type LocalShingles, localShingles, LOW_FACTOR } from './local.js'

/**
 * What a shingle is. Two texts compare only under one rule.
 *
 * - `local`: the shortest run of characters that reaches the weight of eight letters, whatever scripts mix; the default.
 * - `characters`: runs of `size` folded characters; a surrogate pair is one.
 * - `words`: runs of `size` words (UAX #29, see text/words.ts): for languages with spaces. In Chinese every character is a
 *   word; in Thai, Lao, Khmer and Burmese every phrase is, which finds little.
 */
export type ShingleRule =
  | {
      /** By weight. */
      readonly kind: 'local'
    }
  | {
      /** By characters. */
      readonly kind: 'characters'
      /** 2 to 64. */
      readonly size: number
    }
  | {
      /** By words. */
      readonly kind: 'words'
      /** 1 to 16. */
      readonly size: number
    }

/** Shingles of any rule. */
export type Shingles = LocalShingles

/** The rule of `sketch`. */
export const DEFAULT_RULE: ShingleRule = { kind: 'local' }

const MIN_CHARACTERS = 2
const MAX_CHARACTERS = 64
const MIN_WORDS = 1
const MAX_WORDS = 16

const KINDS = "'local', 'characters' or 'words'"
/** The target of the local rule is part of its name, so that another target will be another name. */
const LOCAL = 'local-8'
const FORMS = `${LOCAL}, char-${MIN_CHARACTERS} to char-${MAX_CHARACTERS} or word-${MIN_WORDS} to word-${MAX_WORDS}`

/** Checks a shingle rule. @throws OffprintError `ERR_ARGUMENT` unless `rule` is one; the message calls it `name`. */
export function requireShingleRule(name: string, rule: unknown): asserts rule is ShingleRule {
  if (typeof rule !== 'object' || rule === null) throw argumentError(name, rule, 'a shingle rule')
  const { kind, size } = rule as { kind?: unknown; size?: unknown }
  switch (kind) {
    case 'local':
      return requireKnownKeys(name, rule, ['kind'])
    case 'characters':
      requireKnownKeys(name, rule, ['kind', 'size'])
      return requireInteger(`${name}.size`, size, MIN_CHARACTERS, MAX_CHARACTERS)
    case 'words':
      requireKnownKeys(name, rule, ['kind', 'size'])
      return requireInteger(`${name}.size`, size, MIN_WORDS, MAX_WORDS)
    default:
      throw argumentError(`${name}.kind`, kind, KINDS)
  }
}

/** The one short name of a rule, for wire formats and the command line: `local-8`, `char-5`, `word-3`. */
export function shingleRuleName(rule: ShingleRule): string {
  if (rule.kind === 'local') return LOCAL
  return `${rule.kind === 'characters' ? 'char' : 'word'}-${rule.size}`
}

/** The rule of a short name. @throws OffprintError `ERR_ARGUMENT` for anything else; the message calls it `name`. */
export function parseShingleRule(name: string, text: unknown): ShingleRule {
  if (text === LOCAL) return DEFAULT_RULE
  const [, kind, digits] = /^(char|word)-([1-9][0-9]?)$/.exec(typeof text === 'string' ? text : '') ?? []
  const size = Number(digits)
  if (kind === 'char' && size >= MIN_CHARACTERS && size <= MAX_CHARACTERS) return { kind: 'characters', size }
  if (kind === 'word' && size >= MIN_WORDS && size <= MAX_WORDS) return { kind: 'words', size }
  throw argumentError(name, text, FORMS)
}

/**
 * All shingles of a folded text by a rule, in order, repeats included. A text too short for one is one shingle as a
 * whole; an empty text has none. O(length), whatever the size.
 *
 * Every rule hashes alike: a run of symbols is the polynomial of local.ts, lane by lane, mixed at the end. The symbols
 * are folded characters, or the hashes of folded words: so (ab, c) and (a, bc) are different runs.
 *
 * @throws OffprintError `ERR_ARGUMENT` for a rule that is none.
 */
export function shinglesOf(text: FoldedText, rule: ShingleRule = DEFAULT_RULE): Shingles {
  requireShingleRule('rule', rule)
  if (rule.kind === 'local') return localShingles(text)
  return runs(rule.kind === 'characters' ? characters(text) : wordsOf(text), rule.size)
}

/** The parts that runs are made of: characters or words. */
interface Symbols {
  readonly count: number
  /** Where symbol i begins, in folded units. */
  readonly positions: Uint32Array
  readonly low: Int32Array
  readonly high: Int32Array
}

/** One symbol for each character: its code point, in both lanes. */
function characters({ units, length }: FoldedText): Symbols {
  const positions = new Uint32Array(length)
  const symbols = new Int32Array(length)
  let count = 0
  for (let i = 0; i < length; i++) {
    positions[count] = i
    const unit = units[i]
    // Folded text holds no lone surrogates.
    symbols[count++] =
      (unit & 0xfc00) === 0xd800 ? 0x10000 + ((unit & 0x3ff) << 10) + (units[++i] & 0x3ff) : unit
  }
  return { count, positions, low: symbols, high: symbols }
}

/**
 * One symbol for each word: the hash of its folded units. A unit belongs to the segment of the source (words.ts) that its
 * cluster begins in, whether or not that is a word there: ℃ and ㍿ are symbols, but fold to letters. Parts of one cluster
 * with a word border between them (½ folds to 1 and 2) are words of their own.
 */
function wordsOf({ source, units, starts, wordStarts, length }: FoldedText): Symbols {
  const borders = wordBorders(source)
  const positions = new Uint32Array(length)
  const low = new Int32Array(length)
  const high = new Int32Array(length)
  let count = 0
  let segment = -1
  for (let i = 0; i < length;) {
    const from = i
    while (borders[segment + 1] <= starts[i]) segment++
    const end = borders[segment + 1]
    let l = 0
    let h = 0
    do {
      l = (Math.imul(l, LOW_FACTOR) + units[i]) | 0
      h = (Math.imul(h, HIGH_FACTOR) + units[i]) | 0
      i++
    } while (i < length && starts[i] < end && !(wordStarts[i] === 1 && starts[i] === starts[i - 1]))
    positions[count] = from
    low[count] = fmix32(l)
    high[count++] = lowbias32(h)
  }
  return { count, positions, low, high }
}

/** Every run of `size` symbols, by rolling the polynomial: two multiplications in each lane. */
function runs({ count, positions, low, high }: Symbols, size: number): Shingles {
  const runs = count === 0 ? 0 : Math.max(1, count - size + 1)
  const lows = new Uint32Array(runs)
  const highs = new Uint32Array(runs)
  const lowPower = power(LOW_FACTOR, size)
  const highPower = power(HIGH_FACTOR, size)
  // The last symbol of the first run, which is the whole of a short text.
  const first = Math.min(size, count) - 1
  let l = 0
  let h = 0
  for (let i = 0; i < count; i++) {
    l = (Math.imul(l, LOW_FACTOR) + low[i]) | 0
    h = (Math.imul(h, HIGH_FACTOR) + high[i]) | 0
    if (i < first) continue
    if (i > first) {
      l = (l - Math.imul(low[i - size], lowPower)) | 0
      h = (h - Math.imul(high[i - size], highPower)) | 0
    }
    lows[i - first] = fmix32(l)
    highs[i - first] = lowbias32(h)
  }
  return { count: runs, positions: positions.slice(0, runs), low: lows, high: highs }
}

/** factor^exponent modulo 2^32. */
function power(factor: number, exponent: number): number {
  let value = 1
  for (let i = 0; i < exponent; i++) value = Math.imul(value, factor)
  return value
}
