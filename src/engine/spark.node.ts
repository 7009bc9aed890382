import { spawn, type ChildProcess } from 'node:child_process'
import { createReadStream, createWriteStream, existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs'

import path from 'node:path'
import { pipeline } from 'node:stream/promises'
import { OffprintError } from '../kernel/errors.js'
import type { BatchTables, WorkStage } from './batch-tables.js'
import { lineOf } from './cells.js'
import { linesOf } from './lines.node.js'
import { SPARK, typed, type Columns } from './plan.js'

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
  readonly signal: AbortSignal | undefined
}

/** What every job needs: no service of Hive, and cells that are not of their type are errors. */
const SETTINGS = {
  'spark.sql.catalogImplementation': 'in-memory',
  'spark.sql.ansi.enabled': 'true',
  'spark.ui.enabled': 'false',
  'spark.sql.adaptive.enabled': 'true',
} as const

/** How Spark and a worker part cells: one to a line in, cells with tabs between them out. */
const FORMAT = `ROW FORMAT DELIMITED FIELDS TERMINATED BY '\\t' LINES TERMINATED BY '\\n'`

/**
 * Tables of a batch in Spark, each a folder of Parquet files: a table that is there is whole, and is not made again. All machines must
 * see the folder under the same path. Statements go to one session of `spark-sql`, one after the other.
 */
export class SparkTables implements BatchTables {
  readonly dialect = SPARK
  readonly #folder: string
  readonly #options: SparkOptions
  readonly #session: SparkSession
  #outputs = 0

  private constructor(folder: string, options: SparkOptions) {
    this.#folder = folder
    this.#options = options
    this.#session = new SparkSession(folder, options)
  }

  /** @throws OffprintError `ERR_STORE` where Spark does not start. */
  static async open(folder: string, options: SparkOptions): Promise<SparkTables> {
    const tables = new SparkTables(path.resolve(folder), options)
    await tables.number('SELECT 1')
    return tables
  }

