import fc from 'fast-check'
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { OffprintError } from '../../../src/kernel/errors.js'
import { readAzure } from '../../../src/read/ocr/azure.js'
import { readGoogleVision } from '../../../src/read/ocr/google-vision.js'
import { ocrFormat, readOcr, type OcrText } from '../../../src/read/ocr/index.js'
import { readTextract } from '../../../src/read/ocr/textract.js'

const fixture = (name: string) => readFileSync(new URL(`../../../fixtures/${name}`, import.meta.url), 'utf8')
const json = JSON.stringify

describe('AWS Textract', () => {
  const word = (Id: string, Text: string) => ({ BlockType: 'WORD', Id, Text, Confidence: 99 })
  const line = (Id: string, Text: string, Ids: readonly string[] = []) => ({
    BlockType: 'LINE',
    Id,
    Text,
    Confidence: 50,
    Relationships: [{ Type: 'CHILD', Ids }],
  })
  const page = { BlockType: 'PAGE', Id: 'p' }

  test('the answer for one image, which numbers no page; several answers are several pages', () => {
    const one = { Blocks: [page, line('l', 'a b', ['1', '2']), word('1', 'a'), word('2', 'b')] }
    const { text, regions } = readTextract(json(one))
    expect(text).toBe('a b\n')
    expect(regions).toEqual([
      { from: 0, to: 1, page: '1', line: 1, id: '1', confidence: 0.99 },
      { from: 2, to: 3, page: '1', line: 1, id: '2', confidence: 0.99 },
    ])
    expect(readTextract(json([one, one])).text).toBe('a b\n\fa b\n')
  })

  test('a long document in several answers', () => {
    const Blocks = [1, 2].flatMap((Page) => [
      { ...page, Page },
      { ...line(`l${Page}`, `page ${Page}`), Page },
    ])
    expect(readTextract(json([{ Blocks: Blocks.slice(0, 3) }, { Blocks: Blocks.slice(3) }])).text).toBe(
      'page 1\n\fpage 2\n',
    )
  })

  test('a line whose words do not make its text is one region; ids that lead nowhere are none', () => {
    const { text, regions } = readTextract(
      json({ Blocks: [line('l', 'a b', ['1', '__proto__', '9']), word('1', 'a')] }),
    )
    expect(text).toBe('a b\n')
    expect(regions).toEqual([{ from: 0, to: 3, page: '1', line: 1, id: 'l', confidence: 0.5 }])
  })

  test('lines that no layout has and that no id names are not lost', () => {
    const bare = { BlockType: 'LINE', Text: 'bare' }
    const layout = { BlockType: 'LAYOUT_TEXT', Id: 'x', Relationships: [{ Type: 'CHILD', Ids: ['l'] }] }
    const Blocks = [page, bare, bare, line('l', 'first'), line('l', 'same id'), layout]
    expect(readTextract(json({ Blocks })).text).toBe('same id\n\nbare\nbare\nfirst\n')
  })

  test('layout: lists with their items, lines that no block has, and blocks that hold each other', () => {
    const layout = (Id: string, Ids: readonly string[]) => ({
      BlockType: 'LAYOUT_TEXT',
      Id,
      Relationships: [{ Type: 'CHILD', Ids }],
    })
    const Blocks = [
      page,
      ...['d', 'c', 'b', 'a'].map((text) => line(text, text)),
      layout('x', ['y', 'z', 'x']),
      layout('z', ['b']),
      layout('y', ['a', 'x', 'b']),
    ]
    expect(readTextract(json({ Blocks })).text).toBe('a\nb\n\nd\nc\n')
  })

  test.each([
    [{ Blocks: {} }, 'Blocks of the Textract JSON must be a list, and is an object'],
    [{ Blocks: [page, 3] }, 'Blocks[1] of the Textract JSON must be an object, and is a number'],
    [
      {
        Blocks: [
          { ...page, Text: 1 },
          { ...line('l', ''), Text: [] },
        ],
      },
      'Blocks[1].Text of the Textract JSON must be a string, and is a list',
    ],
    [
      { Blocks: [{ BlockType: 'LINE', Id: 'l' }] },
      'Blocks[0] of the Textract JSON must be a LINE with a Text, and is an object',
    ],
    [{ Blocks: [word('1', 'a'), page] }, 'the Textract JSON has blocks of words but none of lines'],
    [{ Blocks: [] }, 'the Textract JSON has no Blocks'],
    [[{ Blocks: [page] }, null], '[1] of the Textract JSON must be an object, and is null'],
  ])('broken: %j', (source, message) => {
    expect(() => readTextract(json(source))).toThrow(message)
  })
})

