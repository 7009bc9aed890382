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
import { guessAgainst, guessesOf, isSure } from './guess.js'
import { guessUtf16 } from './utf16.js'
import { countUtf8, isMostlyUtf8, type Utf8Count } from './utf8-sequences.js'

/** Number of bytes that are looked at, from the first that is not ASCII. */
export const SAMPLE: number = 64 * 2 ** 10

/** Under this number of bytes, and of bytes beyond ASCII, nothing is sure: chardet errs below about a dozen characters. */
const LEAST_SAMPLE = 64
const LEAST_BEYOND_ASCII = 4

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
 * Chooses the encoding of a whole text. In this order: the one that the caller gives; its byte order mark; the NUL bytes of UTF-16; UTF-8, where the bytes
 * beyond ASCII are sequences of it, whatever is declared, for no other encoding makes them by chance; the first declared
 * encoding in which it decodes, unless another is far more plausible; what its bytes suggest (`detectEncoding`). O(bytes).
 *
 * @param declared what the text is said to be, the most reliable first
 * @param given what nothing in the text changes
 */
export async function chooseEncoding(
  bytes: Uint8Array,
  declared: readonly DeclaredEncoding[] = [],
  given?: Encoding,
): Promise<EncodingChoice> {
  if (given !== undefined) return sure(given)
  const marked = markedEncoding(bytes)
  if (marked !== null && (marked.unit === 2 || isMostlyUtf8(countUtf8(bytes, true)))) return sure(marked)
  const head = bytes.subarray(0, SAMPLE)
  const wide = guessUtf16(head, head.length === bytes.length)
  if (wide !== null) return sure(wide)
  const count = countUtf8(bytes, true)
  if (count.valid + count.invalid === 0) return asciiChoice(bytes, declared)
  if (isMostlyUtf8(count)) return sure(UTF8)
  const failed: string[] = []
  let isContradicted = false
  const first = firstBeyondAscii(bytes)
  const from = Math.max(0, first - LEAST_SAMPLE)
  for (const { label, by } of declared) {
    const encoding = encodingOrNull(label)
    if (encoding === null) failed.push(`${by} names ${label}, which is not read`)
    else if (encoding.name !== 'utf-8' && decodesAsDeclared(bytes, encoding)) {
      const other = await overruling(encoding, bytes.subarray(from, from + CHECKED), count)
      if (other === null) return sure(encoding)
      isContradicted = true
      failed.push(`${by} names ${label}, in which it makes no sense`)
    } else failed.push(`${by} names ${label}, in which it does not decode`)
  }
  const choice = await detectEncoding(bytes.subarray(from, from + SAMPLE), from + SAMPLE >= bytes.length)
  if (failed.length === 0) return choice
  if (choice.doubt === null && !isContradicted) return choice
  return { encoding: choice.encoding, doubt: `${failed.join('; ')}; ${likeliest(choice.encoding)}` }
}

/** Number of bytes by which a declared encoding is checked: 16 KiB take chardet about 10 ms. */
const CHECKED = 16 * 2 ** 10

/** Fewest bytes beyond ASCII by which a declared encoding in which the text decodes may be overruled. */
const LEAST_AGAINST = 16

/** The encoding that is more plausible than the declared one, in which the text decodes too; `null` without one. */
async function overruling(
  declared: Encoding,
  sample: Uint8Array,
  { valid, invalid }: Utf8Count,
): Promise<Encoding | null> {
  if (sample.length < LEAST_SAMPLE || valid + invalid < LEAST_AGAINST) return null
  return guessAgainst(declared, await guessesOf(sample), sample)
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
 * in which the sample decodes; sure, if chardet is.
 *
 * @param whole whether the file ends with the sample
 */
export async function detectEncoding(sample: Uint8Array, whole: boolean): Promise<EncodingChoice> {
  const { valid, invalid } = countUtf8(sample, whole)
  // What is binary is said to be so where it is decoded.
  if (isMostlyUtf8({ valid, invalid }) || sample.includes(0)) return sure(UTF8)
  const guesses = await guessesOf(sample)
  const encoding = guesses[0]?.encoding ?? WINDOWS_1252
  const isEnough = sample.length >= LEAST_SAMPLE && valid + invalid >= LEAST_BEYOND_ASCII
  const isClear = isEnough && isSure(guesses)
  return { encoding, doubt: isClear ? null : `no encoding is sure; ${likeliest(encoding)}` }
}
