import { Command } from 'commander'
import type { Io } from '../job/io.js'
import { VERSION } from '../job/version.js'
import { addAudit } from './audit-command.js'
import { addCompare } from './compare-command.js'
import { addDedupe } from './dedupe-command.js'
import { addIndex } from './index-command.js'
import type { Accept, Invocation } from './invocation.js'

const COMMANDS = [
  ['compare', addCompare],
  ['dedupe', addDedupe],
  ['audit', addAudit],
  ['index', addIndex],
] as const

/**
 * Reads a command line. Help and complaints are written to the streams.
 * @throws CommanderError for help, `--version` and a wrong command line; its `exitCode` is 0 for the first two.
 */
export function parseArguments(argv: readonly string[], io: Pick<Io, 'stdout' | 'stderr'>): Invocation {
  let invocation: Invocation | undefined
  const program = describeProgram(io)
  const accept: Accept = (given) => (invocation = given)
  // The options of the others would take as long to describe as those of the one that is called.
  const named = COMMANDS.filter(([name]) => name === argv[0])
  for (const [, add] of named.length > 0 ? named : COMMANDS) add(program, accept)
  program.parse(argv, { from: 'user' })
  // Commander has thrown unless it has called the action of a command.
  return invocation!
}

function describeProgram({ stdout, stderr }: Pick<Io, 'stdout' | 'stderr'>): Command {
  return new Command('offprint')
    .description('Finds the same text seen twice, whole or in part, and shows where the two differ.')
    .version(VERSION, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print help')
    .helpCommand(false)
    .configureOutput({
      writeOut: (text) => void stdout.write(text),
      writeErr: (text) => void stderr.write(text),
      outputError: (text, write) => write(text.replace(/^error: /, 'offprint: ')),
      getOutHelpWidth: () => stdout.columns ?? HELP_WIDTH,
      getErrHelpWidth: () => stderr.columns ?? HELP_WIDTH,
    })
    .configureHelp({ showGlobalOptions: false })
    .exitOverride()
    .showHelpAfterError('(--help lists what is allowed)')
    .addHelpText('after', EXITS)
}

/** Columns of help in a file or a pipe. */
const HELP_WIDTH = 80

const EXITS = `
Exit codes:
  0    done
  1    done, and a document was removed under --fail-on-duplicates
  2    wrong usage, or an error that ended the run
  3    done, but records were skipped
  130  interrupted

Examples:
  offprint compare page.txt article.txt
  offprint audit page.hocr truth.txt --html report.html
  offprint dedupe crawl.jsonl -o kept.jsonl --ledger removed.jsonl
  offprint dedupe today.jsonl -o new.jsonl --index seen
`
