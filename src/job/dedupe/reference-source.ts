import { stat } from 'node:fs/promises'
import path from 'node:path'
import type { DedupeOptions } from '../../dedupe/dedupe.js'
import { findInputs } from '../../read/inputs.node.js'
import type { ReadOptions } from '../../read/read-options.js'
import type { LedgerDocument } from '../../report/tables/ledger.js'
import { isIndexFolder, openIndex } from '../../store/index-folder.node.js'
import { usageError } from '../errors.js'
import { isStoreFolder } from '../shared-store.js'
import type { OnReject } from '../rejects.js'
import type { Arrival } from './arrival.js'
import type { DocumentTable } from './document-table.js'
import { openSource } from './source.js'

/** The reference set of a run, `--against`: a saved index, or documents. It is only read. */
export interface ReferenceSource {
  /** As the option `against` of `dedupe` takes it. */
  readonly documents: DedupeOptions<Arrival, number>['against']
  /** A document of it, by the id that a match names. */
  at(id: string | number): LedgerDocument
}

/** How the documents of a reference set are read. */
export interface ReferenceReading {
  readonly carry: readonly string[]
  /** Without it the first record that cannot be read ends the run. */
  readonly onReject: OnReject | undefined
  /** Remembers the documents. */
  readonly table: DocumentTable
  /** The secret that a saved index was made with. */
  readonly secret: string | undefined
}

/**
 * Opens a reference set.
 * @throws OffprintError `ERR_USAGE` for an index beside other paths; `ERR_ARGUMENT` for one of another secret; `ERR_INPUT` and `ERR_FORMAT` for what cannot be read.
 */
export async function openReferenceSource(
  paths: readonly string[],
  options: ReadOptions,
  { carry, onReject, table, secret }: ReferenceReading,
): Promise<ReferenceSource> {
  for (const given of paths) {
    if (await isStoreFolder(given)) {
      throw usageError(
        `--against ${given} is the store of a shared index; name it with --index, which adds to it`,
      )
    }
    if (!(await isIndex(given))) continue
    if (paths.length > 1) throw usageError(`--against ${given} is a saved index; name no other beside it`)
    const ref = { file: given.split(path.sep).join('/') }
    // The ids of an index are strings or numbers, as they were added. A match with one of them is marked, so that it is not
    // taken for an ordinal.
    const index = await openIndex<number>(given, secret === undefined ? {} : { secret })
    return { documents: index, at: (id) => ({ id, ref, text: '', fields: {} }) }
  }
  await findInputs(paths)
  const source = await openSource(paths, options, {
    again: false,
    tmp: undefined,
    carry,
    onReject,
    fields: [],
    onUnseen: () => {},
    onFirst: (arrival) => table.add(arrival),
  })
  return { documents: () => source.open(), at: (id) => table.at(id as number) }
}

async function isIndex(given: string): Promise<boolean> {
  const stats = await stat(given).catch(() => undefined)
  return stats?.isDirectory() === true && (await isIndexFolder(given))
}
