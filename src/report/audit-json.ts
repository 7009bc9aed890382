import type { Audit, AuditEdit, Described, PlacedRange, UncoveredStretch } from '../audit/audit.js'
import type { UncoveredRange } from '../audit/uncovered.js'
import type { Interval, RateIntervals } from '../audit/bootstrap.js'
import type { ClassCount } from '../audit/class-counts.js'
import type { NamedEdit } from '../compare/compare.js'
import type { ConfidenceBucket, EngineConfidence } from '../audit/confidence.js'
import type { Confusion } from '../audit/confusions.js'
import { headlineOf, type Headline, type HeadlineOf } from '../audit/headline.js'
import {
  byLevel,
  type Ignore,
  type MeanRate,
  type MeanRateLevels,
  type Rate,
  type RateLevels,
  type Rates,
} from '../audit/rate.js'
import { roundedPercent } from './figures.js'
import type { OrderFree } from '../audit/order-free.js'
import type { AuditSummary } from '../audit/summary.js'
import type { Place } from '../audit/region.js'
import {
  editJson,
  textJson,
  figures,
  passagesJson,
  stringifyByLine,
  type ComparisonJson,
} from './comparison-json.js'
import { AUDIT, requireShape, SUMMARY } from './shapes.js'

/** A rate; null where there is no truth to divide by. */
export interface RateJson extends Omit<Rate, 'rate'> {
  /** Errors by length of the truth. */
  readonly rate: number | null
  /** The rate as reports show it: per cent with two decimals, 0.01 at least where it is not 0. */
  readonly percent: number | null
}

/** Character and word error rate at every level. */
export type RateLevelsJson = Readonly<
  Record<
    Ignore,
    {
      /** Character error rate. */
      readonly cer: RateJson
      /** Word error rate. */
      readonly wer: RateJson
    }
  >
>

/** Mean rates at every level; null where no pair has a truth to divide by. */
export type MeanRatesJson = Readonly<
  Record<
    Ignore,
    {
      /** Mean of the character error rates. */
      readonly cer: number | null
      /** Mean of the word error rates. */
      readonly wer: number | null
      /** Pairs that are in neither mean. */
      readonly leftOut: MeanRate['leftOut']
    }
  >
>

/** The JSON object of an audit: that of a comparison, then what an audit adds. Names, nesting and order are a contract. */
export interface AuditJson
  extends
    Omit<ComparisonJson, 'edits'>,
    Pick<Audit, 'a' | 'b' | 'classes' | 'confusions' | 'characterConfusions'> {
  /** Differences inside passages, ascending in A. */
  readonly edits: readonly AuditEditJson[]
  /** Stretches that no passage covers. */
  readonly uncovered: readonly UncoveredJson[]
  /** The rates that come first. */
  readonly headline: HeadlineJson
  /** Error rates at every level. */
  readonly rates: {
    /** Of the whole texts. */
    readonly whole: RateLevelsJson
    /** Of what lies inside passages. */
    readonly inside: RateLevelsJson
  }
  /** Rates that do not depend on order. */
  readonly orderFree: OrderFreeJson
  /** Confidence of the engine against errors; null where it says nothing. */
  readonly confidence: EngineConfidence | null
}

/** Rates that do not depend on order; of lines null where texts are too long for it, of stop words where none were given. */
export interface OrderFreeJson {
  /** Of characters, as a bag. */
  readonly characters: RateJson
  /** Of words, as a bag. */
  readonly words: RateJson
  /** Of lines, each where it fits best. */
  readonly lines: RateJson | null
  /** Of stop words. */
  readonly stopWords: RateJson | null
  /** Of all other words. */
  readonly otherWords: RateJson | null
}

/** The rates that come first in every report, with nothing ignored, and what they are of. */
export interface HeadlineJson {
  /** What they are rates of. */
  readonly of: HeadlineOf
  /** Character error rate. */
  readonly cer: RateJson
  /** Word error rate. */
  readonly wer: RateJson
}

/** An edit as in a comparison, the place of each side on paper or null, and which side is suspect. */
export interface AuditEditJson extends NamedEdit {
  /** Where each side stands on paper; null where that is not known. */
  readonly place: {
    /** Of A. */
    readonly a: Place | null
    /** Of B. */
    readonly b: Place | null
  }
  /** Which side is likelier wrong; null where nothing tells. */
  readonly suspect: AuditEdit['suspect']
  /** Why; null where nothing tells. */
  readonly reason: AuditEdit['reason']
}

