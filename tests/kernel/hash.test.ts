import { describe, expect, test } from 'vitest'
import { fmix32, lowbias32, splitmix32 } from '../../src/kernel/hash.js'
import { naiveFmix32, naiveLowbias32, naiveSplitmix32 } from '../naive/hash.js'

const mixers = { fmix32, lowbias32 }

const inputs = [0, 1, 2, 0x7fffffff, -0x80000000, -1, 0x9e3779b9 | 0, 123456789]

test('fmix32 gives the published values', () => {
  // SMHasher: MurmurHash3_x86_32 of the empty string is fmix32(seed).
  expect([0, 1, -1].map((seed) => fmix32(seed) >>> 0)).toEqual([0, 0x514e28b7, 0x81f16f39])
  for (const h of inputs) expect(BigInt(fmix32(h) >>> 0)).toBe(naiveFmix32(BigInt(h)))
})

test('lowbias32 is that of its author', () => {
  // https://nullprogram.com/blog/2018/07/31/
  for (const h of inputs) expect(BigInt(lowbias32(h) >>> 0)).toBe(naiveLowbias32(BigInt(h)))
})

describe.each(Object.entries(mixers))('%s', (_, mix) => {
  test('gives an int32', () => {
    for (const h of inputs) expect(mix(h)).toBe(mix(h) | 0)
    expect(inputs.map(mix).some((h) => h < 0)).toBe(true)
  })

  test('flips each output bit with each input bit half of the time', () => {
    const N = 2000
    const next = splitmix32(7)
    const flips = new Uint32Array(32 * 32)
    for (let n = 0; n < N; n++) {
      const h = next() | 0
      const mixed = mix(h)
      for (let bit = 0; bit < 32; bit++) {
        const changed = mixed ^ mix(h ^ (1 << bit))
        for (let out = 0; out < 32; out++) flips[32 * bit + out] += (changed >>> out) & 1
      }
    }
    // Five standard deviations of 2,000 fair coins are 0.056; both mixers are known for a bias below 0.01.
    for (const count of flips) expect(Math.abs(count / N - 0.5)).toBeLessThan(0.07)
  })

  test('is one to one on neighbours', () => {
    expect(new Set(Array.from({ length: 100_000 }, (_, h) => mix(h))).size).toBe(100_000)
  })
})

describe('splitmix32', () => {
  const first = (seed: number, count: number) => {
    const next = splitmix32(seed)
    return Array.from({ length: count }, next)
  }

  test('gives a fixed stream: stored signatures depend on it', () => {
    expect(first(1, 4)).toEqual([1580013426, 350525680, 3524174333, 3011703609])
    expect(first(0xffffffff, 2)).toEqual(first(-1, 2))
  })

  test('is that of its author', () => {
    // A Weyl sequence under the mixer of constants 21f0aaad and 735a2d97 of the same family as lowbias32.
    for (const seed of [0, 5, 2 ** 31, 2 ** 32 - 1]) {
      expect(first(seed, 100).map(BigInt)).toEqual(naiveSplitmix32(seed, 100))
    }
  })

  test('is uniform and differs from seed to seed', () => {
    const stream = first(3, 20_000)
    expect(stream.every((value) => Number.isInteger(value) && value >= 0 && value < 2 ** 32)).toBe(true)
    const mean = stream.reduce((sum, value) => sum + value, 0) / stream.length / 2 ** 32
    expect(Math.abs(mean - 0.5)).toBeLessThan(5 / Math.sqrt(12 * stream.length))
    expect(new Set([1, 2, 3, 4, 5].map((seed) => first(seed, 1)[0])).size).toBe(5)
  })
})
