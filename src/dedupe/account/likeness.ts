/** How near two words are to each other: inflected, mistyped, misread. All take folded letters. */
import {
  beginsRun,
  confusableLetters,
  confusableRun,
  LONGEST_RUN,
} from '../../audit/shape/confusable-letters.js'

/** The last two that were compared: the rules for one place ask for the same two up to five times in a row. */
let lastA = ''
let lastB = ''
let lastMisread = true

/** Whether scanners take one for the other, letter by letter: rn / m, l / 1, c / e. O(|a| · |b|). */
export function misread(a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > Math.max(2, Math.max(a.length, b.length) >> 1)) return false
  if (a.length > LONGEST || b.length > LONGEST) return false
  if (a === lastA && b === lastB) return lastMisread
  lastA = a
  lastB = b
  return (lastMisread = readsAs(a, b))
}

function readsAs(a: string, b: string): boolean {
  const width = b.length + 1
  const cells = (a.length + 1) * width
  reached.fill(0, 0, cells)
  reached[0] = 1
  for (let i = 0; i < a.length; i++) {
    let reaches = false
    const x = a.charCodeAt(i)
    for (let j = 0; j < b.length; j++) {
      if (reached[i * width + j] === 0) continue
      reaches = true
      const y = b.charCodeAt(j)
      if (letterCost(x, y) <= ALIKE) reached[(i + 1) * width + j + 1] = 1
      if (beginsRun(y, x)) {
        for (let run = 2; run <= LONGEST_RUN && i + run <= a.length; run++)
          if (confusableRun(b[j], a.slice(i, i + run))) reached[(i + run) * width + j + 1] = 1
      }
      if (beginsRun(x, y)) {
        for (let run = 2; run <= LONGEST_RUN && j + run <= b.length; run++)
          if (confusableRun(a[i], b.slice(j, j + run))) reached[(i + 1) * width + j + run] = 1
      }
    }
    // A letter of which nothing is left: most words are told apart by their first letters.
    if (!reaches && i + LONGEST_RUN <= a.length && !reachesBeyond(i, width, b.length)) return false
  }
  return reached[cells - 1] === 1
}

/** Whether any cell of the rows that a run reaches from before row i + 1 is set. */
function reachesBeyond(i: number, width: number, columns: number): boolean {
  for (let cell = (i + 1) * width; cell < (i + LONGEST_RUN) * width + columns; cell++)
    if (reached[cell] === 1) return true
  return false
}

/** Longer than this nothing is compared letter by letter. */
const LONGEST = 64

const reached = new Uint8Array((LONGEST + LONGEST_RUN + 1) * (LONGEST + 1))

/** How many UTF-16 units two strings begin with alike. */
function sharedStart(a: string, b: string): number {
  const most = Math.min(a.length, b.length)
  let start = 0
  while (start < most && a.charCodeAt(start) === b.charCodeAt(start)) start++
  return start
}

/** How many they end with alike, behind so many at the start. */
function sharedEnd(a: string, b: string, start: number): number {
  const most = Math.min(a.length, b.length) - start
  let end = 0
  while (end < most && a.charCodeAt(a.length - 1 - end) === b.charCodeAt(b.length - 1 - end)) end++
  return end
}

function newRows(length: number): [Uint16Array, Uint16Array, Uint16Array] {
  return [new Uint16Array(length), new Uint16Array(length), new Uint16Array(length)]
}

let rows = newRows(LONGEST + 1)

/**
 * Edit distance with transpositions of neighbours (optimal string alignment), or `bound + 1` where it is greater.
 * O(|a| · |b|).
 */
export function distance(a: string, b: string, bound = Infinity): number {
  if (Math.abs(a.length - b.length) > bound) return bound + 1
  // What both begin and end with is in some cheapest alignment: of a near miss a letter or two are left.
  const start = sharedStart(a, b)
  const end = sharedEnd(a, b, start)
  const n = a.length - start - end
  const m = b.length - start - end
  if (n === 0 || m === 0) return n + m
  const width = m + 1
  if (width > rows[0].length) rows = newRows(2 * width)
  // Without new arrays per call, of which an account makes hundreds.
  let [before, last, row] = rows
  for (let j = 0; j < width; j++) last[j] = j
  for (let i = 1; i <= n; i++) {
    row[0] = i
    let least = i
    const x = a.charCodeAt(start + i - 1)
    const xBefore = i > 1 ? a.charCodeAt(start + i - 2) : -1
    let yBefore = -1
    for (let j = 1; j < width; j++) {
      const y = b.charCodeAt(start + j - 1)
      let cost = last[j - 1] + (x === y ? 0 : 1)
      if (last[j] < cost) cost = last[j] + 1
      if (row[j - 1] < cost) cost = row[j - 1] + 1
      if (x === yBefore && xBefore === y && before[j - 2] < cost) cost = before[j - 2] + 1
      row[j] = cost
      yBefore = y
      if (cost < least) least = cost
    }
    if (least > bound) return bound + 1
    ;[before, last, row] = [last, row, before]
  }
  return last[m] > bound ? bound + 1 : last[m]
}

