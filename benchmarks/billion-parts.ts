import { spawnSync } from 'node:child_process'
import { closeSync, openSync, rmSync, statSync, writeSync } from 'node:fs'
import path from 'node:path'
import { noisy, random } from '../tests/noise.js'
import { decideIn, verbOf, type Tables, type Work } from './billion-engine.js'
import { chain } from './chains.js'

/** What a stage of a batch costs, of all documents together. */
export interface StageCost {
  /** The name of its table; the number of the round is left out. */
  readonly name: string
  readonly rows: number
  /** Bytes of its table as Parquet. */
  readonly bytes: number
  /** Bytes of its rows as Spark shuffles them before it compresses: a word for nulls, one for each column, strings filled up to words. */
  readonly wide: number
  /** Processor seconds of the engine. */
  readonly engine: number
  /** Lines that went to the worker, and their bytes. */
  readonly lines: number
  readonly lineBytes: number
  /** Processor seconds of the verb, in this process, and in the bundled worker without its start; 0 where none is built. */
  readonly here: number
  readonly worker: number
  /** Bytes that the bundled worker held at most. */
  readonly peak: number
}

/** A batch of a size, stage by stage. */
export interface EngineRun {
  readonly documents: number
  /** Least characters of a document. */
  readonly length: number
  readonly rounds: number
  /** Rows of all rounds are added up. */
  readonly stages: readonly StageCost[]
  /** Postings that searches look at, in all rounds. */
  readonly hits: number
  /** Pairs whose texts were compared, in all rounds. */
  readonly fresh: number
  /** Documents that asked, in all rounds. */
  readonly asking: number
  /** Processor seconds of the one process that reads the documents, numbers them and takes the answer. */
  readonly own: number
}

export interface Document {
  readonly id: number
  readonly text: string
}

/** Copies of a text as the fleet has them: whole, with 1 % of wrong letters, with a line more. */
export function copyOf(text: string, kind: number, next: () => number): string {
  return [text, noisy(text, 0.01, next).copy, `${text} Printed for the author.`][kind]
}

/** Chains of phrases, of which a third are copies. */
export function documentsOf(pieces: readonly string[], count: number, length: number): Document[] {
  const next = random(2)
  const originals: string[] = []
  return Array.from({ length: count }, (_, id) => {
    const other = originals[Math.floor(next() * originals.length)]
    if (id > 0 && next() < 0.33) return { id, text: copyOf(other, Math.floor(3 * next()), next) }
    const text = chain(pieces, next, length)
    originals.push(text)
    return { id, text }
  })
}

