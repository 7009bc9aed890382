/**
 * Arrays in the binary form in which PostgreSQL takes them as parameters: how many dimensions, whether there are nulls, the type
 * of the elements, their number, the first subscript, then each element after its length. As text, 8,000 keys of a batch are
 * quoted here and parsed there one by one.
 */
const INT4 = 23
const INT8 = 20
const FLOAT8 = 701
const BYTEA = 17
const HEAD_BYTES = 20

/** `int[]`; places up to 2^32 − 1 keep their bits. O(values). */
export function int4Array(values: ArrayLike<number>): Buffer {
  const bytes = headed(INT4, values.length, 8 * values.length)
  for (let i = 0, at = HEAD_BYTES; i < values.length; i++, at += 8) {
    bytes.writeInt32BE(4, at)
    bytes.writeInt32BE(values[i] | 0, at + 4)
  }
  return bytes
}

/** `bigint[]`. O(values). */
export function int8Array(values: ArrayLike<bigint>): Buffer {
  const bytes = headed(INT8, values.length, 12 * values.length)
  for (let i = 0, at = HEAD_BYTES; i < values.length; i++, at += 12) {
    bytes.writeInt32BE(8, at)
    bytes.writeBigInt64BE(values[i], at + 4)
  }
  return bytes
}

/** `bigint[]` of tickets, of which some may be null. O(values). */
export function ticketArray(values: readonly (number | null)[]): Buffer {
  const parts = [headed(INT8, values.length, 0)]
  for (const value of values) {
    const bytes = Buffer.alloc(value === null ? 4 : 12)
    bytes.writeInt32BE(value === null ? -1 : 8)
    if (value !== null) bytes.writeBigInt64BE(BigInt(value), 4)
    parts.push(bytes)
  }
  return Buffer.concat(parts)
}

/** `float8[]`. O(values). */
export function float8Array(values: readonly (number | null)[]): Buffer {
  const parts = [headed(FLOAT8, values.length, 0)]
  for (const value of values) {
    const bytes = Buffer.alloc(value === null ? 4 : 12)
    bytes.writeInt32BE(value === null ? -1 : 8)
    if (value !== null) bytes.writeDoubleBE(value, 4)
    parts.push(bytes)
  }
  return Buffer.concat(parts)
}

/** `bytea[]`. O(bytes). */
export function byteaArray(values: readonly Uint8Array[]): Buffer {
  const parts: Uint8Array[] = [headed(BYTEA, values.length, 0)]
  for (const value of values) {
    const length = Buffer.allocUnsafe(4)
    length.writeInt32BE(value.length)
    parts.push(length, value)
  }
  return Buffer.concat(parts)
}

function headed(type: number, length: number, more: number): Buffer {
  // An empty array has no dimension.
  const bytes = Buffer.allocUnsafe(length === 0 ? 12 : HEAD_BYTES + more)
  bytes.writeInt32BE(length === 0 ? 0 : 1, 0)
  // Whether there are nulls is looked up in the elements.
  bytes.writeInt32BE(0, 4)
  bytes.writeInt32BE(type, 8)
  if (length > 0) {
    bytes.writeInt32BE(length, 12)
    bytes.writeInt32BE(1, 16)
  }
  return bytes
}
