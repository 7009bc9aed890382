import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { readFiles } from '../../../src/read/files.node.js'
import { readOcr } from '../../../src/read/ocr/index.js'
import { workspace } from '../../workspace.js'

const fixture = (name: string) => readFileSync(new URL(`../../../fixtures/${name}`, import.meta.url), 'utf8')

const SCANS: Readonly<Record<string, string>> = {
  'a.hocr': 'hocr/zeitung.hocr',
  'b.html': 'hocr/zeitung.hocr',
  'c.xml': 'alto/zeitung.alto.xml',
  'd.xml': 'page-xml/zeitung.page.xml',
  'e.tsv': 'tesseract-tsv/zeitung.tsv',
  'f.txt': 'tesseract-tsv/zeitung.tsv',
  'g.xml': 'abbyy/zeitung.abbyy.xml',
  'h.dat': 'textract/zeitung.textract.json',
  'i.json': 'textract/zeitung.textract.json',
  'j.json': 'google-vision/zeitung.vision.json',
  'k.json': 'azure/zeitung.azure.json',
}

async function textsOf(paths: readonly string[], options: Parameters<typeof readFiles>[1] = {}) {
  const texts = new Map<string, string>()
  for await (const { id, text } of readFiles(paths, options)) texts.set(String(id), text)
  return texts
}

test('of what an OCR engine wrote, the text is the document, and the file as it is its bytes', async () => {
  workspace(Object.fromEntries(Object.entries(SCANS).map(([name, from]) => [`in/${name}`, fixture(from)])))
  const texts = await textsOf(['in'])
  expect([...texts.keys()]).toEqual(Object.keys(SCANS))
  for (const [name, from] of Object.entries(SCANS)) expect(texts.get(name)).toBe(readOcr(fixture(from)).text)
  for await (const { bytes, id } of readFiles(['in'])) {
    expect(new TextDecoder().decode(bytes)).toBe(fixture(SCANS[id]!))
  }
})

test('hOCR in doubt is read with a warning', async () => {
  const broken = Buffer.from(fixture('hocr/zeitung.hocr'))
  broken[broken.indexOf('ä')] = 0xff
  workspace({ 'a.html': broken, 'a.hocr': broken })
  const warnings: string[] = []
  const texts = await textsOf(['a.html', 'a.hocr'], { onWarning: ({ message }) => warnings.push(message) })
  expect(texts.get('a.html')).toBe(texts.get('a.hocr'))
  expect(warnings).toEqual([
    expect.stringMatching(/^a\.html: .* broken in UTF-8 and read as U\+FFFD/),
    expect.stringMatching(/^a\.hocr: .* broken in UTF-8 and read as U\+FFFD/),
  ])
})

test('standard input, too', async () => {
  for (const from of Object.values(SCANS)) {
    const source = fixture(from)
    const stdin = (async function* () {
      for (let at = 0; at < source.length; at += 700)
        yield new TextEncoder().encode(source.slice(at, at + 700))
    })()
    expect([...(await textsOf(['-'], { stdin })).values()]).toEqual([readOcr(source).text])
  }
})

test('other markup, tables and pages are what they were; a caller may ask for the markup', async () => {
  const page =
    '<html><body><p>The class ocr_page is one of hOCR, as many readers of this know by now.</p></body></html>'
  const others = {
    'in/a.xml': '<TEI><text>The council</text></TEI>',
    'in/b.tsv': 'id\ttext\n1\tThe council\n2\tmet\n',
    'in/c.html': page,
    'in/d.txt': '{"BlockType": 1}',
    'in/e.json': '[{"status":"ok","id":"e","text":"a record"}]',
    'in/f.jsonl': '{"status":"ok","id":"f","text":"of two"}\n{"id":"g","text":"lines"}\n',
  }
  workspace(others)
  const texts = await textsOf(['in'])
  expect([...texts.values()]).toEqual([
    others['in/a.xml'],
    'The council',
    'met',
    expect.stringContaining('The class ocr_page is one of hOCR'),
    others['in/d.txt'],
    'a record',
    'of two',
    'lines',
  ])
  workspace({ 'a.xml': fixture('alto/zeitung.alto.xml') })
  expect((await textsOf(['a.xml'], { format: 'text' })).get('a.xml')).toContain('<TextLine')
})

test('a broken file costs itself, and is named', async () => {
  workspace({
    'in/a.xml': '<alto><Layout>',
    'in/b.tsv': `${fixture('tesseract-tsv/zeitung.tsv')}9\tx`,
    'in/c.txt': 'kept',
  })
  const errors: string[] = []
  const texts = await textsOf(['in'], { onError: (error) => errors.push(error.message) })
  expect([...texts.values()]).toEqual(['kept'])
  expect(errors).toEqual([
    'in/a.xml: line 1 of the ALTO: <Layout> is never closed: the file is cut off; get the whole file',
    'in/b.tsv: line 94 of the Tesseract TSV: level is 9, not one of 1 to 5; recognise the page again',
  ])
})
