// Apache Spark on this machine, where SPARK_HOME names one: `pip install pyspark==4.0.1` brings it, and it needs Java.
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { DEFAULT_RELATE } from '../../src/compare/relation.js'
import { batch } from '../../src/dedupe/batch.js'
import { DEFAULT_REMOVE } from '../../src/dedupe/removal-policy.js'
import { dedupeSettings } from '../../src/dedupe/settings.js'
import { engineOver } from '../../src/engine/batch-rounds.node.js'
import { sparkHome } from '../../src/engine/spark-home.node.js'
import { SparkTables, type SparkOptions } from '../../src/engine/spark.node.js'
import { bundledWorker } from './bundled-worker.js'
import { crawl, type Given } from './crawl.js'

const HOME = process.env.SPARK_HOME

const folder = mkdtempSync(path.join(tmpdir(), 'spark-'))
let file = ''
beforeAll(() => {
  file = bundledWorker(folder)
})
afterAll(() => rmSync(folder, { recursive: true }))

const sparkOptions = (): SparkOptions => ({
  home: HOME!,
  master: 'local[2]',
  worker: file,
  node: process.execPath,
  conf: {
    'spark.driver.memory': '2g',
    'spark.sql.shuffle.partitions': '2',
    'spark.driver.host': '127.0.0.1',
    'spark.driver.bindAddress': '127.0.0.1',
  },
  signal: undefined,
})

test('without Spark it says what to install', () => {
  const nowhere = path.join(folder, 'nowhere')
  expect(() => sparkHome(nowhere)).toThrow(/bin\/spark-sql in .*nowhere.*pip install pyspark/)
  expect(() => sparkHome('')).toThrow(expect.objectContaining({ code: 'ERR_PACKAGE' }) as Error)
})

test.runIf(HOME)(
  'a statement that fails ends the job with what Spark says',
  { timeout: 240_000 },
  async () => {
    const place = path.join(folder, 'failing')
    mkdirSync(place)
    const tables = await SparkTables.open(place, sparkOptions())
    try {
      await tables.fill('given', [['n', 'BIGINT']], async function* () {
        yield ['1']
        yield ['2']
      })
      expect(await tables.number('SELECT sum(n) FROM given')).toBe(3)
      await expect(tables.make('wrong', 'SELECT n FROM nothing')).rejects.toThrow(
        /Spark failed at the stage wrong: .*TABLE_OR_VIEW_NOT_FOUND/,
      )
      expect(tables.has('wrong')).toBe(false)
      const bad = tables.fill('bad', [['n', 'BIGINT']], async function* () {
        yield ['x']
      })
      await expect(bad).rejects.toMatchObject({ code: 'ERR_STORE' })
      expect(await tables.number('SELECT max(n) FROM given')).toBe(2)
    } finally {
      await tables.close()
    }
  },
)

test.runIf(HOME)(
  'a batch in Spark, of which a worker is killed, gives every document the verdict that one process gives it',
  { timeout: 900_000 },
  async () => {
    // The first worker that ranks dies; Spark starts it again, and writes of it in its messages.
    const mortal = path.join(folder, 'mortal.mjs')
    const died = path.join(folder, 'died')
    writeFileSync(
      mortal,
      `import { existsSync, writeFileSync } from 'node:fs'
      if (process.argv[2] === 'rank' && !existsSync(${JSON.stringify(died)})) {
        writeFileSync(${JSON.stringify(died)}, '')
        process.kill(process.pid, 'SIGKILL')
      } else await import(${JSON.stringify(file)})`,
    )
    const documents = crawl(60, 1, 10, 200)
    const settings = () => dedupeSettings<Given, string | number>({ mode: 'batch', edits: true })
    const one: string[] = []
    for await (const verdict of batch(() => documents, settings())) one.push(JSON.stringify(verdict))
    const engine = engineOver({
      folder: path.join(folder, 'tables'),
      resumes: false,
      relate: DEFAULT_RELATE,
      remove: DEFAULT_REMOVE,
      open: (place) => SparkTables.open(place, { ...sparkOptions(), master: 'local[2,3]', worker: mortal }),
    })
    const other: string[] = []
    try {
      for await (const verdict of batch(() => documents, settings(), engine)) {
        other.push(JSON.stringify(verdict))
      }
    } finally {
      await engine.close()
    }
    expect(other).toEqual(one)
    expect(existsSync(died)).toBe(true)
  },
)
