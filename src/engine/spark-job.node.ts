import { spawn } from 'node:child_process'
import {
  createReadStream,
  createWriteStream,
  existsSync,
  mkdirSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import path from 'node:path'
import { pipeline } from 'node:stream/promises'
import { fileURLToPath } from 'node:url'
import type { BatchEngine, EngineBatch } from '../dedupe/batch-engine.js'
import { OffprintError } from '../kernel/errors.js'
import { lineOf } from './cells.js'
import { SPARK } from './dialect.js'
import {
  ANSWERS,
  decisionOf,
  documentRows,
  prepareFolder,
  verifyArguments,
  type TablesOptions,
} from './given-batch.node.js'
import { linesOf } from './lines.node.js'
import { batchSteps, type Step } from './steps.js'

/** How Spark is started. */
export interface SparkOptions {
  /** The folder of Spark 4: see `sparkHome`. */
  readonly home: string
  /** `local[2]`, `spark://host:7077`, `yarn`. */
  readonly master: string
  /** The bundled worker, which is shipped to the executors. */
  readonly worker: string
  /** The command of Node on the executors. */
  readonly node: string
  /** Further settings: `spark.executor.memory`. */
  readonly conf: Readonly<Record<string, string>>
}

/** What `job.py` reads: versions of the package and of the folding, which only a job of files has, how the worker is called, the steps, and the queries that it answers at the end. */
export interface SparkPlan {
  readonly offprint?: string
  readonly folding?: number
  readonly node: string
  readonly worker: string
  /** Options of the worker, by verb. */
  readonly options: Readonly<Record<string, readonly string[]>>
  readonly steps: readonly Step[]
  readonly answers: Readonly<Record<string, string>>
}

/** What `job.py` says, a line each. */
interface Said {
  readonly stage?: string
  readonly error?: string
}

/** Decides batches in Spark, by one job: `job.py`. */
export function sparkEngine(given: TablesOptions & SparkOptions): BatchEngine {
  // Executors run in folders of their own.
  const options = { ...given, folder: path.resolve(given.folder) }
  const answers = path.join(options.folder, 'answers')
  return {
    async decide(batch) {
      prepareFolder(options, batch)
      await writeGiven(options.folder, batch)
      rmSync(answers, { recursive: true, force: true })
      const plan: SparkPlan = {
        node: options.node,
        worker: path.basename(options.worker),
        options: { verify: verifyArguments(options, 'lexicon') },
        steps: batchSteps(SPARK),
        answers: ANSWERS,
      }
      await submit(plan, options, batch)
      return decisionOf(batch, (name) => rowsOf(path.join(answers, name)))
    },
    async close() {
      rmSync(answers, { recursive: true, force: true })
    },
  }
}

/** The documents as lines of cells, unless their table is there. */
async function writeGiven(folder: string, batch: EngineBatch): Promise<void> {
  const given = path.join(folder, 'given', 'documents')
  if (existsSync(path.join(folder, 'documents.parquet', '_CHECKED'))) return
  mkdirSync(given, { recursive: true })
  const lines = function* () {
    for (const row of documentRows(batch)) yield lineOf(row)
  }
  await pipeline(lines, createWriteStream(path.join(given, 'rows.txt')))
}

/** Writes the plan, and runs it. @throws OffprintError `ERR_STORE` with what `job.py` or Spark say. */
async function submit(
  plan: SparkPlan,
  options: TablesOptions & SparkOptions,
  batch: EngineBatch,
): Promise<void> {
  const { folder, home, master, worker, conf } = options
  const file = path.join(folder, 'plan.json')
  writeFileSync(file, JSON.stringify(plan))
  const argv = ['--master', master, '--files', worker]
  for (const [key, value] of Object.entries(conf)) argv.push('--conf', `${key}=${value}`)
  argv.push(jobFile(), file, folder)
  const child = spawn(path.join(home, 'bin', 'spark-submit'), argv, {
    cwd: folder,
    env: { ...process.env, SPARK_HOME: home },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const stop = () => child.kill()
  batch.signal?.addEventListener('abort', stop)
  let complaint = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    complaint = (complaint + text).slice(-MOST_TOLD)
  })
  const ended = new Promise<number | string>((resolve) => {
    child.once('error', (error) => resolve(error.message))
    child.once('close', (code, signal) => resolve(code ?? signal ?? 'no code'))
  })
  let failure: Said | undefined
  try {
    for await (const line of linesOf(child.stdout)) {
      const said = saidOf(Buffer.from(line).toString('utf8'))
      if (said?.error !== undefined) failure = said
    }
    const code = await ended
    batch.signal?.throwIfAborted()
    if (code === 0 && failure === undefined) return
    const why = failure?.error ?? (lastLineOf(complaint) || `spark-submit ended with ${code}`)
    const where = failure?.stage === undefined ? 'Spark failed' : `Spark failed at the stage ${failure.stage}`
    throw new OffprintError('ERR_STORE', `${where}: ${why}`)
  } finally {
    batch.signal?.removeEventListener('abort', stop)
  }
}

/** The driver program, which lies beside the built command, and beside this file. */
export function jobFile(): string {
  return fileURLToPath(new URL('job.py', import.meta.url))
}

/** A line of `job.py`; undefined for what Spark prints between. */
function saidOf(line: string): Said | undefined {
  if (!line.startsWith('{')) return undefined
  try {
    return JSON.parse(line) as Said
  } catch {
    return undefined
  }
}

function lastLineOf(text: string): string {
  return text.trimEnd().split('\n').at(-1) ?? ''
}

/** Rows of numbers, in no order. @throws OffprintError `ERR_STORE` where the answer is not whole. */
async function* rowsOf(folder: string): AsyncGenerator<number[]> {
  if (!existsSync(path.join(folder, '_SUCCESS'))) {
    throw new OffprintError(
      'ERR_STORE',
      `Spark left no answer in ${folder}; all its machines must see this folder`,
    )
  }
  for (const name of readdirSync(folder).filter((file) => file.startsWith('part-'))) {
    for await (const line of linesOf(createReadStream(path.join(folder, name)))) {
      yield Buffer.from(line).toString('latin1').split('\t').map(Number)
    }
  }
}

/** Characters of messages that are kept: of a failed stage Spark prints each attempt. */
const MOST_TOLD = 2 ** 16