/** Decides a batch in DuckDB and notes what each stage costs. @param worker the bundled worker, or null. */
export async function engineRun(
  documents: readonly Document[],
  length: number,
  folder: string,
  worker: string | null,
): Promise<EngineRun> {
  rmSync(folder, { recursive: true, force: true })
  const noted: Noted = { stages: new Map(), hits: 0, fresh: 0, asking: 0, rounds: 0, elsewhere: 0 }
  const before = process.cpuUsage()
  try {
    await decideIn(folder, documents, (tables, place) => noting(tables, { folder: place, worker }, noted))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
  const { user, system } = process.cpuUsage(before)
  const { elsewhere, stages, ...counts } = noted
  const own = (user + system) / 1e6 - elsewhere
  return { documents: documents.length, length, own, stages: [...stages.values()], ...counts }
}

interface Noted {
  readonly stages: Map<string, StageCost>
  hits: number
  fresh: number
  asking: number
  rounds: number
  /** Processor seconds of engine, verbs and of measuring them. */
  elsewhere: number
}

/** The same tables, which note what each stage costs. */
function noting(
  tables: Tables,
  { folder, worker }: { readonly folder: string; readonly worker: string | null },
  noted: Noted,
): Tables {
  const note = (table: string, cost: Partial<StageCost>): void => {
    const name = stageOf(table)
    const sum: Record<string, unknown> = { ...(noted.stages.get(name) ?? NOTHING), name }
    for (const [key, value] of Object.entries(cost)) sum[key] = (sum[key] as number) + (value as number)
    noted.stages.set(name, sum as unknown as StageCost)
  }
  const engine = async (work: () => Promise<void>): Promise<number> => {
    const before = process.cpuUsage()
    await work()
    const { user, system } = process.cpuUsage(before)
    return (user + system) / 1e6
  }
  const measured = async (name: string, seconds: number): Promise<void> => {
    noted.elsewhere += seconds + (await engine(() => measure(name, seconds)))
  }
  const measure = async (name: string, seconds: number): Promise<void> => {
    const columns: string[] = []
    for await (const [column, type] of tables.rows(`DESCRIBE SELECT * FROM ${name}`, name))
      if (type === 'VARCHAR') columns.push(column as string)
    let fields = 0
    for await (const row of tables.rows(`DESCRIBE SELECT * FROM ${name}`, name))
      fields += Number(row.length > 0)
    const strings = columns.map((column) => ` + coalesce(sum((strlen(${column}) + 7) // 8 * 8), 0)`)
    const file = path.join(folder, `${name}.parquet`)
    const bytes = statSync(file, { throwIfNoEntry: false })?.size ?? (await copied(name))
    note(name, {
      rows: await tables.number(`SELECT count(*) FROM ${name}`, name),
      bytes,
      wide: await tables.number(
        `SELECT count(*) * ${8 * (1 + fields)}${strings.join('')} FROM ${name}`,
        name,
      ),
      engine: seconds,
    })
    if (name === 'looked')
      noted.hits += await tables.number('SELECT coalesce(sum(most), 0) FROM looked', name)
    if (name === 'asked')
      noted.fresh += await tables.number('SELECT count(*) FROM asked WHERE outcome IS NULL', name)
    if (stageOf(name) === 'askers') noted.asking += await tables.number(`SELECT count(*) FROM ${name}`, name)
    if (stageOf(name) === 'decided') noted.rounds++
  }
  /** Bytes of a table that has no file. */
  const copied = async (name: string): Promise<number> => {
    const copy = `copy_of_${name}`
    await tables.make(copy, `SELECT * FROM ${name}`)
    const { size } = statSync(path.join(folder, `${copy}.parquet`))
    await tables.forget(copy)
    return size
  }
  const own: Partial<Tables> = {
    async make(name, query) {
      await measured(name, await engine(() => tables.make(name, query)))
    },
    async fill(name, columns, rows) {
      await measured(name, await engine(() => tables.fill(name, columns, rows)))
    },
    async hold(name, query) {
      await measured(name, await engine(() => tables.hold(name, query)))
    },
    async work(stage: Work) {
      const { name, argv, columns, queries } = stage
      const { elsewhere } = noted
      const started = process.cpuUsage()
      const verb = verbOf(stage)
      const file = path.join(folder, 'lines')
      const out = openSync(file, 'w')
      const cells: string[] = []
      let seconds = 0
      let inVerb = 0
      let lines = 0
      for (const query of queries) {
        seconds += await engine(() => tables.hold('lines', query))
        const chunk: string[] = []
        const done = (): void => {
          const before = process.cpuUsage()
          const answers = chunk.map((line) => verb.line(line))
          const { user, system } = process.cpuUsage(before)
          inVerb += (user + system) / 1e6
          for (const answer of answers) cells.push(...answer.split('\n').slice(0, -1))
          if (chunk.length > 0) writeSync(out, `${chunk.join('\n')}\n`)
          lines += chunk.length
          chunk.length = 0
        }
        for await (const [line] of tables.rows('SELECT line FROM lines ORDER BY a, place', 'lines')) {
          chunk.push(line as string)
          if (chunk.length === 4096) done()
        }
        done()
        await tables.drop('lines')
      }
      cells.push(...verb.end().split('\n').slice(0, -1))
      closeSync(out)
      const filled = await engine(() =>
        tables.fill(name, columns, async function* () {
          for (const cell of cells) yield cell.split('\t')
        }),
      )
      await measured(name, seconds + filled)
      const bundled = worker === null ? { seconds: 0, peak: 0 } : inWorker(worker, argv, file)
      note(name, { lines, lineBytes: statSync(file).size, here: inVerb, worker: bundled.seconds })
      const known = noted.stages.get(stageOf(name))!
      noted.stages.set(known.name, { ...known, peak: Math.max(known.peak, bundled.peak) })
      const { user, system } = process.cpuUsage(started)
      noted.elsewhere = elsewhere + (user + system) / 1e6
    },
  }
  return new Proxy(tables, {
    get(target, key) {
      const value = (own as Record<string | symbol, unknown>)[key] ?? Reflect.get(target, key, target)
      return typeof value === 'function' ? (value as () => void).bind(target) : value
    },
  })
}

/** A table without the number of its round; those of the rounds of orphans count as the others. */
function stageOf(table: string): string {
  return table.replace(/^o_|\d+$/g, '')
}

const NOTHING = { rows: 0, bytes: 0, wide: 0, engine: 0, lines: 0, lineBytes: 0, here: 0, worker: 0, peak: 0 }

/** Processor seconds of the bundled worker for a file of lines, without its start, and the bytes that it held at most. */
function inWorker(worker: string, argv: readonly string[], file: string): { seconds: number; peak: number } {
  const start = usageOf(worker, argv, '/dev/null')
  const all = usageOf(worker, argv, file)
  return { seconds: Math.max(0, all.seconds - start.seconds), peak: all.peak }
}

function usageOf(worker: string, argv: readonly string[], file: string): { seconds: number; peak: number } {
  const told = `process.on('exit',()=>console.error(JSON.stringify(process.resourceUsage())))`
  const input = openSync(file, 'r')
  const run = spawnSync(process.execPath, ['--import', `data:text/javascript,${told}`, worker, ...argv], {
    stdio: [input, 'ignore', 'pipe'],
    encoding: 'utf8',
  })
  closeSync(input)
  if (run.status !== 0) throw new Error(run.stderr)
  const usage = JSON.parse(run.stderr.trim().split('\n').at(-1)!) as NodeJS.ResourceUsage
  return { seconds: (usage.userCPUTime + usage.systemCPUTime) / 1e6, peak: 1024 * usage.maxRSS }
}
