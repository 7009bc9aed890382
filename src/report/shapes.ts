/**
 * What the public functions of a report accept. A shape is a value: it says what is wrong with another value, or
 * nothing. So one list of fields states what a function reads, and whatever lacks one of them is refused by name
 * before any work is done. Fields that no shape names are let pass.
 */
import type { SourceRange } from '../align/edit.js'
import type { Audit, AuditEdit, Described, PlacedRange, UncoveredStretch } from '../audit/audit.js'
import type { ClassCount } from '../audit/class-counts.js'
import type { Witness } from '../audit/witness.js'
import type { ConfidenceBucket, EngineConfidence } from '../audit/confidence.js'
import type { Confusion, ConfusionExample } from '../audit/confusions.js'
import { byLevel, type Ignore, type MeanRate, type Rate, type Rates } from '../audit/rate.js'
import type { OrderFree } from '../audit/order-free.js'
import type { Place } from '../audit/region.js'
import type { SuspectReason } from '../audit/suspicion.js'
import type { Interval, RateIntervals } from '../audit/bootstrap.js'
import type { AuditSummary, SummaryHeadline } from '../audit/summary.js'
import { EDIT_CLASSES } from '../compare/classes.js'
import type { Comparison, NamedEdit, TextRange } from '../compare/compare.js'
import type { Relate, Relation } from '../compare/relation.js'
import type { Changed, SourcePassage } from '../compare/verify.js'
import type { AccountItem, RemovalDecision, Remove, Tie } from '../dedupe/dedupe.js'
import { REMOVAL_CODES } from '../dedupe/reason.js'
import { argumentError } from '../kernel/errors.js'
import type { Match } from '../store/match.js'

/** Why a value is refused: where in it, what is there, and what may be there. */
interface Refusal {
  readonly path: string
  readonly got: unknown
  readonly allowed: string
}

/** Says why a value is refused, or null. O(size of what the shape names). */
export type Shape = (value: unknown) => Refusal | null

/** Throws `ERR_ARGUMENT`, with the argument and the field named, for a value that is not of a shape. */
export function requireShape(name: string, value: unknown, shape: Shape): void {
  const refusal = shape(value)
  if (refusal !== null) throw argumentError(name + refusal.path, refusal.got, refusal.allowed)
}

function leaf(allowed: string, test: (value: unknown) => boolean): Shape {
  return (got) => (test(got) ? null : { path: '', got, allowed })
}

/** Any string. */
export const text: Shape = leaf('a string', (value) => typeof value === 'string')
/** True or false. */
export const flag: Shape = leaf('true or false', (value) => typeof value === 'boolean')
/** Any number: a rate may be infinite, and the mean of no rates is NaN. */
export const number: Shape = leaf('a number', (value) => typeof value === 'number')
/** An offset into a text, or how many of something there are. */
export const count: Shape = leaf(
  'a whole number of 0 or more',
  (value) => Number.isInteger(value) && (value as number) >= 0,
)
/** A function. */
export const callback: Shape = leaf('a function', (value) => typeof value === 'function')
/** What names a document. */
export const identifier: Shape = leaf(
  'a string or a number',
  (value) => typeof value === 'string' || typeof value === 'number',
)

/** One of these words. */
export function oneOf(words: readonly string[]): Shape {
  return leaf(`one of ${words.join(', ')}`, (value) => words.includes(value as string))
}

/** The shape, or nothing at all. */
export function optional(shape: Shape): Shape {
  return (value) => (value === undefined ? null : shape(value))
}

/** The shape, or null. */
export function nullable(shape: Shape): Shape {
  return (value) => (value === null ? null : shape(value))
}

/** A list whose items are all of one shape. */
export function listOf(item: Shape): Shape {
  return (value) => {
    if (!Array.isArray(value)) return { path: '', got: value, allowed: 'an array' }
    for (let i = 0; i < value.length; i++) {
      const refusal = item(value[i])
      if (refusal !== null) return { ...refusal, path: `[${i}]${refusal.path}` }
    }
    return null
  }
}

