import { OffprintError } from '../kernel/errors.js'
import type { StoredRow, Tally } from './tables.js'

/**
 * Rows and the tally of a store of keys and values as bytes, big-endian. A row: state in 1 byte, whether it has a time in 1, the
 * time, the time of the claim and the keeper as 8 bytes each, the digest as 8, the length of the id in 4, the id, the features.
 */
const HEAD_BYTES = 38
const STATES = ['pending', 'kept', 'removed'] as const

/** O(bytes). */
export function bytesOfRow({ id, at, digest, features, state, keeper, claimedAt }: StoredRow): Uint8Array {
  const bytes = new Uint8Array(HEAD_BYTES + id.length + features.length)
  const view = new DataView(bytes.buffer)
  bytes[0] = STATES.indexOf(state)
  bytes[1] = at === null ? 0 : 1
  view.setFloat64(2, at ?? 0)
  view.setFloat64(10, claimedAt)
  view.setFloat64(18, keeper)
  view.setBigInt64(26, digest)
  view.setUint32(34, id.length)
  bytes.set(id, HEAD_BYTES)
  bytes.set(features, HEAD_BYTES + id.length)
  return bytes
}

/** Copies what it takes. @throws OffprintError `ERR_FORMAT` for bytes that are no row. */
export function rowOfBytes(bytes: Uint8Array): StoredRow {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const state = STATES[bytes[0]]
  if (bytes.length < HEAD_BYTES || state === undefined) {
    throw new OffprintError(
      'ERR_FORMAT',
      'the store holds a document in a form that this version does not know',
    )
  }
  const features = HEAD_BYTES + view.getUint32(34)
  return {
    id: bytes.slice(HEAD_BYTES, features),
    at: bytes[1] === 0 ? null : view.getFloat64(2),
    digest: view.getBigInt64(26),
    features: bytes.slice(features),
    state,
    keeper: view.getFloat64(18),
    claimedAt: view.getFloat64(10),
  }
}

/** The four counts as 8 bytes each. */
export function bytesOfTally({ next, documents, pending, removed }: Tally): Uint8Array {
  const bytes = new Uint8Array(32)
  const view = new DataView(bytes.buffer)
  ;[next, documents, pending, removed].forEach((count, i) => view.setFloat64(8 * i, count))
  return bytes
}

/** Reads what `bytesOfTally` wrote. */
export function tallyOfBytes(bytes: Uint8Array): Tally {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const [next, documents, pending, removed] = [0, 8, 16, 24].map((at) => view.getFloat64(at))
  return { next, documents, pending, removed }
}
