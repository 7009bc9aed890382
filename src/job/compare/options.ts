import type { RelateOptions } from '../relate.js'

/** What one run of `offprint compare` is asked to do: its arguments, and its options by their names in camel case. */
export interface CompareJob extends RelateOptions {
  /** Two paths; one of them may be `-`, standard input. */
  readonly a: string
  readonly b: string
  readonly json?: boolean
  readonly patch?: boolean
  readonly layout?: boolean
  readonly encoding?: string
  readonly output?: string
  readonly force?: boolean
}
