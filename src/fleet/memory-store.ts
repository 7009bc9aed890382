import type { ClaimStore } from './claim-store.js'
import { NO_DOCUMENTS, type StoredRow, type Tally } from './tables.js'
import { tableStore } from './table-store.js'

/** Rough bytes of an entry of a Map, beside what it holds. */
const ENTRY_BYTES = 64

/** A store in the memory of one process, gone with it: for tests, and for trying what a shared index answers. */
export function memoryStore(): ClaimStore {
  const lists = new Map<bigint, Uint8Array>()
  const rows = new Map<number, StoredRow>()
  const texts = new Map<number, Uint8Array>()
  const tickets = new Map<string, number>()
  const words = new Map<bigint, number>()
  let tally: Tally = NO_DOCUMENTS
  let settings: string | undefined
  return tableStore({
    write: async (work) => work(),
    read: (work) => work(),
    getSettings: () => settings,
    putSettings: (next) => void (settings = next),
    getList: (key) => lists.get(key),
    putList: (key, list) => put(lists, key, list),
    getRow: (ticket) => rows.get(ticket),
    putRow: (ticket, row) => put(rows, ticket, row),
    getText: (ticket) => texts.get(ticket),
    putText: (ticket, text) => put(texts, ticket, text),
    getTicket: (id) => tickets.get(nameOf(id)),
    putTicket: (id, ticket) => put(tickets, nameOf(id), ticket),
    getWord: (key) => words.get(key) ?? 0,
    putWord: (key, documents) => void words.set(key, documents),
    getTally: () => tally,
    putTally: (next) => void (tally = next),
    // A Map keeps the order of entry, which is that of the tickets.
    *rowsAfter(ticket) {
      for (const entry of rows) if (entry[0] > ticket) yield entry
    },
    now: () => performance.now(),
    bytes() {
      let bytes = ENTRY_BYTES * (lists.size + rows.size + texts.size + tickets.size + words.size)
      for (const list of lists.values()) bytes += list.length
      for (const text of texts.values()) bytes += text.length
      for (const { id, features } of rows.values()) bytes += id.length + features.length
      return bytes
    },
    close: async () => {},
  })
}

function put<K, V>(map: Map<K, V>, key: K, value: V | null): void {
  if (value === null) map.delete(key)
  else map.set(key, value)
}

/** Bytes as a string, each a character: a key that a Map compares by value. */
function nameOf(bytes: Uint8Array): string {
  let name = ''
  for (const byte of bytes) name += String.fromCharCode(byte)
  return name
}
