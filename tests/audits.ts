import type { Audit } from '../src/audit/audit.js'
import type { Rate, RateLevels } from '../src/audit/rate.js'
import type { AuditSummary } from '../src/audit/summary.js'

/** A rate for each level and unit, all different. */
function levels(length: number): RateLevels {
  const rate = (errors: number, units: number): Rate => ({
    length: units,
    substitutions: errors,
    deletions: errors + 1,
    insertions: errors + 2,
    rate: units === 0 ? Infinity : (3 * errors + 3) / units,
    exact: true,
  })
  const rates = (errors: number) => ({
    cer: rate(errors, length),
    wer: rate(errors - 1, Math.ceil(length / 5)),
  })
  return { nothing: rates(9), wrapping: rates(8), layout: rates(6), form: rates(3) }
}

/** A summary whose micro figures are those of its first audit and whose means are the plain numbers 0.01 … 0.16. */
export function madeSummary(audits: readonly Audit[]): AuditSummary {
  let next = 0
  const mean = () => ({
    cer: (next += 0.01),
    wer: (next += 0.01),
    leftOut: { cer: 0, wer: 0 },
  })
  const means = () => ({ nothing: mean(), wrapping: mean(), layout: mean(), form: mean() })
  const ends = { cer: { low: 0.25, high: 0.5 }, wer: null }
  const intervals = () => ({ nothing: ends, wrapping: ends, layout: ends, form: ends })
  const [first] = audits
  const empty = { whole: levels(0), inside: levels(0) }
  return {
    pairs: audits.length,
    headline: { of: 'whole texts', parts: 0, rates: (first?.rates ?? empty).whole },
    micro: first?.rates ?? empty,
    macro: { whole: means(), inside: means() },
    intervals: { headline: intervals(), whole: intervals(), inside: intervals() },
    orderFree: first?.orderFree ?? {
      characters: levels(0).form.cer,
      words: levels(0).form.wer,
      lines: null,
      stopWords: null,
      otherWords: null,
    },
    confidence: first?.confidence?.buckets ?? null,
    classes: first?.classes ?? [],
    confusions: first?.confusions ?? [],
    characterConfusions: first?.characterConfusions ?? [],
  }
}
