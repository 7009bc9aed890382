import { Option, type Command } from 'commander'
import { KEEP_POLICIES } from '../dedupe/keep-policy.js'
import { SHOWN, type DedupeJob } from '../job/dedupe/options.js'
import { usageError } from '../job/errors.js'
import { examplesText } from './help.js'
import type { Accept } from './invocation.js'
import { collected, list, memory, setting } from './option-values.js'
import {
  languageOption,
  readingOptions,
  relateOptions,
  removalOptions,
  secretOption,
} from './shared-options.js'

/** The options of `offprint dedupe`, as commander hands them over. */
type DedupeValues = Omit<DedupeJob, 'inputs'> & { readonly failOnDuplicates?: boolean }

/** Adds `offprint dedupe` and its options to the program. */
export function addDedupe(program: Command, accept: Accept): void {
  const command = program
    .command('dedupe')
    .summary('keep one document of each text and say why the others were removed')
    .description(
      'Keeps one document of each text and says why the others were removed. Inputs are files, folders and patterns ' +
        '(crawl/*.jsonl) of JSON Lines, JSON, CSV, Parquet, WARC, WET, HTML and plain text, each also as .gz or .zst; - ' +
        'is standard input. The name of a file tells its format, its bytes tell its encoding.',
    )
    .addHelpText('before', EXAMPLES)
  addRun(command, accept, {})
}

/** What both commands take, and what they ask for. @param always options that the command stands for. */
function addRun(command: Command, accept: Accept, always: Pick<DedupeJob, 'batch'>): void {
  command.argument('<INPUT...>', 'files, folders and patterns, read in this order')
  addReading(command)
  addDeciding(command)
  addWriting(command)
  addRunning(command)
  command.action((inputs: string[], { failOnDuplicates = false, ...options }: DedupeValues) => {
    requireNoFormer(options)
    accept({ command: 'dedupe', job: { inputs, ...options, ...always }, failOnDuplicates })
  })
}

const EXAMPLES = examplesText([
  ['list what goes, and why', 'offprint dedupe crawl.jsonl'],
  [
    'clean a crawl, and keep an account of what went',
    'offprint dedupe in.jsonl -o kept.jsonl --ledger went.xlsx',
  ],
  ['a folder in, a folder out', 'offprint dedupe scans/ -o clean/'],
  ['only what is new since the last run', 'offprint dedupe today.jsonl -o new.jsonl --index seen'],
  ['of each text the newest copy', 'offprint dedupe crawl.csv --keep newest --date published'],
])

/** Adds `offprint batch`: `dedupe --batch`, with the choice of what decides. */
export function addBatch(program: Command, accept: Accept): void {
  const command = program
    .command('batch')
    .summary('dedupe --batch: read everything, then decide; in this process or in an engine')
    .description(
      'Keeps one document of each text, as offprint dedupe --batch does, with the same options and outputs. --engine duckdb ' +
        'decides in DuckDB (package @duckdb/node-api), which spills to disk, and verifies in worker processes on all cores; ' +
        '--engine spark on a cluster of Apache Spark 4, which SPARK_HOME names and whose machines all see the folder of -o.',
    )
  addRun(command, accept, { batch: true })
}

/** Options of earlier versions, by the name under which commander hands them over, and what stands for them now. */
const FORMER: readonly (readonly [flags: string, name: string, now: string])[] = [
  ['--lost [characters]', 'lost', 'a document goes only if its keeper lacks nothing of it; leave it out'],
  ['--keep-siblings', 'keepSiblings', 'a report that only looks alike is always kept; leave it out'],
  ['--no-keep-siblings', 'keepSiblings', 'a report that only looks alike is always kept; leave it out'],
  [
    '--keep-if-numbers-differ',
    'keepIfNumbersDiffer',
    'a document with another number is always kept; leave it out',
  ],
]

/** @throws OffprintError `ERR_USAGE` that says what stands for an option of an earlier version. */
function requireNoFormer(options: object): void {
  for (const [flags, name, now] of FORMER) {
    const given = (options as Record<string, unknown>)[name]
    if (given === undefined || (given === false) !== flags.startsWith('--no-')) continue
    throw usageError(`${flags.split(' ')[0]} is no longer an option: ${now}`)
  }
}

