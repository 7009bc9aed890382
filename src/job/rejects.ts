import type { OffprintError } from '../kernel/errors.js'
import { refName, type Ref } from '../read/document.js'
import type { ReadWarning } from '../read/warning.js'
import { errorLine, warningLine } from './errors.js'
import { jsonLine } from './json-line.js'
import type { Output } from './outputs/output.js'
import { RepeatedLines } from './repeated-lines.js'

/** Receives what cannot be read, with its place; the run goes on. */
export type OnReject = (error: OffprintError, ref: Ref) => void

/**
 * What a run skips, and what it reads in doubt: each is listed in `--rejects`, and told on standard error, of many that are
 * alike the first three and their number.
 */
export class Rejects {
  readonly #output: Output | undefined
  readonly #lines: RepeatedLines
  #count = 0
  /** The lines on their way to the file: readers report what they skip without waiting. */
  #written: Promise<void> = Promise.resolve()

  /** @param output where `--rejects` goes. @param tell writes a line for people. */
  constructor(output: Output | undefined, tell: (line: string) => void) {
    this.#output = output
    this.#lines = new RepeatedLines(tell)
  }

  /** How many were skipped. */
  get count(): number {
    return this.#count
  }

  /** Adds one that was skipped. */
  add(error: OffprintError, ref: Ref): void {
    this.#count++
    this.#lines.tell(errorLine(error), refName(ref))
    this.#list(error, ref)
  }

  /** Adds one that was read all the same. */
  warn(warning: ReadWarning, ref: Ref): void {
    this.#lines.tell(warningLine(warning), refName(ref))
    this.#list(warning, ref)
  }

  #list({ code, message }: OffprintError | ReadWarning, ref: Ref): void {
    const output = this.#output
    if (output === undefined) return
    const line = jsonLine({ ref, code, message })
    this.#written = this.#written.then(() => output.write(line))
    // `finish` throws a failure; until somebody awaits it, it must not count as unhandled.
    this.#written.catch(() => {})
  }

  /** Tells how many there were, and waits until all lines are written. @throws what a write failed with. */
  async finish(): Promise<void> {
    this.#lines.finish()
    await this.#written
  }
}
