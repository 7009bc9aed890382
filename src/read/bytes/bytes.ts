/** A byte stream read by lines and counts, for formats that say how long their parts are. */
export class ByteReader {
  readonly #source: AsyncIterator<Uint8Array> | Iterator<Uint8Array>
  #chunk: Uint8Array = new Uint8Array(0)
  #at = 0
  /** Bytes read so far. */
  offset = 0
  /** Line of the next byte, from 1. */
  line = 1

  constructor(source: AsyncIterable<Uint8Array> | Iterable<Uint8Array>) {
    this.#source = Symbol.asyncIterator in source ? source[Symbol.asyncIterator]() : source[Symbol.iterator]()
  }

  /**
   * The next line with its line feed, fewer bytes at the end of the stream, `null` after it. Of a line longer than
   * `limit` only its first `limit` bytes are kept; all of it is read.
   */
  async readLine(limit: number): Promise<Uint8Array | null> {
    const parts: Uint8Array[] = []
    let length = 0
    while (await this.#fill()) {
      const feed = this.#chunk.indexOf(10, this.#at)
      const part = this.#take(feed < 0 ? this.#chunk.length - this.#at : feed + 1 - this.#at)
      if (length < limit) parts.push(part.subarray(0, limit - length))
      length += part.length
      if (feed >= 0) break
    }
    return length === 0 ? null : concat(parts)
  }

  /** The next `count` bytes, fewer at the end of the stream. Holds `count` bytes. */
  async read(count: number): Promise<Uint8Array> {
    const parts: Uint8Array[] = []
    for (let left = count; left > 0 && (await this.#fill());) {
      const part = this.#take(Math.min(left, this.#chunk.length - this.#at))
      parts.push(part)
      left -= part.length
    }
    return concat(parts)
  }

  /** Passes over `count` bytes; says how many there were. */
  async skip(count: number): Promise<number> {
    let left = count
    while (left > 0 && (await this.#fill())) {
      left -= this.#take(Math.min(left, this.#chunk.length - this.#at)).length
    }
    return count - left
  }

  async release(): Promise<void> {
    await this.#source.return?.()
  }

  #take(count: number): Uint8Array {
    const bytes = this.#chunk.subarray(this.#at, this.#at + count)
    this.#at += count
    this.offset += count
    for (let i = bytes.indexOf(10); i >= 0; i = bytes.indexOf(10, i + 1)) this.line++
    return bytes
  }

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

/** One array of several. */
export function concat(parts: readonly Uint8Array[]): Uint8Array {
  if (parts.length === 1) return parts[0]!
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}
