import { realpath, stat } from 'node:fs/promises'
import path from 'node:path'
import { OffprintError } from '../../kernel/errors.js'
import { isSystemError } from '../../read/failure.js'
import { findInputs } from '../../read/inputs.node.js'
import { FOLD_VERSION } from '../../text/fold.js'
import { Checkpoint, checkpointOf } from './checkpoint.js'
import { isBatch, lastingOf, requireSense, type DedupeArguments } from './options.js'
import { DedupeRun, type DedupeOutcome } from './dedupe-run.js'
import { requireFolder } from './source.js'
import { usageError } from '../errors.js'
import { inventoryOf } from './inventory.js'
import type { Io } from '../io.js'
import { checkOutputs, partialName, type OutputOption } from '../outputs/check.js'
import { Outputs } from '../outputs/outputs.js'
import { VERSION } from '../version.js'

/** `offprint dedupe INPUT…`: everything is checked before any work; outputs take their names when all went well. */
export async function runDedupe(
  inputs: readonly string[],
  options: DedupeArguments,
  io: Io,
): Promise<DedupeOutcome> {
  requireSense(inputs, options)
  if (options.tmp !== undefined) await requireFolder('--tmp', options.tmp)
  const { against = [], resume = false } = options
  const found = (await findInputs([...inputs, ...against])).map((input) => input.path)
  const named: OutputOption[] = [
    { option: '-o', path: options.output, kind: 'either' },
    { option: '--ids', path: options.ids },
    { option: '--ledger', path: options.ledger },
    { option: '--rejects', path: options.rejects },
    { option: '--clusters', path: options.clusters },
    { option: '--report', path: options.report },
    { option: '--summary', path: options.summary },
  ]
  const place = await placeOf(named)
  if (resume && place === null) {
    throw usageError(
      '--resume needs an output that is a file, beside which it is noted how far the run is; name one with -o',
    )
  }
  const isThere = place !== null && (await stat(place).catch(() => undefined)) !== undefined
  if (isThere && !resume && options.force !== true) {
    throw new OffprintError(
      'ERR_OUTPUT_EXISTS',
      `${place} is of a run that was not finished; go on with --resume, or begin anew with --force`,
    )
  }
  // A run that left a checkpoint had passed the check.
  const force = options.force === true || (isThere && resume)
  const checked = await checkOutputs(named, found, force)
  const { files, folders } = checked

  const written = new Set(files.flatMap(({ realPath }) => [realPath, partialName(realPath)]))
  if (place !== null) written.add(path.join(await realpath(path.dirname(place)), path.basename(place)))
  const inventory = await inventoryOf(inputs, written)
  let checkpoint: Checkpoint | null = null
  // Nothing but standard output and devices has nothing to go on from.
  if (place !== null && files.length + folders.length > 0) {
    const head = {
      offprint: VERSION,
      folding: FOLD_VERSION,
      options: lastingOf(inputs, options),
      inputs: inventory,
      against: await inventoryOf(against, written),
    }
    checkpoint = isThere && resume ? Checkpoint.resume(place, head) : await Checkpoint.create(place, head)
    if (isThere && resume && isBatch(options) && options.quiet !== true) {
      io.stderr.write('offprint: a batch decides when all is read, so it begins anew\n')
    }
  }

  let outputs: Outputs
  try {
    outputs = await Outputs.open(checked, io)
  } catch (error) {
    await checkpoint?.close(false)
    throw error
  }
  try {
    const run = new DedupeRun(inputs, options, io, { outputs, checkpoint, inventory, written })
    const outcome = await run.work()
    await outputs.commit()
    await checkpoint?.close(false)
    return outcome
  } catch (error) {
    const interrupted = io.signal.aborted
    const left = await outputs.abandon(interrupted)
    const helps = checkpoint !== null && (interrupted || canBeHelped(error))
    // What the run before had done stays, whatever was wrong with this one.
    await checkpoint?.close(helps || checkpoint.replays)
    if (interrupted) {
      const where = left.length === 0 ? '' : `; complete lines so far are in ${left.join(', ')}`
      io.stderr.write(`offprint: interrupted${where}\n`)
    }
    if (helps)
      io.stderr.write('offprint: to go on: offprint dedupe … --resume, with the same inputs and options\n')
    throw error
  }
}

/** Whether the same run may succeed after a change of what it has: a full disk, too little memory. Not so a wrong input. */
function canBeHelped(error: unknown): boolean {
  if (isSystemError(error)) return true
  if (!(error instanceof OffprintError)) return false
  return error.code === 'ERR_INDEX_FULL' || (isSystemError(error.cause) && error.cause.code === 'ENOSPC')
}

/** Where the checkpoint of a run lies: beside its first output that is a file or a folder. */
async function placeOf(named: readonly OutputOption[]): Promise<string | null> {
  for (const { path: given } of named) {
    const place = given === undefined ? null : await checkpointOf(given)
    if (place !== null) return place
  }
  return null
}