/** A stretch that no passage covers, and the place of each side on paper or null. */
export interface UncoveredJson extends UncoveredRange {
  /** Where each side stands on paper; null where that is not known. */
  readonly place: {
    /** Of A. */
    readonly a: Place | null
    /** Of B. */
    readonly b: Place | null
  }
}

/** The JSON object of a summary. */
export interface SummaryJson extends Pick<
  AuditSummary,
  'pairs' | 'classes' | 'confusions' | 'characterConfusions'
> {
  /** The rates that come first. */
  readonly headline: Omit<HeadlineJson, 'of'> & Pick<AuditSummary['headline'], 'of' | 'parts'>
  /** Counts added up, then divided. */
  readonly micro: {
    /** Of the whole texts. */
    readonly whole: RateLevelsJson
    /** Of what lies inside passages. */
    readonly inside: RateLevelsJson
  }
  /** Means of the pairs’ rates. */
  readonly macro: {
    /** Of the whole texts. */
    readonly whole: MeanRatesJson
    /** Of what lies inside passages. */
    readonly inside: MeanRatesJson
  }
  /** Where the rates lie with 95 % confidence. */
  readonly intervals: Readonly<Record<'headline' | 'whole' | 'inside', IntervalsJson>>
  /** Rates that do not depend on order. */
  readonly orderFree: OrderFreeJson
  /** Confidence of the engine against errors; null where it says nothing. */
  readonly confidence: readonly ConfidenceBucket[] | null
}

/** Intervals at every level: rates, null where there is no number; null where fewer than two pairs have text. */
export type IntervalsJson = Readonly<Record<Ignore, Readonly<Record<'cer' | 'wer', IntervalJson | null>>>>

/** The ends of an interval. */
export interface IntervalJson {
  /** The lower end. */
  readonly low: number | null
  /** The upper end. */
  readonly high: number | null
}

/**
 * A plain copy with the keys in their stated order. O(passages + edits + confusions).
 *
 * @throws OffprintError `ERR_ARGUMENT` for anything that is no audit.
 */
export function auditToJson(audit: Audit): AuditJson {
  requireShape('audit', audit, AUDIT)
  const { a, b, rates, exact } = audit
  return {
    ...figures(audit),
    passages: passagesJson(audit),
    edits: audit.edits.map((edit) => ({
      ...editJson(edit),
      place: placesJson(edit),
      suspect: edit.suspect,
      reason: edit.reason,
    })),
    uncovered: audit.uncovered.map(uncoveredJson),
    exact,
    a: sideJson(a),
    b: sideJson(b),
    headline: headlineJson(headlineOf(audit)),
    rates: { whole: levelsJson(rates.whole), inside: levelsJson(rates.inside) },
    orderFree: orderFreeJson(audit.orderFree),
    confidence: confidenceJson(audit.confidence),
    classes: audit.classes.map(classJson),
    confusions: audit.confusions.map(confusionJson),
    characterConfusions: audit.characterConfusions.map(confusionJson),
  }
}

/**
 * A plain copy with the keys in their stated order. O(confusions).
 *
 * @throws OffprintError `ERR_ARGUMENT` for anything that is no summary.
 */
export function summaryToJson(summary: AuditSummary): SummaryJson {
  requireShape('summary', summary, SUMMARY)
  const { pairs, headline, intervals, micro, macro, classes, confusions, characterConfusions } = summary
  return {
    pairs,
    headline: { of: headline.of, parts: headline.parts, ...ratesJson(headline.rates.nothing) },
    micro: { whole: levelsJson(micro.whole), inside: levelsJson(micro.inside) },
    macro: { whole: meansJson(macro.whole), inside: meansJson(macro.inside) },
    intervals: {
      headline: intervalsJson(intervals.headline),
      whole: intervalsJson(intervals.whole),
      inside: intervalsJson(intervals.inside),
    },
    orderFree: orderFreeJson(summary.orderFree),
    confidence: summary.confidence === null ? null : summary.confidence.map(bucketJson),
    classes: classes.map(classJson),
    confusions: confusions.map(confusionJson),
    characterConfusions: characterConfusions.map(confusionJson),
  }
}

