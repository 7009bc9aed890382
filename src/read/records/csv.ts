import { OffprintError } from '../../kernel/errors.js'
import { concat } from '../bytes/bytes.js'
import { CsvRow, sniffDelimiter } from './csv-row.js'
import { encodedStream } from '../bytes/detect.js'
import { MAX_RECORD, refName, sizeName, type Form, type InputDocument, type Ref } from '../document.js'
import { decodeLoosely, decodeText, encodeAscii, type Encoding } from '../bytes/encoding.js'
import { byteLines, type ByteLine } from '../bytes/lines.js'
import { documentOf, fieldsOf, givenEncoding, recordError, reject, type RecordOptions } from './record.js'

export interface CsvOptions extends RecordOptions {
  /** One character between fields. Default: what the header row suggests among `,` `;` tab and `|`. */
  readonly delimiter?: string
}

/**
 * Reads CSV and TSV: a header row that names the fields, then one record a row; fields in quotes may hold line breaks;
 * blank lines are skipped. Streams: memory is one chunk and one row. The encoding is detected (`encodedStream`) unless
 * given.
 *
 * A row with more or fewer fields than the header is rejected, and one whose quotes do not fit: its first line, and the
 * lines after it are read anew, so that a stray quotation mark costs its own line only.
 * @throws OffprintError where there is no `onError`: `ERR_RECORD` for such a row, `ERR_INPUT` for a header that has not
 * the field of the text.
 */
export async function* readCsv(
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  file: string,
  options: CsvOptions = {},
): AsyncGenerator<InputDocument> {
  const limit = options.limit ?? MAX_RECORD
  const stream = encodedStream(chunks, givenEncoding(options), false)
  const wanted = options.text ?? 'text'
  let header: Header | undefined
  let record = 0
  const rows = storedRows(byteLines(stream.chunks, limit, stream), limit, stream, (first) => {
    return options.delimiter ?? sniffDelimiter(first, wanted)
  })
  for await (const row of rows) {
    const { encoding } = stream
    if (header !== undefined) record++
    const ref: Ref = { file, record: Math.max(record, 1), line: row.line, offset: row.offset }
    let document: InputDocument
    try {
      if (row.fault !== null) throw faultOf(row, ref, limit, encoding)
      if (header === undefined) {
        header = headerOf(row, ref, row.delimiter, encoding, wanted)
        continue
      }
      // ASCII so far is UTF-8; later rows may know better.
      if (header.form.encoding !== encoding) header = { ...header, form: { ...header.form, encoding } }
      const { names, form } = header
      if (row.fields.length !== names.length) {
        const count = `${row.fields.length} ${row.fields.length === 1 ? 'field' : 'fields'}`
        throw recordError(ref, `has ${count}, the header has ${names.length}; correct the row or delete it`)
      }
      const entries = names.map((name, i): [string, string] => [name, row.fields[i]!])
      document = documentOf({ record: Object.fromEntries(entries), ref, bytes: row.bytes, form }, options)
    } catch (error) {
      reject(error, ref, options)
      if (header === undefined) return
      continue
    }
    yield document
  }
}

interface Header {
  readonly names: readonly string[]
  readonly form: Form
}

function headerOf(row: StoredRow, ref: Ref, delimiter: string, encoding: Encoding, wanted: string): Header {
  const names = row.fields.map((name, i) => (i === 0 ? name.replace(/^\ufeff/, '') : name).trim())
  const name = refName(ref)
  const [field] = wanted.split('.')
  if (!names.includes(wanted) && !names.includes(field!)) {
    const has = fieldsOf(Object.fromEntries(names.map((each) => [each, ''])))
    throw new OffprintError(
      'ERR_INPUT',
      `${name} names no field ${JSON.stringify(wanted)} in its header; name the field of the text with --text, or the option text (${has.replace('record', 'header')})`,
    )
  }
  const twice = names.find((each, i) => names.indexOf(each) !== i)
  if (twice !== undefined) {
    throw new OffprintError('ERR_INPUT', `${name} names the field ${JSON.stringify(twice)} twice; rename one`)
  }
  const format = delimiter === '\t' ? 'tsv' : 'csv'
  const feed = encodeAscii('\n', encoding)
  const before = concat([row.bytes, feed])
  return { names, form: { format, encoding, before, between: feed, after: feed } }
}

