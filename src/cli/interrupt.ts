import type { EventEmitter } from 'node:events'

/**
 * A signal that is aborted when the user interrupts. `offprint compare` works without a pause, so no handler would be
 * called before it is done: for it none is installed, and an interrupt ends the process at once.
 */
export function interruptOf(argv: readonly string[], process: Pick<EventEmitter, 'once'>): AbortSignal {
  const interrupt = new AbortController()
  if (argv[0] === 'compare') return interrupt.signal
  // Once: a second Ctrl-C ends the process at once.
  process.once('SIGINT', () => interrupt.abort())
  process.once('SIGTERM', () => interrupt.abort())
  return interrupt.signal
}