  async close(): Promise<void> {
    await this.#session.close()
    for (const name of ['spark-warehouse', 'output', 'given'])
      rmSync(path.join(this.#folder, name), { recursive: true, force: true })
  }

  has(name: string): boolean {
    return existsSync(path.join(this.#folderOf(name), '_SUCCESS'))
  }

  async make(name: string, query: string): Promise<void> {
    const location = this.#folderOf(name)
    if (!this.has(name)) {
      rmSync(location, { recursive: true, force: true })
      await this.#session.run(
        `CREATE TABLE ${name} USING parquet LOCATION ${quoted(location)} AS ${query}`,
        `the stage ${name}`,
      )
      if (!this.has(name)) throw this.#session.failure(`the stage ${name}`)
      return
    }
    const there = `CREATE TABLE IF NOT EXISTS ${name} USING parquet LOCATION ${quoted(location)}`
    await this.#session.run(there, `the stage ${name}`, name)
  }

  async fill(name: string, columns: Columns, rows: () => AsyncIterable<readonly string[]>): Promise<void> {
    if (!this.has(name)) {
      const given = path.join(this.#folder, 'given', name)
      mkdirSync(given, { recursive: true })
      const lines = async function* () {
        for await (const row of rows()) yield lineOf(row)
      }
      await pipeline(lines, createWriteStream(path.join(given, 'rows.txt')))
      await this.#view(
        `given_${name}`,
        `(value STRING) USING text OPTIONS (path ${quoted(given)}, lineSep '\\n')`,
      )
    }
    const cells = columns.map(([column], i) => `split(value, '\\t')[${i}] AS ${column}`)
    await this.make(name, typed(`(SELECT ${cells.join(', ')} FROM given_${name}) g`, columns, SPARK))
  }

  async name(name: string, query: string): Promise<void> {
    await this.#view(name, `AS ${query}`)
  }

  async hold(name: string, query: string): Promise<void> {
    await this.forget(name)
    await this.make(name, query)
  }

  drop(name: string): Promise<void> {
    return this.forget(name)
  }

  async forget(name: string): Promise<void> {
    await this.#session.run(`DROP TABLE IF EXISTS ${name}`, `the stage ${name}`)
    rmSync(this.#folderOf(name), { recursive: true, force: true })
  }

  async work({ name, argv, columns, queries }: WorkStage): Promise<void> {
    const strings = columns.map(([column]) => `${column} STRING`).join(', ')
    const command = [this.#options.node, path.basename(this.#options.worker), ...argv]
      .map(shellWord)
      .join(' ')
    const lines = queries.map((query) => `SELECT a, place, line FROM (${query}) q`).join(' UNION ALL ')
    const cells = `SELECT TRANSFORM(line) ${FORMAT} USING ${quoted(command)} AS (${strings}) ${FORMAT} FROM (SELECT line FROM (SELECT * FROM (${lines}) l DISTRIBUTE BY a SORT BY a, place) s)`
    await this.make(name, typed(`(${cells}) t`, columns, SPARK))
    const nulls = columns.map(([column]) => `${column} IS NULL`).join(' OR ')
    const bad = await this.number(`SELECT count(*) FROM ${name} WHERE ${nulls}`)
    if (bad > 0) throw new OffprintError('ERR_RECORD', `the stage ${name} has ${bad} rows that lack a cell`)
  }

  async *rows(query: string): AsyncGenerator<readonly unknown[]> {
    const output = path.join(this.#folder, 'output', String(this.#outputs++))
    await this.#session.run(
      `INSERT OVERWRITE DIRECTORY ${quoted(output)} USING csv OPTIONS (sep '\\t', emptyValue '') ${query}`,
      'a query',
    )
    if (!existsSync(path.join(output, '_SUCCESS'))) throw this.#session.failure('a query')
    // Parts of a sorted query are named in its order.
    const parts = readdirSync(output).filter((name) => name.startsWith('part-'))
    for (const part of parts.sort()) {
      for await (const line of linesOf(createReadStream(path.join(output, part)))) {
        yield Buffer.from(line).toString('utf8').split('\t').map(valueOf)
      }
    }
    rmSync(output, { recursive: true, force: true })
  }

  async number(query: string): Promise<number> {
    const answer = await this.#session.ask(query)
    return Number(answer)
  }

  #folderOf(name: string): string {
    return path.join(this.#folder, `${name}.parquet`)
  }

  /** A view; one of an earlier round must not stand for it. */
  async #view(name: string, definition: string): Promise<void> {
    await this.#session.run(`DROP VIEW IF EXISTS ${name}`, name)
    await this.#session.run(`CREATE TEMPORARY VIEW ${name} ${definition}`, `the stage ${name}`, name)
  }
}

/** A cell of a query: a number where it is one. */
function valueOf(cell: string): unknown {
  return /^-?\d+$/.test(cell) ? Number(cell) : cell
}

function quoted(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`
}

function shellWord(word: string): string {
  return /^[\w./:=,@%+-]+$/.test(word) ? word : `"${word.replaceAll(/["$`\\]/g, '\\$&')}"`
}

/** The marker of an answer: what a statement echoes cannot hold it, since it is put together by Spark. */
const MARK = '@@offprint'

/** A session of spark-sql, which is told one statement at a time. */
class SparkSession {
  readonly #process: ChildProcess
  readonly #signal: AbortSignal | undefined
  #out = ''
  #told = ''
  #ended = false
  #number = 0
  #arrived: () => void = () => {}

  constructor(folder: string, { home, master, worker, conf, signal }: SparkOptions) {
    const settings: Record<string, string> = {
      ...SETTINGS,
      'spark.sql.warehouse.dir': path.join(folder, 'spark-warehouse'),
      ...conf,
    }
    const argv = ['-S', '--master', master, '--files', worker]
    for (const [key, value] of Object.entries(settings)) argv.push('--conf', `${key}=${value}`)
    this.#process = spawn(path.join(home, 'bin', 'spark-sql'), argv, {
      cwd: folder,
      env: { ...process.env, SPARK_HOME: home },
      stdio: ['pipe', 'pipe', 'pipe'],
    })
    this.#process.stdout!.setEncoding('utf8').on('data', (text: string) => {
      this.#out += text
      this.#arrived()
    })
    this.#process.stderr!.setEncoding('utf8').on('data', (text: string) => {
      this.#told = (this.#told + text).slice(-MOST_TOLD)
    })
    this.#process.stdin!.on('error', () => {})
    const end = () => {
      this.#ended = true
      this.#arrived()
    }
    this.#process.once('close', end).once('error', (error) => {
      this.#told += error.message
      end()
    })
    this.#signal = signal
    signal?.addEventListener('abort', this.#abort)
  }

  readonly #abort = (): void => {
    this.#process.kill()
  }

  /**
   * Runs a statement. Messages do not tell whether it failed: Spark also writes of tasks that it then repeats.
   * @param makes what is there once the statement has succeeded; without it the caller looks.
   * @throws OffprintError `ERR_STORE` where it is not there.
   */
  async run(statement: string, where: string, makes?: string): Promise<void> {
    this.#told = ''
    this.#write(statement)
    const proof = makes === undefined ? "'end'" : `(SELECT count(*) FROM ${makes} WHERE false)`
    if ((await this.#answerOf(proof)) === null) throw this.failure(where)
  }

  /** The one value of a query. @throws OffprintError `ERR_STORE`. */
  async ask(query: string): Promise<string> {
    this.#told = ''
    const answer = await this.#answerOf(`(${query})`)
    if (answer === null) throw this.failure('a query')
    return answer
  }

  async close(): Promise<void> {
    this.#signal?.removeEventListener('abort', this.#abort)
    if (this.#ended) return
    this.#process.stdin!.end()
    const late = setTimeout(() => this.#process.kill('SIGKILL'), PATIENCE)
    while (!this.#ended) await this.#more()
    clearTimeout(late)
  }

  /** What Spark says of what went wrong: the first line that names an error, and the last of a worker. */
  failure(where: string): OffprintError {
    this.#signal?.throwIfAborted()
    const lines = this.#told
      .split('\n')
      .filter((line) => line !== '' && !/^\s+at |^\d\d\/\d\d\/\d\d /.test(line))
    const worker = lines.find((line) => line.includes('offprint: '))
    const reason =
      worker ?? lines.find((line) => /^\[|Error|Exception/.test(line)) ?? lines.at(-1) ?? 'it ended'
    return new OffprintError('ERR_STORE', `Spark failed at ${where}: ${reason.trim()}`)
  }

  #write(statement: string): void {
    this.#process.stdin!.write(`${statement.replace(/\s*\n\s*/g, ' ')};\n`)
  }

  /** Asks for a value behind a marker, and for a second marker, which comes in any case. */
  async #answerOf(value: string): Promise<string | null> {
    const number = this.#number++
    this.#write(`SELECT concat('${MARK}', ${number}, '=', ${value})`)
    this.#write(`SELECT concat('${MARK}', ${number}, '.')`)
    const end = `${MARK}${number}.`
    while (!this.#out.includes(end)) {
      if (this.#ended) throw this.failure('its session')
      await this.#more()
    }
    const found = new RegExp(`${MARK}${number}=(.*)`).exec(this.#out)
    this.#out = this.#out.slice(this.#out.indexOf(end) + end.length)
    return found === null ? null : found[1]
  }

  #more(): Promise<void> {
    return new Promise((resolve) => (this.#arrived = resolve))
  }
}

/** Characters of messages that are kept: of a failed stage Spark prints each attempt. */
const MOST_TOLD = 2 ** 18
/** Milliseconds that a session may take to end. */
const PATIENCE = 20_000
