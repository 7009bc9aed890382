import { refName, type Form, type InputDocument, type Ref } from '../document.js'
import { decodeText, type Encoding } from '../bytes/encoding.js'
import { documentOf, kindOf, recordError, type RecordOptions } from './record.js'

/** Deepest nesting of a record. `JSON.parse` itself goes on for thousands of levels, whoever walks the result may not. */
export const MAX_DEPTH = 512

/**
 * The document of one JSON object as it stands in a file. O(length).
 * @throws OffprintError `ERR_RECORD` for what is not an object with a text.
 */
export function jsonDocument(
  bytes: Uint8Array,
  ref: Ref,
  encoding: Encoding,
  form: Form,
  options: RecordOptions,
): InputDocument {
  const source = decodeText(bytes, encoding, refName(ref), 'ERR_RECORD')
  return jsonSourceDocument(source, bytes, ref, form, options)
}

/** Like `jsonDocument`, of what is decoded already. */
export function jsonSourceDocument(
  source: string,
  bytes: Uint8Array,
  ref: Ref,
  form: Form,
  options: RecordOptions,
): InputDocument {
  if (isDeep(source))
    throw recordError(ref, `is nested more than ${MAX_DEPTH} levels deep; flatten or delete it`)
  let record: unknown
  try {
    record = JSON.parse(source)
  } catch (cause) {
    throw recordError(ref, `is not JSON (${reason(cause)}); correct the line or delete it`, cause)
  }
  if (typeof record !== 'object' || record === null || Array.isArray(record)) {
    throw recordError(ref, `is ${kindOf(record)}, not an object; write {"id": …, "text": …}`)
  }
  return documentOf({ record: record as Record<string, unknown>, ref, bytes, form, source }, options)
}

/** Whether brackets outside strings nest deeper than allowed. */
function isDeep(source: string): boolean {
  // Most records have fewer brackets than that in all.
  const brackets = /[[{]/g
  let opened = 0
  while (opened <= MAX_DEPTH && brackets.test(source)) opened++
  if (opened <= MAX_DEPTH) return false
  let depth = 0
  let quoted = false
  for (let i = 0; i < source.length; i++) {
    const unit = source.charCodeAt(i)
    if (quoted) {
      if (unit === 92) i++
      else if (unit === 34) quoted = false
    } else if (unit === 34) quoted = true
    else if (unit === 91 || unit === 123) {
      if (++depth > MAX_DEPTH) return true
    } else if (unit === 93 || unit === 125) depth--
  }
  return false
}

/** What JSON.parse objects to, without its quotation of the line, which may be long and is at hand anyway. */
function reason(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error)
  const [head] = message.split(/, (?=\.{0,3}")|,? in JSON| is not valid JSON| at position /)
  const [position] = /at position \d+/.exec(message) ?? []
  return position === undefined ? head! : `${head} ${position}`
}
