/** `offprint/report`: findings as HTML, as JSON, patches, tables, as text for terminals, as lines of a ledger. */
export { auditToJson, stringifyAudit, stringifySummary, summaryToJson } from './audit-json.js'
export type {
  AuditEditJson,
  AuditJson,
  HeadlineJson,
  IntervalJson,
  IntervalsJson,
  MeanRatesJson,
  OrderFreeJson,
  RateJson,
  RateLevelsJson,
  SummaryJson,
  UncoveredJson,
} from './audit-json.js'
export { auditToText, summaryToText, type AuditTextOptions, type NamedAudit } from './terminal/audit.js'
export { auditsToCsv, type AuditCsvOptions } from './tables/csv.js'
export type { ShownEdit } from './terminal/edit-list.js'
export { alignedText, type AlignedOptions } from './terminal/aligned.js'
export { comparisonToJson, stringifyComparison, type ComparisonJson } from './comparison-json.js'
export { ledgerEntry, ledgerHead, LEDGER_VERSION } from './tables/ledger.js'
export type {
  KeeperRef,
  CarriedFields,
  LedgerCase,
  LedgerDocument,
  LedgerEntry,
  LedgerHead,
  LedgerOptions,
} from './tables/ledger.js'
export type { Evidence, Lost } from './tables/evidence.js'
export type { Paint, Role } from './terminal/paint.js'
export { textsToPatch, type PatchOptions } from './patch.js'
export { SHEET_NAMES, type AuditedPair, type SheetName } from './tables/sheets.js'
export { comparisonToText, type NamedText } from './terminal/comparison.js'
export { verdictLine, type NamedVerdict } from './terminal/verdict.js'
export type { Bytes } from '../kernel/bytes.js'
export { auditsToWorkbook } from './tables/xlsx.js'
export { auditToHtml } from './html/audit/pair-page.js'
export type { HtmlOptions } from './html/options.js'
export {
  pairFigures,
  summaryToHtml,
  type IndexEntry,
  type IndexOptions,
  type PairFigures,
  type Unpaired,
} from './html/audit/index-page.js'
export type { ReportLanguage } from './html/words/vocabulary.js'
export { createDedupePage } from './html/dedupe/page.js'
export type {
  DedupePage,
  DedupePageOptions,
  PageDocument,
  PageMatch,
  PageReject,
  PageRun,
  PageVerdict,
} from './html/dedupe/page.js'
