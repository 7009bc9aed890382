/**
 * How noisy a *pair* is. Noise excuses a difference only where it was measured, on this pair, at other places than the
 * one it is to excuse. Two documents alone must tell it, with no dictionary: scanners change a letter or two in many
 * words, so that most places that differ are near misses; another report has other words and figures in few places.
 */
import { NUMBER, SINGLE, WORD } from './tokens.js'
import { unitText, type ContentUnits } from './units.js'
import type { Slot, UnitRange } from './slots.js'
import { difference, distance, inflected, misread, shapeDifference } from './likeness.js'

export interface PairNoise {
  /** Places where a word of one text is a near miss of the word of the other. */
  readonly slips: number
  /** Places where words, figures or runs differ altogether. */
  readonly breaks: number
  /** Units of the shorter text. */
  readonly units: number
  /** Whether noise may excuse: see `MIN_SLIPS`, `MIN_SHARE` and `MOST_BREAKS`. */
  readonly noisy: boolean
  /** Whether both are printed matter: words are divided at the ends of lines. One letter may then be misread. */
  readonly print: boolean
}

/** Two names may be near misses of each other by chance (Monday / Sunday, north / south); so many places are not. */
const MIN_SLIPS = 3
/** Near misses to a hundred words. */
const MIN_SHARE = 0.02
/** Breaks to one slip: in the worst OCR of overproof one garbled place comes to two near misses. */
const MOST_BREAKS = 0.6
/** The same in Han, where one character in the place of another is a weaker sign: surnames have one. */
const MIN_HAN_SLIPS = 4
const MIN_HAN_SHARE = 0.02
const MOST_HAN_BREAKS = 0.34
/** What differs of a near miss: tho / the 1/3, arc / are 1/3; Leeds / Ghent 1. */
export const NEAR = 0.5
/** Divided words in one of the two texts that tell printed matter. */
const MIN_DIVIDED = 2

export function pairNoise(document: ContentUnits, keeper: ContentUnits, found: readonly Slot[]): PairNoise {
  let slips = 0
  let breaks = 0
  for (const { document: d, keeper: k, aligned } of found) {
    if (!aligned) continue
    if (d.from === d.to || k.from === k.to) {
      // A letter or two alone are a stain; a word that only one text has is no near miss.
      const size = letters(document, d) + letters(keeper, k)
      if (size > STAIN) breaks++
      else if (size === 1 && (d.from < d.to ? document.kinds[d.from] : keeper.kinds[k.from]) === SINGLE)
        slips++
      continue
    }
    const a = joined(document, d)
    const b = joined(keeper, k)
    if (a === b || inflected(a, b)) continue
    if (d.to - d.from === 1 && document.kinds[d.from] === NUMBER && keeper.kinds[k.from] === NUMBER) {
      if (k.to - k.from > 1 || document.numbers.get(d.from)!.value !== keeper.numbers.get(k.from)!.value)
        breaks++
      continue
    }
    if (isNear(a, b, document.kinds[d.from])) slips++
    // A Han misread beside one too many tells neither.
    else if (document.kinds[d.from] !== SINGLE || Math.min(a.length, b.length) > 1) breaks++
  }
  const units = Math.min(document.count, keeper.count)
  const print = Math.max(document.divided, keeper.divided) >= MIN_DIVIDED && breaks <= slips
  if (isHan(document)) {
    const noisy =
      slips >= MIN_HAN_SLIPS && slips >= MIN_HAN_SHARE * units && breaks <= MOST_HAN_BREAKS * slips
    return { slips, breaks, units, noisy, print: false }
  }
  const noisy = slips >= MIN_SLIPS && (print || slips >= MIN_SHARE * units) && breaks <= MOST_BREAKS * slips
  return { slips, breaks, units, noisy, print }
}

/** Letters that alone are a stain. */
export const STAIN = 2
/** Longer places are not compared letter by letter. */
const LONGEST = 60

