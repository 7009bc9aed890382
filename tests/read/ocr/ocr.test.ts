import fc from 'fast-check'
import { readFileSync } from 'node:fs'
import { describe, expect, test, vi } from 'vitest'
import type { Region } from '../../../src/audit/region.js'
import { OffprintError } from '../../../src/kernel/errors.js'
import { readAlto } from '../../../src/read/ocr/alto.js'
import { readHocr } from '../../../src/read/ocr/hocr.js'
import { MAX_DEPTH, parseMarkup } from '../../../src/read/ocr/markup.js'
import { ocrFormat, readOcr, type OcrText } from '../../../src/read/ocr/index.js'
import { readPageXml } from '../../../src/read/ocr/page-xml.js'
import { compare } from '../../../src/index.js'

const fixture = (path: string) => readFileSync(new URL(`../../../fixtures/${path}`, import.meta.url), 'utf8')

const SAMPLES = [
  fixture('hocr/zeitung.hocr'),
  fixture('hocr/xinwen.hocr'),
  fixture('alto/zeitung.alto.xml'),
  fixture('alto/xinwen.alto.xml'),
  fixture('page-xml/zeitung.page.xml'),
  fixture('page-xml/xinwen.page.xml'),
  fixture('tesseract-tsv/zeitung.tsv'),
  fixture('tesseract-tsv/xinwen.tsv'),
]

/** What every reader promises, whatever the file: regions ascend, lie in the text and are whole words or lines. */
function check({ text, regions }: OcrText): void {
  let at = 0
  const broken = regions.filter(({ from, to, line }) => {
    const content = text.slice(from, to)
    const lies = from >= at && to > from && to <= text.length && line! > 0
    at = to
    return !lies || content !== content.trim() || /[\n-\r\u0085\u2028\u2029]/.test(content)
  })
  expect(broken).toEqual([])
}

describe('which format it is', () => {
  test.each([
    ['<alto/>', 'alto'],
    [
      '\ufeff<?xml version="1.0"?>\n<!-- a\n<b> --><!DOCTYPE alto [<!ENTITY a "<x/>">]><ns0:alto xmlns:ns0="u">',
      'alto',
    ],
    ['<pc:PcGts xmlns:pc="u"></pc:PcGts>', 'page'],
    ['<!DOCTYPE html><html><body><div id="p" class="big ocr_page">', 'hocr'],
    ["<div class='ocrx_word'>", 'hocr'],
    ['<HTML><SPAN CLASS=ocr_line>', 'hocr'],
    ['<html><body><p class="x">The class ocr_page is one of hOCR.</p>', undefined],
    ['<TEI><alto/></TEI>', undefined],
    ['<altogether/>', undefined],
    ['no markup, 1 < 2', undefined],
    ['', undefined],
  ])('%s: %s', (source, format) => {
    expect(ocrFormat(source)).toBe(format)
  })

  test.each([
    ['plain text', 'a plain text'],
    ['<html><p>a</html>', 'HTML without the classes of hOCR (ocr_page, ocr_line, ocrx_word)'],
    ['<document xmlns="http://www.example.org/x"/>', 'markup whose first element is <document>'],
  ])('%s is none of them', (source, found) => {
    expect(() => readOcr(source)).toThrow(
      expect.objectContaining({
        code: 'ERR_INPUT',
        message: `the file is ${found}, not the output of an OCR engine that is read; export hOCR, ALTO, PAGE-XML or plain text`,
      }),
    )
  })

  test('a source that is no string', () => {
    for (const read of [readOcr, readHocr, readAlto, readPageXml]) {
      expect(() => read(undefined as unknown as string)).toThrow(
        expect.objectContaining({ code: 'ERR_ARGUMENT' }),
      )
    }
  })
})

test('one scan in every format is one text', () => {
  for (const name of ['zeitung', 'xinwen']) {
    const hocr = readOcr(fixture(`hocr/${name}.hocr`))
    const alto = readOcr(fixture(`alto/${name}.alto.xml`))
    expect(alto.text).toBe(hocr.text)
    const placeOf = ({ from, to, line, box }: Region) => ({ from, to, line, box })
    for (const file of [`tesseract-tsv/${name}.tsv`, `abbyy/${name}.abbyy.xml`, `azure/${name}.azure.json`]) {
      const other = readOcr(fixture(file))
      expect(other.text).toBe(hocr.text)
      expect(other.regions.map(placeOf)).toEqual(hocr.regions.map(placeOf))
    }
    // Boxes of Textract are shares of the page, and Vision has a hyphen outside the words.
    for (const file of [`textract/${name}.textract.json`, `google-vision/${name}.vision.json`]) {
      expect(readOcr(fixture(file)).text).toBe(hocr.text)
    }
    // A PAGE-XML file is one page.
    expect(readOcr(fixture(`page-xml/${name}.page.xml`)).text).toBe(hocr.text.split('\f')[0])
    expect([hocr.language, alto.language]).toEqual(name === 'zeitung' ? ['de', 'de'] : ['zh-Hans', 'zh-Hans'])
  }
})

