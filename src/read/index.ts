/**
 * offprint/read: documents from the bytes of files, for `dedupe` and the index, in a browser as in Node: JSON Lines, JSON, CSV,
 * Parquet, WARC, HTML and plain text. Bytes are read as they are: undo gzip first (`DecompressionStream`). `offprint/node`
 * opens files and folders and decompresses them.
 */
export type { ByteChunks } from './bytes/chunks.js'
export type { Encoding } from './bytes/encoding.js'
export type { Form, InputDocument, Ref } from './document.js'
export type { Format } from './format.js'
export { readCsv, type CsvOptions } from './records/csv.js'
export { readJson } from './records/json.js'
export { jsonLineOf } from './records/json-line.js'
export { readJsonl } from './records/jsonl.js'
export { readParquetStream } from './records/parquet.js'
export type { RecordOptions } from './records/record-options.js'
export type { OnWarning, ReadWarning, WarningCode } from './warning.js'
export type { Extract, Extraction } from './web/html.js'
export { readWarc, type WarcOptions } from './web/warc.js'
export type { Decompress, Decompressed } from './web/payload.js'
export { readHtml, readTextFile, type WholeFileOptions } from './whole-file.js'
