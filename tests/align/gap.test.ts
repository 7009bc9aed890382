import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { ConfusableUnits } from '../../src/align/gap-costs.js'
import { alignGap, extend, type Budget, type Stretch } from '../../src/align/gap.js'
import { affineCost, costOfRuns, gapCost, type PairedRun } from '../naive/affine.js'
import { random } from '../noise.js'
import { PROSE } from '../prose.js'
import { weave } from '../woven.js'

const all = (units: Uint16Array): Stretch => ({ units, from: 0, to: units.length })

const plenty = (): Budget => ({ cells: 1e9, exhausted: false })

function gap(a: Uint16Array, b: Uint16Array, alike?: ConfusableUnits, budget = plenty()) {
  const runs: PairedRun[] = []
  const emit = (...run: PairedRun) => runs.push(run)
  const cost = alignGap(all(a), all(b), { budget, emit, confusable: alike })
  return { runs, cost }
}

/** Few letters make many ties and chance matches. */
const letters = (alphabet: number, maxLength: number) =>
  fc.array(fc.integer({ min: 1, max: alphabet }), { maxLength }).map((units) => Uint16Array.from(units))

/** Runs ascend without overlap, and say rightly which units are equal. */
function expectMatches(a: Uint16Array, b: Uint16Array, runs: readonly PairedRun[]): void {
  let endA = 0
  let endB = 0
  for (const [fromA, fromB, length, equal] of runs) {
    expect(fromA).toBeGreaterThanOrEqual(endA)
    expect(fromB).toBeGreaterThanOrEqual(endB)
    for (let i = 0; i < length; i++) expect(a[fromA + i] === b[fromB + i]).toBe(equal)
    endA = fromA + length
    endB = fromB + length
  }
}

/** Neighbours look alike: 1 and 2, 3 and 4, … */
const neighbours: ConfusableUnits = (x, y) => (x + 1) >> 1 === (y + 1) >> 1

function expectLeast(a: Uint16Array, b: Uint16Array, alike?: ConfusableUnits): void {
  const { runs, cost } = gap(a, b, alike)
  const least = affineCost(a, b, alike)
  expect(cost).toBe(least)
  expectMatches(a, b, runs)
  expect(costOfRuns(runs, a, b, alike)).toBe(least)
}

describe('alignGap', () => {
  for (const alphabet of [2, 4, 20]) {
    test(`reaches the least cost (alphabet of ${alphabet})`, () => {
      fc.assert(
        fc.property(letters(alphabet, 24), letters(alphabet, 24), (a, b) => expectLeast(a, b)),
        { numRuns: 500 },
      )
    })
  }

  // Beyond 13 units a gap is a long one: both pieces of its cost must compete within one alignment.
  test('reaches the least cost where gaps are long', () => {
    fc.assert(
      fc.property(letters(3, 10), letters(3, 60), letters(3, 10), (before, inserted, after) => {
        const a = Uint16Array.from([...before, ...after])
        const b = Uint16Array.from([...before, ...inserted, ...after.slice(1)])
        expectLeast(a, b)
        expectLeast(b, a)
      }),
      { numRuns: 100 },
    )
  })

  test('reaches the least cost where some units look alike', () => {
    fc.assert(
      fc.property(letters(8, 24), letters(8, 24), (a, b) => expectLeast(a, b, neighbours)),
      { numRuns: 500 },
    )
  })

  test.each(PROSE)('reaches the least cost in the gaps of noisy $language', ({ article, foreign }) => {
    const next = random(5)
    const { a, b } = weave(
      article.slice(0, 1200),
      foreign,
      { rate: 0.3, page: [0, 1], foreign: [0, 30] },
      next,
    )
    for (let at = 0; at + 40 <= Math.min(a.length, b.length); at += 60) {
      expectLeast(units(a.slice(at, at + 20 + next() * 20)), units(b.slice(at, at + 10 + next() * 60)))
    }
  })

  test('pairs what looks alike, and leaves the rest over', () => {
    // 1 and 2 are alike: the extra 9 stands alone, on whichever side of the pair it is.
    for (const [a, pair] of [
      [[9, 1], 1],
      [[1, 9], 0],
    ] as const) {
      const { runs, cost } = gap(Uint16Array.from(a), Uint16Array.from([2]), neighbours)
      expect(runs).toEqual([[pair, 0, 1, false]])
      expect(cost).toBe(2 + gapCost(1))
    }
  })

  test('says so when the budget is too small, and matches nothing it did not weigh', () => {
    const a = Uint16Array.from([1, 2, 3, 4, 9])
    const b = Uint16Array.from([1, 5, 3, 6, 9])
    const budget = { cells: 4, exhausted: false }
    const { runs } = gap(a, b, undefined, budget)
    expect(budget.exhausted).toBe(true)
    expect(runs).toEqual([
      [0, 0, 1, true],
      [4, 4, 1, true],
    ]) // equal ends need no cells
  })

  test('spends the budget', () => {
    const budget = plenty()
    gap(Uint16Array.from([1, 2, 3]), Uint16Array.from([4, 5, 6, 7]), undefined, budget)
    expect(1e9 - budget.cells).toBe(4 * 5)
  })
})

