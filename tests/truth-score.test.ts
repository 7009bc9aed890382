import { expect, test } from 'vitest'
import type { Kind, Planted } from '../benchmarks/crawl.js'
import { scoreRemovals } from '../benchmarks/truth-score.js'

const planted = (...documents: [Kind, number][]): Planted[] => documents.map(([kind, of]) => ({ kind, of }))
// A report with three copies, and another with a sibling.
const crawl = planted(
  ['original', 0],
  ['exact', 0],
  ['noisy', 0],
  ['contained', 0],
  ['original', 4],
  ['sibling', 4],
)

test('copies that go for their original are right and found', () => {
  const score = scoreRemovals(
    new Map([
      [1, 0],
      [2, 0],
    ]),
    crawl,
  )
  expect(score).toMatchObject({ removed: 2, right: 2, wrongReports: 0, wrongFamilies: 0, poorer: 0 })
  expect(score.recall).toBeCloseTo(2 / 3)
  expect(score.recallOf).toEqual({ exact: 1, near: 1, contained: 0, noisy: 1, reordered: 1 })
})

test('an original that goes for a copy is right, and that copy is found; poorer if only a part or a misread one stays', () => {
  const exact = new Map([
    [0, 1],
    [2, 1],
    [3, 1],
  ])
  expect(scoreRemovals(exact, crawl)).toMatchObject({ right: 3, poorer: 0, recall: 1 })
  const noisy = new Map([
    [0, 2],
    [1, 2],
  ])
  expect(scoreRemovals(noisy, crawl)).toMatchObject({ right: 2, poorer: 1, recall: 2 / 3 })
})

test('of two reports that are like each other none may go', () => {
  for (const removals of [new Map([[4, 5]]), new Map([[5, 4]])]) {
    const score = scoreRemovals(removals, crawl)
    expect(score).toMatchObject({ removed: 1, right: 0, wrongReports: 1, wrongFamilies: 0, recall: 0 })
  }
})

test('an original that goes with all its copies is lost, each of them', () => {
  const removals = new Map([0, 1, 2, 3].map((document) => [document, 4]))
  expect(scoreRemovals(removals, crawl)).toMatchObject({ removed: 4, right: 0, wrongFamilies: 4, recall: 1 })
})
