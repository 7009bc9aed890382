/**
 * Numbers as they are written: figures with separators, fractions, times of day, numerals in words (0 to 999,999 in
 * English, German, French and Spanish) and in Han, each with its sign, scale and unit. Two notations of one number get
 * one key: 10 / ten, 1,050 / 1 050, 2.5 mln / 2,500,000, 9:40 A.M. / 0940, ٣٥ / 35, 三百 / 300.
 */
import type { FoldedText } from '../../text/fold.js'
import { germanNumeral, LANGUAGES, NUMERALS, type Language } from '../../text/number-words.js'
import {
  LONG_SCALE,
  MARKERS,
  MINUS,
  NUMERAL_LINKS,
  PER_CENT,
  SCALES,
  SIGNS,
  SPACELESS_MINUS,
  TIME_ZONES,
  UNITS,
} from './closed-classes.js'
import { foldedSlice, gapBefore, hashString, NUMBER, SINGLE, WORD, type Tokens } from './tokens.js'

export interface NumberReading {
  /** Tokens it is written with, both inclusive; the unit among them. */
  readonly first: number
  readonly last: number
  /** Signed and scaled; of a time of day 100 × hour + minute; NaN where a number has more digits than a double (see `key`). */
  readonly value: number
  /** By one name each (`pct`, `usd`, `km`); empty where none is written or none is known. */
  readonly unit: string
  readonly kind: 'figure' | 'words' | 'han' | 'time'
  /** Digits or letters as folded, without separators, scale and unit. */
  readonly written: string
  /** Significant digits that are written. */
  readonly precision: number
  /** The same for equal numbers with equal units. */
  readonly key: string
}

/** Whether what was read in two texts is one number; a unit that only `b` writes is no difference. */
export function sameNumber(a: NumberReading, b: NumberReading): boolean {
  if (a.value !== b.value || (a.unit !== b.unit && a.unit !== '')) return false
  if (a.kind === b.kind) return true
  // 940 is no time of day, 0940 is one.
  if (a.kind === 'time') return b.kind === 'figure' && b.written.length === 4
  if (b.kind === 'time') return a.kind === 'figure' && a.written.length === 4
  return true
}

/** Digits that a rounded figure must write, and how many more the exact one must have. */
const ROUNDED_DIGITS = 3
const EXACT_DIGITS = 2

/** Whether `b` is the exact figure of which `a` is the rounded one: 1.46 billion / 1,459,193,000. */
export function roundsTo(a: NumberReading, b: NumberReading): boolean {
  if (a.unit !== b.unit && a.unit !== '') return false
  if (a.precision < ROUNDED_DIGITS || b.precision < a.precision + EXACT_DIGITS) return false
  return Number(b.value.toPrecision(a.precision)) === a.value
}

interface WordClass {
  /** Bits of the languages it marks. */
  markers: number
  numerals: Partial<Record<Language, number>>
  scale?: number
  longScale?: number
  unit?: string
  zone?: boolean
  minus?: boolean
}

/** By UTF-16 unit: whether a sign of a script without spaces ends so. */
const endsMinus = new Uint8Array(0x10000)
/** Characters of the longest such sign. */
const LONGEST_MINUS = 4

const classes = new Map<number, WordClass>()

function classOf(word: string): WordClass {
  const hash = hashString(word)
  let found = classes.get(hash)
  if (found === undefined) classes.set(hash, (found = { markers: 0, numerals: {} }))
  return found
}

function prepare(): void {
  LANGUAGES.forEach((language, bit) => {
    for (const word of MARKERS[language]) classOf(word).markers |= 1 << bit
    for (const [word, value] of Object.entries(NUMERALS[language])) {
      classOf(word).numerals[language] = value
    }
  })
  for (const [word, value] of Object.entries(SCALES)) classOf(word).scale = value
  for (const [word, value] of Object.entries(LONG_SCALE)) classOf(word).longScale = value
  for (const [word, unit] of UNITS) classOf(word).unit = unit
  for (const word of TIME_ZONES) classOf(word).zone = true
  for (const word of MINUS) classOf(word).minus = true
  for (const word of SPACELESS_MINUS) endsMinus[word.charCodeAt(word.length - 1)] = 1
}

