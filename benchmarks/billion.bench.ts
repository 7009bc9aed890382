import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { random } from '../tests/noise.js'
import { group, type Grouping } from './billion-grouping.js'
import { BANDS, growthOf, sharedBands, type Growth } from './billion-growth.js'
import {
  CLUSTER,
  HEAP,
  hotList,
  hoursOf,
  mostHits,
  passagesPaper,
  resemblancePaper,
  tasksOf,
  unitsOf,
  type PaperStage,
} from './billion-paper.js'
import { copyOf, documentsOf, engineRun, type EngineRun } from './billion-parts.js'
import { sparkRun, type SparkRun } from './billion-spark.js'
import { chain, phrases } from './chains.js'
import { english } from './corpora.js'
import { cutDocuments, keepRecord, report, SMOKE } from './harness.js'

// What a billion documents would cost, on paper: from measured parts of each document, and from simulated signatures that are grouped
// by the SQL of the plan. Needs a build for the bundled worker. --signatures 50000000 simulates that many; --documents gives the largest
// batch that is decided stage by stage; --spark 300 also decides that many in Spark (SPARK_HOME) and reads what it shuffled;
// --measured FILE keeps what was measured, and takes what is there.

const given = (name: string, otherwise: number): number => {
  const at = process.argv.indexOf(`--${name}`)
  return at < 0 ? otherwise : Number(process.argv[at + 1])
}
const measuredAt = process.argv.indexOf('--measured')
const measuredFile = measuredAt < 0 ? undefined : process.argv[measuredAt + 1]
const BILLION = 1e9
/** Characters of a document. */
const LENGTHS = SMOKE ? [1000] : [1000, 3000]
const dist = path.resolve(process.env.OFFPRINT_DIST ?? 'dist')

interface Measured {
  bands?: { noisy: number; longer: number }
  grouping?: Grouping
  growth?: Record<string, Growth[]>
  runs?: EngineRun[]
  spark?: SparkRun[]
}

const measured: Measured =
  measuredFile !== undefined && existsSync(measuredFile)
    ? (JSON.parse(readFileSync(measuredFile, 'utf8')) as Measured)
    : {}
const keep = (): void => {
  if (measuredFile !== undefined) writeFileSync(measuredFile, JSON.stringify(measured))
}

async function measure(texts: readonly string[], folder: string): Promise<Required<Measured>> {
  const pieces = phrases(texts)
  const worker = path.join(dist, 'worker.js')
  if (measured.bands === undefined) {
    const next = random(7)
    const originals = Array.from({ length: SMOKE ? 10 : 500 }, () => chain(pieces, next, 1000))
    const shared = (kind: number) => sharedBands(originals, (text) => copyOf(text, kind, next))
    measured.bands = { noisy: shared(1), longer: shared(2) }
    keep()
  }
  if (measured.growth === undefined) {
    measured.growth = {}
    const sizes = SMOKE ? [20, 60] : [300, 1000, 2000, 3000, 10_000, 30_000]
    for (const length of LENGTHS) {
      const next = random(3)
      const whole = texts.reduce((sum, text) => sum + text.length, 0)
      const prose = cutDocuments(texts, Math.floor(whole / length) - 1, length)
      // In no order, so that the first ones are of all books.
      const mixed = prose.map((text) => [next(), text] as const).sort(([x], [y]) => x - y)
      measured.growth[`prose of ${length}`] = growthOf(
        mixed.map(([, text]) => text),
        sizes,
      )
      const chains = Array.from({ length: sizes.at(-1)! }, () => chain(pieces, next, length))
      measured.growth[`chains of ${length}`] = growthOf(chains, sizes)
    }
    keep()
  }
  if (measured.runs === undefined) {
    const most = given('documents', SMOKE ? 40 : 3000)
    measured.runs = []
    for (const length of LENGTHS) {
      for (const count of new Set([SMOKE ? 20 : 300, SMOKE ? 20 : 1000, most])) {
        const documents = documentsOf(pieces, count, length)
        const bundled = existsSync(worker) && !SMOKE ? worker : null
        measured.runs.push(await engineRun(documents, length, path.join(folder, 'run'), bundled))
        keep()
      }
    }
  }
  if (measured.spark === undefined) {
    const count = given('spark', 0)
    measured.spark = []
    if (count > 0) {
      for (const length of LENGTHS) {
        const documents = documentsOf(pieces, count, length)
        measured.spark.push(
          sparkRun(documents, length, path.join(folder, 'spark'), path.join(dist, 'cli.js')),
        )
        keep()
      }
    }
  }
  if (measured.grouping === undefined) {
    const { noisy, longer } = measured.bands
    measured.grouping = await group({
      signatures: given('signatures', SMOKE ? 20_000 : 1_000_000),
      bands: BANDS,
      shared: (noisy + longer) / 2,
      memory: 4e9,
      folder: path.join(folder, 'grouping'),
      onPass: (soFar) => {
        if (measuredFile !== undefined) writeFileSync(`${measuredFile}.grouping`, JSON.stringify(soFar))
      },
    })
    keep()
  }
  return measured as Required<Measured>
}

