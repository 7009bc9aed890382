import { Option, type Command } from 'commander'
import type { EnterJob, ExpireJob, QueryJob, StatsJob } from '../job/index/options.js'
import { examplesText } from './help.js'
import type { Accept } from './invocation.js'
import { date } from './option-values.js'
import { readingOptions, relateOptions, secretOption } from './shared-options.js'

/** What a STORE is, for help. */
export const STORE = 'folder, or URL that begins with lmdb:, postgres: or redis:'
const INPUTS = 'files, folders and patterns, read in this order; - is standard input'

/** Adds `offprint index` and its commands to the program. */
export function addIndex(program: Command, accept: Accept): void {
  const index = program
    .command('index')
    .summary('keep an index on disk that many processes share')
    .addHelpText('before', EXAMPLES)
    .helpCommand('help [command]', 'print help of a command')
    .description(
      'Works on an index that many processes share. It lies in a store: a folder, for the processes of one machine (package ' +
        'lmdb), or a database (packages pg, ioredis). offprint dedupe --index STORE decides by it.',
    )
  addEntering(index, accept, 'build', 'enter documents in a new index')
  addEntering(index, accept, 'add', 'enter documents in an index, whatever they resemble; made if it is new')
  addQuery(index, accept)
  addStats(index, accept)
  addExpire(index, accept)
}

function addEntering(index: Command, accept: Accept, action: 'build' | 'add', summary: string): void {
  const command = index
    .command(action)
    .summary(summary)
    .description(`${sentence(summary)} A document whose id is held with another text is skipped.`)
    .argument('<STORE>', STORE)
    .argument('<INPUT...>', INPUTS)
  for (const option of readingOptions()) command.addOption(option)
  command.option(
    '--date <field>',
    'field of a record that holds its date, to expire by; a document without one never expires',
  )
  addRunning(command)
    .option('--json', 'print the counts as JSON')
    .action((store: string, inputs: string[], options: Omit<EnterJob, 'action' | 'store' | 'inputs'>) =>
      accept({ command: 'index', job: { action, store, inputs, ...options } }),
    )
}

function addQuery(index: Command, accept: Accept): void {
  const command = index
    .command('query')
    .summary('say what each document matches in an index')
    .description(
      'Says what each document matches in an index, strongest first: as JSON Lines, on a terminal in lines for people.',
    )
    .argument('<STORE>', STORE)
    .argument('<INPUT...>', INPUTS)
  for (const option of [...readingOptions(), ...relateOptions()]) command.addOption(option)
  addRunning(command)
    .option('-o, --output <file>', 'write the matches to this file (default: standard output)')
    .option('--json', 'print JSON Lines on a terminal, too')
    .action((store: string, inputs: string[], options: Omit<QueryJob, 'action' | 'store' | 'inputs'>) =>
      accept({ command: 'index', job: { action: 'query', store, inputs, ...options } }),
    )
}

function addStats(index: Command, accept: Accept): void {
  const summary = 'say what an index holds'
  index
    .command('stats')
    .summary(summary)
    .description(sentence(summary))
    .argument('<STORE>', STORE)
    .addOption(secretOption())
    .option('--json', 'print JSON')
    .action((store: string, options: Omit<StatsJob, 'action' | 'store'>) =>
      accept({ command: 'index', job: { action: 'stats', store, ...options } }),
    )
}

function addExpire(index: Command, accept: Accept): void {
  const summary = 'forget the documents that came before a date'
  index
    .command('expire')
    .summary(summary)
    .description(`${sentence(summary)} A document that was entered without a date never expires.`)
    .argument('<STORE>', STORE)
    .addOption(
      new Option('--before <date>', 'date in ISO 8601, such as 2026-01-31 (UTC)')
        .argParser(date)
        .makeOptionMandatory(),
    )
    .addOption(secretOption())
    .option('--json', 'print the counts as JSON')
    .action((store: string, options: Omit<ExpireJob, 'action' | 'store'>) =>
      accept({ command: 'index', job: { action: 'expire', store, ...options } }),
    )
}

function addRunning(command: Command): Command {
  return command
    .addOption(secretOption())
    .option('--rejects <file>', 'write one line for each document that was skipped, or read in doubt')
    .option('--strict', 'stop at the first document that would be skipped')
    .option('--force', 'overwrite existing files')
    .option('--quiet', 'print neither progress nor counts; errors are printed')
}

function sentence(summary: string): string {
  return `${summary[0].toUpperCase()}${summary.slice(1)}.`
}

const EXAMPLES = examplesText([
  ['enter what was seen so far', 'offprint index build seen archive/*.jsonl'],
  ['what do these repeat?', 'offprint index query seen today.jsonl'],
  ['keep what is new, and enter it', 'offprint dedupe today.jsonl -o new.jsonl --index seen'],
])
