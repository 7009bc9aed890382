import { describe, expect, test } from 'vitest'
import { readAlto } from '../../../src/read/ocr/alto.js'

const alto = (layout: string, description = '<MeasurementUnit>pixel</MeasurementUnit>') =>
  `<?xml version="1.0" encoding="UTF-8"?>
<alto xmlns="http://www.loc.gov/standards/alto/ns-v3#"><Description>${description}</Description><Layout>${layout}</Layout></alto>`
const page = (space: string) => `<Page ID="P1" PHYSICAL_IMG_NR="4"><PrintSpace>${space}</PrintSpace></Page>`
const block = (id: string, content: string, more = '') =>
  `<TextBlock ID="${id}" ${more}><TextLine ID="${id}_l"><String CONTENT="${content}"/></TextLine></TextBlock>`
const line = (content: string) => alto(page(`<TextBlock ID="b"><TextLine>${content}</TextLine></TextBlock>`))

/** As FineReader 11 writes ALTO 2: tenths of a millimetre or pixels, HYP without a height, halves with SUBS_CONTENT. */
const ABBYY = `<?xml version="1.0" encoding="UTF-8"?>
<alto xmlns="http://www.loc.gov/standards/alto/ns-v2#" xmlns:xlink="http://www.w3.org/1999/xlink">
<Description>
<MeasurementUnit>mm10</MeasurementUnit>
<sourceImageInformation><fileName>0012.tif</fileName></sourceImageInformation>
<OCRProcessing ID="OCR1"><ocrProcessingStep><processingSoftware>
<softwareCreator>ABBYY</softwareCreator><softwareName>FineReader</softwareName></processingSoftware></ocrProcessingStep></OCRProcessing>
</Description>
<Layout><Page ID="Page12" PHYSICAL_IMG_NR="12" HEIGHT="3000" WIDTH="2000">
<TopMargin ID="TM"><TextBlock ID="head"><TextLine><String HPOS="5" VPOS="5" WIDTH="20" HEIGHT="8" CONTENT="Seite"/></TextLine></TextBlock></TopMargin>
<PrintSpace HPOS="0" VPOS="0" WIDTH="2000" HEIGHT="3000">
<ComposedBlock ID="C1"><ComposedBlock ID="C2">
<TextBlock ID="B1" language="de">
<TextLine ID="L1" HPOS="10" VPOS="20" WIDTH="90" HEIGHT="12">
<String ID="S1" HPOS="10" VPOS="20" WIDTH="30" HEIGHT="12" CONTENT="Der" WC="0.9"><ALTERNATIVE>Die</ALTERNATIVE></String><SP WIDTH="5" HPOS="40" VPOS="20"/>
<String ID="S2" HPOS="45.5" VPOS="20" WIDTH="40" HEIGHT="12" SUBS_TYPE="HypPart1" SUBS_CONTENT="Glockenturm" CONTENT="Glocken"/><HYP HPOS="85.5" VPOS="20" WIDTH="4" CONTENT="&#173;"/>
</TextLine>
<TextLine ID="L2"><String ID="S3" SUBS_TYPE="HypPart2" SUBS_CONTENT="Glockenturm" CONTENT="turm"/></TextLine>
</TextBlock></ComposedBlock>
<Illustration ID="I1"/><GraphicalElement ID="G1"/></ComposedBlock>
</PrintSpace>
<BottomMargin ID="BM"><TextBlock ID="foot"><TextLine><String CONTENT="12"/></TextLine></TextBlock></BottomMargin>
</Page></Layout></alto>`

test('ABBYY: margins, composed blocks, both halves of a word and its hyphen as printed', () => {
  const { text, regions, language, format } = readAlto(ABBYY)
  expect(text).toBe('Seite\n\nDer Glocken\u00ad\nturm\n\n12\n')
  expect([language, format]).toEqual(['de', 'alto'])
  const b1 = { page: '12', block: 'B1' }
  expect(regions).toEqual([
    { from: 0, to: 5, page: '12', line: 1, block: 'head', box: [5, 5, 25, 13] },
    { from: 7, to: 10, ...b1, line: 2, id: 'S1', box: [10, 20, 40, 32], confidence: 0.9 },
    { from: 11, to: 18, ...b1, line: 2, id: 'S2', box: [45.5, 20, 85.5, 32] },
    { from: 18, to: 19, ...b1, line: 2, id: 'L1', box: [85.5, 20, 89.5, 32] },
    { from: 20, to: 24, ...b1, line: 3, id: 'S3' },
    { from: 26, to: 28, page: '12', line: 4, block: 'foot' },
  ])
})

