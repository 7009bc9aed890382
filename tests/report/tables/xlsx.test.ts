import fc from 'fast-check'
import { expect, test } from 'vitest'
import { audit } from '../../../src/audit/audit.js'
import { SHEET_NAMES, sheetOf, type AuditedPair, type Sheet } from '../../../src/report/tables/sheets.js'
import { visible } from '../../../src/report/visible.js'
import { auditsToWorkbook, cellText, MAX_CELL, written } from '../../../src/report/tables/xlsx.js'
import { decoded, readWorkbook, unzip } from './workbook.js'
import { madeSummary } from '../../audits.js'
import { SEEDS } from '../../seeds.js'

const A = { name: '000.txt', text: SEEDS[0]! }
const B = { name: '001.txt', text: SEEDS[1]! }
const PAIRS: AuditedPair[] = [{ name: 'page', audit: audit(A, B), a: A, b: B }]
const SUMMARY = madeSummary(PAIRS.map(({ audit }) => audit))

test('a reader of the format finds every cell of every sheet', async () => {
  const sheets = readWorkbook(await auditsToWorkbook(PAIRS, SUMMARY))
  expect([...sheets.keys()]).toEqual([...SHEET_NAMES])
  for (const name of SHEET_NAMES) {
    const { columns, rows } = sheetOf(name, PAIRS, SUMMARY)
    const [head, ...read] = sheets.get(name)!
    expect(head!.map(({ value }) => value)).toEqual(columns.map(({ title }) => title))
    const expected = [...rows()]
    expect(read).toHaveLength(expected.length)
    expected.forEach((row, i) =>
      row.forEach((cell, j) => {
        // Rates are rounded to 0.01 %, shares to 0.1 %.
        const decimals = { rate: 4, share: 3, text: 0, count: 0, number: 0 }[columns[j]!.kind]
        const rounded = typeof cell === 'number' && decimals > 0 ? Number(cell.toFixed(decimals)) : cell
        expect(read[i]![j]?.value ?? null).toBe(rounded === '' ? null : rounded)
      }),
    )
  }
})

test('shares show as percentages, texts are text', async () => {
  const [head, row] = readWorkbook(await auditsToWorkbook(PAIRS, SUMMARY)).get('pages')!
  const cell = (title: string) => row![head!.findIndex(({ value }) => value === title)]!
  expect(cell('CER whole, ignoring nothing')).toEqual({
    value: Number(PAIRS[0]!.audit.rates.whole.nothing.cer.rate.toFixed(4)),
    format: '0.00%',
  })
  expect(cell('pair').format).toMatch(/^(@|49)$/)
})

test('the header is bold and stays in sight', async () => {
  const files = unzip(await auditsToWorkbook(PAIRS, SUMMARY))
  for (let i = 1; i <= SHEET_NAMES.length; i++) {
    const sheet = files.get(`xl/worksheets/sheet${i}.xml`)!
    expect(sheet).toMatch(/<pane [^>]*ySplit="1"[^>]*state="frozen"/)
    expect(sheet).toContain('<cols>')
  }
  expect(files.get('xl/styles.xml')).toContain('<b/>')
})

test('the same audits give the same bytes, whenever they are written', async () => {
  const first = await auditsToWorkbook(PAIRS, SUMMARY)
  const real = Date.now
  try {
    Date.now = () => real() + 86_400_000
    expect(await auditsToWorkbook(PAIRS, SUMMARY)).toEqual(first)
  } finally {
    Date.now = real
  }
})

const hostile = [
  '=HYPERLINK("http://example.org")',
  '+1',
  '@x',
  '<b>&amp;</b>]]>',
  'constructor',
  '__proto__',
  'toString',
  '_x0041_',
  '_x005F_x0041_',
  'bell\u0007 escape\u001b[31m nul\u0000',
  'lone \ud800 and \udc00',
  'not \ufffe \uffff \u{1fffe} \ufdd0',
  'replaced \ufffd',
  ' spaces ',
  'a\r\nb\tc',
  '𠮷👍',
]

test('hostile text is text, and all of it is there', async () => {
  const confusions = hostile.map((a) => ({ a, b: a, class: 'other', count: 1, examples: [] }) as const)
  const rows = readWorkbook(await auditsToWorkbook([], { ...SUMMARY, confusions })).get('confusions')!
  hostile.forEach((text, i) => {
    const shown = visible(text).replace(
      /[\p{Noncharacter_Code_Point}\ufffd]/gu,
      (c) => `‹${c.codePointAt(0)!.toString(16).toUpperCase()}›`,
    )
    expect(rows[i + 1]![0]!.value).toBe(shown)
    expect(rows[i + 1]![1]!.value).toBe(shown)
  })
})

test('any text survives the package that writes it', async () => {
  const texts = fc.sample(fc.string({ unit: 'binary', minLength: 1 }), { numRuns: 400, seed: 1 })
  const confusions = texts.map((a) => ({ a, b: '', class: 'other', count: 1, examples: [] }) as const)
  const rows = readWorkbook(await auditsToWorkbook([], { ...SUMMARY, confusions })).get('confusions')!
  texts.forEach((text, i) => {
    const shown = decoded(cellText(visible(text)))
    expect(rows[i + 1]![0]!.value).toBe(shown)
    expect(shown.replace(/‹1?[\dA-F]{4,5}›/g, '')).toBe(
      visible(text)
        .replace(/[\p{Noncharacter_Code_Point}\ufffd]/gu, '')
        .replace(/‹1?[\dA-F]{4,5}›/g, ''),
    )
  })
})

test('what is too long for a cell is cut with a mark, and never inside a pair', () => {
  expect(cellText('a'.repeat(MAX_CELL))).toHaveLength(MAX_CELL)
  for (const long of ['a'.repeat(MAX_CELL + 1), '𠮷'.repeat(MAX_CELL), `a${'𠮷'.repeat(MAX_CELL)}`]) {
    const text = cellText(long)
    expect(text.length).toBeLessThanOrEqual(MAX_CELL)
    expect(text.length).toBeGreaterThan(MAX_CELL - 2)
    expect(text).toMatch(/… \(\d+ characters and more left out\)$/)
    expect(text).not.toMatch(/\p{Cs}/u)
  }
})

test('rows that a sheet has no room for go on in the next, each with its header', () => {
  const sheet: Sheet = {
    name: 'edits',
    columns: [{ title: 'n', kind: 'count', width: 5 }],
    rows: () => [[1], [2], [3], [4], [5]],
  }
  const sheets = written(sheet, 3)
  expect(sheets.map((each) => each.sheet)).toEqual(['edits', 'edits 2', 'edits 3'])
  const values = sheets.map(({ data }) => data.map(([cell]) => (cell as { value: unknown }).value))
  expect(values).toEqual([
    ['n', 1, 2],
    ['n', 3, 4],
    ['n', 5],
  ])
  expect(written({ ...sheet, rows: () => [] }, 3)[0]!.data).toHaveLength(1)
})
