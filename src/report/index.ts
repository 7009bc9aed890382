/** `offprint/report`: findings as JSON, as unified patches, as text for terminals, as lines of a ledger. */
export { toJson, stringifyComparison, type ComparisonJson } from './json.js'
export { ledgerEntry, ledgerHead, LEDGER_VERSION } from './ledger.js'
export type { LedgerDocument, LedgerEntry, LedgerHead, LedgerOptions } from './ledger.js'
export type { Evidence, Lost } from './evidence.js'
export type { Paint, Role } from './paint.js'
export { toPatch, type PatchOptions } from './patch.js'
export { toText, type NamedText } from './text.js'
export { verdictLine, type NamedVerdict } from './verdict.js'