describe('Google Vision', () => {
  const word = (text: string, type?: unknown, more: object = {}) => ({
    ...more,
    symbols: [...text].map((c, i) => ({
      text: c,
      ...(i === text.length - 1 && type !== undefined && { property: { detectedBreak: { type } } }),
    })),
  })
  const answer = (...words: readonly object[]) => ({
    fullTextAnnotation: { pages: [{ blocks: [{ paragraphs: [{ words }] }] }] },
  })

  test('breaks: spaces, line ends, a hyphen that stands in no symbol, a break before its symbol', () => {
    const { text, regions } = readGoogleVision(
      json(
        answer(
          word('one', 'SPACE'),
          word('two', 'SURE_SPACE'),
          word('drea', 'HYPHEN'),
          word('ming', 'EOL_SURE_SPACE'),
          word('end', 'LINE_BREAK'),
        ),
      ),
    )
    expect(text).toBe('one two drea-\nming\nend\n')
    expect(regions.map(({ from, to }) => text.slice(from, to))).toEqual([
      'one',
      'two',
      'drea',
      '-',
      'ming',
      'end',
    ])
    const prefix = {
      symbols: [{ text: 'a' }, { text: 'b', property: { detectedBreak: { type: 'SPACE', isPrefix: true } } }],
    }
    expect(readGoogleVision(json(answer(prefix))).text).toBe('a b\n')
  })

  test('as the Python client writes it: other names, numbers of breaks', () => {
    const source = json({
      full_text_annotation: {
        pages: [
          {
            blocks: [
              {
                paragraphs: [
                  {
                    words: [
                      {
                        bounding_box: { normalized_vertices: [{ x: 0.5 }, { y: 0.25 }] },
                        symbols: [{ text: 'a', property: { detected_break: { type_: 1 } } }],
                      },
                      { symbols: [{ text: 'b', property: { detected_break: { type: 5 } } }] },
                    ],
                  },
                ],
              },
            ],
          },
        ],
      },
    })
    expect(ocrFormat(source)).toBe('vision')
    const { text, regions } = readOcr(source)
    expect(text).toBe('a b\n')
    expect(regions[0]!.box).toEqual([0, 0, 0.5, 0.25])
  })

  test('a response with annotations only: the first is the text, the others are its words', () => {
    const at = (description: string, x: number) => ({
      description,
      boundingPoly: {
        vertices: [
          { x, y: 1 },
          { x: x + 1, y: 2 },
        ],
      },
    })
    const source = {
      responses: [
        {
          textAnnotations: [
            { locale: 'en', description: 'a b\nc d\ne\n' },
            at('a', 1),
            at('b', 2),
            at('x', 3),
            at('d', 4),
          ],
        },
      ],
    }
    const { text, regions, language } = readGoogleVision(json(source))
    expect(text).toBe('a b\nc d\ne\n')
    expect(language).toBe('en')
    expect(regions.map(({ from, to, box }) => [text.slice(from, to), box?.[0]])).toEqual([
      ['a', 1],
      ['b', 2],
      ['c d', undefined],
      ['e', undefined],
    ])
  })

  test('a blank page, and the languages of words', () => {
    expect(readOcr('{"responses": [{}]}')).toMatchObject({ text: '', format: 'vision' })
    const german = { property: { detectedLanguages: [{ languageCode: 'de' }] } }
    expect(readGoogleVision(json(answer(word('Haus', 5, german)))).language).toBe('de')
  })

  test.each([
    [
      { responses: [{ error: { code: 7, message: 'PERMISSION_DENIED' } }] },
      'holds an error of the service: PERMISSION_DENIED; ask it again',
    ],
    [{ responses: [] }, 'the Google Vision JSON has no responses'],
    [
      answer({ symbols: [{ text: 1 }] }),
      'fullTextAnnotation.pages[0].blocks[0].paragraphs[0].words[0].symbols[0].text of the Google Vision JSON must be a string, and is a number',
    ],
    [
      { fullTextAnnotation: [] },
      'fullTextAnnotation of the Google Vision JSON must be an object, and is a list',
    ],
  ])('broken: %j', (source, message) => {
    expect(() => readGoogleVision(json(source))).toThrow(message)
  })
})

