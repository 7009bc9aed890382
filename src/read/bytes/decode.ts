import { OffprintError, type ErrorCode } from '../../kernel/errors.js'
import { encodingName, ENCODING_ADVICE, type Encoding } from './encoding.js'
import { decodeUtf8 } from './utf8.js'

/**
 * Decodes a record or a whole file, without a byte order mark at its beginning. O(length).
 *
 * @param name what the message begins with: the file, or the file and line of the record
 * @throws OffprintError `code` for bytes that are no text in this encoding: invalid sequences, and NUL.
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
    text = correctWindows1252(strictDecoder(encoding.name).decode(bytes), encoding)
  } catch (cause) {
    // The Encoding Standard does not say what a decoder remembers after a failure.
    decoders.delete(encoding.name)
    throw wrong(`is not ${encodingName(encoding)} text`, cause)
  }
  if (text.includes('\0')) throw wrong(`is binary, not text (NUL in ${encodingName(encoding)})`)
  return text

  function wrong(what: string, cause?: unknown): OffprintError {
    return new OffprintError(code, `${name} ${what}; ${ENCODING_ADVICE}`, { cause })
  }
}

/** Decodes bytes that may not be text throughout, with U+FFFD for each part that is not. O(length). */
export function decodeLoosely(bytes: Uint8Array, encoding: Encoding): string {
  return correctWindows1252(new TextDecoder(encoding.name).decode(bytes), encoding)
}

/** How much of a decoded text is broken. */
export interface BrokenCount {
  /** Number of U+FFFD, and of the controls U+0080 to U+009F, which no text has and which stand for undefined bytes. */
  readonly broken: number
  /** Number of characters beyond ASCII, broken ones included. */
  readonly beyondAscii: number
}

/** Counts what `decodeLoosely` could not decode, among what is not ASCII. O(length). */
export function countBroken(text: string): BrokenCount {
  let broken = 0
  let beyondAscii = 0
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    if (unit < 0x80) continue
    beyondAscii++
    if (unit === 0xfffd || unit < 0xa0) broken++
  }
  return { broken, beyondAscii }
}

const latin = new TextDecoder('windows-1252')

/** Headers and markup, which are ASCII, as a string: one character per byte whatever stands between. O(length). */
export function decodeHeader(bytes: Uint8Array): string {
  return latin.decode(bytes)
}

/** U+0080 to U+009F in windows-1252; the five that it lacks stay (https://encoding.spec.whatwg.org/#windows-1252). */
const WINDOWS_1252 =
  '\u20ac\u0081\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\u008d\u017d\u008f' +
  '\u0090\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\u009d\u017e\u0178'

/** Node since 20.18.3 decodes windows-1252 as if it were ISO-8859-1 (nodejs/node#56542). */
function correctWindows1252(text: string, { name }: Encoding): string {
  if (name !== 'windows-1252') return text
  return text.replace(/[\x80-\x9f]/g, (control) => WINDOWS_1252[control.charCodeAt(0) - 0x80]!)
}

const decoders = new Map<string, TextDecoder>()

function strictDecoder(name: string): TextDecoder {
  let decoder = decoders.get(name)
  if (decoder === undefined) decoders.set(name, (decoder = new TextDecoder(name, { fatal: true })))
  return decoder
}
