import { OffprintError } from '../kernel/errors.js'
import { Checksum } from './checksum.js'

/**
 * One stored part of an index, format version 1 to 3. Everything is little-endian and begins at a multiple of 8:
 *
 *     0  4  magic "OFPI"
 *     4  2  format version
 *     6  2  kind of part
 *     8  4  bytes of the header
 *    12  4  0
 *    16     the header, JSON in UTF-8, which lists the bytes of each array
 *           the arrays, one after the other
 *     –  8  checksum of everything before
 *
 * Headers, arrays and the whole are filled up with zeros to multiples of 8.
 */
const MAGIC = 0x4950464f
/** Newest version of the format; every part names its own. */
const NEWEST_FORMAT = 3
/** The format of a manifest whose index has a secret: without it, an older version would search and find next to nothing. */
export const UNDER_SECRET = 3
/** The format of segments whose posting lists lie in chunks. */
export const LISTS_IN_CHUNKS = 2
/** The format of segments whose lists lie in runs, and of parts that have no lists. */
export const LISTS_IN_RUNS = 1
const HEAD = 16
const TAIL = 8

/** What a part holds: one segment, the manifest, or a list of parts that follow in the same bytes. */
export type PartKind = 'segment' | 'manifest' | 'whole'
const KINDS: readonly PartKind[] = ['segment', 'manifest', 'whole']

type Typed =
  | Uint8Array<ArrayBuffer>
  | Uint16Array<ArrayBuffer>
  | Uint32Array<ArrayBuffer>
  | Int32Array<ArrayBuffer>
  | Float64Array<ArrayBuffer>

/** The bytes of a part in pieces, the checksum last. Only what has to be filled up with zeros is copied. O(bytes). */
export function encodePart(
  kind: PartKind,
  header: object,
  arrays: readonly Typed[],
  format = LISTS_IN_RUNS,
): Uint8Array<ArrayBuffer>[] {
  const sizes = arrays.map(({ byteLength }) => byteLength)
  const text = new TextEncoder().encode(JSON.stringify({ ...header, sizes }))
  const head = new Uint8Array(HEAD + padded(text.length))
  const view = new DataView(head.buffer)
  view.setUint32(0, MAGIC, true)
  view.setUint16(4, format, true)
  view.setUint16(6, KINDS.indexOf(kind), true)
  view.setUint32(8, text.length, true)
  head.set(text, HEAD)
  const pieces = [head, ...arrays.filter(({ byteLength }) => byteLength > 0).flatMap(filledUp)]
  const sum = new Checksum()
  for (const piece of pieces) sum.add(wordsOf(piece))
  return [...pieces, new Uint8Array(Uint32Array.from(sum.value).buffer)]
}

/** A part that was read: its header, and its arrays as they lie in the bytes. */
export interface DecodedPart {
  readonly header: Record<string, unknown>
  /** The next array. */
  bytes(): Uint8Array<ArrayBuffer>
  words(): Uint32Array<ArrayBuffer>
}

/**
 * Reads a part. O(bytes); the arrays are views of them.
 * @throws OffprintError `ERR_FORMAT`.
 */
export function decodePart(kind: PartKind, name: string, given: Uint8Array): DecodedPart {
  const bytes = aligned(given)
  const fail = (what: string) => new OffprintError('ERR_FORMAT', `${name}: ${what}`)
  if (bytes.length < HEAD + TAIL)
    throw fail(`${bytes.length} bytes are too few for a stored index; was it cut short?`)
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  if (view.getUint32(0, true) !== MAGIC) throw fail('this is no stored index of offprint')
  const version = view.getUint16(4, true)
  if (version < LISTS_IN_RUNS || version > NEWEST_FORMAT) {
    throw fail(
      `index format ${version} is not known to this version, which reads up to ${NEWEST_FORMAT}; update offprint`,
    )
  }
  if (KINDS[view.getUint16(6, true)] !== kind) throw fail(`this is another part of an index, not its ${kind}`)
  const damaged = () => fail('the bytes are damaged or cut short (checksum); restore them from a copy')
  if (bytes.length % 8 !== 0) throw damaged()
  const sum = new Checksum()
  const headerLength = view.getUint32(8, true)
  const from = HEAD + padded(headerLength)
  if (from + TAIL > bytes.length) throw damaged()
  let header: { sizes: number[] }
  try {
    header = JSON.parse(new TextDecoder().decode(bytes.subarray(HEAD, HEAD + headerLength))) as typeof header
  } catch {
    throw damaged()
  }
  if (!Array.isArray(header?.sizes)) throw damaged()
  let end = from
  for (const size of header.sizes) end += padded(size)
  if (end + TAIL !== bytes.length) throw damaged()
  // Piece by piece, as it was written.
  sum.add(wordsOf(bytes.subarray(0, from)))
  let at = from
  for (const size of header.sizes) {
    if (size === 0) continue
    const whole = size - (size % 8)
    if (whole > 0) sum.add(wordsOf(bytes.subarray(at, at + whole)))
    if (whole < size) sum.add(wordsOf(bytes.subarray(at + whole, at + whole + 8)))
    at += padded(size)
  }
  const [a, b] = sum.value
  if (view.getUint32(end, true) !== a || view.getUint32(end + 4, true) !== b) throw damaged()
  let next = 0
  let place = from
  const take = () => {
    const size = header.sizes[next++]
    if (size === undefined) throw damaged()
    const part = bytes.subarray(place, place + size)
    place += padded(size)
    return part
  }
  return {
    header: header as unknown as Record<string, unknown>,
    bytes: take,
    words: () => {
      const part = take()
      return new Uint32Array(part.buffer, part.byteOffset, part.length >> 2)
    },
  }
}

function padded(bytes: number): number {
  return (bytes + 7) & ~7
}

/** An array as bytes: as much of it as fills whole eights, and the rest filled up. */
function filledUp(array: Typed): Uint8Array<ArrayBuffer>[] {
  const bytes = aligned(new Uint8Array(array.buffer, array.byteOffset, array.byteLength))
  const whole = bytes.length - (bytes.length % 8)
  const pieces = whole > 0 ? [bytes.subarray(0, whole)] : []
  if (whole === bytes.length) return pieces
  const rest = new Uint8Array(8)
  rest.set(bytes.subarray(whole))
  return [...pieces, rest]
}

function wordsOf(bytes: Uint8Array<ArrayBuffer>): Uint32Array<ArrayBuffer> {
  return new Uint32Array(bytes.buffer, bytes.byteOffset, bytes.length >> 2)
}

/** The bytes at an address that typed arrays can begin at; copied where they are not. */
function aligned(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return bytes.byteOffset % 8 === 0 && bytes.buffer instanceof ArrayBuffer
    ? (bytes as Uint8Array<ArrayBuffer>)
    : new Uint8Array(bytes)
}
