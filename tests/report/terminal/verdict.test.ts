import { expect, test } from 'vitest'
import { compare } from '../../../src/compare/compare.js'
import { changedPhrase, cut, grouped, percent } from '../../../src/report/figures.js'
import { verdictLine } from '../../../src/report/terminal/verdict.js'
import type { Match } from '../../../src/store/match.js'
import { SEEDS } from '../../seeds.js'

const match = (a: string, b: string): Match<number> => ({ ...compare(a, b), id: 0, verified: true })

test('kept, tied, removed', () => {
  const tie = { keeper: 'page', match: match(SEEDS[1]!, SEEDS[0]!) }
  expect(verdictLine({ id: 'a', kept: true, matches: [] })).toBe('kept     a')
  expect(verdictLine({ id: 'a', kept: true, matches: [tie] })).toMatch(
    /^tied {5}a {25}contained in page \(99\.6 % of it, identity 99\.5 %, \d words changed\)$/,
  )
  expect(verdictLine({ id: 'a', kept: true, matches: [tie, tie, tie, tie, tie] })).toMatch(/; and 2 more$/)
  const same = { keeper: 7, match: match(SEEDS[1]!, SEEDS[1]!) }
  expect(verdictLine({ id: 9, kept: false, matches: [same] })).toBe(
    `removed  9${' '.repeat(25)}duplicate of 7 (100 % of it, word for word)`,
  )
  const estimate = { keeper: 7, match: { ...same.match, verified: false } }
  expect(verdictLine({ id: 9, kept: false, matches: [estimate] })).toContain(', an estimate)')
})

test('an id is data', () => {
  expect(verdictLine({ id: 'a\u001b[2J\nkept b', kept: true, matches: [] })).toBe(
    'kept     a‹001B›[2J⏎kept b',
  )
})

test('figures', () => {
  expect([0, 0.0001, 0.364, 0.9999, 1].map(percent)).toEqual(['0 %', '0.1 %', '36.4 %', '99.9 %', '100 %'])
  expect([0.89999, 0.9, 1].map(cut)).toEqual([0.8999, 0.9, 1])
  expect([0, 999, 1000, 1234567].map(grouped)).toEqual(['0', '999', '1,000', '1,234,567'])
  expect(changedPhrase({ numbers: 1, words: 2, characters: 9 })).toBe('1 number and 2 words changed')
  expect(changedPhrase({ numbers: 0, words: 0, characters: 0 })).toBe('no word changed')
})