describe('extend', () => {
  /** Best score over all ends: two for each matched pair less the least cost of what lies between. */
  function bestScore(a: Uint16Array, b: Uint16Array): number {
    let best = 0
    for (let i = 0; i <= a.length; i++) {
      for (let j = 0; j <= b.length; j++) best = Math.max(best, scoreTo(a.subarray(0, i), b.subarray(0, j)))
    }
    return best
  }

  /** Best score of an end-to-end alignment, by recursion over its last column. */
  function scoreTo(a: Uint16Array, b: Uint16Array): number {
    const n = a.length
    const m = b.length
    const S: number[][] = []
    for (let i = 0; i <= n; i++) {
      S.push([])
      for (let j = 0; j <= m; j++) {
        let best = i === 0 && j === 0 ? 0 : -Infinity
        if (i > 0 && j > 0) best = Math.max(best, S[i - 1][j - 1] + (a[i - 1] === b[j - 1] ? 2 : -3))
        for (let g = 1; g <= i; g++) best = Math.max(best, S[i - g][j] - gapCost(g))
        for (let g = 1; g <= j; g++) best = Math.max(best, S[i][j - g] - gapCost(g))
        S[i].push(best)
      }
    }
    return S[n][m]
  }

  // Ten wrong units cost less than the drop at which an extension gives up, so nothing is cut off.
  test('reaches the best score forwards and backwards', () => {
    fc.assert(
      fc.property(letters(3, 10), letters(3, 10), fc.boolean(), (a, b, backwards) => {
        const runs: PairedRun[] = []
        const emit = (...run: PairedRun) => runs.push(run)
        const x = backwards ? a.slice().reverse() : a
        const y = backwards ? b.slice().reverse() : b
        const reached = extend(all(x), all(y), backwards ? -1 : 1, { budget: plenty(), emit })
        const offsetA = backwards ? a.length - reached.a : 0
        const offsetB = backwards ? b.length - reached.b : 0
        const shifted = runs.map(([i, j, length, equal]): PairedRun => [
          i - offsetA,
          j - offsetB,
          length,
          equal,
        ])
        const pairs = runs.reduce((sum, [, , length, equal]) => sum + (equal ? length : 0), 0)
        const cost = costOfRuns(
          shifted,
          x.subarray(offsetA, offsetA + reached.a),
          y.subarray(offsetB, offsetB + reached.b),
        )
        expect(2 * pairs - cost).toBe(bestScore(a, b))
        expectMatches(x, y, runs)
      }),
      { numRuns: 300 },
    )
  })

  test('crosses a few wrong characters and stops where the texts part', () => {
    const a = units('the harbour board asked for a new main qqqqqqqqqqqqqqqqqqqqqqqqqqqqqq')
    const b = units('the harb0ur board asked fo a new main zzzzzzzzzzzzzzzzzzzzzzzzzzzzzz')
    const reached = extend(all(a), all(b), 1, { budget: plenty(), emit: () => {} })
    expect(reached).toEqual({ a: 39, b: 38 })
  })
})

function units(text: string): Uint16Array {
  return Uint16Array.from(text, (character) => character.charCodeAt(0))
}
