// Apache Spark on this machine, where SPARK_HOME names one: `pip install pyspark==4.0.1` brings it, and it needs Java.
import { spawnSync } from 'node:child_process'
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { DEFAULT_RELATE } from '../../src/compare/relation.js'
import { batch } from '../../src/dedupe/batch.js'
import type { BatchEngine } from '../../src/dedupe/batch-engine.js'
import { DEFAULT_REMOVE } from '../../src/dedupe/removal-policy.js'
import { dedupeSettings } from '../../src/dedupe/settings.js'
import { sparkHome } from '../../src/engine/spark-home.node.js'
import { sparkEngine, type SparkOptions } from '../../src/engine/spark-job.node.js'
import { parseArguments } from '../../src/cli/parse.js'
import type { DedupeJob } from '../../src/job/dedupe/options.js'
import { writeSparkPlan } from '../../src/job/dedupe/spark-plan.js'
import { offprint } from '../cli/runner.js'
import { bundledWorker } from './bundled-worker.js'
import { crawl, notices, type Given } from './crawl.js'

const HOME = process.env.SPARK_HOME
/** Documents of the long test. */
const DOCUMENTS = Number(process.env.OFFPRINT_SPARK_DOCUMENTS ?? 500)

const CONF = {
  'spark.driver.memory': '2g',
  'spark.sql.shuffle.partitions': '2',
  'spark.driver.host': '127.0.0.1',
  'spark.driver.bindAddress': '127.0.0.1',
  'spark.ui.enabled': 'false',
  // A short job pays neither for the second compiler (20 % of the processor) nor for a collector of several threads (12 %).
  'spark.driver.extraJavaOptions': '-XX:TieredStopAtLevel=1 -XX:+UseSerialGC',
}

/** What is compared of a line of a ledger. */
interface LedgerLine {
  readonly id: unknown
  readonly keeper: unknown
  readonly relation: string
  readonly coverage: unknown
  readonly identity: number
  readonly rule: { readonly removed: boolean }
}

const folder = mkdtempSync(path.join(tmpdir(), 'spark-'))
let file = ''
beforeAll(() => {
  file = bundledWorker(folder)
})
afterAll(() => rmSync(folder, { recursive: true }))

const engineOf = (name: string, more: Partial<SparkOptions> & { readonly resumes?: boolean } = {}) =>
  sparkEngine({
    folder: path.join(folder, name),
    resumes: false,
    relate: DEFAULT_RELATE,
    remove: DEFAULT_REMOVE,
    home: HOME!,
    master: 'local[2]',
    worker: file,
    node: process.execPath,
    conf: CONF,
    ...more,
  })

async function verdictsOf(documents: readonly Given[], engine?: BatchEngine): Promise<string[]> {
  const verdicts: string[] = []
  const settings = dedupeSettings<Given, string | number>({ mode: 'batch', edits: true })
  try {
    for await (const verdict of batch(() => documents, settings, engine))
      verdicts.push(JSON.stringify(verdict))
  } finally {
    await engine?.close()
  }
  return verdicts
}

function jobOf(argv: readonly string[]): DedupeJob {
  const invocation = parseArguments(argv, process)
  if (invocation.command !== 'dedupe') throw new Error('no batch')
  return invocation.job
}

/** A worker that says that it cannot do a verb. */
function failingAt(verb: string): string {
  const failing = path.join(folder, `failing-${verb}.mjs`)
  writeFileSync(
    failing,
    `if (process.argv[2] === '${verb}') {
      process.stderr.write('offprint: stdin, line 1: no room [ERR]\\n'); process.exitCode = 2; process.stdin.resume()
    } else await import(${JSON.stringify(file)})`,
  )
  return failing
}

/** A worker that is killed at its first call of a verb; Spark starts it again. */
function mortal(verb: string): { worker: string; died: string } {
  const worker = path.join(folder, `mortal-${verb}.mjs`)
  const died = path.join(folder, `died-${verb}`)
  writeFileSync(
    worker,
    `import { existsSync, writeFileSync } from 'node:fs'
    if (process.argv[2] === '${verb}' && !existsSync(${JSON.stringify(died)})) {
      writeFileSync(${JSON.stringify(died)}, '')
      process.kill(process.pid, 'SIGKILL')
    } else await import(${JSON.stringify(file)})`,
  )
  return { worker, died }
}

test('without Spark it says what to install', () => {
  const nowhere = path.join(folder, 'nowhere')
  expect(() => sparkHome(nowhere)).toThrow(/bin\/spark-sql in .*nowhere.*pip install pyspark/)
  expect(() => sparkHome('')).toThrow(expect.objectContaining({ code: 'ERR_PACKAGE' }) as Error)
})

test.runIf(HOME)(
  'a batch in Spark, ended by a worker, taken up, and with a worker killed, gives every document the verdict of one process',
  { timeout: 900_000 },
  async () => {
    const documents = [...notices(DOCUMENTS - 60, 1), ...crawl(60, 1, 10, 200)]
    const failing = failingAt('sign')
    await expect(verdictsOf(documents, engineOf('tables', { worker: failing }))).rejects.toThrow(
      /^Spark failed at the stage signed: offprint: stdin, line 1: no room/,
    )
    const given = path.join(folder, 'tables', 'documents.parquet')
    const before = readdirSync(given)
    const { worker, died } = mortal('rank')
    const resumed = engineOf('tables', { worker, master: 'local[2,3]', resumes: true })
    expect(await verdictsOf(documents, resumed)).toEqual(await verdictsOf(documents))
    expect(existsSync(died)).toBe(true)
    expect(readdirSync(given)).toEqual(before)
  },
)

