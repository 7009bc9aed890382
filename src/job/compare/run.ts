import path from 'node:path'
import { compare } from '../../compare/compare.js'
import { OffprintError } from '../../kernel/errors.js'
import { fileName } from '../../read/document.js'
import { findInputs, readText } from '../../read/files.node.js'
import { stringifyComparison } from '../../report/comparison-json.js'
import { plain } from '../../report/terminal/paint.js'
import { toPatch } from '../../report/patch.js'
import { toText } from '../../report/terminal/comparison.js'
import { relateFrom, type RelateOptions } from '../relate.js'
import { paintFor, type Io } from '../io.js'
import { Outputs } from '../outputs/outputs.js'

export interface CompareArguments extends RelateOptions {
  json?: true
  patch?: true
  layout?: true
  encoding?: string
  output?: string
  force?: true
}

/** `offprint compare A B`: one result, on standard output or in a file. */
export async function runCompare(a: string, b: string, options: CompareArguments, io: Io): Promise<void> {
  if (a === '-' && b === '-')
    throw new OffprintError('ERR_USAGE', 'only one of A and B can be standard input')
  await findInputs([a, b])
  const named = [['-o', options.output]] as const
  const force = options.force === true
  await Outputs.check(named, [a, b], force)
  // A patch has to find the byte order mark that the file has.
  const { encoding } = options
  const reading = {
    stdin: io.stdin,
    signal: io.signal,
    keepMark: options.patch === true,
    ...(encoding !== undefined && { encoding }),
  }
  const textA = await readText(a, reading)
  const textB = await readText(b, reading)
  const text = await result(textA, textB)
  // Not before the work is done: an interrupt, which ends the process at once, would leave the file under construction.
  const outputs = await Outputs.open(named, [a, b], force, io)
  try {
    await (outputs.of('-o') ?? outputs.stdout).write(text)
    await outputs.commit()
  } catch (error) {
    await outputs.abandon(false)
    throw error
  }

  async function result(textA: string, textB: string): Promise<string> {
    if (options.patch) return toPatch(textA, textB, { name: patchName(a) })
    // 160 kB that no other command reads.
    const { lookAlike } = await import('../../audit/shape/shape.js')
    const comparison = compare(textA, textB, {
      relate: relateFrom(options),
      layout: options.layout === true,
      alike: lookAlike,
    })
    if (options.json) return stringifyComparison(comparison)
    const toStdout = options.output === undefined || options.output === '-'
    const paint = toStdout ? paintFor(io.stdout, io.env) : plain
    return toText(comparison, { name: fileName(a), text: textA }, { name: fileName(b), text: textB }, paint)
  }
}

/** The path `git apply` and `patch -p1` look for when run here; both refuse paths that lead out of the folder. */
function patchName(given: string): string {
  if (given === '-') return 'text'
  const relative = path.relative(process.cwd(), path.resolve(given))
  const outside = relative.startsWith('..') || path.isAbsolute(relative)
  return (outside ? path.basename(given) : relative).split(path.sep).join('/')
}
