import {
  EXPANSION,
  EXPANSION_END,
  type FoldTable,
  GENERIC,
  HIGH_SURROGATE,
  isHamza,
  isMark,
  JOINED,
  KEEP_PAIR,
  QUIET,
  rankOf,
  SEPARATOR,
  UNRESOLVED,
} from './fold-table.js'

/**
 * The exact path for what the table alone cannot fold: one normalisation segment, that is a character with the marks
 * after it. NFKC cannot reach across a segment's borders (UAX #15 §9, "Stable Code Points"), so normalising it alone
 * equals normalising the text.
 */

/** U+0345, the one mark that case folding turns into a letter. */
const YPOGEGRAMMENI = 0x345
const IOTA = 'ι'
const DIAERESIS = '\u0308'
/** Cyrillic ё, and е, to which it folds. */
const YO = 'ё'
const IE = 'е'

/**
 * Above this many units the marks are put in canonical order before the runtime sees them. ICU orders by insertion,
 * quadratic in the run (10,000 alternating marks: 77 ms; 40,000: 953 ms).
 */
const LONG_SEGMENT = 64

/** Where the marks and joined characters that begin at `from` end. O(their length). */
export function segmentEnd(table: FoldTable, source: string, from: number): number {
  let i = from
  while (i < source.length) {
    const value = table.units[source.charCodeAt(i)]
    if (isMark(value) || value === JOINED) i++
    else if (value === HIGH_SURROGATE && continues(table, source.codePointAt(i)!)) i += 2
    else break
  }
  return i
}

function continues(table: FoldTable, codePoint: number): boolean {
  if (codePoint < 0x10000) return false // a lone surrogate
  const value = table.valueOf(codePoint)
  return isMark(value) || value === JOINED
}

/** Segments up to the length of a Vietnamese vowel with its two marks are remembered: 0.1 µs instead of 0.5. */
const SHORT_SEGMENT = 4
/** Enough for all syllables of a language in decomposed form; segments that come later are folded anew each time. */
const REMEMBERED = 4096

/** Folds one segment. U+0000 in the result (SEPARATOR) marks a gap. Linear in the segment. */
export function foldSegment(table: FoldTable, segment: string): string {
  if (segment.length > SHORT_SEGMENT) return foldAnew(table, segment)
  let folded = table.segments.get(segment)
  if (folded === undefined) {
    folded = foldAnew(table, segment)
    if (table.segments.size < REMEMBERED) table.segments.set(segment, folded)
  }
  return folded
}

function foldAnew(table: FoldTable, segment: string): string {
  let text = ''
  for (const char of segment) if (table.valueOf(char.codePointAt(0)!) !== JOINED) text += table.spelled(char)
  if (text.length > LONG_SEGMENT) text = inCanonicalOrder(table, text)

  let folded = ''
  for (const char of text.normalize('NFKC')) folded += foldCharacter(table, char)

  let kept = ''
  let based = false
  for (const char of withoutDots(table, folded.normalize('NFKC'))) {
    const value = table.valueOf(char.codePointAt(0)!)
    // A mark of no script means nothing without the character it stood on.
    if ((value & 0xff00) === GENERIC && !based) continue
    based = value !== SEPARATOR
    kept += char
  }
  return kept
}

/**
 * A text in which the second NFKC composed a ё, once more as е: its dots go, and so do the further ones that would compose
 * with the е, which are those with no starter and no mark of their own combining class before them. Linear in the text.
 */
function withoutDots(table: FoldTable, text: string): string {
  if (!text.includes(YO)) return text
  const rank = (char: string) => rankOf(table.valueOf(char.codePointAt(0)!))
  let result = ''
  let composes = false
  for (const char of text) {
    if (char === DIAERESIS && composes) continue
    composes = char === YO || (composes && rank(char) > 0 && rank(char) < rank(DIAERESIS))
    result += char === YO ? IE : char
  }
  return result.normalize('NFC')
}

/** Case, script and category of a character that NFKC leaves alone. */
function foldCharacter(table: FoldTable, char: string): string {
  const codePoint = char.codePointAt(0)!
  let value = table.valueOf(codePoint)
  if (value === UNRESOLVED) {
    table.resolve(codePoint)
    value = table.valueOf(codePoint)
  }
  if (value < QUIET || value >= EXPANSION_END) return value === KEEP_PAIR ? char : String.fromCharCode(value)
  if (value >= EXPANSION) return table.expansions[value - EXPANSION]
  if (value === JOINED || isHamza(codePoint)) return ''
  return codePoint === YPOGEGRAMMENI ? IOTA : char
}

/** Sorts each run of marks by combining class, stably (UAX #15 §1.3); linear but for the number of classes. */
function inCanonicalOrder(table: FoldTable, text: string): string {
  const chars: string[] = []
  for (const char of text) chars.push(...char.normalize('NFKD'))
  const ranks = chars.map((char) => rankOf(table.valueOf(char.codePointAt(0)!)))
  for (let from = 0; from < chars.length;) {
    if (ranks[from] === 0) {
      from++
      continue
    }
    const buckets = new Map<number, string[]>()
    let to = from
    for (; to < chars.length && ranks[to] > 0; to++) {
      const bucket = buckets.get(ranks[to])
      if (bucket) bucket.push(chars[to])
      else buckets.set(ranks[to], [chars[to]])
    }
    for (const rank of [...buckets.keys()].sort((a, b) => a - b)) {
      for (const char of buckets.get(rank)!) chars[from++] = char
    }
  }
  return chars.join('')
}
