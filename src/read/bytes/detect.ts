import {
  decodeLoosely,
  encodingOrNull,
  markedEncoding,
  UTF16BE,
  UTF16LE,
  UTF8,
  type Encoding,
} from './encoding.js'

/** Bytes looked at, from the first that is not ASCII. */
export const SAMPLE: number = 64 * 2 ** 10

/** Under this many bytes nothing is guessed: chardet errs below about a dozen characters. */
const LEAST_SAMPLE = 64

/**
 * So many sequences that are UTF-8 and none that is not decide at once, so that a live pipe is not held back. A pair of
 * bytes of GBK is one by chance in about seven cases.
 */
const SURE = 12

/** Confidence of chardet (0–100) from which an encoding is taken, and its lead over the next that would fit. */
const MULTI_BYTE = { confidence: 60, lead: 10 }
const SINGLE_BYTE = { confidence: 40, lead: 15 }

/** A stream whose encoding becomes known at the first bytes that tell. */
export interface EncodedStream {
  /** Of all bytes handed out so far. UTF-8 until something tells otherwise, as it also is for ASCII. */
  encoding: Encoding
  /** The bytes unchanged; whole code units in every chunk but the last. */
  readonly chunks: AsyncGenerator<Uint8Array>
}

/**
 * Finds out the encoding of a stream on its way: by a byte order mark, by the NUL bytes of UTF-16, or by the first 64 KiB
 * from the first byte beyond ASCII on: UTF-8 where they are, else what chardet makes of them, else still UTF-8, so that
 * records which are not are rejected one by one. How the bytes arrive in chunks makes no difference.
 *
 * `given` ends the guessing. `asciiFirst` says that files of this format begin with ASCII, so that no NUL near the
 * beginning excludes UTF-16.
 */
export function encodedStream(
  source: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  given: Encoding | undefined,
  asciiFirst: boolean,
): EncodedStream {
  const stream: { encoding: Encoding; chunks: AsyncGenerator<Uint8Array> } = {
    encoding: given ?? UTF8,
    chunks: run(),
  }
  return stream

  async function* run(): AsyncGenerator<Uint8Array> {
    const bytes = new Held(source)
    try {
      const head = await bytes.peek(4)
      const marked = markedEncoding(head)
      if (given !== undefined) {
        // `utf-16` names little endian, whatever the mark says.
        if (marked?.unit === 2 && given.unit === 2) stream.encoding = marked
      } else if (marked !== null) {
        stream.encoding = marked
      } else if (!asciiFirst || head.subarray(0, 2).includes(0)) {
        const sample = await bytes.peek(SAMPLE)
        stream.encoding = utf16(sample, sample.length < SAMPLE) ?? UTF8
      }
      if (given === undefined && marked === null && stream.encoding === UTF8) {
        yield* bytes.ascii()
        const sample = await bytes.peek(SAMPLE, isSurelyUtf8)
        if (!isSurelyUtf8(sample)) stream.encoding = await detectEncoding(sample, sample.length < SAMPLE)
      }
      yield* bytes.rest(stream.encoding.unit)
    } finally {
      await bytes.release()
    }
  }
}

/** The encoding of a whole file by the same rules. */
export async function encodingOf(bytes: Uint8Array): Promise<Encoding> {
  const marked = markedEncoding(bytes)
  if (marked !== null) return marked
  const head = bytes.subarray(0, SAMPLE)
  const wide = utf16(head, head.length === bytes.length)
  if (wide !== null) return wide
  const first = firstBeyondAscii(bytes)
  if (first === bytes.length) return UTF8
  const from = Math.max(0, first - LEAST_SAMPLE)
  return detectEncoding(bytes.subarray(from, from + SAMPLE), from + SAMPLE >= bytes.length)
}

