#!/usr/bin/env node
import { run } from './run.js'

const interrupt = new AbortController()
// Once: a second Ctrl-C ends the process at once.
process.once('SIGINT', () => interrupt.abort())
process.once('SIGTERM', () => interrupt.abort())
// A reader that has gone is no error, and real failures come back from the write itself.
process.stdout.on('error', () => {})
process.stderr.on('error', () => {})

const { stdin, stdout, stderr, env } = process
void run(process.argv.slice(2), { stdin, stdout, stderr, env, signal: interrupt.signal }).then((code) => {
  // Not process.exit(): what is still on its way to a pipe would be lost.
  process.exitCode = code
})
