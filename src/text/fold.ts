/**
 * Folding: the view of a text in which two copies of it are equal although one is wide, upper-case, traditional,
 * vocalised, ligatured, or full of line breaks.
 *
 * Definition, in this order, over all characters as Unicode 15.1 knows them:
 *
 *  1. Joined characters go without a trace: default ignorables (variation selectors, ZWJ, bidi controls, Hangul
 *     fillers), tatweel, and the vowel points of Arabic and Hebrew (their nonspacing marks) except madda and hamza.
 *     Zero-width space, soft hyphen and byte order mark part characters as a space does. Unassigned and other private code
 *     points, lone surrogates, punctuation, symbols, and accents on a space of their own (´ ゛) become spaces.
 *  2. Letters of the private-use area become what the Medieval Unicode Font Initiative says they are (tables/
 *     variants.json), and a small e above (uͤ) two dots. Then NFKC (UAX #15): width, ligatures, circled and squared
 *     forms, composition.
 *  3. Points and tatweel that step 2 brought out go, and so do madda and hamza that composed with no letter.
 *  4. Full case folding (CaseFolding.txt, status C and F): ß → ss, ς → σ, İ → i with a dot above. The decimal
 *     digits of every script → those of ASCII.
 *  5. NFKC again: case folding can decompose.
 *  6. ё → е, without its dots. Forms of one Han character → the usual one (靑 → 青; Unihan, tables/variants.json), then
 *     traditional → simplified, character by character (OpenCC's TSCharacters, first candidate, followed to its end:
 *     薴 → 苧 → 苎 is the one chain).
 *  7. Letters, marks and numbers stay (\p{L}\p{M}\p{N}; dropping marks would destroy Hindi, Tamil, Burmese). A mark of
 *     no script (U+0301) goes where it has no base, after a space or symbol; a mark of a script (U+0E49) stays even
 *     there, because text extracted from PDF is full of spaces before Thai and Indic signs.
 *
 * Folding twice is folding once, with one exception: a conjoining jamo or a script's mark that follows a *gap* does not
 * join what stands before the gap (ㄱ ㅏ stays two letters), yet would if the folded text were folded again (가).
 */
import { requireString } from '../kernel/errors.js'
import {
  COMPOSER,
  EXPANSION,
  EXPANSION_END,
  type FoldTable,
  foldTable,
  isMark,
  JAMO,
  JOINED,
  KEEP_PAIR,
  QUIET,
  rankOf,
  SEPARATOR,
  SOFT_HYPHEN,
  UNRESOLVED,
  UNSTABLE,
} from './fold-table.js'
import { foldSegment, segmentEnd } from './exact-fold.js'

/** Enters stored signatures: two signatures of different folding never compare. Any change of the definition raises it. */
export const FOLD_VERSION: number = 2

/** Options of `fold` and `foldToString`. */
export interface FoldOptions {
  /** Traditional → simplified Chinese. Default true. */
  readonly script?: boolean
}

/**
 * A folded text and the way back. Its units come in *clusters*: stretches of the source that fold on their own, all
 * units of one sharing `starts` and `ends`. Clusters are disjoint and in order; what is joined to a character (step 1)
 * lies inside its cluster, what is dropped with a gap lies between clusters.
 */
export interface FoldedText {
  readonly source: string
  /** In UTF-16 code units of the folded text. */
  readonly length: number
  readonly units: Uint16Array
  /** Source offset where the cluster behind unit i begins. */
  readonly starts: Uint32Array
  /** Source offset where it ends (half-open). */
  readonly ends: Uint32Array
  /** 1 for unit 0 and where more than a soft hyphen was dropped just before the unit, else 0. */
  readonly wordStarts: Uint8Array
}

/**
 * Folds a text. O(source length); 11 bytes a source unit, more only where characters expand (ﷺ: 18-fold).
 *
 * @throws OffprintError `ERR_ARGUMENT` when `source` is not a string.
 */
export function fold(source: string, options: FoldOptions = {}): FoldedText {
  requireString('source', source)
  return new Folder(source, foldTable(options.script ?? true)).run()
}

/** The folded text as a string: for people and tests; the library itself works on units. */
export function foldToString(source: string, options?: FoldOptions): string {
  requireString('source', source)
  return (
    (source.length <= GLANCE ? glance(source, options) : undefined) ?? foldedString(fold(source, options))
  )
}

/** Up to this length a string is folded without arrays first: what surrounds an edit is read by the ten thousand. */
const GLANCE = 64

/** The folded string of a source in which every unit stands for itself, another or none; undefined for any other. */
function glance(source: string, options: FoldOptions = {}): string | undefined {
  const values = foldTable(options.script ?? true).units
  let text = ''
  for (let i = 0; i < source.length; i++) {
    const value = values[source.charCodeAt(i)]
    if (value >= QUIET && value < EXPANSION_END) return undefined
    if (value !== SEPARATOR) text += String.fromCharCode(value)
  }
  return text
}

