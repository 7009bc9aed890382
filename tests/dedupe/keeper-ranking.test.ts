import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { KeeperRanking, scoreBy } from '../../src/dedupe/keeper-ranking.js'
import { timestampOf } from '../../src/dedupe/selectors.js'

type Doc = { id: string | number; text: string; length: number; score: number }

/** The ids of documents, best first. */
function ranked(docs: readonly Doc[]): (string | number)[] {
  const ranking = new KeeperRanking<string | number>()
  for (const { id, text, length, score } of docs) ranking.add(id, text, length, score)
  const { count, idOf, placeOf, rankOf, lengthOf } = ranking.ranked()
  return Array.from({ length: count }, (_, rank) => {
    expect(rankOf(placeOf(rank))).toBe(rank)
    expect(idOf(rank)).toBe(docs[placeOf(rank)]!.id)
    expect(lengthOf(rank)).toBe(docs[placeOf(rank)]!.length)
    return idOf(rank)
  })
}

describe('the order of keepers', () => {
  test('the lower score first, then the longer, what has no score last', () => {
    const doc = (id: string, score: number, length: number): Doc => ({ id, text: id, score, length })
    const docs = [
      doc('none', NaN, 900),
      doc('short', 1, 10),
      doc('long', 1, 20),
      doc('best', -5, 1),
      doc('infinite', Infinity, 1),
    ]
    expect(ranked(docs)).toEqual(['best', 'long', 'short', 'infinite', 'none'])
  })

  test('numbers before strings where all else is equal', () => {
    const docs = ['b', 2, 'a', 10].map((id): Doc => ({ id, text: 'same', length: 4, score: 0 }))
    expect(ranked(docs)).toEqual([2, 10, 'a', 'b'])
  })

  test('does not depend on the order in which documents came', () => {
    const docs = fc.uniqueArray(
      fc.record({
        id: fc.oneof(fc.nat(9), fc.string({ maxLength: 2 })),
        text: fc.constantFrom('one text', 'another'),
        length: fc.nat(2),
        score: fc.constantFrom(0, 1, NaN, -Infinity),
      }),
      { selector: (doc) => `${typeof doc.id} ${JSON.stringify(doc)} ${doc.score}`, maxLength: 12 },
    )
    fc.assert(
      fc.property(docs, (given) => {
        expect(ranked([...given].reverse())).toEqual(ranked(given))
      }),
    )
  })
})

test('a ranking knows the text of a place again', () => {
  const ranking = new KeeperRanking<string>()
  ranking.add('a', 'some words', 9, 0)
  expect(ranking.isText(0, 'some words')).toBe(true)
  expect(ranking.isText(0, 'some word')).toBe(false)
  expect(ranking.isText(0, 'words some')).toBe(false)
})

test('policies as scores', () => {
  const doc = { at: '2024-05-01', of: 'b' }
  expect(scoreBy('first', {})(doc, '', 3)).toBe(3)
  expect(scoreBy('longest', {})(doc, '', 3)).toBe(0)
  expect(scoreBy<typeof doc, string>('newest', { date: ({ at }) => at })(doc, '', 3)).toBe(
    -Date.UTC(2024, 4, 1),
  )
  const preferred = scoreBy<typeof doc, string>('preferred', {
    source: ({ of }) => of,
    preferred: ['a', 'b', 'c', 'b'],
  })
  expect(preferred(doc, '', 3)).toBe(1)
  expect(preferred({ ...doc, of: 'd' }, '', 3)).toBeNaN()
  expect(scoreBy('cleanest', {})(doc, 'banana', 0)).toBeLessThan(scoreBy('cleanest', {})(doc, 'abcdef', 0))
})

test('dates of every kind as milliseconds; a time without a zone is UTC', () => {
  const noon = Date.UTC(2024, 4, 1, 12)
  for (const date of [
    noon,
    new Date(noon),
    '2024-05-01T12:00',
    '2024-05-01 12:00:00',
    ' 2024-05-01T12:00:00.000Z ',
    '2024-05-01T14:00+02:00',
    'Wed, 01 May 2024 12:00:00 GMT',
    'Wed, 01 May 2024 14:00:00 +0200',
  ]) {
    expect(timestampOf(date)).toBe(noon)
  }
  expect(timestampOf('2024')).toBe(Date.UTC(2024, 0, 1))
  for (const none of ['soon', '', null, undefined, {}, '1 May 2024', new Date(NaN)]) {
    expect(timestampOf(none)).toBeNaN()
  }
})
