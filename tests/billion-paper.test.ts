import { describe, expect, test } from 'vitest'
import type { Grouping } from '../benchmarks/billion-grouping.js'
import {
  hotList,
  hoursOf,
  mostHits,
  mostUnits,
  passagesPaper,
  resemblancePaper,
  tasksOf,
  unitsOf,
  type PaperStage,
} from '../benchmarks/billion-paper.js'
import type { EngineRun, StageCost } from '../benchmarks/billion-parts.js'
import { stagesOf } from '../benchmarks/billion-spark.js'

const NOTHING = { rows: 0, bytes: 0, wide: 0, engine: 0, lines: 0, lineBytes: 0, here: 0, worker: 0, peak: 0 }
const stage = (name: string, cost: Partial<StageCost>): StageCost => ({ ...NOTHING, name, ...cost })

/** Ten documents of 38 keys that ask twice. */
const run: EngineRun = {
  documents: 10,
  length: 1000,
  rounds: 2,
  hits: 400,
  fresh: 5,
  asking: 20,
  own: 1,
  stages: [
    stage('signed', { rows: 10, bytes: 1000, engine: 1, worker: 3, here: 2, lineBytes: 11_000 }),
    stage('parts', { rows: 380, bytes: 3800, engine: 0.5 }),
    stage('holders', { rows: 20 }),
    stage('listed', { rows: 300, engine: 1 }),
    stage('looked', { rows: 100, engine: 1 }),
    stage('ranked', { rows: 20, bytes: 200, engine: 2, worker: 2, lineBytes: 20_000 }),
    stage('verified', { rows: 5, bytes: 50, engine: 1, worker: 4, lineBytes: 5000 }),
  ],
}
/** Half of the hits of each search, and 300 bytes less of its line. */
const small: EngineRun = {
  ...run,
  hits: 200,
  stages: run.stages.map((one) => (one.name === 'ranked' ? { ...one, lineBytes: 14_000 } : one)),
}
const spark = {
  base: run,
  run: {
    documents: 10,
    length: 1000,
    stages: [
      { name: 'signed', shuffled: 9000, rows: 10, cpu: 1 },
      { name: 'holders', shuffled: 400, rows: 20, cpu: 1 },
      { name: 'listed', shuffled: 6000, rows: 300, cpu: 1 },
      { name: 'verified', shuffled: 8000, rows: 5, cpu: 1 },
    ],
  },
}

const of = (stages: readonly PaperStage[], name: string) => stages.find((one) => one.name === name)!

