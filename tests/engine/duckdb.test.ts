import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { DEFAULT_RELATE } from '../../src/compare/relation.js'
import { batch } from '../../src/dedupe/batch.js'
import { DEFAULT_REMOVE } from '../../src/dedupe/removal-policy.js'
import { dedupeSettings } from '../../src/dedupe/settings.js'
import { duckDbEngine } from '../../src/engine/duckdb-batch.node.js'
import type { TablesOptions } from '../../src/engine/given-batch.node.js'
import { DuckDbTables, type DuckDbLimits } from '../../src/engine/duckdb.node.js'
import { PROSE } from '../prose.js'
import { SEEDS } from '../seeds.js'
import { bundledWorker } from './bundled-worker.js'
import { crawl, notices, type Given } from './crawl.js'

const folder = mkdtempSync(path.join(tmpdir(), 'duckdb-'))
let file = ''
beforeAll(() => {
  file = bundledWorker(folder)
})
afterAll(() => rmSync(folder, { recursive: true }))

type DuckDbOptions = TablesOptions & DuckDbLimits

let folders = 0
function optionsOf(more: Partial<DuckDbOptions> = {}): DuckDbOptions {
  return {
    folder: path.join(folder, `batch-${folders++}`),
    resumes: false,
    memory: 2 ** 29,
    threads: 1,
    worker: null,
    relate: DEFAULT_RELATE,
    remove: DEFAULT_REMOVE,
    ...more,
  }
}

const settings = () => dedupeSettings<Given, string | number>({ mode: 'batch', edits: true })

async function inOneProcess(documents: readonly Given[]): Promise<unknown[]> {
  const verdicts: unknown[] = []
  for await (const verdict of batch(() => documents, settings())) verdicts.push(verdict)
  return verdicts
}

async function inDuckDb(
  documents: readonly Given[],
  options: DuckDbOptions,
  open?: typeof DuckDbTables.open,
): Promise<unknown[]> {
  const engine = duckDbEngine(options, open)
  const verdicts: unknown[] = []
  try {
    for await (const verdict of batch(() => documents, settings(), engine)) verdicts.push(verdict)
  } finally {
    await engine.close()
  }
  return verdicts
}

type Tables = Awaited<ReturnType<typeof DuckDbTables.open>>

/** Opens tables that show what they are asked for, before they answer. */
function watched(
  see: (name: string, queries: readonly string[], tables: Tables) => void | Promise<void>,
): typeof DuckDbTables.open {
  return async (...given) => {
    const tables = await DuckDbTables.open(...given)
    const { make, hold, work } = tables
    tables.make = async (name, query, check) => {
      await see(name, [query], tables)
      return make.call(tables, name, query, check)
    }
    tables.hold = async (name, query) => {
      await see(name, [query], tables)
      return hold.call(tables, name, query)
    }
    tables.work = async (stage) => {
      await see(stage.name, stage.queries, tables)
      return work.call(tables, stage)
    }
    return tables
  }
}

/** Both, compared as bytes. */
async function expectSame(
  documents: readonly Given[],
  options: DuckDbOptions,
  open?: typeof DuckDbTables.open,
): Promise<void> {
  const one = (await inOneProcess(documents)).map((verdict) => JSON.stringify(verdict))
  const other = (await inDuckDb(documents, options, open)).map((verdict) => JSON.stringify(verdict))
  expect(other).toEqual(one)
}

describe('a batch in DuckDB gives every document the verdict that one process gives it', () => {
  test(
    '2,100 documents, more than one chunk of DuckDB, by worker processes',
    { timeout: 240_000 },
    async () => {
      await expectSame(notices(2100, 1), optionsOf({ worker: { file, processes: 2 } }))
    },
  )

  test('small crawls of many copies, where keepers go later', { timeout: 120_000 }, async () => {
    for (const seed of [2, 3]) await expectSame(crawl(80, seed), optionsOf())
  })

  test(
    'ever shorter copies, of which each goes only if the one before the last stays',
    { timeout: 120_000 },
    async () => {
      // Each is a copy of the one before, in every other crawl not of the one before that: when its keeper goes, it is decided anew.
      const documents = SEEDS.flatMap((seed, i) =>
        Array.from({ length: 14 }, (_, k) => ({
          id: `${i} ${k}`,
          text: seed.slice(0, 900 * [0.9, 0.85][i % 2] ** k),
        })),
      )
      await expectSame(documents, optionsOf())
    },
  )

  test(
    'a letterhead in a tenth of all documents, and a document of 100 KB',
    { timeout: 120_000 },
    async () => {
      const [letterhead] = PROSE.map(({ foreign }) => foreign)
      const documents = notices(150, 4).map(({ id, text }, i) => ({
        id,
        text: i % 10 === 0 ? `${letterhead}\n\n${text}` : text,
      }))
      documents.splice(7, 0, {
        id: 'long',
        text: notices(400, 5)
          .map(({ text }) => text)
          .join('\n'),
      })
      await expectSame(documents, optionsOf({ worker: { file, processes: 2 } }))
    },
  )

  test('odd texts and ids', { timeout: 60_000 }, async () => {
    const { article } = PROSE[0]
    const marks = [
      '',
      '',
      '   ',
      '\u2028',
      '\0',
      '\ud800',
      '🎉🎉 🎉',
      '🎉🎉  🎉',
      '-5 %',
      '+5 %',
      '\\N',
      '"',
      "'",
      '\t',
      '\x01',
    ]
    const spaces = [' ', '\u2028', '\r\n', '\u0085'].map((space) => article.replaceAll(' ', space))
    const beside = [
      `${article}\0`,
      `\ud800${article}`,
      `{"text":"${article}"}`,
      `\\N\t${article}`,
      `\ufeff${article}`,
    ]
    const texts = [...marks, ...spaces, ...beside]
    const ids = [0, -0, 1, '1', '', '\0', '\t', '\n', '\u2028', '\ud800', 1.5, -1e300, 'ä', '😀', '\\N']
    const documents = texts.flatMap((text, i) => [
      { id: ids[i % ids.length], text },
      { id: ids[(i + 7) % ids.length], text },
    ])
    await expectSame(documents, optionsOf({ worker: { file, processes: 2 } }))
  })

  test('where memory holds the lines of a few askers at a time', { timeout: 120_000 }, async () => {
    const passes = new Map<string, number>()
    const open = watched((name, asked) => {
      passes.set(name, Math.max(asked.length, passes.get(name) ?? 0))
    })
    const documents = [...notices(200, 8), ...crawl(100, 9, 10, 200)]
    await expectSame(documents, optionsOf({ pass: 100_000 }), open)
    expect(passes.get('ranked1')).toBeGreaterThan(1)
    expect(passes.get('verified1')).toBeGreaterThan(1)
  })

  test('no query joins each row with each', { timeout: 120_000 }, async () => {
    const slow: string[] = []
    const stages = new Set<string>()
    const open = watched(async (name, asked, tables) => {
      stages.add(name)
      for (const query of asked) {
        for await (const [, plan] of tables.rows(`EXPLAIN ${query}`, name)) {
          if ((plan as string).includes('BLOCKWISE_NL_JOIN')) slow.push(`${name}: ${query}`)
        }
      }
    })
    await inDuckDb(crawl(80, 2), optionsOf(), open)
    expect(slow).toEqual([])
    for (const name of ['entries', 'looked', 'ranked1', 'asked', 'verified1', 'settled1', 'ties'])
      expect(stages).toContain(name)
  })

  test('no document, and one', async () => {
    for (const documents of [[], [{ id: 'a', text: 'a' }]]) await expectSame(documents, optionsOf())
  })
})

