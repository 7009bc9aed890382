#!/usr/bin/env node
import { interruptOf } from './interrupt.js'
import { run } from './run.js'

const argv = process.argv.slice(2)
const signal = interruptOf(argv, process)
// A reader that has gone is no error; a real failure is reported by the write itself.
process.stdout.on('error', () => {})
process.stderr.on('error', () => {})

const { stdin, stdout, stderr, env } = process
void run(argv, { stdin, stdout, stderr, env, signal }).then((code) => {
  // Not process.exit(): it would lose what is still on its way to a pipe.
  process.exitCode = code
})
