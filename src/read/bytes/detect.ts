import { firstBeyondAscii } from './ascii.js'
import { countBroken, decodeLoosely } from './decode.js'
import {
  encodingName,
  encodingOrNull,
  markedEncoding,
  UTF8,
  WINDOWS_1252,
  type Encoding,
} from './encoding.js'
import { guessUtf16 } from './utf16.js'
import { countUtf8, isMostlyUtf8 } from './utf8-sequences.js'

/** Number of bytes that are looked at, from the first that is not ASCII. */
export const SAMPLE: number = 64 * 2 ** 10

/** Under this number of bytes, and of bytes beyond ASCII, nothing is sure: chardet errs below about a dozen characters. */
const LEAST_SAMPLE = 64
const LEAST_BEYOND_ASCII = 4

/** Confidence of chardet (0–100) from which an encoding is sure, and its lead over the next one that decodes. */
const MULTI_BYTE = { confidence: 60, lead: 10 }
const SINGLE_BYTE = { confidence: 40, lead: 15 }

/** The encoding of a text, and whether anything speaks for another. */
export interface EncodingChoice {
  readonly encoding: Encoding
  /** Why another encoding may be right, as the end of a sentence about the text; `null` where this one is sure. */
  readonly doubt: string | null
}

/** An encoding that a text is said to have. */
export interface DeclaredEncoding {
  /** As it is written: `gb2312`, `utf8`. */
  readonly label: string
  /** Who says so, for messages: `its header`, `its <meta>`. */
  readonly by: string
}

/** Share of the characters beyond ASCII that a declared encoding may leave broken; one of them always may. */
const BROKEN_SHARE = 1 / 20

/**
 * Chooses the encoding of a whole text. In this order: its byte order mark; the NUL bytes of UTF-16; UTF-8, where the bytes
 * beyond ASCII are sequences of it, whatever is declared, for no other encoding makes them by chance; the first declared
 * encoding in which it decodes; what its bytes suggest (`detectEncoding`). O(bytes).
 *
 * @param declared what the text is said to be, the most reliable first
 */
export async function chooseEncoding(
  bytes: Uint8Array,
  declared: readonly DeclaredEncoding[] = [],
): Promise<EncodingChoice> {
  const marked = markedEncoding(bytes)
  if (marked !== null && (marked.unit === 2 || isMostlyUtf8(countUtf8(bytes, true)))) return sure(marked)
  const head = bytes.subarray(0, SAMPLE)
  const wide = guessUtf16(head, head.length === bytes.length)
  if (wide !== null) return sure(wide)
  const count = countUtf8(bytes, true)
  if (count.valid + count.invalid === 0) return asciiChoice(bytes, declared)
  if (isMostlyUtf8(count)) return sure(UTF8)
  const failed: string[] = []
  for (const { label, by } of declared) {
    const encoding = encodingOrNull(label)
    if (encoding === null) failed.push(`${by} names ${label}, which is not read`)
    else if (encoding.name !== 'utf-8' && decodesAsDeclared(bytes, encoding)) return sure(encoding)
    else failed.push(`${by} names ${label}, in which it does not decode`)
  }
  const first = firstBeyondAscii(bytes)
  const from = Math.max(0, first - LEAST_SAMPLE)
  const choice = await detectEncoding(bytes.subarray(from, from + SAMPLE), from + SAMPLE >= bytes.length)
  if (choice.doubt === null || failed.length === 0) return choice
  return { encoding: choice.encoding, doubt: `${failed.join('; ')}; ${likeliest(choice.encoding)}` }
}

function sure(encoding: Encoding): EncodingChoice {
  return { encoding, doubt: null }
}

function likeliest(encoding: Encoding): string {
  return `it was read as ${encodingName(encoding)}, the likeliest`
}

/** Encodings that write other characters as ASCII bytes and are not read. */
const SEVEN_BIT = /^(hz-gb-2312|iso-2022-(cn|kr)|utf-7|csiso2022kr)/i