/** Endings by which forms of one word differ, in languages that inflect by endings. */
const ENDINGS: ReadonlySet<string> = new Set([
  '',
  's',
  'es',
  'e',
  'd',
  'ed',
  'ing',
  'n',
  'en',
  'em',
  'm',
  'ies',
  'y',
  'ied',
  'é',
  'és',
  'ée',
  'ées',
  'a',
  'o',
  'as',
  'os',
])
/** Letters that two forms share at the beginning: shorter words are other words too easily. */
const STEM = 4

/** Whether two words are forms of one: need / needs, reduce / reducing. */
export function inflected(a: string, b: string): boolean {
  const shared = sharedStart(a, b)
  if (shared < STEM) return isPlural(a, b) || isPlural(b, a)
  return ENDINGS.has(a.slice(shared)) && ENDINGS.has(b.slice(shared))
}

/** Letters of a short word and its plural: rev / revs, but not hi / his. */
const SHORT_STEM = 3

function isPlural(many: string, one: string): boolean {
  return one.length >= SHORT_STEM && many.length === one.length + 1 && many === `${one}s`
}

/** Words shorter than this are other words at one letter's distance too easily (country / county). */
const MISTYPED = 8
/** A letter too many or too few is a slip only so far from both ends: employ / employs, rose / arose. */
const FROM_START = 3
const FROM_END = 2
/** Letters by which spellings of one word differ near its end: organise / organize, advise / advice, defense / defence. */
const SPELLINGS: ReadonlySet<string> = new Set(['sz', 'zs', 'sc', 'cs'])
const SPELLED = 6

/**
 * Whether one of two words is the other with a letter too many, too few, or two in the wrong order. A letter for another
 * is none of these: detection / detention, expensive / expansive.
 */
export function mistyped(a: string, b: string): boolean {
  const length = Math.min(a.length, b.length)
  if (length < SPELLED || distance(a, b, 1) !== 1) return false
  const start = sharedStart(a, b)
  if (a.length === b.length) {
    if (a[start] === b[start + 1] && a[start + 1] === b[start]) return length >= MISTYPED
    return start >= FROM_START && SPELLINGS.has(a[start] + b[start])
  }
  return length >= MISTYPED && start >= FROM_START && Math.max(a.length, b.length) - start - 1 >= FROM_END
}

const CONSONANT_J = /j(?=[^aeiouäöüáéíóú])/g

/** One word of old print, where capital I and J are one letter: Jch / Ich, Jhr / Ihr. */
export function oldSpelling(a: string, b: string): boolean {
  if (a[0] === b[0] || (a[0] !== 'j' && b[0] !== 'j')) return false
  return a.replace(CONSONANT_J, 'i') === b.replace(CONSONANT_J, 'i')
}

/** Share of the longer of two strings that differs, 0 to 1. */
export function difference(a: string, b: string): number {
  const longer = Math.max(a.length, b.length)
  return longer === 0 ? 0 : distance(a, b) / longer
}

/** Cost of a letter that looks like the one it stands for, and of one letter more or less. */
const ALIKE = 0.3
const EXTRA = 0.8

/**
 * How much of the longer of two words a scanner must have misread, 0 to 1: letters that look alike cost less than others.
 * Takes letters as printed. O(|a| · |b|).
 */
export function shapeDifference(a: string, b: string): number {
  const longer = Math.max(a.length, b.length)
  if (longer === 0) return 0
  const start = sharedStart(a, b)
  const end = sharedEnd(a, b, start)
  const n = a.length - start - end
  const m = b.length - start - end
  if (n === 0 || m === 0) return ((n + m) * EXTRA) / longer
  const width = m + 1
  if (width > costs[0].length) costs = [new Float32Array(2 * width), new Float32Array(2 * width)]
  let [last, row] = costs
  for (let j = 0; j < width; j++) last[j] = j * EXTRA
  for (let i = 1; i <= n; i++) {
    const x = a.charCodeAt(start + i - 1)
    row[0] = i * EXTRA
    for (let j = 1; j < width; j++) {
      const other = last[j - 1] + letterCost(x, b.charCodeAt(start + j - 1))
      const extra = (last[j] < row[j - 1] ? last[j] : row[j - 1]) + EXTRA
      row[j] = other < extra ? other : extra
    }
    const full = row
    row = last
    last = full
  }
  return last[m] / longer
}

let costs: [Float32Array, Float32Array] = [new Float32Array(LONGEST + 1), new Float32Array(LONGEST + 1)]

