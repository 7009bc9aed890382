import { argumentError, OffprintError, type ErrorCode } from '../../kernel/errors.js'
import { decodeUtf8, hasMark } from './utf8.js'

/**
 * How the characters of a file are stored, and how its structure is found without decoding it: `"`, `\`, `[`, `{` and the
 * line feed may also be second halves of characters in GBK, Big5 and Shift_JIS, and have a NUL beside them in UTF-16.
 */
export interface Encoding {
  /** Name in the Encoding Standard, as `TextDecoder` gives it. */
  readonly name: string
  /** Bytes of a code unit. */
  readonly unit: 1 | 2
}

export const UTF8: Encoding = { name: 'utf-8', unit: 1 }
export const UTF16LE: Encoding = { name: 'utf-16le', unit: 2 }
export const UTF16BE: Encoding = { name: 'utf-16be', unit: 2 }

/**
 * The encoding a label names: `utf-8`, `utf-16le`, `gbk`, `gb2312`, `gb18030`, `big5`, `shift_jis`, `euc-kr`, `latin1`,
 * `windows-1252`, … (https://encoding.spec.whatwg.org/#names-and-labels).
 *
 * @throws OffprintError `ERR_ARGUMENT` for a label nobody knows, and for ISO-2022-JP, whose characters are ASCII bytes.
 */
export function encodingNamed(label: string): Encoding {
  const encoding = encodingOrNull(label)
  if (encoding !== null) return encoding
  throw argumentError(
    'encoding',
    label,
    'one that the Encoding Standard names, such as utf-8, utf-16le, gb18030, big5, shift_jis, euc-kr or windows-1252',
  )
}

/** Like `encodingNamed`, for labels found in files. */
export function encodingOrNull(label: string): Encoding | null {
  let name: string
  try {
    name = new TextDecoder(label).encoding
  } catch {
    return null
  }
  if (name === 'iso-2022-jp' || name === 'x-user-defined' || name === 'replacement') return null
  return { name, unit: name.startsWith('utf-16') ? 2 : 1 }
}

/** The encoding that a byte order mark at the beginning states. */
export function markedEncoding(bytes: Uint8Array): Encoding | null {
  if (hasMark(bytes)) return UTF8
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return UTF16LE
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return UTF16BE
  return null
}

/** Length of the byte order mark at the beginning of a file in this encoding. */
export function markLength(bytes: Uint8Array, { name }: Encoding): number {
  return markedEncoding(bytes)?.name === name ? (name === 'utf-8' ? 3 : 2) : 0
}

/**
 * Decodes a record or a whole file, without a byte order mark at its beginning. O(length).
 *
 * @throws OffprintError `code` with a message that begins with `name`, for bytes that are no text in this encoding.
 */
export function decodeText(
  bytes: Uint8Array,
  encoding: Encoding,
  name: string,
  code: ErrorCode = 'ERR_INPUT',
): string {
  if (encoding.name === 'utf-8') return decodeUtf8(bytes, name, code)
  let text: string
  try {
    text = corrected(strictDecoder(encoding.name).decode(bytes), encoding)
  } catch (cause) {
    // What a decoder remembers after a failure is not specified.
    decoders.delete(encoding.name)
    throw wrong(`is not ${encodingName(encoding)} text`, cause)
  }
  if (text.includes('\0')) throw wrong(`is binary, not text (NUL in ${encodingName(encoding)})`)
  return text

  function wrong(what: string, cause?: unknown): OffprintError {
    return new OffprintError(code, `${name} ${what}; ${ENCODING_ADVICE}`, { cause })
  }
}

/** Decodes what may not be wholly text, with U+FFFD for what is none. */
export function decodeLoosely(bytes: Uint8Array, encoding: Encoding): string {
  return corrected(new TextDecoder(encoding.name).decode(bytes), encoding)
}

