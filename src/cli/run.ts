import { Command, CommanderError, Option } from 'commander'
import { DEFAULT_REMOVE } from '../dedupe/dedupe.js'
import { FORMATS } from '../read/format.js'
import {
  amount,
  collected,
  delimiter,
  encoding,
  list,
  memory,
  pattern,
  relateOptions,
  relations,
  separator,
  share,
} from './values.js'
import { KEEP } from '../job/dedupe/options.js'
import { EXIT, exitCode } from './exit.js'
import { errorLine } from '../job/errors.js'
import type { Io } from '../job/io.js'
import { VERSION } from '../job/version.js'

/** Runs one command line. Resolves to the exit code; never rejects. */
export async function run(argv: readonly string[], io: Io): Promise<number> {
  let code: number = EXIT.done
  const program = describe(io, (result) => (code = result))
  try {
    await program.parseAsync(argv, { from: 'user' })
    return code
  } catch (error) {
    // Commander has written its message; only help and --version end well.
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.fatal
    if (io.signal.aborted) return EXIT.interrupted
    io.stderr.write(errorLine(error))
    return EXIT.fatal
  }
}

/** The commands and their options. Each command is loaded when it is called, so that --help stays quick. */
function describe(io: Io, finish: (code: number) => void): Command {
  const program = new Command('offprint')
    .description('Finds the same text seen twice, whole or in part, and shows where the two differ.')
    .version(VERSION, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print help')
    .helpCommand(false)
    .configureOutput({
      writeOut: (text) => void io.stdout.write(text),
      writeErr: (text) => void io.stderr.write(text),
      outputError: (text, write) => write(text.replace(/^error: /, 'offprint: ')),
    })
    .configureHelp({ showGlobalOptions: false })
    .exitOverride()
    .showHelpAfterError('(--help lists what is allowed)')
    .addHelpText('after', EXITS)

  const compare = program
    .command('compare')
    .summary('say how two texts are related and where they differ')
    .description('Says how two texts are related and where they differ. - is standard input.')
    .argument('<A>', 'a text file')
    .argument('<B>', 'the text file to compare it with')
    .addOption(new Option('--json', 'print one JSON object').conflicts('patch'))
    .addOption(new Option('--patch', 'print a unified patch that turns A into B'))
    .option('--layout', 'list differences of layout too')
  compare.addOption(textEncoding())
  for (const option of relateOptions()) compare.addOption(option)
  compare
    .option('-o, --output <file>', 'write to a file instead of standard output')
    .option('--force', 'overwrite the file')
    .action(async (a, b, options) => {
      const { runCompare } = await import('../job/compare/run.js')
      await runCompare({ a, b, ...options }, io)
      finish(EXIT.done)
    })

  const dedupe = program
    .command('dedupe')
    .summary('keep one of each and say why the others went')
    .description(
      'Keeps one of each and says why the others went. Inputs are files, folders of them and patterns (crawl/*.jsonl): ' +
        'JSON Lines, JSON, CSV, Parquet, WARC and WET, HTML and plain text, each also as .gz or .zst; - is standard input. ' +
        'Formats are told by names, encodings by what the files hold.',
    )
    .argument('<INPUT...>', 'files, folders and patterns, in the order in which documents are to be kept')
    .optionsGroup('Reading:')
    .addOption(new Option('--format <format>', 'what all inputs are, whatever their names').choices(FORMATS))
    .addOption(
      new Option(
        '--encoding <label>',
        'their encoding: utf-16le, gb18030, big5, … (default: detected)',
      ).argParser(encoding),
    )
    .addOption(new Option('--delimiter <character>', 'what parts the fields of CSV').argParser(delimiter))
    .option('--text <field>', 'field of a record that holds the text, with dots into objects (default: text)')
    .option('--id <field>', 'field of a record that holds the id (default: id, or else file and line)')
    .addOption(
      new Option(
        '--against <path>',
        'what was seen before, a saved index or inputs: what is known there goes; may be given again',
      ).argParser(collected),
    )
    .optionsGroup('Deciding:')
    .addOption(
      new Option(
        '--keep <policy>',
        'which of a cluster is kept; all but first read everything before the first verdict (--batch)',
      )
        .choices(KEEP)
        .default('first'),
    )
    .option('--batch', 'read everything, then decide: needs inputs twice, and knows all clusters')
    .option('--date <field>', 'field of the date, for --keep newest')
    .option('--source <field>', 'field of the source, for --keep preferred')
    .addOption(new Option('--prefer <sources>', 'sources, best first, for --keep preferred').argParser(list))
    .addOption(
      new Option(
        '--cluster <reach>',
        'star: what goes matches its keeper itself; connected: or one that does (--batch)',
      )
        .choices(['star', 'connected'])
        .default('star'),
    )
    .addOption(
      new Option('--remove <relations>', 'what to remove: duplicate, or duplicate,contained')
        .argParser(relations)
        .default(DEFAULT_REMOVE.relations, DEFAULT_REMOVE.relations.join()),
    )
    .addOption(
      new Option('--coverage <share>', 'least share of a removed document that its keeper covers')
        .argParser(share)
        .default(DEFAULT_REMOVE.coverage),
    )
    .addOption(
      new Option('--lost <characters>', 'what is covered less goes as well if it loses no more than this')
        .argParser(amount)
        .default(DEFAULT_REMOVE.lost),
    )
    .addOption(
      new Option('--identity <share>', 'least identity of what is covered')
        .argParser(share)
        .default(DEFAULT_REMOVE.identity),
    )
    .option('--keep-if-numbers-differ', 'keep what has another figure: bulletins, prices, results')
    .option('--keep-siblings', 'keep what differs by names, figures or a negation and hardly else', true)
    .option('--no-keep-siblings', 'remove that, too')
  for (const option of relateOptions()) dedupe.addOption(option)
  dedupe
    .optionsGroup('Writing:')
    .option(
      '-o, --output <path>',
      'write the kept records here, unchanged; a folder (DIR/) mirrors the inputs in their formats; - is standard output',
    )
    .option('--ids <file>', 'write the ids of what is kept, one a line')
    .option('--ledger <file>', 'write a line of evidence for each removed or tied document')
    .addOption(
      new Option('--carry <fields>', 'fields of both records to copy into the ledger').argParser(list),
    )
    .option('--rejects <file>', 'write a line for each record that could not be read')
    .option('--clusters <file>', 'write what went for what: JSON Lines, or CSV by its extension')
    .option('--report <file>', 'write a page of HTML: counts, clusters, and pairs side by side')
    .addOption(
      new Option('--report-lang <language>', 'language of the page')
        .choices(['en', 'de', 'zh'])
        .default('en'),
    )
    .option('--summary <file>', 'write the counts as JSON')
    .option('--json', 'print JSON: the counts, or without -o a line for each document')
    .optionsGroup('Running:')
    .addOption(
      new Option(
        '--memory <size>',
        'bytes for tables and texts, such as 512MB; more goes to --tmp',
      ).argParser(memory),
    )
    .option('--tmp <folder>', 'folder for temporary files (default: that of the system)')
    .option('--resume', 'go on with a run that was killed or interrupted; begin if there is none')
    .option('--fail-on-duplicates', 'exit 1 if duplicates were found')
    .option('--strict', 'stop at the first record that cannot be read')
    .option('--force', 'overwrite existing files')
    .option('--quiet', 'no progress, no summary')
    .action(async (inputs, { failOnDuplicates, ...options }) => {
      const { runDedupe } = await import('../job/dedupe/run.js')
      finish(exitCode(await runDedupe(inputs, options, io), { failOnDuplicates }))
    })

  const audit = program
    .command('audit')
    .summary('name and count what a scanner read wrong')
    .description(
      'Compares copies of a text with the truth: error rates, classes of errors, confusions, and every error in its ' +
        'place. Texts are plain, hOCR, ALTO or PAGE-XML. Given are a text and its truth; two folders, whose files are ' +
        'paired by name; a page and its articles, of which it finds those that stand there; or one file of records ' +
        'with both texts.',
    )
    .argument('<OCR>', 'a text, a folder of texts, or records (.jsonl)')
    .argument('[TRUTH...]', 'its truth, a folder of truths, or articles to find on the page')
    .option('--json', 'print JSON: one object, or for many pairs a line each and their summary')
    .option('--aligned', 'print the two texts under one another where they differ')
    .option('--layout', 'list differences of layout too')
    .option('--part', 'the OCR holds more than the truth: what lies around it is no error')
    .option('--html <file>', 'write a report to look at; for many pairs a folder of them')
    .addOption(
      new Option('--report-lang <language>', 'language of the report')
        .choices(['en', 'de', 'zh'])
        .default('en'),
    )
    .option('--xlsx <file>', 'write a workbook: summary, pages, confusions, edits')
    .option('--csv <file>', 'write the edits as CSV; all four tables where it is a folder (DIR/)')
    .addOption(
      new Option('--csv-separator <character>', 'what stands between cells: a comma, a semicolon, | or tab')
        .argParser(separator)
        .default(','),
    )
    .addOption(
      new Option(
        '--pair <regex>',
        'what pairs the files of two folders: its first group, or all it finds (default: the name up to its first dot)',
      ).argParser(pattern),
    )
    .option('--ocr <field>', 'field of a record that holds the OCR, with dots into objects (default: ocr)')
    .option('--truth <field>', 'field of a record that holds the truth (default: truth)')
    .option('--id <field>', 'field of a record that names the pair (default: id, or else file and line)')
  audit.addOption(textEncoding())
  for (const option of relateOptions()) audit.addOption(option)
  audit
    .option('--rejects <file>', 'write a line for each text that could not be read or has no partner')
    .option('-o, --output <file>', 'write to a file instead of standard output')
    .option('--force', 'overwrite existing files')
    .action(async (ocr, truth, options) => {
      const { runAudit } = await import('../job/audit/run.js')
      finish(exitCode(await runAudit({ paths: [ocr, ...truth], ...options }, io)))
    })
  return program
}

function textEncoding(): Option {
  return new Option(
    '--encoding <label>',
    'encoding of the texts: utf-16le, gb18030, big5, … (default: detected)',
  ).argParser(encoding)
}

const EXITS = `
Exit codes:
  0    done
  1    duplicates were found, under --fail-on-duplicates
  2    wrong usage, or an error that ended the run
  3    done, but records were skipped
  130  interrupted

Examples:
  offprint compare page.txt article.txt
  offprint audit page.hocr truth.txt --html report.html
  offprint dedupe crawl.jsonl -o kept.jsonl --ledger removed.jsonl
`
