import { OffprintError } from '../../kernel/errors.js'
import { CARRIAGE_RETURN, SPACE, TAB } from '../bytes/ascii.js'
import type { ByteChunks } from '../bytes/chunks.js'
import { binaryFile } from '../bytes/decode-chosen.js'
import { encodeAscii, markLength, type Encoding } from '../bytes/encoding.js'
import { LineSplitter, type ByteLine } from '../bytes/lines.js'
import { fileName, MAX_RECORD, refName, type Form, type InputDocument, type Ref } from '../document.js'
import { jsonDocument } from './json-record.js'
import { longRecordError } from './record.js'
import { recordText, type RecordOptions } from './record-options.js'
import { readRecords, type RecordFormat } from './record-stream.js'

/**
 * Reads JSON Lines: one object per line; blank lines are skipped. Streams: memory is one chunk and one record. O(bytes). The
 * encoding is detected (`encodedChunks`) unless the options name it.
 *
 * @param chunks the bytes of one file, decompressed
 * @param file what refs, ids and messages call the file
 * @throws OffprintError `ERR_ARGUMENT` for an unknown encoding; where there is no `onError` also `ERR_RECORD` for a line
 * that is no JSON object with a text, and `ERR_INPUT` for a file that is no JSON Lines at all.
 */
export function readJsonl(
  chunks: ByteChunks,
  file: string,
  options: RecordOptions = {},
): AsyncGenerator<InputDocument> {
  return readRecords(chunks, file, options, () => jsonLinesFormat(options))
}

function jsonLinesFormat(options: RecordOptions): RecordFormat<ByteLine> {
  const limit = options.limit ?? MAX_RECORD
  const lines = new LineSplitter(limit)
  let mark = new Uint8Array(0)
  let form: Form | undefined
  let isOver = false

  function* records(found: Iterable<ByteLine>): Generator<ByteLine> {
    for (const line of found) if (line.tooLong || !isBlank(line.bytes)) yield line
  }

  return {
    asciiFirst: true,
    get isOver() {
      return isOver
    },
    add: (chunk) => records(lines.add(chunk)),
    end: () => records(lines.end()),
    toDocument(line, ref, encoding) {
      if (line.offset === 0) mark = line.bytes.slice(0, markLength(line.bytes, encoding))
      // ASCII so far counts as UTF-8; a later record may know better.
      if (form?.encoding !== encoding) form = formOf(encoding, mark)
      if (line.tooLong) {
        throw longRecordError(ref, limit)
      }
      const source = sourceOf(line, ref, encoding)
      const bytes = line.offset === 0 ? line.bytes.subarray(mark.length) : line.bytes
      return jsonDocument(source, bytes, ref, form, options)
    },
  }

  /** The JSON of a line. One message about the file is better than one for each of its lines. */
  function sourceOf({ bytes, offset }: ByteLine, ref: Ref, encoding: Encoding): string {
    const binary = offset === 0 ? binaryFile(bytes, encoding, fileName(ref.file)) : null
    isOver = binary !== null
    if (binary !== null) throw binary
    const source = recordText(bytes, encoding, ref, options)
    isOver = ref.record === 1 && isUnfinished(source)
    if (isOver) {
      throw new OffprintError(
        'ERR_INPUT',
        `${refName(ref)} begins a JSON value of many lines, but JSON Lines has one object a line; read it with --format json`,
      )
    }
    return source
  }
}

function formOf(encoding: Encoding, mark: Uint8Array): Form {
  const feed = encodeAscii('\n', encoding)
  return { format: 'jsonl', encoding, before: mark, between: feed, after: feed }
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

/** Whether a line holds white space only; in UTF-16 each character of it has a NUL beside it. */
function isBlank(bytes: Uint8Array): boolean {
  return bytes.every(isSpace) || isBlankUtf16(bytes)
}

function isBlankUtf16(bytes: Uint8Array): boolean {
  if (bytes.length % 2 === 1) return false
  const at = bytes[0] === 0 ? 1 : 0
  return bytes.every((byte, i) => (i % 2 === at ? isSpace(byte) : byte === 0))
}

function isSpace(byte: number): boolean {
  return byte === SPACE || byte === TAB || byte === CARRIAGE_RETURN
}
