import { inflateRawSync } from 'node:zlib'
import fc from 'fast-check'
import { parseDocument } from 'htmlparser2'
import { expect, test } from 'vitest'
import { audit } from '../../../src/audit/audit.js'
import { crc32 } from '../../../src/kernel/crc32.js'
import { SHEET_NAMES, sheetOf, type AuditedPair, type Sheet } from '../../../src/report/tables/sheets.js'
import { visible } from '../../../src/report/visible.js'
import { auditsToWorkbook, cellText, MAX_CELL, written } from '../../../src/report/tables/xlsx.js'
import { madeSummary } from '../../audits.js'
import { SEEDS } from '../../seeds.js'

const A = { name: '000.txt', text: SEEDS[0]! }
const B = { name: '001.txt', text: SEEDS[1]! }
const PAIRS: AuditedPair[] = [{ name: 'page', audit: audit(A, B), a: A, b: B }]
const SUMMARY = madeSummary(PAIRS.map(({ audit }) => audit))

/** The files of an archive, by its directory. */
function unzip(bytes: Uint8Array): Map<string, string> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const end = bytes.length - 22
  const files = new Map<string, string>()
  let at = view.getUint32(end + 16, true)
  for (let left = view.getUint16(end + 10, true); left > 0; left--) {
    const [nameLength, extraLength, commentLength] = [28, 30, 32].map((i) =>
      view.getUint16(at + i, true),
    ) as number[]
    const local = view.getUint32(at + 42, true)
    const start = local + 30 + view.getUint16(local + 26, true) + view.getUint16(local + 28, true)
    const packed = bytes.subarray(start, start + view.getUint32(at + 20, true))
    const data = view.getUint16(at + 10, true) === 0 ? packed : inflateRawSync(packed)
    expect(crc32(data)).toBe(view.getUint32(at + 16, true))
    expect([view.getUint16(at + 12, true), view.getUint16(at + 14, true)]).toEqual([0, 0x21])
    expect([view.getUint16(local + 10, true), view.getUint16(local + 12, true)]).toEqual([0, 0x21])
    const name = new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + nameLength!))
    files.set(name, new TextDecoder('utf-8', { fatal: true }).decode(data))
    at += 46 + nameLength! + extraLength! + commentLength!
  }
  return files
}

type Node = ReturnType<typeof parseDocument> | ReturnType<typeof parseDocument>['children'][number]

function elements(node: Node, name: string): (Node & { attribs: Record<string, string> })[] {
  const inner = 'children' in node ? node.children.flatMap((child) => elements(child, name)) : []
  return 'name' in node && node.name === name ? [node as never, ...inner] : inner
}

function textIn(node: Node): string {
  if ('children' in node) return node.children.map(textIn).join('')
  return 'data' in node ? node.data : ''
}

/** ST_Xstring: any character may be written by its code. */
const decoded = (text: string) =>
  text.replace(/_x([\dA-Fa-f]{4})_/g, (_, code: string) => String.fromCharCode(parseInt(code, 16)))

interface ReadCell {
  readonly value: string | number | null
  readonly format: string | undefined
}

/** A workbook as its sheets of rows of cells, read by the letter of the format and not by the package that wrote it. */
function readWorkbook(bytes: Uint8Array): Map<string, ReadCell[][]> {
  const files = unzip(bytes)
  const xml = (name: string) => parseDocument(files.get(name)!, { xmlMode: true })
  const strings = elements(xml('xl/sharedStrings.xml'), 'si').map((item) => decoded(textIn(item)))
  const styles = xml('xl/styles.xml')
  const formats = new Map(
    elements(styles, 'numFmt').map(({ attribs }) => [attribs.numFmtId, attribs.formatCode]),
  )
  const cellStyles = elements(elements(styles, 'cellXfs')[0]!, 'xf').map(({ attribs }) => attribs.numFmtId)
  const targets = new Map(
    elements(xml('xl/_rels/workbook.xml.rels'), 'Relationship').map(({ attribs }) => [
      attribs.Id,
      attribs.Target,
    ]),
  )
  return new Map(
    elements(xml('xl/workbook.xml'), 'sheet').map(({ attribs }) => {
      const sheet = xml(`xl/${targets.get(attribs['r:id'])!.replace(/^\/?xl\//, '')}`)
      expect(elements(sheet, 'f')).toEqual([])
      const rows = elements(sheet, 'row').map((row) => {
        const cells: ReadCell[] = []
        for (const { attribs: cell, ...node } of elements(row, 'c')) {
          const letters = /^[A-Z]+/.exec(cell.r!)![0]
          const column = [...letters].reduce((sum, c) => sum * 26 + c.charCodeAt(0) - 64, 0) - 1
          while (cells.length < column) cells.push({ value: null, format: undefined })
          const raw = textIn(node as unknown as Node)
          const value = cell.t === 's' ? strings[Number(raw)]! : raw === '' ? null : Number(raw)
          const id = cellStyles[Number(cell.s ?? 0)]
          cells.push({ value, format: formats.get(id) ?? id })
        }
        return cells
      })
      return [attribs.name!, rows]
    }),
  )
}

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
