import path from 'node:path'
import { compare } from '../../compare/compare.js'
import { fileName } from '../../read/document.js'
import { findInputs } from '../../read/inputs.node.js'
import { readText } from '../../read/text.node.js'
import type { ReadWarning } from '../../read/warning.js'
import { stringifyComparison } from '../../report/comparison-json.js'
import { comparisonToText } from '../../report/terminal/comparison.js'
import { usageError, warningLine } from '../errors.js'
import { paintFor, type Io } from '../io.js'
import { checkOutputs } from '../outputs/check.js'
import { Outputs } from '../outputs/outputs.js'
import { relateFrom } from '../relate.js'
import type { CompareJob } from './options.js'

/**
 * Compares two texts, and writes one result to standard output or to a file.
 * @throws OffprintError `ERR_USAGE`, `ERR_INPUT` or `ERR_OUTPUT_EXISTS` before any work is done.
 */
export async function runCompare(job: CompareJob, io: Io): Promise<void> {
  const { a, b, output, encoding } = job
  if (a === '-' && b === '-') {
    throw usageError('only one of A and B can be standard input (-); name a file for the other')
  }
  await findInputs([a, b])
  const checked = await checkOutputs([{ option: '-o', path: output }], [a, b], job.force === true)
  const reading = {
    stdin: io.stdin,
    signal: io.signal,
    onWarning: (warning: ReadWarning) => void io.stderr.write(warningLine(warning)),
    // A patch has to find the byte order mark that the file has.
    keepMark: job.patch === true,
    ...(encoding !== undefined && { encoding }),
  }
  const text = await resultOf(await readText(a, reading), await readText(b, reading), job, io)
  // Opened after the work: an interrupt ends the process at once and would leave the file under construction behind.
  const outputs = await Outputs.open(checked, io)
  try {
    await (outputs.of('-o') ?? outputs.stdout).write(text)
    await outputs.commit()
  } catch (error) {
    await outputs.abandon(false)
    throw error
  }
}

/** The result as text: for people, as JSON or as a patch. */
async function resultOf(textA: string, textB: string, job: CompareJob, io: Io): Promise<string> {
  if (job.patch) {
    // With the package `diff`, twenty files.
    const { textsToPatch } = await import('../../report/patch.js')
    return textsToPatch(textA, textB, { name: patchName(job.a) })
  }
  // 160 kB that no other command reads.
  const { lookAlike } = await import('../../audit/shape/look-alike.js')
  const comparison = compare(textA, textB, {
    relate: relateFrom(job),
    layout: job.layout === true,
    alike: lookAlike,
  })
  if (job.json) return stringifyComparison(comparison)
  const [a, b] = [
    { name: fileName(job.a), text: textA },
    { name: fileName(job.b), text: textB },
  ]
  return comparisonToText(comparison, a, b, paintFor(job.output, io))
}

/** The path that `git apply` and `patch -p1` look for in this folder; both refuse paths that lead out of it. */
function patchName(given: string): string {
  if (given === '-') return 'text'
  const relative = path.relative(process.cwd(), path.resolve(given))
  const isOutside = relative.startsWith('..') || path.isAbsolute(relative)
  return (isOutside ? path.basename(given) : relative).split(path.sep).join('/')
}