describe('stages', () => {
  test(
    'a worker that is killed ends the job; what was finished is not done again',
    { timeout: 60_000 },
    async () => {
      const documents = notices(120, 5)
      const killed = path.join(folder, 'killed.mjs')
      // It signs and ranks, and dies when it should verify.
      const code = `if (process.argv[2] === 'verify') process.kill(process.pid, 'SIGKILL'); else await import(${JSON.stringify(file)})`
      writeFileSync(killed, code)
      const options = optionsOf({ worker: { file: killed, processes: 2 } })
      await expect(inDuckDb(documents, options)).rejects.toThrow('a worker process was ended by SIGKILL')
      const stages = readdirSync(options.folder).filter((name) => name.endsWith('.parquet'))
      expect(stages).toEqual(
        expect.arrayContaining(['signed.parquet', 'postings.parquet', 'ranked0.parquet']),
      )
      const timeOf = () => stages.map((name) => statSync(path.join(options.folder, name)).mtimeMs)
      const before = timeOf()
      const resumed = { ...options, resumes: true, worker: { file, processes: 1 } }
      const verdicts = await inDuckDb(documents, resumed)
      expect(timeOf()).toEqual(before)
      expect(verdicts).toEqual(await inOneProcess(documents))
      // Tables of other documents are not used.
      const others = notices(60, 6)
      expect(await inDuckDb(others, resumed)).toEqual(await inOneProcess(others))
    },
  )

  test('a worker that fails says why', { timeout: 60_000 }, async () => {
    const failing = path.join(folder, 'failing.mjs')
    writeFileSync(
      failing,
      `process.stderr.write('offprint: no room [ERR]\\n'); process.exitCode = 2; process.stdin.destroy()`,
    )
    const options = optionsOf({ worker: { file: failing, processes: 2 } })
    await expect(inDuckDb(notices(50, 7), options)).rejects.toThrow('a worker process failed: no room [ERR]')
  })

  test('a worker that loses a line, or writes a bad cell, ends the job', { timeout: 60_000 }, async () => {
    const lossy = path.join(folder, 'lossy.mjs')
    writeFileSync(
      lossy,
      `process.stdin.resume(); process.stdin.on('end', () => process.stdout.write(${JSON.stringify('0\t1\tx\t0\t\t1,0,0,0\t1\t0\t\n')}))`,
    )
    const one = optionsOf({ worker: { file: lossy, processes: 1 } })
    await expect(inDuckDb(notices(50, 7), one)).rejects.toThrow('the stage signed has 1 rows instead of 50')
    const bad = path.join(folder, 'bad.mjs')
    writeFileSync(
      bad,
      `process.stdin.resume(); process.stdin.on('end', () => process.stdout.write(${JSON.stringify('0\t\tx\t0\t\t1,0,0,0\t1\t0\t\n')}))`,
    )
    const other = optionsOf({ worker: { file: bad, processes: 1 } })
    await expect(inDuckDb(notices(50, 7), other)).rejects.toThrow('DuckDB failed at the stage signed')
    const short = path.join(folder, 'short.mjs')
    writeFileSync(
      short,
      `process.stdin.resume(); process.stdin.on('end', () => process.stdout.write('0\\t1\\n'))`,
    )
    const third = optionsOf({ worker: { file: short, processes: 1 } })
    await expect(inDuckDb(notices(50, 7), third)).rejects.toThrow('a row of signed has 2 cells, not 9')
  })
})
