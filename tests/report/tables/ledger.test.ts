import { expect, test } from 'vitest'
import { compare } from '../../../src/compare/compare.js'
import { DEFAULT_REMOVE } from '../../../src/dedupe/dedupe.js'
import { ledgerEntry, ledgerHead, type LedgerDocument } from '../../../src/report/tables/ledger.js'
import type { Match } from '../../../src/store/match.js'
import { DEFAULT_RELATE } from '../../../src/compare/relation.js'
import { SEEDS } from '../../seeds.js'

function document(id: string, text: string): LedgerDocument {
  return {
    id,
    text,
    ref: { file: 'crawl.jsonl', record: 1, line: 1, offset: 0 },
    fields: { url: `http://${id}` },
  }
}

function match(a: string, b: string): Match<string> {
  return { ...compare(a, b), id: 'b', verified: true }
}

test('line one', () => {
  const options = { relate: DEFAULT_RELATE, remove: DEFAULT_REMOVE, text: 'text', id: 'id', carry: ['url'] }
  const head = ledgerHead('1.2.3', options)
  expect(Object.keys(head)).toEqual(['ledger', 'offprint', 'folding', 'options', 'seed'])
  expect(head).toMatchObject({ ledger: 1, offprint: '1.2.3', options })
})

test('an article tied to its page', () => {
  const [page, article] = [SEEDS[0]!, SEEDS[1]!]
  const entry = ledgerEntry(
    document('a', article),
    document('b', page),
    match(article, page),
    false,
    DEFAULT_REMOVE,
  )
  expect(Object.keys(entry)).toEqual([
    'id',
    'ref',
    'keeper',
    'keeperRef',
    'relation',
    'coverage',
    'identity',
    'changed',
    'rule',
    'evidence',
    'lost',
    'fields',
  ])
  expect(entry.rule).toEqual({ removed: false, reason: 'contained; only duplicate may be removed' })
  // 版式设计：张丹峰 ends the article and stands far away on the page.
  expect(entry.lost).toEqual({ characters: 7, longest: 7 })
  expect(entry.evidence.missing).toBe('版式设计：张丹峰')
  expect(entry.evidence.a).toMatch(/^共建创新之路 促进合作发展 今年是/)
  expect(entry.evidence.b).toMatch(/^共建创新之路 促进合作发展 本报记者 姜峰 今年是/)
  expect(entry.evidence.edits).toHaveLength(5)
  expect(entry.evidence.edits.map(({ text }) => text)).toContain(
    '据研究院、重庆高新区飞[马→鸟]创新研究院、哈尔滨工业',
  )
  expect(entry.fields).toEqual({ document: { url: 'http://a' }, keeper: { url: 'http://b' } })
})

test('a changed number leads the edits', () => {
  const text = (place: string, day: string) =>
    `The mayor opened the new bridge over the ${place} on Monday, ${day} May, in front of a large and cheerful crowd.`
  const [a, b] = [text('river', '12'), text('brook', '19')]
  const entry = ledgerEntry(document('a', a), document('b', b), match(a, b), true, DEFAULT_REMOVE)
  expect(entry.evidence.edits[0]).toMatchObject({ class: 'number' })
  expect(entry.evidence.edits[0]!.text).toMatch(/Monday, 1\[2→9\] May|Monday, \[12→19\] May/)
  expect(entry.lost).toEqual({ characters: 0, longest: 0 })
  expect(entry.evidence.missing).toBe('')
})

test('reasons name what decided', () => {
  const [a, b] = [document('a', SEEDS[1]!), document('b', SEEDS[1]!)]
  const whole = match(SEEDS[1]!, SEEDS[1]!)
  const reason = (changes: Partial<Match<string>>, removed: boolean) =>
    ledgerEntry(a, b, { ...whole, ...changes }, removed, DEFAULT_REMOVE).rule.reason
  expect(reason({}, true)).toBe('duplicate, coverage 1 ≥ 0.9, identity 1 ≥ 0.75')
  expect(reason({ coverage: { a: 0.89999, b: 1 } }, false)).toBe('duplicate, but coverage 0.8999 < 0.9')
  expect(reason({ identity: 0.5 }, false)).toBe('duplicate, but identity 0.5 < 0.75')
  expect(reason({}, false)).toBe(
    'duplicate, but figures, names or a negation differ and hardly anything else',
  )
  const credit = { coverage: { a: 0.8, b: 1 } }
  const brief = ledgerEntry(document('a', 'x'.repeat(400)), b, { ...whole, ...credit }, true, DEFAULT_REMOVE)
  expect(brief.rule.reason).toBe('duplicate, coverage 0.8, at most 100 characters lost, identity 1 ≥ 0.75')
})

test('what the document has and its keeper lacks is counted and shown', () => {
  const extra = 'Afterwards the choir sang and everybody went home in the rain.'
  const entry = ledgerEntry(
    document('a', `${SEEDS[1]!}\n${extra}`),
    document('b', SEEDS[1]!),
    match(`${SEEDS[1]!}\n${extra}`, SEEDS[1]!),
    true,
    DEFAULT_REMOVE,
  )
  expect(entry.lost.longest).toBe(extra.replace(/[^a-z]/gi, '').length)
  expect(entry.evidence.missing).toBe(extra)
})
