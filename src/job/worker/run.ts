import { createReadStream } from 'node:fs'
import { container } from '../../engine/contain.js'
import { decider } from '../../engine/decide.js'
import { lexiconMaker } from '../../engine/lexicon-lines.js'
import { workThroughLines, type LineInput, type LineWork } from '../../engine/lines.node.js'
import { rank } from '../../engine/rank.js'
import { settler } from '../../engine/settle.js'
import { sign } from '../../engine/sign.js'
import { verifier } from '../../engine/verify.js'
import type { Io } from '../io.js'
import { parseWorker, readSettings, verifySettings, WORKER_HELP, type WorkerJob } from './options.js'
import { recordReader } from './read-record.js'

/**
 * Runs `offprint worker`: one step of a batch over lines.
 * @throws OffprintError `ERR_USAGE`, `ERR_FORMAT` for a lexicon, `ERR_RECORD` that names the file and the line; what the files and
 * streams throw.
 */
export async function runWorker(argv: readonly string[], io: Pick<Io, 'stdin' | 'stdout'>): Promise<void> {
  const job = parseWorker(argv)
  if (job === null) {
    io.stdout.write(WORKER_HELP)
    return
  }
  const { bytes, rest } = lasting(io.stdin)
  try {
    await workThroughLines(inputsOf(job.files, job.drain ? bytes : io.stdin), io.stdout, await workOf(job))
  } catch (error) {
    if (job.drain) await rest()
    throw error
  }
}

/** A stream that goes on after a loop over it was left, and what reads the rest of it. */
function lasting(stream: AsyncIterable<Uint8Array>): {
  bytes: AsyncIterable<Uint8Array>
  rest(): Promise<void>
} {
  const iterator = stream[Symbol.asyncIterator]()
  return {
    bytes: { [Symbol.asyncIterator]: () => ({ next: () => iterator.next() }) },
    async rest() {
      for (let next = await iterator.next(); next.done !== true; next = await iterator.next());
    },
  }
}

function* inputsOf(files: readonly string[], stdin: AsyncIterable<Uint8Array>): Generator<LineInput> {
  if (files.length === 0) yield { name: 'stdin', bytes: stdin }
  for (const file of files) yield { name: file, bytes: createReadStream(file) }
}

async function workOf({ verb, verify, read }: WorkerJob): Promise<LineWork> {
  switch (verb) {
    case 'read':
      return { line: recordReader(readSettings(read)), end }
    case 'sign':
      return { line: sign, end }
    case 'lexicon':
      return lexiconMaker()
    case 'rank':
      return { line: rank, end }
    case 'verify':
      return { line: verifier(await verifySettings(verify)), end }
    case 'decide':
      return decider()
    case 'contain':
      return container()
    case 'settle':
      return { line: settler(), end }
  }
}

const end = () => ''
