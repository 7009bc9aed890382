import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { splitmix32 } from '../../src/kernel/hash.js'
import { fastSimilaritySketch, type Slots } from '../../src/sketch/fss.js'
import { lesser, naiveFastSimilaritySketch, type NaiveSlot } from '../naive/fast-similarity-sketch.js'

const pairs = ({ rounds, values }: Slots): NaiveSlot[] =>
  Array.from(rounds, (round, slot) => [round, values[slot]])

/** Few items leave slots open for the second half of the rounds; many fill all in one. */
const hashes = fc
  .array(fc.integer({ min: 0, max: 2 ** 32 - 1 }), { minLength: 1, maxLength: 40 })
  .map((items) => Uint32Array.from(items))
const size = fc.constantFrom(1, 2, 7, 16, 33)
const seed = fc.constantFrom(0, 1, 2 ** 32 - 1)

describe('fastSimilaritySketch', () => {
  test('is the algorithm of the paper', () => {
    fc.assert(
      fc.property(hashes, size, seed, (items, k, seed) => {
        expect(pairs(fastSimilaritySketch(items, k, seed))).toEqual(naiveFastSimilaritySketch(items, k, seed))
      }),
      { numRuns: 150 },
    )
  })

  test('depends neither on order nor on repeats', () => {
    fc.assert(
      fc.property(hashes, size, seed, (items, k, seed) => {
        const shuffled = Uint32Array.from([...items, ...items.slice(3)].reverse())
        expect(fastSimilaritySketch(shuffled, k, seed)).toEqual(fastSimilaritySketch(items, k, seed))
      }),
    )
  })

  test('slots of a union are the lesser of the slots', () => {
    fc.assert(
      fc.property(hashes, hashes, size, seed, (a, b, k, seed) => {
        const [slotsA, slotsB] = [a, b].map((items) => pairs(fastSimilaritySketch(items, k, seed)))
        const union = fastSimilaritySketch(Uint32Array.of(...a, ...b), k, seed)
        expect(slotsA.map((slot, i) => lesser(slot, slotsB[i]))).toEqual(pairs(union))
      }),
    )
  })

  test('fills every slot from a single item, and none from nothing', () => {
    const one = fastSimilaritySketch(Uint32Array.of(7), 128, 1)
    expect(Math.max(...one.rounds)).toBeLessThan(2 * 128)
    expect(new Set(one.rounds).size).toBeGreaterThan(64)
    const none = fastSimilaritySketch(new Uint32Array(0), 128, 1)
    expect(new Set(none.rounds)).toEqual(new Set([0xffff]))
    // The most slots allowed: the last round must not be taken for an empty slot.
    const most = fastSimilaritySketch(Uint32Array.of(7), 32767, 1)
    expect(Math.max(...most.rounds)).toBeLessThan(2 * 32767)
  })

  test('of many items is settled in few rounds', () => {
    const items = Uint32Array.from({ length: 5000 }, splitmix32(5))
    expect(new Set(fastSimilaritySketch(items, 128, 1).rounds)).toEqual(new Set([0]))
  })

  test('another seed gives another sketch, whatever was sketched between', () => {
    const items = Uint32Array.from({ length: 300 }, splitmix32(5))
    const first = fastSimilaritySketch(items, 64, 1)
    const second = fastSimilaritySketch(items, 64, 2)
    const agree = first.values.filter((value, slot) => value === second.values[slot])
    expect(agree.length).toBe(0)
    expect(fastSimilaritySketch(items, 64, 1)).toEqual(first)
  })
})

describe('the share of equal slots', () => {
  const K = 64
  const TRIALS = 2000
  const next = splitmix32(20170404)

  /** Bias and variance over trials of the estimate for sets of n items each, `shared` of them in both. */
  function moments(n: number, shared: number) {
    const similarity = shared / (2 * n - shared)
    let sum = 0
    let squares = 0
    for (let trial = 0; trial < TRIALS; trial++) {
      // The family is one and the items are random: the same as one pair under random families, and quicker.
      const items = Uint32Array.from({ length: 2 * n - shared }, next)
      const a = fastSimilaritySketch(items.subarray(0, n), K, 1)
      const b = fastSimilaritySketch(items.subarray(n - shared), K, 1)
      let equal = 0
      for (let slot = 0; slot < K; slot++) {
        if (a.values[slot] === b.values[slot] && a.rounds[slot] === b.rounds[slot]) equal++
      }
      const error = equal / K - similarity
      sum += error
      squares += error * error
    }
    const bias = sum / TRIALS
    return { similarity, bias, variance: squares / TRIALS - bias * bias }
  }

  for (const n of [20, 200, 1000]) {
    for (const near of [0.2, 0.5, 0.8]) {
      test(`estimates ${near} without bias, ${n} items`, () => {
        const shared = Math.round((2 * n * near) / (1 + near))
        const { similarity, bias, variance } = moments(n, shared)
        const independent = (similarity * (1 - similarity)) / K
        expect(Math.abs(bias)).toBeLessThan(3 * Math.sqrt(variance / TRIALS))
        expect(variance).toBeLessThan((n <= K / 2 ? 0.75 : 1.15) * independent)
      })
    }
  }
})
