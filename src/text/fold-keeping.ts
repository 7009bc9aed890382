import { requireKnownKeys, requireString } from '../kernel/errors.js'
import { digitValue } from './digits.js'
import { fold, type FoldedText } from './fold.js'
import { foldTable, SEPARATOR } from './fold-table.js'
import { isBlank } from './layout.js'

/** Options of `foldKeeping`. */
export interface KeepOptions {
  /** Traditional → simplified Chinese. Default true. */
  readonly script?: boolean
  /** Decimal digits of all scripts become 0 to 9: ٣ and ३ are 3. Default false. */
  readonly digits?: boolean
  /** Punctuation and symbols stay, in their NFKC form: （ is (. Default false. */
  readonly punctuation?: boolean
  /** A space stands wherever blanks or dropped punctuation separate two words. Default false. */
  readonly words?: boolean
}

/** The unit of a word border. */
const SPACE = 0x20

/**
 * `fold` for callers who want more of the text than matching needs: its digits in one script, its punctuation, its word
 * borders. Signatures and comparisons use plain `fold`; without options this is the same. O(source length).
 * @throws OffprintError `ERR_ARGUMENT` for a wrong text or option.
 */
export function foldKeeping(source: string, options: KeepOptions = {}): FoldedText {
  requireString('source', source)
  requireKnownKeys('options', options, ['script', 'digits', 'punctuation', 'words'])
  const { script = true, digits = false, punctuation = false, words = false } = options
  const plain = fold(source, { script })
  const folded = punctuation || words ? withGaps(plain, script, punctuation, words) : plain
  return digits ? withDigits(folded) : folded
}

/** Puts back the punctuation, or the word borders, or both, that `fold` dropped between its clusters. */
function withGaps(plain: FoldedText, script: boolean, punctuation: boolean, words: boolean): FoldedText {
  const { source } = plain
  const units: number[] = []
  const starts: number[] = []
  const ends: number[] = []
  const wordStarts: number[] = []
  let blankFrom = -1 // where the gap before the next unit begins
  const write = (unit: number, start: number, end: number, parted: boolean) => {
    if (parted && words && units.length > 0) {
      units.push(SPACE)
      starts.push(blankFrom < 0 ? start : blankFrom)
      ends.push(blankFrom < 0 ? end : start) // a gap inside an expansion is the cluster's
      wordStarts.push(0)
    }
    units.push(unit)
    starts.push(start)
    ends.push(end)
    wordStarts.push(parted || units.length === 1 ? 1 : 0)
    blankFrom = -1
  }
  /** Writes what is kept of source[from, to), between two clusters. Returns whether a blank ends it. */
  const gap = (from: number, to: number): boolean => {
    let parted = false
    for (let i = from; i < to;) {
      const char = String.fromCodePoint(source.codePointAt(i)!)
      const end = i + char.length
      const kept = punctuation ? marksOf(char) : ''
      if (kept === '') {
        if (blankFrom < 0) blankFrom = i
        // A soft hyphen parts no words, nor does any mark that is kept.
        parted ||= char !== '\u00ad'
      }
      for (let k = 0; k < kept.length; k++) {
        write(kept.charCodeAt(k), i, end, parted)
        parted = false
      }
      i = end
    }
    return parted
  }
  let at = 0
  for (let i = 0; i < plain.length;) {
    const start = plain.starts[i]
    const end = plain.ends[i]
    let parted = gap(at, start)
    const normal = punctuation ? source.slice(start, end).normalize('NFKC') : ''
    if (normal !== source.slice(start, end) && marksOf(normal) !== '') {
      // ㏂ is a.m.: its own marks stand between its letters.
      const { units: inner } = foldKeeping(normal, { script, punctuation, words })
      for (const unit of inner) {
        write(unit, start, end, parted)
        parted = false
      }
      while (i < plain.length && plain.starts[i] === start) i++
    } else {
      for (; i < plain.length && plain.starts[i] === start; i++) {
        write(plain.units[i], start, end, parted || plain.wordStarts[i] === 1)
        parted = false
      }
    }
    at = end
  }
  gap(at, source.length)
  return {
    source,
    length: units.length,
    units: Uint16Array.from(units),
    starts: Uint32Array.from(starts),
    ends: Uint32Array.from(ends),
    wordStarts: Uint8Array.from(wordStarts),
  }
}

/** The visible marks among the NFKC form of some characters that fold to nothing, or around those that do not. */
function marksOf(text: string): string {
  const table = foldTable(true)
  let marks = ''
  for (const char of text.normalize('NFKC')) {
    const code = char.codePointAt(0)!
    // Halves of pairs, private characters, and from U+E0000 on tags and private planes.
    if ((code >= 0xd800 && code < 0xf900) || code >= 0xe0000) continue
    if (isBlank(code) || code === 0xad) continue
    if (table.valueOf(code) === SEPARATOR) marks += char
  }
  return marks
}

/** Digits of all scripts as 0 to 9; a pair becomes one unit. */
function withDigits(folded: FoldedText): FoldedText {
  const { source, units, starts, ends, wordStarts } = folded
  let out = 0
  const kept = {
    units: units.slice(),
    starts: starts.slice(),
    ends: ends.slice(),
    wordStarts: wordStarts.slice(),
  }
  for (let i = 0; i < folded.length; i++) {
    const pair = (units[i] & 0xfc00) === 0xd800 && i + 1 < folded.length
    const code = pair ? ((units[i] - 0xd800) << 10) + units[i + 1] + 0x2400 : units[i]
    const digit = code < 0x660 ? -1 : digitValue(code)
    kept.units[out] = digit < 0 ? units[i] : 0x30 + digit
    kept.starts[out] = starts[i]
    kept.ends[out] = ends[i]
    kept.wordStarts[out++] = wordStarts[i]
    if (pair && digit >= 0) i++
  }
  return {
    source,
    length: out,
    units: kept.units.subarray(0, out),
    starts: kept.starts.subarray(0, out),
    ends: kept.ends.subarray(0, out),
    wordStarts: kept.wordStarts.subarray(0, out),
  }
}
