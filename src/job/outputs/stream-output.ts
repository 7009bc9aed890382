import type { Output } from './output.js'
import type { Sink } from '../io.js'

/** Bytes gathered before they are written; a terminal gets every line at once. */
export const BATCH = 64 * 1024

/**
 * Standard output. What was written goes out in batches, and whenever the process waits for something else, so that a
 * reader downstream is never left waiting. A reader that goes away (`| head`) is no error: `closed` says so, and what
 * follows is dropped.
 */
export class StreamOutput implements Output {
  readonly #sink: Sink
  #parts: (string | Uint8Array)[] = []
  #length = 0
  #scheduled = false
  /** Settles with the latest write; streams call back in order. */
  #written: Promise<void> = Promise.resolve()
  #closed = false
  #failure: Error | undefined

  constructor(sink: Sink) {
    this.#sink = sink
    // Kept for good: an error that comes after the last write must not end the process with a stack trace.
    sink.on('error', (error: Error) => this.#fail(error))
  }

  get closed(): boolean {
    return this.#closed
  }

  async write(lines: string | Uint8Array): Promise<void> {
    if (this.#failure !== undefined) throw this.#failure
    if (this.#closed) return
    this.#parts.push(lines)
    this.#length += lines.length
    if (this.#length >= BATCH || this.#sink.isTTY === true) return this.drain()
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

  /** Waits until all is on its way, so that a slow reader slows the work down instead of filling the memory. */
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
