/** 128 bits of key, as four integers of 32 bits. */
export type HashKey = readonly [number, number, number, number]

/** Where the key of a secret begins: the first digits of π in base 2^32, so that nobody has chosen them. */
const PI: HashKey = [0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344]

/** The last word of a message of two words: its number of bytes, in the highest byte. */
const LAST_WORD = 8 << 24
/** One round for each word, the last among them, and three at the end. */
const ROUNDS = 6

/**
 * HalfSipHash-1-3 (Aumasson, Bernstein 2012; the variant that Linux keys its hash tables with) of two words: a hash that nobody
 * who lacks the key can foresee or collide at will. Some 20 ns. Returns an int32.
 */
export function keyedHash(k0: number, k1: number, a: number, b: number): number {
  let v0 = k0
  let v1 = k1
  let v2 = 0x6c796765 ^ k0
  let v3 = 0x74656462 ^ k1
  for (let round = 0; round < ROUNDS; round++) {
    const word = round === 0 ? a : round === 1 ? b : round === 2 ? LAST_WORD : 0
    v3 ^= word
    v0 = (v0 + v1) | 0
    v1 = ((v1 << 5) | (v1 >>> 27)) ^ v0
    v0 = (v0 << 16) | (v0 >>> 16)
    v2 = (v2 + v3) | 0
    v3 = ((v3 << 8) | (v3 >>> 24)) ^ v2
    v0 = (v0 + v3) | 0
    v3 = ((v3 << 7) | (v3 >>> 25)) ^ v0
    v2 = (v2 + v1) | 0
    v1 = ((v1 << 13) | (v1 >>> 19)) ^ v2
    v2 = (v2 << 16) | (v2 >>> 16)
    v0 ^= word
    if (round === 2) v2 ^= 0xff
  }
  return v1 ^ v3
}

/** A key from a secret: each UTF-16 unit of it makes the next key of the one before, and its length the last. O(length). */
export function keyFrom(secret: string): HashKey {
  let key = PI
  for (let i = 0; i <= secret.length; i++) {
    const word = i < secret.length ? secret.charCodeAt(i) : secret.length
    const [a, b, c, d] = key
    key = [
      keyedHash(a, b, i, word),
      keyedHash(b, a, i, word),
      keyedHash(c, d, i, word),
      keyedHash(d, c, i, word),
    ]
  }
  return key
}
