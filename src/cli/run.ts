import { CommanderError } from 'commander'
import { errorLine } from '../job/errors.js'
import type { Io } from '../job/io.js'
import { errorCode, exitCode } from './exit.js'
import type { Invocation } from './invocation.js'
import { parseArguments } from './parse.js'

/** Runs one command line. Resolves to the exit code; never rejects. */
export async function run(argv: readonly string[], io: Io): Promise<number> {
  try {
    return await perform(parseArguments(argv, io), io)
  } catch (error) {
    const isUsage = error instanceof CommanderError
    // Commander has written its message; an interrupted run has written what is left of it.
    if (!isUsage && !io.signal.aborted) io.stderr.write(errorLine(error))
    return errorCode({ usage: isUsage ? error.exitCode : null, isInterrupted: io.signal.aborted })
  }
}

/** Does what a command line asks for. A command is loaded when it is called, so that `--help` starts quickly. */
async function perform(invocation: Invocation, io: Io): Promise<number> {
  switch (invocation.command) {
    case 'compare': {
      const { runCompare } = await import('../job/compare/run.js')
      await runCompare(invocation.job, io)
      return exitCode({})
    }
    case 'dedupe': {
      const { runDedupe } = await import('../job/dedupe/run.js')
      return exitCode(await runDedupe(invocation.job, io), invocation)
    }
    case 'audit': {
      const { runAudit } = await import('../job/audit/run.js')
      return exitCode(await runAudit(invocation.job, io))
    }
    case 'index': {
      const { runIndex } = await import('../job/index/run.js')
      return exitCode(await runIndex(invocation.job, io))
    }
    case 'worker': {
      const { runWorker } = await import('../job/worker/run.js')
      await runWorker(invocation.argv, io)
      return exitCode({})
    }
    case 'serve': {
      const { runServe } = await import('../serve/run.js')
      await runServe(invocation.job, io)
      return exitCode({})
    }
    case 'mcp': {
      const { runMcp } = await import('../serve/mcp.js')
      await runMcp(invocation.job, io)
      return exitCode({})
    }
  }
}
