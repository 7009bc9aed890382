import type { Sink } from '../io.js'
import { WRITE_BYTES, type Output } from './output.js'

/**
 * Standard output. Lines are written in batches, and whenever the process waits for something else, so that no reader
 * downstream waits for a batch to fill; a terminal gets every line at once. A reader that goes away (`| head`) is no
 * error: `closed` tells, and everything written afterwards is dropped.
 */
export class StreamOutput implements Output {
  readonly #sink: Sink
  #parts: (string | Uint8Array)[] = []
  #length = 0
  #scheduled = false
  /** Settles with the latest write; a stream reports its writes in order. */
  #written: Promise<void> = Promise.resolve()
  #closed = false
  #failure: Error | undefined

  constructor(sink: Sink) {
    this.#sink = sink
    // Never removed: an error that comes after the last write must not end the process with a stack trace.
    sink.on('error', (error: Error) => this.#fail(error))
  }

  /** Whether nobody reads any more. */
  get closed(): boolean {
    return this.#closed
  }

  async write(lines: string | Uint8Array): Promise<void> {
    if (this.#failure !== undefined) throw this.#failure
    if (this.#closed) return
    this.#parts.push(lines)
    this.#length += lines.length
    if (this.#length >= WRITE_BYTES || this.#sink.isTTY === true) return this.drain()
    if (this.#scheduled) return
    this.#scheduled = true
    setImmediate(() => {
      this.#scheduled = false
      this.#flush()
    })
  }

  async commit(): Promise<void> {
    await this.drain()
  }

  async abandon(): Promise<void> {
    this.#flush()
    await this.#written
  }

  /** Waits until the stream has taken everything, so that a slow reader slows the work down and memory does not fill. */
  async drain(): Promise<void> {
    this.#flush()
    await this.#written
    if (this.#failure !== undefined) throw this.#failure
  }

  #flush(): void {
    const parts = this.#parts
    this.#parts = []
    this.#length = 0
    if (parts.length === 0 || this.#closed) return
    const bytes = Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : part)))
    this.#written = new Promise((resolve) => {
      this.#sink.write(bytes, (error) => {
        if (error) this.#fail(error)
        resolve()
      })
    })
  }

  #fail(error: Error): void {
    this.#closed = true
    const { code } = error as NodeJS.ErrnoException
    if (code !== 'EPIPE' && code !== 'ERR_STREAM_DESTROYED') this.#failure = error
  }
}
