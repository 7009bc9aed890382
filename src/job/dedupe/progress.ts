import { counted, grouped } from '../../report/figures.js'
import type { DedupeProgress } from '../../dedupe/dedupe.js'
import type { Sink } from '../io.js'

/** Milliseconds between two drawings: often enough to look alive, too seldom to cost anything. */
const INTERVAL = 100
/** Between two lines of a file. */
const LINES = 10_000
/** Before so many milliseconds nobody can say how long it will take. */
const SETTLED = 2000
const CLEAR = '\r\u001b[2K'

/** How far a run has come. */
export interface Step extends DedupeProgress {
  /** Share of the stage that is done, where that is known. */
  readonly share?: number
}

const STAGE = {
  against: 'reading what was seen before',
  reading: 'reading',
  deciding: 'deciding',
  giving: '',
} as const

/** One line on a terminal that says how far the run is, and every ten seconds a line in a file or pipe. */
export class Progress {
  readonly #sink: Sink | undefined
  readonly #terminal: boolean
  readonly #now: () => number
  #stage: DedupeProgress['stage'] | undefined
  #started: number
  #drawn: number
  #shown = false

  constructor(sink: Sink, quiet: boolean, now: () => number = () => performance.now()) {
    this.#sink = quiet ? undefined : sink
    this.#terminal = sink.isTTY === true
    this.#now = now
    this.#started = now()
    this.#drawn = this.#terminal ? -Infinity : this.#started
  }

  /** `step` is asked only when a line is due. */
  update(stage: DedupeProgress['stage'], step: () => Step): void {
    if (this.#sink === undefined) return
    const now = this.#now()
    if (stage !== this.#stage) {
      this.#stage = stage
      this.#started = now
    }
    if (now - this.#drawn < (this.#terminal ? INTERVAL : LINES)) return
    this.#drawn = now
    const line = progressLine(step(), now - this.#started)
    if (this.#terminal) {
      this.#shown = true
      this.#sink.write(`${CLEAR}${line}`)
    } else this.#sink.write(`offprint: ${line}\n`)
  }

  /** Takes the line away, before anything else is written to the terminal. */
  clear(): void {
    if (!this.#shown) return
    this.#shown = false
    this.#sink!.write(CLEAR)
  }
}

/** `1,234 documents · 56 a second · 7 removed · 12 % · 3 min left · 89 MB`; `elapsed` in milliseconds of the stage. */
export function progressLine(step: Step, elapsed: number): string {
  const { stage, documents, removed, bytes, share } = step
  const rate = Math.round(documents / Math.max(0.001, elapsed / 1000))
  const parts = [STAGE[stage], counted(documents, 'document'), `${grouped(rate)} a second`]
  if (stage === 'deciding' || stage === 'giving') parts.push(`${grouped(removed)} removed`)
  if (share !== undefined) {
    parts.push(`${Math.floor(Math.min(1, share) * 100)} %`)
    if (elapsed >= SETTLED && share > 0) parts.push(`${timeName((elapsed / share - elapsed) / 1000)} left`)
  }
  parts.push(megabytes(bytes))
  return parts.filter((part) => part !== '').join(' · ')
}

/** Seconds in words, to the unit that matters. */
export function timeName(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds))
  if (whole < 60) return `${whole} s`
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`
  return `${grouped(Math.floor(whole / 3600))} h ${Math.floor((whole % 3600) / 60)} min`
}

/** Bytes as people count memory. */
export function megabytes(bytes: number): string {
  return bytes < 99_500 ? `${grouped(Math.ceil(bytes / 1000))} kB` : `${grouped(Math.ceil(bytes / 1e6))} MB`
}
