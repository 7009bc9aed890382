import { FOLD_TABLE } from './fold-table.data.js'
import { rangeDecoder, type RangeDecoder } from '../kernel/range-decoder.js'

/*
 * A value below 0xD800 or from 0xF900 on is the folded code unit itself; the range between holds codes, because no
 * folded character of the basic plane is a surrogate or for private use.
 */

/** Dropped; a word may start after it. */
export const SEPARATOR = 0
/** An astral character that folds to itself. */
export const KEEP_PAIR = 1
/** Marks, each with the rank of its canonical combining class in the low byte. QUIET ones never compose. */
export const QUIET = 0xd800
/** Composes with a few characters, all in `pairs`. */
export const COMPOSER = 0xd900
/** Decomposes. */
export const UNSTABLE = 0xda00
/** Belongs to no script (Inherited, Common): composes with anything, means nothing alone. */
export const GENERIC = 0xdb00
/** A conjoining vowel or final: the low byte is its distance from `JAMO_BASE`. */
export const JAMO = 0xdc00
/** U+1100, the first conjoining jamo. */
export const JAMO_BASE = 0x1100
/** Dropped without a trace: joined to what it follows. */
export const JOINED = 0xdd00
/** U+00AD: dropped, parts clusters, starts no word. */
export const SOFT_HYPHEN = 0xdd01
/** A high surrogate: look the pair up. */
export const HIGH_SURROGATE = 0xdd02
/** NFKC or full case folding changes it: `resolve` it, then look again. */
export const UNRESOLVED = 0xdd03
/** Plus k: `expansions[k]`. */
export const EXPANSION = 0xe000
/** Where the codes of expansions end (half-open): folded units begin again. */
export const EXPANSION_END = 0xf900

const MARK_CODES = [QUIET, COMPOSER, UNSTABLE, GENERIC]
const CODE_POINTS = 0x110000

/** U+0364, which German prints set above a, o and u where later ones set two dots. */
const SMALL_E_ABOVE = 0x364
const DIAERESIS = '\u0308'
/** Cyrillic ё, which most print without its dots; capital Ё folds to it. */
const YO = 0x451

let simplifying: FoldTable | undefined
let plain: FoldTable | undefined

/** The table, with or without traditional → simplified. The first call decodes it: 5 ms warm, 10 to 30 cold; 0.5 MB. */
export function foldTable(script: boolean): FoldTable {
  return script ? (simplifying ??= new FoldTable(true)) : (plain ??= new FoldTable(false))
}

/** Whether a value is one of the four kinds of marks. */
export function isMark(value: number): boolean {
  return value >= QUIET && value < JAMO
}

/** Rank of the canonical combining class behind a value; 0 for starters. */
export function rankOf(value: number): number {
  return isMark(value) ? value & 255 : 0
}

/** Madda and hamza above and below: the Arabic points that compose with letters (آ أ إ), so they go after NFKC. */
export function isHamza(codePoint: number): boolean {
  return codePoint >= 0x653 && codePoint <= 0x655
}

/**
 * What each character folds to, decoded from the baked table: categories, case folding and script pairs are those of
 * `fold-table.data.ts`, whatever Unicode the runtime knows. Only normal forms are asked of the runtime, and only of code
 * points assigned in 15.1, whose normal forms can never change (Unicode Character Encoding Stability Policies,
 * "Normalization Stability"; UAX #15 §3). They are asked when a character is first met: resolving all 6,067 at
 * once took 30 ms.
 */
export class FoldTable {
  /** The value of every UTF-16 unit. */
  readonly units = new Uint16Array(0x10000)
  /** Blocks of 256 astral values; 0 is all SEPARATOR, 1 all KEEP_PAIR, 2 all JOINED, and these three stay as they are. */
  readonly #blocks = [0, KEEP_PAIR, JOINED].map((value) => new Uint16Array(256).fill(value))
  /** The block of each 256 code points from U+10000 on. */
  readonly #pages = new Uint8Array(0x1000)
  /** What more than one unit stands for; SEPARATOR inside marks a gap. */
  readonly expansions: string[] = []
  /** The script-bound marks that compose, as `first << 16 | second`. */
  readonly pairs: ReadonlySet<number>
  /** Short segments folded so far; exact-fold.ts keeps it. */
  readonly segments = new Map<string, string>()
  readonly #folding: ReadonlyMap<number, string>
  readonly #spelled: ReadonlyMap<number, string>
  readonly #simplified: ReadonlyMap<number, number>

