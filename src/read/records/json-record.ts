import { refName, type Form, type InputDocument, type Ref } from '../document.js'
import { documentOf, kindOf, recordError } from './record.js'
import type { RecordOptions } from './record-options.js'

/** Deepest nesting of a record. `JSON.parse` takes thousands of levels; code that walks the result may not. */
export const MAX_DEPTH = 512

/**
 * The document of one JSON object. O(length).
 *
 * @param source the object as text
 * @param bytes the object as it stands in the file
 * @throws OffprintError `ERR_RECORD` for a source that is no object with a text, or is nested too deep.
 */
export function jsonDocument(
  source: string,
  bytes: Uint8Array,
  ref: Ref,
  form: Form,
  options: RecordOptions,
): InputDocument {
  if (isDeep(source)) {
    throw recordError(ref, `is nested more than ${MAX_DEPTH} levels deep; flatten or delete it`)
  }
  let record: unknown
  try {
    record = JSON.parse(source)
  } catch (cause) {
    throw recordError(ref, `is not JSON (${reason(cause)}); correct the line or delete it`, cause)
  }
  if (typeof record !== 'object' || record === null || Array.isArray(record)) {
    throw recordError(ref, `is ${kindOf(record)}, not an object; write {"id": …, "text": …}`)
  }
  const document = documentOf(
    { record: record as Record<string, unknown>, ref, bytes, form, source },
    options,
  )
  // Only an escape sequence can be half of a pair; most records have none.
  if (HALF.test(source) && /\p{Surrogate}/u.test(document.text)) {
    const what =
      'has half of a surrogate pair in its text, which stands for no character; write the record again'
    options.onWarning?.({ code: 'WARN_RECORD', message: `${refName(ref)} ${what}` }, ref)
  }
  return document
}

/** An escape sequence of a surrogate. */
const HALF = /\\ud[89a-f]/i

/** Whether brackets outside strings nest deeper than `MAX_DEPTH`. */
function isDeep(source: string): boolean {
  // Most records have fewer opening brackets than that in all.
  const brackets = /[[{]/g
  let opened = 0
  while (opened <= MAX_DEPTH && brackets.test(source)) opened++
  if (opened <= MAX_DEPTH) return false
  let depth = 0
  let quoted = false
  for (let i = 0; i < source.length; i++) {
    const c = source[i]!
    if (quoted) {
      if (c === '\\') i++
      else if (c === '"') quoted = false
    } else if (c === '"') quoted = true
    else if (c === '[' || c === '{') {
      if (++depth > MAX_DEPTH) return true
    } else if (c === ']' || c === '}') depth--
  }
  return false
}

/** What `JSON.parse` objects to, without its quotation of the line, which may be long and which the reader has. */
function reason(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error)
  const [head] = message.split(/, (?=\.{0,3}")|,? in JSON| is not valid JSON| at position /)
  const [position] = /at position \d+/.exec(message) ?? []
  return position === undefined ? head! : `${head} ${position}`
}
