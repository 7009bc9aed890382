import { CARRIAGE_RETURN, LINE_FEED } from './ascii.js'
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

/**
 * Splits a file at its line feeds, chunk by chunk, or at its carriage returns, if it may have those alone and its first line
 * ends with one. O(bytes); holds at most `limit` bytes of an unfinished line.
 */
export class LineSplitter {
  readonly #structure = new AsciiStructure()
  readonly #pending: PendingBytes
  #line = 1
  #offset = 0
  /** What ends a line; `null` as long as no line has ended. */
  #end: typeof LINE_FEED | typeof CARRIAGE_RETURN | null
  /** Number of bytes of a carriage return at the end of the chunk before, which a line feed may follow; else 0. */
  #returned = 0

  /**
   * @param limit longest line, in bytes
   * @param mayReturn whether a carriage return alone may end a line, as in files of old spreadsheets
   */
  constructor(limit: number, mayReturn = false) {
    this.#pending = new PendingBytes(limit)
    this.#end = mayReturn ? null : LINE_FEED
  }

  /** What ends a line, as text. */
  get ending(): '\n' | '\r' {
    return this.#end === CARRIAGE_RETURN ? '\r' : '\n'
  }

  /** The lines that end in the next chunk of the file. All of them must be taken before the chunk after it comes. */
  *add(chunk: EncodedChunk): Generator<ByteLine> {
    const { bytes } = chunk
    const { unit } = chunk.encoding
    const ascii = this.#structure.of(chunk)
    let from = 0
    if (this.#end === null && bytes.length > 0) {
      this.#end = this.#endIn(ascii, unit)
      if (this.#end === CARRIAGE_RETURN && this.#returned > 0) yield this.#finishHeld(unit)
    }
    const end = this.#end
    if (end !== null) {
      for (let to = ascii.indexOf(end); to >= 0; to = ascii.indexOf(end, from)) {
        yield this.#finish(bytes.subarray(from, to + 1 - unit), unit)
        from = to + 1
      }
    }
    if (from < bytes.length) this.#pending.add(bytes.subarray(from))
  }

  /** The last line of the file, where no line feed ends it. */
  *end(): Generator<ByteLine> {
    if (this.#pending.length > 0) yield this.#finish(NOTHING, 0)
  }

  /** What ends the first line, if the structure of a chunk shows it. */
  #endIn(ascii: Uint8Array, unit: 1 | 2): typeof LINE_FEED | typeof CARRIAGE_RETURN | null {
    if (this.#returned > 0) return ascii[unit - 1] === LINE_FEED ? LINE_FEED : CARRIAGE_RETURN
    const at = ascii.indexOf(CARRIAGE_RETURN)
    const feed = ascii.indexOf(LINE_FEED)
    if (feed >= 0 && (at < 0 || feed < at)) return LINE_FEED
    if (at < 0) return null
    if (at + unit < ascii.length) return ascii[at + unit] === LINE_FEED ? LINE_FEED : CARRIAGE_RETURN
    this.#returned = unit
    return null
  }

  /** The first line, which ended with the carriage return that ended the chunk before. */
  #finishHeld(unit: 1 | 2): ByteLine {
    const { bytes, ...line } = this.#finish(NOTHING, 0)
    return { bytes: bytes.subarray(0, Math.max(0, bytes.length - unit)), ...line }
  }

  #finish(last: Uint8Array, feed: number): ByteLine {
    const { bytes, length, tooLong } = this.#pending.end(last)
    const line = { bytes, line: this.#line, offset: this.#offset, tooLong }
    this.#line++
    this.#offset += length + feed
    return line
  }
}

const NOTHING = new Uint8Array(0)
