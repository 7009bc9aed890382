import type { Audit } from './audit.js'
import type { RateLevels } from './rate.js'

/** What a headline is the rate of. */
export type HeadlineOf = 'whole texts' | 'the part in common'

/** The rates that come first in every report. */
export interface Headline {
  /** What they are rates of. */
  readonly of: HeadlineOf
  /** The rates at every level. */
  readonly rates: RateLevels
}

/**
 * The rates that answer for a pair: those of the part in common where A contains B, as a page holds an article: all else on the
 * page would count as errors (172.78 % for 2.84 %). For every other pair those of the whole texts, since what A lacks is an
 * error. O(1).
 */
export function headlineOf({ relation, rates }: Pick<Audit, 'relation' | 'rates'>): Headline {
  return relation === 'contains'
    ? { of: 'the part in common', rates: rates.inside }
    : { of: 'whole texts', rates: rates.whole }
}
