import { DEFAULT_RELATE } from '../../compare/relation.js'
import { counted, grouped } from '../../report/figures.js'
import { megabytes } from '../dedupe/progress.js'
import { readSecretOf } from '../dedupe/secret.js'
import type { Io } from '../io.js'
import { jsonLine } from '../json-line.js'
import { StreamOutput } from '../outputs/stream-output.js'
import { openStoreIndex, type CommandIndex } from '../shared-store.js'
import { enterDocuments } from './enter.js'
import type { ExpireJob, IndexJob, StatsJob } from './options.js'
import { queryDocuments } from './query.js'
import { tell } from './tell.js'

/** What a finished run found, as far as an exit code depends on it. */
export interface IndexOutcome {
  /** Records that were skipped: they could not be read, or their ids are held with other texts. */
  readonly rejected: number
}

/**
 * Works on the index of a store: enters documents, looks for them, tells what it holds, forgets old ones.
 * @throws OffprintError `ERR_USAGE`; `ERR_INPUT` for inputs that do not exist, and where there is no store; `ERR_OUTPUT_EXISTS`
 * where one is built that holds documents, and for outputs that would be overwritten; what `openSharedIndex` throws. Rejects with the
 * reason of `io.signal` when the user interrupts.
 */
export async function runIndex(job: IndexJob, io: Io): Promise<IndexOutcome> {
  switch (job.action) {
    case 'build':
    case 'add':
      return { rejected: await enterDocuments(job, io) }
    case 'query':
      return { rejected: await queryDocuments(job, io) }
    case 'stats':
      await withStore(job, (index) => tellStats(job, io, index))
      return { rejected: 0 }
    case 'expire':
      await withStore(job, (index) => expire(job, io, index))
      return { rejected: 0 }
  }
}

async function withStore(
  job: StatsJob | ExpireJob,
  work: (index: CommandIndex) => Promise<void>,
): Promise<void> {
  const secret = await readSecretOf(job)
  const index = await openStoreIndex('STORE', job.store, { relate: DEFAULT_RELATE, secret, exists: true })
  try {
    await work(index)
  } finally {
    await index.close()
  }
}

async function tellStats(job: StatsJob, io: Io, index: CommandIndex): Promise<void> {
  const { documents, pending, removed, bytes } = await index.stats()
  const stdout = new StreamOutput(io.stdout)
  const each = documents === 0 ? '' : `, ${grouped(Math.round(bytes / documents))} bytes a document`
  const lines = [
    `documents  ${grouped(documents)}${pending === 0 ? '' : `, ${grouped(pending)} of them not decided yet`}`,
    `removed    ${grouped(removed)}`,
    `size       ${megabytes(bytes)}${each}`,
  ]
  await stdout.write(job.json ? jsonLine({ documents, pending, removed, bytes }) : `${lines.join('\n')}\n`)
  await stdout.drain()
}

async function expire(job: ExpireJob, io: Io, index: CommandIndex): Promise<void> {
  const expired = await index.expire(job.before)
  const { documents: held } = await index.stats()
  const text = `${counted(expired, 'document')} expired; the index holds ${grouped(held)}\n`
  await tell(job, io, { expired, held }, text)
}
