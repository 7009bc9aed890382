import { mkdirSync, renameSync, rmSync, statSync } from 'node:fs'
import path from 'node:path'
import type { DuckDBConnection, DuckDBInstance } from '@duckdb/node-api'
import { loadPeer } from '../kernel/peer.js'
import { OffprintError } from '../kernel/errors.js'
import { typed, type Columns } from './columns.js'
import { DUCKDB } from './dialect.js'
import type { LineWork } from './lines.node.js'
import { throughWorkers, type GroupedLine } from './worker-processes.node.js'

/** What DuckDB may take. */
export interface DuckDbLimits {
  /** The bundled worker, and how many processes of it; null runs its verbs in this process. */
  readonly worker: { readonly file: string; readonly processes: number } | null
  readonly signal?: AbortSignal | undefined
  /** Bytes; DuckDB treats it as a goal, and was measured up to 80 % above. */
  readonly memory: number
  /** Bytes of what is asked for at a time, see `Work.weights`. A share of the memory where it is left out. */
  readonly pass?: number
  readonly threads: number
}

/** A stage that the worker does. */
export interface WorkStage {
  /** The table of its cells. */
  readonly name: string
  /** The verb of the worker, and its options. */
  readonly argv: readonly string[]
  readonly columns: Columns
  /** Queries of (a, place, line), which are asked one after the other. */
  readonly queries: readonly string[]
  /** See `Work` of the steps. */
  readonly together: 'alone' | 'group' | 'all'
  /** The same verb in this process. */
  readonly here: () => LineWork
  /** Throws where the table is not what it should be; then it is not there. */
  readonly check?: (() => Promise<void>) | undefined
  /** Told after some rows. */
  readonly onProgress?: (rows: number) => void
}

/**
 * Tables of a batch, each a Parquet file in one folder: a table that is there is whole, and is not made again. Between stages DuckDB
 * holds nothing but views of these files.
 */
export class DuckDbTables {
  readonly #limits: DuckDbLimits
  readonly #folder: string
  readonly #instance: DuckDBInstance
  readonly #connection: DuckDBConnection

  private constructor(
    folder: string,
    limits: DuckDbLimits,
    instance: DuckDBInstance,
    connection: DuckDBConnection,
  ) {
    this.#limits = limits
    this.#folder = folder
    this.#instance = instance
    this.#connection = connection
  }

  /** @throws OffprintError `ERR_PACKAGE` where the package is not installed. */
  static async open(folder: string, limits: DuckDbLimits): Promise<DuckDbTables> {
    const { memory, threads } = limits
    const { DuckDBInstance: Instance } = await loadPeer('@duckdb/node-api', () => import('@duckdb/node-api'))
    const spill = path.join(folder, 'spill')
    mkdirSync(spill, { recursive: true })
    const instance = await Instance.create(':memory:', {
      memory_limit: `${Math.floor(memory / 2 ** 20)}MiB`,
      threads: String(threads),
      temp_directory: spill,
      preserve_insertion_order: 'false',
      allow_community_extensions: 'false',
      autoinstall_known_extensions: 'false',
    })
    return new DuckDbTables(folder, limits, instance, await instance.connect())
  }

