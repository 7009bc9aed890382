import type { SharedMatch, SharedMatchResult } from '../../fleet/shared-index.js'
import { matchJson } from '../../report/comparison-json.js'
import { counted, grouped } from '../../report/figures.js'
import { verdictLine } from '../../report/terminal/verdict.js'
import { batchesOf } from '../batches.js'
import type { Arrival } from '../dedupe/arrival.js'
import { readSecretOf } from '../dedupe/secret.js'
import { paintFor, type Io } from '../io.js'
import { jsonLine } from '../json-line.js'
import { relateFrom } from '../relate.js'
import { openStoreIndex, placing, STORE_BATCH, type CommandIndex } from '../shared-store.js'
import type { QueryJob } from './options.js'
import { readInputs, type Reading } from './reading.js'

type Id = string | number

/** Looks for documents in the index of a store, and writes what each matches; see `runIndex`. */
export async function queryDocuments(job: QueryJob, io: Io): Promise<number> {
  let index: CommandIndex | undefined
  try {
    const { done, rejected } = await readInputs(job, io, async () => {
      const secret = await readSecretOf(job)
      const options = { relate: relateFrom(job), secret, exists: true }
      const opened = (index = await openStoreIndex('STORE', job.store, options))
      return (reading) => queryAll(job, io, opened, reading)
    })
    if (job.quiet !== true) {
      const skipped = rejected === 0 ? '' : `; ${counted(rejected, 'record')} skipped`
      io.stderr.write(
        `${counted(done.documents, 'document')}, ${grouped(done.matched)} with a match${skipped}\n`,
      )
    }
    return rejected
  } finally {
    await index?.close()
  }
}

async function queryAll(
  job: QueryJob,
  io: Io,
  index: CommandIndex,
  { documents, outputs, progress, status }: Reading,
): Promise<{ documents: number; matched: number }> {
  const output = outputs.of('-o') ?? outputs.stdout
  const isShown = job.json !== true && job.output === undefined && io.stdout.isTTY === true
  const paint = paintFor(undefined, io)
  const counts = { documents: 0, matched: 0 }
  for await (const batch of batchesOf(documents(), STORE_BATCH)) {
    io.signal.throwIfAborted()
    const results = await placing(batch, () => Promise.all(batch.map(({ text }) => index.query(text))))
    for (const [i, result] of results.entries()) {
      counts.documents++
      if (result.matches.length > 0) counts.matched++
      if (isShown) status.clear()
      await output.write(isShown ? resultText(batch[i], result, paint) : resultJson(batch[i], result))
    }
    progress(counts.documents)
    if (outputs.unread) break
  }
  return counts
}

function resultJson({ id, ref }: Arrival, { matches, truncated }: SharedMatchResult<Id>): string {
  return jsonLine({
    id,
    ref,
    matches: matches.map((match) => ({
      id: match.id,
      ...matchJson(match),
      ...(match.pending && { pending: true }),
    })),
    ...(truncated && { truncated }),
  })
}

function resultText(
  { id }: Arrival,
  { matches }: SharedMatchResult<Id>,
  paint: Parameters<typeof verdictLine>[1],
): string {
  const named = matches.map((match: SharedMatch<Id>) => ({ keeper: match.id, match }))
  return `${verdictLine({ id, kept: true, matches: named }, paint)}\n`
}
