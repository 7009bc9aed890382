import type { ReadingOptions } from '../dedupe/options.js'
import { usageError } from '../errors.js'
import type { RelateOptions } from '../relate.js'

/** What all commands of an index have in common. */
interface StoreJob {
  /** The folder or the URL of the store. */
  readonly store: string
  readonly secretFile?: string
  readonly json?: boolean
}

/** How a command of an index reads documents, and where it writes. */
export interface InputsJob extends StoreJob, ReadingOptions {
  /** Files, folders and patterns; one of them may be `-`, standard input. */
  readonly inputs: readonly string[]
  readonly output?: string
  readonly rejects?: string
  readonly strict?: boolean
  readonly force?: boolean
  readonly quiet?: boolean
}

/** `index build` and `index add`: documents are entered. */
export interface EnterJob extends InputsJob {
  readonly action: 'build' | 'add'
  /** Field of a record that holds its date. */
  readonly date?: string
}

/** `index query`: documents are looked for. */
export interface QueryJob extends InputsJob, RelateOptions {
  readonly action: 'query'
}

/** `index stats`. */
export interface StatsJob extends StoreJob {
  readonly action: 'stats'
}

/** `index expire`. */
export interface ExpireJob extends StoreJob {
  readonly action: 'expire'
  /** Milliseconds since 1970. */
  readonly before: number
}

/** What one run of `offprint index` is asked to do. */
export type IndexJob = EnterJob | QueryJob | StatsJob | ExpireJob

/** @throws OffprintError `ERR_USAGE` for options that exclude each other. */
export function requireReadable({ inputs, format, delimiter }: InputsJob): void {
  if (inputs.filter((input) => input === '-').length > 1) {
    throw usageError('standard input (-) can be read only once; name it once')
  }
  if (delimiter !== undefined && format !== undefined && format !== 'csv' && format !== 'tsv') {
    throw usageError(`--delimiter separates the fields of CSV, and --format is ${format}; leave one out`)
  }
}