  async close(): Promise<void> {
    this.#connection.closeSync()
    this.#instance.closeSync()
    rmSync(path.join(this.#folder, 'spill'), { recursive: true, force: true })
  }

  /** Whether a table is there, from this run or an earlier one. */
  has(name: string): boolean {
    return statSync(this.#fileOf(name), { throwIfNoEntry: false }) !== undefined
  }

  /** Makes a table by a query, unless it is there. @param check is asked before the table counts as whole. */
  async make(name: string, query: string, check?: () => Promise<void>): Promise<void> {
    const file = this.#fileOf(name)
    if (!this.has(name)) {
      const partial = `${file}.partial`
      await this.#run(`COPY (${query}) TO ${quoted(partial)} (FORMAT parquet, COMPRESSION zstd)`, name)
      await this.#view(name, partial)
      await check?.()
      renameSync(partial, file)
    }
    await this.#view(name, file)
  }

  /** Makes a table of rows of strings, unless it is there. @param rows is not asked for where it is. */
  async fill(
    name: string,
    columns: Columns,
    rows: () => Iterable<readonly string[]> | AsyncIterable<readonly string[]>,
    check?: () => Promise<void>,
  ): Promise<void> {
    if (this.has(name)) {
      await this.#view(name, this.#fileOf(name))
      return
    }
    const given = `given_${name}`
    const names = columns.map(([column]) => `${column} VARCHAR`)
    await this.#run(`CREATE OR REPLACE TABLE ${given} (${names.join(', ')})`, name)
    const appender = await this.#connection.createAppender(given)
    let waiting = 0
    for await (const row of rows()) {
      if (row.length !== columns.length) {
        throw new OffprintError(
          'ERR_RECORD',
          `a row of ${name} has ${row.length} cells, not ${columns.length}`,
        )
      }
      for (const cell of row) {
        appender.appendVarchar(cell)
        waiting += cell.length
      }
      appender.endRow()
      if (waiting > MOST_WAITING) {
        appender.flushSync()
        waiting = 0
      }
    }
    appender.closeSync()
    await this.make(name, typed(given, columns, DUCKDB), check)
    await this.#run(`DROP TABLE ${given}`, name)
  }

  async work({ name, argv, columns, queries, together, here, check, onProgress }: WorkStage): Promise<void> {
    const { worker, signal } = this.#limits
    const lines = () => this.#groupedLines(name, queries, together !== 'alone')
    const cells = async function* () {
      const answers =
        worker === null
          ? inThisProcess(here(), lines())
          : throughWorkers(argv, lines(), { ...worker, ...(together === 'all' && { processes: 1 }), signal })
      let done = 0
      for await (const line of answers) {
        if (++done % 1024 === 0) onProgress?.(done)
        yield line.split('\t')
      }
    }
    await this.fill(name, columns, cells, check)
  }

  async *#groupedLines(
    stage: string,
    queries: readonly string[],
    sorts: boolean,
  ): AsyncGenerator<GroupedLine> {
    for (const query of queries) {
      for await (const [a, , line] of this.rows(sorts ? `${query} ORDER BY a, place` : query, stage)) {
        yield { group: Number(a), line: line as string }
      }
    }
  }

  /** Makes a table that holds until it is made again or dropped, of a stage that is soon over. */
  async hold(name: string, query: string): Promise<void> {
    await this.#run(`CREATE OR REPLACE TABLE ${name} AS ${query}`, name)
  }

  async drop(name: string): Promise<void> {
    await this.#run(`DROP TABLE IF EXISTS ${name}`, name)
  }

  /** Removes the file of a table that nothing needs any more. */
  async forget(name: string): Promise<void> {
    await this.#run(`DROP VIEW IF EXISTS ${name}`, name)
    rmSync(this.#fileOf(name), { force: true })
  }

  /**
   * The rows of a query, as it makes them. By a connection of its own: what else a connection is asked for, the flush of an appender too,
   * ends the rows that it was giving, and nothing says so.
   * @param stage what the rows are for.
   */
  async *rows(query: string, stage: string): AsyncGenerator<readonly unknown[]> {
    const connection = await this.#instance.connect()
    try {
      const answer = await connection.stream(query).catch(failAt(stage))
      const batches = answer.yieldRowsJs()
      for (;;) {
        const rows = await batches.next().catch(failAt(stage))
        if (rows.done === true) return
        yield* rows.value
      }
    } finally {
      connection.closeSync()
    }
  }

  /** The one number that a query gives. @param stage what it is for. */
  async number(query: string, stage: string): Promise<number> {
    const answer = await this.#connection.runAndReadAll(query).catch(failAt(stage))
    const [row] = answer.getRowsJS()
    return Number(row[0])
  }

  #fileOf(name: string): string {
    return path.join(this.#folder, `${name}.parquet`)
  }

  #view(name: string, file: string): Promise<void> {
    return this.#run(`CREATE OR REPLACE VIEW ${name} AS SELECT * FROM read_parquet(${quoted(file)})`, name)
  }

  async #run(query: string, stage: string): Promise<void> {
    await this.#connection.run(query).catch(failAt(stage))
  }
}

/** Characters that an appender holds before they go to DuckDB. */
const MOST_WAITING = 2 ** 22

function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}

function failAt(stage: string): (cause: unknown) => never {
  return (cause) => {
    const reason = cause instanceof Error ? cause.message.split('\n')[0] : String(cause)
    throw new OffprintError('ERR_STORE', `DuckDB failed at the stage ${stage}: ${reason}`, { cause })
  }
}

/** A verb of the worker without a process of its own. */
async function* inThisProcess(work: LineWork, lines: AsyncIterable<GroupedLine>): AsyncGenerator<string> {
  for await (const { line } of lines) yield* work.line(line).split('\n').slice(0, -1)
  yield* work.end().split('\n').slice(0, -1)
}
