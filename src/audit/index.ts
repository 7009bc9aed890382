/** `offprint/audit`: named differences of two texts, error rates, confusions, and which copy is likelier wrong. */
export {
  audit,
  type Audit,
  type AuditEdit,
  type AuditOptions,
  type Described,
  type PlacedRange,
  type UncoveredStretch,
} from './audit.js'
export { bootstrapIntervals, type Interval, type RateIntervals } from './bootstrap.js'
export type { ClassCount } from './class-counts.js'
export { EDIT_CLASSES, type Alike, type EditClass } from '../compare/classes.js'
export {
  compare,
  type CompareOptions,
  type Comparison,
  type NamedEdit,
  type TextRange,
} from '../compare/compare.js'
export type { Confusion, ConfusionExample } from './confusions.js'
export type { ConfidenceBucket, EngineConfidence } from './confidence.js'
export { headlineOf, type Headline, type HeadlineOf } from './headline.js'
export { addToLexicon, createLexicon, type Lexicon } from './lexicon.js'
export type { WordUnit } from './numbering.js'
export { addOrderFree, orderFree, stopWordTest, type IsStopWord, type OrderFree } from './order-free.js'
export {
  addRateLevels,
  addRates,
  meanRateLevels,
  type Ignore,
  type MeanRate,
  type MeanRateLevels,
  type Rate,
  type RateLevels,
  type Rates,
} from './rate.js'
export {
  rateLevels,
  rates,
  ratesInside,
  type PassageRange,
  type RateLevelOptions,
  type RateOptions,
} from './rates.js'
export type { Place, Region } from './region.js'
export { lookAlike } from './shape/look-alike.js'
export { shapeSimilarity } from './shape/similarity.js'
export { sumAudits, type AuditSum, type AuditSummary, type SummaryHeadline } from './summary.js'
export type { SuspectReason } from './suspicion.js'
export type { UncoveredClass, UncoveredRange } from './uncovered.js'
export type { Witness } from './witness.js'
