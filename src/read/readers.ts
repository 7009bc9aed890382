import type { ByteChunks } from './bytes/chunks.js'
import type { InputDocument } from './document.js'
import type { Format } from './format.js'
import type { ReadOptions } from './read-options.js'
import { readCsv } from './records/csv.js'
import { readJson } from './records/json.js'
import { readJsonl } from './records/jsonl.js'
import { readParquetStream } from './records/parquet.js'
import { readWarc, type WarcOptions } from './web/warc.js'
import { readHtml, readTextFile } from './whole-file.js'

/**
 * The documents of one file of a known format: the place where formats meet their readers.
 *
 * @param chunks the bytes of the file, decompressed
 * @param file what the refs of its documents, and messages, call it
 * @param id the id of its document, if the file is one
 * @throws OffprintError what the reader of the format throws
 */
export function readAs(
  format: Format,
  chunks: ByteChunks,
  file: string,
  id: string,
  options: ReadOptions & Pick<WarcOptions, 'decompress'>,
): AsyncGenerator<InputDocument> {
  switch (format) {
    case 'jsonl':
      return readJsonl(chunks, file, options)
    case 'json':
      return readJson(chunks, file, options)
    case 'csv':
      return readCsv(chunks, file, options)
    case 'tsv':
      return readCsv(chunks, file, { delimiter: '\t', ...options })
    case 'warc':
      return readWarc(chunks, file, options)
    case 'parquet':
      return readParquetStream(chunks, file, options)
    case 'html':
      return readHtml(chunks, file, id, options)
    case 'text':
      return readTextFile(chunks, file, id, options)
  }
}
