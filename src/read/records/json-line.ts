import type { InputDocument } from '../document.js'
import { decodeRecord } from '../bytes/decode-record.js'

/**
 * A document as one line of JSON Lines in UTF-8, without a line feed. A record of JSON Lines stays as it stood in the file; an
 * element of a JSON array stays with its line breaks as spaces; of any other record the fields are written, and of a text or
 * page its `id`, `title` and `text`. O(length).
 */
export function jsonLineOf({ id, text, record, bytes, form }: InputDocument): string | Uint8Array {
  const format = form?.format
  if (bytes !== undefined && form !== undefined && (format === 'jsonl' || format === 'json')) {
    const isLine = format === 'jsonl' && form.encoding.name === 'utf-8'
    if (isLine || bytes.length === 0) return bytes
    // Strings of JSON have no line breaks inside, so that this changes white space only.
    return decodeRecord(bytes, form.encoding, 'record').text.replace(/[\r\n]+/g, ' ')
  }
  if (format === 'text' || format === 'html') return JSON.stringify({ id, ...record, text })
  return JSON.stringify(record ?? { id, text })
}
