import { DEFAULT_RELATE } from '../../compare/relation.js'
import { OffprintError } from '../../kernel/errors.js'
import { counted, grouped } from '../../report/figures.js'
import { batchesOf } from '../batches.js'
import { readSecretOf } from '../dedupe/secret.js'
import type { Io } from '../io.js'
import {
  giveBatch,
  openStoreIndex,
  STORE_BATCH,
  storedDocument,
  storeName,
  type CommandIndex,
} from '../shared-store.js'
import type { EnterJob } from './options.js'
import { readInputs, type Reading } from './reading.js'
import { tell } from './tell.js'

/** What was entered, in the order in which JSON writes it. */
interface Entered {
  /** Documents that the index took, or held with the same text. */
  readonly documents: number
  /** Those that match an earlier one. */
  readonly matched: number
  /** Documents whose id is held with another text; they are not entered. */
  readonly conflicts: number
  /** All that was skipped: conflicts, and records that could not be read. */
  readonly rejected: number
  /** What the index holds now. */
  readonly held: number
}

/** Enters documents in the index of a store, all of them, whatever they resemble; see `runIndex`. */
export async function enterDocuments(job: EnterJob, io: Io): Promise<number> {
  let index: CommandIndex | undefined
  try {
    const { done, rejected } = await readInputs(job, io, async () => {
      const secret = await readSecretOf(job)
      const opened = (index = await openStoreIndex('STORE', job.store, { relate: DEFAULT_RELATE, secret }))
      if (job.action === 'build') await requireEmpty(job.store, opened)
      return (reading) => enterAll(job, io, opened, reading)
    })
    const { documents: held } = await index!.stats()
    const counts: Entered = { ...done, rejected, held }
    await tell(job, io, counts, enteredText(counts))
    return rejected
  } finally {
    await index?.close()
  }
}

async function enterAll(
  { date }: EnterJob,
  { signal }: Io,
  index: CommandIndex,
  { documents, onReject, progress }: Reading,
): Promise<Pick<Entered, 'documents' | 'matched' | 'conflicts'>> {
  const counts = { documents: 0, matched: 0, conflicts: 0 }
  for await (const batch of batchesOf(documents(), STORE_BATCH)) {
    signal.throwIfAborted()
    // Whether there is a match is all that is counted.
    const results = await giveBatch(
      batch,
      (arrivals) =>
        index.addMany(
          arrivals.map((arrival) => storedDocument(arrival, date)),
          { limit: 1 },
        ),
      onReject,
    )
    for (const result of results) {
      if (result === null) counts.conflicts++
      else {
        counts.documents++
        if (result.matches.length > 0) counts.matched++
      }
    }
    progress(counts.documents)
  }
  return counts
}

async function requireEmpty(store: string, index: CommandIndex): Promise<void> {
  const { documents, removed } = await index.stats()
  if (documents + removed === 0) return
  const what = `${storeName(store)} holds ${counted(documents, 'document')}`
  throw new OffprintError(
    'ERR_OUTPUT_EXISTS',
    `${what}; add to it by offprint index add, or name a new store`,
  )
}

function enteredText({ documents, matched, conflicts, rejected, held }: Entered): string {
  const unread = rejected - conflicts
  const parts = [
    `${counted(documents, 'document')} entered`,
    ...(matched > 0 ? [`${grouped(matched)} like an earlier one`] : []),
  ]
  const skipped = [
    ...(conflicts > 0 ? [`${counted(conflicts, 'id')} held with another text`] : []),
    ...(unread > 0 ? [`${counted(unread, 'record')} skipped`] : []),
  ]
  return `${[parts.join(', '), ...skipped, `the index holds ${grouped(held)}`].join('; ')}\n`
}
