import { OffprintError } from '../kernel/errors.js'
import { failureReason, isSystemError } from '../read/failure.js'
import { visible } from '../report/visible.js'

/** What a run ends with. */
export const EXIT = {
  done: 0,
  /** Duplicates were found, under --fail-on-duplicates. */
  duplicates: 1,
  /** Usage, or an error that ended the run. */
  fatal: 2,
  /** Finished, but records were skipped. */
  skipped: 3,
  /** As shells report SIGINT. */
  interrupted: 130,
} as const

/** An error on one line for people; a stack only for what must be a mistake of ours. */
export function errorLine(error: unknown): string {
  if (error instanceof OffprintError) return `offprint: ${visible(error.message)} [${error.code}]\n`
  if (isSystemError(error)) {
    const place = (error as { path?: unknown }).path
    const about = typeof place === 'string' ? `${visible(place)}: ` : ''
    return `offprint: ${about}${failureReason(error)} [${error.code}]\n`
  }
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error)
  return `offprint: this is a mistake in offprint; please report it with what follows\n${stack}\n`
}
