import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, describe, expect, test, vi } from 'vitest'
import { crawl, notices } from '../engine/crawl.js'
import { offprint } from './runner.js'

const folder = mkdtempSync(path.join(tmpdir(), 'batch-'))
afterAll(() => rmSync(folder, { recursive: true }))
const OUTPUTS = ['kept.jsonl', 'ledger.jsonl', 'clusters.jsonl', 'ids', 'summary.json']

/** A run of a command over one crawl; what it wrote, file by file. */
async function outputsOf(name: string, words: readonly string[]): Promise<{ [file: string]: string }> {
  const files = OUTPUTS.map((file) => path.join(folder, `${name}-${file}`))
  const [kept, ledger, clusters, ids, summary] = files
  const outputs = ['-o', kept, '--ledger', ledger, '--clusters', clusters, '--ids', ids, '--summary', summary]
  const { code, stderr } = await offprint([...words, ...outputs, '--quiet'])
  expect(stderr).toBe('')
  expect(code).toBe(0)
  return Object.fromEntries(OUTPUTS.map((file, i) => [file, readFileSync(files[i], 'utf8')]))
}

describe('offprint batch', () => {
  const input = path.join(folder, 'crawl.jsonl')
  const documents = [...notices(150, 9), ...crawl(40, 8)].map(({ text }, i) => ({
    id: i % 7 === 0 ? i : `d${i}`,
    text,
    date: 2000 + (i % 9),
  }))
  writeFileSync(input, documents.map((document) => `${JSON.stringify(document)}\n`).join(''))

  test.each([
    [[]],
    [['--keep', 'longest', '--remove', 'duplicate,contained']],
    [['--keep', 'newest', '--date', 'date', '--coverage', '0.9']],
  ])('writes the same bytes by DuckDB as by one process: %j', { timeout: 120_000 }, async (options) => {
    const name = options.join('')
    const expected = await outputsOf(`dedupe${name}`.replaceAll(/\W/g, ''), [
      'dedupe',
      input,
      '--batch',
      ...options,
    ])
    const one = await outputsOf(`batch${name}`.replaceAll(/\W/g, ''), ['batch', input, ...options])
    const duck = await outputsOf(`duck${name}`.replaceAll(/\W/g, ''), [
      'batch',
      input,
      '--engine',
      'duckdb',
      ...options,
    ])
    expect(one).toEqual(expected)
    expect(duck).toEqual(expected)
  })

  test('--plan refuses what a job cannot do, before anything is written', async () => {
    const plan = path.join(folder, 'plan')
    const given = ['batch', 'hdfs://head/crawl/*.jsonl', '--engine', 'spark', '--plan', plan]
    const said = async (...words: string[]) => {
      const { code, stderr } = await offprint([...given, ...words])
      expect(code).toBe(2)
      return stderr
    }
    expect(await said('-o', 'kept.jsonl')).toMatch(/--plan writes a job.*leave -o out/)
    expect(await said('--memory', '4GB')).toMatch(/leave --memory out/)
    expect(await said('--cluster', 'connected')).toMatch(/makes stars/)
    expect(await said('more.csv')).toMatch(/reads JSON Lines and Parquet, and more\.csv does not say which/)
    const { stderr } = await offprint(['batch', 'x.jsonl', '--plan', plan])
    expect(stderr).toMatch(/--master, --spark-conf and --plan are of --engine spark/)
    expect(existsSync(plan)).toBe(false)
  })

  test('without Spark nothing is read; of a run that cannot be taken up no tables stay', async () => {
    vi.stubEnv('SPARK_HOME', '')
    const output = path.join(folder, 'spark.jsonl')
    const tables = `${output}.checkpoint.tables`
    const spark = await offprint(['batch', 'missing.jsonl', '--engine', 'spark', '-o', output])
    expect(spark).toMatchObject({ code: 2, stderr: expect.stringContaining('[ERR_PACKAGE]') as string })
    mkdirSync(tables)
    const bad = path.join(folder, 'bad.jsonl')
    writeFileSync(bad, 'no record\n')
    const strict = await offprint(['batch', bad, '--engine', 'duckdb', '-o', output, '--strict', '--force'])
    expect(strict).toMatchObject({ code: 2, stderr: expect.stringContaining('[ERR_RECORD]') as string })
    expect(existsSync(tables)).toBe(false)
    vi.unstubAllEnvs()
  })

  test('says what an engine cannot do', async () => {
    const engine = ['--engine', 'duckdb']
    const refused: [string[], string][] = [
      [['dedupe', input, ...engine], '--engine duckdb decides a batch; add --batch, or call offprint batch'],
      [['batch', input, ...engine, '--cluster', 'connected'], 'leave --cluster connected out'],
      [['batch', input, '--master', 'local[2]'], '--master, --spark-conf and --plan are of --engine spark'],
      [['batch', input, '--engine', 'spark', '--spark-conf', 'memory'], 'Allowed: key=value.'],
      [['batch', input, ...engine, '--against', input], 'cannot do with --against'],
      [['batch', input, ...engine, '--memory', '4MB'], 'needs --memory 512MB or more'],
      [['batch', input, '--engine', 'hadoop'], 'Allowed choices are process, duckdb'],
    ]
    for (const [words, message] of refused) {
      const { code, stderr } = await offprint(words)
      expect(stderr).toContain(message)
      expect(code).toBe(2)
    }
  })

  test('the worker is a command, too', async () => {
    const line = '{"doc":0,"text":"a"}\n'
    expect((await offprint(['worker', 'sign'], { stdin: line })).stdout).toMatch(/^0\t1\t/)
    expect((await offprint(['worker', '--help'])).stdout).toMatch(/^Usage: offprint worker VERB/)
    const { code, stderr } = await offprint(['worker', 'sign'], { stdin: '{}\n' })
    expect(stderr).toBe(
      'offprint: stdin, line 1: doc must be a whole number, 0 or more, got undefined [ERR_RECORD]\n',
    )
    expect(code).toBe(2)
  })
})
