import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { countErrors } from '../../../src/audit/distance/distance.js'
import { tilesTwin } from '../../../src/kernel/tiles-twin.js'
import { useTiles } from '../../../src/kernel/tiles.js'
import { random } from '../../noise.js'
import { naiveErrors } from '../../naive/levenshtein.js'

const errors = (a: readonly number[], b: readonly number[], cells?: number) => {
  const { exact, ...counts } = countErrors(Int32Array.from(a), Int32Array.from(b), cells)
  return { exact, counts, total: counts.substitutions + counts.deletions + counts.insertions }
}

/** Few different items make many cheapest alignments, and long ones cross the words and tiles of the fast one. */
const sequence = (most: number) =>
  fc
    .tuple(fc.integer({ min: 1, max: 30 }), fc.array(fc.nat(), { maxLength: most, size: 'max' }))
    .map(([kinds, items]) => items.map((item) => item % kinds))

/** A sequence and a copy with errors: stretches dropped, put in, replaced. */
const copied = fc
  .tuple(sequence(300), fc.array(fc.tuple(fc.nat(), fc.nat(40), sequence(20)), { maxLength: 12 }))
  .map(([b, edits]) => {
    const a = b.slice()
    for (const [at, drop, put] of edits) a.splice(at % (a.length + 1), drop, ...put)
    return [a, b] as const
  })

/** A long sequence and a noisy copy. */
function longCopy(length: number, rate: number, kinds: number, seed: number): [number[], number[]] {
  const next = random(seed)
  const item = () => Math.floor(next() * next() * kinds)
  const b = Array.from({ length }, item)
  const a = b.flatMap((own) => {
    const chance = next() / rate
    if (chance >= 1) return [own]
    return chance < 0.5 ? [item()] : chance < 0.75 ? [] : [own, item()]
  })
  return [a, b]
}

