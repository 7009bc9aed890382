import { expect, test } from 'vitest'
import type { Verdict } from '../../../src/dedupe/dedupe.js'
import type { Arrival } from '../../../src/job/dedupe/arrival.js'
import { resolveVerdict } from '../../../src/job/dedupe/resolved-verdict.js'

const document = { ordinal: 9 } as Arrival
const find = (id: number, isReference: boolean) => ({ id: `${isReference ? 'known' : 'own'} ${id}` }) as never
const resolve = (verdict: object) =>
  resolveVerdict({ document, ...verdict } as Verdict<Arrival, number>, find)

test('a keeper that the document matches itself is one object', () => {
  const { kept, matches } = resolve({ kept: false, keeper: 3, match: { id: 3 } })
  expect({ kept, matches }).toEqual({
    kept: false,
    matches: [
      {
        match: { id: 3 },
        compared: { id: 'own 3' },
        keeper: { id: 'own 3' },
        keeperId: 3,
        isReference: false,
      },
    ],
  })
  expect(matches[0]!.compared).toBe(matches[0]!.keeper)
})

test('in a connected cluster the document it was compared with is another', () => {
  const [{ compared, keeper, keeperId }] = resolve({ kept: false, keeper: 3, match: { id: 5 } }).matches as [
    never,
  ]
  expect([compared, keeper, keeperId]).toEqual([{ id: 'own 5' }, { id: 'own 3' }, 3])
})

test('documents of the reference set are looked up there', () => {
  const removed = resolve({ kept: false, keeper: 3, match: { id: 3 }, against: true })
  expect(removed.matches[0]).toMatchObject({ keeper: { id: 'known 3' }, isReference: true })
  const tied = resolve({ kept: true, tied: [{ id: 1, against: true }, { id: 2 }] })
  expect(tied.matches.map(({ keeper, isReference }) => [keeper, isReference])).toEqual([
    [{ id: 'known 1' }, true],
    [{ id: 'own 2' }, false],
  ])
})
