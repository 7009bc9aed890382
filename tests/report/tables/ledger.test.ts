import { describe, expect, test } from 'vitest'
import { DEFAULT_REMOVE } from '../../../src/dedupe/dedupe.js'
import { reasonOf } from '../../../src/dedupe/reason.js'
import { ledgerEntry, ledgerHead, type LedgerDocument } from '../../../src/report/tables/ledger.js'
import { DEFAULT_RELATE } from '../../../src/compare/relation.js'
import { SEEDS } from '../../seeds.js'
import { tieBetween } from '../../ties.js'

function document(id: string, text: string): LedgerDocument {
  return {
    id,
    text,
    ref: { file: 'crawl.jsonl', record: 1, line: 1, offset: 0 },
    fields: { url: `http://${id}` },
  }
}

/** The entry of a document and of the one before it. */
async function entryOf(a: string, b: string, options: Parameters<typeof tieBetween>[2] = {}) {
  const tie = await tieBetween(a, b, options)
  return ledgerEntry(document('a', a), document('b', b), tie, tie.decision.removed)
}

test('line one', () => {
  const options = { relate: DEFAULT_RELATE, remove: DEFAULT_REMOVE, text: 'text', id: 'id', carry: ['url'] }
  const head = ledgerHead('1.2.3', options)
  expect(Object.keys(head)).toEqual(['ledger', 'offprint', 'folding', 'options', 'seed'])
  expect(head).toMatchObject({ ledger: 2, offprint: '1.2.3', options })
})

test('an article tied to its page', async () => {
  const [page, article] = [SEEDS[0]!, SEEDS[1]!]
  const entry = await entryOf(article, page)
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
    'account',
    'evidence',
    'lost',
    'fields',
  ])
  expect(entry.rule).toEqual({
    removed: false,
    code: 'longer',
    reason: 'kept: it is a part of a longer document',
  })
  // What decides nothing is not looked at.
  expect(entry.account).toEqual({ total: 0, differences: [] })
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

test('a changed number leads the edits, and keeps the document', async () => {
  const text = (place: string, day: string) =>
    `The mayor opened the new bridge over the ${place} on Monday, ${day} May, in front of a large and cheerful crowd.`
  const [a, b] = [text('river', '12'), text('brook', '19')]
  const entry = await entryOf(a, b)
  expect(entry.rule).toEqual({ removed: false, code: 'content', reason: 'kept: river / brook; 12 / 19' })
  expect(entry.account).toEqual({
    total: 2,
    differences: [
      { kind: 'word', document: 'river', keeper: 'brook' },
      { kind: 'number', document: '12', keeper: '19' },
    ],
  })
  expect(entry.evidence.edits[0]).toMatchObject({ class: 'number' })
  expect(entry.evidence.edits[0]!.text).toMatch(/Monday, 1\[2→9\] May|Monday, \[12→19\] May/)
  expect(entry.lost).toEqual({ characters: 0, longest: 0 })
  expect(entry.evidence.missing).toBe('')
})

const STORY =
  'The council met on Tuesday evening in the great hall to discuss the plans for a new school at the edge of the old ' +
  'town. The mayor said that the building would be ready before the winter, and that the children of the harbour ' +
  'quarter would no longer have to walk across the bridge in the rain.'
const LATER =
  ' Several members asked who would pay for the road. After a long debate the plans were accepted.'