test('every region of the samples lies where the promise says, and text of words lies in regions', () => {
  for (const sample of SAMPLES) {
    const found = readOcr(sample)
    check(found)
    let outside = ''
    let at = 0
    for (const { from, to } of found.regions) {
      outside += found.text.slice(at, from)
      at = to
    }
    expect((outside + found.text.slice(at)).trim()).toBe('')
  }
})

/** A page as its words, and the plainest way to write them as text. */
type Layout = readonly (readonly (readonly string[])[])[]

const layouts: fc.Arbitrary<Layout> = (() => {
  const latin = fc.stringMatching(/^[a-zäß&<>"'.,-]{1,6}[a-z]$/)
  const han = fc.stringMatching(/^[鸟马样，。]{1,4}$/)
  const words = fc.oneof(
    fc.array(latin, { minLength: 1, maxLength: 5 }),
    fc.array(han, { minLength: 1, maxLength: 5 }),
  )
  return fc.array(fc.array(words, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 4 })
})()

const isHan = (word: string) => word >= '\u3000'

function plainText(layout: Layout): string {
  const blocks = layout.map((lines) =>
    lines.map((words) => `${words.join(isHan(words[0]!) ? '' : ' ')}\n`).join(''),
  )
  return blocks.join('\n')
}

const escaped = (text: string) => text.replace(/[&<>"']/g, (mark) => `&#${mark.charCodeAt(0)};`)

/** Writes blocks in reading order, or shuffled with the order stated, and each word with its number as its box. */
const WRITERS: Record<string, (layout: Layout, order: readonly number[]) => string> = {
  hocr: (layout) => {
    let n = 0
    const word = (content: string) =>
      `<span class='ocrx_word' id='w${n}' title='x_wconf 9; bbox ${n++} 0 1 1'>${escaped(content)}</span>`
    const line = (words: readonly string[]) =>
      `<span class='ocr_line'>\n ${words.map(word).join('\n ')}\n</span>`
    return `<div class='ocr_page'>${layout.map((lines) => `<p class='ocr_par'>${lines.map(line).join('\n')}</p>`).join('')}</div>`
  },
  alto: (layout, order) => {
    let n = 0
    const word = (content: string) =>
      `<String ID="w${n}" HPOS="${n++}" VPOS="0" WIDTH="1" HEIGHT="1" CONTENT="${escaped(content)}"/>`
    const line = (words: readonly string[]) =>
      `<TextLine>${words.map(word).join(isHan(words[0]!) ? '' : '<SP/>')}</TextLine>`
    const blocks = layout.map(
      (lines, i) => `<TextBlock ID="b${i}" IDNEXT="b${i + 1}">${lines.map(line).join('')}</TextBlock>`,
    )
    return `<a:alto xmlns:a="x"><Layout><Page>${order.map((i) => blocks[i]).join('\n')}</Page></Layout></a:alto>`
  },
  page: (layout, order) => {
    let n = 0
    const text = (content: string) => `<TextEquiv><Unicode>${escaped(content)}</Unicode></TextEquiv>`
    const word = (content: string) =>
      `<Word id="w${n}"><Coords points="${n++},0 1,1"/>${text(content)}</Word>`
    const line = (words: readonly string[]) => {
      const own = words.length % 2 === 0 ? text(words.join(isHan(words[0]!) ? '' : ' ')) : ''
      return `<TextLine>${words.map(word).join('')}${own}</TextLine>`
    }
    const blocks = layout.map((lines, i) => `<TextRegion id="b${i}">${lines.map(line).join('')}</TextRegion>`)
    const refs = order.map((i) => `<RegionRefIndexed index="${i}" regionRef="b${i}"/>`).join('')
    return `<PcGts><Page><ReadingOrder><OrderedGroup>${refs}</OrderedGroup></ReadingOrder>${order.map((i) => blocks[i]).join('\n')}</Page></PcGts>`
  },
}

test.each(Object.keys(WRITERS))('%s: any page that is written reads back, word by word', (format) => {
  const shuffled = layouts.chain((layout) => {
    const indexes = layout.map((_, i) => i)
    return fc.tuple(fc.constant(layout), fc.shuffledSubarray(indexes, { minLength: indexes.length }))
  })
  fc.assert(
    fc.property(shuffled, ([layout, order]) => {
      const found = readOcr(WRITERS[format]!(layout, order))
      check(found)
      expect(found.format).toBe(format)
      expect(found.text).toBe(plainText(layout))
      const words = found.regions.map(({ from, to }) => found.text.slice(from, to))
      expect(words).toEqual(layout.flat(2))
      expect(found.regions.map(({ id }) => id)).toEqual(words.map((_, n) => `w${n}`))
      expect(found.regions.map(({ line }) => line)).toEqual(
        layout.flat().flatMap((line, i) => line.map(() => i + 1)),
      )
    }),
    { seed: 7 },
  )
})

test('a page break inside a sentence is one linebreak, inside a word one hyphenation', () => {
  const page = (content: string) =>
    `<Page><PrintSpace><TextBlock><TextLine><String CONTENT="${content}"/></TextLine></TextBlock></PrintSpace></Page>`
  const two = (a: string, b: string) => readAlto(`<alto><Layout>${page(a)}${page(b)}</Layout></alto>`).text
  const edits = (a: string, b: string) =>
    compare(a, b).edits.map((edit) => [edit.class, edit.a.text, edit.b.text])
  const truth = 'the bell of the tower struck seven that evening in the town'
  expect(edits(two('the bell of the to', 'wer struck seven that evening in the town'), truth)).toEqual([
    ['linebreak', '\n\f', ''],
  ])
  expect(edits(two('the bell of the to-', 'wer struck seven that evening in the town'), truth)).toEqual([
    ['hyphenation', '-\n\f', ''],
  ])
  expect(edits(two('the bell of the', 'tower struck seven that evening in the town'), truth)).toEqual([])
})

describe('hostile files', () => {
  test('elements nested without end are refused, as deep as allowed they are read', () => {
    const nested = (depth: number) =>
      `<PcGts><Page>${'<TextRegion>'.repeat(depth)}<TextLine><TextEquiv><Unicode>a</Unicode></TextEquiv></TextLine>${'</TextRegion>'.repeat(depth)}</Page></PcGts>`
    expect(readPageXml(nested(MAX_DEPTH - 5)).text).toBe('a\n')
    const message = `line 1 of the PAGE-XML: elements are nested deeper than ${MAX_DEPTH}; the file is damaged`
    expect(() => readPageXml(nested(MAX_DEPTH - 4))).toThrow(message)
    expect(() => readHocr('<div class=ocr_page>'.repeat(200_000))).toThrow('nested deeper')
    // A parser that searched an unbounded stack would need 10^10 steps for the whole file.
    let opened = 0
    const counting = { open: () => void opened++, close() {}, text() {} }
    expect(() => parseMarkup(nested(200_000), 'xml', 'PAGE-XML', counting)).toThrow(message)
    expect(opened).toBe(MAX_DEPTH)
  })

  test('entities that a DOCTYPE defines stay as they are written', () => {
    let entities = '<!ENTITY a0 "ha">'
    for (let i = 1; i < 30; i++) entities += `<!ENTITY a${i} "&a${i - 1};&a${i - 1};">`
    const bomb = (content: string) =>
      `<!DOCTYPE alto [${entities}]><alto><Layout><Page><TextBlock><TextLine><String CONTENT="${content}"/></TextLine></TextBlock></Page></Layout></alto>`
    expect(readOcr(bomb('&a29;')).text).toBe('&a29;\n')
    const external = '<!DOCTYPE alto [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    expect(readOcr(bomb('&x;').replace(/^.*?\]>/, external)).text).toBe('&x;\n')
  })

  test('chains of regions as deep as the file is long', () => {
    // Each composed block holds one that is followed by the next composed block.
    let blocks = ''
    for (let i = 0; i < 20_000; i++) {
      blocks += `<ComposedBlock ID="c${i}"><TextBlock ID="t${i}" IDNEXT="c${i + 1}"><TextLine><String CONTENT="${i}"/></TextLine></TextBlock></ComposedBlock>`
    }
    const { text } = readAlto(`<alto><Layout><Page>${blocks}</Page></Layout></alto>`)
    expect(text.split('\n\n').map(Number)).toEqual(Array.from({ length: 20_000 }, (_, i) => i))
  })

  test('as many pages as references in a reading order', () => {
    const one = (i: number) =>
      `<Page><TextBlock ID="b${i}"><TextLine><String CONTENT="${i}"/></TextLine></TextBlock><TextBlock ID="a${i}"><TextLine><String CONTENT="a"/></TextLine></TextBlock></Page>`
    const indexes = Array.from({ length: 10_000 }, (_, i) => i)
    // If every page went through the whole list, this would take 10^8 look-ups.
    const order = indexes.map((i) => `<ElementRef REF="a${i}"/>`).join('')
    const source = `<alto><ReadingOrder><OrderedGroup>${order}</OrderedGroup></ReadingOrder><Layout>${indexes.map(one).join('')}</Layout></alto>`
    const lookUps = vi.spyOn(Map.prototype, 'get')
    let text: string
    let count: number
    try {
      text = readAlto(source).text
      count = lookUps.mock.calls.length
    } finally {
      lookUps.mockRestore()
    }
    expect(count).toBeGreaterThan(indexes.length)
    expect(count).toBeLessThan(20 * indexes.length)
    expect(text).toBe(indexes.map((i) => `a\n\n${i}\n`).join('\f'))
  })

  describe('5 MB of words, entities and white space', () => {
    const words = 40_000
    const pad = ' '.repeat(60)
    const repeated = (one: (i: number) => string) =>
      Array.from({ length: words }, (_, i) => one(i)).join(`\n${pad}`)
    const files = [
      `<div class="ocr_page"><span class="ocr_line">${repeated((i) => `<span class='ocrx_word' id='word_1_${i}' title='bbox ${i} 1 2 3; x_wconf 90'>a&amp;${i}</span>`)}</span></div>`,
      `<alto><Layout><Page><TextBlock><TextLine>${repeated((i) => `<String ID="s${i}" HPOS="${i}" VPOS="1" WIDTH="1" HEIGHT="1" CONTENT="a&amp;${i}"/><SP WIDTH="1"/>`)}</TextLine></TextBlock></Page></Layout></alto>`,
      `<PcGts><Page><TextRegion><TextLine>${repeated((i) => `<Word id="w${i}"><Coords points="1,1 2,2"/><TextEquiv><Unicode>a&amp;${i}</Unicode></TextEquiv></Word>`)}</TextLine></TextRegion></Page></PcGts>`,
      `<alto><Layout><Page><TextBlock><TextLine><String CONTENT="${'a&amp;'.repeat(500_000)}"/></TextLine></TextBlock></Page></Layout></alto>`,
      `<div class="ocr_page">${'&lt; '.repeat(500_000)}</div>`,
      `<PcGts><Page><TextRegion><TextEquiv><Unicode>${'&#10; a'.repeat(400_000)}</Unicode></TextEquiv></TextRegion></Page></PcGts>`,
    ]
    const expected = `${Array.from({ length: words }, (_, i) => `a&${i}`).join(' ')}\n`

    test.each([
      ['hocr', 0],
      ['alto', 1],
      ['page', 2],
    ] as const)('%s: not a word lost', (_, i) => {
      expect(files[i]!.length).toBeGreaterThan(5e6)
      const { text, regions } = readOcr(files[i]!)
      expect(text === expected).toBe(true)
      expect(regions).toHaveLength(words)
    })

    test('of entities in one word, in one line and in one region', () => {
      expect(readOcr(files[3]!).text).toHaveLength(1_000_001)
      expect(readHocr(files[4]!).text).toHaveLength(1_000_000)
      expect(readOcr(files[5]!).text).toHaveLength(800_000)
    })
  })

  test('whatever is done to a file, it is read or refused with a reason', () => {
    const bits = fc.constantFrom(
      '<', '>', '"', "'", '/', '&', ';', '&#x', '&#0;', '\u0000', '\ud800', '<![CDATA[', ']]>', '<!--', '-->', '<?', '<!DOCTYPE',
      '</TextLine>', '<TextLine>', '</span>', '<span class="ocr_line">', '<String/>', '<Page>', '</Page>', '<br>', '<p>',
      ' ID="a" IDNEXT="a"', ' index="x"', ' title="bbox"', '\f', '鸟', '__proto__',
    ) // prettier-ignore
    const edit = fc.record({ at: fc.nat(1e6), remove: fc.nat(200), insert: fc.oneof(bits, fc.string()) })
    const source = fc
      .tuple(fc.constantFrom(...SAMPLES), fc.array(edit, { minLength: 1, maxLength: 6 }))
      .map(([sample, edits]) => {
        let text = sample
        for (const { at, remove, insert } of edits) {
          const from = at % (text.length + 1)
          text = text.slice(0, from) + insert + text.slice(from + remove)
        }
        return text
      })
    const reads = (read: (source: string) => OcrText, file: string) => {
      let found: OcrText
      try {
        found = read(file)
      } catch (error) {
        expect(error).toBeInstanceOf(OffprintError)
        expect((error as OffprintError).code).toBe('ERR_INPUT')
        return 0
      }
      check(found)
      return 1
    }
    let read = 0
    fc.assert(
      fc.property(source, (file) => {
        read += reads(readOcr, file)
        for (const one of [readHocr, readAlto, readPageXml]) reads(one, file)
      }),
      { seed: 20261121, numRuns: 400 },
    )
    expect(read).toBeGreaterThan(50) // so that the promise was checked, too
  })
})
