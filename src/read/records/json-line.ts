import type { InputDocument } from '../document.js'
import { decodeText } from '../bytes/decode.js'

/**
 * A document as one line of JSON Lines in UTF-8, without its line feed: the record as it stood where it was a line of JSON
 * already, an element of a JSON array with its line breaks as spaces, any other record by its fields; a text or page with
 * its `id`, `title` and `text`. O(length).
 */
export function jsonLineOf({ id, text, record, bytes, form }: InputDocument): string | Uint8Array {
  const format = form?.format
  if (bytes !== undefined && form !== undefined && (format === 'jsonl' || format === 'json')) {
    const isLine = format === 'jsonl' && form.encoding.name === 'utf-8'
    if (isLine || bytes.length === 0) return bytes
    // Inside strings JSON has no line breaks.
    return decodeText(bytes, form.encoding, 'record').replace(/[\r\n]+/g, ' ')
  }
  if (format === 'text' || format === 'html') return JSON.stringify({ id, ...record, text })
  return JSON.stringify(record ?? { id, text })
}
