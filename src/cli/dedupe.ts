import { findInputs } from '../read/files.node.js'
import { requireSense, type DedupeArguments } from './dedupe-arguments.js'
import { DedupeRun } from './dedupe-run.js'
import { requireFolder } from './dedupe-source.js'
import type { Io } from './io.js'
import { Outputs } from './outputs.js'

/** `offprint dedupe INPUT…`: everything is checked before any work; outputs take their names when all went well. */
export async function dedupeCommand(
  inputs: readonly string[],
  options: DedupeArguments,
  io: Io,
): Promise<number> {
  requireSense(inputs, options)
  if (options.tmp !== undefined) await requireFolder('--tmp', options.tmp)
  const { against = [] } = options
  const found = await findInputs([...inputs, ...against])
  const outputs = await Outputs.open(
    [
      ['-o', options.output, 'either'],
      ['--ids', options.ids],
      ['--ledger', options.ledger],
      ['--rejects', options.rejects],
      ['--clusters', options.clusters],
      ['--report', options.report],
      ['--summary', options.summary],
    ],
    found.map(({ path }) => path),
    options.force === true,
    io,
  )
  try {
    const code = await new DedupeRun(inputs, options, io, outputs).work()
    await outputs.commit()
    return code
  } catch (error) {
    const interrupted = io.signal.aborted
    const left = await outputs.abandon(interrupted)
    if (interrupted) {
      const where = left.length === 0 ? '' : `; complete lines so far are in ${left.join(', ')}`
      io.stderr.write(`offprint: interrupted${where}\n`)
    }
    throw error
  }
}
