import { concat } from './bytes.js'
import { structureOf, UTF8, type Encoding } from './encoding.js'

const LINE_FEED = 10

/** One line of a byte stream. */
export interface ByteLine {
  /** Without the line feed; a carriage return before it stays. Empty where `tooLong`. */
  readonly bytes: Uint8Array
  /** From 1. */
  readonly line: number
  /** Byte at which the line begins. */
  readonly offset: number
  /** True where the line passes the limit; its bytes were skipped, not kept. */
  readonly tooLong: boolean
}

/**
 * Splits a byte stream at line feeds. O(bytes); holds one chunk and at most `limit` bytes of an unfinished line, so that
 * a stream without line feeds costs no more than that. `stream.encoding` is asked before the first line feed of each
 * chunk, as it may become known on the way; chunks hold whole code units.
 */
export async function* byteLines(
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  limit: number,
  stream: { readonly encoding: Encoding } = { encoding: UTF8 },
): AsyncGenerator<ByteLine> {
  let pending: Uint8Array[] = []
  let pendingLength = 0
  let line = 1
  let offset = 0
  let encoding = stream.encoding
  let structure = structureOf(encoding)

  const finish = (last: Uint8Array, feed: number): ByteLine => {
    const length = pendingLength + last.length
    const tooLong = length > limit
    const bytes = tooLong ? last.subarray(0, 0) : pending.length === 0 ? last : concat([...pending, last])
    pending = []
    pendingLength = 0
    const result = { bytes, line, offset, tooLong }
    line++
    offset += length + feed
    return result
  }

  for await (const chunk of chunks) {
    if (stream.encoding !== encoding) {
      encoding = stream.encoding
      structure = structureOf(encoding)
    }
    const { unit } = encoding
    const ascii = structure(chunk)
    let from = 0
    for (let to = ascii.indexOf(LINE_FEED); to >= 0; to = ascii.indexOf(LINE_FEED, from)) {
      yield finish(chunk.subarray(from, to + 1 - unit), unit)
      from = to + 1
    }
    if (from === chunk.length) continue
    const rest = chunk.subarray(from)
    pendingLength += rest.length
    if (pendingLength > limit) pending = []
    else pending.push(rest)
  }
  if (pendingLength > 0) yield finish(new Uint8Array(0), 0)
}