/** UTF-8, or what chardet is sure of among encodings that can decode the sample; UTF-8 where it is not sure. */
async function detectEncoding(sample: Uint8Array, whole: boolean): Promise<Encoding> {
  const { valid, invalid } = utf8Sequences(sample, whole)
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

/** Whether a sample decodes, but for one character in a hundred and what its end cuts off. */
function decodes(sample: Uint8Array, { name }: Encoding): boolean {
  const text = new TextDecoder(name).decode(sample, { stream: true })
  let broken = 0
  for (let at = text.indexOf('\ufffd'); at >= 0; at = text.indexOf('\ufffd', at + 1)) broken++
  return broken * 100 <= text.length
}

/**
 * UTF-16 by its NUL bytes: in ASCII every other byte is one, always on the same side; in Chinese some are, on both (a line
 * feed is U+000A, 开 is U+5F00). `null` for anything that may be something else, such as ASCII with a stray NUL.
 */
function utf16(sample: Uint8Array, whole: boolean): Encoding | null {
  const units = sample.length >>> 1
  if (units === 0 || (whole && sample.length % 2 === 1)) return null
  const nuls: [number, number] = [0, 0]
  for (let at = sample.indexOf(0); at >= 0; at = sample.indexOf(0, at + 1)) nuls[(at & 1) as 0 | 1]++
  const [even, odd] = nuls
  if (even + odd === 0) return null
  const share = (encoding: Encoding) => plausible(decodeLoosely(sample.subarray(0, units * 2), encoding))
  if (Math.max(even, odd) >= units / 4 && Math.min(even, odd) <= units / 32) {
    const encoding = odd > even ? UTF16LE : UTF16BE
    return share(encoding) >= PLAUSIBLE ? encoding : null
  }
  const { valid, invalid } = utf8Sequences(sample, whole)
  if (invalid < 4 || invalid * 4 <= valid) return null
  const [little, big] = [share(UTF16LE), share(UTF16BE)]
  if (Math.max(little, big) < PLAUSIBLE || Math.min(little, big) >= PLAUSIBLE) return null
  return little > big ? UTF16LE : UTF16BE
}

/** Share of plausible characters from which UTF-16 is believed; what decodes in both orders is left alone. */
const PLAUSIBLE = 0.97

/** Share of characters of the scripts in wide use; 0 for a text with controls or private use. */
function plausible(text: string): number {
  let count = 0
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    if (unit < 32 && unit !== 9 && unit !== 10 && unit !== 12 && unit !== 13) return 0
    if (unit >= 0xe000 && unit <= 0xf8ff) return 0
    // The end of a sample may cut a pair, which the decoder shows as one U+FFFD.
    if (unit >= 0xfffd && i < text.length - 1) return 0
    const isUsual =
      unit < 0x1100 ||
      (unit >= 0x2000 && unit < 0x2070) ||
      (unit >= 0x3000 && unit < 0x3100) ||
      (unit >= 0x4e00 && unit < 0xa000) ||
      (unit >= 0xac00 && unit < 0xd7a4) ||
      unit >= 0xff00
    if (isUsual) count++
  }
  return text.length === 0 ? 0 : count / text.length
}

/** Sequences of two to four bytes that are UTF-8, and bytes beyond ASCII that belong to none. */
function utf8Sequences(bytes: Uint8Array, whole: boolean): { valid: number; invalid: number } {
  let valid = 0
  let invalid = 0
  for (let i = 0; i < bytes.length;) {
    const length = sequenceLength(bytes[i]!)
    const end = sequenceEnd(bytes, i, length)
    if (length === 0) invalid++
    else if (end === i + length) valid += length > 1 ? 1 : 0
    else if (end < bytes.length || whole) invalid++
    i = end
  }
  return { valid, invalid }
}