function isNear(a: string, b: string, kind: number): boolean {
  if (a.length > LONGEST || b.length > LONGEST) return false
  // Two Han in the places of two are a word or a name; scanners misread them one by one.
  if (kind === SINGLE) return isOne(a) && isOne(b)
  return kind === WORD ? difference(a, b) <= NEAR : /\p{L}/u.test(a + b) && difference(a, b) <= NEAR
}

/** Whether more than half of the units are single characters. */
function isHan({ kinds, count }: ContentUnits): boolean {
  let singles = 0
  for (let i = 0; i < count; i++) if (kinds[i] === SINGLE) singles++
  return 2 * singles > count
}

/** One character, astral or not. */
function isOne(text: string): boolean {
  return text.length === 1 || (text.length === 2 && text.codePointAt(0)! > 0xffff)
}

/** Han side by side that may be misread together, once in so many slips (`SLIPS_A_SHORT_WORD`). */
const HAN_RUN = 3

function letters({ from, to }: ContentUnits, range: UnitRange): number {
  return range.from < range.to ? to[range.to - 1] - from[range.from] : 0
}

/** The folded letters of a range of units, without spaces. */
export function joined(units: ContentUnits, { from, to }: UnitRange): string {
  let text = ''
  for (let i = from; i < to; i++) text += unitText(units, i)
  return text
}

/** The letters and digits of a range of units as printed, without spaces. */
export function printed({ text, from, to }: ContentUnits, range: UnitRange): string {
  if (range.from === range.to) return ''
  return text.source
    .slice(text.starts[from[range.from]], text.ends[to[range.to - 1] - 1])
    .replace(/[^\p{L}\p{M}\p{N}]/gu, '')
}

/** A word that stands so often in both texts together is a small word of the language: no name, no verb of the report. */
const FREQUENT = 5
/** Near misses that come to one word of three letters read as another word of three letters at most (am / any, ra / is). */
const SLIPS_A_SHORT_WORD = 5
/** Letters of a short word. */
const SHORT_WORD = 3
/** Letters of agreeing words from which pairs of letters tell words from garble. */
const MIN_LETTERS = 600

/** What the agreeing words of a noisy pair say of the others: which are frequent, and which pairs of letters occur. */
export class PairLexicon {
  readonly #counts = new Map<number, number>()
  readonly #pairs = new Set<number>()
  readonly #enough: boolean
  readonly known: ((word: string) => boolean) | undefined
  /** Places of short words that may still be excused. */
  #short: number

  constructor(
    document: ContentUnits,
    keeper: ContentUnits,
    found: readonly Slot[],
    slips: number,
    known?: (word: string) => boolean,
  ) {
    this.known = known
    this.#short = Math.floor(slips / SLIPS_A_SHORT_WORD)
    let letters = 0
    const count = (units: ContentUnits, side: 'document' | 'keeper') => {
      let i = 0
      for (const slot of [...found, undefined]) {
        const end = slot === undefined ? units.count : slot[side].from
        for (; i < end; i++) {
          if (units.kinds[i] !== WORD) continue
          this.#counts.set(units.keys[i], (this.#counts.get(units.keys[i]) ?? 0) + 1)
          letters += units.to[i] - units.from[i]
          this.#add(units, i)
        }
        if (slot !== undefined) i = Math.max(i, slot[side].to)
      }
    }
    count(document, 'document')
    count(keeper, 'keeper')
    this.#enough = letters >= MIN_LETTERS
  }