/** Arguments that fromCharCode takes at a time: they go on the stack, and engines have little of it. */
const CHUNK = 8192

/** The units of a folded text as a string: a map key, or something to read. O(length). */
export function foldedString({ units, length }: Pick<FoldedText, 'units' | 'length'>): string {
  let text = ''
  for (let i = 0; i < length; i += CHUNK) text += String.fromCharCode(...units.subarray(i, i + CHUNK))
  return text
}

const L_FIRST = 0x1100
const L_LAST = 0x1112
const V_FIRST = 0x1161
const V_LAST = 0x1175
const V_COUNT = 21
const T_BEFORE_FIRST = 0x11a7
const T_COUNT = 28
const SYLLABLE_FIRST = 0xac00
const SYLLABLE_COUNT = 11172

class Folder {
  readonly #source: string
  readonly #table: FoldTable
  #units: Uint16Array
  #starts: Uint32Array
  #ends: Uint32Array
  #wordStarts: Uint8Array
  /** Units written. */
  #length = 0
  /** 1 when a word starts with the next unit. */
  #gap = 1

  constructor(source: string, table: FoldTable) {
    this.#source = source
    this.#table = table
    const room = allocate(source.length)
    this.#units = room.units
    this.#starts = room.starts
    this.#ends = room.ends
    this.#wordStarts = room.wordStarts
  }

  run(): FoldedText {
    const source = this.#source
    const values = this.#table.units
    let i = 0
    while (i < source.length) {
      i = this.#plain(i)
      if (i < source.length) i = this.#special(i, values[source.charCodeAt(i)])
    }
    const length = this.#length
    return {
      source,
      length,
      units: this.#units.subarray(0, length),
      starts: this.#starts.subarray(0, length),
      ends: this.#ends.subarray(0, length),
      wordStarts: this.#wordStarts.subarray(0, length),
    }
  }

