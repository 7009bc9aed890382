import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { Relate } from '../compare/relation.js'
import type {
  BatchEngine,
  EngineBatch,
  EngineLink,
  EngineOrphans,
  EngineStars,
} from '../dedupe/batch-engine.js'
import { Lexicon } from '../dedupe/lexicon.js'
import type { Remove } from '../dedupe/removal-policy.js'
import { OffprintError } from '../kernel/errors.js'
import type { BatchTables } from './batch-tables.js'
import { asciiJson } from './cells.js'
import { lexiconLine, lexiconOf } from './lexicon-lines.js'
import {
  asked,
  decided,
  entries,
  found,
  holders,
  listed,
  looked,
  parts,
  postings,
  RANKED,
  rankLines,
  SIGNED,
  signLines,
  VERIFIED,
  verifyLines,
  type Columns,
} from './plan.js'
import { rank } from './rank.js'
import { sign } from './sign.js'
import { verifier } from './verify.js'

/** How a batch is decided over tables. */
export interface RoundsOptions {
  /** Where the tables lie. With `resumes` those that an earlier run left there are used, if it had the same documents and options. */
  readonly folder: string
  readonly resumes: boolean
  readonly relate: Relate
  readonly remove: Remove
  /** Opens the tables, once the folder is there. */
  open(folder: string): Promise<BatchTables>
}

/** Version of the tables in a folder. */
const FORMAT = 1
/** The first round guesses who is kept by so many candidates of each document: of a thousand copies each is aligned twice then, not 32 times. */
const GUESSED = 2
/** Askers of one pass: their lists are joined at a time. At 2,000 hits of 20 bytes each it takes 1 GB, which is spilled. */
const PASS = 25_000

/** Decides batches over tables, of which each stage is one: the caller removes the folder. */
export function engineOver(given: RoundsOptions): BatchEngine {
  // Workers run in folders of their own.
  const options = { ...given, folder: path.resolve(given.folder) }
  let tables: BatchTables | undefined
  let rounds = 0
  return {
    async stars(batch) {
      tables = await openTables(options, batch)
      await prepare(tables, options, batch)
      const last = await starRounds(tables, options, batch)
      rounds = last + 1
      return starsOf(tables, batch, last)
    },
    async keepersOf(batch, orphans) {
      return orphanRound(tables!, options, batch, orphans, rounds++)
    },
    async close() {
      await tables?.close()
    },
  }
}

/** Opens the folder; what another batch left there goes. */
async function openTables(options: RoundsOptions, batch: EngineBatch): Promise<BatchTables> {
  const { folder, resumes, relate, remove } = options
  const hash = createHash('sha256').update(JSON.stringify({ FORMAT, relate, remove }))
  for (let rank = 0; rank < batch.documents.count; rank++) {
    const text = batch.textOf(rank)
    hash.update(`${text.length}:`).update(text, 'utf16le')
  }
  const job = path.join(folder, 'job.json')
  const own = JSON.stringify({ format: FORMAT, documents: batch.documents.count, hash: hash.digest('hex') })
  const same = resumes && existsSync(job) && readFileSync(job, 'utf8') === own
  if (!same) rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  writeFileSync(job, own)
  return options.open(folder)
}

/** The stages before the first round. Documents are numbered by rank from the start: their score is their number. */
async function prepare(tables: BatchTables, options: RoundsOptions, batch: EngineBatch): Promise<void> {
  const { count } = batch.documents
  writeFileSync(lexiconFile(options), lexiconLine(Lexicon.unpacked(batch.lexicon)))
  await tables.fill('documents', DOCUMENTS, async function* () {
    for (let doc = 0; doc < count; doc++) {
      yield [String(doc), String(doc), String(doc), engineJson(batch.textOf(doc))]
    }
  })
  await work(tables, options, batch, 'sign', 'signed', SIGNED, [
    `SELECT doc AS a, 0 AS place, line FROM (${signLines()}) d`,
  ])
  await requireRows(tables, 'signed', count)
  await tables.make('entries', entries())
  await requireRows(tables, 'entries', count)
  await tables.make('parts', parts(tables.dialect))
  await tables.make('postings', postings())
}

const DOCUMENTS: Columns = [
  ['doc', 'BIGINT'],
  ['id', 'TEXT'],
  ['score', 'TEXT'],
  ['text', 'TEXT'],
]

