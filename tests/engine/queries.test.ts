// The queries of a round beside the same by hand, with lists longer than lists are: no crawl of a test has a key of 1,000 documents.
import { DuckDBInstance } from '@duckdb/node-api'
import { expect, test } from 'vitest'
import * as queries from '../../src/engine/queries.js'
import { heldBefore, lookedByHand, type Entry } from '../naive/looked.js'
import { random } from '../noise.js'

/** Numbers far apart, so that they fall into several of the ranges in which held documents are counted. */
const APART = 2003
const DOCUMENTS = 1250

/** Key 0 in all, key 1 in exactly 1,000 of those that are held, key 2 in 1,001; the others in some. */
function documents(): { entries: Entry[]; held: Set<number> } {
  const next = random(7)
  const held = new Set<number>()
  const entries = Array.from({ length: DOCUMENTS }, (_, at): Entry => {
    const n = at * APART
    if (at % 17 !== 5) held.add(n)
    const rank = held.size
    const hot = [0, ...(rank <= 1000 ? [1] : []), ...(rank <= 1001 ? [2] : [])]
    const own = Array.from({ length: 14 }, () => 10 + Math.floor(next() ** 3 * 400))
    const keys = [10_000 + at, ...own, ...hot, Math.floor(next() * 3)].map((key, i) => ({
      key,
      kind: i === 0 ? 0 : i < 3 ? 1 : i < 12 ? 2 : 3,
      place: 7 * i,
    }))
    return { n, sampled: at % 3 === 0 ? 9 : 20, grams: 6, keys }
  })
  return { entries, held }
}

test('lists are counted and cut as one does by hand, also those that are full', async () => {
  const { entries, held } = documents()
  const instance = await DuckDBInstance.create(':memory:')
  const connection = await instance.connect()
  const fill = async (table: string, rows: readonly (readonly (number | boolean)[])[]) => {
    const values = rows.map((row) => `(${row.join()})`)
    await connection.run(`INSERT INTO ${table} VALUES ${values.join()}`)
  }
  const make = (table: string, query: string) => connection.run(`CREATE TABLE ${table} AS ${query}`)
  const rowsOf = async (query: string) =>
    (await connection.runAndReadAll(query)).getRowsJS().map((row) => row.map(Number))
  try {
    await connection.run(
      'CREATE TABLE entries (n BIGINT, digest BIGINT, length BIGINT, sampled INT, grams INT)',
    )
    await connection.run('CREATE TABLE postings (n BIGINT, i INT, key BIGINT, place BIGINT, kind INT)')
    await connection.run('CREATE TABLE held (n BIGINT, seq BIGINT, open BOOLEAN)')
    await fill(
      'entries',
      entries.map(({ n, sampled, grams }) => [n, n, 9, sampled, grams]),
    )
    await fill(
      'postings',
      entries.flatMap(({ n, keys }) => keys.map(({ key, kind, place }, i) => [n, i, key, place, kind])),
    )
    await fill(
      'held',
      [...held].map((n) => [n, n, true]),
    )
    await connection.run(`CREATE TABLE start AS SELECT ${200 * APART} AS start`)
    await make('askers', queries.askers('held', 'start'))
    await make('holders', queries.holders('held'))
    await make('listed', queries.listed())
    await make('looked', queries.looked('askers'))
    const asks = (n: number) => n >= 200 * APART
    expect(await rowsOf('SELECT n, documents FROM askers ORDER BY n')).toEqual(
      heldBefore(entries, held, asks),
    )
    const expected = lookedByHand(entries, held, asks)
    expect(await rowsOf('SELECT n, i, size, capped, most FROM looked ORDER BY n, i')).toEqual(expected)
    // The lists that the test is about: full and not, and cut.
    const full = expected.filter(([, , size]) => size === 1000)
    expect(new Set(full.map(([, , , capped]) => capped))).toEqual(new Set([0, 1]))
    expect(expected.some(([, , size, , most]) => size > most)).toBe(true)
    const [[longest]] = await rowsOf('SELECT max(ordinal) FROM listed')
    expect(longest).toBe(1001)
  } finally {
    connection.closeSync()
    instance.closeSync()
  }
})
