import type { EventEmitter } from 'node:events'

/**
 * A signal that is aborted when the user interrupts. `compare` works in one go, in which no handler would be called: for
 * it none is installed, and an interrupt ends the process as it ends any other.
 */
export function interruptOf(argv: readonly string[], process: Pick<EventEmitter, 'once'>): AbortSignal {
  const interrupt = new AbortController()
  if (argv[0] === 'compare') return interrupt.signal
  // Once: a second Ctrl-C ends the process at once.
  process.once('SIGINT', () => interrupt.abort())
  process.once('SIGTERM', () => interrupt.abort())
  return interrupt.signal
}