test.runIf(HOME)(
  'a job that reads and writes by itself, submitted twice, keeps the lines that the command keeps, with the same reasons',
  { timeout: 900_000 },
  async () => {
    const given = path.join(folder, 'given')
    mkdirSync(given)
    const lines = crawl(40, 3, 10, 200).map(({ id, text }) => JSON.stringify({ text, id, more: '\u2028 é' }))
    lines.splice(5, 0, '', '{"id": "no text"}', '  ')
    lines.splice(9, 0, '{"text": "odd \\u0000 \\ud800 \\t text", "id": "\\n"}\r', '{"id": 7, "text": ""}')
    const [one, two] = [lines.slice(0, 30), lines.slice(30)]
    writeFileSync(path.join(given, 'a.jsonl'), `\ufeff${one.join('\n')}\n`)
    writeFileSync(path.join(given, 'b.jsonl.gz'), gzipSync(two.join('\n')))
    const noUtf8 = Buffer.concat([Buffer.from('{"id":"x","text":"'), Buffer.from([0xff, 0x22, 0x7d, 0x0a])])
    writeFileSync(path.join(given, 'c.jsonl'), noUtf8)
    const inputs = ['a.jsonl', 'b.jsonl.gz', 'c.jsonl'].map((name) => path.join(given, name))
    const plan = path.join(folder, 'plan')
    writeSparkPlan(jobOf(['batch', ...inputs, '--engine', 'spark', '--plan', plan, '--quiet']), process, {
      file,
    })
    const result = path.join(folder, 'own')
    const conf = Object.entries(CONF).flatMap(([key, value]) => ['--conf', `${key}=${value}`])
    const submit = () =>
      spawnSync(path.join(plan, 'submit.sh'), [result, '--master', 'local[2]', ...conf], { encoding: 'utf8' })
    // A task fails, and with it the job; submitted again, it goes on.
    const whole = readFileSync(path.join(plan, 'worker.js'))
    copyFileSync(failingAt('rank'), path.join(plan, 'worker.js'))
    const failed = submit()
    expect(failed.status).toBe(1)
    // Spark gives all that Python writes to standard output.
    expect(failed.stdout).toContain('offprint: the stage ranked0 failed: offprint: stdin, line 1: no room')
    const before = readdirSync(path.join(result, 'postings.parquet'))
    writeFileSync(path.join(plan, 'worker.js'), whole)
    const done = submit()
    expect(done.status, done.stderr).toBe(0)
    expect(readdirSync(path.join(result, 'postings.parquet'))).toEqual(before)
    const linesOf = (name: string) =>
      readdirSync(path.join(result, 'result', name))
        .filter((part) => part.startsWith('part-'))
        .sort()
        .map((part) => readFileSync(path.join(result, 'result', name, part), 'utf8'))
        .join('')
        .split('\n')
        .slice(0, -1)

    // Its tables are not those of other options.
    const other = path.join(folder, 'other')
    writeSparkPlan(
      jobOf(['batch', ...inputs, '--engine', 'spark', '--plan', other, '--quiet', '--keep', 'longest']),
      process,
      { file },
    )
    const mixed = spawnSync(path.join(other, 'submit.sh'), [result, '--master', 'local[2]', ...conf], {
      encoding: 'utf8',
    })
    expect([mixed.status, mixed.stdout]).toEqual([
      1,
      expect.stringContaining('holds the tables of another plan, or its inputs have changed') as string,
    ])

    const [kept, ledger, rejects] = ['kept', 'ledger', 'rejects'].map((name) =>
      path.join(folder, `one-${name}.jsonl`),
    )
    // Of one file alone the bytes would tell another encoding.
    const argv = [
      'batch',
      ...inputs.slice(0, 2),
      '-o',
      kept,
      '--ledger',
      ledger,
      '--rejects',
      rejects,
      '--quiet',
    ]
    expect(await offprint(argv)).toMatchObject({ code: 3 })
    const entries = (lines: readonly string[]) => lines.map((line) => JSON.parse(line) as LedgerLine)
    const expected = entries(readFileSync(ledger, 'utf8').split('\n').slice(1, -1)).filter(
      ({ rule }) => rule.removed,
    )
    expect(linesOf('kept').map((line) => line.replace('\ufeff', ''))).toEqual(
      readFileSync(kept, 'utf8').split('\n').slice(0, -1),
    )
    const inBrief = ({ id, keeper, relation, coverage, identity, rule }: LedgerLine) => ({
      id,
      keeper,
      relation,
      coverage,
      identity,
      rule,
    })
    expect(entries(linesOf('ledger')).map(inBrief)).toEqual(expected.map(inBrief))
    expect(expected.length).toBeGreaterThan(4)
    expect(linesOf('rejects').map((line) => (JSON.parse(line) as { reason: string }).reason)).toEqual([
      expect.stringMatching(/a\.jsonl.*7.* has no field "text"/) as string,
      expect.stringMatching(/c\.jsonl.*1.* has bytes that are no UTF-8/) as string,
    ])
    const documents = 42
    expect(linesOf('summary')).toEqual([
      JSON.stringify({ documents, kept: documents - expected.length, removed: expected.length, rejected: 2 }),
    ])
  },
)
