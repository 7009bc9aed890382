import type { Command } from 'commander'
import type { Accept } from './invocation.js'

/**
 * Adds `offprint worker` to the program. What follows it is read by the worker itself: `dist/worker.js`, which is shipped alone,
 * reads the same command line without commander.
 */
export function addWorker(program: Command, accept: Accept): void {
  const command = program
    .command('worker')
    .summary('one step of a batch, for engines that run programs: lines in, lines out')
    .helpOption(false)
    .allowUnknownOption()
    .argument('[words...]', 'see: offprint worker --help')
  command.action((words: string[]) => accept({ command: 'worker', argv: words }))
}
