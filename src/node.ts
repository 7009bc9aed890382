/**
 * offprint/node: documents from files and folders, for `dedupe` and the index. Everything else is in `offprint` itself
 * and needs no Node.
 */
export type { ByteChunks } from './read/bytes/chunks.js'
export type { Encoding } from './read/bytes/encoding.js'
export type { Form, InputDocument, Ref } from './read/document.js'
export { readFiles } from './read/files.node.js'
export type { Format } from './read/format.js'
export type { ReadOptions } from './read/read-options.js'
export type { OnWarning, ReadWarning, WarningCode } from './read/warning.js'
export { readText } from './read/text.node.js'
export type { Extract, Extraction } from './read/web/html.js'
export { jsonLineOf } from './read/records/json-line.js'
export { readJsonl } from './read/records/jsonl.js'
export type { RecordOptions } from './read/records/record-options.js'
export { pairNames, type Pairing, type PairRule } from './job/audit/pairing.js'
export { readWitness } from './job/audit/witness.js'
export { openIndex, saveIndex, type OpenOptions, type SaveOptions } from './store/index-folder.node.js'
export { fileSpool } from './store/spool.node.js'
export type { StoreStats } from './fleet/claim-store.js'
export { openSharedIndex } from './fleet/open-shared-index.node.js'
export type {
  DecideOptions,
  HeldDocument,
  SharedDecision,
  SharedDocument,
  SharedIndex,
  SharedIndexOptions,
  SharedIndexStats,
  SharedMatch,
  SharedMatchResult,
} from './fleet/shared-index.js'
export type { SearchTally } from './store/search.js'
