import { describe, expect, test } from 'vitest'
import { align } from '../../src/align/align.js'
import { fold } from '../../src/text/fold.js'
import { noisy, random } from '../noise.js'
import { SEEDS } from '../seeds.js'

/** Letters and Han only, so that folded offsets are source offsets. */
const bare = (text: string) => text.replace(/[^\p{L}\p{N}]/gu, '').replace(/[^\u4e00-\u9fff]/gu, '')

/**
 * An article of 4,000 characters on a page: five noisy blocks in another order, foreign text before, between and after.
 * Returns the share of truly corresponding characters that are aligned, and of aligned ones that correspond.
 */
function movedBlocks(rate: number, seed: number): { recall: number; precision: number } {
  const next = random(seed)
  const article = (bare(SEEDS[2]) + bare(SEEDS[3])).slice(0, 4000)
  const foreign = bare(SEEDS[4])
  const truth = new Map<number, number>() // page offset → article offset
  let page = ''
  const size = article.length / 5
  ;[2, 0, 4, 1, 3].forEach((block, i) => {
    page += foreign.slice(i * 700, (i + 1) * 700)
    const { copy, origin } = noisy(article.slice(block * size, (block + 1) * size), rate, next)
    origin.forEach((from, j) => from >= 0 && truth.set(page.length + j, block * size + from))
    page += copy
  })
  page += foreign.slice(3500, 4200)

  let aligned = 0
  let right = 0
  for (const { runs } of align(fold(article), fold(page)).passages) {
    for (let r = 0; r < runs.length; r += 3) {
      for (let i = 0; i < runs[r + 2]; i++) {
        aligned++
        if (truth.get(runs[r + 1] + i) === runs[r] + i) right++
      }
    }
  }
  return { recall: right / truth.size, precision: right / aligned }
}

describe('blocks that moved, with foreign text between them', () => {
  for (const [rate, recall, precision] of [
    [0, 0.999, 0.99],
    [0.04, 0.99, 0.985],
    [0.15, 0.96, 0.95],
  ]) {
    test(`are found at ${100 * rate} % noise`, () => {
      const scores = [1, 2, 3].map((seed) => movedBlocks(rate, seed))
      const mean = (key: 'recall' | 'precision') =>
        scores.reduce((sum, score) => sum + score[key], 0) / scores.length
      expect(mean('recall')).toBeGreaterThanOrEqual(recall)
      expect(mean('precision')).toBeGreaterThanOrEqual(precision)
    })
  }

  test('are passages of their own, and the fewest are called moved', () => {
    const text = bare(SEEDS[2])
    const [x, y, z] = [text.slice(0, 300), text.slice(300, 500), text.slice(500, 900)]
    const { passages } = align(fold(x + y + z), fold(x + z + y))
    expect(passages.map(({ a, b, moved }) => [a.from, a.to, b.from, b.to, moved])).toEqual([
      [0, 300, 0, 300, false],
      [300, 500, 700, 900, true],
      [500, 900, 300, 700, false],
    ])
  })
})

describe('align', () => {
  test('matches equal units only, ascending on both sides', () => {
    const a = fold(SEEDS[0])
    const b = fold(SEEDS[1])
    const { passages, exact } = align(a, b)
    expect(exact).toBe(true)
    for (const { runs } of passages) {
      let endA = 0
      let endB = 0
      for (let r = 0; r < runs.length; r += 3) {
        expect(runs[r]).toBeGreaterThanOrEqual(endA)
        expect(runs[r + 1]).toBeGreaterThanOrEqual(endB)
        endA = runs[r] + runs[r + 2]
        endB = runs[r + 1] + runs[r + 2]
        expect(a.units.subarray(runs[r], endA)).toEqual(b.units.subarray(runs[r + 1], endB))
      }
    }
  })

  test('keeps an inserted paragraph in one piece', () => {
    const text = bare(SEEDS[1])
    const paragraph = bare(SEEDS[4]).slice(0, 300)
    for (let seed = 1; seed <= 10; seed++) {
      const { copy } = noisy(text.slice(0, 800), 0.1, random(seed))
      const { passages } = align(
        fold(text.slice(0, 800)),
        fold(copy.slice(0, 400) + paragraph + copy.slice(400)),
      )
      expect(passages).toHaveLength(1)
      const { runs } = passages[0]
      let longest = 0
      let aligned = 0
      for (let r = 3; r < runs.length; r += 3) {
        longest = Math.max(longest, runs[r + 1] - runs[r - 2] - runs[r - 1])
      }
      for (let r = 0; r < runs.length; r += 3) {
        if (runs[r + 1] >= 410 && runs[r + 1] < 690) aligned += runs[r + 2]
      }
      expect(longest).toBeGreaterThanOrEqual(285)
      expect(aligned).toBe(0)
    }
  })

  test('stays linear on repetitive texts', () => {
    const cases: [string, string, number][] = [
      ['a'.repeat(5e6), 'a'.repeat(4e6), 4e6],
      ['ab'.repeat(5e5), 'ba'.repeat(5e5), 1e6 - 1],
      ['abc'.repeat(2e5) + 'x' + 'abc'.repeat(1e5), 'abc'.repeat(3e5), 9e5],
      [
        ('abcdefghij'.repeat(50) + '\u4e00').repeat(500),
        ('abcdefghij'.repeat(50) + '\u4e8c').repeat(500),
        2.4e5,
      ],
    ]
    for (const [a, b, least] of cases) {
      const { passages } = align(fold(a), fold(b))
      expect(
        passages.reduce((sum, passage) => sum + passage.a.to - passage.a.from, 0),
      ).toBeGreaterThanOrEqual(least)
    }
  })

  test('keeps a text that repeats itself on its diagonal', () => {
    const resolution =
      'it was resolved that the thanks of the meeting be given to the chairman for his able conduct'
    for (const copies of [5, 10, 20, 40]) {
      const text = resolution.replaceAll(' ', '').repeat(copies)
      const next = random(copies)
      const copy = Array.from(text, (letter) => (next() < 0.01 ? 'q' : letter)).join('')
      const { passages, exact } = align(fold(text), fold(copy))
      expect(exact).toBe(true)
      expect(passages).toHaveLength(1)
      expect(passages[0].distance).toBe([...text].filter((letter, i) => letter !== copy[i]).length)
    }
  })

  test('gives up within its budget and says so', () => {
    const a = fold(noisy(bare(SEEDS[2]), 0.3, random(1)).copy)
    const b = fold(bare(SEEDS[2]))
    expect(align(a, b).exact).toBe(true)
    expect(align(a, b, { cells: 1000 }).exact).toBe(false)
  })
})
