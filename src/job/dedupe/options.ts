import type { DedupeOptions, Remove } from '../../dedupe/dedupe.js'
import type { KeepPolicy } from '../../dedupe/keep-policy.js'
import type { Format } from '../../read/format.js'
import type { ReadOptions } from '../../read/read-options.js'
import { fieldAt } from '../../read/records/fields.js'
import type { Extraction } from '../../read/web/html.js'
import type { LedgerOptions } from '../../report/tables/ledger.js'
import { EDITOR_FIELDS } from '../../report/tables/ledger-table.js'
import { withoutCompression } from '../../read/bytes/compression.js'
import type { ReportLanguage } from '../../report/html/words/vocabulary.js'
import { fileSpool } from '../../store/spool.node.js'
import { usageError } from '../errors.js'
import { relateFrom, type RelateOptions } from '../relate.js'
import type { Arrival } from './arrival.js'
import type { NamedField } from './field-watch.js'

/**
 * What a list of verdicts names: what was removed; what was kept though it resembles another, too; or every document. Each
 * names more than the one before it.
 */
export const SHOWN = ['removed', 'tied', 'kept'] as const
export type Shown = (typeof SHOWN)[number]

/** What one run of `offprint dedupe` is asked to do: its inputs, and its options by their names in camel case. */
export interface DedupeJob extends RelateOptions {
  /** Files, folders and patterns; one of them may be `-`, standard input. */
  readonly inputs: readonly string[]
  readonly format?: Format
  readonly encoding?: string
  readonly delimiter?: string
  readonly extract?: Extraction
  readonly text?: string
  readonly id?: string
  readonly against?: readonly string[]
  /** A store whose index decides, and holds what is kept. */
  readonly index?: string
  readonly keep: KeepPolicy
  readonly batch?: boolean
  /** What decides a batch: this process, or an engine. Absent unless given. */
  readonly engine?: 'process' | 'duckdb' | 'spark'
  /** Folder for a job of Spark, which is written instead of run. */
  readonly plan?: string
  /** The master of Spark, and its settings. */
  readonly master?: string
  readonly sparkConf?: Readonly<Record<string, string>>
  /** Field of the date: for `keep: newest`, or with `index` for documents that expire. */
  readonly date?: string
  readonly source?: string
  readonly prefer?: readonly string[]
  readonly cluster: 'star' | 'connected'
  /** Relations that may remove a document; a duplicate always may. */
  readonly remove: readonly ('duplicate' | 'contained')[]
  /** Share of the removed document, 0 to 1. */
  readonly coverage: number
  /** Share, 0 to 1. */
  readonly identity: number
  readonly output?: string
  readonly ids?: string
  readonly ledger?: string
  readonly carry?: readonly string[]
  readonly rejects?: string
  readonly clusters?: string
  readonly report?: string
  /** Default `en`. Absent unless given: without a report it is a mistake. */
  readonly reportLang?: ReportLanguage
  readonly summary?: string
  readonly json?: boolean
  /** What the list of verdicts names, which a run without `-o` prints. Absent unless given: a run without a list has no use for it. */
  readonly show?: Shown
  /** Bytes. */
  readonly memory?: number
  readonly tmp?: string
  /** Path of the file that holds the secret of the tables. */
  readonly secretFile?: string
  readonly strict?: boolean
  readonly resume?: boolean
  readonly force?: boolean
  readonly quiet?: boolean
}

/** Whether everything is read before the first verdict. */
export function isBatch({ batch, keep, cluster }: DedupeJob): boolean {
  return batch === true || keep !== 'first' || cluster === 'connected'
}

/** Whether an engine decides, whose tables a later run can go on from. */
export function hasEngine({ engine }: DedupeJob): boolean {
  return engine !== undefined && engine !== 'process'
}

/** The form of the ledger, by the end of its name: tables are for editors, JSON Lines for programs. */
export function ledgerForm({ ledger = '' }: Pick<DedupeJob, 'ledger'>): 'csv' | 'xlsx' | 'jsonl' {
  const plain = withoutCompression(ledger)
  return /\.csv$/i.test(plain) ? 'csv' : /\.xlsx$/i.test(plain) ? 'xlsx' : 'jsonl'
}

/** The fields of records that the ledger shows. A table for editors shows titles and addresses, too. */
export function ledgerFieldsOf(job: Pick<DedupeJob, 'ledger' | 'carry'>): readonly string[] {
  const { carry = [] } = job
  return ledgerForm(job) === 'jsonl' ? carry : [...new Set([...carry, ...EDITOR_FIELDS])]
}

/** Whether the texts of documents that may be keepers have to stay at hand: the ledger and the page quote them. */
export function quotesTexts({ ledger, report }: DedupeJob): boolean {
  return ledger !== undefined || report !== undefined
}

/** Whether `--json` prints the counts. Without `-o` it lists the verdicts. */
export function printsCounts({ json, output }: DedupeJob): boolean {
  return json === true && output !== undefined
}

/**
 * What the list of verdicts names. People look for what went, among thousands that stay; a program that reads JSON counts on
 * every document.
 */
export function shownIn({ show, json }: DedupeJob): Shown {
  return show ?? (json === true ? 'kept' : 'removed')
}

/**
 * Checks options that only have a meaning together, or exclude each other.
 * @throws OffprintError `ERR_USAGE`.
 */
