import type { DedupeEstimate } from '../../dedupe/dedupe.js'
import { counted } from '../../report/figures.js'
import type { Io } from '../io.js'
import { outputNames, printsCounts, shownIn, type DedupeJob } from './options.js'
import { megabytes, rateName, timeName } from './progress.js'
import type { Summary } from './summary.js'

/**
 * Whether a run tells people how it goes. Where its counts go to standard error as JSON, standard error is for a program,
 * unless it is a terminal.
 * @param stdoutTaken whether an output goes to standard output.
 */
export function tellsPeople(job: DedupeJob, { stderr }: Pick<Io, 'stderr'>, stdoutTaken: boolean): boolean {
  return job.quiet !== true && !(printsCounts(job) && stdoutTaken && stderr.isTTY !== true)
}

/** What a resumed batch says. */
export const RESTART_NOTE = 'offprint: a batch decides when all is read, so it begins anew\n'

/** What a run says that left a checkpoint. */
export const RESUME_NOTE =
  'offprint: to go on: offprint dedupe … --resume, with the same inputs and options\n'

/** Seconds from which a run says how long it took, on a terminal and in a file; the rate of a shorter run says nothing. */
const WORTH_TIMING = { terminal: 2, file: 10 }

/** What an interrupted run says. @param left the files that hold complete lines. */
export function interruptedNote(left: readonly string[]): string {
  const where = left.length === 0 ? '' : `; complete lines so far are in ${left.join(', ')}`
  return `offprint: interrupted${where}\n`
}

/** What a resumed run says when it comes to the first new document. @param count documents before it. */
export function resumedNote(count: number): string {
  return `offprint: ${counted(count, 'document')} decided before; going on\n`
}

/** What a run with a limit of memory says once it knows what it needs. */
export function estimateNote(
  { documents, bytes, memory, spills }: DedupeEstimate,
  tmp: string = 'the temporary folder',
): string {
  const where = spills
    ? `what is beyond --memory, ${megabytes(memory)}, goes to ${tmp}`
    : 'no more than --memory'
  const what = `${counted(documents, 'document')} ${documents === 1 ? 'takes' : 'take'} about ${megabytes(bytes)} of tables and texts`
  return `offprint: ${what}; ${where}\n`
}

/** What a mirror says that changed a format. @param count Parquet files. */
export function parquetNote(count: number): string {
  return count === 0 ? '' : `offprint: ${count} of Parquet, written as JSON Lines\n`
}

/** Where people find why a document stays that resembles another, after a list that names only what went. */
export function tiesNote(job: DedupeJob, { tied }: Summary): string {
  const isListed = !outputNames(job).some(([option, name]) => option === '-o' || name === '-')
  if (tied === 0 || !isListed || job.json === true || shownIn(job) !== 'removed') return ''
  return `--show tied lists what resembles another and stays, with the reason\n`
}

/** How long a run took, how fast it was and how much memory it took; empty for a short run. */
export function timingNote(
  { documents, characters }: Summary,
  seconds: number,
  peakBytes: number,
  isTerminal: boolean,
): string {
  if (seconds < WORTH_TIMING[isTerminal ? 'terminal' : 'file']) return ''
  const parts = [
    timeName(seconds),
    rateName(documents, seconds, 'document'),
    rateName(characters.read, seconds, 'character'),
    // The tables of a store are in no memory of the run.
    ...(peakBytes > 0 ? [`${megabytes(peakBytes)} of tables and texts in memory`] : []),
  ]
  return `${parts.join(' · ')}\n`
}