/** An object with at least these fields. */
export function object<T>(fields: Readonly<Partial<Record<keyof T, Shape>>>): Shape {
  const entries = Object.entries(fields) as [string, Shape][]
  return (value) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value))
      return { path: '', got: value, allowed: 'an object' }
    for (const [key, shape] of entries) {
      const refusal = shape((value as Record<string, unknown>)[key])
      if (refusal !== null) return { ...refusal, path: `.${key}${refusal.path}` }
    }
    return null
  }
}

/** A value that is of every one of these shapes. */
export function all(...shapes: readonly Shape[]): Shape {
  return (value) => {
    for (const shape of shapes) {
      const refusal = shape(value)
      if (refusal !== null) return refusal
    }
    return null
  }
}

/** The same shape for A and for B. */
function both(shape: Shape): Shape {
  return object<Record<'a' | 'b', unknown>>({ a: shape, b: shape })
}

/** Every relation, the strongest first. */
export const RELATIONS = [
  'duplicate',
  'contained',
  'contains',
  'overlaps',
  'unrelated',
] as const satisfies readonly Relation[]

const REASONS = Object.keys({
  repetition: true,
  hyphenation: true,
  'mixed-script': true,
  'stray-mark': true,
  'unknown-word': true,
  'rare-character': true,
} satisfies Record<SuspectReason, true>)

const RELATION = oneOf(RELATIONS)
const EDIT_CLASS = oneOf(EDIT_CLASSES)
const RANGE = object<SourceRange>({ from: count, to: count })
const CHANGED = object<Changed>({ numbers: count, words: count, characters: count })
const EDIT_KIND = object<NamedEdit>({ kind: oneOf(['insert', 'delete', 'substitute']), class: EDIT_CLASS })

const PLACE = object<Place>({
  page: optional(text),
  line: optional(number),
  block: optional(text),
  id: optional(text),
  box: optional(listOf(number)),
  confidence: optional(number),
})

/** Passages of a comparison, a match or an audit. */
export const PASSAGES: Shape = listOf(
  all(both(RANGE), object<SourcePassage>({ identity: number, moved: flag })),
)

const PLACED_RANGE = all(RANGE, object<TextRange>({ text }), object<PlacedRange>({ place: optional(PLACE) }))

/** Edits of a comparison or of an audit: `place`, `suspect` and `reason` only where they are given. */
export const EDITS: Shape = listOf(
  all(
    EDIT_KIND,
    both(PLACED_RANGE),
    object<AuditEdit>({
      suspect: optional(nullable(oneOf(['a', 'b']))),
      reason: optional(nullable(oneOf(REASONS))),
    }),
  ),
)

const VERDICT = object<Comparison>({
  relation: RELATION,
  coverage: both(number),
  identity: number,
  changed: CHANGED,
  passages: PASSAGES,
  exact: flag,
})

/** What `compare` returns. */
export const COMPARISON: Shape = all(VERDICT, object<Comparison>({ jaccard: number, edits: EDITS }))

/** What an index finds. */
export const MATCH: Shape = all(VERDICT, object<Match<unknown>>({ verified: flag, edits: optional(EDITS) }))

const DIFFERENCE = object<AccountItem>({
  document: RANGE,
  keeper: RANGE,
  explained: optional(text),
  content: optional(text),
})
const DECISION = object<RemovalDecision>({
  removed: flag,
  code: oneOf(REMOVAL_CODES),
  reason: text,
  differences: listOf(DIFFERENCE),
  total: count,
})

/** A match with what was decided by it, as `dedupe` gives it. */
export const TIE: Shape = all(MATCH, object<Tie<unknown>>({ decision: DECISION }))

/** The same, where the decision may be missing. */
export const MATCH_OR_TIE: Shape = all(MATCH, object<Tie<unknown>>({ decision: optional(DECISION) }))

/** Thresholds of relations, all of them. */
export const RELATE: Shape = object<Relate>({ coverage: number, identity: number, passage: number })

/** The removal settings of a run, all of them. */
export const REMOVE: Shape = object<Remove>({
  contained: flag,
  coverage: number,
  identity: number,
})

