import { byLevel, LEVELS, type Ignore, type Rate, type RateLevels } from './rate.js'

/** Where a rate lies with 95 % confidence. */
export interface Interval {
  /** The lower end; as a rate, 0 and more. */
  readonly low: number
  /** The upper end. */
  readonly high: number
}

/** Intervals at every level; null where fewer than two pairs have a unit of truth. */
export type RateIntervals = Readonly<
  Record<
    Ignore,
    {
      /** Of the character error rate. */
      readonly cer: Interval | null
      /** Of the word error rate. */
      readonly wer: Interval | null
    }
  >
>

/** Corpora drawn. With 1,000 the ends of an interval are steady to some 5 % of its width. */
const RESAMPLES = 1000
/** Share of the drawn rates that lies below an interval, and above. */
const TAIL = 0.025
/** Any number: equal corpora must give equal intervals. */
const SEED = 0x0ff9_21a7

/**
 * Intervals of the rates of a corpus: as many pairs as it has are drawn from it, with replacement, 1,000 times; the middle 95 %
 * of the rates drawn are the interval (Efron, "Nonparametric standard errors and confidence intervals", 1981). What is drawn are
 * whole pairs, because the errors of a page hang together. O(1,000 · pairs).
 */
export function bootstrapIntervals(parts: readonly RateLevels[]): RateIntervals {
  const rates = LEVELS.flatMap((level) => [
    (part: RateLevels) => part[level].cer,
    (part: RateLevels) => part[level].wer,
  ])
  const columns = rates.map((rate) => ({
    errors: Float64Array.from(parts, (part) => errorsOf(rate(part))),
    lengths: Float64Array.from(parts, (part) => rate(part).length),
    drawn: new Float64Array(RESAMPLES),
  }))
  const next = generator(SEED)
  const picks = new Int32Array(parts.length)
  for (let r = 0; r < RESAMPLES; r++) {
    for (let i = 0; i < picks.length; i++) picks[i] = next() % parts.length
    for (const { errors, lengths, drawn } of columns) {
      let wrong = 0
      let length = 0
      for (let i = 0; i < picks.length; i++) {
        wrong += errors[picks[i]!]!
        length += lengths[picks[i]!]!
      }
      drawn[r] = wrong === 0 ? 0 : wrong / length
    }
  }
  const intervals = columns.map(({ lengths, drawn }): Interval | null => {
    if (lengths.filter((length) => length > 0).length < 2) return null
    drawn.sort()
    const outside = Math.floor(RESAMPLES * TAIL)
    return { low: drawn[outside]!, high: drawn[RESAMPLES - 1 - outside]! }
  })
  return byLevel((level) => {
    const at = 2 * LEVELS.indexOf(level)
    return { cer: intervals[at]!, wer: intervals[at + 1]! }
  })
}

function errorsOf({ substitutions, deletions, insertions }: Rate): number {
  return substitutions + deletions + insertions
}

/** Numbers of 32 bits: xorshift (Marsaglia 2003), whose period is 2³² − 1. */
function generator(seed: number): () => number {
  let state = seed
  return () => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return state >>> 0
  }
}
