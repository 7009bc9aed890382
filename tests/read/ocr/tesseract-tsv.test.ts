import fc from 'fast-check'
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { OffprintError } from '../../../src/kernel/errors.js'
import { ocrFormat, readOcr } from '../../../src/read/ocr/index.js'
import { readTesseractTsv } from '../../../src/read/ocr/tesseract-tsv.js'

const HEADER = 'level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext'
const table = (...rows: readonly string[]) => [HEADER, ...rows, ''].join('\n')
const PAGE = '1\t1\t0\t0\t0\t0\t0\t0\t900\t300\t-1\t'
const word = (text: string, { at = '1\t1\t1\t1', conf = '96.1', box = '10\t20\t30\t40' } = {}) =>
  `5\t${at}\t1\t${box}\t${conf}\t${text}`

describe('the TSV of Tesseract', () => {
  test('words, lines, paragraphs and pages, each word with its place and confidence', () => {
    const source = table(
      PAGE,
      word('The'),
      word('council', { conf: '0.000000' }),
      word('met', { at: '1\t1\t1\t2' }),
      word('Then', { at: '1\t1\t2\t1', conf: '-1' }),
      '1\t2\t0\t0\t0\t0\t0\t0\t900\t300\t-1\t',
      word('end', { at: '2\t1\t1\t1', conf: '100' }),
    )
    const { text, regions, format, language } = readTesseractTsv(source)
    expect(text).toBe('The council\nmet\n\nThen\n\fend\n')
    expect({ format, language }).toEqual({ format: 'tsv', language: undefined })
    const box = [10, 20, 40, 60]
    expect(regions).toEqual([
      { from: 0, to: 3, page: '1', line: 1, block: '1', box, confidence: 0.961 },
      { from: 4, to: 11, page: '1', line: 1, block: '1', box, confidence: 0 },
      { from: 12, to: 15, page: '1', line: 2, block: '1', box, confidence: 0.961 },
      { from: 17, to: 21, page: '1', line: 3, block: '1', box },
      { from: 23, to: 26, page: '2', line: 1, block: '1', box, confidence: 1 },
    ])
  })

  test('a word of blanks is none; a page without words is an empty page', () => {
    expect(readTesseractTsv(table(PAGE, word(' '), word('a'), word(''))).text).toBe('a\n')
    expect(readTesseractTsv(table(PAGE)).text).toBe('')
    expect(
      readTesseractTsv(table(PAGE, '1\t2\t0\t0\t0\t0\t0\t0\t9\t9\t-1\t', word('b', { at: '2\t1\t1\t1' })))
        .text,
    ).toBe('\fb\n')
  })

  test('Han characters stand without a space, as in hOCR', () => {
    expect(readTesseractTsv(table(PAGE, word('共'), word('建'), word('Python'), word('编程'))).text).toBe(
      '共建 Python 编程\n',
    )
  })

  test('quotes, entities and markup in a word are what is printed', () => {
    expect(readTesseractTsv(table(word('"a&amp;b</span>'))).text).toBe('"a&amp;b</span>\n')
  })

  test('line ends of every system, a byte order mark, columns beside the usual, a table without its header', () => {
    const plain = table(PAGE, word('The'), word('end'))
    const expected = readTesseractTsv(plain)
    const others = [
      `\ufeff${plain}`,
      plain.replaceAll('\n', '\r\n'),
      plain.replace(/\n$/, ''),
      // pandas puts the number of the row first.
      plain.replace(/^(?=.)/gm, '7\t').replace('7\tlevel', '\tlevel'),
      // Rows of pages, blocks and lines filtered out.
      table(word('The'), word('end')),
      plain.replace(`${HEADER}\n`, ''),
      // Trailing tabs stripped.
      plain.replace(/\t$/gm, ''),
    ]
    for (const other of others) {
      expect(ocrFormat(other)).toBe('tsv')
      expect(readOcr(other)).toEqual(expected)
    }
  })

  test('two tables one behind the other are two pages', () => {
    const one = table(PAGE, word('a'))
    expect(readTesseractTsv(one + one).text).toBe('a\n\fa\n')
  })

  test('a box that is no box is none', () => {
    const source = table(
      word('a', { box: 'x\t1\t2\t3' }),
      word('b', { box: 'NaN\t1\t2\t3' }),
      word('c', { box: '\t\t\t' }),
    )
    const { text, regions } = readTesseractTsv(source)
    expect(text).toBe('a b c\n')
    expect(regions.map(({ box }) => box)).toEqual([undefined, undefined, undefined])
  })

  test.each([
    [table(PAGE, 'x'), 'line 3 of the Tesseract TSV: level is "x", not a whole number'],
    [table(PAGE, '5\t1\t1'), 'line 3 of the Tesseract TSV: the row ends before par_num'],
    [table('9\t1\t0\t0\t0'), 'line 2 of the Tesseract TSV: level is 9, not one of 1 to 5'],
    [
      table(word('a', { at: 'one\t1\t1\t1' })),
      'line 2 of the Tesseract TSV: page_num is "one", not a whole number',
    ],
    [
      `${table(word('a'))}${word('b').slice(0, 20)}`,
      'line 3 of the Tesseract TSV: the file is cut off inside the row',
    ],
    [table(), 'the Tesseract TSV has no row below its header'],
  ])('broken: %j', (source, message) => {
    expect(() => readTesseractTsv(source)).toThrow(message)
    expect(() => readOcr(source)).toThrow(expect.objectContaining({ code: 'ERR_INPUT' }))
  })

  test('5 MB of rows: not a word lost', () => {
    const words = 150_000
    const rows = Array.from({ length: words }, (_, i) => word(`a${i}`))
    const source = `${HEADER}\n${rows.join('\n')}\n`
    expect(source.length).toBeGreaterThan(5e6)
    expect(readTesseractTsv(source).text).toBe(`${rows.map((_, i) => `a${i}`).join(' ')}\n`)
  })

  test('whatever is done to a table, it is read or refused with a reason', () => {
    const sample = readFileSync(
      new URL('../../../fixtures/tesseract-tsv/zeitung.tsv', import.meta.url),
      'utf8',
    )
    const bits = fc.constantFrom(
      '\t',
      '\n',
      '\r',
      '5',
      '-1',
      'NaN',
      '1e999',
      '__proto__',
      '\0',
      '"',
      '鸟',
      HEADER,
    )
    const edit = fc.record({ at: fc.nat(1e6), remove: fc.nat(80), insert: fc.oneof(bits, fc.string()) })
    let read = 0
    fc.assert(
      fc.property(fc.array(edit, { minLength: 1, maxLength: 4 }), (edits) => {
        let source = sample
        for (const { at, remove, insert } of edits) {
          const from = at % (source.length + 1)
          source = source.slice(0, from) + insert + source.slice(from + remove)
        }
        try {
          const { text, regions } = readTesseractTsv(source)
          for (const { from, to } of regions) expect(text.slice(from, to).trim()).not.toBe('')
          read++
        } catch (error) {
          expect(error).toBeInstanceOf(OffprintError)
          expect((error as OffprintError).code).toBe('ERR_INPUT')
        }
      }),
      { seed: 20261126, numRuns: 300 },
    )
    expect(read).toBeGreaterThan(50)
  })
})
