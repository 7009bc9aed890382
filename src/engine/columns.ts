import type { Dialect } from './dialect.js'

/** Columns of a worker’s cells and their types; a cell that is not of its type must end the job. */
export type Columns = readonly (readonly [
  name: string,
  type: 'BIGINT' | 'INT' | 'DOUBLE' | 'BOOLEAN' | 'TEXT',
])[]

/** Documents as they are given: see `sign`. */
export const DOCUMENTS: Columns = [
  ['doc', 'BIGINT'],
  ['id', 'TEXT'],
  ['score', 'TEXT'],
  ['text', 'TEXT'],
]

/** The cells of `worker sign`. */
export const SIGNED: Columns = [
  ['doc', 'BIGINT'],
  ['length', 'BIGINT'],
  ['rank', 'TEXT'],
  ['grams', 'INT'],
  ['signature', 'TEXT'],
  ['kinds', 'TEXT'],
  ['keys', 'TEXT'],
  ['places', 'TEXT'],
  ['words', 'TEXT'],
]

/** The cells of `worker rank`. */
export const RANKED: Columns = [
  ['a', 'BIGINT'],
  ['place', 'INT'],
  ['b', 'BIGINT'],
  ['line', 'TEXT'],
  ['truncated', 'INT'],
]

/** The cells of `worker verify`. */
export const VERIFIED: Columns = [
  ['a', 'BIGINT'],
  ['place', 'INT'],
  ['b', 'BIGINT'],
  ['line', 'TEXT'],
  ['outcome', 'TEXT'],
  ['fresh', 'INT'],
  ['goes', 'INT'],
  ['gone', 'INT'],
  ['coverageA', 'DOUBLE'],
  ['coverageB', 'DOUBLE'],
  ['identity', 'DOUBLE'],
  ['code', 'TEXT'],
  ['reason', 'TEXT'],
]

/** The cells of `worker contain` and `worker settle`. */
export const KEEPERS: Columns = [
  ['n', 'BIGINT'],
  ['keeper', 'BIGINT'],
]

/** A table of strings with the types of its columns; the engine must fail where a cell is not of its type. */
export function typed(from: string, columns: Columns, { string }: Dialect): string {
  const cells = columns.map(
    ([name, type]) => `CAST(${name} AS ${type === 'TEXT' ? string : type}) AS ${name}`,
  )
  return `SELECT ${cells.join(', ')} FROM ${from}`
}
