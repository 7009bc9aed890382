/**
 * How noisy a *pair* is: noise excuses a difference only where it was measured, on this pair, at other places than the one
 * it is to excuse. Two documents alone must tell it, with no dictionary: scanners change a letter or two in many words, so
 * that most places that differ are near misses; another report has other words and other figures in few places.
 */
import { SINGLE, WORD, unitText, type ContentUnits } from './units.js'
import type { Slot } from './slots.js'
import { difference, inflected } from './likeness.js'

export interface PairNoise {
  /** Places where a word of one text is a near miss of the word of the other. */
  readonly slips: number
  /** Places where words, figures or runs differ altogether. */
  readonly breaks: number
  /** Words (or single Han) of the shorter text. */
  readonly units: number
  /** Whether noise may excuse: see `MIN_SLIPS`, `MIN_SHARE` and `MOST_BREAKS`. */
  readonly noisy: boolean
}

/** Two names may be near misses of each other by chance (Monday / Sunday, north / south); so many places are not. */
const MIN_SLIPS = 3
/** Near misses to a hundred words. */
const MIN_SHARE = 0.02
/** Breaks to one slip: in the worst OCR of overproof one garbled place comes to two near misses. */
const MOST_BREAKS = 0.6
/** What differs of a near miss: tho / the 1/3, arc / are 1/3; Leeds / Ghent 1. */
export const NEAR = 0.5

export function pairNoise(document: ContentUnits, keeper: ContentUnits, found: readonly Slot[]): PairNoise {
  let slips = 0
  let breaks = 0
  for (const { document: d, keeper: k, aligned } of found) {
    if (!aligned) continue
    const n = d.to - d.from
    const m = k.to - k.from
    if (n === 0 || m === 0) {
      // A letter or two alone are a stain; a word that only one text has is no near miss.
      if (letters(document, d) + letters(keeper, k) > STAIN) breaks++
      continue
    }
    const a = joined(document, d)
    const b = joined(keeper, k)
    if (a === b || inflected(a, b)) continue
    if (isNear(a, b, document.kinds[d.from])) slips++
    else breaks++
  }
  const units = Math.min(document.count, keeper.count)
  const noisy = slips >= MIN_SLIPS && slips >= MIN_SHARE * units && breaks <= MOST_BREAKS * slips
  return { slips, breaks, units, noisy }
}

/** Letters that alone are a stain. */
export const STAIN = 2

function isNear(a: string, b: string, kind: number): boolean {
  if (a.length > 60 || b.length > 60) return false
  if (kind === SINGLE) return Math.abs(a.length - b.length) <= 1 && Math.max(a.length, b.length) <= 2
  return kind === WORD ? difference(a, b) <= NEAR : /\p{L}/u.test(a + b) && difference(a, b) <= NEAR
}

function letters({ from, to }: ContentUnits, range: { from: number; to: number }): number {
  return range.from < range.to ? to[range.to - 1] - from[range.from] : 0
}

/** The folded letters of a range of units, without spaces. */
export function joined(units: ContentUnits, { from, to }: { from: number; to: number }): string {
  let text = ''
  for (let i = from; i < to; i++) text += unitText(units, i)
  return text
}
