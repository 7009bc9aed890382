import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { alignGap, extend, SUBSTITUTION, type Budget } from '../../src/align/gap.js'
import { affineCost, costOfRuns, gapCost } from '../naive/affine.js'

const plenty = (): Budget => ({ cells: 1e9, exhausted: false })

function gap(a: Uint16Array, b: Uint16Array, budget = plenty()) {
  const runs: number[] = []
  const cost = alignGap(a, 0, a.length, b, 0, b.length, budget, (...run) => runs.push(...run))
  return { runs, cost }
}

/** Few letters make many ties and chance matches. */
const letters = (alphabet: number, maxLength: number) =>
  fc.array(fc.integer({ min: 1, max: alphabet }), { maxLength }).map((units) => Uint16Array.from(units))

function expectMatches(a: Uint16Array, b: Uint16Array, runs: readonly number[]): void {
  let endA = 0
  let endB = 0
  for (let r = 0; r < runs.length; r += 3) {
    expect(runs[r]).toBeGreaterThanOrEqual(endA)
    expect(runs[r + 1]).toBeGreaterThanOrEqual(endB)
    for (let i = 0; i < runs[r + 2]; i++) expect(a[runs[r] + i]).toBe(b[runs[r + 1] + i])
    endA = runs[r] + runs[r + 2]
    endB = runs[r + 1] + runs[r + 2]
  }
}

describe('alignGap', () => {
  for (const alphabet of [2, 4, 20]) {
    test(`reaches the least affine-gap cost (alphabet of ${alphabet})`, () => {
      fc.assert(
        fc.property(letters(alphabet, 24), letters(alphabet, 24), (a, b) => {
          const { runs, cost } = gap(a, b)
          const least = affineCost(a, b)
          expect(cost).toBe(least)
          expectMatches(a, b, runs)
          expect(costOfRuns(runs, a.length, b.length)).toBe(least)
        }),
        { numRuns: 500 },
      )
    })
  }

  test('says so when the budget is too small, and matches nothing it did not weigh', () => {
    const a = Uint16Array.from([1, 2, 3, 4, 9])
    const b = Uint16Array.from([1, 5, 3, 6, 9])
    const budget = { cells: 4, exhausted: false }
    const { runs } = gap(a, b, budget)
    expect(budget.exhausted).toBe(true)
    expect(runs).toEqual([0, 0, 1, 4, 4, 1]) // equal ends need no cells
  })

  test('spends the budget', () => {
    const budget = plenty()
    gap(Uint16Array.from([1, 2, 3]), Uint16Array.from([4, 5, 6, 7]), budget)
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
        if (i > 0 && j > 0)
          best = Math.max(best, S[i - 1][j - 1] + (a[i - 1] === b[j - 1] ? 2 : -SUBSTITUTION))
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
        const runs: number[] = []
        const emit = (...run: number[]) => runs.push(...run)
        const reached = backwards
          ? extend(
              a.slice().reverse(),
              a.length,
              a.length,
              b.slice().reverse(),
              b.length,
              b.length,
              -1,
              plenty(),
              emit,
            )
          : extend(a, 0, a.length, b, 0, b.length, 1, plenty(), emit)
        const offsetA = backwards ? a.length - reached.a : 0
        const offsetB = backwards ? b.length - reached.b : 0
        const shifted = runs.map((value, i) =>
          i % 3 === 0 ? value - offsetA : i % 3 === 1 ? value - offsetB : value,
        )
        const pairs = shifted.filter((_, i) => i % 3 === 2).reduce((sum, length) => sum + length, 0)
        expect(2 * pairs - costOfRuns(shifted, reached.a, reached.b)).toBe(bestScore(a, b))
        const x = backwards ? a.slice().reverse() : a
        const y = backwards ? b.slice().reverse() : b
        expectMatches(x, y, runs)
      }),
      { numRuns: 300 },
    )
  })

  test('crosses a few wrong characters and stops where the texts part', () => {
    const a = units('the harbour board asked for a new main qqqqqqqqqqqqqqqqqqqqqqqqqqqqqq')
    const b = units('the harb0ur board asked fo a new main zzzzzzzzzzzzzzzzzzzzzzzzzzzzzz')
    const reached = extend(a, 0, a.length, b, 0, b.length, 1, plenty(), () => {})
    expect(reached).toEqual({ a: 39, b: 38 })
  })
})

function units(text: string): Uint16Array {
  return Uint16Array.from(text, (character) => character.charCodeAt(0))
}