  #add({ text: { units }, from, to }: ContentUnits, i: number): void {
    let before = 0x20
    for (let at = from[i]; at < to[i]; at++) {
      this.#pairs.add(before * 0x10000 + units[at])
      before = units[at]
    }
    this.#pairs.add(before * 0x10000 + 0x20)
  }

  /** Takes one of the short words that noise may have made of others, if one is left. */
  takeShort(): boolean {
    return this.#short-- > 0
  }

  isFrequent(key: number): boolean {
    return (this.#counts.get(key) ?? 0) >= FREQUENT
  }

  /** Whether a word stands nowhere where the two agree. */
  isStrange(key: number): boolean {
    return !this.#counts.has(key)
  }

  /** Pairs of neighbouring letters in a word that no agreeing word has; 0 where too little agrees to tell. */
  strangePairs(word: string): number {
    if (!this.#enough) return 0
    let strange = 0
    let before = 0x20
    for (let i = 0; i <= word.length; i++) {
      const unit = i < word.length ? word.charCodeAt(i) : 0x20
      if (!this.#pairs.has(before * 0x10000 + unit)) strange++
      before = unit
    }
    return strange
  }
}

/** The same as `NEAR` where look-alikes cost less. */
const NEAR_SHAPE = 0.5
/** Lengths of a garble and of what it stands for, the longer to the shorter. */
const LENGTHS = 2

/** Whether a near miss or a garble stands in the place of a word: what a measured noise excuses. */
export function isGarbled(
  document: ContentUnits,
  keeper: ContentUnits,
  { document: d, keeper: k }: Slot,
  lexicon: PairLexicon,
): boolean {
  const a = joined(document, d)
  const b = joined(keeper, k)
  if (a.length > LONGEST || b.length > LONGEST) return false
  if (b === '' || a === '') {
    const [units, range, word] = b === '' ? [document, d, a] : [keeper, k, b]
    if (word.length <= STAIN) return true
    return range.to - range.from <= 2 && (garbleSigns(units, range) || lexicon.strangePairs(word) > 1)
  }
  if (document.kinds[d.from] === SINGLE || keeper.kinds[k.from] === SINGLE) {
    return (isOne(a) && isOne(b)) || (a.length <= HAN_RUN && b.length <= HAN_RUN && lexicon.takeShort())
  }
  if (difference(a, b) <= NEAR || misread(a, b)) return true
  if (shapeDifference(printed(document, d), printed(keeper, k)) <= NEAR_SHAPE) return true
  // A letter alone is no word.
  if (a.length === 1 && b.length === 1) return true
  const longer = Math.max(a.length, b.length)
  const shorter = Math.min(a.length, b.length)
  if (longer > LENGTHS * shorter + 1) return false
  const frequent = (units: ContentUnits, { from, to }: UnitRange) => {
    for (let i = from; i < to; i++) if (!lexicon.isFrequent(units.keys[i])) return false
    return true
  }
  if (frequent(document, d) !== frequent(keeper, k)) return true
  if (garbleSigns(document, d) !== garbleSigns(keeper, k)) return true
  if (lexicon.known !== undefined) {
    const ofWords = (units: ContentUnits, range: UnitRange) => {
      for (let i = range.from; i < range.to; i++) if (!lexicon.known!(unitText(units, i))) return false
      return true
    }
    return !ofWords(document, d) || !ofWords(keeper, k) || (longer <= SHORT_WORD && lexicon.takeShort())
  }
  if (longer <= SHORT_WORD && lexicon.takeShort()) return true
  return lexicon.strangePairs(a) !== lexicon.strangePairs(b)
}

/** In printed matter: one letter for another, or look-alikes. */
export function isMisprinted(a: string, b: string): boolean {
  if (a.length > LONGEST || b.length > LONGEST) return false
  if (a.length + b.length <= STAIN && (a === '' || b === '')) return true
  return (
    a !== '' && b !== '' && (distance(a, b, 1) <= 1 && a.length + b.length > STAIN + 1 ? true : misread(a, b))
  )
}

/** Capitals after small letters, letters beside digits, marks inside a word: what no writer puts there. */
function garbleSigns(units: ContentUnits, { from, to }: UnitRange): boolean {
  const { text } = units
  const source = text.source.slice(text.starts[units.from[from]], text.ends[units.to[to - 1] - 1])
  return /\p{Ll}\p{Lu}|\p{L}\p{Nd}|\p{Nd}\p{L}|\p{L}[^\p{L}\p{M}\p{N}\s'’\-‐¬.,]\p{L}/u.test(source)
}
