/**
 * Content units of a folded text: words, single Han (and other letters of scripts that write no spaces), and numbers
 * with the sign, scale and unit they are written with. Every folded character belongs to exactly one unit.
 */
import type { FoldedText } from '../../text/fold.js'
import type { Language } from '../../text/number-words.js'
import { foldedSlice, hashString, NUMBER, tokenize } from './tokens.js'
import { readNumbers, type NumberReading } from './numbers.js'

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
  /** Whether it is printed matter, scanned or typed from it: words divided at the ends of lines, letters of old print. */
  readonly print: boolean
}

/** Divided words that tell printed matter. */
const MIN_DIVIDED = 2
/** Long s, e above a vowel, double hyphen: no text that was written for a screen has them. */
const OLD_PRINT = /ſ|\u0364|⸗/

/** A keeper meets many candidates: its units are made once. Measured: half of the cost of an account. */
const made = new WeakMap<FoldedText, ContentUnits>()

/** O(length) at first: one pass for tokens, one for numbers; O(1) as long as the text is held. */
export function contentUnits(text: FoldedText): ContentUnits {
  let units = made.get(text)
  if (units === undefined) made.set(text, (units = unitsOf(text)))
  return units
}

function unitsOf(text: FoldedText): ContentUnits {
  const tokens = tokenize(text)
  const { readings, language } = readNumbers(tokens)
  const { count: size } = tokens
  // One allocation for three rows: each has its price, whatever its size.
  const rows = new Uint32Array(2 * size)
  const from = rows.subarray(0, size)
  const to = rows.subarray(size)
  const keys = new Int32Array(size)
  const kinds = new Uint8Array(size)
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
  const print = tokens.divided >= MIN_DIVIDED || OLD_PRINT.test(text.source)
  return { text, count, kinds, from, to, keys, startingAt, numbers, language, print }
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