/** ISO-2022-JP writes JIS X 0208 as pairs of ASCII bytes behind one of two sequences (RFC 1468). */
const ISO_2022_JP: Encoding = { name: 'iso-2022-jp', unit: 1 }
const TO_JIS = ['\u001b$@', '\u001b$B']

/** The choice for a text of ASCII bytes only. */
function asciiChoice(bytes: Uint8Array, declared: readonly DeclaredEncoding[]): EncodingChoice {
  const unread = declared.find(({ label }) => SEVEN_BIT.test(label))
  const ascii = bytes.includes(0x1b) ? decodeLoosely(bytes, UTF8) : ''
  if (TO_JIS.some((sequence) => ascii.includes(sequence))) {
    if (countBroken(decodeLoosely(bytes, ISO_2022_JP)).broken === 0) return sure(ISO_2022_JP)
  }
  if (unread === undefined) return sure(UTF8)
  const { by, label } = unread
  return { encoding: UTF8, doubt: `${by} names ${label}, which is not read; it was read as ASCII` }
}

function decodesAsDeclared(bytes: Uint8Array, encoding: Encoding): boolean {
  const text = decodeLoosely(bytes, encoding)
  const { broken, beyondAscii } = countBroken(text)
  return broken <= Math.max(1, beyondAscii * BROKEN_SHARE)
}

/**
 * What a sample suggests: UTF-8 where it is mostly UTF-8; else the encoding that chardet holds for the likeliest among those
 * in which the sample decodes; sure, if chardet is. chardet is loaded when it is needed.
 *
 * @param whole whether the file ends with the sample
 */
export async function detectEncoding(sample: Uint8Array, whole: boolean): Promise<EncodingChoice> {
  const { valid, invalid } = countUtf8(sample, whole)
  if (isMostlyUtf8({ valid, invalid })) return sure(UTF8)
  const { analyse } = await import('chardet')
  const fitting: { encoding: Encoding; confidence: number }[] = []
  for (const { name, confidence } of analyse(withoutTags(sample))) {
    const encoding = encodingOrNull(name)
    if (encoding === null || encoding.unit === 2 || encoding.name === 'utf-8') continue
    if (fitting.some((other) => other.encoding.name === encoding.name) || !decodes(sample, encoding)) continue
    fitting.push({ encoding, confidence })
  }
  const [best, next] = fitting
  if (best === undefined) return { encoding: WINDOWS_1252, doubt: likeliest(WINDOWS_1252) }
  const needed = isMultiByte(best.encoding) ? MULTI_BYTE : SINGLE_BYTE
  const isSure =
    sample.length >= LEAST_SAMPLE &&
    valid + invalid >= LEAST_BEYOND_ASCII &&
    best.confidence >= needed.confidence &&
    best.confidence - (next?.confidence ?? 0) >= needed.lead
  return { encoding: best.encoding, doubt: isSure ? null : likeliest(best.encoding) }
}

function isMultiByte({ name }: Encoding): boolean {
  return /^(gb|big5|shift_jis|euc)/.test(name)
}

/** Fewest bytes outside tags by which an encoding is guessed without what stands inside them. */
const LEAST_OUTSIDE = 100

/**
 * A sample without its tags, whose ASCII letters would count as words of a language; the sample itself where it has few tags.
 * No encoding has `<` or `>` as a second byte.
 */
function withoutTags(sample: Uint8Array): Uint8Array {
  const kept = new Uint8Array(sample.length)
  let length = 0
  let tags = 0
  let inside = false
  for (const byte of sample) {
    if (byte === 0x3c) {
      inside = true
      tags++
    }
    if (!inside) kept[length++] = byte
    if (byte === 0x3e) inside = false
  }
  return tags < 5 || length < LEAST_OUTSIDE ? sample : kept.subarray(0, length)
}

/** Whether a sample decodes, but for one character of a hundred and a character that its end cuts off. */
function decodes(sample: Uint8Array, { name }: Encoding): boolean {
  const text = new TextDecoder(name).decode(sample, { stream: true })
  const { broken, beyondAscii } = countBroken(text)
  return broken * 100 <= beyondAscii
}
