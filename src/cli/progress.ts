import { counted, grouped } from '../report/figures.js'
import type { Sink } from './io.js'

/** Milliseconds between two drawings: often enough to look alive, too seldom to cost anything. */
const INTERVAL = 100
const CLEAR = '\r\u001b[2K'

/** One line on a terminal that says how far the run is; silent everywhere else. */
export class Progress {
  readonly #sink: Sink | undefined
  readonly #started = performance.now()
  #drawn = -Infinity
  #shown = false

  constructor(sink: Sink, quiet: boolean) {
    this.#sink = !quiet && sink.isTTY === true ? sink : undefined
  }

  update(documents: number, removed: number): void {
    const now = performance.now()
    if (this.#sink === undefined || now - this.#drawn < INTERVAL) return
    this.#drawn = now
    this.#shown = true
    const rate = Math.round(documents / Math.max(0.001, (now - this.#started) / 1000))
    this.#sink.write(
      `${CLEAR}${counted(documents, 'document')} · ${grouped(rate)} a second · ${grouped(removed)} removed`,
    )
  }

  /** Takes the line away, before anything else is written to the terminal. */
  clear(): void {
    if (!this.#shown) return
    this.#shown = false
    this.#sink!.write(CLEAR)
  }
}
