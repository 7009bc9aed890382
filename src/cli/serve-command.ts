import { Option, type Command } from 'commander'
import { DEFAULT_LIMITS } from '../serve/limits.js'
import type { McpJob, ServeJob } from '../serve/options.js'
import { examplesText } from './help.js'
import { STORE } from './index-command.js'
import type { Accept } from './invocation.js'
import { memory, port, seconds, whole } from './option-values.js'
import { relateOptions, removalOptions, secretOption } from './shared-options.js'

/** Where a service listens unless it is told otherwise. */
const DEFAULT_HOST = '127.0.0.1'
const DEFAULT_PORT = 8417

const { body, text, batch, requests, timeout } = DEFAULT_LIMITS

const SERVE_EXAMPLES = examplesText([
  ['for the programs of this machine', 'offprint serve seen'],
  ['for other machines', 'offprint serve seen --host 0.0.0.0 --token-file token'],
])

const MCP_EXAMPLES = examplesText([
  ['an agent asks', 'offprint mcp seen'],
  ['an agent asks and enters', 'offprint mcp seen --write'],
])

/** Adds `offprint serve` and its options to the program. */
export function addServe(program: Command, accept: Accept): void {
  const command = program
    .command('serve')
    .summary('answer by HTTP whether texts were seen before')
    .addHelpText('before', SERVE_EXAMPLES)
    .description(
      'Answers by HTTP and JSON whether texts were seen before, over an index that many processes share (packages fastify and ' +
        'prom-client). GET /openapi.json describes what it takes. It runs until it is interrupted, and then answers what it ' +
        'took in.',
    )
    .argument('<STORE>', `${STORE}; made if it is new`)
    .optionsGroup('Listening:')
    .option(
      '--host <address>',
      'address to listen on; one that other machines reach needs a token',
      DEFAULT_HOST,
    )
    .addOption(
      new Option('--port <number>', 'port to listen on; 0 is any that is free')
        .argParser(port)
        .default(DEFAULT_PORT),
    )
    .option(
      '--token-file <file>',
      'file of 16 or more random characters that clients must send (default: the environment variable OFFPRINT_TOKEN, if it ' +
        'is set)',
    )
    .option('--quiet', 'log no request but those that failed')
  addDeciding(command)
  addLimits(command)
    .addOption(
      new Option('--max-body <size>', 'most bytes of a request').argParser(memory).default(body, '16MB'),
    )
    .addOption(
      new Option('--max-batch <number>', 'most documents of a request').argParser(whole).default(batch),
    )
    .addOption(
      new Option('--max-requests <number>', 'most requests at work; a further one is told to come again')
        .argParser(whole)
        .default(requests),
    )
    .addOption(
      new Option('--timeout <seconds>', 'time in which a request must have come in whole')
        .argParser(seconds)
        .default(timeout / 1000),
    )
    .action((store: string, options: Omit<ServeJob, 'store'>) =>
      accept({ command: 'serve', job: { store, ...options } }),
    )
}

/** Adds `offprint mcp` and its options to the program. */
export function addMcp(program: Command, accept: Accept): void {
  const command = program
    .command('mcp')
    .summary('be a tool of agents that asks whether texts were seen before')
    .addHelpText('before', MCP_EXAMPLES)
    .description(
      'Is a server of the Model Context Protocol on standard input and output (package @modelcontextprotocol/sdk): an agent can ask ' +
        'an index whether it has seen a text, and compare two texts.',
    )
    .argument('<STORE>', STORE)
    .option('--write', 'let the agent enter documents, too; the store is made if it is new')
  addDeciding(command)
  addLimits(command).action((store: string, options: Omit<McpJob, 'store'>) =>
    accept({ command: 'mcp', job: { store, ...options } }),
  )
}

function addDeciding(command: Command): void {
  command.optionsGroup('Deciding:')
  for (const option of [...removalOptions(), ...relateOptions(), secretOption()]) command.addOption(option)
}

function addLimits(command: Command): Command {
  return command
    .optionsGroup('Limits:')
    .addOption(
      new Option('--max-text <number>', 'most characters (UTF-16 code units) of a text')
        .argParser(whole)
        .default(text),
    )
}
