import { createHash } from 'node:crypto'
import { statSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import type * as lmdbPackage from 'lmdb'
import { OffprintError } from '../kernel/errors.js'
import type { ClaimStore } from './claim-store.js'
import { loadPeer } from './peer.node.js'
import { bytesOfRow, bytesOfTally, rowOfBytes, tallyOfBytes } from './stored-row.js'
import { tableStore } from './table-store.js'
import { NO_DOCUMENTS, type Tables } from './tables.js'

/** Virtual memory, of which the file takes what it needs: 256 GB. */
const MAP_BYTES = 2 ** 38
const DATABASES = 8
/** LMDB takes keys of up to 1,978 bytes; of a longer id its hash is the key. */
const LONGEST_ID = 1024
const TALLY = Buffer.from('tally')
const SETTINGS = Buffer.from('settings')
/** The file that LMDB makes in the folder. */
const DATA = 'data.mdb'

type Lmdb = Pick<typeof lmdbPackage, 'open'>

/**
 * A store in a folder, for many processes of one machine. Writes of all processes are serial: those of one turn of the event loop
 * share a transaction. What is acknowledged is on disk: killed at any moment, the folder holds it.
 * @throws OffprintError `ERR_PACKAGE` where the package `lmdb` is missing; `ERR_STORE` where the folder cannot be opened.
 */
export async function lmdbStore(folder: string): Promise<ClaimStore> {
  const lmdb = await loadPeer<Lmdb>('lmdb', () => import('lmdb'))
  try {
    await mkdir(folder, { recursive: true })
    return tableStore(tablesIn(lmdb, folder))
  } catch (cause) {
    throw storeError(folder, 'cannot be opened', cause)
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
    ...binary,
  })
  const open = (name: string) => root.openDB<Buffer, Buffer>({ name, ...binary })
  const lists = open('lists')
  const rows = open('documents')
  const texts = open('texts')
  const tickets = open('ids')
  const words = open('words')
  const meta = open('meta')
  const put = (database: typeof rows, key: Buffer, value: Uint8Array | null): void => {
    if (value === null) database.removeSync(key)
    else database.putSync(key, bufferOf(value))
  }
  return {
    async write(work) {
      try {
        const done = await root.childTransaction(work)
        await root.flushed
        return done
      } catch (cause) {
        throw storeError(folder, 'could not be written', cause)
      }
    },
    read(work) {
      root.resetReadTxn()
      return work()
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
