import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { localShingles } from '../../src/shingles/local.js'
import { jaccard } from '../../src/shingles/set.js'
import { fold, foldToString } from '../../src/text/fold.js'
import { naiveJaccard } from '../naive/jaccard.js'
import { naiveShingles } from '../naive/shingles.js'
import { perturbedPair } from '../perturb.js'
import { SEEDS } from '../seeds.js'

const shingles = (text: string) => localShingles(fold(text))
const runs = (text: string) => naiveShingles(foldToString(text)).map(({ run }) => run)

describe('jaccard', () => {
  test('is that of the sets of runs', () => {
    const few = fc.array(fc.constantFrom('a', 'b', '国'), { maxLength: 30 }).map((list) => list.join(''))
    fc.assert(
      fc.property(few, few, (a, b) => {
        expect(jaccard(shingles(a), shingles(b))).toBe(naiveJaccard(runs(a), runs(b)))
      }),
      { numRuns: 500 },
    )
    fc.assert(
      fc.property(perturbedPair, ({ a, b }) => {
        expect(jaccard(shingles(a), shingles(b))).toBe(naiveJaccard(runs(a), runs(b)))
      }),
      { numRuns: 40 },
    )
  })

  test('of hashes that differ in one half only is 0', () => {
    const of = (low: number, high: number) => ({
      count: 1,
      positions: Uint32Array.of(0),
      low: Uint32Array.of(low),
      high: Uint32Array.of(high),
    })
    expect(jaccard(of(1, 1), of(1, 2))).toBe(0)
    expect(jaccard(of(1, 1), of(2, 1))).toBe(0)
    expect(jaccard(of(1, 1), of(1, 1))).toBe(1)
    expect(jaccard(of(0, 0), of(0, 0))).toBe(1)
  })

  test('of the seeds: one pair is related', () => {
    for (let i = 0; i < SEEDS.length; i++) {
      for (let j = 0; j < i; j++) {
        const similarity = jaccard(shingles(SEEDS[i]), shingles(SEEDS[j]))
        if (i === 1 && j === 0) expect(Math.abs(similarity - 0.364)).toBeLessThan(0.005)
        else expect(similarity).toBeLessThan(0.03)
      }
    }
  })
})