  constructor(script: boolean) {
    const decoder = rangeDecoder(FOLD_TABLE)
    this.#readClasses(decoder)
    this.#folding = readFolding(decoder)
    this.pairs = readPairs(decoder)
    this.#spelled = readPrivateLetters(decoder).set(SMALL_E_ABOVE, DIAERESIS)
    const forms = readHan(decoder)
    const simplified = script ? readHan(decoder) : new Map<number, number>()
    for (const [from, to] of forms) if (!simplified.has(from)) simplified.set(from, simplified.get(to) ?? to)
    this.#simplified = simplified.set(YO, 0x435)
    for (const from of this.#folding.keys()) {
      // U+0345 folds to a letter, yet must stay a mark for the marks around it.
      if (!isMark(this.valueOf(from))) this.#set(from, UNRESOLVED)
    }
    for (const [from, to] of this.#simplified) {
      this.#set(from, to < 0x10000 ? this.#valueOfUnit(to) : this.#valueOfText(String.fromCodePoint(to)))
    }
  }

  /** Value of a code point. */
  valueOf(codePoint: number): number {
    if (codePoint < 0x10000) return this.units[codePoint]
    return this.#blocks[this.#pages[(codePoint - 0x10000) >> 8]][codePoint & 255]
  }

  /** What stands for a character before NFKC: a letter of the private-use area, an umlaut for an e above; else itself. */
  spelled(char: string): string {
    return this.#spelled.get(char.codePointAt(0)!) ?? char
  }

  /** Replaces UNRESOLVED by what the character folds to alone: spelling, NFKC, full case folding, NFKC, script. */
  resolve(codePoint: number): void {
    let cased = ''
    for (const char of this.spelled(String.fromCodePoint(codePoint)).normalize('NFKC')) {
      const c = char.codePointAt(0)!
      if (this.valueOf(c) !== JOINED && !isHamza(c)) cased += this.#folding.get(c) ?? char
    }
    let folded = ''
    for (const char of cased.normalize('NFKC')) {
      const c = char.codePointAt(0)!
      folded += String.fromCodePoint(
        this.valueOf(c) === SEPARATOR ? SEPARATOR : (this.#simplified.get(c) ?? c),
      )
    }
    this.#set(codePoint, this.#valueOfText(folded))
  }

  #valueOfText(text: string): number {
    if (text.length === 1) return this.#valueOfUnit(text.charCodeAt(0))
    const value = EXPANSION + this.expansions.push(text) - 1
    if (value >= EXPANSION_END) throw new RangeError('fold table: more expansions than codes for them')
    return value
  }

  #valueOfUnit(unit: number): number {
    // Conjoining jamo keep their code: they may join what stands before them.
    return (this.units[unit] & 0xff00) === JAMO ? this.units[unit] : unit
  }

  /** Stream 1: runs of one class, in the numbering of tables/generate.mjs. */
  #readClasses(decoder: RangeDecoder): void {
    const kinds = decoder.models(5 * 8)
    const marks = decoder.models(256)
    const lengths = Array.from({ length: 5 }, () => decoder.models())
    let before = 0
    for (let from = 0; from < CODE_POINTS;) {
      const kind = decoder.tree(kinds, 3, before * 8)
      const mark = kind === 4 ? decoder.tree(marks, 8) : 0
      const to = from + decoder.number(lengths[kind])
      if (kind === 1) this.#fill(from, to, KEEP_PAIR)
      else if (kind === 2) this.#fill(from, to, UNRESOLVED)
      else if (kind === 3) this.#fill(from, to, JOINED)
      else if (kind === 4) this.#fill(from, to, MARK_CODES[mark & 3] | (mark >> 2))
      before = kind
      from = to
    }
    const units = this.units
    for (let c = 0x1161; c <= 0x1175; c++) units[c] = JAMO | (c & 255)
    for (let c = 0x11a8; c <= 0x11c2; c++) units[c] = JAMO | (c & 255)
    units.fill(HIGH_SURROGATE, 0xd800, 0xdc00)
    units[0xad] = SOFT_HYPHEN
  }

  #fill(from: number, to: number, value: number): void {
    const end = Math.min(to, 0x10000)
    let c = from
    if (value === KEEP_PAIR) for (const units = this.units; c < end; c++) units[c] = c
    else for (const units = this.units; c < end; c++) units[c] = value
    while (c < to) {
      const next = Math.min((c | 255) + 1, to)
      const page = (c - 0x10000) >> 8
      if (next - c === 256 && value === KEEP_PAIR) this.#pages[page] = 1
      else if (next - c === 256 && value === JOINED) this.#pages[page] = 2
      else this.#own(page).fill(value, c & 255, ((next - 1) & 255) + 1)
      c = next
    }
  }

  #set(codePoint: number, value: number): void {
    if (codePoint < 0x10000) this.units[codePoint] = value
    else this.#own((codePoint - 0x10000) >> 8)[codePoint & 255] = value
  }

  /** The block of a page, made its own before the first write. */
  #own(page: number): Uint16Array {
    if (this.#pages[page] < 3)
      this.#pages[page] = this.#blocks.push(this.#blocks[this.#pages[page]].slice()) - 1
    return this.#blocks[this.#pages[page]]
  }
}

