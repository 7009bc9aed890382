import { createReadStream } from 'node:fs'
import { decider } from '../../engine/decide.js'
import { lexiconMaker } from '../../engine/lexicon-lines.js'
import { workThroughLines, type LineInput, type LineWork } from '../../engine/lines.node.js'
import { rank } from '../../engine/rank.js'
import { sign } from '../../engine/sign.js'
import { verifier } from '../../engine/verify.js'
import type { Io } from '../io.js'
import { parseWorker, verifySettings, WORKER_HELP, type WorkerJob } from './options.js'

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
  await workThroughLines(inputsOf(job.files, io), io.stdout, await workOf(job))
}

function* inputsOf(files: readonly string[], io: Pick<Io, 'stdin'>): Generator<LineInput> {
  if (files.length === 0) yield { name: 'stdin', bytes: io.stdin }
  for (const file of files) yield { name: file, bytes: createReadStream(file) }
}

async function workOf({ verb, verify }: WorkerJob): Promise<LineWork> {
  switch (verb) {
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
  }
}

const end = () => ''
