import type { Columns, Dialect } from './plan.js'

/** A stage that the worker does. */
export interface WorkStage {
  /** The table of its cells. */
  readonly name: string
  /** The verb of the worker, and its options. */
  readonly argv: readonly string[]
  readonly columns: Columns
  /** Queries of (a, place, line): lines of one `a` go to one worker, by `place`. They are asked one after the other. */
  readonly queries: readonly string[]
  /** The same verb in this process. */
  readonly here: () => (line: string) => string
  /** Told after some rows. */
  readonly onProgress?: (rows: number) => void
}

/**
 * Tables of a batch as an engine keeps them. A table that `make`, `fill` or `work` made is whole, stays on disk, and is not made again
 * by a later run.
 */
export interface BatchTables {
  readonly dialect: Dialect
  /** Whether a table is there, from this run or an earlier one. */
  has(name: string): boolean
  /** Makes a table by a query, unless it is there. */
  make(name: string, query: string): Promise<void>
  /** Makes a table of rows of strings, unless it is there. @param rows is not asked for where it is. */
  fill(name: string, columns: Columns, rows: () => AsyncIterable<readonly string[]>): Promise<void>
  /** Makes a table of what the worker says of lines, unless it is there. */
  work(stage: WorkStage): Promise<void>
  /** A name for a query, which is asked anew each time. */
  name(name: string, query: string): Promise<void>
  /** Makes a table that holds until it is made again or dropped, of a stage that is soon over. */
  hold(name: string, query: string): Promise<void>
  drop(name: string): Promise<void>
  /** Removes a table that `make`, `fill` or `work` made. */
  forget(name: string): Promise<void>
  /** The rows of a query, as it makes them. */
  rows(query: string): AsyncIterable<readonly unknown[]>
  /** The one number that a query gives. */
  number(query: string): Promise<number>
  close(): Promise<void>
}
