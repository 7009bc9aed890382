import type { DedupeOptions, Remove } from '../../dedupe/dedupe.js'
import type { Format } from '../../read/format.js'
import { fieldAt } from '../../read/records/fields.js'
import type { ReadOptions } from '../../read/read-options.js'
import type { ReportLanguage } from '../../report/html/words/vocabulary.js'
import { fileSpool } from '../../store/spool.node.js'
import { relateFrom, type RelateOptions } from '../relate.js'
import { usageError } from '../errors.js'
import type { Arrival } from './document-table.js'

/** Policies of `--keep`. */
export const KEEP = ['first', 'longest', 'newest', 'cleanest', 'preferred'] as const

/** The options of `offprint dedupe`, as commander hands them over. */
export interface DedupeArguments extends RelateOptions {
  format?: Format
  encoding?: string
  delimiter?: string
  text?: string
  id?: string
  batch?: true
  keep: (typeof KEEP)[number]
  date?: string
  source?: string
  prefer?: string[]
  cluster: 'star' | 'connected'
  against?: string[]
  remove: Remove['relations']
  coverage: number
  lost: number
  identity: number
  keepIfNumbersDiffer?: true
  keepSiblings: boolean
  memory?: number
  tmp?: string
  output?: string
  ids?: string
  ledger?: string
  carry?: string[]
  rejects?: string
  clusters?: string
  report?: string
  reportLang: ReportLanguage
  summary?: string
  json?: true
  strict?: true
  resume?: true
  force?: true
  quiet?: true
}

/** Whether everything is read before the first verdict. */
export function isBatch({ batch, keep, cluster }: DedupeArguments): boolean {
  return batch === true || keep !== 'first' || cluster === 'connected'
}

/**
 * Options that only make sense together.
 * @throws OffprintError `ERR_USAGE`.
 */
export function requireSense(inputs: readonly string[], options: DedupeArguments): void {
  const { keep, date, source, prefer, against = [], format, delimiter } = options
  if (inputs.filter((input) => input === '-').length > 1) {
    throw usageError('standard input (-) can be read only once')
  }
  if (against.includes('-'))
    throw usageError('--against cannot be standard input (-); name a file, a folder or an index')
  if ((keep === 'newest') !== (date !== undefined)) {
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
  if (delimiter !== undefined && format !== undefined && format !== 'csv' && format !== 'tsv') {
    throw usageError(`--delimiter parts the fields of CSV, and --format is ${format}; leave one out`)
  }
}

/** Options of readers. */
export function readingFrom({ format, encoding, delimiter, text, id }: DedupeArguments): ReadOptions {
  return {
    ...(format !== undefined && { format }),
    ...(encoding !== undefined && { encoding }),
    ...(delimiter !== undefined && { delimiter }),
    ...(text !== undefined && { text }),
    ...(id !== undefined && { id }),
  }
}

/** Options that change neither verdicts nor what files hold. */
const FREE = new Set(['resume', 'force', 'quiet', 'json', 'memory', 'tmp'])

/** The options that a run which goes on must have in common with the one before. */
export function lastingOf(inputs: readonly string[], options: DedupeArguments): Record<string, unknown> {
  const lasting = Object.entries(options).filter(([name]) => !FREE.has(name))
  return { inputs, ...Object.fromEntries(lasting) }
}

/** The removal settings. */
export function removeFrom({ remove, coverage, lost, identity }: DedupeArguments): Remove {
  return { relations: remove, coverage, lost, identity }
}

/** Everything that decides who is kept. */
export function decidingFrom(options: DedupeArguments): DedupeOptions<Arrival, number> {
  const { keep, cluster, date, source, prefer, memory, tmp } = options
  return {
    id: (arrival) => arrival.place,
    text: (arrival) => arrival.text,
    relate: relateFrom(options),
    remove: removeFrom(options),
    keepIfNumbersDiffer: options.keepIfNumbersDiffer === true,
    keepSiblings: options.keepSiblings,
    // The page and the ledger show what differs.
    edits: options.ledger !== undefined || options.report !== undefined,
    ...(isBatch(options) && { mode: 'batch', keep, cluster }),
    ...(date !== undefined && { date: ({ document }) => fieldAt(document.record, date) as string }),
    ...(source !== undefined && { source: ({ document }) => fieldAt(document.record, source) as string }),
    ...(prefer !== undefined && { preferred: prefer }),
    ...(memory !== undefined && { memory, spool: fileSpool(tmp) }),
  }
}