describe.each([
  ['compiled tiles', undefined],
  ['their twin', tilesTwin()],
])('countErrors with %s', (_kind, tiles) => {
  beforeAll(() => useTiles(tiles))
  afterAll(() => useTiles(undefined))

  it('equals the whole table, of random sequences', () => {
    fc.assert(
      fc.property(sequence(90), sequence(90), (a, b) => {
        expect(errors(a, b).counts).toEqual(naiveErrors(a, b))
      }),
      { numRuns: 600 },
    )
  })

  it('equals the whole table, of copies', () => {
    fc.assert(
      fc.property(copied, ([a, b]) => {
        expect(errors(a, b).counts).toEqual(naiveErrors(a, b))
      }),
      { numRuns: 200 },
    )
  })

  it.each([
    [0.02, 60],
    [0.1, 60],
    [0.3, 4],
    [0.9, 2000],
  ])('equals the whole table, of long copies at rate %d of %d kinds', (rate, kinds) => {
    // Longer than what is counted without a quick alignment first.
    const [a, b] = longCopy(1300, rate, kinds, 1)
    const { exact, counts } = errors(a, b)
    expect(exact).toBe(true)
    expect(counts).toEqual(naiveErrors(a, b))
  })

  it('equals the whole table where a block moved, another went, and one came in', () => {
    const [a, b] = longCopy(1500, 0.05, 60, 2)
    a.splice(900, 0, ...a.splice(300, 200))
    a.splice(1200, 150)
    a.splice(100, 0, ...longCopy(120, 0.1, 60, 3)[0])
    expect(errors(a, b).counts).toEqual(naiveErrors(a, b))
  })

  it.each([1, 2, 3, 4, 5, 6])(
    'equals the whole table, of texts %d whose ends and errors lie unevenly',
    (seed) => {
      const next = random(seed)
      const [a, b] = longCopy(1100, 0.02 + 0.05 * next(), 30, seed)
      const at = Math.floor(next() * 700)
      a.splice(at, 300, ...longCopy(300, 0.6, 30, seed + 10)[0])
      if (seed % 2 === 0) b.splice(Math.floor(next() * 500), 60)
      else a.splice(Math.floor(next() * 500), 0, ...b.slice(900, 980))
      expect(errors(a, b).counts).toEqual(naiveErrors(a, b))
    },
  )

  it('mirrors', () => {
    fc.assert(
      fc.property(copied, ([a, b]) => {
        const there = errors(a, b).counts
        expect(errors(b, a).counts).toEqual({
          substitutions: there.substitutions,
          deletions: there.insertions,
          insertions: there.deletions,
        })
      }),
    )
    const [a, b] = longCopy(30_000, 0.08, 60, 4)
    expect(errors(b, a).total).toBe(errors(a, b).total)
  })

  it('is a metric', () => {
    fc.assert(
      fc.property(copied, sequence(300), ([a, b], c) => {
        expect(errors(a, a).total).toBe(0)
        expect(errors(a, b).total > 0).toBe(a.join() !== b.join())
        expect(errors(a, c).total).toBeLessThanOrEqual(errors(a, b).total + errors(b, c).total)
      }),
    )
  })

  it.each<[string, number, number, number, number]>([
    ['one letter, longer', 6000, 2500, 0, 3500],
    ['one letter, shorter', 2500, 6000, 3500, 0],
    ['one letter, much longer', 20_000, 1, 0, 19_999],
    ['nothing against much', 0, 5000, 5000, 0],
    ['much against nothing', 5000, 0, 0, 5000],
    ['nothing', 0, 0, 0, 0],
  ])('%s', (_, lengthA, lengthB, deletions, insertions) => {
    const letters = (length: number) => new Array<number>(length).fill(7)
    // Bracketed, so that no common beginning or end can be taken off.
    const { counts, exact } = errors([1, ...letters(lengthA), 2], [3, ...letters(lengthB), 4])
    expect(exact).toBe(true)
    expect(counts).toEqual({ substitutions: 2, deletions, insertions })
  })

  it('finds the planted errors of long texts', () => {
    // All items different: each planted error is one, wherever the alignment looks.
    const b = Array.from({ length: 50_000 }, (_, i) => i)
    const a = b.flatMap((own, i) => {
      const kind = i % 40
      return kind === 5 ? [-1 - i] : kind === 15 ? [] : kind === 25 ? [own, -1 - i] : [own]
    })
    expect(errors(a, b)).toMatchObject({
      exact: true,
      counts: { substitutions: 1250, deletions: 1250, insertions: 1250 },
    })
  })

  it.each([0.02, 0.1, 0.2])('past its budget it gives an alignment, and at rate %d a good one', (rate) => {
    const [a, b] = longCopy(20_000, rate, 60, 5)
    const best = errors(a, b)
    const quick = errors(a, b, 0)
    expect(quick.exact).toBe(false)
    expect(quick.counts.insertions - quick.counts.deletions).toBe(a.length - b.length)
    expect(quick.counts.substitutions + quick.counts.insertions).toBeLessThanOrEqual(a.length)
    expect(quick.total).toBeGreaterThanOrEqual(best.total)
    expect(quick.total).toBeLessThanOrEqual(best.total * 1.02)
  })

  it('past its budget, unrelated texts differ by no more than their length', () => {
    const [a] = longCopy(30_000, 0.1, 60, 6)
    const [b] = longCopy(20_000, 0.1, 60, 7)
    const quick = errors(a, b, 2 ** 20)
    expect(quick.exact).toBe(false)
    expect(quick.total).toBeLessThanOrEqual(a.length)
    expect(quick.counts.insertions - quick.counts.deletions).toBe(a.length - b.length)
    // The same budget suffices for equal lengths with few errors.
    expect(errors(...longCopy(20_000, 0.001, 60, 8), 2 ** 20).exact).toBe(true)
  })

  it('takes any 32-bit numbers', () => {
    const [a, b] = longCopy(400, 0.2, 40, 9)
    const strange = (items: number[]) => items.map((item) => Math.imul(item + 1, 0x9e3779b1) | 0)
    expect(errors(strange(a), strange(b))).toEqual(errors(a, b))
  })
})
