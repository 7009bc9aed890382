import { rankedClasses, type Audit, type ClassCount } from './audit.js'
import type { EditClass } from '../compare/classes.js'
import { mergeConfusions, rankedConfusions, type Confusion } from './confusions.js'
import { addRateLevels, meanRateLevels, type MeanRateLevels, type RateLevels } from './rates.js'

/** Many audits as one: rates both ways, counts added up. */
export interface AuditSummary {
  readonly pairs: number
  /** Counts of all pairs added up, then divided. */
  readonly micro: { readonly whole: RateLevels; readonly inside: RateLevels }
  /** Mean of the pairs' rates, each pair counting as one. */
  readonly macro: { readonly whole: MeanRateLevels; readonly inside: MeanRateLevels }
  readonly classes: readonly ClassCount[]
  /** Most frequent first. */
  readonly confusions: readonly Confusion[]
}

/** Sums a corpus up pair by pair, so that no audit need be kept. */
export interface AuditSum {
  /** Adds one pair. O(its classes and confusions). */
  add(audit: Pick<Audit, 'rates' | 'classes' | 'confusions'>, pair?: string): void
  /** The sum so far. */
  summary(): AuditSummary
}

/** Memory grows with the number of different confusions, and by the rates of each pair. */
export function sumAudits(): AuditSum {
  const rates: { whole: RateLevels[]; inside: RateLevels[] } = { whole: [], inside: [] }
  const classes = new Map<EditClass, ClassCount>()
  const confusions = new Map<string, Confusion>()
  return {
    add(audit, pair = '') {
      rates.whole.push(audit.rates.whole)
      rates.inside.push(audit.rates.inside)
      for (const { class: name, edits, characters } of audit.classes) {
        const before = classes.get(name)
        classes.set(name, {
          class: name,
          edits: (before?.edits ?? 0) + edits,
          characters: (before?.characters ?? 0) + characters,
        })
      }
      const named = audit.confusions.map((confusion) => ({
        ...confusion,
        examples: confusion.examples.map((example) => ({ ...example, pair })),
      }))
      mergeConfusions(confusions, named)
    },
    summary() {
      return {
        pairs: rates.whole.length,
        micro: { whole: addRateLevels(rates.whole), inside: addRateLevels(rates.inside) },
        macro: { whole: meanRateLevels(rates.whole), inside: meanRateLevels(rates.inside) },
        classes: rankedClasses(classes.values()),
        confusions: rankedConfusions(confusions),
      }
    },
  }
}
