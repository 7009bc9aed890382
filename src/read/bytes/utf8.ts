import { OffprintError, type ErrorCode } from '../../kernel/errors.js'
import { isGzip } from './compression.js'
import { markedEncoding } from './encoding.js'

/** Drops a byte order mark, as decoders do without `ignoreBOM`. */
const strict = new TextDecoder('utf-8', { fatal: true })

/**
 * Decodes UTF-8, without its byte order mark. O(length).
 *
 * @param name what the message begins with: the file, or the file and line of the record
 * @throws OffprintError `code` for bytes that are not UTF-8 text: invalid sequences, and NUL (binary files, UTF-16).
 */
export function decodeUtf8(bytes: Uint8Array, name: string, code: ErrorCode = 'ERR_INPUT'): string {
  const nul = bytes.indexOf(0)
  if (nul >= 0) throw new OffprintError(code, `${name} ${describeBinary(bytes, nul)}`)
  try {
    return strict.decode(bytes)
  } catch (cause) {
    const at = firstInvalid(bytes)
    const byte = bytes[at]!.toString(16).padStart(2, '0')
    const message = `${name} is not UTF-8 text (byte 0x${byte} at offset ${at}); convert it, or name its encoding with --encoding`
    throw new OffprintError(code, message, { cause })
  }
}

/** Says what a file with a NUL byte probably is, and what to do. */
export function describeBinary(bytes: Uint8Array, nul: number): string {
  if (isGzip(bytes)) return 'is gzip-compressed; decompress it first'
  if (markedEncoding(bytes)?.unit === 2)
    return 'is UTF-16 text; convert it, or name its encoding with --encoding'
  return `is binary, not text (NUL byte at offset ${nul}); leave it out, or name its encoding with --encoding`
}

/** Offset of the first byte that begins no valid sequence, by bisection for the longest prefix that decodes. O(length log length). */
function firstInvalid(bytes: Uint8Array): number {
  let valid = 0
  let invalid = bytes.length
  while (invalid - valid > 1) {
    const middle = (valid + invalid) >>> 1
    if (decodes(bytes.subarray(0, middle))) valid = middle
    else invalid = middle
  }
  // The prefix may end inside the broken sequence, whose lead byte is the one to name.
  let at = valid
  while (at > 0 && valid - at < 3 && !decodesWhole(bytes.subarray(0, at))) at--
  return at
}

/** Whether a prefix is valid; a sequence that its end cuts off counts as valid. */
function decodes(prefix: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(prefix, { stream: true })
    return true
  } catch {
    return false
  }
}

function decodesWhole(prefix: Uint8Array): boolean {
  try {
    strict.decode(prefix)
    return true
  } catch {
    return false
  }
}
