/** `offprint/audit`: named differences of two texts, error rates, confusions. */
export {
  audit,
  type Audit,
  type AuditEdit,
  type AuditOptions,
  type ClassCount,
  type Described,
  type PlacedRange,
  type Witness,
} from './audit.js'
export { EDIT_CLASSES, type Alike, type EditClass } from '../compare/classes.js'
export {
  compare,
  type CompareOptions,
  type Comparison,
  type NamedEdit,
  type TextRange,
} from '../compare/compare.js'
export type { Confusion, ConfusionExample } from './confusions.js'
export { addToLexicon, createLexicon, type Lexicon } from './lexicon.js'
export {
  addRateLevels,
  addRates,
  meanRateLevels,
  rateLevels,
  rates,
  ratesInside,
  type Ignore,
  type MeanRate,
  type MeanRateLevels,
  type PassageRange,
  type Rate,
  type RateLevelOptions,
  type RateLevels,
  type RateOptions,
  type Rates,
  type WordUnit,
} from './rates.js'
export { lookAlike, shapeSimilarity } from './shape/look-alike.js'
export { sumAudits, type AuditSum, type AuditSummary } from './summary.js'
export type { SuspectReason } from './suspicion.js'
export type { Place, Region } from './region.js'
