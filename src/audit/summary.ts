import { rankedClasses, type Audit, type ClassCount } from './audit.js'
import type { EditClass } from './classes.js'
import { mergeConfusions, rankedConfusions, type Confusion } from './confusions.js'
import { addRates, noRates, type Ignore, type RateLevels } from './rates.js'

/** Many audits as one: rates both ways, counts added up. */
export interface AuditSummary {
  readonly pairs: number
  /** Counts of all pairs added up, then divided. */
  readonly micro: { readonly whole: RateLevels; readonly inside: RateLevels }
  /** Mean of the pairs' rates, each pair counting as one. A pair without truth to divide by is left out of its mean. */
  readonly macro: { readonly whole: MeanRates; readonly inside: MeanRates }
  readonly classes: readonly ClassCount[]
  /** Most frequent first. */
  readonly confusions: readonly Confusion[]
}

/** Means of rates at every level. */
export type MeanRates = Readonly<Record<Ignore, { readonly cer: number; readonly wer: number }>>

const LEVELS: readonly Ignore[] = ['nothing', 'layout', 'form']

/** Sums a corpus up pair by pair, so that no audit need be kept. */
export interface AuditSum {
  /** Adds one pair. O(its classes and confusions). */
  add(audit: Pick<Audit, 'rates' | 'classes' | 'confusions'>, pair?: string): void
  /** The sum so far. */
  summary(): AuditSummary
}

/** Memory grows with the number of different confusions. */
export function sumAudits(): AuditSum {
  let pairs = 0
  const micro = { whole: noRates(), inside: noRates() }
  const sums = { whole: emptyMeans(), inside: emptyMeans() }
  const classes = new Map<EditClass, ClassCount>()
  const confusions = new Map<string, Confusion>()
  return {
    add(audit, pair = '') {
      pairs++
      for (const scope of ['whole', 'inside'] as const) {
        micro[scope] = addRates(micro[scope], audit.rates[scope])
        for (const level of LEVELS) {
          for (const kind of ['cer', 'wer'] as const) {
            const { length, rate } = audit.rates[scope][level][kind]
            if (length === 0) continue
            const sum = sums[scope][level][kind]
            sum.rates += rate
            sum.pairs++
          }
        }
      }
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
        pairs,
        micro: { ...micro },
        macro: { whole: means(sums.whole), inside: means(sums.inside) },
        classes: rankedClasses(classes.values()),
        confusions: rankedConfusions(confusions),
      }
    },
  }
}

interface Mean {
  rates: number
  pairs: number
}

type Means = Record<Ignore, { cer: Mean; wer: Mean }>

function emptyMeans(): Means {
  const level = () => ({ cer: { rates: 0, pairs: 0 }, wer: { rates: 0, pairs: 0 } })
  return { nothing: level(), layout: level(), form: level() }
}

function means(sums: Means): MeanRates {
  const mean = ({ rates, pairs }: Mean) => (pairs === 0 ? 0 : rates / pairs)
  const level = (name: Ignore) => ({ cer: mean(sums[name].cer), wer: mean(sums[name].wer) })
  return { nothing: level('nothing'), layout: level('layout'), form: level('form') }
}