/** A row as read: its fields, or what is wrong with it. */
interface StoredRow {
  /** Without its last line feed; a carriage return at its end stays. */
  readonly bytes: Uint8Array
  readonly fields: readonly string[]
  readonly line: number
  readonly offset: number
  readonly delimiter: string
  readonly fault: 'long' | 'undecodable' | 'open' | 'broken' | null
}

function faultOf(row: StoredRow, ref: Ref, limit: number, encoding: Encoding): OffprintError {
  const wrong = (what: string) => recordError(ref, what)
  if (row.fault === 'broken') {
    return wrong('has text after a closing quotation mark; write two marks for one inside quotes')
  }
  if (row.fault === 'open') {
    return wrong(
      `opens a quotation mark that nothing closes within ${sizeName(limit)}; close it or write two`,
    )
  }
  if (row.fault === 'long') return wrong(`is a row of more than ${sizeName(limit)}; split it`)
  try {
    decodeText(row.bytes, encoding, refName(ref), 'ERR_RECORD')
  } catch (error) {
    return error as OffprintError
  }
  return wrong('has bytes that are no text')
}

/** Lines joined into rows. Those after the first line of a row that proves broken are read anew. */
async function* storedRows(
  lines: AsyncIterable<ByteLine>,
  limit: number,
  stream: { readonly encoding: Encoding },
  sniff: (header: string) => string,
): AsyncGenerator<StoredRow> {
  const source = lines[Symbol.asyncIterator]()
  let delimiter: string | undefined
  /** Lines to be read anew, the next one last. */
  const again: ByteLine[] = []
  const next = async (): Promise<ByteLine | null> => {
    const line = again.pop()
    if (line !== undefined) return line
    const { value, done } = await source.next()
    return done ? null : value
  }
  try {
    for (let first = await next(); first !== null; first = await next()) {
      const { line, offset } = first
      const start = decodeLine(first, stream.encoding)
      // A line that holds nothing but a byte order mark or white space.
      if (!first.tooLong && start.text.trim() === '' && !start.text.includes('\t')) continue
      delimiter ??= sniff(start.text)
      const stored = { line, offset, delimiter }
      if (first.tooLong) {
        yield { ...stored, bytes: first.bytes, fields: [], fault: 'long' }
        continue
      }
      const row = new CsvRow(delimiter)
      const parts: ByteLine[] = [first]
      let state = row.add(start.text)
      let damaged = start.damaged
      let length = first.bytes.length
      while (state === 'open') {
        const more = await next()
        if (more === null) break
        parts.push(more)
        length += more.bytes.length + stream.encoding.unit
        if (more.tooLong || length > limit) break
        const decoded = decodeLine(more, stream.encoding)
        damaged ||= decoded.damaged
        state = row.add(decoded.text)
      }
      if (state === 'whole') {
        const fault = damaged ? 'undecodable' : null
        yield { ...stored, bytes: bytesOf(parts, stream.encoding), fields: row.fields, fault }
        continue
      }
      while (parts.length > 1) again.push(parts.pop()!)
      yield { ...stored, bytes: first.bytes, fields: [], fault: state }
    }
  } finally {
    await source.return?.(undefined)
  }
}

/** The text of a line, damaged or not: its quotes show where its row ends. */
function decodeLine({ bytes }: ByteLine, encoding: Encoding): { text: string; damaged: boolean } {
  try {
    return { text: decodeText(bytes, encoding, ''), damaged: false }
  } catch {
    return { text: decodeLoosely(bytes, encoding), damaged: true }
  }
}

function bytesOf(parts: readonly ByteLine[], encoding: Encoding): Uint8Array {
  if (parts.length === 1) return parts[0]!.bytes
  const feed = encodeAscii('\n', encoding)
  return concat(parts.flatMap(({ bytes }, i) => (i === 0 ? [bytes] : [feed, bytes])))
}
