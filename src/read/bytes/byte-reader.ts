import { LINE_FEED } from './ascii.js'
import { concat, iteratorOf, type ByteChunks } from './chunks.js'

/**
 * Reads a byte stream by lines and by counts, for formats that say how long their parts are: WARC and Zstandard. Holds one
 * chunk, and the bytes it is about to return.
 */
export class ByteReader {
  readonly #source: AsyncIterator<Uint8Array> | Iterator<Uint8Array>
  #chunk: Uint8Array = new Uint8Array(0)
  #at = 0
  /** Number of bytes read so far. */
  offset = 0
  /** Line of the next byte, from 1. */
  line = 1

  constructor(source: ByteChunks) {
    this.#source = iteratorOf(source)
  }

  /**
   * The next line with its line feed; at the end of the stream, a line without one; after the end, `null`. Of a line longer
   * than `limit` bytes only the first `limit` are returned; all of it is read.
   */
  async readLine(limit: number): Promise<Uint8Array | null> {
    const parts: Uint8Array[] = []
    let length = 0
    while (await this.#fill()) {
      const feed = this.#chunk.indexOf(LINE_FEED, this.#at)
      const part = this.#take(feed < 0 ? this.#chunk.length - this.#at : feed + 1 - this.#at)
      if (length < limit) parts.push(part.subarray(0, limit - length))
      length += part.length
      if (feed >= 0) break
    }
    return length === 0 ? null : concat(parts)
  }

  /** The next `count` bytes; fewer at the end of the stream. */
  async read(count: number): Promise<Uint8Array> {
    const parts: Uint8Array[] = []
    for (let left = count; left > 0 && (await this.#fill());) {
      const part = this.#take(Math.min(left, this.#chunk.length - this.#at))
      parts.push(part)
      left -= part.length
    }
    return concat(parts)
  }

  /** Reads `count` bytes and drops them; returns how many there were, fewer at the end of the stream. */
  async skip(count: number): Promise<number> {
    let left = count
    while (left > 0 && (await this.#fill())) {
      left -= this.#take(Math.min(left, this.#chunk.length - this.#at)).length
    }
    return count - left
  }

  /** Closes the stream. */
  async release(): Promise<void> {
    await this.#source.return?.()
  }

  #take(count: number): Uint8Array {
    const bytes = this.#chunk.subarray(this.#at, this.#at + count)
    this.#at += count
    this.offset += count
    for (let i = bytes.indexOf(LINE_FEED); i >= 0; i = bytes.indexOf(LINE_FEED, i + 1)) this.line++
    return bytes
  }

  /** Makes sure that the chunk has a byte left; false at the end of the stream. */
  async #fill(): Promise<boolean> {
    while (this.#at === this.#chunk.length) {
      const { value, done } = await this.#source.next()
      if (done) return false
      this.#chunk = value
      this.#at = 0
    }
    return true
  }
}
