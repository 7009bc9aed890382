import { OffprintError } from '../../kernel/errors.js'
import { concat, type ByteChunks } from '../bytes/chunks.js'
import { binaryFile } from '../bytes/decode-chosen.js'
import { encodeAscii, type Encoding } from '../bytes/encoding.js'
import { LineSplitter, type ByteLine } from '../bytes/lines.js'
import {
  fileName,
  MAX_RECORD,
  refName,
  sizeName,
  type Form,
  type InputDocument,
  type Ref,
} from '../document.js'
import { nameIn } from './csv-fields.js'
import { CsvRowSplitter, type CsvFault, type CsvRow } from './csv-rows.js'
import { documentOf, fieldsOf, recordError } from './record.js'
import { recordText, type RecordOptions } from './record-options.js'
import { readRecords, type RecordFormat } from './record-stream.js'

/** What the reader of CSV takes beside the options for all records. */
export interface CsvOptions extends RecordOptions {
  /** The character between fields. Default: the one that the header row suggests among `,` `;` tab and `|`. */
  readonly delimiter?: string
}

/**
 * Reads CSV and TSV: a header row that names the fields, then one record per row. Fields in quotes may hold line breaks; blank
 * lines are skipped. Streams: memory is one chunk and one row. The encoding is detected (`encodedChunks`) unless the options
 * name it.
 *
 * Lines may end with a carriage return alone, if the first one does; a first line `sep=;` states the delimiter. The fields of
 * text and id are found in any case of their letters. Empty fields behind the last name are left out. A row with more or fewer
 * fields than the header is rejected, and a row whose quotes do not fit: its first line is, and the
 * lines after it are read anew, so that a stray quotation mark costs its own line only.
 *
 * @param chunks the bytes of one file, decompressed
 * @param file what refs, ids and messages call the file
 * @throws OffprintError `ERR_ARGUMENT` for an unknown encoding; where there is no `onError` also `ERR_RECORD` for such a row,
 * and `ERR_INPUT` for a header that lacks the field of the text or names a field twice.
 */
export function readCsv(
  chunks: ByteChunks,
  file: string,
  options: CsvOptions = {},
): AsyncGenerator<InputDocument> {
  return readRecords(chunks, file, options, () => csvFormat(options))
}

function csvFormat(options: CsvOptions): RecordFormat<CsvRow> {
  const limit = options.limit ?? MAX_RECORD
  const wanted = options.text ?? 'text'
  const lines = new LineSplitter(limit, true)
  const rows = new CsvRowSplitter(limit, options.delimiter, wanted, lines)
  let header: Header | undefined
  /** Whether the header row has come, broken or not. */
  let isBegun = false

  function* rowsOf(found: Iterable<ByteLine>, encoding: Encoding): Generator<CsvRow> {
    for (const line of found) yield* rows.add(line, encoding)
  }

  return {
    asciiFirst: false,
    get isOver() {
      return isBegun && header === undefined
    },
    add: (chunk) => rowsOf(lines.add(chunk), chunk.encoding),
    *end(encoding) {
      yield* rowsOf(lines.end(), encoding)
      yield* rows.end(encoding)
    },
    toDocument(row, ref, encoding) {
      const binary = isBegun ? null : binaryFile(row.bytes, encoding, fileName(ref.file))
      isBegun = true
      if (binary !== null) throw binary
      // Whether bytes that are no text cost the row, depends on how many there are.
      if (row.fault === 'undecodable') recordText(row.bytes, encoding, ref, options)
      else if (row.fault !== null) throw faultOf(row.fault, ref, limit)
      if (header === undefined) {
        header = headerOf(row, ref, { delimiter: rows.delimiter, encoding, ending: lines.ending }, options)
        return null
      }
      // ASCII so far counts as UTF-8; a later row may know better.
      if (header.form.encoding !== encoding) header = { ...header, form: { ...header.form, encoding } }
      const { names, form } = header
      const { fields } = row
      // Spreadsheets end every row with the delimiters of empty columns.
      if (fields.length < names.length || fields.slice(names.length).some((field) => field !== '')) {
        const count = `${fields.length} ${fields.length === 1 ? 'field' : 'fields'}`
        throw recordError(ref, `has ${count}, the header has ${names.length}; correct the row or delete it`)
      }
      const entries = names
        .map((name, i): [string, string] => [name, fields[i]!])
        .filter(([name]) => name !== '')
      const record = Object.fromEntries(entries)
      return documentOf(
        { record, ref, bytes: row.bytes, form, defaultId: header.id },
        { ...options, ...header.paths },
      )
    },
  }
}

/** The header row: the names of the fields, and the form of the file. */
interface Header {
  /** Empty for a column without a name, which is left out. */
  readonly names: readonly string[]
  /** The field of the id, where the options name none. */
  readonly id: string
  /** The fields that the options name, as the header writes them. */
  readonly paths: Pick<CsvOptions, 'text' | 'id'>
  readonly form: Form
}

function headerOf(
  row: CsvRow,
  ref: Ref,
  { delimiter, encoding, ending }: { delimiter: string; encoding: Encoding; ending: string },
  options: CsvOptions,
): Header {
  const wanted = options.text ?? 'text'
  const names = row.fields.map((name, i) => (i === 0 ? name.replace(/^\ufeff/, '') : name).trim())
  while (names.length > 0 && names[names.length - 1] === '') names.pop()
  const name = refName(ref)
  const [field] = wanted.split('.')
  const text = nameIn(names, wanted)
  if (text === undefined && !names.includes(field!)) {
    const has = fieldsOf(Object.fromEntries(names.map((each) => [each, ''])))
    throw new OffprintError(
      'ERR_INPUT',
      `${name} names no field ${JSON.stringify(wanted)} in its header; name the field of the text with --text, or the option text (${has.replace('record', 'header')})`,
    )
  }
  const twice = names.find((each, i) => each !== '' && names.indexOf(each) !== i)
  if (twice !== undefined) {
    throw new OffprintError('ERR_INPUT', `${name} names the field ${JSON.stringify(twice)} twice; rename one`)
  }
  const format = delimiter === '\t' ? 'tsv' : 'csv'
  const feed = encodeAscii(ending, encoding)
  const before = concat([row.bytes, feed])
  const given = options.id === undefined ? undefined : (nameIn(names, options.id) ?? options.id)
  return {
    names,
    id: nameIn(names, 'id') ?? 'id',
    paths: { text: text ?? wanted, ...(given !== undefined && { id: given }) },
    form: { format, encoding, before, between: feed, after: feed },
  }
}

function faultOf(fault: Exclude<CsvFault, 'undecodable'>, ref: Ref, limit: number): OffprintError {
  switch (fault) {
    case 'broken':
      return recordError(
        ref,
        'has text after a closing quotation mark; write two marks for one inside quotes',
      )
    case 'open':
      return recordError(
        ref,
        `opens a quotation mark that nothing closes within ${sizeName(limit)}; close it or write two`,
      )
    case 'long':
      return recordError(ref, `is a row of more than ${sizeName(limit)}; split it`)
  }
}
