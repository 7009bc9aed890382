import type { Audit } from './audit.js'
import { addClassCounts, type ClassCount } from './class-counts.js'
import {
  alikeFirst,
  mergeConfusions,
  rankedConfusions,
  type Confusion,
  type ConfusionCounts,
} from './confusions.js'
import { addOrderFree, type OrderFree } from './order-free.js'
import { addRateLevels, meanRateLevels, type MeanRateLevels, type RateLevels } from './rate.js'

/** Many audits as one: rates both ways, counts added up. */
export interface AuditSummary {
  /** Audits that were added. */
  readonly pairs: number
  /** Counts of all pairs added up, then divided. */
  readonly micro: { readonly whole: RateLevels; readonly inside: RateLevels }
  /** Mean of the pairs' rates, each pair counting as one. */
  readonly macro: { readonly whole: MeanRateLevels; readonly inside: MeanRateLevels }
  /** Of all pairs, whatever the order of what was read in each: counts added up, then divided. */
  readonly orderFree: OrderFree
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
    audit: Pick<Audit, 'rates' | 'orderFree' | 'classes' | 'confusions' | 'characterConfusions'>,
    pair?: string,
  ): void
  /** The sum so far. O(pairs + confusions · log confusions). */
  summary(): AuditSummary
}

/** An empty sum. Memory grows with the number of different confusions, and by the rates of each pair. */
export function sumAudits(): AuditSum {
  const whole: RateLevels[] = []
  const inside: RateLevels[] = []
  const free: OrderFree[] = []
  const confusions: ConfusionCounts = new Map()
  const characters: ConfusionCounts = new Map()
  let classes: readonly ClassCount[] = []
  return {
    add(audit, pair = '') {
      whole.push(audit.rates.whole)
      inside.push(audit.rates.inside)
      free.push(audit.orderFree)
      classes = addClassCounts([...classes, ...audit.classes])
      mergeConfusions(confusions, ofPair(audit.confusions, pair))
      mergeConfusions(characters, ofPair(audit.characterConfusions, pair))
    },
    summary() {
      return {
        pairs: whole.length,
        micro: { whole: addRateLevels(whole), inside: addRateLevels(inside) },
        macro: { whole: meanRateLevels(whole), inside: meanRateLevels(inside) },
        orderFree: addOrderFree(free),
        classes,
        confusions: rankedConfusions(confusions),
        characterConfusions: alikeFirst(characters),
      }
    },
  }
}

/** Confusions whose examples say which pair they stand in. */
function ofPair(confusions: readonly Confusion[], pair: string): Confusion[] {
  return confusions.map((confusion) => ({
    ...confusion,
    examples: confusion.examples.map((example) => ({ ...example, pair })),
  }))
}
