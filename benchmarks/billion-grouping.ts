import { mkdirSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import path from 'node:path'
import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api'
import { holders, listed, postings } from './billion-engine.js'

/** How signatures are simulated. */
export interface GroupingSettings {
  readonly signatures: number
  /** Bands of a signature. */
  readonly bands: number
  /** Share of the bands that a near copy has in common with its original. */
  readonly shared: number
  /** Bytes that DuckDB may take. */
  readonly memory: number
  readonly folder: string
  /** Told what there is after some passes. */
  readonly onPass?: (soFar: Grouping) => void
}

/** What one stage of the grouping took. */
export interface GroupingStage {
  readonly name: string
  readonly seconds: number
  /** Processor seconds, over all threads. */
  readonly cpu: number
  readonly rows: number
  /** Of its Parquet files; 0 where the stage leaves none. */
  readonly bytes: number
}

/** What the grouping took and gave. */
export interface Grouping {
  readonly signatures: number
  /** Keys of the passes that are done. */
  readonly keys: number
  readonly done: number
  readonly passes: number
  readonly stages: readonly GroupingStage[]
  readonly edges: number
  readonly components: number
  /** Documents of the largest component. */
  readonly largest: number
  /** Share of the near copies that stand in one component with their original. */
  readonly found: number
  /** Bytes: most that the process held, and most that lay in spilled files at a time. */
  readonly peak: number
  readonly spilled: number
}

/** Of a hundred documents so many are copies, of which each third is whole. */
const COPIES = 28
/** One document of so many has the hot key. */
const HOT = 10
/** Keys of one pass: 25 M groups of 50 bytes leave half of 4 GB. */
const KEYS_PER_PASS = 25e6
/** Near copies among so many documents are looked up at the end. */
const SAMPLE = 1e6
/** Passes between what is told. */
const TOLD = 4
/** The stage that writes the keys of one pass, to tell their bytes. */
export const KEYS_AS_FILE = 'keys of one pass, as a file'

/**
 * Groups simulated signatures by the SQL of the plan: one of each text, keys that two documents have, lists cut to what is looked at. Keys
 * of one band, or of a part of it, are a pass. The first of a list is an edge to each of the others: that gives the components that
 * all pairs give. Components by union-find in this process, 4 bytes a document.
 */
export async function group(settings: GroupingSettings): Promise<Grouping> {
  const { signatures, bands, memory, folder } = settings
  rmSync(folder, { recursive: true, force: true })
  const spill = path.join(folder, 'spill')
  mkdirSync(spill, { recursive: true })
  const instance = await DuckDBInstance.create(':memory:', {
    memory_limit: `${Math.floor(memory / 2 ** 20)}MiB`,
    temp_directory: spill,
    preserve_insertion_order: 'false',
  })
  const connection = await instance.connect()
  let spilled = 0
  const watch = setInterval(() => (spilled = Math.max(spilled, bytesIn(spill))), 200)
  const stages = new Map<string, GroupingStage>()
  const timed = async (name: string, work: () => Promise<{ rows: number; bytes: number }>): Promise<void> => {
    const started = performance.now()
    const before = process.cpuUsage()
    const { rows, bytes } = await work()
    const { user, system } = process.cpuUsage(before)
    const known = stages.get(name) ?? { seconds: 0, cpu: 0, rows: 0, bytes: 0 }
    stages.set(name, {
      name,
      seconds: known.seconds + (performance.now() - started) / 1000,
      cpu: known.cpu + (user + system) / 1e6,
      rows: known.rows + rows,
      bytes: known.bytes + bytes,
    })
  }
  try {
    const ranges = Math.ceil(signatures / KEYS_PER_PASS)
    const passes = (1 + bands) * ranges
    const documents = path.join(folder, 'documents.parquet')
    await connection.run(`COPY (${documentsOf(signatures)}) TO '${documents}' (FORMAT parquet)`)
    await connection.run(`CREATE VIEW document AS SELECT * FROM read_parquet('${documents}')`)
    const keys = path.join(folder, 'keys.parquet')
    await connection.run(`CREATE VIEW parts AS ${keysOf(settings, 1, 0, ranges)}`)
    await timed(KEYS_AS_FILE, async () => {
      await connection.run(`COPY (FROM parts) TO '${keys}' (FORMAT parquet, COMPRESSION zstd)`)
      return { rows: await count(connection, `read_parquet('${keys}')`), bytes: bytesIn(keys) }
    })
    const held = path.join(folder, 'holders.parquet')
    await connection.run(
      `CREATE VIEW entries AS SELECT n, ${digestOf} AS digest, 1000 AS length FROM document`,
    )
    await connection.run('CREATE VIEW held AS SELECT n, n AS seq, true AS open FROM document')
    await timed('one of each text', async () => {
      await connection.run(`COPY (${holders('held')}) TO '${held}' (FORMAT parquet, COMPRESSION zstd)`)
      return { rows: signatures, bytes: bytesIn(held) }
    })
    await connection.run(`CREATE VIEW holders AS SELECT * FROM read_parquet('${held}')`)
    const components = new Components(signatures)
    const near = `SELECT CAST(n AS INT), CAST(owner AS INT) FROM document WHERE owner <> n AND NOT whole AND n < ${SAMPLE}`
    const pairs = (await connection.runAndReadAll(near)).getRowsJS() as [number, number][]
    let grouped = 0
    const soFar = (done: number): Grouping => {
      const found = pairs.filter(([n, owner]) => components.of(n) === components.of(owner))
      return {
        signatures,
        keys: grouped,
        done,
        passes,
        stages: [...stages.values()],
        edges,
        ...components.counted(),
        found: found.length / Math.max(1, pairs.length),
        peak: 1024 * Number(/VmHWM:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1] ?? 0),
        spilled,
      }
    }
    let edges = 0
    const join = async (query: string): Promise<number> => {
      let rows = 0
      const result = await (await instance.connect()).stream(query)
      for (
        let chunk = await result.fetchChunk();
        chunk !== null && chunk.rowCount > 0;
        chunk = await result.fetchChunk()
      ) {
        const [a, b] = [chunk.getColumnValues(0), chunk.getColumnValues(1)] as number[][]
        for (let i = 0; i < a.length; i++) components.join(a[i], b[i])
        rows += a.length
      }
      edges += rows
      return rows
    }
    await timed('components', async () => ({
      rows: await join('SELECT CAST(seq AS INT), CAST(head AS INT) FROM holders WHERE seq <> head'),
      bytes: 0,
    }))
    for (let pass = 0; pass < passes; pass++) {
      const query = keysOf(settings, Math.floor(pass / ranges), pass % ranges, ranges)
      await connection.run(`CREATE OR REPLACE VIEW parts AS ${query}`)
      await timed('keys that two documents have', async () => {
        await connection.run(`CREATE OR REPLACE TABLE postings AS ${postings()}`)
        return { rows: await count(connection, 'postings'), bytes: 0 }
      })
      await timed('lists', async () => {
        await connection.run(`CREATE OR REPLACE TABLE listed AS ${listed()}`)
        return { rows: await count(connection, 'listed'), bytes: 0 }
      })
      await timed('components', async () => ({
        rows: await join(
          'SELECT CAST(l.seq AS INT), CAST(f.seq AS INT) FROM listed l JOIN listed f ON f.key = l.key WHERE f.ordinal = 1 AND l.ordinal > 1',
        ),
        bytes: 0,
      }))
      grouped += Math.round(signatures / ranges)
      if ((pass + 1) % TOLD === 0) settings.onPass?.(soFar(pass + 1))
    }
    return soFar(passes)
  } finally {
    clearInterval(watch)
    connection.closeSync()
    instance.closeSync()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Documents with the original that each was copied from, which is itself for most. */
function documentsOf(signatures: number): string {
  const place = `CAST(hash(range, 1) % ${signatures} AS BIGINT)`
  // Copies have the first numbers of each hundred; what is drawn is moved to an original.
  const original = `least(${signatures - 1}, ${place} - ${place} % 100 + ${COPIES} + ${place} % ${100 - COPIES})`
  return `SELECT range AS n, CASE WHEN range % 100 < ${COPIES} THEN ${original} ELSE range END AS owner,
  range % 100 < ${COPIES} AND range % 3 = 0 AS whole FROM range(${signatures})`
}

/** 63 bits, so that ranges of keys are ranges of positive numbers. */
const digestOf = `CAST(hash(CASE WHEN whole THEN owner ELSE n END, 0) >> 1 AS BIGINT)`

/** One key of each document, those of a range: the plan mixes the band into the key, so keys of two bands never meet. */
function keysOf({ bands, shared }: GroupingSettings, i: number, part: number, parts: number): string {
  const common = `whole OR hash(n, ${i}, 2) % 10000 < ${Math.round(shared * 10000)}`
  const band = `CAST(hash(CASE WHEN ${common} THEN owner ELSE n END, ${i}) >> 1 AS BIGINT)`
  const hot = i === bands ? `CASE WHEN n % ${HOT} = ${HOT - 1} THEN 0 ELSE ${band} END` : band
  const query = `SELECT n, ${i} AS i, ${i === 0 ? digestOf : hot} AS key, 0 AS place, ${i === 0 ? 0 : 1} AS kind FROM document`
  return `SELECT * FROM (${query}) k WHERE key % ${parts} = ${part}`
}

async function count(connection: DuckDBConnection, table: string): Promise<number> {
  return Number((await connection.runAndReadAll(`SELECT count(*) FROM ${table}`)).getRowsJS()[0][0])
}

/** Bytes of a file, or of all files below a folder. */
export function bytesIn(place: string): number {
  const found = statSync(place, { throwIfNoEntry: false })
  if (found === undefined) return 0
  if (!found.isDirectory()) return found.size
  return readdirSync(place).reduce((sum, name) => sum + bytesIn(path.join(place, name)), 0)
}

/** Sets of documents, by union-find with halved paths: the least number of a set names it. */
class Components {
  readonly #above: Uint32Array

  constructor(documents: number) {
    this.#above = Uint32Array.from({ length: documents }, (_, n) => n)
  }

  of(n: number): number {
    const above = this.#above
    while (above[n] !== n) {
      above[n] = above[above[n]]
      n = above[n]
    }
    return n
  }

  join(a: number, b: number): void {
    const [x, y] = [this.of(a), this.of(b)]
    if (x !== y) this.#above[Math.max(x, y)] = Math.min(x, y)
  }

  counted(): { components: number; largest: number } {
    const sizes = new Uint32Array(this.#above.length)
    let components = 0
    let largest = 0
    for (let n = 0; n < sizes.length; n++) {
      const size = ++sizes[this.of(n)]
      if (size === 1) components++
      if (size > largest) largest = size
    }
    return { components, largest }
  }
}
