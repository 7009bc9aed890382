/** 64-bit unsigned integers as two arrays of 32-bit words: arithmetic on bigints costs ~50 times as much. */
export interface Words64 {
  /** Low 32 bits of each. */
  readonly low: Int32Array
  /** High 32 bits of each. */
  readonly high: Int32Array
}

/** Splits values, taken modulo 2^64. */
export function splitWords(values: readonly bigint[]): Words64 {
  return {
    low: Int32Array.from(values, (value) => Number(BigInt.asIntN(32, value))),
    high: Int32Array.from(values, (value) => Number(BigInt.asIntN(32, value >> 32n))),
  }
}

/** Where the low word of a 64-bit integer lies in memory: 0, or 1 on a big-endian machine. */
const LOW = new Uint32Array(BigUint64Array.of(1n).buffer)[0] === 1 ? 0 : 1

/** Joins words to values, without a bigint each. */
export function joinWords({ low, high }: Words64): BigUint64Array {
  const values = new BigUint64Array(low.length)
  const words = new Int32Array(values.buffer)
  for (let i = 0; i < low.length; i++) {
    words[2 * i + LOW] = low[i]
    words[2 * i + 1 - LOW] = high[i]
  }
  return values
}

/** The high word of the product of two unsigned words, as int32. The low one is `Math.imul`. */
export function multiplyHigh(a: number, b: number): number {
  const a0 = a & 0xffff
  const a1 = a >>> 16
  const b0 = b & 0xffff
  const b1 = b >>> 16
  // No sum exceeds 2^32 − 1 (Hacker's Delight, §8-2).
  const t = (Math.imul(a1, b0) + (Math.imul(a0, b0) >>> 16)) >>> 0
  const u = (Math.imul(a0, b1) + (t & 0xffff)) >>> 0
  return (Math.imul(a1, b1) + (t >>> 16) + (u >>> 16)) | 0
}
