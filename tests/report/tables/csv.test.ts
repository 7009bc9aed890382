import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { audit } from '../../../src/audit/audit.js'
import { EDIT_CLASSES } from '../../../src/compare/classes.js'
import { auditsToCsv } from '../../../src/report/tables/csv.js'
import { SHEET_NAMES, sheetOf, type AuditedPair, type SheetName } from '../../../src/report/tables/sheets.js'
import { visible } from '../../../src/report/visible.js'
import { madeSummary } from '../../audits.js'
import { SEEDS } from '../../seeds.js'

const A = {
  name: '000.txt',
  text: SEEDS[0]!,
  regions: [{ from: 0, to: 1000, page: 'p,1', line: 3, block: 'b', id: 'l3', box: [1, 2, 3, 4.5] as const }],
}
const B = { name: '001.txt', text: SEEDS[1]! }
const PAIRS: AuditedPair[] = [{ name: 'page', audit: audit(A, B), a: A, b: B }]
const SUMMARY = madeSummary(PAIRS.map(({ audit }) => audit))

function read(csv: string, delimiter = ','): Record<string, string>[] {
  return parse(csv, { bom: true, columns: true, delimiter, record_delimiter: '\r\n' })
}

test('byte order mark, CR LF, the same cells everywhere', () => {
  for (const name of SHEET_NAMES) {
    const csv = auditsToCsv(name, PAIRS, SUMMARY)
    expect(csv.startsWith('\ufeff')).toBe(true)
    expect(csv.endsWith('\r\n')).toBe(true)
    expect(csv.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/)
    const sheet = sheetOf(name, PAIRS, SUMMARY)
    const rows = [...sheet.rows()]
    expect(read(csv)).toHaveLength(rows.length)
    for (const row of rows) expect(row).toHaveLength(sheet.columns.length)
    expect(new Set(sheet.columns.map(({ title }) => title)).size).toBe(sheet.columns.length)
  }
})

test('every edit with its place and offsets', () => {
  const all = read(auditsToCsv('edits', PAIRS, SUMMARY))
  const rows = all.filter(({ passage }) => passage !== '')
  const { edits, uncovered } = PAIRS[0]!.audit
  expect(rows).toHaveLength(edits.length)
  expect(all.slice(rows.length).map((row) => [row.class, row.kind, row['A from'], row['B text']])).toEqual(
    uncovered.map(({ class: name, a, b }) => [
      name,
      b.text === '' ? 'delete' : 'move',
      String(a.from),
      visible(b.text),
    ]),
  )
  rows.forEach((row, i) => {
    const { a, b, class: name } = edits[i]!
    const passages = PAIRS[0]!.audit.passages.map((passage, p) => ({ ...passage, p }))
    const inside = passages.filter((passage) => passage.a.from <= a.from && a.to <= passage.a.to)
    expect(row).toMatchObject({
      pair: 'page',
      passage: expect.toBeOneOf(inside.map(({ p }) => String(p + 1))),
      class: name,
      'A text': a.text === '-' ? "'-" : visible(a.text),
      'B text': visible(b.text),
    })
    expect(A.text.slice(Number(row['A from']), Number(row['A to']))).toBe(a.text)
    expect(B.text.slice(Number(row['B from']), Number(row['B to']))).toBe(b.text)
    expect(B.text.split('\n').slice(0, Number(row['B line'])).join('\n').length).toBeGreaterThanOrEqual(
      b.from,
    )
  })
  const repetition = rows.find((row) => row.class === 'repetition')!
  expect(repetition).toMatchObject({
    suspect: 'A',
    reason: 'written twice',
    context: expect.stringContaining('[化→移]'),
  })
  expect(rows[0]).toMatchObject({
    'A page': 'p,1',
    'A line': '3',
    'A block': 'b',
    'A id': 'l3',
    'A bottom': '4.5',
  })
  // Behind the last region it is that region's.
  expect(rows.at(-1)).toMatchObject({ 'A page': 'p,1', 'A line': '3', 'A left': '1' })
})

test('how sure the engine was stands in a table and beside each edit', () => {
  const a = { text: 'The modem corner of the harbour', regions: [{ from: 4, to: 9, confidence: 0.96 }] }
  const b = { text: 'The modern corner of the harbour' }
  const pairs = [{ name: 'p', audit: audit(a, b), a, b }]
  const summary = madeSummary(pairs.map((pair) => pair.audit))
  const rows = read(auditsToCsv('confidence', pairs, summary))
  expect(rows.map((row) => [row.pair, row['confidence from'], row.words, row.wrong])).toEqual([
    ['', '0.9', '1', '1'],
    ['p', '0.9', '1', '1'],
  ])
  expect(read(auditsToCsv('edits', pairs, summary))[0]).toMatchObject({
    'A confidence': '0.96',
    'B confidence': '',
  })
})

test('a passage that moved is a row', () => {
  const [first, second] = [SEEDS[1]!.slice(0, 300), SEEDS[1]!.slice(300, 600)]
  const [a, b] = [{ text: first + second }, { text: second + first }]
  const pairs = [{ name: 'p', audit: audit(a, b), a, b }]
  const [row, ...others] = read(auditsToCsv('edits', pairs, madeSummary([pairs[0]!.audit])))
  expect([row!.class, row!.kind, others]).toEqual(['moved', 'move', []])
  expect(a.text.slice(Number(row!['A from']), Number(row!['A to']))).toBe(
    b.text.slice(Number(row!['B from']), Number(row!['B to'])),
  )
  expect(read(auditsToCsv('pages', pairs, madeSummary([])))[0]).toMatchObject({ 'passages moved': '1' })
})