describe('Azure Document Intelligence', () => {
  const page = (more: object) => ({
    modelId: 'prebuilt-read',
    stringIndexType: 'textElements',
    pages: [{ pageNumber: 4, ...more }],
  })
  const word = (content: string, offset: number) => ({
    content,
    span: { offset, length: content.length },
    confidence: 0.5,
  })
  const line = (content: string, offset: number) => ({ content, spans: [{ offset, length: content.length }] })

  test('words of a line by their spans; a line whose words do not make its text is one region', () => {
    const source = json(
      page({ words: [word('b', 2), word('a', 0), word('x', 4)], lines: [line('a b', 0), line('c', 4)] }),
    )
    const { text, regions } = readOcr(source)
    expect(text).toBe('a b\nc\n')
    expect(regions).toEqual([
      { from: 0, to: 1, page: '4', line: 1, confidence: 0.5 },
      { from: 2, to: 3, page: '4', line: 1, confidence: 0.5 },
      { from: 4, to: 5, page: '4', line: 2 },
    ])
  })

  test('lines without spans take the next words that make them', () => {
    const bare = (content: string) => ({ content, confidence: 0.5 })
    const source = page({
      words: [bare('a'), bare('b'), bare('c')],
      lines: [{ content: 'a b' }, { content: 'x' }, { content: 'c' }],
    })
    const { text, regions } = readOcr(json(source))
    expect(text).toBe('a b\nx\nc\n')
    expect(regions.map(({ from, to, confidence }) => [text.slice(from, to), confidence])).toEqual([
      ['a', 0.5],
      ['b', 0.5],
      ['x', undefined],
      ['c', 0.5],
    ])
  })

  test('the whole answer, its result alone, and what a Python client writes', () => {
    const result = page({
      words: [{ ...word('a', 0), polygon: [1, 2, 3, 2, 3, 4, 1, 4] }],
      lines: [line('a', 0)],
    })
    const expected = readAzure(json(result))
    expect(expected.regions[0]!.box).toEqual([1, 2, 3, 4])
    expect(readOcr(json({ status: 'succeeded', analyzeResult: result }))).toEqual(expected)
    const points = [{ x: 1, y: 2 }, { x: 3, y: 4 }] // prettier-ignore
    const python = {
      model_id: 'prebuilt-read',
      pages: [{ page_number: 4, words: [{ ...word('a', 0), polygon: points }], lines: [line('a', 0)] }],
    }
    expect(readOcr(json(python))).toEqual(expected)
  })

  test('Form Recognizer 2 and Read 3, whose lines have their words', () => {
    const readResults = [
      {
        page: 1,
        language: 'de',
        lines: [
          {
            text: 'ein Wort',
            language: 'de',
            words: [
              { text: 'ein', boundingBox: [1, 1, 2, 1, 2, 3, 1, 3], confidence: 0.25 },
              { text: 'Wort' },
            ],
          },
        ],
      },
    ]
    const { text, regions, language } = readOcr(json({ status: 'succeeded', analyzeResult: { readResults } }))
    expect([text, language]).toEqual(['ein Wort\n', 'de'])
    expect(regions[0]).toEqual({ from: 0, to: 3, page: '1', line: 1, box: [1, 1, 2, 3], confidence: 0.25 })
  })

  test.each([
    [{ analyzeResult: {} }, 'the Azure JSON has no pages'],
    [{ analyzeResult: 1 }, 'analyzeResult of the Azure JSON must be an object, and is a number'],
    [page({ words: [word('a', 0)] }), 'the Azure JSON has words but no lines'],
    [page({ lines: [{ spans: [] }] }), 'pages[0].lines[0] of the Azure JSON must be a line with a content'],
    [page({ lines: 'a' }), 'pages[0].lines of the Azure JSON must be a list, and is a string'],
  ])('broken: %j', (source, message) => {
    expect(() => readAzure(json(source))).toThrow(message)
  })
})

