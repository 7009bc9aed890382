import { expect, test } from 'vitest'
import { audit } from '../../src/audit/audit.js'
import { auditToJson, stringifyAudit, stringifySummary, summaryToJson } from '../../src/report/audit-json.js'
import { comparisonToJson } from '../../src/report/comparison-json.js'
import { madeSummary } from '../audits.js'
import { SEEDS } from '../seeds.js'

const REGIONS = [{ from: 0, to: SEEDS[0]!.length, page: '7', line: 3, box: [1, 2, 3, 4] as const }]
const PAGE = { name: '000', text: SEEDS[0]!, regions: REGIONS }
const AUDIT = audit(PAGE, { name: '001', text: SEEDS[1]! })

/** The same audit with every object's keys backwards. */
function backwards<T>(value: T): T {
  if (Array.isArray(value)) return value.map(backwards) as T
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).map(([key, inner]) => [key, backwards(inner)] as const)
  return Object.fromEntries(entries.reverse()) as T
}

test('a place says how sure the engine was, where it said so', () => {
  const regions = [{ from: 0, to: 30, page: '7', confidence: 0.25 }]
  const found = audit(
    { text: 'The modem corner of the harbour', regions },
    'The modern corner of the harbour',
  )
  const { edits } = JSON.parse(stringifyAudit(found))
  expect(edits[0].place).toEqual({ a: { page: '7', confidence: 0.25 }, b: null })
})

test('keys and their order are a contract', () => {
  const json = JSON.parse(stringifyAudit(AUDIT))
  expect(Object.keys(json)).toEqual(
    'relation jaccard coverage identity changed passages edits uncovered exact a b headline rates orderFree confidence classes confusions characterConfusions'.split(
      ' ',
    ),
  )
  expect(Object.keys(json.a)).toEqual(['name', 'language', 'characters', 'folded'])
  expect(Object.keys(json.rates.whole)).toEqual(['nothing', 'wrapping', 'layout', 'form'])
  expect(json.rates.inside.form.wer).toMatchObject(AUDIT.rates.inside.form.wer)
  expect(json.headline).toEqual({ of: 'the part in common', ...json.rates.inside.nothing })
  for (const edit of json.edits) {
    expect(Object.keys(edit)).toEqual(['kind', 'class', 'a', 'b', 'place', 'suspect', 'reason'])
    expect(edit.place).toEqual({ a: { page: '7', line: 3, box: [1, 2, 3, 4] }, b: null })
  }
  expect(json.uncovered).toHaveLength(AUDIT.uncovered.length)
  for (const stretch of json.uncovered) {
    expect(Object.keys(stretch)).toEqual(['class', 'a', 'b', 'place'])
    expect(Object.keys(stretch.a)).toEqual(['from', 'to', 'text'])
    expect(stretch.place.a).toMatchObject({ page: '7' })
  }
  expect(Object.keys(json.classes[0])).toEqual(['class', 'edits', 'characters'])
  expect(Object.keys(json.confusions[0])).toEqual(['a', 'b', 'class', 'count', 'examples'])
})

test('it begins as the comparison does', () => {
  const { edits, exact, ...first } = comparisonToJson(AUDIT)
  expect(auditToJson(AUDIT)).toMatchObject({ ...first, exact })
  auditToJson(AUDIT).edits.forEach((edit, i) => expect(edit).toMatchObject(edits[i]!))
})

test('the bytes do not depend on how the audit was built', () => {
  const summary = madeSummary([AUDIT])
  expect(stringifyAudit(backwards(AUDIT))).toBe(stringifyAudit(AUDIT))
  expect(stringifySummary(backwards(summary))).toBe(stringifySummary(summary))
})

test('a rate without truth is null', () => {
  const json = auditToJson(audit(PAGE, { text: '' }))
  expect(json.rates.whole.nothing.cer).toMatchObject({ length: 0, rate: null })
  const summary = madeSummary([])
  const none = { cer: NaN, wer: Infinity, leftOut: { cer: 2, wer: 2 } }
  const macro = { ...summary.macro, whole: { nothing: none, wrapping: none, layout: none, form: none } }
  expect(summaryToJson({ ...summary, macro }).macro.whole.form).toEqual({
    cer: null,
    wer: null,
    leftOut: { cer: 2, wer: 2 },
  })
})

test('a summary', () => {
  const json = JSON.parse(stringifySummary(madeSummary([AUDIT])))
  expect(Object.keys(json)).toEqual([
    'pairs',
    'headline',
    'micro',
    'macro',
    'intervals',
    'orderFree',
    'confidence',
    'classes',
    'confusions',
    'characterConfusions',
  ])
  expect(json.macro.whole.nothing).toEqual({ cer: 0.01, wer: 0.02, leftOut: { cer: 0, wer: 0 } })
  expect(json.micro.whole.layout.cer).toMatchObject(AUDIT.rates.whole.layout.cer)
})
