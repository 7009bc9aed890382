import { describe, expect, test } from 'vitest'
import { readOcr, type ReadOcrOptions, type TextLevel } from '../../../src/read/ocr/index.js'
import { readPageXml } from '../../../src/read/ocr/page-xml.js'

const pcgts = (content: string, attributes = 'imageFilename="0001.jpg"') =>
  `<?xml version="1.0" encoding="UTF-8"?>
<PcGts xmlns="http://schema.primaresearch.org/PAGE/gts/pagecontent/2019-07-15"><Metadata><Creator>test</Creator><Comments>no text</Comments></Metadata><Page ${attributes} imageWidth="100" imageHeight="100">${content}</Page></PcGts>`
const equiv = (text: string, attributes = '') =>
  `<TextEquiv ${attributes}><Unicode>${text}</Unicode></TextEquiv>`
const line = (text: string, more = '') => `<TextLine ${more}>${equiv(text)}</TextLine>`
const region = (id: string, content: string, more = '') =>
  `<TextRegion id="${id}" ${more}>${content}</TextRegion>`

/** As Transkribus writes PAGE 2013: `custom`, lines with baselines, text of a line and once more of its region. */
const TRANSKRIBUS = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<PcGts xmlns="http://schema.primaresearch.org/PAGE/gts/pagecontent/2013-07-15" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
    <Metadata>
        <Creator>prov=READ-COOP</Creator>
        <TranskribusMetadata docId="1" pageId="2" pageNr="1" status="GT"/>
    </Metadata>
    <Page imageFilename="0001.jpg" imageWidth="2000" imageHeight="3000">
        <ReadingOrder>
            <OrderedGroup id="ro_1" caption="Regions reading order">
                <RegionRefIndexed index="1" regionRef="r2"/>
                <RegionRefIndexed index="0" regionRef="r1"/>
            </OrderedGroup>
        </ReadingOrder>
        <TextRegion id="r2" custom="readingOrder {index:1;}">
            <Coords points="500,100 900,100 900,400 500,400"/>
            <TextLine id="r2l1" custom="readingOrder {index:0;} textStyle {offset:0; length:3;}">
                <Coords points="510,110 890,105 890,140 510,150"/>
                <Baseline points="510,138 890,130"/>
                <TextEquiv>
                    <Unicode>turm &amp; Tor</Unicode>
                </TextEquiv>
            </TextLine>
            <TextEquiv><Unicode>turm &amp; Tor</Unicode></TextEquiv>
        </TextRegion>
        <TextRegion id="r1" primaryLanguage="German" custom="readingOrder {index:0;} structure {type:paragraph;}">
            <Coords points="100,100 400,100 400,400 100,400"/>
            <TextLine id="r1l2" custom="readingOrder {index:1;}">
                <TextEquiv><Unicode>die Glok¬</Unicode></TextEquiv>
            </TextLine>
            <TextLine id="r1l1" custom="readingOrder {index:0;}">
                <TextEquiv><Unicode>Am Abend schlug</Unicode></TextEquiv>
            </TextLine>
            <TextEquiv><Unicode>Am Abend schlug
die Glok¬</Unicode></TextEquiv>
        </TextRegion>
    </Page>