/** Whether the first sequences beyond ASCII are all UTF-8; what follows them, as much as there is, changes nothing. */
function isSurelyUtf8(sample: Uint8Array): boolean {
  let valid = 0
  for (let i = 0; i < sample.length && valid < SURE;) {
    const length = sequenceLength(sample[i]!)
    const end = sequenceEnd(sample, i, length)
    if (end < i + length || length === 0) return false
    if (length > 1) valid++
    i = end
  }
  return valid === SURE
}

/** Length of the UTF-8 sequence that a byte begins; 0 for a byte that begins none. */
function sequenceLength(lead: number): number {
  if (lead < 0x80) return 1
  if (lead < 0xc2 || lead > 0xf4) return 0
  return lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4
}

function sequenceEnd(bytes: Uint8Array, from: number, length: number): number {
  let end = from + 1
  while (end < from + length && end < bytes.length && (bytes[end]! & 0xc0) === 0x80) end++
  return end
}

function firstBeyondAscii(bytes: Uint8Array): number {
  for (let i = 0; i < bytes.length; i++) if (bytes[i]! >= 0x80) return i
  return bytes.length
}

/** A stream whose next bytes can be looked at before they are handed out. */
class Held {
  readonly #source: AsyncIterator<Uint8Array> | Iterator<Uint8Array>
  #buffer: Uint8Array = new Uint8Array(0)
  /** Bytes held in the buffer, which may be longer. */
  #length = 0
  /** Whether the buffer is ours to write into, and not a chunk. */
  #own = false

  constructor(source: AsyncIterable<Uint8Array> | Iterable<Uint8Array>) {
    this.#source = Symbol.asyncIterator in source ? source[Symbol.asyncIterator]() : source[Symbol.iterator]()
  }

  /** The next `count` bytes; fewer at the end of the stream, or where `enough` says so. */
  async peek(count: number, enough?: (sample: Uint8Array) => boolean): Promise<Uint8Array> {
    while (this.#length < count && !enough?.(this.#buffer.subarray(0, this.#length))) {
      if (!(await this.#grow())) break
    }
    return this.#buffer.subarray(0, Math.min(count, this.#length))
  }

  /** Hands out what comes before the first byte beyond ASCII. */
  async *ascii(): AsyncGenerator<Uint8Array> {
    while (this.#length > 0 || (await this.#grow())) {
      const chunk = this.#take()
      const to = firstBeyondAscii(chunk)
      this.#buffer = chunk.subarray(to)
      this.#own = false
      this.#length = chunk.length - to
      if (to > 0) yield chunk.subarray(0, to)
      if (to < chunk.length) return
    }
  }

  /** Hands out the rest, in whole units. */
  async *rest(unit: 1 | 2): AsyncGenerator<Uint8Array> {
    while (this.#length >= unit || (await this.#grow())) {
      const chunk = this.#take()
      const to = chunk.length - (chunk.length % unit)
      this.#buffer = chunk.subarray(to)
      this.#own = false
      this.#length = chunk.length - to
      if (to > 0) yield chunk.subarray(0, to)
    }
    if (this.#length > 0) yield this.#take()
  }

  async release(): Promise<void> {
    await this.#source.return?.()
  }

  #take(): Uint8Array {
    const bytes = this.#buffer.subarray(0, this.#length)
    this.#buffer = bytes.subarray(0, 0)
    this.#own = false
    this.#length = 0
    return bytes
  }

  /** Adds a chunk; false at the end of the stream. Doubling keeps one-byte chunks linear. */
  async #grow(): Promise<boolean> {
    const { value: chunk, done } = await this.#source.next()
    if (done) return false
    if (this.#length === 0) {
      this.#own = false
      this.#buffer = chunk
      this.#length = chunk.length
      return true
    }
    const length = this.#length + chunk.length
    if (length > this.#buffer.length || !this.#own) {
      const larger = new Uint8Array(2 * length)
      larger.set(this.#buffer.subarray(0, this.#length))
      this.#buffer = larger
      this.#own = true
    }
    this.#buffer.set(chunk, this.#length)
    this.#length = length
    return true
  }
}
