import { OffprintError } from '../../kernel/errors.js'
import { refName, type Form, type InputDocument, type Ref } from '../document.js'
import { encodingNamed, type Encoding } from '../bytes/encoding.js'
import { fieldAt } from './fields.js'

/** Which fields of a record are its id and text, and what happens to broken ones. */
export interface RecordOptions {
  /** Dotted path of the text. Default `text`. */
  readonly text?: string
  /** What names that path, for the message where a record lacks it. Default `--text, or the option text`. */
  readonly textOption?: string
  /**
   * Dotted path of the id. Default `id`, in WARC files `url`; a record that lacks the default is called by its file and
   * line.
   */
  readonly id?: string
  /** Longest record in bytes. Default 64 MiB. */
  readonly limit?: number
  /** Label of the encoding of the files (`gb18030`, `utf-16le`, …), instead of what their bytes suggest. */
  readonly encoding?: string
  /** Receives what cannot be read; the rest goes on. Without it the first such record ends the reading. */
  readonly onError?: (error: OffprintError, ref: Ref) => void
}

/** A parsed record on its way to a document. */
export interface ParsedRecord {
  readonly record: Record<string, unknown>
  readonly ref: Ref
  readonly bytes?: Uint8Array
  readonly form?: Form
  /** The record as it is written, where whole numbers beyond 2^53 must be looked up. */
  readonly source?: string
  /** Path of the id where none is asked for. */
  readonly defaultId?: string
}

/** Hands an `OffprintError` to `onError`; throws everything else, and everything where nobody listens. */
export function reject(error: unknown, ref: Ref, options: Pick<RecordOptions, 'onError'>): void {
  if (!(error instanceof OffprintError) || options.onError === undefined) throw error
  options.onError(error, ref)
}

/** What is wrong with the record at a place. */
export function recordError(ref: Ref, what: string, cause?: unknown): OffprintError {
  return new OffprintError('ERR_RECORD', `${refName(ref)} ${what}`, { cause })
}

/**
 * The document of a record, by the fields the options name.
 * @throws OffprintError `ERR_RECORD` where the text is missing or no string, or an id asked for is missing.
 */
export function documentOf(parsed: ParsedRecord, options: RecordOptions): InputDocument {
  const { record, ref, bytes, form } = parsed
  const textPath = options.text ?? 'text'
  const text = fieldAt(record, textPath)
  if (typeof text !== 'string') {
    const found = text === undefined ? 'has no field' : `has ${kindOf(text)}, not a string, in`
    throw recordError(
      ref,
      `${found} ${JSON.stringify(textPath)}; name its field with ${options.textOption ?? '--text, or the option text'} (${fieldsOf(record)})`,
    )
  }
  return {
    id: idOf(parsed, options.id),
    text,
    ref,
    record,
    ...(bytes !== undefined && { bytes }),
    ...(form !== undefined && { form }),
  }
}

function idOf({ record, ref, source, defaultId = 'id' }: ParsedRecord, path?: string): string | number {
  const id = fieldAt(record, path ?? defaultId)
  if (typeof id === 'string') return id
  if (typeof id === 'number') {
    if (Number.isSafeInteger(id) || source === undefined) return id
    return digits(source, path ?? defaultId, id) ?? id
  }
  if (path === undefined) return refName(ref)
  // Named on the command line, so its absence is a mistake of somebody's.
  const found = id === undefined ? 'has no field' : `has ${kindOf(id)}, not a string or number, in`
  throw recordError(
    ref,
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

/** The fields of a record, for people. */
export function fieldsOf(record: object): string {
  const names = Object.keys(record)
  if (names.length === 0) return 'the record is empty'
  const shown = names.slice(0, 8).map((name) => (name.length > 24 ? `${name.slice(0, 24)}…` : name))
  return `the record has ${shown.join(', ')}${names.length > 8 ? ', …' : ''}`
}

/** What a value is, for people. */
export function kindOf(value: unknown): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'an array'
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`
}

/**
 * The encoding asked for, if any.
 * @throws OffprintError `ERR_ARGUMENT` for one that nobody knows.
 */
export function givenEncoding({ encoding }: Pick<RecordOptions, 'encoding'>): Encoding | undefined {
  return encoding === undefined ? undefined : encodingNamed(encoding)
}