const number = (value: number, digits = 0): string =>
  value.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits })

/** Three digits that count. */
function short(value: number): string {
  if (value === 0) return '0'
  const digits = Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value))))
  return number(value, Math.min(4, digits))
}

const range = ([low, high]: readonly [number, number], unit: number): string => {
  const [from, to] = [short(low / unit), short(high / unit)]
  return from === to ? from : `${from} to ${to}`
}

function table(rows: readonly (readonly string[])[]): void {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)))
  for (const row of rows) {
    report(row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]) : cell.padStart(widths[i]))).join('  '))
  }
  report()
}

function reportParts({ runs, spark, growth, bands }: Required<Measured>): void {
  report(
    `bands that a copy shares: with 1 % of wrong letters ${short(bands.noisy)}, with a line more ${short(bands.longer)}`,
  )
  report()
  report('fingerprints that another document has too, no copies among the documents')
  const sizes = [...new Set(Object.values(growth).flatMap((all) => all.map(({ documents }) => documents)))]
  table([
    ['documents', ...sizes.sort((x, y) => x - y).map((size) => number(size)), 'each has'],
    ...Object.entries(growth)
      .filter(([, all]) => all.length > 0)
      .map(([name, all]) => [
        name,
        ...sizes.map((size) => {
          const found = all.find(({ documents }) => documents === size)
          return found === undefined ? '' : number(found.shared, 2)
        }),
        number(all.at(-1)!.keys, 1),
      ]),
  ])
  report('a document of a batch with a third of copies, all rounds together')
  table([
    ['characters, documents', 'rounds', 'asks', 'keys', 'lists', 'hits', 'pairs', 'one process'],
    ...runs.map((run) => {
      const units = unitsOf(run)
      return [
        `${number(run.length)}, ${number(run.documents)}`,
        String(run.rounds),
        short(run.asking / run.documents),
        short(units.key),
        short(units.posting),
        short(run.hits / run.documents),
        short(units.pair),
        `${short((1000 * run.own) / run.documents)} ms`,
      ]
    }),
  ])
  for (const length of LENGTHS) {
    const run = runs.filter((one) => one.length === length).at(-1)!
    report(
      `${number(length)} characters, ${number(run.documents)} documents in DuckDB; each document, all rounds together`,
    )
    table([
      [
        'stage',
        'rows',
        'Parquet B',
        'as rows B',
        'lines B',
        'engine ms',
        'verb here ms',
        'worker ms',
        'worker MB',
      ],
      ...run.stages.map((stage) => [
        stage.name,
        short(stage.rows / run.documents),
        short(stage.bytes / run.documents),
        short(stage.wide / run.documents),
        short(stage.lineBytes / run.documents),
        short((1000 * stage.engine) / run.documents),
        short((1000 * stage.here) / run.documents),
        short((1000 * stage.worker) / run.documents),
        short(stage.peak / 1e6),
      ]),
    ])
  }
  for (const one of spark) {
    report(
      `${number(one.length)} characters, ${number(one.documents)} documents in Spark; each document, all rounds together`,
    )
    table([
      ['stage', 'rows shuffled', 'bytes', 'bytes a row'],
      ...one.stages
        .filter(({ rows }) => rows > 0)
        .map(({ name, rows, shuffled }) => [
          name,
          short(rows / one.documents),
          short(shuffled / one.documents),
          short(shuffled / rows),
        ]),
    ])
  }
}