test('pages have a column for each class and each rate', () => {
  const [row] = read(auditsToCsv('pages', PAIRS, SUMMARY))
  const { rates, classes, coverage } = PAIRS[0]!.audit
  expect(row).toMatchObject({
    pair: 'page',
    A: '000.txt',
    relation: 'contains',
    edits: '11',
    'A suspect': '2',
  })
  expect(Number(row!['CER whole, ignoring nothing'])).toBe(rates.whole.nothing.cer.rate)
  expect(Number(row!['WER inside, ignoring form'])).toBe(rates.inside.form.wer.rate)
  expect(Number(row!['coverage B'])).toBe(coverage.b)
  for (const name of EDIT_CLASSES)
    expect(Number(row![name])).toBe(classes.find((each) => each.class === name)?.edits ?? 0)
})

test('the summary has every rate, the pairs and the classes', () => {
  const rows = read(auditsToCsv('summary', PAIRS, SUMMARY))
  expect(rows.slice(0, 16).map((row) => [row.figure, row.text, row.ignoring].join(' '))).toEqual(
    ['whole', 'inside'].flatMap((scope) =>
      ['CER', 'WER'].flatMap((measure) =>
        ['nothing', 'wrapping', 'layout', 'form'].map((level) => `${measure} ${scope} ${level}`),
      ),
    ),
  )
  expect(Number(rows[6]!.micro)).toBe(SUMMARY.micro.whole.layout.wer.rate)
  expect(Number(rows[6]!.macro)).toBe(SUMMARY.macro.whole.layout.wer)
  expect(rows.slice(16, 19).map((row) => [row.figure, row.text, Number(row.micro)])).toEqual(
    (['characters', 'words', 'lines'] as const).map((of) => [
      of,
      'in any order',
      SUMMARY.orderFree[of]!.rate,
    ]),
  )
  expect(rows[19]).toMatchObject({ figure: 'pairs', count: '1' })
  expect(rows.slice(20).map((row) => row.figure)).toEqual(SUMMARY.classes.map((each) => each.class))
})

test('a rate without truth is an empty cell', () => {
  const none = { text: '' }
  const pair = { name: 'x', audit: audit(A, none), a: A, b: none }
  expect(read(auditsToCsv('pages', [pair], SUMMARY))[0]!['CER whole, ignoring nothing']).toBe('')
})

/** A pair whose only confusion and whose name are the given text. */
function carrying(text: string): [AuditedPair[], ReturnType<typeof madeSummary>] {
  const pairs = [{ ...PAIRS[0]!, name: text }]
  const confusion = { a: text, b: '', class: 'insertion', count: 1, examples: [] } as const
  return [pairs, { ...SUMMARY, confusions: [confusion] }]
}

test.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '＝1', '＋1', '－1', '＠x', ' =1', '　=1'])(
  '%j starts no formula',
  (text) => {
    for (const which of ['pages', 'confusions'] as const) {
      const [row] = read(auditsToCsv(which, ...carrying(text)))
      const cell = row![which === 'pages' ? 'pair' : 'A']!
      expect(cell).not.toMatch(/^\s*[=+\-@＝＋－＠\t\r\n]/)
      expect([visible(text), `'${visible(text)}`]).toContain(cell)
    }
  },
)

test('any text comes back, for every separator', () => {
  const texts = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc
      .array(fc.constantFrom('"', ',', ';', '\t', '|', '\r\n', '=', "'", ' ', 'a'))
      .map((parts) => parts.join('')),
  )
  fc.assert(
    fc.property(texts, fc.constantFrom(',', ';', '\t', '|'), (text, separator) => {
      const [pairs, summary] = carrying(text)
      const [row] = read(auditsToCsv('confusions', pairs, summary, { separator }), separator)
      const cell = row!.A!
      expect(/^\s*[=+\-@＝＋－＠]/.test(visible(text)) ? cell.slice(1) : cell).toBe(visible(text))
      // eslint-disable-next-line no-control-regex
      expect(cell).not.toMatch(/[\u0000-\u001f\u202a-\u202e]/)
    }),
  )
})

test('numbers of ours are never defused', () => {
  const edits = [
    {
      ...PAIRS[0]!.audit.edits[0]!,
      a: { ...PAIRS[0]!.audit.edits[0]!.a, place: { box: [-1, -2, 3, 4] as const } },
    },
  ]
  const pair = { ...PAIRS[0]!, audit: { ...PAIRS[0]!.audit, edits } }
  expect(read(auditsToCsv('edits', [pair], SUMMARY))[0]).toMatchObject({ 'A left': '-1', 'A line': '' })
})

test('arguments are checked', () => {
  expect(() => auditsToCsv('rates' as SheetName, [], SUMMARY)).toThrow('which must be one of summary, pages')
  for (const separator of ['', ';;', '"', 'a', '\n'])
    expect(() => auditsToCsv('pages', [], SUMMARY, { separator })).toThrow('options.separator')
  expect(() => auditsToCsv('pages', [], SUMMARY, { delimiter: ';' } as object)).toThrow('options.delimiter')
})
