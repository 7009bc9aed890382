import type { DedupeProgress } from '../../dedupe/dedupe.js'
import { counted, grouped } from '../../report/figures.js'
import { columns, shorten } from '../../report/visible.js'
import type { Sink } from '../io.js'

/** Milliseconds between two drawings on a terminal: ten a second look alive and cost nothing. */
const DRAWING_INTERVAL = 100
/** Milliseconds between two lines in a file. */
const LINE_INTERVAL = 10_000
/** Milliseconds of a stage before the time that is left can be estimated. */
const SETTLED = 2000
/** Columns of a terminal that does not say how wide it is. */
const TERMINAL_WIDTH = 80
/** Returns to the start of the line and erases it (ECMA-48: CR, EL 2). */
const ERASE = '\r\u001b[2K'

/** How far a run has come, as a line shows it. */
export interface ShownProgress extends DedupeProgress {
  /** Share of the stage that is done, 0 to 1, where it is known. */
  readonly share?: number
}

const STAGE_NAME = {
  against: 'reading what was seen before',
  reading: 'reading',
  deciding: 'deciding',
  giving: '',
} as const

/**
 * What a run tells people on standard error: one line of progress, drawn again and again on a terminal and written every
 * ten seconds to a file or pipe, and messages, before which that line is erased.
 */
export class StatusLine {
  readonly #sink: Sink
  readonly #speaks: boolean
  readonly #isTerminal: boolean
  readonly #now: () => number
  #stage: DedupeProgress['stage'] | undefined
  /** When the stage began, and when the line was drawn last; milliseconds. */
  #began: number
  #drawn: number
  #isShown = false

  /**
   * @param speaks whether people are told how the run goes; errors are told in any case.
   * @param now a clock that counts milliseconds.
   */
  constructor(sink: Sink, speaks: boolean, now: () => number = () => performance.now()) {
    this.#sink = sink
    this.#speaks = speaks
    this.#isTerminal = sink.isTTY === true
    this.#now = now
    this.#began = now()
    this.#drawn = this.#isTerminal ? -Infinity : this.#began
  }

