import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { keyedHash, keyFrom } from '../../src/kernel/keyed-hash.js'
import { naiveHalfSipHash } from '../naive/keyed-hash.js'

const word = fc.integer({ min: -(2 ** 31), max: 2 ** 32 - 1 })
const big = (value: number) => BigInt(value >>> 0)
const bytesOf = (word: number) => [0, 8, 16, 24].map((shift) => (word >>> shift) & 255)

test('the twin gives the published values of HalfSipHash-2-4', () => {
  // vectors_hsip32 of the reference: the bytes 0, 1, 2, … under the key 00 01 … 07.
  const key = [0x03020100n, 0x07060504n] as const
  const hash = (count: number) =>
    naiveHalfSipHash(
      key,
      Array.from({ length: count }, (_, i) => i),
      [2, 4],
    )
  expect([0, 1, 2, 3].map(hash)).toEqual([0x5b9f35a9n, 0xb85a4727n, 0x03a662fan, 0x04e7fe8an])
})

test('a hash of two words is HalfSipHash-1-3 of their eight bytes', () => {
  fc.assert(
    fc.property(word, word, word, word, (k0, k1, a, b) => {
      const naive = naiveHalfSipHash([big(k0), big(k1)], [...bytesOf(a), ...bytesOf(b)], [1, 3])
      expect(big(keyedHash(k0, k1, a, b))).toBe(naive)
      expect(keyedHash(k0, k1, a, b)).toBe(keyedHash(k0, k1, a, b) | 0)
    }),
  )
})

describe('a key', () => {
  test('follows from each unit of its secret and from its length', () => {
    const secret = 'a secret of some length'
    const others = [
      secret + '\0',
      secret.slice(1),
      ...Array.from(secret, (_, i) => `${secret.slice(0, i)}é${secret.slice(i + 1)}`),
    ]
    const keys = new Set([secret, ...others].map((one) => keyFrom(one).join()))
    expect(keys.size).toBe(others.length + 1)
    expect(keyFrom(secret)).toEqual(keyFrom(secret))
    expect(new Set(keyFrom(secret)).size).toBe(4)
  })
})
