import { stat } from 'node:fs/promises'
import path from 'node:path'
import type { OffprintError } from '../../kernel/errors.js'
import type { DedupeOptions } from '../../dedupe/dedupe.js'
import type { Ref } from '../../read/document.js'
import { findInputs } from '../../read/inputs.node.js'
import type { ReadOptions } from '../../read/read-options.js'
import type { LedgerDocument } from '../../report/tables/ledger.js'
import { isIndexFolder, openIndex } from '../../store/index-folder.node.js'
import type { Spool } from '../../store/spool.js'
import { usageError } from '../errors.js'
import { openSource } from './source.js'
import { Seen, type Arrival } from './document-table.js'

/** What `--against` names: a saved index, or documents. */
export interface Against {
  readonly source: DedupeOptions<Arrival, number>['against']
  /** A document of it by the id that matches name. */
  at(id: string | number): LedgerDocument
  close(): void
}

/**
 * Opens what was seen before; none of it is written to.
 * @throws OffprintError `ERR_USAGE` for an index beside other paths; `ERR_INPUT` and `ERR_FORMAT` for what cannot be read.
 */
export async function openAgainst(
  paths: readonly string[],
  options: ReadOptions,
  {
    carry,
    report,
    withTexts,
    spool,
  }: {
    carry: readonly string[]
    report: ((error: OffprintError, ref: Ref) => void) | undefined
    withTexts: boolean
    spool: Spool | null
  },
): Promise<Against> {
  const indexes: string[] = []
  for (const given of paths) if (await isFolderOfIndex(given)) indexes.push(given)
  const [folder] = indexes
  if (folder !== undefined) {
    if (paths.length > 1) throw usageError(`--against ${folder} is a saved index; name no other beside it`)
    // Its ids are strings or numbers as they were added; a match that has one is marked, so that no place is mistaken for it.
    const source = openIndex<number>(folder)
    const ref = { file: folder.split(path.sep).join('/') }
    return { source, at: (id) => ({ id, ref, text: '', fields: {} }), close() {} }
  }
  await findInputs(paths)
  const seen = new Seen(withTexts, spool)
  const documents = await openSource(paths, options, {
    again: false,
    tmp: undefined,
    carry,
    report,
    onFirst: (arrival) => seen.add(arrival),
  })
  return {
    source: () => documents.open(),
    at: (id) => seen.at(id as number),
    close: () => seen.close(),
  }
}

async function isFolderOfIndex(given: string): Promise<boolean> {
  const stats = await stat(given).catch(() => undefined)
  return stats?.isDirectory() === true && isIndexFolder(given)
}
