import { describe, expect, test } from 'vitest'
import { related } from '../../src/compare/compare.js'
import { DEFAULT_RELATE } from '../../src/compare/relation.js'
import type { DedupeOptions } from '../../src/dedupe/options.js'
import { removalRule, type RemovalPair } from '../../src/dedupe/removal.js'
import { fold } from '../../src/text/fold.js'

type Options = DedupeOptions<unknown, string>

const report = (town: string, height: string) =>
  `On 14 May the water at the bridge of ${town} stood at ${height} centimetres above the mean of the year. The harbour ` +
  'was open, the ferries went as planned, and the wardens expect no change before the end of the week.'
const REPORT = report('Dublin', '312')
const MISREAD = REPORT.replace('wardens', 'wardeus').replace('ferries', 'fcrries')
const MORE = `${REPORT} ${'More of it stands here. '.repeat(20)}`
const BYLINE = `By Mary Jones\n\n${REPORT}`
const BROKEN = REPORT.slice(0, REPORT.indexOf('went as') + 5)

function decisionOf(a: string, b: string, options: Options = {}, changes: object = {}) {
  const found = related(fold(a), fold(b), DEFAULT_RELATE)!
  let named = 0
  let asked = 0
  const pair: RemovalPair<string> = {
    match: { ...found.comparison, id: 'keeper', verified: true, ...changes },
    edits() {
      named++
      return found.edits()
    },
    differences() {
      asked++
      return found.differences()
    },
  }
  return { ...removalRule(options)(fold(a), fold(b), pair), named, asked }
}

describe('a decision says what decided', () => {
  const cases: [code: string, reason: string, a: string, b: string, options: Options, changes?: object][] = [
    ['equal', 'nothing lost: the texts are equal', REPORT, ` ${REPORT.replace(' open', '\nopen')}`, {}],
    ['nothing-lost', 'nothing lost', REPORT.replace('open,', 'OPEN –'), REPORT, {}],
    ['nothing-lost', 'nothing lost but misprints', MISREAD, REPORT, {}],
    ['nothing-lost', 'nothing lost but the byline', BYLINE, REPORT, {}],
    [
      'broken-off',
      'nothing lost: it breaks off in the middle of a sentence that its keeper has whole',
      BROKEN,
      REPORT,
      {},
    ],
    ['longer', 'kept: it is a part of a longer document', REPORT, MORE, {}],
    [
      'stands-whole',
      'nothing lost: it stands whole inside its keeper',
      REPORT,
      MORE,
      { remove: { contained: true } },
    ],
    ['part', 'kept: the other has only a part of it', MORE, REPORT, { remove: { contained: true } }],
    ['content', 'kept: 298 centimetres / 312 centimetres', report('Dublin', '298'), REPORT, {}],
    ['content', 'kept: Glasgow / Dublin', report('Glasgow', '312'), REPORT, {}],
    [
      'content',
      'kept: the other lacks “in Glasgow”',
      REPORT.replace('Dublin', 'Dublin in Glasgow'),
      REPORT,
      {},
    ],
    ['content', 'kept: only one of the two has “no”', REPORT, REPORT.replace('expect no', 'expect'), {}],
    ['content', 'kept: no / a', REPORT, REPORT.replace('expect no', 'expect a'), {}],
    [
      'estimate',
      'kept: the match is an estimate, and only what was aligned is removed',
      REPORT,
      REPORT,
      {},
      { verified: false },
    ],
    [
      'coverage',
      'kept: less of it is covered than was asked for',
      MISREAD,
      REPORT,
      { remove: { coverage: 0.95 } },
      { coverage: { a: 0.9, b: 1 } },
    ],
    ['identity', 'kept: less alike than was asked for', MISREAD, REPORT, { remove: { identity: 0.999 } }],
    ['chosen', 'by the caller’s own rule', report('Dublin', '298'), REPORT, { remove: () => true }],
    ['chosen', 'by the caller’s own rule', REPORT, REPORT, { remove: () => true }, { verified: false }],
    ['not-chosen', 'kept: by the caller’s own rule', REPORT, REPORT, { remove: () => false }],
    ['content', 'kept: Glasgow / Dublin', report('Glasgow', '312'), REPORT, { remove: () => false }],
  ]
  test.each(cases)('%s: %s', (code, reason, a, b, options, changes) => {
    const decision = decisionOf(a, b, options, changes)
    expect(decision).toMatchObject({ code, reason })
    expect(decision.removed).toBe(!reason.startsWith('kept: '))
  })
})

test('the evidence is of the source, at most 16 differences, of each kind one', () => {
  const town = decisionOf(report('Glasgow', '298'), REPORT)
  expect(town.total).toBe(2)
  expect(
    town.differences.map(({ document, content }) => [
      report('Glasgow', '298').slice(document.from, document.to),
      content,
    ]),
  ).toEqual([
    ['Glasgow', 'word'],
    ['298 centimetres', 'number'],
  ])
  const list = (from: number) =>
    `The wardens read the gauges of the river one after the other. ${Array.from({ length: 30 }, (_, i) => `Gauge ${String.fromCharCode(97 + (i % 26))}${i} stood at ${from + 7 * i} centimetres.`).join(' ')} Nobody was hurt in Leeds.`
  const many = decisionOf(list(200).replace('Leeds', 'Ghent'), list(1200))
  expect(many.total).toBe(31)
  expect(many.differences.length).toBe(16)
  expect(many.differences.map(({ content }) => content)).toContain('word')
  expect(many.reason).toMatch(/^kept: 200 centimetres \/ 1200 centimetres; .*; and 28 more$/)
})

test('a function that returns nothing removes nothing, and the decision says so', () => {
  const remove = (() => undefined) as unknown as Options['remove']
  expect(decisionOf(REPORT, REPORT, { remove })).toMatchObject({ removed: false, code: 'not-chosen' })
})

test('differences are looked at only for a decision that needs them, and named for none', () => {
  expect(decisionOf(REPORT, REPORT)).toMatchObject({ asked: 0, named: 0 })
  expect(decisionOf(REPORT, MORE)).toMatchObject({ asked: 0, named: 0 })
  expect(decisionOf(MISREAD, REPORT, { remove: { identity: 1 } })).toMatchObject({ asked: 0, named: 0 })
  expect(decisionOf(MISREAD, REPORT)).toMatchObject({ asked: 1, named: 0 })
})

test('a function receives what the default decides, and the named edits where they are asked for', () => {
  for (const edits of [false, true]) {
    let received: object | undefined
    const remove: Options['remove'] = (match) => {
      received = match
      return false
    }
    decisionOf(MISREAD, REPORT, { remove, edits })
    expect(received).toMatchObject({
      id: 'keeper',
      relation: 'duplicate',
      decision: { removed: true, code: 'nothing-lost' },
    })
    expect('edits' in received!).toBe(edits)
  }
})
