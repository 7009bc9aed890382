/**
 * How many improbable misreadings the noise of a pair still excuses. Most places that noise changes are near misses of a
 * letter or two; a few are read as something else altogether, and how many is in proportion to the near misses. Each rule
 * that excuses such a place takes it from its allowance, so that a pair with more of them than its noise explains keeps its
 * document.
 */
import type { PairNoise } from './noise.js'

/** Counts down while the places are judged. */
export interface Allowance {
  /** Single digits of short numbers, each for one that looks like it, and digits read as letters that do not. */
  digits: number
  /** Words of at most three letters for other such words: am / any, mid / and. */
  short: number
  /** Runs of two or three Han for others. */
  han: number
  /** Longer words, and two or three words together: lion / horse. */
  far: number
  /** Single words that only one of the two has. */
  lost: number
  /** Short negations for other words of two or three letters: no / so. */
  denials: number
}

/**
 * Near misses that come to one such place. Counted in the 176 articles of overproof, where 8,738 places differ: 251 short
 * words (1 of 35), 131 longer ones (1 of 67), 118 of several words (1 of 74), 60 lost. Pages differ by far more than chance
 * in how clear they are, so that several times the mean is allowed: with 1 of 24 instead of 8 a tenth fewer copies go.
 */
const SLIPS_A_SHORT = 3
const SLIPS_A_HAN = 5
const SLIPS_A_FAR = 8
const SLIPS_A_LOST = 12
const SLIPS_A_DENIAL = 20
/**
 * Near misses before anything but short words is excused: a notice of fifty words has fewer at 8 % errors, and in a notice
 * one word in the place of another is another notice. From 24 near misses without this one, .8 % of such notices were lost.
 */
const FREE_OF_DOUBT = 16
/** Digits are misread as often as letters are: as great a share of the numbers as of the words. */
const DIGITS_LIKE_LETTERS = 1

/** @param numbers of the document. */
export function allowanceOf({ slips, breaks, units, noisy }: PairNoise, numbers: number): Allowance {
  if (!noisy) return { digits: 0, short: 0, han: 0, far: 0, lost: 0, denials: 0 }
  const many = Math.max(0, slips - FREE_OF_DOUBT)
  return {
    digits: Math.ceil((DIGITS_LIKE_LETTERS * numbers * (slips + breaks)) / Math.max(1, units)),
    short: Math.floor(slips / SLIPS_A_SHORT),
    han: Math.floor(slips / SLIPS_A_HAN),
    far: Math.floor(many / SLIPS_A_FAR),
    lost: Math.floor(many / SLIPS_A_LOST),
    denials: Math.floor(many / SLIPS_A_DENIAL),
  }
}

/** Takes `count` places from an allowance, or none and false where so many are not left. */
export function take(allowance: Allowance, what: keyof Allowance, count = 1): boolean {
  if (allowance[what] < count) return false
  allowance[what] -= count
  return true
}