/** Small letters of the first letters of Unicode, where most texts lie: a string a letter is ten times as slow. */
const smallOf = Uint16Array.from({ length: 0x600 }, (_, unit) =>
  String.fromCharCode(unit).toLowerCase().charCodeAt(0),
)

function small(unit: number): number {
  return unit < smallOf.length ? smallOf[unit] : String.fromCharCode(unit).toLowerCase().charCodeAt(0)
}

/** What it costs to take one UTF-16 unit for another, 0 to 1. */
function letterCost(a: number, b: number): number {
  if (a === b) return 0
  const x = small(a)
  const y = small(b)
  if (x === y) return 0
  return confusableLetters(a, b) || confusableLetters(x, y) ? ALIKE : 1
}

/** Digits that scanners take for each other. */
const DIGITS_ALIKE: ReadonlySet<string> = new Set(
  ['06', '08', '09', '68', '89', '38', '35', '56', '58', '17', '14', '27', '69'].flatMap((pair) => [
    pair,
    pair[1] + pair[0],
  ]),
)

/** How a figure and what stands in its place differ, character by character. */
export interface FigureSlips {
  /** Digits of the side that has more. */
  readonly digits: number
  /** Digits in the places of other digits. */
  readonly clashes: number
  /** Whether all of these look alike. */
  readonly alike: boolean
  /** Digits opposite letters and marks that do not look like them. */
  readonly blurred: number
  /** Digits opposite nothing. */
  readonly dropped: number
}

const COST_BLURRED = 0.9
const COST_CLASH = 1
const COST_DROPPED = 1.1
const COST_LETTER = 0.6

/** The cheapest alignment of two strings, counted by what becomes of digits. Takes them as printed. O(|a| · |b|). */
export function figureSlips(a: string, b: string): FigureSlips {
  const width = b.length + 1
  const table = new Float32Array((a.length + 1) * width)
  const gap = (character: string) => (isDigit(character) ? COST_DROPPED : COST_LETTER)
  for (let i = 1; i <= a.length; i++) table[i * width] = table[(i - 1) * width] + gap(a[i - 1])
  for (let j = 1; j < width; j++) table[j] = table[j - 1] + gap(b[j - 1])
  for (let i = 1; i <= a.length; i++) {
    for (let j = 1; j < width; j++) {
      table[i * width + j] = Math.min(
        table[(i - 1) * width + j - 1] + figureCost(a[i - 1], b[j - 1]),
        table[(i - 1) * width + j] + gap(a[i - 1]),
        table[i * width + j - 1] + gap(b[j - 1]),
      )
    }
  }
  let [clashes, blurred, dropped, alike] = [0, 0, 0, true]
  for (let i = a.length, j = b.length; i > 0 || j > 0;) {
    const here = table[i * width + j]
    if (i > 0 && j > 0 && closeTo(here, table[(i - 1) * width + j - 1] + figureCost(a[i - 1], b[j - 1]))) {
      const [x, y] = [a[--i], b[--j]]
      if (x === y) continue
      if (isDigit(x) && isDigit(y)) {
        clashes++
        alike &&= DIGITS_ALIKE.has(x + y)
      } else if ((isDigit(x) || isDigit(y)) && letterCost(x.charCodeAt(0), y.charCodeAt(0)) > ALIKE) blurred++
    } else if (i > 0 && closeTo(here, table[(i - 1) * width + j] + gap(a[i - 1]))) {
      if (isDigit(a[--i])) dropped++
    } else if (isDigit(b[--j])) dropped++
  }
  return { digits: Math.max(digitsOf(a), digitsOf(b)), clashes, alike, blurred, dropped }
}

/** What differs less in single precision is the same sum. */
const ROUNDING = 1e-3

function closeTo(a: number, b: number): boolean {
  return Math.abs(a - b) < ROUNDING
}

function figureCost(a: string, b: string): number {
  if (a === b) return 0
  if (isDigit(a) && isDigit(b)) return COST_CLASH
  return Math.min(
    letterCost(a.charCodeAt(0), b.charCodeAt(0)),
    isDigit(a) || isDigit(b) ? COST_BLURRED : COST_LETTER,
  )
}

function digitsOf(text: string): number {
  let digits = 0
  for (const character of text) if (isDigit(character)) digits++
  return digits
}

/** 1ine / line, l9OO / 1900: where two strings of one length differ, a digit stands for a letter that looks like it. */
export function digitsForLetters(a: string, b: string): boolean {
  if (a.length !== b.length || a.length < 2 || a === b) return false
  for (let i = 0; i < a.length; i++) {
    if (a[i] === b[i]) continue
    if (isDigit(a[i]) === isDigit(b[i]) || letterCost(a.charCodeAt(i), b.charCodeAt(i)) > ALIKE) return false
  }
  return true
}

function isDigit(character: string): boolean {
  return character >= '0' && character <= '9'
}
