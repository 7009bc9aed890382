import { availableParallelism } from 'node:os'
import { setImmediate } from 'node:timers/promises'
import { MessageChannel, receiveMessageOnPort, Worker } from 'node:worker_threads'
import { requireInteger } from '../kernel/errors.js'
import type { Answer, Listener, Threads } from './job.js'

/** More than so many have nothing to do: the index itself is searched by one thread. */
const MOST = 8
/** Beside the bundled entry points; see tsup.config.ts. */
const FILE = new URL('./apart-thread.js', import.meta.url)

/**
 * Makes worker threads for the option `threads` of `dedupe`, by default one less than the machine has cores, at most 8. A
 * thread has a heap of its own. Threads that cannot start, or end, are done without.
 * @param file what they run: for tests.
 * @throws OffprintError `ERR_ARGUMENT` for a count that is no integer from 0 to 64.
 */
export function threads(
  count: number = Math.min(MOST, availableParallelism() - 1),
  file: URL = FILE,
): (listener: Listener) => Threads {
  requireInteger('count', count, 0, 64)
  return (listener) => {
    let wake = () => {}
    const workers = Array.from({ length: count }, (_, thread) => {
      const { port1: port, port2: workerData } = new MessageChannel()
      const worker = new Worker(file, { workerData, transferList: [workerData] })
      let alive = true
      const end = () => {
        if (!alive) return
        // What it did before it ended still counts.
        poll(thread)
        alive = false
        port.close()
        listener.ended(thread)
        wake()
      }
      worker.on('error', end)
      worker.on('exit', end)
      port.on('messageerror', () => void worker.terminate())
      port.on('message', (answer: Answer) => {
        listener.answered(thread, answer)
        wake()
      })
      // Only who waits keeps the process alive.
      port.unref()
      worker.unref()
      return { worker, port, isAlive: () => alive }
    })
    function poll(thread: number): void {
      const { port } = workers[thread]
      for (let got = receiveMessageOnPort(port); got !== undefined; got = receiveMessageOnPort(port)) {
        listener.answered(thread, got.message as Answer)
      }
    }
    return {
      count,
      post: (thread, job) => workers[thread].port.postMessage(job),
      poll() {
        for (let thread = 0; thread < count; thread++) if (workers[thread].isAlive()) poll(thread)
      },
      async wait() {
        const busy = workers.filter(({ isAlive }) => isAlive())
        if (busy.length === 0) return
        for (const { worker } of busy) worker.ref()
        await new Promise<void>((resolve) => {
          wake = resolve
        })
        for (const { worker } of busy) worker.unref()
      },
      breathe: () => setImmediate(),
      async close() {
        await Promise.all(workers.map(({ worker }) => worker.terminate()))
      },
    }
  }
}