/** U+0080 to U+009F in windows-1252; the five that it lacks stay (https://encoding.spec.whatwg.org/#windows-1252). */
const WINDOWS_1252 =
  '\u20ac\u0081\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\u008d\u017d\u008f' +
  '\u0090\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\u009d\u017e\u0178'

/** Node since 20.18.3 decodes windows-1252 as if it were ISO-8859-1 (nodejs/node#56542). */
function corrected(text: string, { name }: Encoding): string {
  if (name !== 'windows-1252') return text
  return text.replace(/[\x80-\x9f]/g, (control) => WINDOWS_1252[control.charCodeAt(0) - 0x80]!)
}

/** What to do about a wrong or unknown encoding. */
export const ENCODING_ADVICE = 'name its encoding with --encoding, or the option encoding'

/** The encoding as people write it. */
export function encodingName({ name }: Encoding): string {
  return /^(utf|gb|euc|iso)/.test(name) ? name.toUpperCase() : name.replace(/^big5/, 'Big5')
}

const decoders = new Map<string, TextDecoder>()

function strictDecoder(name: string): TextDecoder {
  let decoder = decoders.get(name)
  if (decoder === undefined) decoders.set(name, (decoder = new TextDecoder(name, { fatal: true })))
  return decoder
}

/** ASCII text in an encoding, all of which contain ASCII. */
export function encodeAscii(text: string, { name, unit }: Encoding): Uint8Array {
  const bytes = new Uint8Array(text.length * unit)
  const at = name === 'utf-16be' ? 1 : 0
  for (let i = 0; i < text.length; i++) bytes[i * unit + at] = text.charCodeAt(i)
  return bytes
}

/** Stands for a byte that is part of a character outside ASCII. */
const OTHER = 0x80

/**
 * A function that turns chunk after chunk of a file into its ASCII structure: as many bytes, of which those below 0x80 are
 * ASCII characters and nothing else. In UTF-16 the character stands in the second byte of its unit. O(bytes); in most
 * encodings the chunk itself.
 */
export function structureOf({ name, unit }: Encoding): (chunk: Uint8Array) => Uint8Array {
  if (unit === 2) return structureOfUtf16(name === 'utf-16le')
  // The other encodings of the standard have only letters and digits as second bytes (EUC-KR), or nothing of ASCII.
  if (name === 'gbk' || name === 'gb18030' || name === 'big5') return structureOfPairs(0x81, 0xfe, -1, -1)
  if (name === 'shift_jis') return structureOfPairs(0x81, 0x9f, 0xe0, 0xfc)
  return (chunk) => chunk
}

/** Two-byte encodings: a lead byte in one of two ranges makes the next byte part of its character. */
function structureOfPairs(
  from: number,
  to: number,
  from2: number,
  to2: number,
): (chunk: Uint8Array) => Uint8Array {
  let afterLead = false
  return (chunk) => {
    const structure = new Uint8Array(chunk.length)
    for (let i = 0; i < chunk.length; i++) {
      const byte = chunk[i]!
      // Below 0x30 no encoding has a second byte: a lone lead byte must not hide a quote or line feed.
      if (afterLead && byte >= 0x30) {
        structure[i] = OTHER
        afterLead = false
      } else {
        structure[i] = byte
        afterLead = (byte >= from && byte <= to) || (byte >= from2 && byte <= to2)
      }
    }
    return structure
  }
}

function structureOfUtf16(littleEndian: boolean): (chunk: Uint8Array) => Uint8Array {
  let first = -1
  return (chunk) => {
    const structure = new Uint8Array(chunk.length)
    for (let i = 0; i < chunk.length; i++) {
      const byte = chunk[i]!
      structure[i] = OTHER
      if (first < 0) first = byte
      else {
        const low = littleEndian ? first : byte
        const high = littleEndian ? byte : first
        if (high === 0 && low < 0x80) structure[i] = low
        first = -1
      }
    }
    return structure
  }
}
