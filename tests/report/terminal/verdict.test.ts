import { expect, test } from 'vitest'
import { compare } from '../../../src/compare/compare.js'
import { changedPhrase, cut, grouped, percent } from '../../../src/report/figures.js'
import { verdictLine } from '../../../src/report/terminal/verdict.js'
import type { Match } from '../../../src/store/match.js'
import { SEEDS } from '../../seeds.js'
import { tieBetween } from '../../ties.js'

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

test('the reason stands after the relation, where it says more', async () => {
  const report = (verb: string) =>
    `The central bank ${verb} its rate on Monday. The decision came after a meeting of two days, and was not expected by ` +
    'the banks of the city, which had made no provision for it.'
  const line = async (document: string, before: string, options: Parameters<typeof tieBetween>[2] = {}) => {
    const match = await tieBetween(document, before, options)
    return verdictLine({ id: 'b', kept: !match.decision.removed, matches: [{ keeper: 'a', match }] })
  }
  const signed = `By John Smith\n\n${report('raises')}`
  // The byline stands in a line of its own, outside the passage.
  expect(await line(signed, report('raises'))).toMatch(
    /^removed {2}b {25}duplicate of a: nothing lost but the byline \(9\d(\.\d)? % of it, word for word\)$/,
  )
  expect(await line(report('raises'), report('lowers'))).toMatch(
    /^tied {5}b {25}duplicate of a: kept: raises \/ lowers \(100 % of it, identity 9\d(\.\d)? %, 1 word changed\)$/,
  )
  expect(await line(report('raises'), report('lowers'), { remove: () => true })).toContain(
    'removed  b                         duplicate of a: by the caller’s own rule (',
  )
  // The figures say as much.
  expect(await line(report('raises'), report('raises'))).toBe(
    'removed  b                         duplicate of a (100 % of it, word for word)',
  )
  const long = `${signed} ${SEEDS[2]!}`
  expect(await line(report('raises'), long)).toMatch(/ contained in a \(/)
  expect(await line(report('raises'), long, { remove: { contained: true } })).toContain(
    ' contained in a: nothing lost: it stands whole inside its keeper (',
  )
  expect(await line(long, report('raises'))).toMatch(/ contains a \(100 % of that/)
})

test('a reason quotes documents, which are data', async () => {
  const match = await tieBetween(`${SEEDS[1]!}\n\u001b[2J‮ he said no`, SEEDS[1]!)
  const line = verdictLine({ id: 'b', kept: true, matches: [{ keeper: 'a', match }] })
  expect(match.decision.code).toBe('content')
  // eslint-disable-next-line no-control-regex
  expect(line).not.toMatch(/[\u0000-\u001f\u202a-\u202e]/)
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
