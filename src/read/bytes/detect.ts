import { firstBeyondAscii } from './ascii.js'
import { countReplacements } from './decode.js'
import { encodingOrNull, markedEncoding, UTF8, type Encoding } from './encoding.js'
import { guessUtf16 } from './utf16.js'
import { countUtf8 } from './utf8-sequences.js'

/** Number of bytes that are looked at, from the first that is not ASCII. */
export const SAMPLE: number = 64 * 2 ** 10

/** Under this number of bytes nothing is guessed: chardet errs below about a dozen characters. */
const LEAST_SAMPLE = 64

/** Confidence of chardet (0–100) from which an encoding is accepted, and its lead over the next one that decodes. */
const MULTI_BYTE = { confidence: 60, lead: 10 }
const SINGLE_BYTE = { confidence: 40, lead: 15 }

/**
 * The encoding of a whole file: by its byte order mark, by the NUL bytes of UTF-16, else by up to 64 KiB from its first byte
 * beyond ASCII on (`detectEncoding`). UTF-8 for ASCII. O(bytes up to the first beyond ASCII).
 */
export async function encodingOf(bytes: Uint8Array): Promise<Encoding> {
  const marked = markedEncoding(bytes)
  if (marked !== null) return marked
  const head = bytes.subarray(0, SAMPLE)
  const wide = guessUtf16(head, head.length === bytes.length)
  if (wide !== null) return wide
  const first = firstBeyondAscii(bytes)
  if (first === bytes.length) return UTF8
  const from = Math.max(0, first - LEAST_SAMPLE)
  return detectEncoding(bytes.subarray(from, from + SAMPLE), from + SAMPLE >= bytes.length)
}

/**
 * UTF-8 where the sample is mostly UTF-8; else what chardet is sure of, if the sample decodes in it; else still UTF-8, so that
 * records that are not are rejected one by one. chardet is loaded when it is needed.
 *
 * @param whole whether the file ends with the sample
 */
export async function detectEncoding(sample: Uint8Array, whole: boolean): Promise<Encoding> {
  const { valid, invalid } = countUtf8(sample, whole)
  // A few broken records do not make a file GBK, whose characters are mostly invalid as UTF-8.
  if (invalid * 4 <= valid || sample.length < LEAST_SAMPLE || sample.includes(0)) return UTF8
  const { analyse } = await import('chardet')
  const fitting: { encoding: Encoding; confidence: number }[] = []
  for (const { name, confidence } of analyse(sample)) {
    const encoding = encodingOrNull(name)
    if (encoding === null || encoding.unit === 2 || encoding.name === 'utf-8') continue
    if (fitting.some((other) => other.encoding.name === encoding.name) || !decodes(sample, encoding)) continue
    fitting.push({ encoding, confidence })
  }
  const [best, next] = fitting
  if (best === undefined) return UTF8
  const needed = isMultiByte(best.encoding) ? MULTI_BYTE : SINGLE_BYTE
  const sure =
    best.confidence >= needed.confidence && best.confidence - (next?.confidence ?? 0) >= needed.lead
  return sure ? best.encoding : UTF8
}

function isMultiByte({ name }: Encoding): boolean {
  return /^(gb|big5|shift_jis|euc)/.test(name)
}

/** Whether a sample decodes, but for one character of a hundred and a character that its end cuts off. */
function decodes(sample: Uint8Array, { name }: Encoding): boolean {
  const text = new TextDecoder(name).decode(sample, { stream: true })
  return countReplacements(text) * 100 <= text.length
}