/** A text with the name people know it by. */
export const NAMED_TEXT: Shape = object<{ name: string; text: string }>({ name: text, text })

/** One copy of a text, as `audit` takes it. */
export const WITNESS: Shape = object<Witness>({
  text,
  name: optional(text),
  language: optional(text),
  regions: optional(listOf(all(RANGE, PLACE))),
})

const RATE = object<Rate>({
  length: number,
  substitutions: number,
  deletions: number,
  insertions: number,
  rate: number,
  exact: flag,
})
const RATES = levels(object<Rates>({ cer: RATE, wer: RATE }))
const INTERVAL = nullable(object<Interval>({ low: number, high: number }))
const INTERVALS = levels(object<RateIntervals[Ignore]>({ cer: INTERVAL, wer: INTERVAL }))
const BUCKETS = listOf(
  object<ConfidenceBucket>({ from: number, to: number, words: count, wrong: count, mean: number }),
)
const ORDER_FREE = object<OrderFree>({
  characters: RATE,
  words: RATE,
  lines: nullable(RATE),
  stopWords: nullable(RATE),
  otherWords: nullable(RATE),
})
const MEANS = levels(
  object<MeanRate>({
    cer: number,
    wer: number,
    leftOut: object<MeanRate['leftOut']>({ cer: number, wer: number }),
  }),
)

function levels(shape: Shape): Shape {
  return object<Record<Ignore, unknown>>(byLevel(() => shape))
}

/** The same shape for whole texts and for what lies inside passages. */
function scopes(shape: Shape): Shape {
  return object<Record<'whole' | 'inside', unknown>>({ whole: shape, inside: shape })
}

const CLASSES = listOf(object<ClassCount>({ class: EDIT_CLASS, edits: count, characters: count }))
const CONFUSIONS = listOf(
  object<Confusion>({
    a: text,
    b: text,
    class: EDIT_CLASS,
    count,
    examples: listOf(object<ConfusionExample>({ pair: text, at: count, before: text, after: text })),
  }),
)

/** What no passage of an audit covers. */
export const UNCOVERED: Shape = listOf(
  all(
    object<UncoveredStretch>({ class: oneOf(['moved', 'insertion', 'omission', 'layout']) }),
    both(PLACED_RANGE),
  ),
)

/** What `audit` returns. */
export const AUDIT: Shape = all(
  COMPARISON,
  object<Audit>({
    a: object<Described>({ name: text, language: text, characters: count, folded: count }),
    b: object<Described>({ name: text, language: text, characters: count, folded: count }),
    uncovered: UNCOVERED,
    rates: scopes(RATES),
    orderFree: ORDER_FREE,
    confidence: nullable(object<EngineConfidence>({ buckets: BUCKETS, sure: listOf(count) })),
    classes: CLASSES,
    confusions: CONFUSIONS,
    characterConfusions: CONFUSIONS,
  }),
)

/** What a summary in text says of one pair. */
export const AUDIT_FIGURES: Shape = object<Audit>({ relation: RELATION, rates: scopes(RATES) })

/** What `summary` of `sumAudits` returns. */
export const SUMMARY: Shape = object<AuditSummary>({
  pairs: count,
  micro: scopes(RATES),
  macro: scopes(MEANS),
  headline: object<SummaryHeadline>({
    of: oneOf(['whole texts', 'the part in common', 'both']),
    parts: count,
    rates: RATES,
  }),
  intervals: object<AuditSummary['intervals']>({
    headline: INTERVALS,
    whole: INTERVALS,
    inside: INTERVALS,
  }),
  orderFree: ORDER_FREE,
  confidence: nullable(BUCKETS),
  classes: CLASSES,
  confusions: CONFUSIONS,
  characterConfusions: CONFUSIONS,
})

/** An audited pair with its texts. */
export const AUDITED_PAIRS: Shape = listOf(
  object<{ name: string; audit: Audit; a: Witness; b: Witness }>({
    name: text,
    audit: AUDIT,
    a: WITNESS,
    b: WITNESS,
  }),
)
