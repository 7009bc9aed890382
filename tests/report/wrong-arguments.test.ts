// Every function of `offprint/report` refuses what it cannot read with a coded error that names the argument.
import { describe, expect, test } from 'vitest'
import { audit } from '../../src/audit/audit.js'
import { compare } from '../../src/compare/compare.js'
import { DEFAULT_RELATE } from '../../src/compare/relation.js'
import { DEFAULT_REMOVE } from '../../src/dedupe/dedupe.js'
import { OffprintError } from '../../src/kernel/errors.js'
import * as report from '../../src/report/index.js'
import { madeSummary } from '../audits.js'
import { SEEDS } from '../seeds.js'

const A = { name: 'page', text: SEEDS[0]! }
const B = { name: 'article', text: SEEDS[1]! }
const COMPARISON = compare(A.text, B.text)
const AUDIT = audit(A, B)
const SUMMARY = madeSummary([AUDIT])
const MATCH = { ...COMPARISON, id: 'b', verified: true }
/** As `dedupe` gives it. */
const TIE = {
  ...MATCH,
  decision: {
    removed: false,
    code: 'part',
    reason: 'kept: the other has only a part of it',
    differences: [],
    total: 0,
  },
}
const PAIRS = [{ name: 'pair', audit: AUDIT, a: A, b: B }]
const PAGES = [{ name: 'pair', href: 'pair.html', figures: report.pairFigures(AUDIT) }]
const RECORD = { id: 'a', ref: { file: 'crawl.jsonl', line: 1 }, text: A.text, fields: {} }
const RUN = { relate: DEFAULT_RELATE, remove: DEFAULT_REMOVE, text: 'text', id: 'id', carry: ['url'] }
const VERDICT = { id: 'a', kept: true, matches: [{ keeper: 'b', match: MATCH }] }
const PAGE_VERDICT = {
  document: { id: 'a' },
  text: A.text,
  kept: true,
  matches: [{ keeper: { id: 'b' }, match: MATCH, text: () => B.text }],
}

/** An argument: its name in messages, and a right value. */
type Argument = readonly [name: string, right: unknown]

/** Every public function with its arguments. */
const FUNCTIONS: Readonly<Record<string, readonly Argument[]>> = {
  alignedText: [
    ['found', COMPARISON],
    ['a', A],
    ['b', B],
    ['paint', plain],
    ['options', {}],
  ],
  auditToHtml: [
    ['audit', AUDIT],
    ['a', A],
    ['b', B],
    ['options', {}],
  ],
  auditToJson: [['audit', AUDIT]],
  auditToText: [
    ['audit', AUDIT],
    ['a', A],
    ['b', B],
    ['paint', plain],
    ['options', {}],
  ],
  auditsToCsv: [
    ['which', 'edits'],
    ['audits', PAIRS],
    ['summary', SUMMARY],
    ['options', {}],
  ],
  auditsToWorkbook: [
    ['audits', PAIRS],
    ['summary', SUMMARY],
  ],
  comparisonToJson: [['comparison', COMPARISON]],
  comparisonToText: [
    ['comparison', COMPARISON],
    ['a', A],
    ['b', B],
    ['paint', plain],
  ],
  createDedupePage: [['options', {}]],
  ledgerEntry: [
    ['document', RECORD],
    ['keeper', RECORD],
    ['match', TIE],
    ['removed', false],
    ['other', {}],
  ],
  ledgerHead: [
    ['version', '1.0.0'],
    ['options', RUN],
  ],
  pairFigures: [['audit', AUDIT]],
  stringifyAudit: [['audit', AUDIT]],
  stringifyComparison: [['comparison', COMPARISON]],
  stringifySummary: [['summary', SUMMARY]],
  summaryToHtml: [
    ['summary', SUMMARY],
    ['pages', PAGES],
    ['options', {}],
  ],
  summaryToJson: [['summary', SUMMARY]],
  summaryToText: [
    ['summary', SUMMARY],
    ['pairs', PAIRS],
    ['paint', plain],
    ['options', {}],
  ],
  textsToPatch: [
    ['a', A.text],
    ['b', B.text],
    ['options', {}],
  ],
  verdictLine: [
    ['verdict', VERDICT],
    ['paint', plain],
  ],
}

function plain(_role: unknown, text: string): string {
  return text
}

/** What a caller may pass by mistake. */
const WRONG: readonly unknown[] = [null, 'a string', {}, [], 7, true, plain, { colour: 'red' }]

