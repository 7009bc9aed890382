import type { Audit } from './audit.js'
import { bootstrapIntervals, type RateIntervals } from './bootstrap.js'
import { addClassCounts, type ClassCount } from './class-counts.js'
import {
  alikeFirst,
  mergeConfusions,
  rankedConfusions,
  type Confusion,
  type ConfusionCounts,
} from './confusions.js'
import { addBuckets, type ConfidenceBucket, type EngineConfidence } from './confidence.js'
import { headlineOf, type Headline, type HeadlineOf } from './headline.js'
import { addOrderFree, type OrderFree } from './order-free.js'
import { addRateLevels, meanRateLevels, type MeanRateLevels, type RateLevels } from './rate.js'

/** The first rates of a sum, and what they are of. */
export interface SummaryHeadline {
  /** `both` where some pairs are counted by the part in common, and some as whole texts. */
  readonly of: HeadlineOf | 'both'
  /** Pairs that are counted by the part in common. */
  readonly parts: number
  /** The rates at every level. */
  readonly rates: RateLevels
}

/** Many audits as one: rates both ways, counts added up. */
export interface AuditSummary {
  /** Audits that were added. */
  readonly pairs: number
  /** The rates that come first: of each pair those that `headlineOf` names, counts added up, then divided. */
  readonly headline: SummaryHeadline
  /** Counts of all pairs added up, then divided. */
  readonly micro: {
    /** Of the whole texts. */
    readonly whole: RateLevels
    /** Of what lies inside passages. */
    readonly inside: RateLevels
  }
  /** Mean of the pairs' rates, each pair counting as one. */
  readonly macro: {
    /** Of the whole texts. */
    readonly whole: MeanRateLevels
    /** Of what lies inside passages. */
    readonly inside: MeanRateLevels
  }
  /** Where the counted rates lie with 95 % confidence, by a bootstrap over pairs: see `bootstrapIntervals`. */
  readonly intervals: {
    /** Of the rates that come first. */
    readonly headline: RateIntervals
    /** Of the whole texts. */
    readonly whole: RateIntervals
    /** Of what lies inside passages. */
    readonly inside: RateIntervals
  }
  /** Of all pairs, whatever the order of what was read in each: counts added up, then divided. */
  readonly orderFree: OrderFree
  /** Confidence of the engine against errors, of all pairs; null where no engine says how sure it was. */
  readonly confidence: readonly ConfidenceBucket[] | null
  /** Most edits first. */
  readonly classes: readonly ClassCount[]
  /** Most frequent first. */
  readonly confusions: readonly Confusion[]
  /** The same character by character: look-alikes first. */
  readonly characterConfusions: readonly Confusion[]
}

/** Sums a corpus up pair by pair, so that no audit need be kept. */
export interface AuditSum {
  /** Adds one pair. O(its classes and confusions). */
  add(
    audit: Pick<
      Audit,
      'relation' | 'rates' | 'orderFree' | 'confidence' | 'classes' | 'confusions' | 'characterConfusions'
    >,
    pair?: string,
  ): void
  /** The sum so far. O(1,000 · pairs + confusions · log confusions). */
  summary(): AuditSummary
}

/** An empty sum. Memory grows with the number of different confusions, and by the rates of each pair. */
export function sumAudits(): AuditSum {
  const headlines: Headline[] = []
  const whole: RateLevels[] = []
  const inside: RateLevels[] = []
  const free: OrderFree[] = []
  const confidences: (EngineConfidence | null)[] = []
  const confusions: ConfusionCounts = new Map()
  const characters: ConfusionCounts = new Map()
  let classes: readonly ClassCount[] = []
  return {
    add(audit, pair = '') {
      headlines.push(headlineOf(audit))
      whole.push(audit.rates.whole)
      inside.push(audit.rates.inside)
      free.push(audit.orderFree)
      confidences.push(audit.confidence)
      classes = addClassCounts([...classes, ...audit.classes])
      mergeConfusions(confusions, ofPair(audit.confusions, pair))
      mergeConfusions(characters, ofPair(audit.characterConfusions, pair))
    },
    summary() {
      return {
        pairs: whole.length,
        headline: headlineOfAll(headlines),
        micro: { whole: addRateLevels(whole), inside: addRateLevels(inside) },
        macro: { whole: meanRateLevels(whole), inside: meanRateLevels(inside) },
        intervals: {
          headline: bootstrapIntervals(headlines.map(({ rates }) => rates)),
          whole: bootstrapIntervals(whole),
          inside: bootstrapIntervals(inside),
        },
        orderFree: addOrderFree(free),
        confidence: addBuckets(confidences),
        classes,
        confusions: rankedConfusions(confusions),
        characterConfusions: alikeFirst(characters),
      }
    },
  }
}

function headlineOfAll(headlines: readonly Headline[]): SummaryHeadline {
  const parts = headlines.filter(({ of }) => of === 'the part in common').length
  return {
    of: parts === 0 ? 'whole texts' : parts < headlines.length ? 'both' : 'the part in common',
    parts,
    rates: addRateLevels(headlines.map(({ rates }) => rates)),
  }
}

/** Confusions whose examples say which pair they stand in. */
function ofPair(confusions: readonly Confusion[], pair: string): Confusion[] {
  return confusions.map((confusion) => ({
    ...confusion,
    examples: confusion.examples.map((example) => ({ ...example, pair })),
  }))
}