test('prefixes, no namespace and every version read alike', () => {
  const plain = readAlto(ABBYY)
  const prefixed = ABBYY.replace(/<(\/?)([A-Za-z])/g, '<$1alto:$2').replace('xmlns=', 'xmlns:alto=')
  expect(readAlto(prefixed)).toEqual(plain)
  expect(readAlto(ABBYY.replace(/ xmlns="[^"]*"/, ''))).toEqual(plain)
  expect(readAlto(ABBYY.replace('ns-v2#', 'ns-v4#').replace('language=', 'LANG='))).toEqual(plain)
  expect(readAlto(`\ufeff${ABBYY}`)).toEqual(plain)
})

describe('a space stands where there is an SP', () => {
  const two = (a: string, between: string, b: string) =>
    `<String CONTENT="${a}"/>${between}<String CONTENT="${b}"/>`
  test('also between Han characters, and nowhere else in a file that has any', () => {
    const xml = alto(
      page(
        `<TextBlock><TextLine>${two('李', '<SP/>', '明')}</TextLine><TextLine>${two('word', '', ',')}</TextLine></TextBlock>`,
      ),
    )
    expect(readAlto(xml).text).toBe('李 明\nword,\n')
  })
  test('a file without any leaves it to the script', () => {
    expect(readAlto(line(two('two', '', 'words') + two('北', '', '京'))).text).toBe('two words 北京\n')
  })
  test('Tesseract writes one after every String, also after a Han character', () => {
    const software =
      '<OCRProcessing ID="OCR_0"><ocrProcessingStep><processingSoftware><softwareName>tesseract 5.3.0</softwareName></processingSoftware></ocrProcessingStep></OCRProcessing>'
    const xml = (a: string, b: string) =>
      alto(page(`<TextBlock><TextLine>${two(a, '<SP WIDTH="2"/>', b)}</TextLine></TextBlock>`), software)
    expect(readAlto(xml('北', '京')).text).toBe('北京\n')
    expect(readAlto(xml('two', 'words')).text).toBe('two words\n')
  })
})

test('a hyphen that stands in the String and in HYP is printed once; HYP may lack its content', () => {
  expect(readAlto(line('<String CONTENT="Glok-"/><HYP CONTENT="-"/>')).text).toBe('Glok-\n')
  expect(readAlto(line('<String CONTENT="Glok"/><HYP CONTENT="¬"/>')).text).toBe('Glok¬\n')
  expect(readAlto(line('<String CONTENT="Glok"/><HYP/>')).text).toBe('Glok-\n')
  expect(readAlto(line('<HYP CONTENT="-"/><String CONTENT="a"/>')).text).toBe('a\n')
})

test('content: entities, line breaks, white space around it, glyphs', () => {
  expect(readAlto(line('<String CONTENT="&lt;a&gt; &amp; &#x9e1f;&quot;"/>')).text).toBe('<a> & 鸟"\n')
  expect(readAlto(line('<String CONTENT=" a&#10;b&#12; "/>')).text).toBe('a b\n')
  const glyphs =
    '<String ID="s"><Shape/><Glyph CONTENT="n"><Variant CONTENT="u"/></Glyph><Glyph CONTENT="o"/></String>'
  expect(readAlto(line(glyphs)).text).toBe('no\n')
})

describe('reading order', () => {
  const order = (blocks: string) =>
    readAlto(alto(page(blocks)))
      .text.split('\n\n')
      .map((text) => text.trim())
  test('IDNEXT, whatever the order of the file', () => {
    expect(order(block('a', '1', 'IDNEXT="c"') + block('b', '3') + block('c', '2', 'IDNEXT="b"'))).toEqual([
      '1',
      '2',
      '3',
    ])
    expect(order(block('z', '2') + block('a', '1', 'IDNEXT="z"'))).toEqual(['1', '2'])
  })
  test('IDNEXT in a circle, to itself, to nothing: every block once', () => {
    expect(order(block('a', '1', 'IDNEXT="b"') + block('b', '2', 'IDNEXT="a"'))).toEqual(['1', '2'])
    expect(order(block('a', '1', 'IDNEXT="a"') + block('b', '2', 'IDNEXT="nothing"'))).toEqual(['1', '2'])
    expect(order(block('a', '1') + block('a', '2'))).toEqual(['1', '2'])
  })
  test('IDNEXT of composed blocks moves what they hold', () => {
    const composed = (id: string, content: string, more: string) =>
      `<ComposedBlock ID="${id}" ${more}>${content}</ComposedBlock>`
    expect(
      order(
        composed('C', block('a', '3') + block('b', '4'), '') +
          composed('D', block('c', '1') + block('d', '2'), 'IDNEXT="C"'),
      ),
    ).toEqual(['1', '2', '3', '4'])
  })
  test('ReadingOrder of version 4.3, groups within groups', () => {
    const list =
      '<ReadingOrder><OrderedGroup><ElementRef REF="c"/><UnorderedGroup><ElementRef REF="a"/></UnorderedGroup></OrderedGroup></ReadingOrder>'
    const xml = alto(page(block('a', '2') + block('b', '3') + block('c', '1'))).replace(
      '<Layout>',
      `${list}<Layout>`,
    )
    expect(readAlto(xml).text).toBe('1\n\n2\n\n3\n')
  })
})

test('pages: form feeds, lines counted anew, names by number, id or image', () => {
  const one = (attributes: string) => `<Page ${attributes}><PrintSpace>${block('b', 'x')}</PrintSpace></Page>`
  const image = '<sourceImageInformation><fileName>/scans/p9.tif</fileName></sourceImageInformation>'
  const { text, regions } = readAlto(
    alto(one('PHYSICAL_IMG_NR="1" ID="p1"') + one('ID="p2"') + one(''), image),
  )
  expect(text).toBe('x\n\fx\n\fx\n')
  expect(regions.map(({ page, line }) => [page, line])).toEqual([
    ['1', 1],
    ['p2', 1],
    ['p9.tif', 1],
  ])
})

test('lines and blocks without text leave no trace', () => {
  const empty = '<TextBlock ID="e"><TextLine><String CONTENT=" "/></TextLine><TextLine/></TextBlock>'
  expect(readAlto(alto(page(empty + block('a', '1') + empty + block('b', '2')))).text).toBe('1\n\n2\n')
})

test('the language of most characters, and of the page where blocks have none', () => {
  const blocks =
    block('a', 'a long line', 'LANG="eng"') + block('b', 'kurz', 'LANG="deu"') + block('c', 'x', 'LANG="und"')
  expect(readAlto(alto(page(blocks))).language).toBe('en')
  expect(readAlto(alto(page(block('a', 'x')).replace('<Page', '<Page LANG="chi_tra"'))).language).toBe(
    'zh-Hant',
  )
  expect(readAlto(alto(page(block('a', 'x'))))).not.toHaveProperty('language')
})

describe('what cannot be read', () => {
  const fails = (xml: string, message: string) =>
    expect(() => readAlto(xml)).toThrow(expect.objectContaining({ code: 'ERR_INPUT', message }))
  test('a String without content', () => {
    fails(line('<String ID="s1"/>'), 'line 2 of the ALTO: String "s1" has no CONTENT; export the file again')
  })
  test('lines that nobody has recognised; a blank page is another thing', () => {
    fails(
      line('<String CONTENT=""/>'),
      'the ALTO has 1 line but no text (no String with CONTENT); recognise it first, or export it with its text',
    )
    expect(readAlto(alto(page('<Illustration ID="i"/>')))).toEqual({ text: '', regions: [], format: 'alto' })
    expect(readAlto(line('<String CONTENT=" "/>')).text).toBe('')
  })
  test('no page', () => {
    fails(alto(''), 'the ALTO has no Layout with a Page; export the file with its pages')
  })
  test('a file cut off, in an element, a tag or an attribute', () => {
    for (const at of [
      '<HYP',
      'CONTENT="turm',
      '</TextBlock></ComposedBlock>',
      ' SUBS_CONTENT="Glockenturm" CONTENT="tu',
    ]) {
      expect(() => readAlto(ABBYY.slice(0, ABBYY.indexOf(at)))).toThrow(/the file is cut off/)
    }
  })
  test('elements that close in the wrong order, and tags that run into each other', () => {
    fails(
      alto(page('<TextBlock><TextLine></TextBlock>')),
      'line 2 of the ALTO: <TextLine> is never closed; repair or export the file again',
    )
    fails(
      line('<String CONTENT="a/><String CONTENT="b"/>'),
      'line 2 of the ALTO: a tag holds another "<"; a quote or ">" is missing, so repair or export the file again',
    )
  })
})

test('a declaration, or any instruction, with no line end behind it', () => {
  const alone = readAlto(ABBYY)
  expect(readAlto(ABBYY.replace('?>\n', '?>'))).toEqual(alone)
  expect(readAlto(ABBYY.replace('<Layout>', '<?export 1?><Layout>'))).toEqual(alone)
})
