/**
 * What a store that works by key and value offers: synchronous tables, of which one process at a time writes. The memory of
 * a process and LMDB are such stores; a database that runs its own code is not.
 */
export interface Tables {
  /** Runs work that writes: all of it is done and on disk when the promise is kept, or nothing of it. Others wait. */
  write<T>(work: () => T): Promise<T>
  /** Runs work that only reads: nothing changes meanwhile. */
  read<T>(work: () => T): T
  getSettings(): string | undefined
  putSettings(settings: string): void
  getList(key: bigint): Uint8Array | undefined
  /** Null removes the list. */
  putList(key: bigint, list: Uint8Array | null): void
  getRow(ticket: number): StoredRow | undefined
  putRow(ticket: number, row: StoredRow | null): void
  getText(ticket: number): Uint8Array | undefined
  putText(ticket: number, text: Uint8Array | null): void
  getTicket(id: Uint8Array): number | undefined
  putTicket(id: Uint8Array, ticket: number | null): void
  /** How many documents have a word; 0 for none. */
  getWord(key: bigint): number
  putWord(key: bigint, documents: number): void
  getTally(): Tally
  putTally(tally: Tally): void
  /** Tickets above one, ascending, with their rows. */
  rowsAfter(ticket: number): Iterable<readonly [ticket: number, row: StoredRow]>
  /** Milliseconds, by a clock that all who write share. */
  now(): number
  /** Bytes that the tables take. */
  bytes(): number
  close(): Promise<void>
}

/** A document as it is stored, without its text. */
export interface StoredRow {
  readonly id: Uint8Array
  readonly at: number | null
  readonly digest: bigint
  readonly features: Uint8Array
  readonly state: 'pending' | 'kept' | 'removed'
  /** Ticket of the keeper of what was removed; else 0. */
  readonly keeper: number
  /** When it was claimed. */
  readonly claimedAt: number
}

/** Counts of a store. */
export interface Tally {
  /** The next ticket; the first is 1. */
  readonly next: number
  readonly documents: number
  readonly pending: number
  readonly removed: number
}

/** The tally of an empty store. */
export const NO_DOCUMENTS: Tally = { next: 1, documents: 0, pending: 0, removed: 0 }
