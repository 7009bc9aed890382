#!/usr/bin/env node
import { interruptOf } from './interrupt.js'
import { VERSION } from '../job/version.js'

const argv = process.argv.slice(2)
// Without commander, which would take a quarter of the processor time that Node itself takes to start.
if (argv.length === 1 && (argv[0] === '--version' || argv[0] === '-V')) process.stdout.write(`${VERSION}\n`)
else await start()

/** Runs the command line. */
async function start(): Promise<void> {
  const { run } = await import('./run.js')
  const signal = interruptOf(argv, process)
  // A reader that has gone is no error; a real failure is reported by the write itself.
  process.stdout.on('error', () => {})
  process.stderr.on('error', () => {})

  const { stdin, stdout, stderr, env } = process
  // Not process.exit(): it would lose what is still on its way to a pipe.
  process.exitCode = await run(argv, { stdin, stdout, stderr, env, signal })
}
