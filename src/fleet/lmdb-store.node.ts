import { createHash } from 'node:crypto'
import { statSync } from 'node:fs'
import { mkdir, open, realpath } from 'node:fs/promises'
import path from 'node:path'
import type * as lmdbPackage from 'lmdb'
import { OffprintError } from '../kernel/errors.js'
import type { ClaimStore } from './claim-store.js'
import { gatheredCalls } from './gathered-calls.js'
import { loadPeer } from '../kernel/peer.js'
import { bytesOfRow, bytesOfTally, rowOfBytes, tallyOfBytes } from './stored-row.js'
import { tableStore } from './table-store.js'
import { NO_DOCUMENTS, type Tables } from './tables.js'

/** Virtual memory, of which the file takes what it needs: 256 GB. */
const MAP_BYTES = 2 ** 38
const DATABASES = 8
/** Pieces of work in one transaction. */
const MOST_WRITES = 256
/** LMDB takes keys of up to 1,978 bytes; of a longer id its hash is the key. */
const LONGEST_ID = 1024
const TALLY = Buffer.from('tally')
const SETTINGS = Buffer.from('settings')
/** The file that LMDB makes in the folder. */
const DATA = 'data.mdb'

const FIRST_BYTES = 64
/** In either order of bytes. */
const MAGICS = [Buffer.of(0xde, 0xc0, 0xef, 0xbe), Buffer.of(0xbe, 0xef, 0xc0, 0xde)]

type Lmdb = Pick<typeof lmdbPackage, 'open'>

/**
 * What this process has open, by real path, and how many use it. One folder is opened once: of two openings in one thread each
 * may wait for the lock of the other, for ever.
 */
const opened = new Map<string, { readonly tables: Tables; users: number }>()
/** Folders that are being closed. */
const closing = new Map<string, Promise<void>>()

/**
 * A store in a folder, for many processes of one machine. Writes of all processes are serial; those that come while another is
 * written share a transaction. What is acknowledged is on disk: killed at any moment, the folder holds it.
 * @throws OffprintError `ERR_PACKAGE` where the package `lmdb` is missing; `ERR_STORE` where the folder cannot be opened; `ERR_FORMAT`
 * where it holds another file of that name.
 */
export async function lmdbStore(folder: string): Promise<ClaimStore> {
  const lmdb = await loadPeer<Lmdb>('lmdb', () => import('lmdb'))
  try {
    await mkdir(folder, { recursive: true })
    await requireLmdb(path.join(folder, DATA))
    const place = await realpath(folder)
    while (closing.has(place)) await closing.get(place)
    const shared = opened.get(place) ?? { tables: tablesIn(lmdb, folder), users: 0 }
    opened.set(place, shared)
    shared.users++
    let isOpen = true
    const close = async (): Promise<void> => {
      if (!isOpen) return
      isOpen = false
      if (--shared.users > 0) return
      opened.delete(place)
      const closed = shared.tables.close().finally(() => closing.delete(place))
      closing.set(place, closed)
      await closed
    }
    return tableStore({ ...shared.tables, close })
  } catch (cause) {
    if (cause instanceof OffprintError) throw cause
    throw storeError(folder, 'cannot be opened', cause)
  }
}

/** LMDB writes 0xBEEFC0DE in its first page; of a file without it the package ends the process. @throws OffprintError `ERR_FORMAT`. */
async function requireLmdb(file: string): Promise<void> {
  const handle = await open(file).catch(() => undefined)
  if (handle === undefined) return
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(FIRST_BYTES), 0, FIRST_BYTES, 0)
    if (bytesRead === 0 || MAGICS.some((magic) => buffer.includes(magic))) return
    throw new OffprintError('ERR_FORMAT', `${file} is no file of LMDB; name another folder for the store`)
  } finally {
    await handle.close()
  }
}