function reportGrouping(grouping: Grouping): void {
  const { signatures, keys, done, passes, stages, edges, components, largest, found, peak, spilled } =
    grouping
  report(
    `${number(signatures)} signatures, ${number(keys)} keys in ${done} of ${passes} passes, DuckDB with 4 GB`,
  )
  table([
    ['stage', 'seconds', 'of processor', 'rows', 'MB'],
    ...stages.map((stage) => [
      stage.name,
      number(stage.seconds, 1),
      number(stage.cpu, 1),
      number(stage.rows),
      number(stage.bytes / 1e6),
    ]),
  ])
  report(
    `${number(edges)} edges, ${number(components)} components, the largest of ${number(largest)}; ${number(100 * found, 1)} % of near copies beside their original; peak ${number(peak / 1e6)} MB, spilled ${number(spilled / 1e6)} MB at most`,
  )
  report()
}

function reportPaper(title: string, stages: readonly PaperStage[]): void {
  report(title)
  const total = (value: (stage: PaperStage) => readonly [number, number]): [number, number] => [
    stages.reduce((sum, stage) => sum + value(stage)[0], 0),
    stages.reduce((sum, stage) => sum + value(stage)[1], 0),
  ]
  const all: PaperStage = {
    name: 'all',
    shuffled: total((stage) => stage.shuffled),
    stored: total((stage) => stage.stored),
    seconds: total((stage) => stage.seconds),
  }
  table([
    ['stage', 'shuffled TB', 'kept TB', 'core hours', 'tasks'],
    ...[...stages, all].map((stage) => [
      stage.name,
      range(stage.shuffled, 1e12),
      range(stage.stored, 1e12),
      range(stage.seconds, 3600),
      stage.shuffled[1] === 0 || stage === all ? '' : range([tasksOf(stage, 0), tasksOf(stage, 1)], 1),
    ]),
  ])
  for (const at of [0, 1] as const) {
    if (at === 1 && stages.every(({ seconds: [low, high] }) => low === high)) continue
    const { processor, network, disk } = hoursOf(stages, at, CLUSTER)
    report(
      `${at === 0 ? 'least' : 'most '}: ${short(processor)} hours of all cores, ${short(network)} of network, ${short(disk)} of disk: ${short(processor + network + disk)} hours`,
    )
  }
  report()
}

function reportBillion({ runs, spark, grouping }: Required<Measured>): void {
  const { machines, cores, network, disk } = CLUSTER
  report(
    `a billion documents, on paper; assumed: ${machines} machines of ${cores} cores, ${network / 1e9} GB/s of network and ${disk / 1e9} GB/s of disk each`,
  )
  report()
  for (const length of LENGTHS) {
    const own = runs.filter((one) => one.length === length)
    const [small, run] = [own[0], own.at(-1)!]
    const shuffled = spark.find((one) => one.length === length) ?? spark[0]
    const base = runs.find((one) => one.length === shuffled?.length && one.documents === shuffled.documents)
    const beside = shuffled === undefined || base === undefined ? undefined : { run: shuffled, base }
    if (beside === undefined) report('what Spark shuffles was not measured: --spark 300')
    const name = `of ${number(length)} characters`
    reportPaper(`resemblance alone, ${name}`, resemblancePaper(BILLION, run, beside, grouping, BANDS))
    const fingerprints = unitsOf(run).key - BANDS - 1
    reportPaper(
      `passages, ${name}: from what was measured to what caps allow (${number(mostHits(fingerprints, BANDS))} hits of a search)`,
      passagesPaper(BILLION, run, small, beside, BANDS),
    )
    const peak = Math.max(...run.stages.map((stage) => stage.peak))
    const hot = hotList(BILLION, beside, grouping)
    report(
      `memory of a machine: ${cores} workers of ${short(peak / 1e6)} MB, and ${short((cores * HEAP) / 1e9)} GB assumed for Spark: ${short((cores * (peak + HEAP)) / 1e9)} GB`,
    )
    report(`memory of the driver for components: ${short((4 * BILLION) / 1e9)} GB`)
    report(
      `one list of a tenth of all documents, in one task: ${short(hot.bytes / 1e9)} GB, ${short(60 * hot.hours)} minutes of one core`,
    )
    report(
      `the one process that reads all texts and takes the answer: ${short((run.own / run.documents) * (BILLION / 3600))} hours of one core`,
    )
    report()
  }
}

const texts = english()
const folder = mkdtempSync(path.join(tmpdir(), 'billion-'))
try {
  if (texts === undefined) report('the evaluation sets are missing: set OFFPRINT_DATA')
  else {
    const all = await measure(texts, folder)
    reportParts(all)
    reportGrouping(all.grouping)
    reportBillion(all)
    keepRecord('billion')
  }
} finally {
  rmSync(folder, { recursive: true, force: true })
}
