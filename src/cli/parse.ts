import { Command } from 'commander'
import type { Io } from '../job/io.js'
import { VERSION } from '../job/version.js'
import { addAudit } from './audit-command.js'
import { addCompare } from './compare-command.js'
import { addBatch, addDedupe } from './dedupe-command.js'
import { examplesText, withHelpOption } from './help.js'
import { addIndex } from './index-command.js'
import type { Accept, Invocation } from './invocation.js'
import { addMcp, addServe } from './serve-command.js'
import { addWorker } from './worker-command.js'

const COMMANDS = [
  ['compare', addCompare],
  ['dedupe', addDedupe],
  ['batch', addBatch],
  ['audit', addAudit],
  ['index', addIndex],
  ['worker', addWorker],
  ['serve', addServe],
  ['mcp', addMcp],
] as const

/**
 * Reads a command line. Help and complaints are written to the streams.
 * @throws CommanderError for help, `--version` and a wrong command line; its `exitCode` is 0 for the first two.
 */
export function parseArguments(argv: readonly string[], io: Pick<Io, 'stdout' | 'stderr'>): Invocation {
  let invocation: Invocation | undefined
  const program = describeProgram(io)
  const accept: Accept = (asked) => (invocation = asked)
  // The options of the others would take as long to describe as those of the one that is called.
  const given = withHelpOption(
    argv,
    COMMANDS.map(([name]) => name),
  )
  const named = COMMANDS.filter(([name]) => name === given[0])
  for (const [, add] of named.length > 0 ? named : COMMANDS) add(program, accept)
  program.parse(given, { from: 'user' })
  // Commander has thrown unless it has called the action of a command.
  return invocation!
}

function describeProgram({ stdout, stderr }: Pick<Io, 'stdout' | 'stderr'>): Command {
  return new Command('offprint')
    .description('Finds the same text seen twice, whole or in part, and shows where the two differ.')
    .version(VERSION, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print help')
    .helpCommand('help [command]', 'print help of a command')
    .configureOutput({
      writeOut: (text) => void stdout.write(text),
      writeErr: (text) => void stderr.write(text),
      outputError: (text, write) => write(text.replace(/^error: /, 'offprint: ')),
      getOutHelpWidth: () => stdout.columns ?? HELP_WIDTH,
      getErrHelpWidth: () => stderr.columns ?? HELP_WIDTH,
    })
    .configureHelp({ showGlobalOptions: false, minWidthToWrap: HELP_MIN_WIDTH })
    .exitOverride()
    .showHelpAfterError('(--help lists what is allowed)')
    .addHelpText('before', EXAMPLES)
    .addHelpText('after', EXITS)
}

/** Columns of help in a file or a pipe. */
const HELP_WIDTH = 80
/** Columns of a description from which it is wrapped: 60 columns leave 26 beside the longest option; commander asks for 40. */
const HELP_MIN_WIDTH = 20

const EXITS = `
Exit codes:
  0    done
  1    done, and a document was removed under --fail-on-duplicates
  2    wrong usage, or an error that ended the run
  3    done, but records were skipped
  130  interrupted
`

const EXAMPLES = examplesText([
  ['how are two texts related, and where do they differ?', 'offprint compare page.txt article.txt'],
  ['what did the scanner misread?', 'offprint audit page.hocr truth.txt --html report.html'],
  ['clean this crawl', 'offprint dedupe crawl.jsonl -o kept.jsonl'],
  ['what of this is new?', 'offprint dedupe today.jsonl -o new.jsonl --index seen'],
])
