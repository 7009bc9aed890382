import { OffprintError } from '../kernel/errors.js'

/**
 * Lines between an engine and a worker. A worker reads one JSON object a line, and writes cells with tabs between them. Texts
 * and ids travel as JSON strings, in which every engine leaves what is escaped alone; what a worker writes is ASCII throughout.
 */

/** A line that was read: a JSON object with fields that the reader has to check. */
export type LineRecord = Readonly<Record<string, unknown>>

/** Cells as one line with its line feed; a cell holds neither tab nor line feed. O(length). */
export function lineOf(cells: readonly (string | number | bigint)[]): string {
  return `${cells.join('\t')}\n`
}

/** The record of a line. O(length). @throws OffprintError `ERR_RECORD` where it is no JSON object. */
export function recordOf(line: string): LineRecord {
  let value: unknown
  try {
    value = JSON.parse(line)
  } catch (cause) {
    throw badRecord(`it is no JSON: ${(cause as Error).message}`, { cause })
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw badRecord('it is no JSON object')
  }
  return value as LineRecord
}

/** The number of a document, or another whole number from 0 up to 2^53. @throws OffprintError `ERR_RECORD`. */
export function wholeNumber(record: LineRecord, field: string): number {
  const value = record[field]
  if (!Number.isSafeInteger(value) || (value as number) < 0) {
    throw badRecord(`${field} must be a whole number, 0 or more, got ${JSON.stringify(value)}`)
  }
  return value as number
}

/** A field that is a string. @throws OffprintError `ERR_RECORD`. */
export function stringOf(record: LineRecord, field: string): string {
  const value = record[field]
  if (typeof value !== 'string') {
    throw badRecord(`${field} must be a string, got ${value === undefined ? 'nothing' : typeof value}`)
  }
  return value
}

/** What is wrong with a line, without where it stands. */
export function badRecord(what: string, options?: ErrorOptions): OffprintError {
  return new OffprintError('ERR_RECORD', what, options)
}

/** A JSON value in ASCII: what lies beyond is escaped, so that no engine has to know its encoding. O(length). */
export function asciiJson(value: unknown): string {
  return JSON.stringify(value).replace(
    /[\u007f-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}

/** A text as JSON that engines leave alone: what ends a line somewhere is escaped, and lone surrogates are. O(length). */
export function engineJson(text: string): string {
  return JSON.stringify(text).replace(/[\u007f-\u009f\u2028\u2029\ufffe\uffff]/g, (unit) =>
    asciiJson(unit).slice(1, -1),
  )
}

/** Bytes as hex digits. O(bytes). */
export function hexOf(bytes: Uint8Array): string {
  let hex = ''
  for (const byte of bytes) hex += HEX[byte]
  return hex
}

/** The bytes of hex digits. O(length). @throws OffprintError `ERR_RECORD`. */
export function bytesOfHex(hex: string): Uint8Array {
  const bytes = new Uint8Array(hex.length >> 1)
  for (let i = 0; i < bytes.length; i++) {
    const byte = Number(`0x${hex.slice(2 * i, 2 * i + 2)}`)
    if (!(byte >= 0)) throw badRecord(`"${hex.slice(0, 16)}" are no hex digits`)
    bytes[i] = byte
  }
  return bytes
}

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))
