import { OffprintError, type ErrorCode } from '../../kernel/errors.js'

// Without `ignoreBOM` the decoder drops a byte order mark.
const strict = new TextDecoder('utf-8', { fatal: true })

/**
 * Decodes UTF-8, without its byte order mark. O(length).
 *
 * @throws OffprintError `code` with a message that begins with `name`, for bytes that are not UTF-8 text: NUL bytes
 * (binary files, UTF-16) and invalid sequences.
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

/** Whether bytes begin with a byte order mark of UTF-8. */
export function hasMark(bytes: Uint8Array): boolean {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf
}

/** Says what a file with NUL bytes probably is and what to do. */
export function describeBinary(bytes: Uint8Array, nul: number): string {
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) return 'is gzip-compressed; decompress it first'
  const utf16 = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)
  if (utf16) return 'is UTF-16 text; convert it, or name its encoding with --encoding'
  return `is binary, not text (NUL byte at offset ${nul})`
}

/** Offset of the first byte that begins no valid sequence: the end of the longest prefix that decodes. */
function firstInvalid(bytes: Uint8Array): number {
  let valid = 0
  let invalid = bytes.length
  while (invalid - valid > 1) {
    const middle = (valid + invalid) >>> 1
    if (decodes(bytes.subarray(0, middle))) valid = middle
    else invalid = middle
  }
  // `valid` may end inside the sequence that breaks; its lead byte is the one to name.
  let at = valid
  while (at > 0 && valid - at < 3 && !decodesWhole(bytes.subarray(0, at))) at--
  return at
}

/** Whether a prefix is valid so far; a sequence cut off at its end is. */
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
