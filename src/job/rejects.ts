import type { OffprintError } from '../kernel/errors.js'
import type { Ref } from '../read/document.js'
import { errorLine } from './errors.js'
import { jsonLine } from './json-line.js'
import type { Output } from './outputs/output.js'

/** Receives what cannot be read, with its place; the run goes on. */
export type OnReject = (error: OffprintError, ref: Ref) => void

/** What a run skips: each is told on standard error and listed in `--rejects`. */
export class Rejects {
  readonly #output: Output | undefined
  readonly #tell: (line: string) => void
  #count = 0
  /** The lines on their way to the file: readers report what they skip without waiting. */
  #written: Promise<void> = Promise.resolve()

  /** @param output where `--rejects` goes. @param tell writes a line for people. */
  constructor(output: Output | undefined, tell: (line: string) => void) {
    this.#output = output
    this.#tell = tell
  }

  /** How many were skipped. */
  get count(): number {
    return this.#count
  }

  /** Adds one. */
  add(error: OffprintError, ref: Ref): void {
    this.#count++
    this.#tell(errorLine(error))
    const output = this.#output
    if (output === undefined) return
    const line = jsonLine({ ref, code: error.code, message: error.message })
    this.#written = this.#written.then(() => output.write(line))
    // `written` throws a failure; until somebody awaits it, it must not count as unhandled.
    this.#written.catch(() => {})
  }

  /** Waits until all lines are written. @throws what a write failed with. */
  async written(): Promise<void> {
    await this.#written
  }
}