  /** The fast path: one unit in, one or none out. Returns where it met something else. */
  #plain(from: number): number {
    const source = this.#source
    const values = this.#table.units
    const units = this.#units
    const starts = this.#starts
    const ends = this.#ends
    const wordStarts = this.#wordStarts
    const n = source.length
    let gap = this.#gap
    let o = this.#length
    let i = from
    for (; i < n; i++) {
      const value = values[source.charCodeAt(i)]
      if (value >= QUIET && value < EXPANSION_END) break
      units[o] = value
      starts[o] = i
      ends[o] = i + 1
      wordStarts[o] = gap
      // 0 for SEPARATOR, whose entry the next unit overwrites; a branch would guess wrong at every space.
      const kept = -value >>> 31
      o += kept
      gap = 1 - kept
    }
    this.#gap = gap
    this.#length = o
    return i
  }

  /** Anything else at `i`. Returns where the next character begins. */
  #special(i: number, value: number): number {
    const source = this.#source
    if (value >= EXPANSION) return this.#writeAll(this.#table.expansions[value - EXPANSION], i, i + 1)
    if (value < JAMO) {
      const unit = source.charCodeAt(i)
      if (value >= UNSTABLE || this.#composes(i, unit, value)) return this.#segment(i)
      this.#write(unit, i, i + 1)
      return i + 1
    }
    if (value < JOINED) return this.#jamo(i, L_FIRST + (value & 255))
    if (value === JOINED) return this.#join(i, i + 1)
    if (value === SOFT_HYPHEN) return i + 1
    if (value === UNRESOLVED) {
      this.#table.resolve(source.charCodeAt(i))
      return i // and look again
    }
    return this.#astral(i)
  }

  #astral(i: number): number {
    const codePoint = this.#source.codePointAt(i)!
    if (codePoint < 0x10000) {
      this.#gap = 1
      return i + 1
    }
    const value = this.#table.valueOf(codePoint)
    if (value === KEEP_PAIR) {
      this.#reserve(2, i + 2)
      this.#write(this.#source.charCodeAt(i), i, i + 2)
      this.#write(this.#source.charCodeAt(i + 1), i, i + 2)
    } else if (value === SEPARATOR) this.#gap = 1
    else if (value === JOINED) this.#join(i, i + 2)
    else if (isMark(value)) return this.#segment(i)
    else if (value === UNRESOLVED) {
      this.#table.resolve(codePoint)
      return i // and look again
    } else if (value >= EXPANSION && value < EXPANSION_END) {
      this.#writeAll(this.#table.expansions[value - EXPANSION], i, i + 2)
    } else this.#write(value, i, i + 2)
    return i + 2
  }

  /** Whether what stands before `i` touches it, so that a mark or jamo at `i` belongs to it. */
  #attached(i: number): boolean {
    return this.#length > 0 && this.#gap === 0 && this.#ends[this.#length - 1] === i
  }

  /** A conjoining vowel or final joins what it follows by arithmetic (Unicode core specification 3.12). */
  #jamo(i: number, unit: number): number {
    if (this.#attached(i)) {
      const last = this.#units[this.#length - 1]
      const syllable = last - SYLLABLE_FIRST
      if (unit <= V_LAST && last >= L_FIRST && last <= L_LAST) {
        const index = (last - L_FIRST) * V_COUNT + (unit - V_FIRST)
        this.#units[this.#length - 1] = SYLLABLE_FIRST + index * T_COUNT
        return this.#join(i, i + 1)
      }
      if (unit > V_LAST && syllable >= 0 && syllable < SYLLABLE_COUNT && syllable % T_COUNT === 0) {
        this.#units[this.#length - 1] += unit - T_BEFORE_FIRST
        return this.#join(i, i + 1)
      }
    }
    this.#write(unit, i, i + 1)
    return i + 1
  }

  /** Whether a script-bound mark might compose with or move past what it follows; if not, it is its own cluster. */
  #composes(i: number, unit: number, value: number): boolean {
    if (!this.#attached(i)) return false
    const last = this.#units[this.#length - 1]
    const rank = rankOf(value)
    const rankBefore = rankOf(this.#table.units[last])
    if (rank > 0 && rankBefore > rank) return true
    if (value < COMPOSER) return false
    if (rank > 0 && rankBefore > 0) return true
    return this.#table.pairs.has((last << 16) | unit)
  }

  /** A mark at `i` that needs its whole segment: goes back to where that begins and folds it exactly. */
  #segment(i: number): number {
    let from = i
    if (this.#attached(i)) {
      const o = this.#segmentStart()
      from = this.#starts[o]
      this.#gap = this.#wordStarts[o]
      this.#length = o
    }
    const to = segmentEnd(this.#table, this.#source, i)
    return this.#writeAll(foldSegment(this.#table, this.#source.slice(from, to)), from, to)
  }

  /** The first unit of the segment that the last unit belongs to: back over marks that are clusters of their own. */
  #segmentStart(): number {
    const starts = this.#starts
    for (let o = this.#length - 1; ; o--) {
      while (o > 0 && starts[o - 1] === starts[o]) o--
      const value = this.#table.units[this.#source.charCodeAt(starts[o])]
      if (!isMark(value) || o === 0 || this.#ends[o - 1] !== starts[o] || this.#wordStarts[o] === 1) return o
    }
  }

  /** Lets the cluster that ends at `from` end at `to`; within a gap, nothing. */
  #join(from: number, to: number): number {
    const ends = this.#ends
    for (let o = this.#length - 1; o >= 0 && ends[o] === from; o--) ends[o] = to
    return to
  }

  /** All units of one cluster; SEPARATOR among them makes a gap. */
  #writeAll(folded: string, from: number, to: number): number {
    this.#reserve(folded.length, to)
    for (let k = 0; k < folded.length; k++) this.#write(folded.charCodeAt(k), from, to)
    return to
  }

  #write(unit: number, from: number, to: number): void {
    if (unit === SEPARATOR) {
      this.#gap = 1
      return
    }
    const o = this.#length++
    this.#units[o] = unit
    this.#starts[o] = from
    this.#ends[o] = to
    this.#wordStarts[o] = this.#gap
    this.#gap = 0
  }

  /** Room for `count` more units and one for each source unit from `next` on, so that the fast path never asks. */
  #reserve(count: number, next: number): void {
    const needed = this.#length + count + (this.#source.length - next)
    if (needed <= this.#units.length) return
    const room = allocate(Math.ceil(needed * 1.25))
    room.units.set(this.#units)
    room.starts.set(this.#starts)
    room.ends.set(this.#ends)
    room.wordStarts.set(this.#wordStarts)
    this.#units = room.units
    this.#starts = room.starts
    this.#ends = room.ends
    this.#wordStarts = room.wordStarts
  }
}

/** Four arrays in one buffer: 1.3 ns a unit, where four buffers took 1.9. */
function allocate(capacity: number): Pick<FoldedText, 'units' | 'starts' | 'ends' | 'wordStarts'> {
  const buffer = new ArrayBuffer(capacity * 11)
  return {
    starts: new Uint32Array(buffer, 0, capacity),
    ends: new Uint32Array(buffer, capacity * 4, capacity),
    units: new Uint16Array(buffer, capacity * 8, capacity),
    wordStarts: new Uint8Array(buffer, capacity * 10, capacity),
  }
}
