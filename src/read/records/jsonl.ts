import { OffprintError } from '../../kernel/errors.js'
import {
  fileName,
  MAX_RECORD,
  refName,
  sizeName,
  type Form,
  type InputDocument,
  type Ref,
} from '../document.js'
import { encodedStream } from '../bytes/detect.js'
import { decodeText, encodeAscii, markLength, type Encoding } from '../bytes/encoding.js'
import { jsonSourceDocument } from './json-record.js'
import { byteLines, type ByteLine } from '../bytes/lines.js'
import { givenEncoding, recordError, reject, type RecordOptions } from './record.js'
import { describeBinary } from '../bytes/utf8.js'

/**
 * Reads JSON Lines: one object a line; blank lines are skipped. Streams: memory is one chunk and one record. The encoding
 * is detected (`encodedStream`) unless given.
 *
 * @throws OffprintError where there is no `onError`: `ERR_RECORD` for a line that is not a JSON object with a text,
 * `ERR_INPUT` for a stream that is no JSON Lines at all.
 */
export async function* readJsonl(
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  file: string,
  options: RecordOptions = {},
): AsyncGenerator<InputDocument> {
  const limit = options.limit ?? MAX_RECORD
  const stream = encodedStream(chunks, givenEncoding(options), true)
  let record = 0
  let form: Form | undefined
  let mark = new Uint8Array(0)
  for await (const line of byteLines(stream.chunks, limit, stream)) {
    const { encoding } = stream
    if (line.offset === 0) mark = line.bytes.slice(0, markLength(line.bytes, encoding))
    if (!line.tooLong && isBlank(line.bytes)) continue
    record++
    // ASCII so far is UTF-8; the form of a later record may know better.
    if (form?.encoding !== encoding) form = formOf(encoding, mark)
    const ref: Ref = { file, record, line: line.line, offset: line.offset }
    let document: InputDocument
    try {
      document = toDocument(line, ref, limit, encoding, form, options)
    } catch (error) {
      reject(error, ref, options)
      if ((error as OffprintError).code === 'ERR_INPUT') return
      continue
    }
    yield document
  }
}

function formOf(encoding: Encoding, mark: Uint8Array): Form {
  const feed = encodeAscii('\n', encoding)
  return { format: 'jsonl', encoding, before: mark, between: feed, after: feed }
}

/** Whether a file begins as a compressed one, of which no line can be read. A stray NUL costs its own line only. */
function isCompressed([first, second, third]: Uint8Array): boolean {
  return first === 0x1f && second === 0x8b && third === 8
}

/** Whether a line leaves an object or array open where JSON may go on in the next line: `[`, `{"id":1,`. */
function isUnfinished(source: string): boolean {
  const line = source.trim()
  if (!/^[[{]/.test(line) || !/[[{,]$/.test(line)) return false
  let quoted = false
  let depth = 0
  for (let i = 0; i < line.length; i++) {
    const c = line[i]!
    if (c === '"') quoted = !quoted
    else if (quoted) i += c === '\\' ? 1 : 0
    else if (c === '{' || c === '[') depth++
    else if (c === '}' || c === ']') depth--
  }
  return !quoted && depth > 0
}

/** White space only, in UTF-16 with its NULs. */
function isBlank(bytes: Uint8Array): boolean {
  return bytes.every((byte) => byte === 32 || byte === 9 || byte === 13) || isBlankWide(bytes)
}

function isBlankWide(bytes: Uint8Array): boolean {
  if (bytes.length % 2 === 1) return false
  const at = bytes[0] === 0 ? 1 : 0
  return bytes.every((byte, i) => (i % 2 === at ? byte === 32 || byte === 9 || byte === 13 : byte === 0))
}

function toDocument(
  line: ByteLine,
  ref: Ref,
  limit: number,
  encoding: Encoding,
  form: Form,
  options: RecordOptions,
): InputDocument {
  const name = refName(ref)
  if (line.tooLong) {
    throw recordError(
      ref,
      `is a record of more than ${sizeName(limit)}; every record needs a line of its own`,
    )
  }
  if (line.offset === 0 && isCompressed(line.bytes)) {
    throw new OffprintError('ERR_INPUT', `${fileName(ref.file)} ${describeBinary(line.bytes, 0)}`)
  }
  const source = decodeText(line.bytes, encoding, name, 'ERR_RECORD')
  // A whole file in one JSON value begins like this; one message is better than one for each of its lines.
  if (ref.record === 1 && isUnfinished(source)) {
    throw new OffprintError(
      'ERR_INPUT',
      `${name} begins a JSON value of many lines, but JSON Lines has one object a line; read it with --format json`,
    )
  }
  const bytes = line.offset === 0 ? line.bytes.subarray(markLength(line.bytes, encoding)) : line.bytes
  return jsonSourceDocument(source, bytes, ref, form, options)
}
