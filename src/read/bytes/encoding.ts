import { argumentError } from '../../kernel/errors.js'

/** How the characters of a file are stored as bytes. Every encoding that is read contains ASCII. */
export interface Encoding {
  /** Name in the Encoding Standard, as `TextDecoder` gives it. */
  readonly name: string
  /** Number of bytes of a code unit: 2 in UTF-16, else 1. */
  readonly unit: 1 | 2
}

export const UTF8: Encoding = { name: 'utf-8', unit: 1 }
export const WINDOWS_1252: Encoding = { name: 'windows-1252', unit: 1 }
export const UTF16LE: Encoding = { name: 'utf-16le', unit: 2 }
export const UTF16BE: Encoding = { name: 'utf-16be', unit: 2 }

/**
 * The encoding that a label names: `utf-8`, `utf-16le`, `gbk`, `gb2312`, `gb18030`, `big5`, `shift_jis`, `euc-kr`,
 * `latin1`, `windows-1252`, … (https://encoding.spec.whatwg.org/#names-and-labels).
 *
 * @throws OffprintError `ERR_ARGUMENT` for an unknown label, and for ISO-2022-JP, which writes characters as ASCII bytes.
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

/** Code pages by number, for the names that people make of them: `cp936`, `win-1251`, `windows1250`, `ms949`. */
const CODE_PAGES: Readonly<Record<string, string>> = {
  866: 'ibm866',
  874: 'windows-874',
  932: 'shift_jis',
  936: 'gbk',
  949: 'euc-kr',
  950: 'big5',
  65001: 'utf-8',
}

/**
 * The encoding that a label found in a file names; `null` where `encodingNamed` throws. Code pages count under any name that
 * has their number.
 */
export function encodingOrNull(label: string): Encoding | null {
  const [, page] = /^\s*(?:cp|ms|win|windows|ibm)[-_]?(\d{3,5})\s*$/i.exec(label) ?? []
  const known = page === undefined ? label : (CODE_PAGES[page] ?? `windows-${page}`)
  let name: string
  try {
    name = new TextDecoder(known).encoding
  } catch {
    return null
  }
  if (name === 'iso-2022-jp' || name === 'x-user-defined' || name === 'replacement') return null
  return { name, unit: name.startsWith('utf-16') ? 2 : 1 }
}

/** What to do about a wrong or unknown encoding: the end of a message. */
export const ENCODING_ADVICE = 'name its encoding with --encoding, or the option encoding'

/** The encoding as people write it: `UTF-8`, `GBK`, `Big5`, `shift_jis`. */
export function encodingName({ name }: Encoding): string {
  return /^(utf|gb|euc|iso)/.test(name) ? name.toUpperCase() : name.replace(/^big5/, 'Big5')
}

/** Whether bytes begin with the byte order mark of UTF-8. */
export function hasUtf8Mark(bytes: Uint8Array): boolean {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf
}

/** The encoding that a byte order mark at the beginning of a file states; `null` without a mark. */
export function markedEncoding(bytes: Uint8Array): Encoding | null {
  if (hasUtf8Mark(bytes)) return UTF8
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return UTF16LE
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return UTF16BE
  return null
}

/** Number of bytes of the byte order mark at the beginning of a file in this encoding; 0 without a mark. */
export function markLength(bytes: Uint8Array, { name }: Encoding): number {
  return markedEncoding(bytes)?.name === name ? (name === 'utf-8' ? 3 : 2) : 0
}

/** ASCII text as bytes of an encoding. O(length). */
export function encodeAscii(text: string, { name, unit }: Encoding): Uint8Array {
  const bytes = new Uint8Array(text.length * unit)
  const at = name === 'utf-16be' ? 1 : 0
  for (let i = 0; i < text.length; i++) bytes[i * unit + at] = text.charCodeAt(i)
  return bytes
}