</PcGts>
`

test('Transkribus: lines in reading order, each once, with the bounds of their outline', () => {
  const { text, regions, language, format } = readPageXml(TRANSKRIBUS)
  expect(text).toBe('Am Abend schlug\ndie Glok¬\n\nturm & Tor\n')
  expect([language, format]).toEqual(['de', 'page'])
  expect(regions).toEqual([
    { from: 0, to: 15, page: '0001.jpg', line: 1, block: 'r1', id: 'r1l1' },
    { from: 16, to: 25, page: '0001.jpg', line: 2, block: 'r1', id: 'r1l2' },
    { from: 27, to: 37, page: '0001.jpg', line: 3, block: 'r2', id: 'r2l1', box: [510, 105, 890, 150] },
  ])
})

test('prefixes as OCR-D writes them, the points of 2010, CDATA', () => {
  const plain = readPageXml(TRANSKRIBUS)
  expect(
    readPageXml(TRANSKRIBUS.replace(/<(\/?)([A-Z])/g, '<$1pc:$2').replace('xmlns=', 'xmlns:pc=')),
  ).toEqual(plain)
  const old = TRANSKRIBUS.replace(/points="([^"]*)"\/>/g, (_, points: string) => {
    const point = (pair: string) => `<Point x="${pair.split(',')[0]}" y="${pair.split(',')[1]}"/>`
    return `>${points.split(' ').map(point).join('')}</Coords>`
  }).replace(/<Baseline.*<\/Coords>/g, '')
  expect(readPageXml(old)).toEqual(plain)
  expect(readPageXml(TRANSKRIBUS.replace('turm &amp; Tor', '<![CDATA[turm & Tor]]>'))).toEqual(plain)
})

describe('words', () => {
  const word = (id: string, text: string) =>
    `<Word id="${id}"><Coords points="1,2 3,4"/>${text === '' ? '' : equiv(text)}</Word>`
  const read = (content: string) => {
    const { text, regions } = readPageXml(pcgts(region('r', `<TextLine id="l">${content}</TextLine>`)))
    return { text, words: regions.map(({ from, to, id }) => [id, text.slice(from, to)]) }
  }
  test('in the line they make up, spaces and all', () => {
    expect(read(word('a', 'Der') + word('b', 'Dom') + word('c', '.') + equiv('Der  Dom.'))).toEqual({
      text: 'Der  Dom.\n',
      words: [
        ['a', 'Der'],
        ['b', 'Dom'],
        ['c', '.'],
      ],
    })
  })
  test('a line corrected by hand is one region', () => {
    expect(read(word('a', 'Dcr') + word('b', 'Dom') + equiv('Der Dom'))).toEqual({
      text: 'Der Dom\n',
      words: [['l', 'Der Dom']],
    })
    expect(read(word('a', 'Der') + equiv('Der Dom')).words).toEqual([['l', 'Der Dom']])
  })
  test('without the line’s own text they are joined as their scripts do', () => {
    expect(read(word('a', 'Der') + word('b', '') + word('c', 'Dom')).text).toBe('Der Dom\n')
    expect(read(word('a', '北') + word('b', '京') + '<TextEquiv><Unicode/></TextEquiv>').text).toBe('北京\n')
  })
  test('glyphs count where a word has no text', () => {
    const glyphs = `<Word id="w"><Glyph>${equiv('n', 'index="1"')}${equiv('m', 'index="0"')}</Glyph><Glyph>${equiv('o')}</Glyph></Word>`
    expect(read(glyphs)).toEqual({ text: 'mo\n', words: [['w', 'mo']] })
  })
})

test.each([
  [equiv('second', 'index="1" conf="0.9"') + equiv('first', 'index="0" conf="0.1"'), 'first'],
  [equiv('none', 'conf="1"') + equiv('indexed', 'index="7"'), 'indexed'],
  [equiv('low', 'conf="0.2"') + equiv('high', 'conf="0.8"') + equiv('none'), 'high'],
  [equiv('first') + equiv('second'), 'first'],
  ['<TextEquiv><PlainText>ascii</PlainText><Unicode>ünicode</Unicode></TextEquiv>', 'ünicode'],
  ['<TextEquiv><PlainText>ascii</PlainText><Unicode></Unicode></TextEquiv>', 'ascii'],
])('of several texts, %s: %s', (texts, expected) => {
  expect(readPageXml(pcgts(region('r', `<TextLine>${texts}</TextLine>`))).text).toBe(`${expected}\n`)
})

describe('reading order', () => {
  const blocks = (content: string) => readPageXml(pcgts(content)).text.trim().split('\n\n')
  const group = (content: string) => `<ReadingOrder>${content}</ReadingOrder>`
  const ref = (id: string, index?: number) =>
    index === undefined
      ? `<RegionRef regionRef="${id}"/>`
      : `<RegionRefIndexed regionRef="${id}" index="${index}"/>`
  const four = ['a', 'b', 'c', 'd'].map((id) => region(id, line(id))).join('')

  test('groups within groups', () => {
    const order = group(
      `<OrderedGroup>${ref('d', 2)}<UnorderedGroupIndexed index="10">${ref('b')}${ref('a')}</UnorderedGroupIndexed><OrderedGroupIndexed index="1">${ref('c', 0)}</OrderedGroupIndexed></OrderedGroup>`,
    )
    expect(blocks(order + four)).toEqual(['c', 'd', 'b', 'a'])
  })
  test('what it leaves out follows; what it names twice or wrongly comes once or not', () => {
    expect(
      blocks(group(`<UnorderedGroup>${ref('c')}${ref('x')}${ref('c')}</UnorderedGroup>`) + four),
    ).toEqual(['c', 'a', 'b', 'd'])
  })
  test('a group that stands for a region brings it along', () => {
    const order = `<OrderedGroup><OrderedGroupIndexed index="0" regionRef="t">${ref('a', 1)}${ref('b', 0)}</OrderedGroupIndexed></OrderedGroup>`
    const nested = `<TableRegion id="t">${region('a', line('a'))}${region('b', line('b'))}${region('c', line('c'))}</TableRegion>`
    expect(blocks(group(order) + nested)).toEqual(['c', 'b', 'a'])
    expect(blocks(nested)).toEqual(['a', 'b', 'c'])
  })
  test('custom indexes without a ReadingOrder, if every region has one', () => {
    const custom = (index: number) => `custom="readingOrder {index:${index};} structure {type:heading;}"`
    const two = region('a', line('a'), custom(10)) + region('b', line('b'), custom(9))
    expect(blocks(two)).toEqual(['b', 'a'])
    expect(blocks(two + region('c', line('c')))).toEqual(['a', 'b', 'c'])
  })
  test('nested regions stand behind the lines of theirs, table cells one by one', () => {
    expect(blocks(region('a', line('a') + region('b', line('b')) + line('a2')))).toEqual(['a\na2', 'b'])
    const cells =
      '<TableRegion id="t"><TableCell id="c1">' + line('1') + '</TableCell><TableCell id="c2">' + line('2')
    expect(blocks(`${cells}</TableCell></TableRegion>`)).toEqual(['1', '2'])
  })
})

test('a region without lines is its own text, line by line', () => {
  const { text, regions } = readPageXml(
    pcgts(region('r', `<Coords points="1,2 30,2 30,40 1,40"/>${equiv('one\r\n\n two ')}`)),
  )
  expect(text).toBe('one\ntwo\n')
  expect(regions).toEqual([
    { from: 0, to: 3, page: '0001.jpg', line: 1, block: 'r', box: [1, 2, 30, 40] },
    { from: 4, to: 7, page: '0001.jpg', line: 2, block: 'r', box: [1, 2, 30, 40] },
  ])
  const empty = region('r', `<TextLine id="l"/>${equiv('kept')}`)
  expect(readPageXml(pcgts(empty)).text).toBe('kept\n')
})

test.each(['', '1,2 3', 'a,b c,d', '1,2 ,'])('an outline of %j is no box', (points) => {
  const { regions } = readPageXml(
    pcgts(region('r', `<TextLine><Coords points="${points}"/>${equiv('a')}</TextLine>`)),
  )
  expect(regions[0]).not.toHaveProperty('box')
})

test('languages by name, the innermost first', () => {
  const one = region('r', line('短'), 'primaryLanguage="Chinese, traditional"')
  expect(readPageXml(pcgts(one, 'imageFilename="x" primaryLanguage="German"')).language).toBe('zh-Hant')
  const many = one + region('s', line('ein längerer Text'))
  expect(readPageXml(pcgts(many, 'imageFilename="x" primaryLanguage="German"')).language).toBe('de')
})

describe('what cannot be read', () => {
  const fails = (xml: string, message: string | RegExp) => {
    expect(() => readPageXml(xml)).toThrow(expect.objectContaining({ code: 'ERR_INPUT' }))
    expect(() => readPageXml(xml)).toThrow(message)
  }
  test('lines that nobody has recognised; a blank page is another thing', () => {
    const bare = region('r', '<TextLine><Coords points="1,2 3,4"/></TextLine><TextLine/>')
    fails(
      pcgts(bare),
      'the PAGE-XML has 2 lines but no text (no TextEquiv with Unicode); recognise it first, or export it with its text',
    )
    fails(pcgts(region('r', line(''))), 'the PAGE-XML has 1 line but no text')
    expect(readPageXml(pcgts('<ImageRegion id="i"/>'))).toEqual({ text: '', regions: [], format: 'page' })
  })
  test('no page, a file cut off, elements in the wrong order', () => {
    fails('<PcGts><Metadata/></PcGts>', 'the PAGE-XML has no Page; export the file with its pages')
    for (const at of ['turm', '</TextLine>', '<RegionRefIndexed', 'points="510'])
      fails(TRANSKRIBUS.slice(0, TRANSKRIBUS.indexOf(at)), /the file is cut off/)
    fails(
      TRANSKRIBUS.replace('</TextEquiv>', ''),
      'line 19 of the PAGE-XML: <TextEquiv> is never closed; repair',
    )
    fails(pcgts(line('a')), 'line 2 of the PAGE-XML: TextLine stands in no region; export the file again')
  })
})

describe('the order of lines that the text of their region gives', () => {
  const order = (lines: readonly string[], own: string, more = '') =>
    readPageXml(
      pcgts(region('r', lines.map((one, i) => line(one, `id="l${i}" ${more}`)).join('') + equiv(own))),
    )

  test.each([
    ['one\nthree\ntwo', 'one\ntwo\nthree'],
    ['one\nthree\ntwo', 'one\r\ntwo\r\nthree'],
    ['one\nthree\ntwo', 'one two three'],
    ['one\ntwo\none', 'one\none\ntwo'],
  ])('%j by %j', (lines, own) => {
    const { text, regions } = order(lines.split('\n'), own)
    expect(text.trim().split('\n')).toEqual(own.trim().split(/\s+/))
    // Each line keeps its own id.
    for (const { from, to, id } of regions) {
      expect(lines.split('\n')[Number(id!.slice(1))]).toBe(text.slice(from, to))
    }
  })

  test('wins over the order that Transkribus writes, and over the file', () => {
    expect(order(['b', 'a'], 'a\nb', 'custom="readingOrder {index:0;}"').text).toBe('a\nb\n')
  })

  test('a text that is not made of the lines changes nothing', () => {
    for (const own of ['a', 'a\nb\nc', 'a\nx', '']) expect(order(['b', 'a'], own).text).toBe('b\na\n')
  })

  test('lines whose text is that of their words, and a region with another inside', () => {
    const word = (text: string) => `<Word>${equiv(text)}</Word>`
    const lines = `<TextLine>${word('c')}${word('d')}</TextLine><TextLine>${word('a')}${word('b')}</TextLine>`
    expect(readPageXml(pcgts(region('r', lines + equiv('a b\nc d')))).text).toBe('a b\nc d\n')
    const nested = region('r', line('b') + line('a') + region('s', line('c')) + equiv('a\nb'))
    expect(readPageXml(pcgts(nested)).text).toBe('a\nb\n\nc\n')
  })
})

describe('the level whose text counts', () => {
  const word = (text: string) => `<Word id="w">${equiv(text)}</Word>`
  const source = pcgts(
    region(
      'r',
      `<TextLine id="l">${word('word')}${word('a')}${equiv('line a')}</TextLine>${line('end')}${equiv('region a\nend')}`,
    ),
  )
  const at = (level?: TextLevel) => readPageXml(source, level === undefined ? {} : { level })

  test('that of lines, unless another is named', () => {
    expect(at().text).toBe('line a\nend\n')
    expect(at('line')).toEqual(at())
    expect(at('region').text).toBe('region a\nend\n')
    expect(at('word').text).toBe('word a\nend\n')
  })

  test('a line of a region that is one of its lines keeps its place', () => {
    const { regions } = readPageXml(
      pcgts(region('r', `${line('b', 'id="1"')}${line('a', 'id="2"')}${equiv('x\na\nb')}`)),
      {
        level: 'region',
      },
    )
    expect(regions.map(({ id }) => id)).toEqual([undefined, '2', '1'])
  })

  test('where it has no text, the next below counts, and else the next above', () => {
    const lines = pcgts(region('r', line('a')))
    for (const level of ['region', 'line', 'word'] as const)
      expect(readPageXml(lines, { level }).text).toBe('a\n')
    const whole = pcgts(region('r', `<TextLine/>${equiv('a')}`))
    for (const level of ['region', 'line', 'word'] as const)
      expect(readPageXml(whole, { level }).text).toBe('a\n')
  })

  test('another level, and another option', () => {
    for (const options of [{ level: 'page' }, { levels: 'line' }] as unknown as ReadOcrOptions[]) {
      for (const read of [readPageXml, readOcr]) {
        expect(() => read(source, options)).toThrow(expect.objectContaining({ code: 'ERR_ARGUMENT' }))
      }
    }
    expect(readOcr(source, { level: 'word' }).text).toBe('word a\nend\n')
  })

  test('the confidence of a word, or of a line without words', () => {
    const sure = `<TextLine><Word><TextEquiv conf="0.5"><Unicode>a</Unicode></TextEquiv></Word></TextLine><TextLine><TextEquiv conf="0.25"><Unicode>b</Unicode></TextEquiv></TextLine><TextLine><TextEquiv conf="7"><Unicode>c</Unicode></TextEquiv></TextLine>`
    const { regions } = readPageXml(pcgts(region('r', sure)))
    expect(regions.map(({ confidence }) => confidence)).toEqual([0.5, 0.25, undefined])
  })
})
