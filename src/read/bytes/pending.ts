import { concat } from './chunks.js'

const NOTHING = new Uint8Array(0)

/**
 * The beginning of a line or value that goes on in the next chunk. It holds at most `limit` bytes: once a line is longer, its
 * bytes are counted and no longer kept.
 */
export class PendingBytes {
  readonly #limit: number
  #parts: Uint8Array[] = []
  /** Number of bytes so far, kept or not. */
  length = 0

  constructor(limit: number) {
    this.#limit = limit
  }

  /** Adds bytes that do not end the line. */
  add(part: Uint8Array): void {
    this.length += part.length
    if (this.length > this.#limit) this.#parts = []
    else this.#parts.push(part)
  }

  /** Ends the line with its last bytes. `tooLong` where it exceeds the limit; then `bytes` is empty. */
  end(last: Uint8Array): { bytes: Uint8Array; length: number; tooLong: boolean } {
    const length = this.length + last.length
    const tooLong = length > this.#limit
    const bytes = tooLong ? NOTHING : this.#parts.length === 0 ? last : concat([...this.#parts, last])
    if (this.length > 0) {
      this.#parts = []
      this.length = 0
    }
    return { bytes, length, tooLong }
  }
}
