import { Int32Vector } from '../kernel/vector.js'
import { memoisedShingles } from '../shingles/memoised.js'
import { localShingles, type LocalShingles } from '../shingles/local.js'
import type { FoldedText } from '../text/fold.js'
import { keyedHigh, keyedLow, type TableSecret } from './table-secret.js'

/**
 * Fingerprints: a sample of a text's shingles with their positions. A shingle is sampled by its own hash (FracMinHash,
 * Irber et al. 2022), so that two texts sample the same shingles wherever they share a stretch, whatever surrounds it.
 */
export interface Fingerprints {
  readonly count: number
  /** 64 bits of hash: 32 are too few: at 200,000 documents each would hit an unrelated one with probability 0.2. */
  readonly low: Uint32Array
  readonly high: Uint32Array
  /** Where the shingle begins, in folded units. */
  readonly positions: Uint32Array
}

/** One shingle in 16: a stretch of 100 characters has two of them in 98 % of cases, one of 60 in 86 %, one of 48 in 75 %. */
export const RATE = 16
const BOUND = 2 ** 32 / RATE
/** A text enters a repeated shingle at most this many times: 5 MB of one character are four fingerprints. */
const MAX_REPEATS = 4

/** Texts up to this many folded units are entered by every 3-gram as well: a sample of so short a text would miss them. */
export const SHORT_LENGTH = 96
/** Texts from this many folded units are entered by sampled shingles. */
export const SAMPLED_LENGTH = 48
/** Weight of a short text's grams in fifths of a letter: 3 Han or 4 letters. */
const SHORT_WEIGHT = 20

/** The sampled shingles of a text. O(length). @param secret decides which these are, if there is one. */
export function fingerprints(text: FoldedText, secret: TableSecret | null = null): Fingerprints {
  return selectUnder(secret, memoisedShingles(text), BOUND)
}

/** Every gram of a short text. O(length). */
export function shortGrams(text: FoldedText, secret: TableSecret | null = null): Fingerprints {
  return selectUnder(secret, localShingles(text, SHORT_WEIGHT), Infinity)
}

/** `select` by the halves that a secret makes of a shingle's hash. The low one is asked for what was selected only. */
function selectUnder(secret: TableSecret | null, shingles: LocalShingles, bound: number): Fingerprints {
  if (secret === null) return select(shingles, bound)
  const { count, low, high } = shingles
  const keyed = new Uint32Array(count)
  for (let i = 0; i < count; i++) keyed[i] = keyedHigh(secret, low[i], high[i])
  const selected = select({ ...shingles, high: keyed }, bound)
  for (let i = 0; i < selected.count; i++) {
    selected.low[i] = keyedLow(secret, selected.low[i], selected.high[i])
  }
  return selected
}

/** The shingles whose high half is below the bound; the low half serves signatures. */
function select({ count, low, high, positions }: LocalShingles, bound: number): Fingerprints {
  const repeats = new Map<number, number>()
  const selected = new Int32Vector()
  for (let i = 0; i < count; i++) {
    if (high[i] >= bound) continue
    const key = high[i] * 2 ** 21 + (low[i] >>> 11)
    const seen = repeats.get(key) ?? 0
    if (seen === MAX_REPEATS) continue
    repeats.set(key, seen + 1)
    selected.push(i)
  }
  const chosen = selected.values
  const size = selected.length
  const lows = new Uint32Array(size)
  const highs = new Uint32Array(size)
  const places = new Uint32Array(size)
  for (let n = 0; n < size; n++) {
    const i = chosen[n]
    lows[n] = low[i]
    highs[n] = high[i]
    places[n] = positions[i]
  }
  return { count: size, low: lows, high: highs, positions: places }
}
