import { OffprintError } from '../kernel/errors.js'
import { failureReason, isSystemError } from '../read/failure.js'
import { visible } from '../report/visible.js'

/** The error of a command line that asks for something impossible; `message` names the option and what to do. */
export function usageError(message: string): OffprintError {
  return new OffprintError('ERR_USAGE', message)
}

/** A warning as one line for people, with its line feed. */
export function warningLine({ code, message }: { readonly code: string; readonly message: string }): string {
  return `offprint: warning: ${visible(message)} [${code}]\n`
}

/** An error as one line for people, with its line feed; only a mistake of ours shows its stack. */
export function errorLine(error: unknown): string {
  if (error instanceof OffprintError) return `offprint: ${visible(error.message)} [${error.code}]\n`
  if (isSystemError(error)) {
    const { path } = error as { path?: unknown }
    const about = typeof path === 'string' ? `${visible(path)}: ` : ''
    return `offprint: ${about}${failureReason(error)} [${error.code}]\n`
  }
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error)
  return `offprint: this is a mistake in offprint; please report it with what follows\n${stack}\n`
}