  /** Shows how far the run is. @param progress is called only when a line is due. */
  update(stage: DedupeProgress['stage'], progress: () => ShownProgress): void {
    if (!this.#speaks) return
    const now = this.#now()
    if (stage !== this.#stage) {
      this.#stage = stage
      this.#began = now
    }
    if (now - this.#drawn < (this.#isTerminal ? DRAWING_INTERVAL : LINE_INTERVAL)) return
    this.#drawn = now
    const elapsed = now - this.#began
    if (this.#isTerminal) {
      this.#isShown = true
      // Asked for each time, because windows change. A line of all columns would leave the cursor on the next one.
      const width = (this.#sink.columns ?? TERMINAL_WIDTH) - 1
      this.#sink.write(`${ERASE}${progressLine(progress(), elapsed, width)}`)
    } else this.#sink.write(`offprint: ${progressLine(progress(), elapsed)}\n`)
  }

  /** Writes a note for people, if they are told how the run goes. */
  say(note: string): void {
    if (this.#speaks) this.write(note)
  }

  /** Writes whole lines in any case. */
  write(lines: string): void {
    this.clear()
    this.#sink.write(lines)
  }

  /** Erases the line of progress, before anything else is written to the terminal. */
  clear(): void {
    if (!this.#isShown) return
    this.#isShown = false
    this.#sink.write(ERASE)
  }
}

/**
 * `1,234 documents · 56 a second · 7 removed · 12 % · 3 min left · 89 MB`, without what matters least where the line would be
 * wider.
 * @param elapsed milliseconds since the stage began.
 * @param width most columns of the line. Of too few, it is cut.
 */
export function progressLine(progress: ShownProgress, elapsed: number, width: number = Infinity): string {
  const { stage, documents, removed, bytes, share } = progress
  const isDeciding = stage === 'deciding' || stage === 'giving'
  const isEstimated = share !== undefined && share > 0 && elapsed >= SETTLED
  const parts: [part: string, isShown: boolean][] = [
    [STAGE_NAME[stage], STAGE_NAME[stage] !== ''],
    [counted(documents, 'document'), true],
    [rateName(documents, elapsed / 1000, ''), true],
    [`${grouped(removed)} removed`, isDeciding],
    [`${Math.floor(Math.min(1, share ?? 0) * 100)} %`, share !== undefined],
    [isEstimated ? `${timeName((elapsed / share - elapsed) / 1000)} left` : '', isEstimated],
    // The tables of a store are in no memory of the run.
    [megabytes(bytes), bytes > 0],
  ]
  const line = () =>
    parts
      .filter(([, isShown]) => isShown)
      .map(([part]) => part)
      .join(' · ')
  for (const dispensable of [6, 2, 0, 3, 5]) {
    if (columns(line()) <= width) break
    parts[dispensable][1] = false
  }
  return width === Infinity ? line() : shorten(line(), width)
}

/** How many of something there are in a second: `56 a second`; of less than ten with one decimal. */
export function rateName(count: number, seconds: number, noun: string): string {
  const rate = count / Math.max(0.001, seconds)
  const named = (number: string, isOne = false) =>
    `${number}${noun === '' ? '' : ` ${noun}${isOne ? '' : 's'}`} a second`
  if (rate >= 1e6) return named(`${(rate / 1e6).toFixed(1)} million`)
  const rounded = rate < 10 ? Math.round(rate * 10) / 10 : Math.round(rate)
  return named(rate < 10 ? String(rounded) : grouped(rounded), rounded === 1)
}

/** What a run reads, as far as its progress depends on it. */
export interface ProgressBasis {
  readonly isBatch: boolean
  /** Bytes of all inputs. */
  readonly bytes: number
  /** Whether a stream is among the inputs, so that their bytes are not known. */
  readonly streams: boolean
  /** Bytes of the inputs that were read by now. */
  readonly bytesRead: () => number
}

/** Follows the progress of a run: how much of a stage is done, and the most memory the run took. */
export class ProgressTracker {
  readonly #basis: ProgressBasis
  /** Documents that a batch has read: its later stages go through as many. */
  #documentsRead = 0
  #peakBytes = 0

  constructor(basis: ProgressBasis) {
    this.#basis = basis
  }

  /** Most bytes of tables and texts in memory. */
  get peakBytes(): number {
    return this.#peakBytes
  }

  /** Takes notice of what the library tells. */
  update({ stage, documents, bytes }: DedupeProgress): void {
    this.#peakBytes = Math.max(this.#peakBytes, bytes)
    if (stage === 'reading') this.#documentsRead = documents
  }

  /**
   * The progress with the share of the stage that is done, where it is known: in the later stages of a batch by documents,
   * otherwise by bytes, if all inputs are files.
   */
  shown(progress: DedupeProgress): ShownProgress {
    const { stage, documents } = progress
    const { isBatch, bytes, streams, bytesRead } = this.#basis
    if (stage === 'against') return progress
    if (isBatch && stage !== 'reading') {
      return { ...progress, share: documents / Math.max(1, this.#documentsRead) }
    }
    return streams || bytes === 0 ? progress : { ...progress, share: bytesRead() / bytes }
  }
}

/** Seconds in words, to the unit that matters. */
export function timeName(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds))
  if (whole < 60) return `${whole} s`
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`
  return `${grouped(Math.floor(whole / 3600))} h ${Math.floor((whole % 3600) / 60)} min`
}

/** Bytes as people count memory: `89 MB`; under 99.5 kB in kB. */
export function megabytes(bytes: number): string {
  return bytes < 99_500 ? `${grouped(Math.ceil(bytes / 1000))} kB` : `${grouped(Math.ceil(bytes / 1e6))} MB`
}
