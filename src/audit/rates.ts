/** One error rate: how many units of the truth had to be changed, left out or put in. Counts add up over texts. */
export interface Rate {
  /** Units of the truth: grapheme clusters, or words. */
  readonly length: number
  readonly substitutions: number
  /** Units of the truth that the OCR lacks. */
  readonly deletions: number
  /** Units of the OCR that the truth lacks. */
  readonly insertions: number
  /** (substitutions + deletions + insertions) / length; 0 for two empty texts, Infinity where only the truth is empty. */
  readonly rate: number
}

/** Character and word error rate. */
export interface Rates {
  readonly cer: Rate
  readonly wer: Rate
}

/**
 * What does not count as an error: `nothing`; `layout`: line breaks, hyphenation and spacing; `form`: everything folding
 * removes as well (case, width, script, ligatures, punctuation).
 */
export type Ignore = 'nothing' | 'layout' | 'form'

/** Rates at every level. */
export type RateLevels = Readonly<Record<Ignore, Rates>>

/** Rates of nothing, to add to. */
export function noRates(): RateLevels {
  const rate: Rate = { length: 0, substitutions: 0, deletions: 0, insertions: 0, rate: 0 }
  const level = { cer: rate, wer: rate }
  return { nothing: level, layout: level, form: level }
}

/** Counts added up, then divided. */
export function addRates(x: RateLevels, y: RateLevels): RateLevels {
  const rate = (p: Rate, q: Rate): Rate => {
    const length = p.length + q.length
    const substitutions = p.substitutions + q.substitutions
    const deletions = p.deletions + q.deletions
    const insertions = p.insertions + q.insertions
    const errors = substitutions + deletions + insertions
    return { length, substitutions, deletions, insertions, rate: errors === 0 ? 0 : errors / length }
  }
  const level = (p: Rates, q: Rates) => ({ cer: rate(p.cer, q.cer), wer: rate(p.wer, q.wer) })
  return {
    nothing: level(x.nothing, y.nothing),
    layout: level(x.layout, y.layout),
    form: level(x.form, y.form),
  }
}

function distance(a: readonly string[], b: readonly string[]): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      next.push(Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1)))
    }
    row = next
  }
  return row[b.length]
}

function rateOf(ocr: readonly string[], truth: readonly string[]): Rate {
  const errors = distance(ocr, truth)
  return {
    length: truth.length,
    substitutions: errors,
    deletions: 0,
    insertions: 0,
    rate: errors === 0 ? 0 : errors / truth.length,
  }
}

export function rateLevels(ocr: string, truth: string): RateLevels {
  const level = (o: string, t: string) => ({
    cer: rateOf([...o.normalize('NFC')], [...t.normalize('NFC')]),
    wer: rateOf(o.split(/\s+/).filter(Boolean), t.split(/\s+/).filter(Boolean)),
  })
  const bare = (text: string) => text.replace(/\s+/g, ' ')
  return {
    nothing: level(ocr, truth),
    layout: level(bare(ocr), bare(truth)),
    form: level(bare(ocr).toLowerCase(), bare(truth).toLowerCase()),
  }
}

export function ratesInside(
  ocr: string,
  truth: string,
  passages: readonly {
    readonly a: { readonly from: number; readonly to: number }
    readonly b: { readonly from: number; readonly to: number }
  }[],
): RateLevels {
  return passages.reduce(
    (sum, { a, b }) => addRates(sum, rateLevels(ocr.slice(a.from, a.to), truth.slice(b.from, b.to))),
    noRates(),
  )
}
