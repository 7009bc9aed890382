/**
 * offprint: finds the same text seen twice, whole or in part, clean or badly OCRed, and shows exactly where the two
 * differ. Runs unchanged in Node and browsers; files are the business of `offprint/node`.
 */
export {
  compare,
  type CompareOptions,
  type Comparison,
  type NamedEdit,
  type TextRange,
} from './compare/compare.js'
export { bestMatch, similarity, type BestMatch } from './compare/bigrams.js'
export { EDIT_CLASSES, type EditClass } from './compare/classes.js'
export type { Bytes } from './kernel/bytes.js'
export { OffprintError, type ErrorCode } from './kernel/errors.js'
export { auditPage, type PageAudit } from './audit/page.js'
export {
  dedupe,
  type AccountItem,
  type Content,
  type Decided,
  type DedupeEstimate,
  type DedupeOptions,
  type DedupeProgress,
  type Explanation,
  type Keep,
  type RemovalCode,
  type RemovalDecision,
  type Remove,
  type Source,
  type Tie,
  type Verdict,
} from './dedupe/dedupe.js'
export {
  duplicates,
  type DuplicateGroup,
  type DuplicatesOptions,
  type RemovedText,
} from './dedupe/duplicates.js'
export { dedupeStage, dedupeTransform } from './dedupe/stage.js'
export { estimate, type Estimate } from './sketch/estimate.js'
export { sketch, type Signature, type SketchOptions } from './sketch/signature.js'
export {
  DuplicateIndex,
  type AddOptions,
  type DuplicateIndexOptions,
  type IndexStats,
  type QueryOptions,
} from './store/duplicate-index.js'
export { similarPairs, type SimilarPair, type SimilarPairsOptions } from './candidates/similar-pairs.js'
export type { SnapshotPart } from './store/snapshot.js'
export type { Spool } from './store/spool.js'
export type { Candidate, CandidateResult, Match, MatchResult } from './store/match.js'
export type { Relate, Relation } from './compare/relation.js'
export type { Changed, SourcePassage } from './compare/verify.js'
