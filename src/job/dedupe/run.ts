import { rm } from 'node:fs/promises'
import { OffprintError } from '../../kernel/errors.js'
import { isSystemError } from '../../read/failure.js'
import type { Io } from '../io.js'
import { Outputs } from '../outputs/outputs.js'
import { Checkpoint } from './checkpoint.js'
import { dedupeInputs, type DedupeOutcome } from './dedupe-inputs.js'
import { interruptedNote, RESTART_NOTE, RESUME_NOTE, tellsPeople } from './notes.js'
import { requireForEngine, tablesBeside } from './engine-options.js'
import { hasEngine, isBatch, type DedupeJob } from './options.js'
import { planDedupe, type DedupePlan } from './plan.js'

export type { DedupeOutcome } from './dedupe-inputs.js'

/**
 * Removes duplicates from files. Everything is checked before any work; outputs take their names when all went well.
 * @throws OffprintError what `planDedupe` throws, before any work; `ERR_INPUT` and `ERR_RECORD` under `strict`, and for
 * inputs that are not those of the checkpoint; `ERR_INDEX_FULL` where `memory` does not suffice. Rejects with the reason
 * of `io.signal` when the user interrupts.
 */
export async function runDedupe(job: DedupeJob, io: Io): Promise<DedupeOutcome> {
  if (job.plan !== undefined) {
    requireForEngine(job)
    const { writeSparkPlan } = await import('./spark-plan.js')
    writeSparkPlan(job, io)
    return { duplicates: 0, rejected: 0 }
  }
  const plan = await planDedupe(job)
  const checkpoint = await openCheckpoint(plan)
  const stdoutTaken = plan.outputs.stdoutOption !== undefined
  const anew = isBatch(job) && !hasEngine(job)
  if (plan.checkpoint?.resumes && anew && tellsPeople(job, io, stdoutTaken)) {
    io.stderr.write(RESTART_NOTE)
  }
  let outputs: Outputs | undefined
  try {
    outputs = await Outputs.open(plan.outputs, io)
    const outcome = await dedupeInputs(job, io, { plan, outputs, checkpoint })
    await outputs.commit()
    await checkpoint?.close(false)
    return outcome
  } catch (error) {
    const isInterrupted = io.signal.aborted
    const left = (await outputs?.abandon(isInterrupted)) ?? []
    const canGoOn = checkpoint !== null && outputs !== undefined && (isInterrupted || canBeHelped(error))
    // The verdicts of an earlier run stay, whatever was wrong with this one.
    await checkpoint?.close(canGoOn || checkpoint.replays)
    if (!canGoOn && plan.checkpoint !== null) {
      await rm(tablesBeside(plan.checkpoint.path), { recursive: true, force: true })
    }
    if (isInterrupted) io.stderr.write(interruptedNote(left))
    if (canGoOn) io.stderr.write(RESUME_NOTE)
    throw error
  }
}

async function openCheckpoint({ checkpoint }: DedupePlan): Promise<Checkpoint | null> {
  if (checkpoint === null) return null
  const { path, head, resumes } = checkpoint
  return resumes ? Checkpoint.resume(path, head) : Checkpoint.create(path, head)
}

/** Whether the same run may succeed with more of something: space on a disk, memory, an engine that is not killed. A wrong input stays wrong. */
function canBeHelped(error: unknown): boolean {
  if (isSystemError(error)) return true
  if (!(error instanceof OffprintError)) return false
  if (error.code === 'ERR_STORE') return true
  return error.code === 'ERR_INDEX_FULL' || (isSystemError(error.cause) && error.cause.code === 'ENOSPC')
}
