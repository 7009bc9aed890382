/**
 * A posting list as bytes, the same in every store: how many documents entered the key, in 4 bytes, then the earliest postings,
 * 10 bytes each: the ticket in 6, the place in 4; all big-endian, as SQL and Lua write them.
 */

/** Postings of one key that are kept. Beyond them documents are only counted. */
export const MOST_LISTED = 64
const HEADER_BYTES = 4
export const POSTING_BYTES = 10
/** A full list counts one ticket in so many, that many times: a common phrase would be written with each document. */
export const COUNT_STEP = 16

/** A list without postings. */
export const EMPTY_LIST = new Uint8Array(HEADER_BYTES)

/** Documents that have the key, a document with many places of it more than once; beyond MOST_LISTED about. O(1). */
export function holdersOf(list: Uint8Array): number {
  return ((list[0] << 24) | (list[1] << 16) | (list[2] << 8) | list[3]) >>> 0
}

/** Postings in a list. O(1). */
export function lengthOf(list: Uint8Array): number {
  return (list.length - HEADER_BYTES) / POSTING_BYTES
}

/** The ticket of a posting. O(1). */
export function ticketAt(list: Uint8Array, posting: number): number {
  const at = HEADER_BYTES + posting * POSTING_BYTES
  const high = (list[at] << 8) | list[at + 1]
  const low = ((list[at + 2] << 24) | (list[at + 3] << 16) | (list[at + 4] << 8) | list[at + 5]) >>> 0
  return high * 2 ** 32 + low
}

/** The place of a posting. O(1). */
export function placeAt(list: Uint8Array, posting: number): number {
  const at = HEADER_BYTES + posting * POSTING_BYTES + 6
  return ((list[at] << 24) | (list[at + 1] << 16) | (list[at + 2] << 8) | list[at + 3]) >>> 0
}

/** Whether a full list counts a ticket. The ticket decides it, so that who leaves is no longer counted. */
export function isCounted(ticket: number): boolean {
  return ticket % COUNT_STEP === 0
}

/** The list with one more posting, or with a higher count where it is full; null where nothing changes. O(length). */
export function withPosting(list: Uint8Array, ticket: number, place: number): Uint8Array | null {
  const length = lengthOf(list)
  if (length >= MOST_LISTED) {
    if (!isCounted(ticket)) return null
    return withHolders(list.slice(), holdersOf(list) + COUNT_STEP)
  }
  const longer = new Uint8Array(list.length + POSTING_BYTES)
  longer.set(list)
  writePosting(longer, length, ticket, place)
  return withHolders(longer, holdersOf(list) + 1)
}

/**
 * The list without the postings of a ticket, or with those of its heir in their place; null where nothing changes. A list with
 * no postings left is empty. O(length).
 */
export function withoutTicket(list: Uint8Array, ticket: number, heir: number | null): Uint8Array | null {
  const length = lengthOf(list)
  let found = 0
  for (let posting = 0; posting < length; posting++) if (ticketAt(list, posting) === ticket) found++
  if (found === 0) {
    if (heir !== null || holdersOf(list) <= length || !isCounted(ticket)) return null
    return withHolders(list.slice(), Math.max(length, holdersOf(list) - COUNT_STEP))
  }
  if (heir !== null) {
    const inherited = list.slice()
    for (let posting = 0; posting < length; posting++) {
      if (ticketAt(list, posting) === ticket) writePosting(inherited, posting, heir, placeAt(list, posting))
    }
    return inherited
  }
  const shorter = new Uint8Array(list.length - found * POSTING_BYTES)
  let to = 0
  for (let posting = 0; posting < length; posting++) {
    const other = ticketAt(list, posting)
    if (other !== ticket) writePosting(shorter, to++, other, placeAt(list, posting))
  }
  return withHolders(shorter, Math.max(to, holdersOf(list) - found))
}

/** The first ticket of a list that is not this one; null where there is none. O(length). */
export function otherTicket(list: Uint8Array, ticket: number): number | null {
  const length = lengthOf(list)
  for (let posting = 0; posting < length; posting++) {
    const other = ticketAt(list, posting)
    if (other !== ticket) return other
  }
  return null
}

function writePosting(list: Uint8Array, posting: number, ticket: number, place: number): void {
  const at = HEADER_BYTES + posting * POSTING_BYTES
  const view = new DataView(list.buffer, list.byteOffset, list.byteLength)
  view.setUint16(at, Math.floor(ticket / 2 ** 32))
  view.setUint32(at + 2, ticket >>> 0)
  view.setUint32(at + 6, place)
}

function withHolders(list: Uint8Array, holders: number): Uint8Array {
  new DataView(list.buffer, list.byteOffset, list.byteLength).setUint32(0, holders)
  return list
}
