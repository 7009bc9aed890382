import { describe, expect, onTestFinished, test } from 'vitest'
import { splitmix32 } from '../../src/kernel/hash.js'
import { compiledKernel, kernel, useKernel, type Kernel } from '../../src/kernel/kernel.js'
import { twinKernel } from '../../src/kernel/twin.js'
import { estimate, sketch } from '../../src/sketch/index.js'
import { foldToString } from '../../src/text/fold.js'
import { naiveJaccard } from '../naive/jaccard.js'
import { naiveShingles } from '../naive/shingles.js'
import { noisy, random } from '../noise.js'
import { moments, overlap, randomPair } from '../pairs.js'
import { SEEDS } from '../seeds.js'

describe('the estimate from slots', () => {
  const SIMILARITIES = [0.1, 0.2, 0.36, 0.5, 0.8, 0.95]
  const GRID: [k: number, n: number][] = [
    ...[5, 20, 50, 100, 200, 1000, 5000].map((n): [number, number] => [128, n]),
    ...[20, 100, 1000].map((n): [number, number] => [256, n]),
    ...[20, 50, 1000].map((n): [number, number] => [100, n]),
  ]
  // A variance found in T trials has a standard error of √(2/T): 4 % at 1,200, so that 15 % are 3.6 of them.
  const trialsFor = (n: number) => (n < 1000 ? 2500 : 1200)
  const next = splitmix32(20170404)
  const biases: number[] = []

  const cells = GRID.flatMap(([k, n]) => SIMILARITIES.map((near): [number, number, number] => [k, n, near]))
  test.each(cells)(
    'is unbiased and no wider than its error: k = %i, %i shingles, J near %f',
    (k, n, near) => {
      const { shared, similarity } = overlap(n, near)
      const { mean, variance, z } = moments(trialsFor(n), () => {
        const [a, b] = randomPair(n, shared, k, next)
        return estimate(a, b).jaccard - similarity
      })
      if (shared === n) {
        expect([mean, variance]).toEqual([0, 0])
        return
      }
      biases.push(z)
      // Of 77 cells one passes 3 standard errors by chance under every fifth seed, and 3.5 under every thirtieth.
      expect(Math.abs(z)).toBeLessThan(3.5)
      expect(variance).toBeLessThan(((n <= k / 2 ? 0.75 : 1.15) * similarity * (1 - similarity)) / k)
    },
  )

  test('leans to neither side over all cells, nor further than chance', () => {
    expect(biases).toHaveLength(cells.length - 1)
    const { mean, variance } = moments(biases.length, () => biases.pop()!)
    expect(Math.abs(mean)).toBeLessThan(3 / Math.sqrt(cells.length))
    expect(Math.abs(variance - 1)).toBeLessThan(3 * Math.sqrt(2 / cells.length))
  })
})

/** Real pairs from nearly equal to hardly related, none of which keeps its set. */
function textPairs(): [name: string, a: string, b: string][] {
  const [page, article, ...others] = SEEDS
  const next = random(50)
  const cuts = others.flatMap((text, i): [string, string, string][] => {
    const third = text.length / 3
    return [
      [`text ${i + 2} and its first half`, text, text.slice(0, text.length / 2)],
      [`text ${i + 2} and its last two thirds`, text, text.slice(third)],
      [`text ${i + 2} and a copy with 1 % of errors`, text, noisy(text, 0.01, next).copy],
      [
        `the ends of text ${i + 2}, one with 5 % of errors`,
        text.slice(0, 2 * third),
        noisy(text.slice(third), 0.05, next).copy,
      ],
    ]
  })
  return [['a page and its article', page, article], ...cuts]
}

describe('the estimate for texts', () => {
  const FAMILIES = 50
  const hashes = (text: string) => naiveShingles(foldToString(text)).map(({ low }) => low)
  const pairs = textPairs().map(([name, a, b]) => ({ name, a, b, exact: naiveJaccard(hashes(a), hashes(b)) }))
  const kernels: [name: string, engine: Kernel][] = [
    ['compiled', compiledKernel()!],
    ['twin', twinKernel()],
  ]

  test.each(kernels)('lies within its errors of the truth, kernel %s', (_, engine) => {
    const before = kernel()
    onTestFinished(() => useKernel(before))
    useKernel(engine)
    let beyond2 = 0
    let beyond3 = 0
    for (const { name, a, b, exact } of pairs) {
      let seed = 0
      const { z } = moments(FAMILIES, () => {
        seed++
        const { jaccard, error } = estimate(sketch(a, { seed }), sketch(b, { seed }))
        const off = Math.abs(jaccard - exact)
        if (off > 2 * error) beyond2++
        if (off > 3 * error) beyond3++
        return jaccard - exact
      })
      expect(Math.abs(z), name).toBeLessThan(3.5)
    }
    // A normal error gives 4.6 % and 0.3 %; of 650 estimates twice and four times as many are beyond chance.
    const all = pairs.length * FAMILIES
    expect(beyond2 / all).toBeLessThan(0.08)
    expect(beyond3 / all).toBeLessThan(0.012)
  })
})