/** The numbers of a text, ascending and disjoint. O(tokens). */
export function readNumbers(tokens: Tokens): { readings: NumberReading[]; language: Language } {
  if (classes.size === 0) {
    prepare()
    classifyHan()
  }
  const { count, hashes, kinds } = tokens
  const found = new Array<WordClass | undefined>(count)
  const votes = LANGUAGES.map(() => 0)
  for (let i = 0; i < count; i++) {
    if (kinds[i] !== WORD) continue
    const known = classes.get(hashes[i])
    if (known === undefined) continue
    found[i] = known
    if (known.markers !== 0) for (let l = 0; l < votes.length; l++) votes[l] += (known.markers >> l) & 1
  }
  const language = LANGUAGES[votes.indexOf(Math.max(...votes))]
  return { readings: new Reader(tokens, found, language).run(), language }
}

const GROUPING = /^[,.'’٬ \u00a0\u2009\u202f]$/
const DECIMAL = /^[.,·٫]$/
const SPACE = /^[ \u00a0\u2009\u202f]$/
/** What may stand between a figure and its scale or unit. */
const BESIDE = /^[\s\-‐.]{0,6}$/
const LINK = /^[\s\-‐¬]{0,6}$/
const DENOMINATORS: ReadonlySet<number> = new Set([2, 3, 4, 5, 6, 8, 10, 12, 16, 32, 64])
const HAN_DIGITS = '〇一二三四五六七八九'
const HAN_PLACES: Readonly<Record<string, number>> = { 十: 10, 百: 100, 千: 1000 }
const HAN_SCALES: Readonly<Record<string, number>> = { 万: 1e4, 亿: 1e8 }
/** siebenhundertsiebenunddreißigtausendvierhundertsiebenundsiebzig has 66 letters. */
const LONGEST_NUMERAL = 80
/** Beyond this many digits a number is its string of digits. */
const EXACT = 15

class Reader {
  readonly #tokens: Tokens
  readonly #text: FoldedText
  readonly #classes: readonly (WordClass | undefined)[]
  readonly #language: Language

  constructor(tokens: Tokens, classes: readonly (WordClass | undefined)[], language: Language) {
    this.#tokens = tokens
    this.#text = tokens.text
    this.#classes = classes
    this.#language = language
  }

  run(): NumberReading[] {
    const { count, kinds } = this.#tokens
    const readings: NumberReading[] = []
    for (let i = 0; i < count;) {
      const reading =
        kinds[i] === NUMBER ? this.#figure(i) : kinds[i] === SINGLE ? this.#han(i) : this.#words(i)
      if (reading !== undefined) readings.push(reading)
      i = reading === undefined ? i + 1 : reading.last + 1
    }
    return readings
  }

  #string(i: number): string {
    return foldedSlice(this.#text, this.#tokens.from[i], this.#tokens.to[i])
  }

  /** The digits of a token in ASCII. */
  #digits(i: number): string {
    const { from, to } = this.#tokens
    const { units } = this.#text
    for (let at = from[i]; at < to[i]; at++) {
      if (units[at] < 0x30 || units[at] > 0x39) return Array.from(this.#string(i), asciiDigit).join('')
    }
    return this.#string(i)
  }

  /** Whether a single space stands before a token, which is no sign of anything. Most gaps are: no string is made for them. */
  #isSpaced(i: number): boolean {
    const { from, count } = this.#tokens
    const { source, starts, ends } = this.#text
    if (i === 0 || i >= count) return false
    const at = ends[from[i] - 1]
    return starts[from[i]] === at + 1 && source.charCodeAt(at) === 0x20
  }

  #gap(i: number): string {
    const { from, count } = this.#tokens
    return i < count
      ? gapBefore(this.#text, from[i])
      : this.#text.source.slice(this.#text.ends[this.#text.length - 1])
  }

  #isDigits(i: number): boolean {
    return i < this.#tokens.count && this.#tokens.kinds[i] === NUMBER
  }

  #figure(first: number): NumberReading {
    const fraction = this.#fraction(first)
    if (fraction !== undefined) return this.#qualified(first, first + fraction.tokens - 1, fraction)
    const time = this.#time(first)
    if (time !== undefined) return time
    if (!this.#isDigits(first + 1)) return this.#qualified(first, first, wholeOf(this.#digits(first)))
    const groups = [this.#digits(first)]
    const marks: string[] = []
    let last = first
    // The month and year of 26.4.1987.
    const dated = first > 0 && this.#isDigits(first - 1) && this.#gap(first) === '.'
    while (!dated && this.#isDigits(last + 1)) {
      const mark = this.#gap(last + 1)
      if (!GROUPING.test(mark) && !DECIMAL.test(mark)) break
      if (this.#fraction(last + 1) !== undefined) break
      const digits = this.#digits(last + 1)
      const three = digits.length === 3 && (marks.length > 0 || groups[0].length <= 3)
      if (SPACE.test(mark) && !(three && !groups[0].startsWith('0') && marks.every((one) => SPACE.test(one))))
        break
      if (mark === ',' && digits.length !== 3 && this.#language === 'en') break
      groups.push(digits)
      marks.push(mark)
      last++
    }
    // 26.4.1987 is no number but three.
    while (marks.length > 1 && !wellGrouped(groups, marks)) {
      groups.pop()
      marks.pop()
      last--
    }
    if (
      marks.length > 0 &&
      this.#isDigits(last + 1) &&
      this.#gap(last + 1) === marks[0] &&
      marks[0] === '.'
    ) {
      groups.length = 1
      marks.length = 0
      last = first
    }
    const scaled = this.#scaleAt(last + 1) !== undefined
    const figure = decimalOf(groups, marks, scaled)
    // 9-1/2 and 9 1/2
    const part = this.#isDigits(last + 1) ? this.#fraction(last + 1) : undefined
    if (part !== undefined && marks.length === 0 && /^[-\s]$/.test(this.#gap(last + 1))) {
      const value = figure.value + part.value
      return this.#qualified(first, last + part.tokens, {
        value,
        written: figure.written + part.written,
        precision: 0,
      })
    }
    return this.#qualified(first, last, figure)
  }

  /** 1/2, ½: of how many tokens and what value. */
  #fraction(i: number): { tokens: number; value: number; written: string; precision: number } | undefined {
    const { source, starts } = this.#text
    const { from } = this.#tokens
    const printed = source.charCodeAt(starts[from[i]])
    const vulgar = printed < FIRST_VULGAR ? undefined : VULGAR.get(source[starts[from[i]]])
    if (vulgar !== undefined) {
      // The slash of ½ is no folded text, so that its digits are two tokens of one character.
      const pair = this.#isDigits(i + 1) && starts[from[i + 1]] === starts[from[i]]
      return { tokens: pair ? 2 : 1, value: vulgar, written: this.#digits(i), precision: 0 }
    }
    if (!this.#isDigits(i + 1)) return undefined
    const mark = this.#gap(i + 1)
    if (mark !== '/' && mark !== '⁄') return undefined
    const over = Number(this.#digits(i))
    const under = Number(this.#digits(i + 1))
    if (!DENOMINATORS.has(under) || over === 0 || over >= under) return undefined
    const next = this.#isDigits(i + 2) ? this.#gap(i + 2) : ''
    const before = i > 0 && this.#isDigits(i - 1) ? this.#gap(i) : ''
    if (next === '/' || before === '/') return undefined
    return { tokens: 2, value: over / under, written: this.#digits(i) + this.#digits(i + 1), precision: 0 }
  }

  /** 9:40, 9.40 Uhr, 0940 GMT, 9 a.m. */
  #time(first: number): NumberReading | undefined {
    const { from, to } = this.#tokens
    if (to[first] - from[first] > 4) return undefined
    const digits = this.#digits(first)
    let hour: number
    let minute = 0
    let last = first
    const mark = this.#isDigits(first + 1) ? this.#gap(first + 1) : ''
    const next = mark === '' ? '' : this.#digits(first + 1)
    if (digits.length <= 2 && (mark === ':' || mark === '.') && next.length === 2) {
      hour = Number(digits)
      minute = Number(next)
      last = first + 1
      if (mark === '.' && !this.#zoneAt(last + 1) && this.#halfDayAt(last + 1) === undefined) return undefined
    } else if (
      digits.length === 4 &&
      (digits.startsWith('0') || this.#zoneAt(first + 1)) &&
      !DECIMAL.test(mark)
    ) {
      hour = Number(digits.slice(0, 2))
      minute = Number(digits.slice(2))
    } else if (digits.length <= 2 && (mark === '' || !DECIMAL.test(mark))) {
      if (this.#halfDayAt(first + 1) === undefined) return undefined
      hour = Number(digits)
    } else return undefined
    if (hour > 24 || minute > 59) return undefined
    const half = this.#halfDayAt(last + 1)
    if (half !== undefined) {
      if (hour > 12) return undefined
      hour = (hour % 12) + (half.afternoon ? 12 : 0)
      last = half.last
    }
    const value = hour * 100 + minute
    return {
      first,
      last,
      value,
      unit: '',
      kind: 'time',
      written: digits + (minute > 0 && next !== '' ? next : ''),
      precision: 0,
      key: `time ${value}`,
    }
  }

  #zoneAt(i: number): boolean {
    return i < this.#tokens.count && this.#classes[i]?.zone === true && BESIDE.test(this.#gap(i))
  }

  /** a.m. or pm at a token. */
  #halfDayAt(i: number): { afternoon: boolean; last: number } | undefined {
    const { count, kinds } = this.#tokens
    if (i >= count || kinds[i] !== WORD) return undefined
    const letter = this.#text.units[this.#tokens.from[i]]
    if ((letter !== LETTER_A && letter !== LETTER_P) || !/^[ \u00a0\u202f]?$/.test(this.#gap(i)))
      return undefined
    const word = this.#string(i)
    if (word === 'am' || word === 'pm') return { afternoon: word === 'pm', last: i }
    if ((word !== 'a' && word !== 'p') || i + 1 >= count) return undefined
    if (!/^\. ?$/.test(this.#gap(i + 1)) || this.#string(i + 1) !== 'm') return undefined
    return { afternoon: word === 'p', last: i + 1 }
  }

  #scaleAt(i: number): number | undefined {
    const { count, kinds } = this.#tokens
    if (i >= count) return undefined
    if (kinds[i] === SINGLE) {
      if (hanClass[this.#text.units[this.#tokens.from[i]]] !== HAN_SCALE) return undefined
      return this.#gap(i).trim() === '' ? (HAN_SCALES[this.#string(i)] ?? undefined) : undefined
    }
    const known = this.#classes[i]
    if (known === undefined || !BESIDE.test(this.#gap(i))) return undefined
    return (this.#language === 'en' ? known.scale : (known.longScale ?? known.scale)) ?? known.longScale
  }

  /** Adds scale, unit and sign to what was read. */
  #qualified(
    first: number,
    digitsEnd: number,
    read: { value: number; written: string; precision: number; kind?: NumberReading['kind']; exact?: string },
  ): NumberReading {
    let { value } = read
    let last = digitsEnd
    for (let scale = this.#scaleAt(last + 1); scale !== undefined; scale = this.#scaleAt(last + 1)) {
      value *= scale
      last++
    }
    if (read.exact !== undefined) value = Number.NaN
    // 23.5 × 10^6 in binary is not a whole number for all decimals.
    else if (!Number.isSafeInteger(value) || value > LARGEST_EXACT) value = Number(value.toPrecision(EXACT))
    let unit = ''
    if (!this.#isSpaced(first)) {
      const before = this.#gap(first)
      const from = this.#tokens.from[first]
      const sign = SIGNED.exec(before)
      if (sign !== null && (from === 0 || sign[1] !== '' || before.length > sign[0].length)) value = -value
      unit =
        SIGNS.get(lastCharacter(before)) ?? SIGNS.get(lastCharacter(before.replace(/[-−\s]+$/, ''))) ?? ''
    }
    const after = this.#isSpaced(last + 1) ? ' ' : this.#gap(last + 1)
    const sign2 = after === ' ' ? undefined : SIGNS.get(after.trimStart().slice(0, 1))
    if (unit === '' && sign2 !== undefined) unit = sign2
    else if (unit === '') {
      const known = this.#classes[last + 1]
      if (last + 1 < this.#tokens.count && (after === ' ' || BESIDE.test(after))) {
        if (known?.unit !== undefined) {
          unit = known.unit
          last++
        } else if (last + 2 < this.#tokens.count && this.#isPerCent(last + 1)) {
          unit = 'pct'
          last += 2
        }
      }
    }
    const sign = this.#minusBefore(first)
    if (sign > 0) value = -value
    const number = read.exact ?? String(value)
    return {
      first: first - sign,
      last,
      value,
      unit,
      kind: read.kind ?? 'figure',
      written: read.written,
      precision: read.precision,
      key: unit === '' ? number : `${number} ${unit}`,
    }
  }

  /** Of how many tokens a sign in words is that stands before a number, 0 where there is none: minus 5, 零下五度. */
  #minusBefore(first: number): number {
    const { kinds } = this.#tokens
    if (first === 0) return 0
    if (kinds[first - 1] === WORD) {
      // 10 minus 5 are two numbers.
      const differs = first > 1 && kinds[first - 2] === NUMBER
      return this.#classes[first - 1]?.minus === true && this.#isSpaced(first) && !differs ? 1 : 0
    }
    if (kinds[first - 1] !== SINGLE || !endsMinus[this.#text.units[this.#tokens.from[first - 1]]]) return 0
    let written = ''
    for (let i = first - 1; i >= 0 && first - i <= LONGEST_MINUS && kinds[i] === SINGLE; i--) {
      written = this.#string(i) + written
      if (SPACELESS_MINUS.has(written)) return first - i
    }
    return 0
  }

  #isPerCent(i: number): boolean {
    if (this.#tokens.kinds[i] !== WORD || this.#tokens.to[i] - this.#tokens.from[i] > 4) return false
    return BESIDE.test(this.#gap(i + 1)) && PER_CENT.has(`${this.#string(i)} ${this.#string(i + 1)}`)
  }

  /** A numeral in words. */
  #words(first: number): NumberReading | undefined {
    const language = this.#language
    if (language === 'de') {
      const length = this.#tokens.to[first] - this.#tokens.from[first]
      if (length < 3 || length > LONGEST_NUMERAL) return undefined
      if (this.#classes[first]?.numerals.de === undefined && length < 7) return undefined
      const value = germanNumeral(this.#string(first))
      if (value === undefined) return undefined
      return this.#qualified(first, first, { value, written: '', precision: 0, kind: 'words' })
    }
    const start = this.#classes[first]?.numerals[language]
    if (start === undefined) return undefined
    const numeral = new Numeral(language)
    if (!numeral.take(start)) return undefined
    let last = first
    for (let i = first + 1; i < this.#tokens.count && LINK.test(this.#gap(i)); i++) {
      let at = i
      let value = this.#classes[at]?.numerals[language]
      if (value === undefined && numeral.links && this.#string(at) === NUMERAL_LINKS[language]) {
        at++
        if (at >= this.#tokens.count || !LINK.test(this.#gap(at))) break
        value = this.#classes[at]?.numerals[language]
      }
      if (value === undefined || !numeral.take(value)) break
      last = i = at
    }
    // un is the article as well, and a hundred of them is one numeral.
    if (first === last && start === 1 && language === 'fr') return undefined
    return this.#qualified(first, last, { value: numeral.value, written: '', precision: 0, kind: 'words' })
  }

  /** A numeral in Han: 三百二十, 二〇二四, 3万 is read from its figure. */
  #han(first: number): NumberReading | undefined {
    const { count, kinds, from } = this.#tokens
    const begins = hanClass[this.#text.units[from[first]]]
    if (begins !== HAN_DIGIT && begins !== HAN_TEN) return undefined
    let run = ''
    for (let i = first; i < count && kinds[i] === SINGLE && (i === first || this.#gap(i) === ''); i++) {
      const character = HAN_VARIANTS[this.#string(i)] ?? this.#string(i)
      if (!HAN_DIGITS.includes(character) && !(character in HAN_PLACES) && !(character in HAN_SCALES)) break
      run += character
    }
    // 零下: below zero, the sign of the number behind it.
    if (run === '〇' && first + 1 < count && this.#string(first + 1) === '下') return undefined
    if (run === '' || !(HAN_DIGITS.includes(run[0]) || run[0] === '十')) return undefined
    const value = hanNumeral(run)
    return this.#qualified(first, first + run.length - 1, { value, written: run, precision: 0, kind: 'han' })
  }
}

/** What a Han is to a numeral, by UTF-16 unit: of a text in Han most are nothing, and no string is made of them. */
const HAN_DIGIT = 1
const HAN_TEN = 2
const HAN_PLACE = 3
const HAN_SCALE = 4
const hanClass = new Uint8Array(0x10000)

const VULGAR: ReadonlyMap<string, number> = new Map(
  [...'¼½¾⅐⅑⅒⅓⅔⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞'].map((character) => {
    const [over, under] = character.normalize('NFKC').split('⁄').map(Number)
    return [character, over / under]
  }),
)

/** ¼; all other vulgar fractions lie behind it. */
const FIRST_VULGAR = 0xbc
const LETTER_A = 0x61
const LETTER_P = 0x70
/** A whole number up to here has at most `EXACT` digits. */
const LARGEST_EXACT = 10 ** EXACT - 1

const SIGNED = /([$€£¥\s(]?)[-−]$/

function lastCharacter(text: string): string {
  return text.slice(-1)
}

function asciiDigit(character: string): string {
  const code = character.codePointAt(0)!
  // Decimal digits stand in tens that begin with their zero, and each block is aligned to its script's zero.
  let zero = code
  while (code - zero < 9 && /\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero--
  return String(code - zero)
}

function wellGrouped(groups: readonly string[], marks: readonly string[]): boolean {
  const inner = marks.slice(0, -1)
  const grouped = inner.every((mark, i) => mark === marks[0] && groups[i + 1].length === 3)
  const end = marks.at(-1)!
  const tail = groups.at(-1)!.length
  return grouped && (end === marks[0] ? tail === 3 : DECIMAL.test(end))
}

/** A run of digits without separators. */
function wholeOf(digits: string): { value: number; written: string; precision: number; exact?: string } {
  let from = 0
  let to = digits.length
  while (from < to && digits.charCodeAt(from) === 0x30) from++
  while (to > from && digits.charCodeAt(to - 1) === 0x30) to--
  const read = { value: Number(digits), written: digits, precision: to - from }
  return digits.length > EXACT ? { ...read, exact: digits } : read
}

function decimalOf(
  groups: readonly string[],
  marks: readonly string[],
  scaled: boolean,
): { value: number; written: string; precision: number; exact?: string } {
  const written = groups.join('')
  let whole = groups
  let part = ''
  if (marks.length > 0) {
    const end = marks.at(-1)!
    const tail = groups.at(-1)!
    const mixed = end !== marks[0]
    const single = marks.length === 1 && DECIMAL.test(end)
    if (
      mixed ||
      (single &&
        (tail.length !== 3 || groups[0].length > 3 || groups[0].startsWith('0') || (scaled && end !== ' ')))
    ) {
      part = tail
      whole = groups.slice(0, -1)
    }
  }
  const digits = whole.join('')
  const precision = (digits + part).replace(/^0+/, '').replace(part === '' ? /0+$/ : /$^/, '').length
  const value = Number(part === '' ? digits : `${digits}.${part}`)
  return { value, written, precision, ...(digits.length > EXACT && { exact: digits + (part && `.${part}`) }) }
}

/** Reads a numeral word by word: hundreds and tens multiply and add by the place they take. */
class Numeral {
  readonly #french: boolean
  #total = 0
  #group = 0
  /** The last value added: the next must be smaller by a place. */
  #last = Infinity
  #thousands = false

  constructor(language: Language) {
    this.#french = language === 'fr'
  }

  get value(): number {
    return this.#total + this.#group
  }

  /** Whether `and` may follow. */
  get links(): boolean {
    return this.#last >= 20
  }

  /** False, and nothing taken, where the value cannot follow. */
  take(value: number): boolean {
    if (value === 1000) {
      if (this.#thousands || this.#group >= 1000) return false
      this.#total += (this.#group || 1) * 1000
      this.#group = 0
      this.#thousands = true
      this.#last = 1000
      return true
    }
    const rest = this.#group % 100
    if (value === 100) {
      if (this.#group >= 100 || this.#group > 20) return false
      this.#group = (this.#group || 1) * 100
      this.#last = 100
      return true
    }
    if (this.#french && value === 20 && rest === 4) {
      this.#group += 76
      this.#last = 80
      return true
    }
    const fits =
      this.#last === Infinity ||
      (value >= 100
        ? this.#last === 1000
        : value >= 20
          ? this.#last >= 100
          : value >= 10
            ? this.#last >= 100 || (this.#french && (this.#last === 60 || this.#last === 80))
            : this.#last >= 20 || (this.#french && this.#last === 10))
    if (!fits) return false
    this.#group += value
    this.#last = value
    return true
  }
}

const HAN_VARIANTS: Readonly<Record<string, string>> = { 两: '二', 零: '〇', 萬: '万', 億: '亿' }

function classifyHan(): void {
  const set = (characters: Iterable<string>, as: number) => {
    for (const character of characters) hanClass[character.charCodeAt(0)] = as
  }
  set(HAN_DIGITS, HAN_DIGIT)
  set(Object.keys(HAN_PLACES), HAN_PLACE)
  set('十', HAN_TEN)
  set(Object.keys(HAN_SCALES), HAN_SCALE)
  for (const [variant, character] of Object.entries(HAN_VARIANTS)) {
    hanClass[variant.charCodeAt(0)] = hanClass[character.charCodeAt(0)]
  }
}

/** 三百二十, 十五, 二〇二四, 三万五千. */
function hanNumeral(run: string): number {
  if (run.length > 1 && [...run].every((character) => HAN_DIGITS.includes(character))) {
    return Number(Array.from(run, (character) => HAN_DIGITS.indexOf(character)).join(''))
  }
  let total = 0
  let group = 0
  let digit = 0
  for (const character of run) {
    const place = HAN_PLACES[character]
    const scale = HAN_SCALES[character]
    if (place !== undefined) {
      group += (digit || 1) * place
      digit = 0
    } else if (scale !== undefined) {
      total = (total + group + digit || 1) * scale
      group = 0
      digit = 0
    } else digit = HAN_DIGITS.indexOf(character)
  }
  return total + group + digit
}