describe('the rule says what decided', () => {
  test.each<[string, string, string, Parameters<typeof tieBetween>[2], object]>([
    [
      'equal texts',
      STORY,
      STORY,
      {},
      { removed: true, code: 'equal', reason: 'nothing lost: the texts are equal' },
    ],
    [
      'a byline',
      `By John Smith\n\n${STORY}`,
      STORY,
      {},
      { removed: true, code: 'nothing-lost', reason: 'nothing lost but the byline' },
    ],
    [
      'a name',
      STORY.replace('Tuesday', 'Friday'),
      STORY,
      {},
      { removed: false, code: 'content', reason: 'kept: Friday / Tuesday' },
    ],
    [
      'a negation',
      STORY.replace('would be ready', 'would not be ready'),
      STORY,
      {},
      { removed: false, code: 'content', reason: 'kept: only one of the two has “not”' },
    ],
    [
      'a sentence',
      `${STORY} The band of the fire brigade played.`,
      STORY,
      {},
      {
        removed: false,
        code: 'content',
        reason: 'kept: the other lacks “The band of the fire brigade played”',
      },
    ],
    [
      'the beginning',
      STORY.slice(0, 170),
      STORY,
      {},
      {
        removed: true,
        code: 'broken-off',
        reason: 'nothing lost: it breaks off in the middle of a sentence that its keeper has whole',
      },
    ],
    [
      'a part of a longer document',
      STORY,
      `${LATER}${LATER.toUpperCase().replaceAll('THE', 'a')} ${STORY}${LATER}`,
      {},
      { removed: false, code: 'longer', reason: 'kept: it is a part of a longer document' },
    ],
    [
      'a part, where parts go',
      STORY,
      `${LATER}${LATER.toUpperCase().replaceAll('THE', 'a')} ${STORY}${LATER}`,
      { remove: { contained: true } },
      { removed: true, code: 'stands-whole', reason: 'nothing lost: it stands whole inside its keeper' },
    ],
    [
      'the longer one',
      `${LATER}${LATER.toUpperCase().replaceAll('THE', 'a')} ${STORY}${LATER}`,
      STORY,
      {},
      { removed: false, code: 'part', reason: 'kept: the other has only a part of it' },
    ],
    [
      'a coverage that is asked for',
      `${STORY} The band of the fire brigade played.`,
      STORY,
      { remove: { coverage: 0.95 } },
      { removed: false, code: 'coverage', reason: 'kept: less of it is covered than was asked for' },
    ],
    [
      'an identity that is asked for',
      `By John Smith\n\n${STORY}`.replace('the great hall', 'the great great hall'),
      STORY,
      { remove: { identity: 1 } },
      { removed: false, code: 'identity', reason: 'kept: less alike than was asked for' },
    ],
    [
      'a function that removes',
      STORY.replace('Tuesday', 'Friday'),
      STORY,
      { remove: () => true },
      { removed: true, code: 'chosen', reason: 'by the caller’s own rule' },
    ],
    [
      'a function that keeps',
      STORY,
      STORY,
      { remove: () => false },
      { removed: false, code: 'not-chosen', reason: 'kept: by the caller’s own rule' },
    ],
  ])('%s', async (_, a, b, options, rule) => {
    expect((await entryOf(a, b, options)).rule).toEqual(rule)
  })

  test('an estimate', async () => {
    const tie = await tieBetween(STORY, STORY)
    const decision = {
      removed: false,
      code: 'estimate' as const,
      reason: reasonOf('estimate'),
      differences: [],
      total: 0,
    }
    const estimate = { ...tie, verified: false, decision }
    expect(ledgerEntry(document('a', STORY), document('b', STORY), estimate, false).rule.reason).toBe(
      'kept: the match is an estimate, and only what was aligned is removed',
    )
  })
})

describe('the account quotes both texts', () => {
  test('on one line, and in brief', async () => {
    const long = 'The band of the fire brigade\n  played until late at night, to the joy of all who had come.'
    const { account } = await entryOf(`${STORY}${LATER} ${long}`, `${STORY}${LATER}`)
    expect(account).toEqual({
      total: 1,
      differences: [{ kind: 'missing', document: 'The band of the fire brigade played unt…', keeper: '' }],
    })
    expect(account.differences[0]!.document).toHaveLength(40)
  })

  test('of the document that was compared, where that is not the keeper', async () => {
    const [a, b] = [STORY.replace('Tuesday', 'Friday'), STORY]
    const tie = await tieBetween(a, b)
    const through = document('between', b)
    const entry = ledgerEntry(document('a', a), document('keeper', 'other text'), tie, false, { through })
    expect(entry.account.differences).toEqual([{ kind: 'word', document: 'Friday', keeper: 'Tuesday' }])
  })

  test('at most sixteen times, and counts all', async () => {
    const bulletin = (first: number) =>
      Array.from(
        { length: 20 },
        (_, k) => `The gauge at bridge number ${k} of the river stood at ${first + 7 * k} inches on Monday.`,
      ).join(' ')
    const { account, rule } = await entryOf(bulletin(100), bulletin(300))
    expect(account.total).toBeGreaterThan(16)
    expect(account.differences).toHaveLength(16)
    expect(rule.reason).toMatch(/^kept: 100 \/ 300; 107 \/ 307; 114 \/ 314; and \d+ more$/)
    const [, more] = /and (\d+) more/.exec(rule.reason)!
    expect(Number(more)).toBe(account.total - 3)
  })
})

test('what the document has and its keeper lacks is counted and shown', async () => {
  const extra = 'Afterwards the choir sang and everybody went home in the rain.'
  const entry = await entryOf(`${SEEDS[1]!}\n${extra}`, SEEDS[1]!)
  expect(entry.rule).toMatchObject({
    removed: false,
    code: 'content',
    reason: 'kept: the other lacks “Afterwards the choir sang and everybody…”',
  })
  expect(entry.lost.longest).toBe(extra.replace(/[^a-z]/gi, '').length)
  expect(entry.evidence.missing).toBe(extra)
})
