import { findInputs } from '../../read/inputs.node.js'
import type { Arrival } from '../dedupe/arrival.js'
import { inventoryOf } from '../dedupe/inventory.js'
import { readOptionsOf } from '../dedupe/options.js'
import { ProgressTracker, StatusLine } from '../dedupe/progress.js'
import { openSource } from '../dedupe/source.js'
import type { Io } from '../io.js'
import { checkOutputs } from '../outputs/check.js'
import { Outputs } from '../outputs/outputs.js'
import { Rejects, type OnReject } from '../rejects.js'
import { requireReadable, type InputsJob } from './options.js'

/** What a command that reads documents works with. */
export interface Reading {
  readonly outputs: Outputs
  readonly status: StatusLine
  /** Receives what is skipped; without it the first such document ends the run. */
  readonly onReject: OnReject | undefined
  documents(): AsyncIterable<Arrival>
  /** Tells how many documents are done. */
  progress(documents: number): void
}

/**
 * Reads the inputs of a command, which does its work on them. Everything is checked before any work; outputs take their names
 * when all went well.
 * @returns what the work returns, and how many documents were skipped.
 * @throws OffprintError `ERR_USAGE`, `ERR_INPUT` or `ERR_OUTPUT_EXISTS` before any work; whatever the work throws.
 */
export async function readInputs<T>(
  job: InputsJob & { readonly date?: string },
  io: Io,
  prepare: () => Promise<(reading: Reading) => Promise<T>>,
): Promise<{ done: T; rejected: number }> {
  requireReadable(job)
  const paths = (await findInputs(job.inputs)).map((input) => input.path)
  const named = [
    { option: '-o', path: job.output, isJsonLines: true },
    { option: '--rejects', path: job.rejects, isJsonLines: true },
  ]
  const checked = await checkOutputs(named, paths, job.force === true)
  const exclude = new Set(checked.files.map(({ realPath }) => realPath))
  const { bytes, streams } = await inventoryOf(job.inputs, exclude)
  const work = await prepare()
  const outputs = await Outputs.open(checked, io)
  const status = new StatusLine(io.stderr, job.quiet !== true)
  try {
    const rejects = new Rejects(outputs.of('--rejects'), (line) => status.write(line))
    const onReject = job.strict === true ? undefined : rejects.add.bind(rejects)
    const onWarning = rejects.warn.bind(rejects)
    const reading = { ...readOptionsOf(job), stdin: io.stdin, signal: io.signal, exclude, onWarning }
    const source = await openSource(job.inputs, reading, {
      again: false,
      tmp: undefined,
      carry: [],
      onReject,
      fields: job.date === undefined ? [] : [{ option: '--date', field: job.date, decides: true }],
      onUnseen: () => {},
      onFirst: () => {},
    })
    const bytesRead = () => source.bytesRead
    const tracker = new ProgressTracker({ isBatch: false, bytes, streams, bytesRead })
    const done = await work({
      outputs,
      status,
      onReject,
      documents: () => source.open(),
      progress: (documents) =>
        status.update('reading', () =>
          tracker.shown({ stage: 'reading', documents, removed: 0, skipped: 0, bytes: 0 }),
        ),
    })
    io.signal.throwIfAborted()
    await rejects.finish()
    await outputs.stdout.drain()
    await outputs.commit()
    return { done, rejected: rejects.count }
  } catch (error) {
    await outputs.abandon(io.signal.aborted)
    throw error
  } finally {
    status.clear()
  }
}
