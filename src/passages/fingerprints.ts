import { localShingles, SHINGLE_WEIGHT } from '../shingles/local.js'
import type { FoldedText } from '../text/fold.js'

/**
 * Fingerprints: a sample of a text's shingles with their positions. A shingle is sampled by its own hash (FracMinHash,
 * Irber et al. 2022), so that two texts sample the same shingles wherever they share a stretch, whatever surrounds it.
 */
export interface Fingerprints {
  readonly count: number
  /** 64 bits of hash: 32 are too few, at 200,000 documents each would hit a stranger with probability 0.2. */
  readonly low: Uint32Array
  readonly high: Uint32Array
  /** Where the shingle begins, in folded units. */
  readonly positions: Uint32Array
}

/** One shingle in 16: of 100-character snippets 99.7 % were found, against 87 % at one in 64. */
const RATE = 16
const BOUND = 2 ** 32 / RATE
/** One text enters a repeated shingle at most so often: 5 MB of one character are four fingerprints. */
const MAX_REPEATS = 4

/** Texts up to this many folded units are entered by every 3-gram as well: a sample of so few would miss them. */
export const SHORT_LENGTH = 96
/** Texts from this many folded units are entered by sampled shingles. */
export const SAMPLED_LENGTH = 48
/** Weight of a short text's grams in fifths of a letter: 3 Han or 4 letters. */
const SHORT_WEIGHT = 20

/** The sampled shingles of a text. O(length). */
export function fingerprints(text: FoldedText): Fingerprints {
  return select(text, SHINGLE_WEIGHT, BOUND)
}

/** Every gram of a short text. */
export function shortGrams(text: FoldedText): Fingerprints {
  return select(text, SHORT_WEIGHT, Infinity)
}

function select(text: FoldedText, weight: number, bound: number): Fingerprints {
  const shingles = localShingles(text, weight)
  const repeats = new Map<number, number>()
  let count = 0
  for (let i = 0; i < shingles.count; i++) {
    const low = shingles.low[i]
    const high = shingles.high[i]
    // The sample is drawn by the high half, the low half serves signatures.
    if (high >= bound) continue
    const key = high * 2 ** 21 + (low >>> 11)
    const seen = repeats.get(key) ?? 0
    if (seen === MAX_REPEATS) continue
    repeats.set(key, seen + 1)
    shingles.low[count] = low
    shingles.high[count] = high
    shingles.positions[count] = shingles.positions[i]
    count++
  }
  return {
    count,
    low: shingles.low.slice(0, count),
    high: shingles.high.slice(0, count),
    positions: shingles.positions.slice(0, count),
  }
}
