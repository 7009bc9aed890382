import { access } from 'node:fs/promises'
import path from 'node:path'
import type { Relate } from '../compare/relation.js'
import { timestampOf } from '../dedupe/selectors.js'
import { lmdbFolder, openSharedIndex } from '../fleet/open-shared-index.node.js'
import type { SharedDocument, SharedIndex } from '../fleet/shared-index.js'
import { OffprintError } from '../kernel/errors.js'
import { refName } from '../read/document.js'
import { fieldAt } from '../read/records/fields.js'
import { isIndexFolder } from '../store/index-folder.node.js'
import type { Arrival } from './dedupe/arrival.js'
import type { RunSecret } from './dedupe/secret.js'
import { usageError } from './errors.js'
import type { OnReject } from './rejects.js'

/** Documents that go to a store at once. */
export const STORE_BATCH = { count: 128, characters: 2 ** 22 } as const

/** The file that LMDB makes in a folder. */
const DATA = 'data.mdb'

/** The index of a store as commands use it: ids are those of the records. */
export type CommandIndex = SharedIndex<string | number>

/** What the index of a store is opened with. */
export interface StoreOptions {
  readonly relate: Relate
  readonly secret: RunSecret | undefined
  /** Whether the store must be there; otherwise it is made. */
  readonly exists?: boolean
}

/**
 * Opens the index of a store.
 * @param option of the command that names the store, for errors.
 * @throws OffprintError `ERR_USAGE` for a folder that `saveIndex` made; `ERR_INPUT` where a store must be there and is not; what
 * `openSharedIndex` throws.
 */
export async function openStoreIndex(
  option: string,
  store: string,
  { relate, secret, exists = false }: StoreOptions,
): Promise<CommandIndex> {
  const folder = lmdbFolder(store)
  if (folder !== null) {
    if (await isIndexFolder(folder)) {
      const what = `${option} ${store} is an index that saveIndex made, for one process`
      throw usageError(`${what}; read it by dedupe --against, or name another folder`)
    }
    if (exists && !(await isStoreFolder(folder))) {
      const what = `${option} ${store} is no store of an index`
      throw new OffprintError('ERR_INPUT', `${what}; make one by offprint index build ${store} INPUT`)
    }
  }
  try {
    return await openSharedIndex<string | number>(store, {
      relate,
      ...(secret !== undefined && { secret: secret.text }),
    })
  } catch (error) {
    if (!(error instanceof OffprintError)) throw error
    const message = error.message.replace('options.secret', '--secret-file').replace(/^url /, `${option} `)
    throw new OffprintError(error.code, message, { cause: error })
  }
}

/** Whether a folder holds a store of LMDB. */
export async function isStoreFolder(folder: string): Promise<boolean> {
  return access(path.join(folder, DATA)).then(
    () => true,
    () => false,
  )
}

/** A store as outputs and messages may name it: without a password. */
export function storeName(store: string): string {
  return store.replace(/^([a-z+]+:\/\/[^/@:]*):[^@]*@/, '$1@').replaceAll('\\', '/')
}

/** A document as a store takes it. @param date the field that holds its time; a document without one never expires. */
export function storedDocument(
  { id, text, document }: Arrival,
  date: string | undefined,
): SharedDocument<string | number> {
  const at = date === undefined ? NaN : timestampOf(fieldAt(document.record, date))
  return Number.isFinite(at) ? { id, text, at } : { id, text }
}

/**
 * Gives documents to a store, in their order, all at once where no id is held with another text. Each that is, is reported, and
 * the others are given in halves: a call that meets one has entered the others, and tells again what it told of them.
 * @returns a result for each document; null for one whose id is held with another text.
 * @throws OffprintError `ERR_DUPLICATE_ID` where nobody takes reports; whatever else the call throws, with the place of the batch.
 */
export async function giveBatch<T>(
  arrivals: readonly Arrival[],
  give: (arrivals: readonly Arrival[]) => Promise<readonly T[]>,
  onReject: OnReject | undefined,
): Promise<(T | null)[]> {
  try {
    return [...(await give(arrivals))]
  } catch (error) {
    if (!(error instanceof OffprintError)) throw error
    if (error.code !== 'ERR_DUPLICATE_ID') throw placedError(error, arrivals)
    if (arrivals.length > 1) {
      const half = arrivals.length >> 1
      const first = await giveBatch(arrivals.slice(0, half), give, onReject)
      return [...first, ...(await giveBatch(arrivals.slice(half), give, onReject))]
    }
    const [
      {
        id,
        document: { ref },
      },
    ] = arrivals
    const what = `${refName(ref)}: the index holds another text under the id ${JSON.stringify(id)}`
    const conflict = new OffprintError('ERR_DUPLICATE_ID', `${what}; ids must name one text each (--id)`)
    if (onReject === undefined) throw conflict
    onReject(conflict, ref)
    return [null]
  }
}

/** Asks a store about a batch. @throws what the call throws, with the place of the batch. */
export async function placing<T>(arrivals: readonly Arrival[], ask: () => Promise<T>): Promise<T> {
  try {
    return await ask()
  } catch (error) {
    throw error instanceof OffprintError ? placedError(error, arrivals) : error
  }
}

function placedError({ code, message, cause }: OffprintError, arrivals: readonly Arrival[]): OffprintError {
  const [{ document }] = arrivals
  const more = arrivals.length === 1 ? '' : ` and the ${arrivals.length - 1} after it`
  return new OffprintError(code, `${refName(document.ref)}${more}: ${message}`, { cause })
}
