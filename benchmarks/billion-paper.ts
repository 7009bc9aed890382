import { EARLIEST, HITS_PER_FINGERPRINT, LEAST_LISTS, MOST_HITS } from '../src/candidates/hits.js'
import { BAND_BESIDE } from '../src/candidates/candidates.js'
import { MOST_POSTINGS } from '../src/candidates/postings.js'
import { DEFAULT_LIMIT, MOST_LOOKED } from '../src/store/search.js'
import { KEYS_AS_FILE, type Grouping } from './billion-grouping.js'
import type { EngineRun } from './billion-parts.js'
import type { SparkRun } from './billion-spark.js'

/** What a cluster has; each machine is as the others. */
export interface Cluster {
  readonly machines: number
  readonly cores: number
  /** Bytes a second of a machine. */
  readonly network: number
  readonly disk: number
}

/** Assumed: 32 machines of 16 cores, 10 Gbit/s, one SSD. */
export const CLUSTER: Cluster = { machines: 32, cores: 16, network: 1.25e9, disk: 1e9 }
/** Assumed: bytes that Spark's own process has for each core. */
export const HEAP = 2e9
/** Assumed: bytes of a task; so many a stage has tasks. */
const TASK = 200e6

/** What grows with the corpus, for one document and all rounds together. */
export interface Units {
  readonly document: number
  /** Bytes of the lines that are signed. */
  readonly textBytes: number
  readonly key: number
  /** Rows of lists and of what is looked up in them. */
  readonly posting: number
  /** Bytes of the lines that are ranked, and of those that are verified. */
  readonly rankBytes: number
  readonly pairBytes: number
  readonly pair: number
}

/** What each stage costs more of when there is more of it; all others cost by the document. */
const UNIT: Readonly<Record<string, keyof Units>> = {
  documents: 'textBytes',
  signed: 'textBytes',
  sorted: 'key',
  entries: 'key',
  parts: 'key',
  postings: 'key',
  listed: 'posting',
  looked: 'posting',
  ranked: 'rankBytes',
  asked: 'pair',
  verified: 'pairBytes',
  found: 'pair',
  compared: 'pair',
  latest: 'pair',
  related: 'pair',
}

/** The units of a run. */
export function unitsOf(run: EngineRun): Units {
  const { documents, fresh } = run
  const stage = (name: string) => run.stages.find((one) => one.name === name) ?? EMPTY
  return {
    document: 1,
    textBytes: stage('signed').lineBytes / documents,
    key: stage('parts').rows / documents,
    posting: (stage('listed').rows + stage('looked').rows) / documents,
    rankBytes: stage('ranked').lineBytes / documents,
    pairBytes: stage('verified').lineBytes / documents,
    pair: fresh / documents,
  }
}

const EMPTY = { rows: 0, lineBytes: 0, bytes: 0 }

/** Postings that a search looks at, at most: of the rarest fingerprints all, of the others few, of bands so many. */
export function mostHits(fingerprints: number, bands: number): number {
  const rare = Math.min(LEAST_LISTS, fingerprints)
  const within = Math.max(MOST_HITS, HITS_PER_FINGERPRINT * fingerprints)
  return Math.max(within, rare * MOST_POSTINGS) + (fingerprints - rare) * EARLIEST + bands * BAND_BESIDE
}

/** Units that no corpus exceeds, because lists, hits and candidates have caps. Rounds are those of the run. */
export function mostUnits(run: EngineRun, small: EngineRun, bands: number): Units {
  const { documents, asking, hits, fresh } = run
  const units = unitsOf(run)
  const asks = asking / documents
  const holding = (run.stages.find(({ name }) => name === 'holders')?.rows ?? documents) / documents
  const more = asks * mostHits(units.key - bands - 1, bands) - hits / documents
  const perHit =
    (units.rankBytes / asks - unitsOf(small).rankBytes / (small.asking / small.documents)) /
    (hits / asking - small.hits / small.asking)
  const pairs = (asks - 1) * DEFAULT_LIMIT * MOST_LOOKED
  return {
    document: 1,
    textBytes: units.textBytes,
    key: units.key,
    posting: units.key * (asks + holding),
    rankBytes: units.rankBytes + more * perHit,
    pairBytes: units.pairBytes * (pairs / (fresh / documents)),
    pair: pairs,
  }
}

/** A stage on paper: least and most. Bytes, and seconds of processor. */
export interface PaperStage {
  readonly name: string
  readonly shuffled: readonly [number, number]
  readonly stored: readonly [number, number]
  readonly seconds: readonly [number, number]
}

