/**
 * Milliseconds of work before other work of the process gets its turn: a page then answers within a frame or two, and the turns of
 * a run of 2 s take 0.1 % of it.
 */
const SLICE = 16

/** Gives other work of the process its turn from time to time: input and drawing of a page, timers, the abort of a signal. */
export class Turns {
  #began = performance.now()

  /** Whether work has gone on for long enough. 50 ns. */
  get isDue(): boolean {
    return performance.now() - this.#began >= SLICE
  }

  /** Lets other work go first. */
  async give(): Promise<void> {
    await nextTask()
    this.#began = performance.now()
  }
}

/**
 * Resolves in a task of its own; a promise alone would resolve before any other task. `setTimeout` comes last: browsers make it
 * wait 4 ms, and Node 1 ms.
 */
function nextTask(): Promise<void> {
  const { setImmediate } = globalThis as { setImmediate?: (task: () => void) => void }
  return new Promise((resolve) => {
    if (setImmediate !== undefined) setImmediate(resolve)
    else if (typeof MessageChannel === 'function') {
      const { port1, port2 } = new MessageChannel()
      port1.onmessage = () => {
        port1.close()
        resolve()
      }
      port2.postMessage(null)
    } else setTimeout(resolve)
  })
}
