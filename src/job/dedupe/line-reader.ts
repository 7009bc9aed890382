import { closeSync, openSync, readSync } from 'node:fs'
import path from 'node:path'

const LINE_FEED = 10

/**
 * Reads the JSON values of a file line by line, up to the first line that is not whole. It is synchronous, because the
 * library asks for the verdicts of a checkpoint one by one.
 */
export class JsonLineReader {
  readonly #file: number
  readonly #chunk = Buffer.alloc(64 * 1024)
  #pending = Buffer.alloc(0)
  #isOpen = true
  #end = 0

  /** @throws the error of the operating system where the file cannot be opened. */
  constructor(file: string) {
    this.#file = openSync(path.resolve(file), 'r')
  }

  /** Bytes of the whole lines that were read. */
  get end(): number {
    return this.#end
  }

  /** The next value; null at the end of the file, and from the first line on that is cut off or is not JSON. */
  next(): unknown {
    while (this.#isOpen) {
      const feed = this.#pending.indexOf(LINE_FEED)
      if (feed >= 0) {
        const line = this.#pending.toString('utf8', 0, feed)
        this.#pending = this.#pending.subarray(feed + 1)
        try {
          const value: unknown = JSON.parse(line)
          this.#end += feed + 1
          return value
        } catch {
          // After a power cut a file may end with any bytes.
          this.close()
          return null
        }
      }
      const read = readSync(this.#file, this.#chunk)
      if (read === 0) return null
      this.#pending = Buffer.concat([this.#pending, this.#chunk.subarray(0, read)])
    }
    return null
  }

  /** Closes the file; may be called again. */
  close(): void {
    if (this.#isOpen) closeSync(this.#file)
    this.#isOpen = false
  }
}
