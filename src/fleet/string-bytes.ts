import { OffprintError } from '../kernel/errors.js'

/**
 * Strings and ids as bytes, whatever characters they have: of well-formed text UTF-8, of text with lone surrogates its UTF-16
 * units. The first byte says which, so no engine meets a NUL in a string, and every text comes back whole.
 */

const UTF8 = 0
const UTF16 = 1
const NUMBER = 2
const encoder = new TextEncoder()
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
/** A surrogate without its other half. */
const LONE = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/

/** A text as bytes. O(length). */
export function bytesOfText(text: string): Uint8Array {
  if (LONE.test(text)) {
    const bytes = new Uint8Array(1 + 2 * text.length)
    bytes[0] = UTF16
    for (let i = 0; i < text.length; i++) {
      const unit = text.charCodeAt(i)
      bytes[1 + 2 * i] = unit & 255
      bytes[2 + 2 * i] = unit >>> 8
    }
    return bytes
  }
  // A unit is at most 3 bytes.
  const bytes = new Uint8Array(1 + 3 * text.length)
  bytes[0] = UTF8
  const { written } = encoder.encodeInto(text, bytes.subarray(1))
  return bytes.slice(0, 1 + written)
}

/** The text of bytes. O(length). @throws OffprintError `ERR_FORMAT` for bytes that `bytesOfText` does not write. */
export function textOfBytes(bytes: Uint8Array): string {
  const rest = bytes.subarray(1)
  if (bytes[0] === UTF8) return decoder.decode(rest)
  if (bytes[0] !== UTF16 || rest.length % 2 !== 0) throw damaged()
  const parts: string[] = []
  const units = Uint16Array.from({ length: rest.length / 2 }, (_, i) => rest[2 * i] | (rest[2 * i + 1] << 8))
  for (let from = 0; from < units.length; from += 4096) {
    parts.push(String.fromCharCode(...units.subarray(from, from + 4096)))
  }
  return parts.join('')
}

/** An id as bytes: 1 and '1' are two ids. */
export function bytesOfId(id: string | number): Uint8Array {
  if (typeof id === 'string') return bytesOfText(id)
  const bytes = new Uint8Array(9)
  bytes[0] = NUMBER
  // −0 and 0 are one key of a Map, and one id.
  new DataView(bytes.buffer).setFloat64(1, id === 0 ? 0 : id)
  return bytes
}

/** The id of bytes. @throws OffprintError `ERR_FORMAT`. */
export function idOfBytes(bytes: Uint8Array): string | number {
  if (bytes[0] !== NUMBER) return textOfBytes(bytes)
  if (bytes.length !== 9) throw damaged()
  return new DataView(bytes.buffer, bytes.byteOffset).getFloat64(1)
}

function damaged(): OffprintError {
  return new OffprintError('ERR_FORMAT', 'the store holds bytes that are no text and no id of this version')
}
