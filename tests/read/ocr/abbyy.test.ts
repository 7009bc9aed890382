import fc from 'fast-check'
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { OffprintError } from '../../../src/kernel/errors.js'
import { readAbbyy } from '../../../src/read/ocr/abbyy.js'
import { ocrFormat, readOcr } from '../../../src/read/ocr/index.js'

const NS = 'http://www.abbyy.com/FineReader_xml/FineReader6-schema-v1.xml'
const doc = (content: string) =>
  `<document xmlns="${NS}" version="1.0" producer="FineReader 8.0"><page width="9" height="9">${content}</page></document>`
const block = (content: string, type = 'Text') =>
  `<block blockType="${type}" l="0" t="0" r="9" b="9"><text><par>${content}</par></text></block>`
const line = (content: string, lang = 'GermanStandard') =>
  `<line baseline="9" l="1" t="2" r="30" b="9"><formatting lang="${lang}">${content}</formatting></line>`
const character = (text: string, attributes = '') => `<charParams ${attributes}>${text}</charParams>`
const word = (text: string) => [...text].map((c) => character(c)).join('')
const textOf = (content: string) => readAbbyy(doc(content)).text

describe('the XML of ABBYY FineReader', () => {
  test('words end at white space; box and confidence are those of their characters', () => {
    const source = doc(
      block(
        line(
          character('a', 'l="1" t="2" r="3" b="4" charConfidence="50"') +
            character('b', 'l="3" t="1" r="5" b="4" charConfidence="100" suspicious="1"') +
            character('   ', 'l="5" t="1" r="9" b="4" charConfidence="255"') +
            character('c', 'charConfidence="-1"') +
            character('\t', 'isTab="true"') +
            character('d&amp;', 'l="x" t="1" r="2" b="3"'),
        ),
      ),
    )
    const { text, regions, language, format } = readOcr(source)
    expect(text).toBe('ab c d&\n')
    expect({ language, format }).toEqual({ language: 'de', format: 'abbyy' })
    const at = { page: '1', line: 1 }
    expect(regions).toEqual([
      { from: 0, to: 2, ...at, box: [1, 1, 5, 4], confidence: 0.75 },
      { from: 3, to: 4, ...at, box: [1, 2, 30, 9] },
      { from: 5, to: 7, ...at, box: [1, 2, 30, 9] },
    ])
  })

  test('a character marked as the first of a word begins one, without a space', () => {
    const start = (text: string, name = 'wordStart') => character(text, `${name}="true"`)
    const { text, regions } = readAbbyy(
      doc(block(line(start('鸟') + word('人') + start('样', 'wordFirst'), 'ChinesePRC'))),
    )
    expect(text).toBe('鸟人样\n')
    expect(regions.map(({ from, to }) => text.slice(from, to))).toEqual(['鸟人', '样'])
  })

  test('paragraphs and cells are blocks; the text of lines without characters counts, that of the layout of a file does not', () => {
    const table = `<block blockType="Table"><row><cell><text><par>${line(word('a'))}</par></text></cell><cell><text><par>${line(word('b'))}</par></text></cell></row></block>`
    expect(textOf(table)).toBe('a\n\nb\n')
    expect(textOf(block(line('Hello, world')))).toBe('Hello, world\n')
    expect(
      textOf(
        block(
          `<line><formatting>one </formatting><formatting bold="1">two</formatting><formatting>, 3</formatting></line>`,
        ),
      ),
    ).toBe('one two, 3\n')
    expect(textOf(block(line(`\n  ${character('a')}\n  ${character('b')}\n`)))).toBe('ab\n')
  })

  test('bar codes and variants of recognition are no text; the hyphen of a divided word is what is printed', () => {
    const variants = `<wordRecVariants><wordRecVariant><variantText>${word('x')}</variantText></wordRecVariant></wordRecVariants>`
    const chosen = `<charParams>a<charRecVariants><charRecVariant charConfidence="9">o</charRecVariant></charRecVariants></charParams>`
    expect(textOf(block(line(word('0')), 'Barcode') + block(line(variants + chosen)))).toBe('a\n')
    expect(textOf(block(line(word('Glok¬')) + line(word('ken'))))).toBe('Glok¬\nken\n')
  })

  test('prefixes, other schemas and no namespace read alike; another document is none', () => {
    const plain = doc(block(line(word('ab'))))
    const expected = readAbbyy(plain)
    const prefixed = plain.replace(/<(\/?)([a-zA-Z])/g, '<$1f:$2').replace('xmlns=', 'xmlns:f=')
    for (const other of [
      prefixed,
      plain.replace('FineReader6', 'FineReader10'),
      plain.replace(/ xmlns="[^"]*"/, ''),
    ]) {
      expect(ocrFormat(other)).toBe('abbyy')
      expect(readOcr(other)).toEqual(expected)
    }
    expect(
      ocrFormat('<document xmlns="http://www.scansoft.com/omnipage/xml/ssdoc-schema3.xsd"></document>'),
    ).toBeUndefined()
  })

  test.each([
    ['EnglishUnitedStates', 'en'],
    ['OldGerman', 'de'],
    ['ChineseTaiwan', 'zh-Hant'],
    ['Klingon', undefined],
    ['', undefined],
  ])('the language %s is %s', (name, tag) => {
    expect(readAbbyy(doc(block(line(word('a'), name)))).language).toBe(tag)
  })

  test.each([
    [`<document xmlns="${NS}"></document>`, 'the ABBYY XML has no page'],
    [doc(character('a')), 'line 1 of the ABBYY XML: charParams stands in no line; export the file again'],
    [`<document xmlns="${NS}">\n<line/></document>`, 'line 2 of the ABBYY XML: line stands in no page'],
    [doc(block(line('') + line(''))), 'the ABBYY XML has 2 lines but no text (no charParams)'],
    [doc(block(line(word('ab')))).slice(0, -30), 'is never closed: the file is cut off'],
    [doc(`<block>`.repeat(300)), 'elements are nested deeper than 256'],
  ])('broken: %s', (source, message) => {
    expect(() => readOcr(source)).toThrow(message)
  })

  test('a blank page is an empty text', () => {
    expect(textOf('')).toBe('')
    expect(textOf('<block blockType="Picture"/>')).toBe('')
  })

  test('whatever is done to a file, it is read or refused with a reason', () => {
    const sample = readFileSync(new URL('../../../fixtures/abbyy/xinwen.abbyy.xml', import.meta.url), 'utf8')
    const bits = fc.constantFrom(
      '<',
      '>',
      '"',
      '&',
      '</line>',
      '<line>',
      '<page>',
      '</par>',
      '<charParams>',
      ' l="NaN"',
      ' ',
      '\f',
      '鸟',
      '<!--',
    )
    const edit = fc.record({ at: fc.nat(1e6), remove: fc.nat(99), insert: fc.oneof(bits, fc.string()) })
    let read = 0
    fc.assert(
      fc.property(fc.array(edit, { minLength: 1, maxLength: 4 }), (edits) => {
        let source = sample
        for (const { at, remove, insert } of edits) {
          const from = at % (source.length + 1)
          source = source.slice(0, from) + insert + source.slice(from + remove)
        }
        try {
          const { text, regions } = readAbbyy(source)
          let at = 0
          for (const { from, to } of regions) {
            expect(from >= at && to > from && to <= text.length).toBe(true)
            at = to
          }
          read++
        } catch (error) {
          expect(error).toBeInstanceOf(OffprintError)
          expect((error as OffprintError).code).toBe('ERR_INPUT')
        }
      }),
      { seed: 8, numRuns: 200 },
    )
    expect(read).toBeGreaterThan(10)
  })
})