/** Rounds until one changes nothing; returns the number of the last one. */
async function starRounds(tables: BatchTables, options: RoundsOptions, batch: EngineBatch): Promise<number> {
  const { count } = batch.documents
  // One of each folded text, at first.
  await tables.make(
    'held0',
    'SELECT n, n AS seq, true AS open FROM (SELECT n, min(n) OVER (PARTITION BY digest, length) AS head FROM entries) t WHERE n = head',
  )
  /** The documents before this one are decided for good. */
  let from = 0
  for (let round = 0; ; round++) {
    batch.signal?.throwIfAborted()
    await tables.make(
      `askers${round}`,
      `SELECT n AS seq, n, documents FROM (
        SELECT e.n, count(h.n) OVER (ORDER BY e.n ROWS UNBOUNDED PRECEDING) - CASE WHEN h.n IS NULL THEN 0 ELSE 1 END AS documents
        FROM entries e LEFT JOIN held${round} h ON h.n = e.n) t WHERE n >= ${from}`,
    )
    const guesses = round === 0
    await searchRound(tables, options, batch, round, { from, to: count }, guesses)
    const before = round > 1 ? ` UNION ALL SELECT * FROM decided${round - 1} WHERE n < ${from}` : ''
    await tables.make(`decided${round}`, `${decided(`found${round}`)}${before}`)
    await tables.make(
      `held${round + 1}`,
      `SELECT e.n, e.n AS seq, true AS open FROM entries e LEFT JOIN decided${round} d ON d.n = e.n WHERE d.n IS NULL`,
    )
    const changed = await tables.number(
      `SELECT coalesce(min(coalesce(x.n, y.n)), -1) FROM held${round} x FULL JOIN held${round + 1} y ON x.n = y.n WHERE x.n IS NULL OR y.n IS NULL`,
    )
    if (changed < 0 && !guesses) return round
    // What was guessed is not decided, not even before the first change.
    from = guesses ? 0 : changed + 1
  }
}

/** One round: lists, ranks and verifies for the askers of a range. Leaves the table `found` of its number. */
async function searchRound(
  tables: BatchTables,
  options: RoundsOptions,
  batch: EngineBatch,
  round: number,
  range: { readonly from: number; readonly to: number },
  guesses: boolean,
): Promise<void> {
  const askers = `askers${round}`
  await tables.hold('holders', holders(`held${round}`))
  if (!tables.has(`ranked${round}`)) {
    await tables.hold('listed', listed('holders'))
    await tables.hold('looked', looked(askers, 'holders'))
  }
  const passes: string[] = []
  for (let from = range.from; from < range.to; from += PASS) {
    const pass = { from, to: Math.min(range.to, from + PASS) }
    passes.push(`SELECT a, 0 AS place, line FROM (${rankLines(askers, pass, tables.dialect)}) d`)
  }
  await work(tables, options, batch, 'rank', `ranked${round}`, RANKED, passes)
  await tables.drop('listed')
  await tables.drop('looked')
  const heads = await tables.number(`SELECT count(*) FROM ranked${round} WHERE place = -1`)
  const asking = await tables.number(`SELECT count(*) FROM ${askers}`)
  if (heads !== asking) throw lost(`ranked${round}`, heads, asking)
  await tables.name('compared', comparedBefore(round))
  await tables.hold('asked', asked(`ranked${round}`, askers, 'compared', guesses ? GUESSED : undefined))
  await work(tables, options, batch, 'verify', `verified${round}`, VERIFIED, [verifyLines()])
  await requireRows(tables, `verified${round}`, await tables.number('SELECT count(*) FROM asked'))
  await tables.drop('asked')
  await tables.make(`found${round}`, found(`verified${round}`, askers))
  await requireRows(tables, `found${round}`, await tables.number(`SELECT count(*) FROM verified${round}`))
}

/** What all rounds before this one have compared. */
function comparedBefore(round: number): string {
  const columns = 'n, other, line, outcome, goes, gone'
  if (round === 0)
    return `SELECT ${columns} FROM (SELECT n, n AS other, '' AS line, '' AS outcome, 0 AS goes, 0 AS gone FROM entries) t WHERE false`
  return Array.from({ length: round }, (_, i) => `SELECT ${columns} FROM found${i} WHERE fresh = 1`).join(
    ' UNION ALL ',
  )
}

/** What the last round decided, and of each document what the last round found that asked for it. */
async function starsOf(tables: BatchTables, { documents }: EngineBatch, last: number): Promise<EngineStars> {
  const keeper = new Int32Array(documents.count).fill(-1)
  for await (const [n, other] of tables.rows(`SELECT n, keeper FROM decided${last}`))
    keeper[Number(n)] = Number(other)
  const truncated = new Uint8Array(documents.count)
  // Not the guess.
  const rounds = Array.from({ length: last }, (_, i) => i + 1)
  const lastOf = rounds.map((round) => `SELECT n, ${round} AS round FROM askers${round}`).join(' UNION ALL ')
  await tables.name('asked_last', `SELECT n, max(round) AS round FROM (${lastOf}) t GROUP BY n`)
  const all = rounds.map((round) => `SELECT *, ${round} AS round FROM found${round}`).join(' UNION ALL ')
  await tables.name(
    'found_last',
    `SELECT f.* FROM (${all}) f JOIN asked_last l ON l.n = f.n AND l.round = f.round`,
  )
  const heads = rounds.map(
    (round) => `SELECT a AS n, ${round} AS round FROM ranked${round} WHERE place = -1 AND truncated = 1`,
  )
  const cut = `SELECT h.n FROM (${heads.join(' UNION ALL ')}) h JOIN asked_last l ON l.n = h.n AND l.round = h.round UNION SELECT n FROM found_last WHERE outcome = 'beyond'`
  for await (const [n] of tables.rows(cut)) truncated[Number(n)] = 1
  return {
    keeper,
    truncated,
    links: linksOf(
      tables,
      `SELECT f.n, other, outcome, goes, gone FROM found_last f LEFT JOIN decided${last} d ON d.n = f.n WHERE d.n IS NULL`,
    ),
  }
}

