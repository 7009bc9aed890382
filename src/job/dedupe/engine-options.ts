import { sparkHome } from '../../engine/spark-home.node.js'
import { usageError } from '../errors.js'
import { hasEngine, isBatch, type DedupeJob } from './options.js'

/** Bytes below which DuckDB cannot join. */
const LEAST_ENGINE_MEMORY = 512e6

/** Where the tables of an engine lie until a batch is over. @param checkpoint the path of that of the run. */
export function tablesBeside(checkpoint: string): string {
  return `${checkpoint}.tables`
}

/** Options that an engine cannot follow. @throws OffprintError `ERR_USAGE`; `ERR_PACKAGE` where Spark is not there. */
export function requireForEngine(job: DedupeJob): void {
  const ofSpark = [job.master, job.sparkConf, job.plan]
  if (job.engine !== 'spark' && ofSpark.some((value) => value !== undefined)) {
    throw usageError('--master, --spark-conf and --plan are of --engine spark; add it, or leave them out')
  }
  if (!hasEngine(job)) return
  const name = `--engine ${job.engine}`
  if (!isBatch(job)) throw usageError(`${name} decides a batch; add --batch, or call offprint batch`)
  if (job.cluster !== 'star') throw usageError(`${name} makes stars; leave --cluster ${job.cluster} out`)
  const refused = [
    ['--against', job.against],
    ['--index', job.index],
    ['--secret-file', job.secretFile],
  ] as const
  for (const [option, value] of refused) {
    if (value !== undefined) throw usageError(`${name} cannot do with ${option}; leave one of the two out`)
  }
  if (job.memory !== undefined && job.memory < LEAST_ENGINE_MEMORY) {
    throw usageError(`${name} needs --memory 512MB or more`)
  }
  // Before anything is read.
  if (job.engine === 'spark' && job.plan === undefined) sparkHome()
}
