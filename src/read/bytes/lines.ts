import { LINE_FEED } from './ascii.js'
import { AsciiStructure } from './ascii-structure.js'
import type { EncodedChunk } from './encoded-chunks.js'
import { PendingBytes } from './pending.js'

/** One line of a file. */
export interface ByteLine {
  /** Without the line feed; a carriage return before it stays. Empty where `tooLong`. */
  readonly bytes: Uint8Array
  /** Number of the line, from 1. */
  readonly line: number
  /** Byte of the file at which the line begins, from 0. */
  readonly offset: number
  /** True where the line exceeds the limit. Its bytes were skipped, so that a file without line feeds costs no more. */
  readonly tooLong: boolean
}

/** Splits a file at its line feeds, chunk by chunk. O(bytes); holds at most `limit` bytes of an unfinished line. */
export class LineSplitter {
  readonly #structure = new AsciiStructure()
  readonly #pending: PendingBytes
  #line = 1
  #offset = 0

  /** @param limit longest line, in bytes */
  constructor(limit: number) {
    this.#pending = new PendingBytes(limit)
  }

  /** The lines that end in the next chunk of the file. All of them must be taken before the chunk after it comes. */
  *add(chunk: EncodedChunk): Generator<ByteLine> {
    const { bytes } = chunk
    const { unit } = chunk.encoding
    const ascii = this.#structure.of(chunk)
    let from = 0
    for (let to = ascii.indexOf(LINE_FEED); to >= 0; to = ascii.indexOf(LINE_FEED, from)) {
      yield this.#finish(bytes.subarray(from, to + 1 - unit), unit)
      from = to + 1
    }
    if (from < bytes.length) this.#pending.add(bytes.subarray(from))
  }

  /** The last line of the file, where no line feed ends it. */
  *end(): Generator<ByteLine> {
    if (this.#pending.length > 0) yield this.#finish(new Uint8Array(0), 0)
  }

  #finish(last: Uint8Array, feed: number): ByteLine {
    const { bytes, length, tooLong } = this.#pending.end(last)
    const line = { bytes, line: this.#line, offset: this.#offset, tooLong }
    this.#line++
    this.#offset += length + feed
    return line
  }
}