/** Related pairs of a query, ascending. */
async function* linksOf(tables: BatchTables, query: string): AsyncGenerator<EngineLink> {
  const related = `SELECT * FROM (${query}) q WHERE outcome NOT IN ('unrelated', 'phrase', 'beyond') ORDER BY n, other`
  for await (const [n, other, outcome, goes, gone] of tables.rows(related)) {
    yield {
      rank: Number(n),
      other: Number(other),
      duplicate: outcome === 'duplicate',
      goes: goes === 1,
      gone: gone === 1,
    }
  }
}

/** A round for documents that lost their keeper. They ask after all others, in their order. */
async function orphanRound(
  tables: BatchTables,
  options: RoundsOptions,
  batch: EngineBatch,
  { orphans, held, isKept, restored }: EngineOrphans,
  round: number,
): Promise<ReadonlyMap<number, readonly EngineLink[]>> {
  const { count } = batch.documents
  const isHeld = new Set(held)
  // Stages of an earlier run may have asked for others.
  for (const stage of ['held', 'askers', 'ranked', 'verified', 'found'])
    await tables.forget(`${stage}${round}`)
  await tables.fill(`held${round}`, HELD, async function* () {
    for (const n of held) yield [String(n), String(n), String(isKept(n))]
    for (const [place, n] of orphans.entries()) {
      // One that was held stays in the lists where it was, and is found as if it were a copy that came later.
      if (restored.has(n)) yield [String(n), String(count + place), 'true']
    }
  })
  await tables.fill(`askers${round}`, ASKERS, async function* () {
    let documents = held.length
    for (const [place, n] of orphans.entries()) {
      yield [String(count + place), String(n), String(documents)]
      if (restored.has(n) && !isHeld.has(n)) documents++
    }
  })
  await searchRound(tables, options, batch, round, { from: count, to: count + orphans.length }, false)
  const links = new Map<number, EngineLink[]>()
  for await (const link of linksOf(tables, `SELECT n, other, outcome, goes, gone FROM found${round}`)) {
    const known = links.get(link.rank)
    if (known === undefined) links.set(link.rank, [link])
    else known.push(link)
  }
  return links
}

const HELD: Columns = [
  ['n', 'BIGINT'],
  ['seq', 'BIGINT'],
  ['open', 'BOOLEAN'],
]
const ASKERS: Columns = [
  ['seq', 'BIGINT'],
  ['n', 'BIGINT'],
  ['documents', 'BIGINT'],
]

/** A stage that the worker does. */
async function work(
  tables: BatchTables,
  options: RoundsOptions,
  { onProgress, documents: { count } }: EngineBatch,
  verb: 'sign' | 'rank' | 'verify',
  name: string,
  columns: Columns,
  queries: readonly string[],
): Promise<void> {
  await tables.work({
    name,
    argv: argvOf(options, verb),
    columns,
    queries,
    here: () => verbOf(options, verb),
    onProgress: (rows) => onProgress(Math.min(count, rows)),
  })
}

function verbOf(options: RoundsOptions, verb: 'sign' | 'rank' | 'verify'): (line: string) => string {
  if (verb === 'sign') return sign
  if (verb === 'rank') return rank
  const lexicon = lexiconOf(readFileSync(lexiconFile(options), 'latin1'))
  const { relate, remove } = options
  return verifier({ relate, remove, known: (word) => lexicon.knowsWord(word) })
}

function argvOf(options: RoundsOptions, verb: string): string[] {
  const { relate, remove } = options
  if (verb !== 'verify') return [verb]
  const settings = {
    'relate-coverage': relate.coverage,
    'relate-identity': relate.identity,
    passage: relate.passage,
    coverage: remove.coverage,
    identity: remove.identity,
    remove: remove.contained ? 'duplicate,contained' : 'duplicate',
    lexicon: lexiconFile(options),
  }
  return [verb, ...Object.entries(settings).flatMap(([name, value]) => [`--${name}`, String(value)])]
}

function lexiconFile({ folder }: RoundsOptions): string {
  return path.join(folder, 'lexicon')
}

/** Rows in are rows out, or the job ends. @throws OffprintError `ERR_STORE`. */
async function requireRows(tables: BatchTables, name: string, expected: number): Promise<void> {
  const rows = await tables.number(`SELECT count(*) FROM ${name}`)
  if (rows !== expected) throw lost(name, rows, expected)
}

function lost(name: string, rows: number, expected: number): OffprintError {
  return new OffprintError('ERR_STORE', `the stage ${name} has ${rows} rows instead of ${expected}`)
}

/** A text as JSON that engines leave alone: what ends a line somewhere is escaped, and lone surrogates are. O(length). */
function engineJson(text: string): string {
  return JSON.stringify(text).replace(/[\u007f-\u009f\u2028\u2029\ufffe\uffff]/g, (unit) =>
    asciiJson(unit).slice(1, -1),
  )
}
