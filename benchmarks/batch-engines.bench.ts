/**
 * Question: does every engine write the bytes of one process, on a crawl whose copies we know, and what does each cost?
 *
 * The crawl is of natural language (see truth-crawl.ts). It is decided in one process, in one that spills, in DuckDB, in Spark on
 * this machine (`local[2]`), and by a standalone cluster of Spark: a master and two workers on loopback, of which an executor is
 * killed while it compares. Compared are the hashes of the kept records, the ledger and the clusters. Needs a build, and for Spark
 * SPARK_HOME.
 *
 * `--documents N` (100,000); `--only process|spilled|duckdb|local|cluster`, with commas between them.
 */
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { loadavg, tmpdir } from 'node:os'
import path from 'node:path'
import type { Planted } from './crawl.js'
import { report, SMOKE } from './harness.js'
import { runGroup } from './process-group.js'
import { startCluster } from './spark-cluster.js'
import { writeTruthCrawl } from './truth-crawl.js'
import { removalsOf, scoreRemovals } from './truth-score.js'

const valueOf = (name: string) => {
  const at = process.argv.indexOf(`--${name}`)
  return at < 0 ? undefined : process.argv[at + 1]
}
const documents = Number(valueOf('documents') ?? (SMOKE ? 60 : 100_000))
const home = process.env.SPARK_HOME
const ENGINES = ['process', 'spilled', 'duckdb', 'local', 'cluster'] as const
type Engine = (typeof ENGINES)[number]
const only = (valueOf('only') ?? (SMOKE ? 'process,duckdb' : ENGINES.join())).split(',')
const command = path.resolve(process.env.OFFPRINT_DIST ?? 'dist', 'cli.js')
/** Seconds that a run may take. */
const LIMIT = 2 * 60 * 60
/** Milliseconds between two looks whether the time to kill has come. */
const LOOK = 200

const OPTIONS: Readonly<Record<Engine, readonly string[]>> = {
  process: [],
  spilled: ['--memory', '64MB'],
  duckdb: ['--engine', 'duckdb', '--memory', '2GB'],
  local: ['--engine', 'spark', '--master', 'local[2]', '--spark-conf', 'spark.driver.memory=3g'],
  cluster: ['--engine', 'spark', '--spark-conf', 'spark.executor.memory=1500m'],
}

const folder = mkdtempSync(path.join(tmpdir(), 'engines-'))

/** Decides the crawl; gives the hash of what was written. */
async function decide(engine: Engine, input: string, planted: readonly Planted[], more: readonly string[]) {
  const own = path.join(folder, engine)
  mkdirSync(own, { recursive: true })
  const [kept, ledger, clusters] = ['kept', 'ledger', 'clusters'].map((name) =>
    path.join(own, `${name}.jsonl`),
  )
  const outputs = ['-o', kept, '--ledger', ledger, '--clusters', clusters, '--quiet', '--tmp', own]
  const cost = await runGroup(
    process.execPath,
    [command, 'batch', input, ...outputs, ...OPTIONS[engine], ...more],
    { limit: LIMIT },
  )
  if (cost === undefined) {
    report(`${engine}: stopped after ${LIMIT} s`)
    return undefined
  }
  const { seconds, cpu, peak } = cost
  const said = `${seconds.toFixed(0)} s, ${cpu.toFixed(0)} s of processor, peak ${peak.toFixed(0)} MB`
  report(`${engine}: ${said}; load ${loadavg()[0].toFixed(1)}`)
  if (engine === 'process') reportScore(ledger, planted)
  const all = createHash('sha256')
  for (const file of [kept, ledger, clusters]) all.update(readFileSync(file))
  const hash = all.digest('hex')
  report(`  bytes ${hash.slice(0, 16)}`)
  return hash
}

function reportScore(ledger: string, planted: readonly Planted[]): void {
  const { removed, right, wrongReports, wrongFamilies, recall } = scoreRemovals(removalsOf(ledger), planted)
  report(
    `  removed ${removed}, right ${right}, wrong ${wrongReports + wrongFamilies}; recall ${recall.toFixed(4)}`,
  )
}

/** On a cluster, of which an executor is killed once candidates are compared. */
async function decideOnCluster(input: string, planted: readonly Planted[]) {
  const cluster = await startCluster(home!, 2, path.join(folder, 'workers'))
  const ranked = path.join(folder, 'cluster', 'kept.jsonl.checkpoint.tables', 'ranked0.parquet', '_SUCCESS')
  let killed: number | null = null
  const watch = setInterval(() => {
    if (killed === null && existsSync(ranked)) killed = cluster.killExecutor()
  }, LOOK)
  try {
    const hash = await decide('cluster', input, planted, ['--master', cluster.master])
    report(`  executor ${killed === null ? 'none' : 'one'} killed`)
    return hash
  } finally {
    clearInterval(watch)
    await cluster.close()
  }
}

try {
  const input = path.join(folder, 'input.jsonl')
  const crawl = writeTruthCrawl(input, documents, 1)
  if (!existsSync(command)) report(`${command} is missing: npm run build`)
  else if (crawl === undefined) report('the evaluation sets are missing: set OFFPRINT_DATA')
  else {
    report(`${documents} documents, ${Math.round(crawl.characters / documents)} characters each`)
    const hashes = new Map<Engine, string>()
    for (const engine of ENGINES) {
      if (!only.includes(engine)) continue
      if ((engine === 'local' || engine === 'cluster') && home === undefined) {
        report(`${engine}: SPARK_HOME names no Spark`)
        continue
      }
      const hash =
        engine === 'cluster'
          ? await decideOnCluster(input, crawl.planted)
          : await decide(engine, input, crawl.planted, [])
      if (hash !== undefined) hashes.set(engine, hash)
    }
    report(`the same bytes: ${[...hashes.keys()].join(', ')}: ${new Set(hashes.values()).size === 1}`)
  }
} finally {
  rmSync(folder, { recursive: true, force: true })
}
