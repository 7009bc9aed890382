/**
 * How noisy a *pair* is. Noise excuses a difference only where it was measured, on this pair, at other places than the
 * one it is to excuse. Two documents alone must tell it, with no dictionary: scanners change a letter or two in many
 * words, so that most places that differ are near misses; another report has other words and figures in few places.
 */
import { NUMBER, SINGLE, WORD } from './tokens.js'
import { unitText, type ContentUnits } from './units.js'
import { isOneSided, type Slot, type UnitRange } from './slots.js'
import { difference, inflected, shapeDifference } from './likeness.js'

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

/** @param own the folded letters of each place of the document. @param other those of the keeper. */
export function pairNoise(
  document: ContentUnits,
  keeper: ContentUnits,
  found: readonly Slot[],
  own: readonly string[],
  other: readonly string[],
): PairNoise {
  let slips = 0
  let breaks = 0
  for (let i = 0; i < found.length; i++) {
    const { document: d, keeper: k, aligned } = found[i]
    if (!aligned) continue
    if (isOneSided(found[i])) {
      // A letter or two alone are a stain; a word that only one text has is no near miss.
      const size = letters(document, d) + letters(keeper, k)
      if (size > STAIN) breaks++
      else if (size === 1 && (d.from < d.to ? document.kinds[d.from] : keeper.kinds[k.from]) === SINGLE)
        slips++
      continue
    }
    const a = own[i]
    const b = other[i]
    if (a === b || inflected(a, b)) continue
    if (d.to - d.from === 1 && document.kinds[d.from] === NUMBER && keeper.kinds[k.from] === NUMBER) {
      if (k.to - k.from > 1 || document.numbers.get(d.from)!.value !== keeper.numbers.get(k.from)!.value)
        breaks++
      continue
    }
    if (isNear(a, b, document.kinds[d.from]) || isGarble(document, keeper, d, k, a, b)) slips++
    // A Han misread beside one too many tells neither.
    else if (document.kinds[d.from] !== SINGLE || Math.min(a.length, b.length) > 1) breaks++
  }
  const units = Math.min(document.count, keeper.count)
  const print = (document.print || keeper.print) && breaks <= slips
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
export const LONGEST = 60

function isNear(a: string, b: string, kind: number): boolean {
  if (a.length > LONGEST || b.length > LONGEST) return false
  // Two Han in the places of two are a word or a name; scanners misread them one by one.
  if (kind === SINGLE) return isOne(a) && isOne(b)
  return kind === WORD ? difference(a, b) <= NEAR : /\p{L}/u.test(a + b) && difference(a, b) <= NEAR
}

/** Look-alikes in the whole, or marks of garble on one side: no other report has either. */
function isGarble(
  document: ContentUnits,
  keeper: ContentUnits,
  d: UnitRange,
  k: UnitRange,
  a: string,
  b: string,
) {
  if (document.kinds[d.from] === SINGLE || a.length > LONGEST || b.length > LONGEST) return false
  return (
    garbleSigns(document, d) !== garbleSigns(keeper, k) ||
    midCapital(document, d) !== midCapital(keeper, k) ||
    shapeDifference(printed(document, d), printed(keeper, k)) <= NEAR
  )
}

/** Whether more than half of the units are single characters. */
function isHan({ kinds, count }: ContentUnits): boolean {
  let singles = 0
  for (let i = 0; i < count; i++) if (kinds[i] === SINGLE) singles++
  return 2 * singles > count
}

/** One character, astral or not. */
export function isOne(text: string): boolean {
  return text.length === 1 || (text.length === 2 && text.codePointAt(0)! > 0xffff)
}

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

/** Letters beside digits, marks inside a word: what no writer puts there. */
export function garbleSigns(units: ContentUnits, range: UnitRange): boolean {
  return /\p{L}\p{Nd}|\p{Nd}\p{L}|\p{L}[^\p{L}\p{M}\p{N}\s'’\-‐¬.,]\p{L}/u.test(sourceText(units, range))
}

/** A capital after a small letter: garble, or a space that was lost (inBergen). */
export function midCapital(units: ContentUnits, range: UnitRange): boolean {
  return /\p{Ll}\p{Lu}/u.test(sourceText(units, range))
}

function sourceText({ text, from, to }: ContentUnits, range: UnitRange): string {
  return text.source.slice(text.starts[from[range.from]], text.ends[to[range.to - 1] - 1])
}
