import { describe, expect, test } from 'vitest'
import { compare } from '../../src/compare/compare.js'
import { removalRule, type RemovalPair } from '../../src/dedupe/removal.js'
import type { DedupeOptions } from '../../src/dedupe/options.js'
import { fold } from '../../src/text/fold.js'

type Options = DedupeOptions<unknown, string>

const report = (town: string, height: string) =>
  `On 14 May the water at the bridge of ${town} stood at ${height} centimetres above the mean of the year. The harbour ` +
  'was open, the ferries went as planned, and the wardens expect no change before the end of the week.'
const REPORT = report('Dublin', '312')
const MISREAD = REPORT.replace('wardens', 'wardeus').replace('week', 'weck')

function decisionOf(a: string, b: string, options: Options = {}, changes: object = {}) {
  const { edits, ...comparison } = compare(a, b)
  let asked = 0
  const pair: RemovalPair<string> = {
    match: { ...comparison, id: 'keeper', verified: true, ...changes },
    edits() {
      asked++
      return edits
    },
  }
  const decision = removalRule(options)(fold(a), fold(b), pair)
  return { ...decision, asked }
}

describe('the rule names the first condition that keeps a document', () => {
  const cases: [reason: string, a: string, b: string, options: Options, changes?: object][] = [
    ['covered', MISREAD, REPORT, {}],
    ['estimate', REPORT, REPORT, {}, { verified: false }],
    ['relation', MISREAD, REPORT, { remove: { relations: ['contained'] } }],
    ['relation', REPORT, `${REPORT} ${'More of it stands here. '.repeat(20)}`, {}],
    ['coverage', MISREAD, REPORT, { remove: { coverage: 0.95, lost: 5 } }, { coverage: { a: 0.9, b: 1 } }],
    ['identity', MISREAD, REPORT, { remove: { identity: 0.999 } }],
    ['numbers', report('Dublin', '298'), REPORT, { keepIfNumbersDiffer: true, keepSiblings: false }],
    ['template variant', report('Dublin', '298'), REPORT, {}],
    ['template variant', report('Glasgow', '312'), REPORT, {}],
    ['covered', report('Glasgow', '312'), REPORT, { keepSiblings: false }],
    ['chosen', REPORT, REPORT, { remove: () => true }, { verified: false }],
    ['not chosen', REPORT, REPORT, { remove: () => false }],
    ['template variant', report('Glasgow', '312'), REPORT, { remove: () => true }],
  ]
  test.each(cases)('%s', (reason, a, b, options, changes) => {
    expect(decisionOf(a, b, options, changes)).toMatchObject({
      reason,
      removed: reason === 'covered' || reason === 'chosen',
    })
  })
})

test('edits are named only for a decision that needs them', () => {
  expect(decisionOf(REPORT, REPORT).asked).toBe(0)
  expect(decisionOf(MISREAD, REPORT, { remove: { relations: [] } }).asked).toBe(0)
  expect(decisionOf(MISREAD, REPORT, { keepSiblings: false }).asked).toBe(0)
  expect(decisionOf(MISREAD, REPORT).asked).toBe(1)
})

test('a function receives the named edits where they are asked for', () => {
  for (const edits of [false, true]) {
    let received: object | undefined
    const remove: Options['remove'] = (match) => {
      received = match
      return false
    }
    decisionOf(MISREAD, REPORT, { remove, edits })
    expect(received).toMatchObject({ id: 'keeper', relation: 'duplicate' })
    expect('edits' in received!).toBe(edits)
  }
})