/**
 * The JSON object of an audit as text, a line for each passage, edit, class and confusion. Ends in a line feed.
 * O(passages + edits + confusions).
 *
 * @throws OffprintError `ERR_ARGUMENT` for anything that is no audit.
 */
export function stringifyAudit(audit: Audit): string {
  return stringifyByLine(auditToJson(audit))
}

/**
 * The JSON object of a summary as text, a line for each class and confusion. Ends in a line feed. O(confusions).
 *
 * @throws OffprintError `ERR_ARGUMENT` for anything that is no summary.
 */
export function stringifySummary(summary: AuditSummary): string {
  return stringifyByLine(summaryToJson(summary))
}

function sideJson({ name, language, characters, folded }: Described): Described {
  return { name, language, characters, folded }
}

function uncoveredJson(stretch: UncoveredStretch): UncoveredJson {
  const { a, b } = stretch
  return { class: stretch.class, a: textJson(a), b: textJson(b), place: placesJson(stretch) }
}

function placesJson({ a, b }: Record<'a' | 'b', PlacedRange>): UncoveredJson['place'] {
  return { a: placeJson(a), b: placeJson(b) }
}

function placeJson({ place }: PlacedRange): Place | null {
  if (place === undefined) return null
  const { page, line, block, id, box, confidence } = place
  return {
    ...(page === undefined ? {} : { page }),
    ...(line === undefined ? {} : { line }),
    ...(block === undefined ? {} : { block }),
    ...(id === undefined ? {} : { id }),
    ...(box === undefined ? {} : { box }),
    ...(confidence === undefined ? {} : { confidence }),
  }
}

function intervalsJson(intervals: RateIntervals): IntervalsJson {
  const ends = (interval: Interval | null) =>
    interval === null ? null : { low: finite(interval.low), high: finite(interval.high) }
  return byLevel((level) => ({ cer: ends(intervals[level].cer), wer: ends(intervals[level].wer) }))
}

function confidenceJson(confidence: EngineConfidence | null): EngineConfidence | null {
  if (confidence === null) return null
  return { buckets: confidence.buckets.map(bucketJson), sure: [...confidence.sure] }
}

function bucketJson({ from, to, words, wrong, mean }: ConfidenceBucket): ConfidenceBucket {
  return { from, to, words, wrong, mean }
}

function orderFreeJson({ characters, words, lines, stopWords, otherWords }: OrderFree): OrderFreeJson {
  const known = (rate: Rate | null) => (rate === null ? null : rateJson(rate))
  return {
    characters: rateJson(characters),
    words: rateJson(words),
    lines: known(lines),
    stopWords: known(stopWords),
    otherWords: known(otherWords),
  }
}

function headlineJson({ of, rates }: Headline): HeadlineJson {
  return { of, ...ratesJson(rates.nothing) }
}

function levelsJson(levels: RateLevels): RateLevelsJson {
  return byLevel((level) => ratesJson(levels[level]))
}

function ratesJson({ cer, wer }: Rates): RateLevelsJson[Ignore] {
  return { cer: rateJson(cer), wer: rateJson(wer) }
}

function rateJson({ length, substitutions, deletions, insertions, rate, exact }: Rate): RateJson {
  return {
    length,
    substitutions,
    deletions,
    insertions,
    rate: finite(rate),
    percent: finite(roundedPercent(rate)),
    exact,
  }
}

function meansJson(means: MeanRateLevels): MeanRatesJson {
  return byLevel((level) => {
    const { cer, wer, leftOut } = means[level]
    return { cer: finite(cer), wer: finite(wer), leftOut: { cer: leftOut.cer, wer: leftOut.wer } }
  })
}

/** JSON has no infinity and no NaN; null says that there is no such number. */
function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null
}

function classJson({ class: name, edits, characters }: ClassCount): ClassCount {
  return { class: name, edits, characters }
}

function confusionJson({ a, b, class: name, count, examples }: Confusion): Confusion {
  return {
    a,
    b,
    class: name,
    count,
    examples: examples.map(({ pair, at, before, after }) => ({ pair, at, before, after })),
  }
}