function tablesIn(lmdb: Lmdb, folder: string): Tables {
  const binary = { keyEncoding: 'binary', encoding: 'binary' } as const
  // As a folder, also where its name has a dot.
  const root = lmdb.open<Buffer, Buffer>({
    path: folder,
    noSubdir: false,
    maxDbs: DATABASES,
    mapSize: MAP_BYTES,
    // A transaction ends when it is on disk.
    overlappingSync: false,
    ...binary,
  })
  const open = (name: string) => root.openDB<Buffer, Buffer>({ name, ...binary })
  const lists = open('lists')
  const rows = open('documents')
  const texts = open('texts')
  const tickets = open('ids')
  const words = open('words')
  const meta = open('meta')
  const write = gatheredWrites(root, folder)
  const put = (database: typeof rows, key: Buffer, value: Uint8Array | null): void => {
    if (value === null) database.removeSync(key)
    else database.putSync(key, bufferOf(value))
  }
  return {
    write,
    read(work) {
      try {
        root.resetReadTxn()
        return work()
      } catch (cause) {
        if (cause instanceof OffprintError) throw cause
        throw storeError(folder, 'could not be read', cause)
      }
    },
    getSettings: () => meta.get(SETTINGS)?.toString(),
    putSettings: (settings) => void meta.putSync(SETTINGS, Buffer.from(settings)),
    getList: (key) => lists.get(keyOf(key)),
    putList: (key, list) => put(lists, keyOf(key), list),
    getRow(ticket) {
      const bytes = rows.get(ticketKey(ticket))
      return bytes && rowOfBytes(bytes)
    },
    putRow: (ticket, row) => put(rows, ticketKey(ticket), row && bytesOfRow(row)),
    getText: (ticket) => texts.get(ticketKey(ticket)),
    putText: (ticket, text) => put(texts, ticketKey(ticket), text),
    getTicket(id) {
      const bytes = tickets.get(idKey(id))
      return bytes && bytes.readUIntBE(0, 6)
    },
    putTicket: (id, ticket) => put(tickets, idKey(id), ticket === null ? null : ticketKey(ticket)),
    getWord: (key) => words.get(keyOf(key))?.[0] ?? 0,
    putWord: (key, documents) => void words.putSync(keyOf(key), Buffer.of(documents)),
    getTally() {
      const bytes = meta.get(TALLY)
      return bytes === undefined ? NO_DOCUMENTS : tallyOfBytes(bytes)
    },
    putTally: (tally) => put(meta, TALLY, bytesOfTally(tally)),
    *rowsAfter(ticket) {
      for (const { key, value } of rows.getRange({ start: ticketKey(ticket + 1) })) {
        yield [key.readUIntBE(0, 6), rowOfBytes(value)]
      }
    },
    // Processes of one machine share its clock.
    now: () => Date.now(),
    bytes: () => statSync(path.join(folder, DATA)).size,
    close: () => root.close(),
  }
}

/** What a piece of work returned, or threw. */
type Done = { readonly result: unknown } | { readonly thrown: unknown }

/**
 * Writes in one transaction what came while another was written; it is on disk when it ends. It holds up the event loop for a
 * flush, some 5 ms: where LMDB writes in a thread beside it, a full disk rejects promises of the package’s own, which ends the
 * process.
 */
function gatheredWrites(root: lmdbPackage.RootDatabase, folder: string): <T>(work: () => T) => Promise<T> {
  const write = gatheredCalls<() => unknown, Done>(async (works) => {
    try {
      return root.transactionSync(() => works.map((work) => doneIn(root, work)))
    } catch (cause) {
      throw storeError(folder, 'could not be written', cause)
    }
  }, MOST_WRITES)
  return async <T>(work: () => T) => {
    const [done] = await write([work])
    if ('result' in done) return done.result as T
    if (done.thrown instanceof OffprintError) throw done.thrown
    throw storeError(folder, 'could not be written', done.thrown)
  }
}

/** Runs a piece of work: of one that throws nothing is written. */
function doneIn(root: lmdbPackage.RootDatabase, work: () => unknown): Done {
  try {
    return { result: root.childTransaction(work) }
  } catch (thrown) {
    return { thrown }
  }
}

function keyOf(key: bigint): Buffer {
  const bytes = Buffer.allocUnsafe(8)
  bytes.writeBigInt64BE(key)
  return bytes
}

/** Big-endian, so that tickets sort. */
function ticketKey(ticket: number): Buffer {
  const bytes = Buffer.allocUnsafe(6)
  bytes.writeUIntBE(ticket, 0, 6)
  return bytes
}

function idKey(id: Uint8Array): Buffer {
  if (id.length <= LONGEST_ID) return bufferOf(id)
  // The first byte of an id is 0, 1 or 2.
  return Buffer.concat([Buffer.of(3), createHash('sha256').update(id).digest()])
}

function bufferOf({ buffer, byteOffset, byteLength }: Uint8Array): Buffer {
  return Buffer.from(buffer as ArrayBuffer, byteOffset, byteLength)
}

function storeError(folder: string, what: string, cause: unknown): OffprintError {
  const reason = cause instanceof Error ? cause.message : String(cause)
  return new OffprintError('ERR_STORE', `the store ${folder} ${what}: ${reason}`, { cause })
}
