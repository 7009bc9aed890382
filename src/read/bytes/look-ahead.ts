import { firstBeyondAscii } from './ascii.js'
import { iteratorOf, type ByteChunks } from './chunks.js'

/** A byte stream whose next bytes can be looked at before they are taken. What is taken is the stream, unchanged. */
export class LookAhead {
  readonly #source: AsyncIterator<Uint8Array> | Iterator<Uint8Array>
  #buffer: Uint8Array = new Uint8Array(0)
  /** Number of bytes that wait in the buffer, which may be longer. */
  #length = 0
  /** Whether the buffer was made here, so that it may be written into, and is not a chunk of the stream. */
  #own = false
  /** Number of bytes taken so far. */
  taken = 0

  constructor(source: ByteChunks) {
    this.#source = iteratorOf(source)
  }

  /** The next `count` bytes, which stay; fewer at the end of the stream, or as soon as `enough` accepts what there is. */
  async peek(count: number, enough?: (sample: Uint8Array) => boolean): Promise<Uint8Array> {
    while (this.#length < count && !enough?.(this.#buffer.subarray(0, this.#length))) {
      if (!(await this.#grow())) break
    }
    return this.#buffer.subarray(0, Math.min(count, this.#length))
  }

  /** Takes the next bytes up to the first beyond ASCII, a chunk at most; `null` where none are left before it. */
  async takeAscii(): Promise<Uint8Array | null> {
    while (this.#length === 0) if (!(await this.#grow())) return null
    return this.#take(firstBeyondAscii(this.#buffer.subarray(0, this.#length)))
  }

  /** Takes the next bytes in whole units of one or two bytes, except the last of the stream; `null` at its end. */
  async take(unit: 1 | 2): Promise<Uint8Array | null> {
    while (this.#length < unit) if (!(await this.#grow())) break
    return this.#take(this.#length < unit ? this.#length : this.#length - (this.#length % unit))
  }

  /** All bytes that are left, as a stream, which closes this one. */
  async *rest(): AsyncGenerator<Uint8Array> {
    try {
      for (let chunk = await this.take(1); chunk !== null; chunk = await this.take(1)) yield chunk
    } finally {
      await this.release()
    }
  }

  /** Closes the stream. */
  async release(): Promise<void> {
    await this.#source.return?.()
  }

  /** Takes `count` bytes out of the buffer; `null` for none. */
  #take(count: number): Uint8Array | null {
    if (count === 0) return null
    const bytes = this.#buffer.subarray(0, count)
    this.#buffer = this.#buffer.subarray(count, this.#length)
    this.#length -= count
    this.#own = false
    this.taken += count
    return bytes
  }

  /** Adds a chunk; false at the end of the stream. The buffer doubles, so that chunks of one byte cost linear work. */
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