/** Arguments for which an empty object is right; an unknown key is not. */
const OPTIONAL = new Set(['options', 'other'])

/** Calls a function, and gives what it throws or rejects with. */
async function thrownBy(call: () => unknown): Promise<unknown> {
  try {
    await call()
  } catch (error) {
    return error
  }
  return undefined
}

/** The wrong values for an argument: those that are not by chance right. */
function wrongFor(name: string, right: unknown): readonly unknown[] {
  return WRONG.filter((value) => {
    if (OPTIONAL.has(name) && Object.keys(right as object).length === 0)
      return !(typeof value === 'object' && value !== null && Object.keys(value).length === 0)
    if (Array.isArray(right) && Array.isArray(value)) return false
    return typeof value !== typeof right || typeof value === 'object'
  })
}

test('lists every public function', () => {
  const functions = Object.entries(report).filter(([, value]) => typeof value === 'function')
  expect(Object.keys(FUNCTIONS)).toEqual(functions.map(([name]) => name).sort())
})

describe.each(Object.entries(FUNCTIONS))('%s', (name, given) => {
  const call = (report as unknown as Record<string, (...values: unknown[]) => unknown>)[name]!
  const right = given.map(([, value]) => value)

  test('takes the right arguments', async () => {
    expect(await thrownBy(() => call(...right))).toBeUndefined()
  })

  test.each(given)('refuses a wrong %s', async (argument, value) => {
    for (const wrong of wrongFor(argument, value)) {
      const values = given.map(([other, right]) => (other === argument ? wrong : right))
      const error = await thrownBy(() => call(...values))
      expect(error, JSON.stringify(wrong)).toBeInstanceOf(OffprintError)
      expect(error).toMatchObject({ code: 'ERR_ARGUMENT' })
      expect((error as Error).message).toMatch(new RegExp(`^${argument}\\b`))
    }
  })
})

describe('a page that collects a run', () => {
  const page = () =>
    report.createDedupePage() as unknown as Record<'add' | 'reject' | 'finish', (value: unknown) => unknown>

  test.each([
    ['add', 'verdict', PAGE_VERDICT],
    ['reject', 'reject', { message: 'no text' }],
    ['finish', 'run', {}],
  ] as const)('%s', async (method, argument, right) => {
    expect(await thrownBy(() => page()[method](right))).toBeUndefined()
    for (const wrong of [null, 'a string', 7, ...(method === 'finish' ? [{ capped: 'few' }] : [{}])]) {
      const error = await thrownBy(() => page()[method](wrong))
      expect(error, JSON.stringify(wrong)).toMatchObject({ code: 'ERR_ARGUMENT' })
      expect((error as Error).message).toMatch(new RegExp(`^${argument}\\b`))
    }
  })
})

test('the message names the field, however deep', () => {
  const unplaced = { ...COMPARISON, passages: [{ ...COMPARISON.passages[0]!, a: { from: 0 } }] }
  const cases: readonly (readonly [() => unknown, string])[] = [
    [
      () => report.comparisonToJson(unplaced as never),
      'comparison.passages[0].a.to must be a whole number of 0 or more',
    ],
    [
      () => report.comparisonToJson({} as never),
      'comparison.relation must be one of duplicate, contained, contains',
    ],
    [
      () => report.summaryToHtml(SUMMARY, [{ ...PAGES[0]!, href: 7 } as never]),
      'pages[0].href must be a string, got 7',
    ],
    [() => report.ledgerHead('1', { ...RUN, seed: 1 } as never), 'options.seed is not an option'],
    [
      () => report.createDedupePage({ remove: { coverge: 1 } as never }),
      'options.remove.coverge is not an option',
    ],
    [
      () => report.ledgerEntry(RECORD, RECORD, MATCH as never, false),
      'match.decision must be an object, got undefined',
    ],
    [
      () =>
        report.ledgerEntry(
          RECORD,
          RECORD,
          { ...TIE, decision: { ...TIE.decision, code: 'lost' } } as never,
          false,
        ),
      'match.decision.code must be one of equal, nothing-lost, broken-off',
    ],
    [
      () =>
        report.verdictLine({
          ...VERDICT,
          matches: [{ keeper: 'b', match: { ...MATCH, decision: {} } }],
        } as never),
      'verdict.matches[0].match.decision.removed must be true or false',
    ],
    [
      () => report.textsToPatch('a', 'b', { context: -1 }),
      'options.context must be a whole number of 0 or more',
    ],
  ]
  for (const [call, message] of cases) expect(call).toThrow(message)
})
