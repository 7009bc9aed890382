import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { availableParallelism, tmpdir, totalmem } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { batch } from '../../dedupe/batch.js'
import type { DedupeProgress } from '../../dedupe/options.js'
import { dedupeSettings } from '../../dedupe/settings.js'
import type { Verdict } from '../../dedupe/verdict.js'
import { relateSettings } from '../../compare/relation.js'
import { duckDbEngine } from '../../engine/duckdb-batch.node.js'
import type { TablesOptions } from '../../engine/given-batch.node.js'
import { sparkHome } from '../../engine/spark-home.node.js'
import { sparkEngine, type SparkOptions } from '../../engine/spark-job.node.js'
import { OffprintError } from '../../kernel/errors.js'
import { fileSpool } from '../../store/spool.node.js'
import { relateFrom } from '../relate.js'
import type { Arrival } from './arrival.js'
import { tablesBeside } from './engine-options.js'
import { dedupeOptionsOf, removeOf, type DedupeJob } from './options.js'
import type { DedupePlan } from './plan.js'
import type { DedupeSource } from './source.js'

/** Of the memory of a run: texts, ids and ranks in this process; the tables of the engine. The rest is for the workers. */
const OWN_SHARE = 1 / 4
const ENGINE_SHARE = 1 / 2
/** Without `--memory`: of that of the machine. */
const DEFAULT_SHARE = 1 / 2
/**
 * The verdicts of a batch that an engine decides. Its tables lie beside the checkpoint, so that a later run can go on from them; they
 * go when the batch is over.
 */
export async function* engineVerdicts(
  job: DedupeJob,
  source: Pick<DedupeSource, 'open'>,
  { checkpoint }: Pick<DedupePlan, 'checkpoint'>,
  onProgress: (progress: DedupeProgress) => void,
  signal: AbortSignal,
): AsyncGenerator<Verdict<Arrival, number>> {
  const memory = job.memory ?? Math.floor(DEFAULT_SHARE * totalmem())
  const folder =
    checkpoint === null
      ? await mkdtemp(path.join(job.tmp ?? tmpdir(), 'offprint-batch-'))
      : tablesBeside(checkpoint.path)
  const tables: TablesOptions = {
    folder,
    resumes: checkpoint?.resumes ?? false,
    relate: relateSettings(relateFrom(job)),
    remove: removeOf(job),
  }
  const engine =
    job.engine === 'spark'
      ? sparkEngine({ ...tables, ...sparkOptions(job) })
      : duckDbEngine({
          ...tables,
          memory: Math.floor(ENGINE_SHARE * memory),
          threads: availableParallelism(),
          worker: workerBeside(),
          signal,
        })
  const settings = dedupeSettings<Arrival, number>({
    ...dedupeOptionsOf(job),
    memory: Math.floor(OWN_SHARE * memory),
    spool: fileSpool(job.tmp),
    signal,
    onProgress,
  })
  let done = false
  try {
    yield* batch(() => source.open(), settings, engine)
    done = true
  } finally {
    await engine.close()
    if (done || checkpoint === null) await rm(folder, { recursive: true, force: true })
  }
}

/** The bundled worker, which lies beside the built command; where nothing is built its verbs run in this process. */
export function workerBeside(): { file: string; processes: number } | null {
  const file = fileURLToPath(new URL('worker.js', import.meta.url))
  return existsSync(file) ? { file, processes: availableParallelism() } : null
}

/** @throws OffprintError `ERR_PACKAGE` where the worker is not built. */
function sparkOptions({ master = 'local[*]', sparkConf = {} }: DedupeJob): SparkOptions {
  const worker = workerBeside()
  if (worker === null) {
    throw new OffprintError(
      'ERR_PACKAGE',
      'worker.js does not lie beside the command; npm run build makes it',
    )
  }
  const isLocal = master.startsWith('local')
  return {
    home: sparkHome(),
    master,
    worker: worker.file,
    // Executors elsewhere have a Node of their own.
    node: isLocal ? process.execPath : 'node',
    conf: { ...(isLocal && LOCAL_CONF), ...sparkConf },
  }
}

/** One machine needs no address of its own, and no 200 partitions. */
const LOCAL_CONF = {
  'spark.driver.host': '127.0.0.1',
  'spark.driver.bindAddress': '127.0.0.1',
  'spark.driver.memory': '2g',
  'spark.sql.shuffle.partitions': String(availableParallelism()),
}
