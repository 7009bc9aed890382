import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { similarity } from '../../src/compare/similarity.js'
import { fold, foldToString } from '../../src/text/fold.js'
import { Seeds } from '../../src/align/seeds.js'
import { random } from '../noise.js'
import { naiveJaccard } from '../naive/jaccard.js'
import { naiveShingles } from '../naive/shingles.js'
import { perturbedPair } from '../perturb.js'
import { SEEDS } from '../seeds.js'

const jaccard = (a: string, b: string) => similarity(fold(a), fold(b))
const runs = (text: string) => naiveShingles(foldToString(text)).map(({ run }) => run)

/** Pairs of different runs of five Han characters that the low lane hashes alike. */
function collisions(): [string, string][] {
  const next = random(1)
  const seen = new Map<number, string>()
  const found: [string, string][] = []
  const seeds = new Seeds()
  for (let n = 0; n < 200_000; n++) {
    const run = Array.from({ length: 5 }, () => String.fromCharCode(0x4e00 + Math.floor(next() * 5000))).join(
      '',
    )
    const hash = seeds.read(fold(run), 40).hashes[0]
    const other = seen.get(hash)
    if (other !== undefined && other !== run) found.push([other, run])
    seen.set(hash, run)
  }
  expect(found.length).toBeGreaterThan(0)
  return found
}

describe('jaccard', () => {
  test('is that of the sets of runs', () => {
    const few = fc.array(fc.constantFrom('a', 'b', '国'), { maxLength: 30 }).map((list) => list.join(''))
    fc.assert(
      fc.property(few, few, (a, b) => {
        expect(jaccard(a, b)).toBe(naiveJaccard(runs(a), runs(b)))
      }),
      { numRuns: 500 },
    )
    fc.assert(
      fc.property(perturbedPair, ({ a, b }) => {
        expect(jaccard(a, b)).toBe(naiveJaccard(runs(a), runs(b)))
      }),
      { numRuns: 40 },
    )
  })

  test('of shingles whose 32 bits of hash are equal asks their units', () => {
    for (const [x, y] of collisions()) {
      expect(new Seeds().read(fold(x), 40).hashes[0]).toBe(new Seeds().read(fold(y), 40).hashes[0])
      expect(jaccard(x, y)).toBe(0)
      const [first, second] = [x + '国人' + x, y + '国人' + x]
      expect(jaccard(first, second)).toBe(naiveJaccard(runs(first), runs(second)))
      expect(jaccard(x, x)).toBe(1)
    }
  })

  test('of the seeds: one pair is related', () => {
    for (let i = 0; i < SEEDS.length; i++) {
      for (let j = 0; j < i; j++) {
        const similarity = jaccard(SEEDS[i], SEEDS[j])
        if (i === 1 && j === 0) expect(Math.abs(similarity - 0.364)).toBeLessThan(0.005)
        else expect(similarity).toBeLessThan(0.03)
      }
    }
  })
})
