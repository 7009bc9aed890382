import { OffprintError } from '../kernel/errors.js'
import { fileName, MAX_RECORD, refName, sizeName, type InputDocument, type Ref } from './document.js'
import { fieldAt } from './fields.js'
import { byteLines, type ByteLine } from './lines.js'
import { decodeUtf8, describeBinary, hasMark } from './utf8.js'

/** Which fields of a record are its id and text, and what happens to broken ones. */
export interface RecordOptions {
  /** Dotted path of the text. Default `text`. */
  readonly text?: string
  /** Dotted path of the id. Default `id`; a record that lacks the default is called by its file and line. */
  readonly id?: string
  /** Longest record in bytes. Default 64 MiB. */
  readonly limit?: number
  /** Receives what cannot be read; the rest goes on. Without it the first such record ends the reading. */
  readonly onError?: (error: OffprintError, ref: Ref) => void
}

/**
 * Reads JSON Lines: one object a line, in UTF-8; blank lines are skipped. Streams: memory is one chunk and one record.
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
  let record = 0
  for await (const line of byteLines(chunks, limit)) {
    if (!line.tooLong && isBlank(line.bytes)) continue
    record++
    const ref: Ref = { file, record, line: line.line, offset: line.offset }
    let document: InputDocument
    try {
      document = toDocument(line, ref, limit, options)
    } catch (error) {
      reject(error, ref, options)
      if ((error as OffprintError).code === 'ERR_INPUT') return
      continue
    }
    yield document
  }
}

/** Hands an `OffprintError` to `onError`; throws everything else, and everything where nobody listens. */
export function reject(error: unknown, ref: Ref, options: Pick<RecordOptions, 'onError'>): void {
  if (!(error instanceof OffprintError) || options.onError === undefined) throw error
  options.onError(error, ref)
}

function withoutMark(bytes: Uint8Array): Uint8Array {
  return hasMark(bytes) ? bytes.subarray(3) : bytes
}

/** Whether a file begins as gzip or UTF-16 do, of which no line can be read. A stray NUL costs its own line only. */
function isForeign(bytes: Uint8Array): boolean {
  const [first, second, third] = bytes
  if (first === 0x1f && second === 0x8b && third === 8) return true
  return ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) && bytes.includes(0)
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

function isBlank(bytes: Uint8Array): boolean {
  return bytes.every((byte) => byte === 32 || byte === 9 || byte === 13)
}

function toDocument(line: ByteLine, ref: Ref, limit: number, options: RecordOptions): InputDocument {
  const name = refName(ref)
  const wrong = (what: string, cause?: unknown) =>
    new OffprintError('ERR_RECORD', `${name} ${what}`, { cause })
  if (line.tooLong)
    throw wrong(`is a record of more than ${sizeName(limit)}; every record needs a line of its own`)
  if (line.offset === 0 && isForeign(line.bytes)) {
    throw new OffprintError('ERR_INPUT', `${fileName(ref.file)} ${describeBinary(line.bytes, 0)}`)
  }
  const source = decodeUtf8(line.bytes, name, 'ERR_RECORD')
  // A whole file in one JSON value begins like this; one message is better than one for each of its lines.
  if (ref.record === 1 && isUnfinished(source)) {
    throw new OffprintError(
      'ERR_INPUT',
      `${name} begins a JSON value of many lines, but JSON Lines has one object a line; convert it, for example with jq -c`,
    )
  }
  let record: unknown
  try {
    record = JSON.parse(source)
  } catch (cause) {
    throw wrong(`is not JSON (${reason(cause)}); correct the line or delete it`, cause)
  }
  if (typeof record !== 'object' || record === null || Array.isArray(record)) {
    throw wrong(`is ${kindOf(record)}, not an object; write {"id": …, "text": …}`)
  }
  const textPath = options.text ?? 'text'
  const text = fieldAt(record, textPath)
  if (typeof text !== 'string') {
    const found = text === undefined ? 'has no field' : `has ${kindOf(text)}, not a string, in`
    throw wrong(
      `${found} ${JSON.stringify(textPath)}; name its field with --text, or the option text (${fieldsOf(record)})`,
    )
  }
  return {
    id: idOf(record, source, name, options.id, wrong),
    text,
    ref,
    record: record as Record<string, unknown>,
    bytes: line.offset === 0 ? withoutMark(line.bytes) : line.bytes,
  }
}

function idOf(
  record: object,
  source: string,
  name: string,
  path: string | undefined,
  wrong: (what: string) => OffprintError,
): string | number {
  const id = fieldAt(record, path ?? 'id')
  if (typeof id === 'string') return id
  if (typeof id === 'number') return Number.isSafeInteger(id) ? id : (digits(source, path ?? 'id', id) ?? id)
  if (path === undefined) return name
  // Named on the command line, so its absence is a mistake of somebody's.
  const found = id === undefined ? 'has no field' : `has ${kindOf(id)}, not a string or number, in`
  throw wrong(
    `${found} ${JSON.stringify(path)}; name its field with --id, or the option id (${fieldsOf(record)})`,
  )
}

/** A whole number beyond 2^53 as it is written in the record: as a double, 64-bit ids would lose their last digits. */
function digits(source: string, path: string, id: number): string | undefined {
  if (!Number.isInteger(id)) return undefined
  const key = JSON.stringify(path.slice(path.lastIndexOf('.') + 1))
  for (let at = source.indexOf(key); at >= 0; at = source.indexOf(key, at + 1)) {
    const [, number] =
      /^\s*:\s*(-?\d{16,40})(?!\d|[.eE])/.exec(source.slice(at + key.length, at + key.length + 64)) ?? []
    if (number !== undefined && Number(number) === id) return number
  }
  return undefined
}

function fieldsOf(record: object): string {
  const names = Object.keys(record)
  if (names.length === 0) return 'the record is empty'
  const shown = names.slice(0, 8).map((name) => (name.length > 24 ? `${name.slice(0, 24)}…` : name))
  return `the record has ${shown.join(', ')}${names.length > 8 ? ', …' : ''}`
}

function kindOf(value: unknown): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'an array'
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`
}

/** What JSON.parse objects to, without its quotation of the line, which may be long and is at hand anyway. */
function reason(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error)
  const [head] = message.split(/, (?=\.{0,3}")|,? in JSON| is not valid JSON| at position /)
  const [position] = /at position \d+/.exec(message) ?? []
  return position === undefined ? head! : `${head} ${position}`
}
