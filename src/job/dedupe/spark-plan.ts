import { copyFileSync, existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { verifyArguments } from '../../engine/given-batch.node.js'
import { jobFile, type SparkPlan } from '../../engine/spark-job.node.js'
import { fileSteps, type Input } from '../../engine/steps.js'
import { OffprintError } from '../../kernel/errors.js'
import { relateSettings } from '../../compare/relation.js'
import { withoutCompression } from '../../read/bytes/compression.js'
import { FOLD_VERSION } from '../../text/fold.js'
import { usageError } from '../errors.js'
import type { Io } from '../io.js'
import { relateFrom } from '../relate.js'
import { VERSION } from '../version.js'
import { workerBeside } from './engine.js'
import { outputNames, removeOf, requireConsistent, type DedupeJob } from './options.js'

/**
 * Writes a job for a cluster instead of running it: `plan.json`, `job.py`, `worker.js`, and `submit.sh`, which shows how they are
 * submitted. The executors read the inputs, so that these need not exist on this machine: `hdfs://`, `s3a://`.
 * @param worker the bundled worker.
 * @throws OffprintError `ERR_USAGE` for options that a job cannot follow; `ERR_OUTPUT_EXISTS` for a folder that has a plan, without
 * `force`; `ERR_PACKAGE` where the worker is not built.
 */
export function writeSparkPlan(
  job: DedupeJob,
  io: Pick<Io, 'stderr'>,
  worker: { readonly file: string } | null = workerBeside(),
): void {
  requireForPlan(job)
  const files = job.inputs.map((input) => ({ path: input, format: formatOf(input, job) }))
  if (worker === null) {
    throw new OffprintError(
      'ERR_PACKAGE',
      'worker.js does not lie beside the command; npm run build makes it',
    )
  }
  const folder = job.plan!
  if (job.force !== true && existsSync(path.join(folder, 'plan.json'))) {
    throw new OffprintError('ERR_OUTPUT_EXISTS', `${folder} has a plan; name another folder, or add --force`)
  }
  const plan: SparkPlan = {
    offprint: VERSION,
    folding: FOLD_VERSION,
    node: 'node',
    worker: 'worker.js',
    options: {
      read: readArguments(job),
      verify: verifyArguments({ relate: relateSettings(relateFrom(job)), remove: removeOf(job) }, 'lexicon'),
    },
    steps: fileSteps(files),
    answers: {},
  }
  mkdirSync(folder, { recursive: true })
  writeFileSync(path.join(folder, 'plan.json'), `${JSON.stringify(plan, null, 1)}\n`)
  copyFileSync(jobFile(), path.join(folder, 'job.py'))
  copyFileSync(worker.file, path.join(folder, 'worker.js'))
  writeFileSync(path.join(folder, 'submit.sh'), submitScript(job), { mode: 0o755 })
  if (job.quiet !== true) {
    io.stderr.write(
      `wrote ${readdirSync(folder).sort().join(', ')} to ${folder}; submit it with ${path.join(folder, 'submit.sh')} FOLDER, a folder that all machines reach\n`,
    )
  }
}

/** @throws OffprintError `ERR_USAGE`. */
function requireForPlan(job: DedupeJob): void {
  requireConsistent(job)
  const outputs = outputNames(job).map(([option]) => option)
  const refused = [
    ...outputs,
    ...(job.memory === undefined ? [] : ['--memory']),
    ...(job.carry === undefined ? [] : ['--carry']),
    ...(job.json === true ? ['--json'] : []),
    ...(job.show === undefined ? [] : ['--show']),
    ...(job.resume === true ? ['--resume'] : []),
    ...(job.encoding === undefined ? [] : ['--encoding']),
  ]
  if (refused.length > 0) {
    const what = 'the job writes kept, ledger, rejects and summary into its own folder, and goes on by itself'
    throw usageError(`--plan writes a job, and ${what}; leave ${refused[0]} out`)
  }
}

/** @throws OffprintError `ERR_USAGE` for what Spark does not read. */
function formatOf(input: string, { format }: DedupeJob): Input['files'][number]['format'] {
  if (format === 'jsonl' || format === 'parquet') return format
  if (format === undefined) {
    if (/\.parquet\/?$/i.test(input)) return 'parquet'
    if (/\.(jsonl|ndjson)$/i.test(withoutCompression(input))) return 'jsonl'
  }
  throw usageError(
    `a job of --plan reads JSON Lines and Parquet, and ${input} does not say which; add --format jsonl or --format parquet, or leave --plan out`,
  )
}

function readArguments({ text, id, keep, date, source, prefer, strict }: DedupeJob): string[] {
  const named = { text, id, keep, date, source, prefer: prefer?.join() }
  const given = Object.entries(named).flatMap(([name, value]) =>
    value === undefined ? [] : [`--${name}`, value],
  )
  return strict === true ? [...given, '--strict'] : given
}

function submitScript({ master = 'local[*]', sparkConf = {} }: DedupeJob): string {
  const settings = Object.entries(sparkConf).map(([key, value]) => ` --conf ${quoted(`${key}=${value}`)}`)
  return `#!/bin/sh
# Usage: submit.sh FOLDER [options of spark-submit]. FOLDER is where the tables and the result go; all machines must reach it.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
folder=$1
shift
exec "\${SPARK_HOME:+$SPARK_HOME/bin/}spark-submit" --master ${quoted(master)}${settings.join('')} "$@" --files "$here/worker.js" "$here/job.py" "$here/plan.json" "$folder"
`
}

function quoted(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`
}
