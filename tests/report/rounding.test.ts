import { expect, test } from 'vitest'
import { audit, type Audit } from '../../src/audit/audit.js'
import { auditToJson } from '../../src/report/audit-json.js'
import { auditToHtml } from '../../src/report/html/audit/pair-page.js'
import { sheetOf } from '../../src/report/tables/sheets.js'
import { written } from '../../src/report/tables/xlsx.js'
import { auditToText } from '../../src/report/terminal/audit.js'
import { madeSummary } from '../audits.js'
import { SEEDS } from '../seeds.js'

const [A, B] = [
  { name: 'a', text: SEEDS[0]! },
  { name: 'b', text: SEEDS[1]! },
]
const FOUND = audit(A, B)

/** The audit with a rate of so many characters, and what each output shows of it. */
function shownOf(errors: number, length: number): Record<string, string> {
  const cer = { ...FOUND.rates.inside.nothing.cer, length, rate: length === 0 ? NaN : errors / length }
  const inside = { ...FOUND.rates.inside, nothing: { ...FOUND.rates.inside.nothing, cer } }
  const found: Audit = { ...FOUND, rates: { ...FOUND.rates, inside } }
  const terminal = auditToText(found, A, B).match(/the part in common +CER +(∞|–|[\d.]+ %)/)![1]!
  const page = auditToHtml(found, A, B).match(/<b>(∞|–|[\d.]+\s?%)<\/b>\s*<abbr title="character/)![1]!
  const json = auditToJson(found).headline.cer.percent
  const sheet = written(
    sheetOf('pages', [{ name: 'p', audit: found, a: A, b: B }], madeSummary([found])),
    9,
  )[0]!
  const [head, row] = sheet.data as { value?: unknown; format?: string }[][]
  const cell = row![head!.findIndex((one) => one?.value === 'headline CER')]
  return {
    terminal: terminal.replace(/\s/g, ''),
    page: page.replace(/\s/g, ''),
    json: json === null ? '–' : `${json === 0 ? '0' : json.toFixed(2)}%`,
    // What a spreadsheet shows of a number in the format 0.00%.
    xlsx: cell == null ? '–' : `${cell.value === 0 ? '0' : (Number(cell.value) * 100).toFixed(2)}%`,
  }
}

test.each([
  [0, 10, '0%'],
  [1, 3, '33.33%'],
  [2, 3, '66.67%'],
  [1, 1_000_000, '0.01%'],
  [1, 800, '0.13%'],
  [41, 40_000, '0.10%'],
  [201, 20_000, '1.01%'],
  [1_727_766, 1_000_000, '172.78%'],
  [0, 0, '–'],
])('%i errors in %i characters are %s everywhere', (errors, length, expected) => {
  expect(shownOf(errors, length)).toEqual({
    terminal: expected,
    page: expected,
    json: expected,
    xlsx: expected,
  })
})

test('where A contains B, the part in common comes first and has this name', () => {
  const { headline, rates } = auditToJson(FOUND)
  expect(headline).toEqual({ of: 'the part in common', ...rates.inside.nothing })
  const text = auditToText(FOUND, A, B)
  expect(text.indexOf('the part in common')).toBeLessThan(text.indexOf('whole texts'))
  const page = auditToHtml(FOUND, A, B)
  expect(page).toContain('of the part in common')
  expect(page.indexOf('The part in common')).toBeLessThan(page.indexOf('Whole texts'))
  const { columns, rows } = sheetOf('pages', [{ name: 'p', audit: FOUND, a: A, b: B }], madeSummary([FOUND]))
  const [row] = [...rows()]
  const at = columns.findIndex(({ title }) => title === 'headline of')
  expect(row!.slice(at, at + 3)).toEqual([
    'the part in common',
    FOUND.rates.inside.nothing.cer.rate,
    FOUND.rates.inside.nothing.wer.rate,
  ])
})

test('what A lacks is an error: where B contains A, the whole texts come first', () => {
  const back = audit(B, A)
  expect(back.relation).toBe('contained')
  expect(auditToJson(back).headline.of).toBe('whole texts')
  expect(auditToText(back, B, A)).not.toContain('the part in common')
})
