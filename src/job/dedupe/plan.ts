import { realpath, stat } from 'node:fs/promises'
import path from 'node:path'
import { OffprintError } from '../../kernel/errors.js'
import { findInputs } from '../../read/inputs.node.js'
import { FOLD_VERSION } from '../../text/fold.js'
import { usageError } from '../errors.js'
import {
  checkOutputs,
  partialName,
  withoutSlash,
  type CheckedOutput,
  type CheckedOutputs,
} from '../outputs/check.js'
import { VERSION } from '../version.js'
import { requireForEngine } from './engine-options.js'
import type { CheckpointHead } from './checkpoint.js'
import { inventoryOf, type Inventory } from './inventory.js'
import { lastingOptionsOf, outputNames, requireConsistent, type DedupeJob } from './options.js'
import { readSecretOf, type RunSecret } from './secret.js'

/** What a run is going to do, checked before it touches anything. */
export interface DedupePlan {
  readonly outputs: CheckedOutputs
  /** Null where no later run could go on: a run that writes only to standard output and devices. */
  readonly checkpoint: CheckpointPlan | null
  readonly inventory: Inventory
  /** Real paths of the files that the run writes; folders of inputs leave them out. */
  readonly written: ReadonlySet<string>
  readonly secret: RunSecret | undefined
}

/** Where a checkpoint lies and what it begins with. */
export interface CheckpointPlan {
  readonly path: string
  readonly head: CheckpointHead
  /** Whether the run goes on from a checkpoint that is there; otherwise it begins one. */
  readonly resumes: boolean
}

/**
 * Checks the options, the inputs and the outputs of a run.
 * @throws OffprintError `ERR_USAGE` for options and outputs that are impossible, `ERR_INPUT` for inputs that do not exist,
 * `ERR_OUTPUT_EXISTS` for an output or a checkpoint that would be overwritten without `force`.
 */
export async function planDedupe(job: DedupeJob): Promise<DedupePlan> {
  requireConsistent(job)
  requireForEngine(job)
  const { inputs, against = [], tmp, resume = false, force = false } = job
  if (tmp !== undefined) await requireFolder('--tmp', tmp)
  const secret = await readSecretOf(job)
  const read = (await findInputs([...inputs, ...against])).map((input) => input.path)
  await requireEvidentKind(job)
  const location = await checkpointPath(job)
  if (resume && location === null) {
    const why = '--resume needs an output that is a file, because the checkpoint of a run lies beside it'
    throw usageError(`${why}; name one with -o`)
  }
  const isThere = location !== null && (await stat(location).catch(() => undefined)) !== undefined
  if (isThere && !resume && !force) {
    const what = `${location} is of a run that was not finished`
    const message = `${what}; go on with --resume, or begin anew with --force`
    throw new OffprintError('ERR_OUTPUT_EXISTS', message)
  }
  const resumes = isThere && resume
  // The run that left the checkpoint had passed this check, and left its outputs under construction.
  const outputs = await checkOutputs(outputOptionsOf(job), read, force || resumes)
  const written = new Set(outputs.files.flatMap(({ realPath }) => [realPath, partialName(realPath)]))
  if (location !== null) {
    const real = path.join(await realpath(path.dirname(location)), path.basename(location))
    requireOwnName(real, outputs.files)
    written.add(real)
  }
  const inventory = await inventoryOf(inputs, written)
  // With --index the store remembers what was decided.
  const isKept = location === null || job.index !== undefined
  if (isKept || outputs.files.length + outputs.folders.length === 0) {
    return { outputs, checkpoint: null, inventory, written, secret }
  }
  const head: CheckpointHead = {
    offprint: VERSION,
    folding: FOLD_VERSION,
    // The file may have moved; what it holds must be the same.
    options: { ...lastingOptionsOf(job), ...(secret !== undefined && { secretFile: secret.check }) },
    inputs: inventory,
    against: await inventoryOf(against, written),
  }
  return { outputs, checkpoint: { path: location, head, resumes }, inventory, written, secret }
}

function outputOptionsOf(job: DedupeJob) {
  return outputNames(job).map(([option, path]) => ({
    option,
    path,
    kind: option === '-o' ? ('either' as const) : ('file' as const),
    isJsonLines: option === '-o' || option === '--rejects',
  }))
}

/** @throws OffprintError `ERR_USAGE` for `-o clean` beside a folder of inputs: nobody knows whether a file is meant, or a folder. */
async function requireEvidentKind({ inputs, output }: DedupeJob): Promise<void> {
  if (output === undefined || output === '-' || output === '' || /[\\/]$/.test(output)) return
  if (path.extname(output) !== '' || (await stat(output).catch(() => undefined)) !== undefined) return
  if ((await findInputs(inputs)).every(({ kind }) => kind !== 'folder')) return
  const folder = `${output}/ is a folder, which gets a file for each input file`
  throw usageError(`-o ${output} may be a file or a folder: ${folder}; ${output}.jsonl is one file; name one`)
}

/** The path of the checkpoint: beside the first output that is a file or a folder, not a device or a pipe. */
async function checkpointPath(job: DedupeJob): Promise<string | null> {
  for (const { path: given } of outputOptionsOf(job)) {
    if (given === '-' || given === '') continue
    const stats = await stat(given).catch(() => undefined)
    if (stats !== undefined && !stats.isFile() && !stats.isDirectory()) continue
    return `${withoutSlash(given)}.checkpoint`
  }
  return null
}

/** The checkpoint is removed at the end of a run; an output of its name would go with it. */
function requireOwnName(checkpoint: string, files: readonly CheckedOutput[]): void {
  for (const { option, path: given, realPath } of files) {
    if (realPath !== checkpoint && partialName(realPath) !== checkpoint) continue
    throw usageError(`${option} ${given} has the name of this run’s checkpoint; choose another name`)
  }
}

async function requireFolder(option: string, given: string): Promise<void> {
  const stats = await stat(given).catch(() => undefined)
  if (stats?.isDirectory() !== true) {
    throw usageError(`${option} ${given} is not a folder; name one that exists`)
  }
}
