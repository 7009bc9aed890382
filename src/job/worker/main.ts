import { errorLine } from '../errors.js'
import { runWorker } from './run.js'

// `dist/worker.js`: one file that needs nothing but Node, so that an engine can ship it to its machines.
try {
  await runWorker(process.argv.slice(2), process)
} catch (error) {
  process.stderr.write(errorLine(error))
  process.exitCode = 2
  // Whoever writes to it must not wait for a reader that has stopped.
  process.stdin.destroy()
}