describe('a billion documents on paper', () => {
  test('units are those of one document', () => {
    expect(unitsOf(run)).toEqual({
      document: 1,
      textBytes: 1100,
      key: 38,
      posting: 40,
      rankBytes: 2000,
      pairBytes: 500,
      pair: 0.5,
    })
  })

  test('a search looks at no more than all postings of eight lists, four of the others, and 64 of a band', () => {
    expect(mostHits(20, 17)).toBe(8 * 1000 + 12 * 4 + 17 * 64)
    expect(mostHits(0, 17)).toBe(512 + 17 * 64)
  })

  test('caps bound what grows', () => {
    const most = mostUnits(run, small, 17)
    expect(most.key).toBe(38)
    // Each asks twice, and each is held twice.
    expect(most.posting).toBe(38 * 4)
    // A hit more is 30 bytes more.
    expect(most.rankBytes).toBe(2000 + (2 * mostHits(20, 17) - 40) * 30)
    expect(most.pair).toBe(256)
  })

  test('what documents cost grows with their number, the rest with what caps allow', () => {
    const stages = passagesPaper(1000, run, small, spark, 17)
    expect(of(stages, 'signed')).toEqual({
      name: 'signed',
      shuffled: [900_000, 900_000],
      stored: [100_000, 100_000],
      seconds: [400, 400],
    })
    const verified = of(stages, 'verified')
    expect(verified.shuffled).toEqual([800_000, 800_000 * 512])
    // Of eight that are looked at one is aligned.
    expect(verified.seconds).toEqual([500, 100 * 512 + 400 * 64])
    expect(of(stages, 'listed').shuffled[1]).toBeCloseTo((600_000 * 152) / 40)
  })

  const grouping: Grouping = {
    signatures: 100,
    keys: 900,
    done: 9,
    passes: 18,
    stages: [
      { name: 'keys of one pass, as a file', seconds: 1, cpu: 1, rows: 100, bytes: 1000 },
      { name: 'one of each text', seconds: 1, cpu: 2, rows: 100, bytes: 500 },
      { name: 'keys that two documents have', seconds: 1, cpu: 9, rows: 300, bytes: 0 },
      { name: 'lists', seconds: 1, cpu: 3, rows: 250, bytes: 0 },
      { name: 'components', seconds: 1, cpu: 1, rows: 150, bytes: 0 },
    ],
    edges: 150,
    components: 60,
    largest: 10,
    found: 1,
    peak: 1,
    spilled: 0,
  }

  test('of passes that are done the others follow', () => {
    const stages = resemblancePaper(1000, run, spark, grouping, 17)
    expect(of(stages, 'sign').seconds[0]).toBe(300)
    expect(of(stages, 'sign').shuffled[0]).toBeCloseTo(900_000)
    expect(of(stages, 'sign').stored[0]).toBe(10 * 18 * 1000)
    expect(of(stages, 'one of each text').seconds[0]).toBe(20)
    expect(of(stages, 'keys that two documents have').seconds[0]).toBe(180)
    expect(of(stages, 'lists').shuffled[0]).toBeCloseTo(1000 * 18 * (300 / 900) * 20)
    expect(of(stages, 'components').shuffled[0]).toBe(8 * 3000)
  })

  test('one list of a tenth of all documents', () => {
    expect(hotList(1000, spark, grouping)).toEqual({ bytes: 2000, hours: 1 / 3600 })
  })

  test('hours of a cluster', () => {
    const stages: PaperStage[] = [
      { name: 'a', shuffled: [1e9, 4e9], stored: [1e9, 1e9], seconds: [7200, 14_400] },
      { name: 'b', shuffled: [1e9, 1e9], stored: [0, 0], seconds: [7200, 7200] },
    ]
    const cluster = { machines: 2, cores: 2, network: 1e9 / 3600, disk: 1e9 / 3600 }
    const least = hoursOf(stages, 0, cluster)
    expect(least.processor).toBeCloseTo(1)
    expect(least.network).toBeCloseTo(1)
    expect(least.disk).toBeCloseTo(3)
    const most = hoursOf(stages, 1, cluster)
    expect(most.processor).toBeCloseTo(1.5)
    expect(most.network).toBeCloseTo(2.5)
    expect(most.disk).toBeCloseTo(6)
    expect(tasksOf(stages[0], 1)).toBe(20)
  })
})

test('the event log of Spark: bytes by the table that a task made, rounds added up', () => {
  const task = (stageId: number, bytes: number) => ({
    Event: 'SparkListenerTaskEnd',
    'Stage ID': stageId,
    'Task Metrics': {
      'Executor CPU Time': 1e9,
      'Shuffle Write Metrics': { 'Shuffle Bytes Written': bytes, 'Shuffle Records Written': 2 },
    },
  })
  const job = (execution: number, stages: readonly number[]) => ({
    Event: 'SparkListenerJobStart',
    'Stage IDs': stages,
    Properties: { 'spark.sql.execution.id': String(execution) },
  })
  const made = (executionId: number, physicalPlanDescription: string) => ({
    Event: 'org.apache.spark.sql.execution.ui.SparkListenerSQLExecutionStart',
    executionId,
    physicalPlanDescription,
  })
  const log = [
    made(1, 'Execute\nArguments: file:/tables/ranked0.parquet, false, Parquet'),
    job(1, [0, 1]),
    task(0, 10),
    task(1, 5),
    made(2, 'Execute\nArguments: file:/tables/o_ranked1.parquet, false, Parquet'),
    job(2, [2]),
    task(2, 7),
    made(3, 'Project [1]'),
    job(3, [3]),
    task(3, 1),
  ]
  expect(stagesOf(log.map((event) => `${JSON.stringify(event)}\n`).join(''))).toEqual([
    { name: 'ranked', shuffled: 22, rows: 6, cpu: 3 },
    { name: 'other', shuffled: 1, rows: 2, cpu: 1 },
  ])
})