const SAMPLES = [
  'textract/zeitung.textract.json',
  'google-vision/xinwen.vision.json',
  'azure/zeitung.azure.json',
]

describe.each(SAMPLES)('hostile: %s', (name) => {
  const sample = fixture(name)
  const read = (source: string): OcrText | undefined => {
    try {
      const found = readOcr(source)
      let at = 0
      for (const { from, to, line, box, confidence } of found.regions) {
        expect(from >= at && to > from && to <= found.text.length && line! > 0).toBe(true)
        expect(box?.every(Number.isFinite)).not.toBe(false)
        expect(confidence === undefined || (confidence >= 0 && confidence <= 1)).toBe(true)
        at = to
      }
      return found
    } catch (error) {
      expect(error).toBeInstanceOf(OffprintError)
      expect((error as OffprintError).code).toBe('ERR_INPUT')
      return undefined
    }
  }

  test('cut off anywhere, the line is told', () => {
    fc.assert(
      fc.property(fc.integer({ min: 500, max: sample.length - 3 }), (length) => {
        expect(() => readOcr(sample.slice(0, length))).toThrow(/^line \d+ of the .* JSON: /)
      }),
      { numRuns: 20 },
    )
    expect(() => readOcr(sample.replace(/(\d)\}/, '$1NaN}'))).toThrow(
      /^line 1 of the .* JSON: it is no JSON \(/,
    )
  })

  test('with any value in the place of any other, it is read or refused with its place', () => {
    const strange = fc.oneof(
      fc.constantFrom(null, true, -1, 1e308, '', 'NaN', {}, [], [[]], { x: 'a' }, { length: 9 }),
      fc.constantFrom('__proto__', 'constructor', '\f\n\r', '\ud800', '鸟 马'),
    )
    let count = 0
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(), strange), { minLength: 1, maxLength: 3 }), (changes) => {
        const root: unknown = JSON.parse(sample)
        for (const [seed, value] of changes) {
          const places: [Record<string, unknown>, string][] = []
          const collect = (of: unknown) => {
            if (typeof of !== 'object' || of === null) return
            for (const [key, inner] of Object.entries(of)) {
              places.push([of as Record<string, unknown>, key])
              collect(inner)
            }
          }
          collect(root)
          const [of, key] = places[seed % places.length]!
          of[key] = value
        }
        if (read(json(root)) !== undefined) count++
      }),
      { seed: 3, numRuns: 150 },
    )
    expect(count).toBeGreaterThan(20)
  })

  test('a chain of lists as deep as the file is long, and members named as those of every object', () => {
    const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`
    const more = sample.replace(
      '{',
      `{"extra":${deep},"__proto__":{"Blocks":1},"constructor":3,"toString":[],`,
    )
    expect(read(more)?.text).toBe(read(sample)!.text)
  })
})
