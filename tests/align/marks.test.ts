import { describe, expect, test } from 'vitest'
import { marksOf, pairMarks, type Interval } from '../../src/align/marks.js'
import { random } from '../noise.js'

const interval = (source: string, core: Interval['core'] = null): Interval => ({
  source,
  from: 0,
  to: source.length,
  core,
})

function paired(a: Interval, b: Interval) {
  return pairMarks(marksOf(a), marksOf(b), a, b)
}

/** Least cost by the whole table: another mark 3, a mark without a partner 2. */
function leastCost(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => 2 * j)
  for (let i = 1; i <= a.length; i++) {
    const next = [2 * i]
    for (let j = 1; j <= b.length; j++) {
      next.push(Math.min(row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 3), row[j] + 2, next[j - 1] + 2))
    }
    row = next
  }
  return row[b.length]
}

/** What some pairs cost, with what they leave over between them. */
function costOf(pairs: readonly (readonly [number, number])[], a: string, b: string): number {
  let cost = 0
  let [i, j] = [0, 0]
  for (const [x, y] of [...pairs, [a.length, b.length] as const]) {
    cost += 3 * Math.min(x - i, y - j) + 2 * Math.abs(x - i - (y - j))
    ;[i, j] = [x + 1, y + 1]
  }
  return cost
}

describe('marks', () => {
  test('are the code points that are not blank, and the core is one of them', () => {
    const marks = marksOf(interval(', \u{1f600}\nthe —', { from: 5, to: 8 }))
    expect(marks).toEqual([
      { from: 0, to: 1, key: ',' },
      { from: 2, to: 4, key: '\u{1f600}' },
      { from: 5, to: 8, key: null },
      { from: 9, to: 10, key: '—' },
    ])
  })

  test('pair where they are equal, width aside', () => {
    expect(paired(interval('(,.)'), interval('，。.'))).toEqual({
      pairs: [
        [1, 0],
        [2, 2],
      ],
      exact: true,
    })
  })

  test('cores pair whatever the marks around them cost', () => {
    const a = interval('...... a', { from: 7, to: 8 })
    const b = interval('b ......', { from: 0, to: 1 })
    expect(paired(a, b)).toEqual({ pairs: [[6, 0]], exact: true })
  })

  test('beyond 256 on both sides are paired at the ends only, which is said where it may matter', () => {
    const dots = '.'.repeat(300)
    // One mark in the middle that the other side has not: nothing else could be paired.
    expect(paired(interval(dots + '!' + dots), interval(dots + '?' + dots))).toMatchObject({ exact: true })
    expect(paired(interval(dots), interval(dots + '!'.repeat(40) + dots))).toMatchObject({ exact: true })
    expect(paired(interval('!'.repeat(300)), interval(dots))).toEqual({ pairs: [], exact: true })
    // A comma in the middle of both is not paired.
    expect(paired(interval('!'.repeat(200) + ',' + '!'.repeat(100)), interval(dots + ',..'))).toMatchObject({
      pairs: [],
      exact: false,
    })
    // 256 times 256 is weighed in full.
    const [a, b] = ['!'.repeat(128) + ',' + '!'.repeat(127), '.'.repeat(130) + ',' + '.'.repeat(125)]
    expect(paired(interval(a), interval(b))).toEqual({ pairs: [[128, 130]], exact: true })
  })

  test('beyond 256 a mark of another width may stand in the way of its like', () => {
    const wide = '，' + ','.repeat(300)
    expect(paired(interval(wide), interval(','.repeat(300)))).toMatchObject({ exact: false })
  })

  test('beyond 256 beside cores are said to be cut short as well', () => {
    const a = interval('.!?'.repeat(100) + 'a', { from: 300, to: 301 })
    const b = interval('?.!'.repeat(100) + 'b', { from: 300, to: 301 })
    expect(paired(a, b)).toEqual({ pairs: [[300, 300]], exact: false })
  })

  test('are paired as well as can be wherever that is claimed', () => {
    const next = random(4)
    const claims = new Set<boolean>()
    for (let round = 0; round < 200; round++) {
      const run = (marks: string) =>
        Array.from({ length: 20 + next() * 40 }, () => marks[Math.floor(next() * marks.length)])
      const [start, end] = [next() < 0.5 ? '.'.repeat(260) : '', '!'.repeat(260)]
      const [a, b] = ['?;', next() < 0.5 ? ':-' : '?-'].map((marks) => start + run(marks).join('') + end)
      const { pairs, exact } = paired(interval(a), interval(b))
      claims.add(exact)
      if (exact) expect(costOf(pairs, a, b)).toBe(leastCost(a, b))
      else expect(costOf(pairs, a, b)).toBeGreaterThanOrEqual(leastCost(a, b))
    }
    expect(claims.size).toBe(2)
  })
})
