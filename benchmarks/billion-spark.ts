import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { Document } from './billion-parts.js'

/** What Spark says of the tasks that made a table; tables of all rounds are added up. */
export interface SparkStage {
  readonly name: string
  /** Bytes and rows that its tasks wrote for other tasks, compressed. */
  readonly shuffled: number
  readonly rows: number
  /** Processor seconds of executors, without those of the worker. */
  readonly cpu: number
}

export interface SparkRun {
  readonly documents: number
  readonly length: number
  readonly stages: readonly SparkStage[]
}

/** Small tables too are shuffled as large ones are. */
const CONF = {
  'spark.eventLog.enabled': 'true',
  'spark.eventLog.rolling.enabled': 'false',
  'spark.eventLog.compress': 'false',
  'spark.sql.autoBroadcastJoinThreshold': '-1',
  'spark.sql.adaptive.autoBroadcastJoinThreshold': '-1',
}

/** Decides a batch in Spark on this machine, by the built command, and reads what Spark noted of it. Needs SPARK_HOME. */
export function sparkRun(
  documents: readonly Document[],
  length: number,
  folder: string,
  command: string,
): SparkRun {
  rmSync(folder, { recursive: true, force: true })
  const log = path.join(folder, 'log')
  mkdirSync(log, { recursive: true })
  const input = path.join(folder, 'input.jsonl')
  writeFileSync(input, documents.map((document) => `${JSON.stringify(document)}\n`).join(''))
  const conf = Object.entries({ ...CONF, 'spark.eventLog.dir': `file:${log}` })
  const settings = conf.flatMap(([key, value]) => ['--spark-conf', `${key}=${value}`])
  const kept = path.join(folder, 'kept.jsonl')
  const argv = [command, 'batch', input, '--engine', 'spark', '-o', kept, '--quiet', ...settings]
  const run = spawnSync(process.execPath, argv, { encoding: 'utf8' })
  if (run.status !== 0 || !existsSync(kept)) throw new Error(run.stderr)
  const [file] = readdirSync(log)
  const stages = stagesOf(readFileSync(path.join(log, file), 'utf8'))
  rmSync(folder, { recursive: true, force: true })
  return { documents: documents.length, length, stages }
}

interface SparkEvent {
  readonly Event: string
  readonly executionId?: number
  readonly physicalPlanDescription?: string
  readonly Properties?: Readonly<Record<string, string>>
  readonly 'Stage IDs'?: readonly number[]
  readonly 'Stage ID'?: number
  readonly 'Task Metrics'?: {
    readonly 'Executor CPU Time': number
    readonly 'Shuffle Write Metrics': {
      readonly 'Shuffle Bytes Written': number
      readonly 'Shuffle Records Written': number
    }
  }
}

/** The folder that a query writes, as its plan says. Tables of the rounds of orphans count as those of the others. */
const WRITTEN = /Arguments: \S*\/(?:o_)?([a-z_]+?)\d*\.parquet, /

/** The stages of an event log, under the names of the tables that they made; all others are `other`. */
export function stagesOf(log: string): SparkStage[] {
  const tables = new Map<number, string>()
  const executions = new Map<number, number>()
  const stages = new Map<string, SparkStage>()
  for (const line of log.split('\n')) {
    if (line === '') continue
    const event = JSON.parse(line) as SparkEvent
    if (event.Event.endsWith('SQLExecutionStart')) {
      const made = WRITTEN.exec(event.physicalPlanDescription ?? '')
      if (made !== null) tables.set(event.executionId!, made[1])
    } else if (event.Event === 'SparkListenerJobStart') {
      const execution = Number(event.Properties?.['spark.sql.execution.id'])
      for (const stage of event['Stage IDs'] ?? []) executions.set(stage, execution)
    } else if (event.Event === 'SparkListenerTaskEnd' && event['Task Metrics'] !== undefined) {
      const metrics = event['Task Metrics']
      const name = tables.get(executions.get(event['Stage ID']!)!) ?? 'other'
      const known = stages.get(name) ?? { shuffled: 0, rows: 0, cpu: 0 }
      const written = metrics['Shuffle Write Metrics']
      stages.set(name, {
        name,
        shuffled: known.shuffled + written['Shuffle Bytes Written'],
        rows: known.rows + written['Shuffle Records Written'],
        cpu: known.cpu + metrics['Executor CPU Time'] / 1e9,
      })
    }
  }
  return [...stages.values()]
}
