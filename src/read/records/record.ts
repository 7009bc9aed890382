import { OffprintError } from '../../kernel/errors.js'
import { refName, sizeName, type Form, type InputDocument, type Ref } from '../document.js'
import { fieldAt } from './fields.js'
import type { RecordOptions } from './record-options.js'

/** A parsed record on its way to a document. */
export interface ParsedRecord {
  readonly record: Record<string, unknown>
  readonly ref: Ref
  readonly bytes?: Uint8Array
  readonly form?: Form
  /** The JSON from which the record was parsed: the digits of whole numbers beyond 2^53 are looked up in it. */
  readonly source?: string
  /** Path of the id where the options name none. Default `id`. */
  readonly defaultId?: string
}

/** An `ERR_RECORD` that says where the record stands, and what is wrong with it. */
export function recordError(ref: Ref, what: string, cause?: unknown): OffprintError {
  return new OffprintError('ERR_RECORD', `${refName(ref)} ${what}`, { cause })
}

/** An `ERR_RECORD` for a line that is longer than a record may be. @param limit bytes. */
export function longRecordError(ref: Ref, limit: number): OffprintError {
  return recordError(ref, `is a record of more than ${sizeName(limit)}; every record needs a line of its own`)
}

/**
 * The document of a record, by the fields that the options name.
 * @throws OffprintError `ERR_RECORD` where the text is missing or no string, or where the id that the options name is
 * missing or neither string nor number.
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
    return digitsOf(source, path ?? defaultId, id, ref) ?? id
  }
  if (path === undefined) return refName(ref)
  // Somebody named this field, so its absence is a mistake.
  const found = id === undefined ? 'has no field' : `has ${kindOf(id)}, not a string or number, in`
  throw recordError(
    ref,
    `${found} ${JSON.stringify(path)}; name its field with --id, or the option id (${fieldsOf(record)})`,
  )
}

/**
 * A whole number beyond 2^53 as the record writes it: as a double, an id of 64 bits would lose its last digits. Undefined for
 * a number that is not written in digits.
 *
 * @throws OffprintError `ERR_RECORD` where fields of one name hold two such numbers that are one double.
 */
function digitsOf(source: string, path: string, id: number, ref: Ref): string | undefined {
  if (!Number.isInteger(id)) return undefined
  const key = JSON.stringify(path.slice(path.lastIndexOf('.') + 1))
  let found: string | undefined
  for (let at = source.indexOf(key); at >= 0; at = source.indexOf(key, at + 1)) {
    const [, number] =
      /^\s*:\s*(-?\d{16,40})(?!\d|[.eE])/.exec(source.slice(at + key.length, at + key.length + 64)) ?? []
    if (number === undefined || Number(number) !== id) continue
    if (found !== undefined && found !== number) {
      const what = `has ${found} and ${number} in fields ${key}, which JSON does not tell apart as numbers`
      throw recordError(ref, `${what}; write ids as strings`)
    }
    found = number
  }
  return found
}

/** The names of the fields of a record, for a message: the first eight, each cut at 24 characters. */
export function fieldsOf(record: object): string {
  const names = Object.keys(record)
  if (names.length === 0) return 'the record is empty'
  const shown = names.slice(0, 8).map((name) => (name.length > 24 ? `${name.slice(0, 24)}…` : name))
  return `the record has ${shown.join(', ')}${names.length > 8 ? ', …' : ''}`
}

/** What kind of value it is, for a message: `null`, `an array`, `a number`. */
export function kindOf(value: unknown): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'an array'
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`
}
