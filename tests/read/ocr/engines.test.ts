import fc from 'fast-check'
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { audit } from '../../../src/audit/index.js'
import { ocrFormat, readOcr } from '../../../src/read/ocr/index.js'
import { ENGINES, type Pages, type Word } from './writers.js'

const latin = fc.stringMatching(/^[a-zäß&<>'.,-]{1,6}[a-z]$/)
const han = fc.stringMatching(/^[鸟马样，。]{1,4}$/)
const line = fc.oneof(...[latin, han].map((word) => fc.array(word, { minLength: 1, maxLength: 4 })))
const documents = fc
  .array(fc.array(fc.array(line, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 3 }), {
    minLength: 1,
    maxLength: 3,
  })
  .map((pages): Pages => {
    let n = 0
    const word = (text: string, i: number): Word => ({
      text,
      box: [n, 2 * n, ++n + 5, 2 * n + 9],
      confidence: (n % 8) / 8,
      spaced: i > 0 && text < '\u3000',
    })
    return pages.map((blocks) => blocks.map((lines) => lines.map((words) => words.map(word))))
  })

/** The text of pages, written without a look at the readers. */
function plainText(pages: Pages): string {
  const textOf = (words: readonly Word[]) =>
    words.map(({ text }) => text).join(words[0]!.text >= '\u3000' ? '' : ' ')
  return pages
    .map((blocks) => blocks.map((lines) => lines.map((words) => `${textOf(words)}\n`).join('')).join('\n'))
    .join('\f')
}

describe.each(Object.entries(ENGINES))('%s', (format, write) => {
  test('any document that is written reads back, word by word, each in its place', () => {
    fc.assert(
      fc.property(documents, (pages) => {
        const source = write(pages)
        expect(ocrFormat(source)).toBe(format)
        const { text, regions } = readOcr(source)
        expect(text).toBe(plainText(pages))
        const words = pages.flat(3)
        expect(regions.map(({ from, to }) => text.slice(from, to))).toEqual(words.map((word) => word.text))
        expect(regions.map(({ box }) => box)).toEqual(words.map(({ box }) => box))
        expect(regions.map(({ confidence }) => confidence)).toEqual(words.map((word) => word.confidence))
        expect(regions.map(({ page }) => page)).toEqual(
          pages.flatMap((blocks, p) => blocks.flat(2).map(() => String(p + 1))),
        )
      }),
      { seed: 26, numRuns: 60 },
    )
  })

  test('an empty page between two others is an empty page', () => {
    const one: Pages[number] = [[[{ text: 'one', box: [1, 2, 3, 4], confidence: 0.5, spaced: false }]]]
    expect(readOcr(write([one, [], one])).text).toBe('one\n\f\fone\n')
  })
})

/** The pages of an engine in all formats that it writes (`ocr-engine` of the evaluation data, which are not part of the repository). */
const DATA = path.join(process.env.OFFPRINT_DATA ?? '/nonexistent', 'ocr-engine')
const PAGES =
  'de_page de_page_noise de_page_wfrak en_page en_page_bad en_page_low vert zh2_page zh_page'.split(' ')

describe.skipIf(!existsSync(DATA))('a page that Tesseract wrote', () => {
  const file = (name: string) => readFileSync(path.join(DATA, name), 'utf8')

  test.each(PAGES)(
    '%s: one text and the same rates through every format',
    (page) => {
      const truth = file(`${page.replace(/_(noise|wfrak|bad|low)$/, '')}.gt.txt`)
      const tsv = readOcr(file(`${page}.tsv`))
      const others = [readOcr(file(`${page}.hocr`)), readOcr(file(`${page}.xml`))]
      for (const { text, regions } of others) {
        expect(text).toBe(tsv.text)
        expect(regions.map(({ from, to, line, box }) => ({ from, to, line, box }))).toEqual(
          tsv.regions.map(({ from, to, line, box }) => ({ from, to, line, box })),
        )
      }
      // The same page as other engines would write it.
      const pages = asPages(tsv)
      for (const write of Object.values(ENGINES)) {
        const { text, regions } = readOcr(write(pages))
        expect(text).toBe(tsv.text)
        expect(regions.map(({ from, to }) => [from, to])).toEqual(
          tsv.regions.map(({ from, to }) => [from, to]),
        )
      }
      // Plain text has spaces between Chinese words, which markup does not tell: they are layout.
      const plain = file(`${page}.txt`)
      if (!/^(vert|zh)/.test(page)) expect(plain).toBe(tsv.text)
      const levels = ({ rates: { whole } }: ReturnType<typeof audit>) =>
        [whole.layout, whole.form].map(({ cer, wer }) => [cer.rate, wer.rate])
      expect(levels(audit(plain, truth))).toEqual(levels(audit(tsv, truth)))
    },
    120_000,
  )
})

/** What was read of one page, as blocks, lines and words. */
function asPages({ text, regions }: ReturnType<typeof readOcr>): Pages {
  const blocks: { line: number; words: Word[] }[][] = []
  let end = 0
  for (const { from, to, line: number, box, confidence } of regions) {
    const between = text.slice(end, from)
    if (blocks.length === 0 || between.includes('\n\n')) blocks.push([])
    const lines = blocks.at(-1)!
    if (lines.at(-1)?.line !== number) lines.push({ line: number!, words: [] })
    lines.at(-1)!.words.push({
      text: text.slice(from, to),
      box: box as Word['box'],
      confidence: confidence ?? 0,
      spaced: between === ' ',
    })
    end = to
  }
  return [blocks.map((lines) => lines.map((one) => one.words))]
}