function addReading(command: Command): void {
  command.optionsGroup('Reading:')
  for (const option of readingOptions()) command.addOption(option)
  command
    .addOption(
      new Option(
        '--against <path>',
        'saved index, or inputs, with documents seen before; a document that matches one of them is removed; may be ' +
          'repeated',
      ).argParser(collected),
    )
    .option(
      '--index <store>',
      'store of an index that many runs share: a document that matches one of it is removed, and what is kept is added',
    )
}

function addDeciding(command: Command): void {
  command
    .optionsGroup('Deciding:')
    .addOption(
      new Option(
        '--keep <policy>',
        'which document of a cluster is kept; every policy but first implies --batch',
      )
        .choices(KEEP_POLICIES)
        .default('first'),
    )
    .option('--batch', 'read everything before the first verdict, then read it again to write the output')
    .option(
      '--date <field>',
      'field of a record that holds its date, for --keep newest, or for --index to expire by',
    )
    .option('--source <field>', 'field of a record that names its source, for --keep preferred')
    .addOption(
      new Option(
        '--prefer <sources>',
        'sources with commas between them, best first, for --keep preferred',
      ).argParser(list),
    )
    .addOption(
      new Option(
        '--cluster <kind>',
        'star: a removed document matches its keeper; connected: it matches its keeper or another document removed ' +
          'for that keeper (implies --batch)',
      )
        .choices(['star', 'connected'])
        .default('star'),
    )
  for (const option of removalOptions()) command.addOption(option)
  for (const [flags] of FORMER) command.addOption(new Option(flags).hideHelp())
  for (const option of relateOptions()) command.addOption(option)
}

function addWriting(command: Command): void {
  command
    .optionsGroup('Writing:')
    .option(
      '-o, --output <path>',
      'write the kept records, unchanged, as JSON Lines (.jsonl, .jsonl.gz); a folder (DIR/) gets a file for each input ' +
        'file, in its format; - is standard output',
    )
    .option('--ids <file>', 'write the ids of the kept documents, one per line')
    .option(
      '--ledger <file>',
      'write the evidence for each removed document, and for each tie of a kept one: a table for editors if the name ends ' +
        'in .csv or .xlsx, else JSON Lines',
    )
    .addOption(
      new Option(
        '--carry <fields>',
        'fields, with commas between them, that the ledger copies from both records',
      ).argParser(list),
    )
    .option('--rejects <file>', 'write one line for each record that could not be read, or only in doubt')
    .option(
      '--clusters <file>',
      'write which documents were removed for which keeper: as CSV if the name ends in .csv, else as JSON Lines',
    )
    .option('--report <file>', 'write a page of HTML with counts, clusters, and pairs side by side')
    .addOption(languageOption('page'))
    .option('--summary <file>', 'write the counts as JSON')
    .addOption(
      new Option(
        '--show <verdicts>',
        'what the list names that is printed without -o: what was removed; tied: also what resembles another and stays; ' +
          'kept: every document (default: removed, with --json kept)',
      ).choices(SHOWN),
    )
    .option('--json', 'print JSON: the counts, or without -o one line for each document')
}

function addRunning(command: Command): void {
  command
    .optionsGroup('Running:')
    .addOption(
      new Option(
        '--memory <size>',
        'bytes for tables and texts, such as 512MB; the rest goes to --tmp (default: no limit)',
      ).argParser(memory),
    )
    .addOption(
      new Option(
        '--engine <engine>',
        'what decides a batch: this process, DuckDB or Spark (default: process)',
      ).choices(['process', 'duckdb', 'spark']),
    )
    .option('--master <url>', 'master of --engine spark (default: local[*])')
    .addOption(
      new Option('--spark-conf <key=value>', 'setting of --engine spark; may be repeated').argParser(setting),
    )
    .option(
      '--plan <folder>',
      'write the job of --engine spark to this folder instead of running it; its executors read the inputs',
    )
    .option('--tmp <folder>', 'folder for temporary files (default: that of the system)')
    .addOption(secretOption())
    .option('--resume', 'go on with a run that was killed or interrupted; begin if there is none')
    .option('--fail-on-duplicates', 'exit with 1 if a document was removed')
    .option('--strict', 'stop at the first record that cannot be read')
    .option('--force', 'overwrite existing files')
    .option('--quiet', 'print neither progress nor counts; errors are printed')
}
