import { Option, type Command } from 'commander'
import type { AuditJob } from '../job/audit/options.js'
import { TEXT_LEVELS } from '../read/ocr/text-level.js'
import { examplesText } from './help.js'
import type { Accept } from './invocation.js'
import { pattern, separator } from './option-values.js'
import { encodingOption, languageOption, relateOptions } from './shared-options.js'

/** Adds `offprint audit` and its options to the program. */
export function addAudit(program: Command, accept: Accept): void {
  const command = program
    .command('audit')
    .summary('name and count the errors of a scanner')
    .description(
      'Compares an OCR text with its truth: error rates, classes of errors, confusions, and every error in its ' +
        'context. Texts are plain text, or what OCR engines write: hOCR, ALTO, PAGE-XML, TSV of Tesseract, XML of ABBYY ' +
        'FineReader, JSON of AWS Textract, Google Vision and Azure Document Intelligence. Name a text and its truth; two ' +
        'folders, whose files are paired by name; a page and its articles, each of which is looked for on the page; or ' +
        'only one folder or METS that holds both, or one file of records with both texts.',
    )
    .addHelpText('before', EXAMPLES)
    .argument('<OCR>', 'a text, a folder of texts, METS, or records (.jsonl)')
    .argument('[TRUTH...]', 'its truth, a folder of truths, or articles to find on the page')
    .option('--json', 'print JSON: one object, or for many pairs one line each and their summary')
    .option('--aligned', 'print the lines that differ, each above its line in the truth')
    .option('--layout', 'also list differences of layout, such as other white space')
    .option('--part', 'do not count the text of the OCR around the truth as errors')
    .option(
      '--stop-words <file>',
      'count errors of these words, one a line, apart from those of all others, in any order',
    )
    .option('--html <path>', 'write a report as HTML: a page, or for many pairs a folder of pages')
    .addOption(languageOption('report'))
    .option(
      '--xlsx <file>',
      'write a workbook with the tables summary, pages, confusions, characters, confidence and edits',
    )
    .option('--csv <path>', 'write the table of edits as CSV; a folder (DIR/) gets all six tables')
    .addOption(
      new Option('--csv-separator <character>', 'character between cells: a comma, a semicolon, | or tab')
        .argParser(separator)
        .default(','),
    )
    .addOption(
      new Option(
        '--pair <regex>',
        'what the names of two paired files have in common: the first group, or all that matches (default: the name ' +
          'up to its first dot)',
      ).argParser(pattern),
    )
    .option(
      '--ocr-suffix <end>',
      'how the names of the OCR end, such as .pred.txt; in METS, its file group (default: what is evident)',
    )
    .option(
      '--truth-suffix <end>',
      'how the names of the truths end, such as .gt.txt; in METS, their file group (default: what is evident)',
    )
    .option('--ocr <field>', 'field of a record that holds the OCR; dots lead into objects (default: ocr)')
    .option('--truth <field>', 'field of a record that holds the truth (default: truth)')
    .option('--id <field>', 'field of a record that names the pair (default: id, or else file and line)')
    .addOption(
      new Option('--level <level>', 'text that counts in PAGE-XML: that of regions, lines or words')
        .choices(TEXT_LEVELS)
        .default('line'),
    )
    .addOption(encodingOption('texts'))
  for (const option of relateOptions()) command.addOption(option)
  command
    .option('--rejects <file>', 'write one line for each text that could not be read or has no partner')
    .option('-o, --output <file>', 'write the result to this file (default: standard output)')
    .option('--force', 'overwrite existing files')
    .action((ocr: string, truths: string[], options: Omit<AuditJob, 'paths'>) =>
      accept({ command: 'audit', job: { paths: [ocr, ...truths], ...options } }),
    )
}

const EXAMPLES = examplesText([
  ['error rates and every error of one page', 'offprint audit page.hocr truth.txt'],
  ['the same as a page to look at', 'offprint audit page.hocr truth.txt --html report.html'],
  ['two folders, paired by name', 'offprint audit scans/ truths/ --xlsx errors.xlsx'],
  ['an article that stands somewhere on the page', 'offprint audit page.xml article.txt'],
  ['what OCR-D and Kraken leave side by side', 'offprint audit lines/ --truth-suffix .gt.txt'],
])
