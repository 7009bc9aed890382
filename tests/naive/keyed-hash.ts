/**
 * HalfSipHash from its paper and reference (Aumasson, Bernstein; github.com/veorq/SipHash), in bigints modulo 2^32, over bytes,
 * with any number of rounds. Shares nothing with src/.
 */

const low32 = (value: bigint): bigint => value & 0xffffffffn
const rotated = (value: bigint, by: bigint): bigint => low32(value << by) | (value >> (32n - by))

/** @param rounds for each word and at the end: 1 and 3, or 2 and 4. */
export function naiveHalfSipHash(
  key: readonly [bigint, bigint],
  bytes: readonly number[],
  [each, last]: readonly [number, number],
): bigint {
  let [v0, v1, v2, v3] = [key[0], key[1], 0x6c796765n ^ key[0], 0x74656462n ^ key[1]]
  const rounds = (count: number) => {
    for (let i = 0; i < count; i++) {
      v0 = low32(v0 + v1)
      v1 = rotated(v1, 5n) ^ v0
      v0 = rotated(v0, 16n)
      v2 = low32(v2 + v3)
      v3 = rotated(v3, 8n) ^ v2
      v0 = low32(v0 + v3)
      v3 = rotated(v3, 7n) ^ v0
      v2 = low32(v2 + v1)
      v1 = rotated(v1, 13n) ^ v2
      v2 = rotated(v2, 16n)
    }
  }
  // Filled up with zeros to a multiple of four, less one byte, which is the number of bytes.
  const padded = [...bytes, ...Array<number>(3 - (bytes.length % 4)).fill(0), bytes.length % 256]
  for (let at = 0; at < padded.length; at += 4) {
    const word = padded.slice(at, at + 4).reduce((sum, byte, i) => sum | (BigInt(byte) << BigInt(8 * i)), 0n)
    v3 ^= word
    rounds(each)
    v0 ^= word
  }
  v2 ^= 0xffn
  rounds(last)
  return v1 ^ v3
}