/** Stream 2: CaseFolding.txt, status C then F, of characters that NFKC leaves alone. */
function readFolding(decoder: RangeDecoder): Map<number, string> {
  const folding = new Map<number, string>()
  const gaps = decoder.models()
  const steps = decoder.models(1)
  const counts = decoder.models()
  const distances = decoder.models()
  let last = 0
  for (let gap = decoder.number(gaps); gap > 0; gap = decoder.number(gaps)) {
    const step = decoder.bit(steps, 0) + 1
    const count = decoder.number(counts)
    const distance = decoder.signed(distances)
    const from = last + gap
    last = from + (count - 1) * step
    for (let c = from; c <= last; c += step) folding.set(c, String.fromCodePoint(c + distance))
  }
  const lengths = decoder.models(1)
  const targets = decoder.models()
  const before = [0, 0, 0]
  last = 0
  for (let gap = decoder.number(gaps); gap > 0; gap = decoder.number(gaps)) {
    last += gap
    const length = decoder.bit(lengths, 0) + 2
    for (let i = 0; i < length; i++) before[i] += decoder.signed(targets)
    folding.set(last, String.fromCharCode(...before.slice(0, length)))
  }
  return folding
}

/** Stream 3: which script-bound marks compose with which characters. */
function readPairs(decoder: RangeDecoder): Set<number> {
  const pairs = new Set<number>()
  const gaps = decoder.models()
  const reach = decoder.models()
  let first = 0
  for (let count = decoder.number(reach); count > 0; count--) {
    first += decoder.number(gaps)
    pairs.add((first << 16) | (first + decoder.signed(reach)))
  }
  return pairs
}

/** Stream 4: letters of the private-use area (MUFI), as letters and marks. */
function readPrivateLetters(decoder: RangeDecoder): Map<number, string> {
  const letters = new Map<number, string>()
  const gaps = decoder.models()
  const lengths = decoder.models()
  const targets = [decoder.models(), decoder.models()]
  const before = [0x61, 0x300, 0x300, 0x300, 0x300]
  let last = 0xe000 - 1
  for (let gap = decoder.number(gaps); gap > 0; gap = decoder.number(gaps)) {
    last += gap
    const length = decoder.number(lengths)
    for (let i = 0; i < length; i++) before[i] += decoder.signed(targets[Math.min(i, 1)])
    letters.set(last, String.fromCharCode(...before.slice(0, length)))
  }
  return letters
}

/** Stream 5: a form of a Han character → the usual one; stream 6: traditional → simplified. */
function readHan(decoder: RangeDecoder): Map<number, number> {
  const pairs = new Map<number, number>()
  const gaps = decoder.models()
  const jumps = decoder.models()
  const signs = decoder.models(1)
  let from = 0
  let to = 0
  for (let gap = decoder.number(gaps); gap > 0; gap = decoder.number(gaps)) {
    from += gap
    const down = decoder.bit(signs, 0)
    const jump = decoder.number(jumps)
    to += down ? -jump : jump
    pairs.set(from, to)
  }
  return pairs
}