/** What so many documents cost by passages. `low` is as in the run, for each document; `high` is what the caps allow. */
export function passagesPaper(
  documents: number,
  run: EngineRun,
  small: EngineRun,
  spark: { readonly run: SparkRun; readonly base: EngineRun } | undefined,
  bands: number,
): PaperStage[] {
  const units = unitsOf(run)
  const most = mostUnits(run, small, bands)
  const base = spark === undefined ? undefined : unitsOf(spark.base)
  const stages = run.stages.map(({ name, bytes, engine, worker, here }): PaperStage => {
    const unit = UNIT[name] ?? 'document'
    const ratio = units[unit] === 0 ? 1 : Math.max(1, most[unit] / units[unit])
    // Of those that are looked at few are aligned.
    const aligned = unit === 'pairBytes' ? ratio / MOST_LOOKED : ratio
    const shuffledHere = spark?.run.stages.find((stage) => stage.name === name)?.shuffled ?? 0
    const shuffled =
      base === undefined || base[unit] === 0
        ? 0
        : (shuffledHere / spark!.run.documents / base[unit]) * units[unit] * documents
    const each = documents / run.documents
    const verb = worker > 0 ? worker : here
    return {
      name,
      shuffled: [shuffled, shuffled * ratio],
      stored: [bytes * each, bytes * each * ratio],
      seconds: [(engine + verb) * each, (engine * ratio + verb * aligned) * each],
    }
  })
  if (spark === undefined) return stages
  // Of these DuckDB makes no table.
  const others = spark.run.stages.filter(({ name }) => run.stages.every((stage) => stage.name !== name))
  const rest = (others.reduce((sum, stage) => sum + stage.shuffled, 0) / spark.run.documents) * documents
  return [...stages, { name: 'all else', shuffled: [rest, rest], stored: [0, 0], seconds: [0, 0] }]
}

/** What so many documents cost by resemblance alone: signed as the worker signs, bands grouped as simulated. */
export function resemblancePaper(
  documents: number,
  run: EngineRun,
  spark: { readonly run: SparkRun; readonly base: EngineRun } | undefined,
  grouping: Grouping,
  bands: number,
): PaperStage[] {
  const simulated = (name: string) => grouping.stages.find((stage) => stage.name === name)!
  const keys = simulated(KEYS_AS_FILE)
  const keysEach = 1 + bands
  /** Of a key that was grouped so many are on paper. */
  const each = (documents * keysEach) / grouping.keys
  const eachText = documents / grouping.signatures
  const shuffledBy = (name: string, rows: number): number => {
    if (spark === undefined) return 0
    const stage = spark.run.stages.find((one) => one.name === name)
    return stage === undefined ? 0 : (stage.shuffled / rows) * documents
  }
  const lineBytesOf = (one: EngineRun | undefined) =>
    one?.stages.find(({ name }) => name === 'signed')?.lineBytes ?? 1
  const rowsOf = (name: string) => spark?.base.stages.find((stage) => stage.name === name)?.rows ?? 1
  const signed = run.stages.find(({ name }) => name === 'signed')!
  const listed = simulated('keys that two documents have')
  const exactly = (value: number): readonly [number, number] => [value, value]
  const stage = (name: string, shuffled: number, stored: number, seconds: number): PaperStage => ({
    name,
    shuffled: exactly(shuffled),
    stored: exactly(stored),
    seconds: exactly(seconds),
  })
  const signing = ((signed.worker > 0 ? signed.worker : signed.here) * documents) / run.documents
  const one = simulated('one of each text')
  return [
    stage(
      'sign',
      shuffledBy('signed', lineBytesOf(spark?.base)) * (lineBytesOf(run) / run.documents),
      (keys.bytes / keys.rows) * keysEach * documents,
      signing,
    ),
    stage(
      'one of each text',
      shuffledBy('holders', rowsOf('holders')),
      one.bytes * eachText,
      one.cpu * eachText,
    ),
    stage(
      'keys that two documents have',
      shuffledBy('postings', rowsOf('parts')) * keysEach,
      (keys.bytes / keys.rows) * listed.rows * each,
      listed.cpu * each,
    ),
    stage(
      'lists',
      shuffledBy('listed', rowsOf('listed')) * (listed.rows / grouping.keys) * keysEach,
      0,
      simulated('lists').cpu * each,
    ),
    stage('components', 8 * grouping.edges * each, 0, simulated('components').cpu * each),
  ]
}

/** Hours of a cluster whose cores are all busy. Each shuffled byte is written, sent and read, each stored one written and read. */
export interface Hours {
  readonly processor: number
  readonly network: number
  readonly disk: number
}

/** @param at 0 for the least, 1 for the most. */
export function hoursOf(stages: readonly PaperStage[], at: 0 | 1, cluster: Cluster): Hours {
  const { machines, cores, network, disk } = cluster
  const sum = (value: (stage: PaperStage) => readonly [number, number]) =>
    stages.reduce((total, stage) => total + value(stage)[at], 0)
  const shuffled = sum((stage) => stage.shuffled)
  const stored = sum((stage) => stage.stored)
  return {
    processor: sum((stage) => stage.seconds) / (machines * cores) / 3600,
    network: shuffled / (machines * network) / 3600,
    disk: (2 * (shuffled + stored)) / (machines * disk) / 3600,
  }
}

/** Tasks of a stage of which each has so many bytes. */
export function tasksOf(stage: PaperStage, at: 0 | 1): number {
  return Math.max(1, Math.ceil(stage.shuffled[at] / TASK))
}

/** One list that a tenth of all documents have: its bytes in one task, and the hours of one core. */
export function hotList(
  documents: number,
  spark: { readonly run: SparkRun; readonly base: EngineRun } | undefined,
  grouping: Grouping,
): { bytes: number; hours: number } {
  const rows = documents / 10
  const listed = grouping.stages.find(({ name }) => name === 'lists')!
  const postings = grouping.stages.find(({ name }) => name === 'keys that two documents have')!.rows
  const stage = spark?.run.stages.find(({ name }) => name === 'listed')
  const base = spark?.base.stages.find(({ name }) => name === 'listed')
  return {
    bytes: stage === undefined || base === undefined ? 0 : (stage.shuffled / base.rows) * rows,
    hours: (listed.cpu / postings) * rows * (1 / 3600),
  }
}
