import { fileSpool } from '../../store/spool.node.js'
import type { LedgerDocument } from '../../report/tables/ledger.js'
import type { OnWarning } from '../../read/warning.js'
import type { Io } from '../io.js'
import type { OnReject } from '../rejects.js'
import type { Arrival } from './arrival.js'
import { DocumentTable } from './document-table.js'
import {
  isBatch,
  ledgerFieldsOf,
  namedFieldsOf,
  quotesTexts,
  readOptionsOf,
  type DedupeJob,
} from './options.js'
import type { DedupePlan } from './plan.js'
import { openReferenceSource, type ReferenceSource } from './reference-source.js'
import { openSharedVerdicts, type SharedVerdicts } from './shared-verdicts.js'
import { openSource, type DedupeSource } from './source.js'

/** What a run reads: its inputs and its reference set, and what it remembers of both. */
export interface OpenedInputs {
  readonly source: DedupeSource
  readonly reference: ReferenceSource | undefined
  /** The index of a store that gives the verdicts, where there is one. */
  readonly shared: SharedVerdicts | undefined
  /** Remembers a document on which a verdict was given, if a later verdict or the list of clusters may name it. */
  remember(document: Arrival, kept: boolean): void
  /** A remembered document: by its ordinal, or by its id in the reference set or the shared index. */
  find(id: number, isReference: boolean): LedgerDocument
  /** Removes what was set aside. */
  close(): Promise<void>
}

/**
 * Opens what a run reads.
 * @param plan with the real paths of files that folders leave out, and the secret of a saved index.
 * @param onReject receives what cannot be read; without it the first such record ends the run.
 * @param onWarning receives why something that was read may be wrong.
 * @param onUnseen receives a sentence on a field of `--carry` that no record has.
 * @throws what `openReferenceSource`, `openSharedVerdicts` and `openSource` throw.
 */
export async function openInputs(
  job: DedupeJob,
  io: Io,
  { written, secret }: Pick<DedupePlan, 'written' | 'secret'>,
  onReject: OnReject | undefined,
  onWarning: OnWarning,
  onUnseen: (sentence: string) => void,
): Promise<OpenedInputs> {
  const batch = isBatch(job)
  const { tmp, against } = job
  const carry = ledgerFieldsOf(job)
  const reading = { ...readOptionsOf(job), stdin: io.stdin, signal: io.signal, exclude: written, onWarning }
  const table = openTable(job)
  const referenceTable = openTable(job)
  let shared: SharedVerdicts | undefined
  const close = async () => {
    table.close()
    referenceTable.close()
    await shared?.close()
  }
  try {
    if (job.index !== undefined) {
      shared = await openSharedVerdicts(job, secret, { onReject, signal: io.signal })
    }
    const reference =
      against === undefined
        ? undefined
        : await openReferenceSource(against, reading, {
            carry,
            onReject,
            table: referenceTable,
            secret: secret?.text,
          })
    const source = await openSource(job.inputs, reading, {
      again: batch,
      tmp,
      carry,
      onReject,
      fields: namedFieldsOf(job),
      onUnseen,
      // In a batch any document may prove to be a keeper.
      onFirst: (arrival) => batch && table.add(arrival),
    })
    return {
      source,
      reference,
      shared,
      remember(document, kept) {
        if (batch) return
        if (kept) table.add(document)
        else if (job.clusters !== undefined) table.addName(document)
      },
      find: (id, isReference) => (isReference ? (shared ?? reference)!.at(id) : table.at(id)),
      async close() {
        await close()
        await source.close()
      },
    }
  } catch (error) {
    await close()
    throw error
  }
}

function openTable(job: DedupeJob): DocumentTable {
  const { memory, tmp } = job
  return new DocumentTable(quotesTexts(job), memory === undefined ? null : fileSpool(tmp)())
}
