import type { ByteChunks } from './chunks.js'
import { detectEncoding, SAMPLE, type EncodingChoice } from './detect.js'
import { markedEncoding, UTF8, type Encoding } from './encoding.js'
import { LookAhead } from './look-ahead.js'
import { guessUtf16 } from './utf16.js'
import { countUtf8, surelyUtf8 } from './utf8-sequences.js'

/** Some bytes of a file, and the encoding of all its bytes so far. */
export interface EncodedChunk {
  /** In whole code units, except at the end of the file. */
  readonly bytes: Uint8Array
  /** UTF-8 as long as the file is ASCII; chunks from the first byte beyond ASCII on may say another. */
  readonly encoding: Encoding
  /** Why another encoding may be right, in the first chunk whose encoding was guessed without being sure. */
  readonly doubt?: string | null
}

/**
 * Finds out the encoding of a stream on its way, and hands out its bytes unchanged: by a byte order mark; by the NUL bytes
 * of UTF-16; else by the first 64 KiB from the first byte beyond ASCII on (`detectEncoding`). The result does not depend on
 * how the bytes arrive in chunks. Holds at most 64 KiB and one chunk.
 *
 * @param given the encoding that the caller names; nothing is guessed then
 * @param asciiFirst whether files of this format begin with ASCII, so that without a NUL in the first two bytes they are
 * not UTF-16
 */
export async function* encodedChunks(
  source: ByteChunks,
  given: Encoding | undefined,
  asciiFirst: boolean,
): AsyncGenerator<EncodedChunk> {
  const stream = new LookAhead(source)
  try {
    let bytes: Uint8Array | null
    let doubt: string | null = null
    let encoding = await statedEncoding(stream, given, asciiFirst)
    if (encoding === null) {
      while ((bytes = await stream.takeAscii()) !== null) yield { bytes, encoding: UTF8 }
      const isSure = surelyUtf8()
      const sample = await stream.peek(SAMPLE, isSure)
      const isWhole = sample.length < SAMPLE
      ;({ encoding, doubt } = isSure(sample)
        ? { encoding: UTF8, doubt }
        : await streamEncoding(sample, isWhole))
    }
    while ((bytes = await stream.take(encoding.unit)) !== null) {
      yield { bytes, encoding, doubt }
      doubt = null
    }
  } finally {
    await stream.release()
  }
}

/**
 * Fewest characters beyond ASCII by which the encoding of a stream is guessed; of one that goes on behind the sample, more: a
 * broken record at its beginning must not decide for all that follow. With fewer, each record is looked at for itself.
 */
const LEAST_BEYOND_ASCII = { whole: 8, sample: 256 }

async function streamEncoding(sample: Uint8Array, isWhole: boolean): Promise<EncodingChoice> {
  const { valid, invalid } = countUtf8(sample, isWhole)
  const isEnough = valid + invalid >= LEAST_BEYOND_ASCII[isWhole ? 'whole' : 'sample']
  return isEnough ? detectEncoding(sample, isWhole) : { encoding: UTF8, doubt: null }
}

/** The encoding that the caller, a byte order mark or the NUL bytes of UTF-16 state at the beginning; `null` without any. */
async function statedEncoding(
  stream: LookAhead,
  given: Encoding | undefined,
  asciiFirst: boolean,
): Promise<Encoding | null> {
  const head = await stream.peek(4)
  const marked = markedEncoding(head)
  // The label `utf-16` names little endian; the mark knows better.
  if (given !== undefined) return marked?.unit === 2 && given.unit === 2 ? marked : given
  if (marked !== null) return marked
  if (asciiFirst && !head.subarray(0, 2).includes(0)) return null
  const sample = await stream.peek(SAMPLE)
  return guessUtf16(sample, sample.length < SAMPLE)
}