export function requireConsistent(job: DedupeJob): void {
  const { inputs, keep, date, source, prefer, against = [], format, delimiter, report, reportLang } = job
  if (inputs.filter((input) => input === '-').length > 1) {
    throw usageError('standard input (-) can be read only once; name it once')
  }
  if (against.includes('-')) {
    throw usageError('--against cannot be standard input (-); name a file, a folder or an index')
  }
  requireAlone(job)
  if (job.index === undefined && (keep === 'newest') !== (date !== undefined)) {
    throw usageError(
      '--keep newest and --date FIELD, the field of the date, go together; add the one that is missing',
    )
  }
  const preferred = [keep === 'preferred', source !== undefined, prefer !== undefined]
  if (preferred.includes(true) && preferred.includes(false)) {
    throw usageError(
      '--keep preferred, --source FIELD and --prefer NAME,NAME go together; add what is missing',
    )
  }
  const elsewhere = outputNames(job).find(([option, name]) => option === '-o' || name === '-')
  if (job.show !== undefined && elsewhere !== undefined) {
    const what = `${elsewhere.join(' ')} takes the place of the list`
    throw usageError(`--show says what a list of verdicts names, and ${what}; leave one out`)
  }
  if (delimiter !== undefined && format !== undefined && format !== 'csv' && format !== 'tsv') {
    throw usageError(`--delimiter separates the fields of CSV, and --format is ${format}; leave one out`)
  }
  if (reportLang !== undefined && report === undefined) {
    throw usageError('--report-lang is the language of --report FILE; name that file too, or leave it out')
  }
}

/** The options that name an output, with their values, in the order in which the outputs are opened. */
export function outputNames(job: DedupeJob): [option: string, value: string][] {
  const { output, ids, ledger, rejects, clusters, report, summary } = job
  const named: [string, string | undefined][] = [
    ['-o', output],
    ['--ids', ids],
    ['--ledger', ledger],
    ['--rejects', rejects],
    ['--clusters', clusters],
    ['--report', report],
    ['--summary', summary],
  ]
  return named.filter((option): option is [string, string] => option[1] !== undefined)
}

/** What the index of a store excludes: it holds what was seen before, on disk, and decides about each document as it comes. */
function requireAlone(job: DedupeJob): void {
  if (job.index === undefined) return
  if (isBatch(job)) {
    const what = '--index decides about each document as it comes'
    throw usageError(`${what}, and --batch, --keep and --cluster when all are read; leave one out`)
  }
  if (job.against !== undefined) {
    throw usageError('--index holds what was seen before; add those documents to it, and leave --against out')
  }
  if (job.memory !== undefined) {
    throw usageError('--memory limits tables that --index keeps on disk; leave it out')
  }
  if (job.resume === true) {
    throw usageError('--index remembers what was decided; run it again as before, without --resume')
  }
}

/** The options of a command that set how its inputs are read, by their names in camel case. */
export type ReadingOptions = Pick<DedupeJob, 'format' | 'encoding' | 'delimiter' | 'extract' | 'text' | 'id'>

/** The options of the readers. */
export function readOptionsOf({
  format,
  encoding,
  delimiter,
  extract,
  text,
  id,
}: ReadingOptions): ReadOptions {
  return {
    ...(format !== undefined && { format }),
    ...(encoding !== undefined && { encoding }),
    ...(delimiter !== undefined && { delimiter }),
    ...(extract !== undefined && { extract }),
    ...(text !== undefined && { text }),
    ...(id !== undefined && { id }),
  }
}

/** The fields that options name, beside those of the text and the id, which every record must have. */
export function namedFieldsOf({ date, source, carry = [] }: DedupeJob): NamedField[] {
  return [
    ...(date === undefined ? [] : [{ option: '--date', field: date, decides: true }]),
    ...(source === undefined ? [] : [{ option: '--source', field: source, decides: true }]),
    ...carry.map((field) => ({ option: '--carry', field, decides: false })),
  ]
}

/** The policy of removal. */
export function removeOf({ remove, coverage, identity }: DedupeJob): Remove {
  return { contained: remove.includes('contained'), coverage, identity }
}

/** Everything that decides which documents are kept. Documents are named by their ordinals, because ids may repeat. */
export function dedupeOptionsOf(job: DedupeJob): DedupeOptions<Arrival, number> {
  const { keep, cluster, date, source, prefer, memory, tmp } = job
  return {
    id: (arrival) => arrival.ordinal,
    text: (arrival) => arrival.text,
    relate: relateFrom(job),
    remove: removeOf(job),
    // The ledger and the page show what differs.
    edits: quotesTexts(job),
    ...(isBatch(job) && { mode: 'batch', keep, cluster }),
    ...(date !== undefined && { date: ({ document }) => fieldAt(document.record, date) as string }),
    ...(source !== undefined && { source: ({ document }) => fieldAt(document.record, source) as string }),
    ...(prefer !== undefined && { preferred: prefer }),
    ...(memory !== undefined && { memory, spool: fileSpool(tmp) }),
  }
}

/** Everything that decides, as line one of the ledger states it. */
export function ledgerOptionsOf(job: DedupeJob): LedgerOptions {
  const { text = 'text', id = 'id', carry = [], keep, cluster } = job
  return {
    relate: relateFrom(job),
    remove: removeOf(job),
    mode: isBatch(job) ? 'batch' : 'stream',
    keep,
    cluster,
    text,
    id,
    carry,
  }
}

/** Options that change neither a verdict nor the bytes of an output. */
const FREE: ReadonlySet<string> = new Set<keyof DedupeJob>([
  'resume',
  'force',
  'quiet',
  'json',
  'show',
  'memory',
  'tmp',
  'engine',
  'master',
  'sparkConf',
])

/** The inputs and options that a run must have in common with the one it goes on from, by their names. */
export function lastingOptionsOf(job: DedupeJob): Record<string, unknown> {
  return Object.fromEntries(Object.entries(job).filter(([name]) => !FREE.has(name)))
}
