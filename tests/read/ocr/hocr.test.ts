import { describe, expect, test } from 'vitest'
import { readHocr } from '../../../src/read/ocr/hocr.js'

const page = (body: string, title = 'bbox 0 0 900 1200; ppageno 3') =>
  `<html><head><title>scan</title></head><body><div class="ocr_page" id="page_1" title='${title}'>${body}</div></body></html>`

/** As Tesseract 5 writes it: indented, one quote style, `lang` on the paragraph only. */
const TESSERACT = `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN"
    "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
<html xmlns="http://www.w3.org/1999/xhtml" xml:lang="en" lang="en">
 <head>
  <title></title>
  <meta http-equiv="Content-Type" content="text/html;charset=utf-8"/>
  <meta name='ocr-system' content='tesseract 5.3.0' />
  <meta name='ocr-capabilities' content='ocr_page ocr_carea ocr_par ocr_line ocrx_word ocrp_wconf'/>
 </head>
 <body>
  <div class='ocr_page' id='page_1' title='image "/scans/a;b.png"; bbox 0 0 640 480; ppageno 0; scan_res 70 70'>
   <div class='ocr_carea' id='block_1_1' title="bbox 36 92 580 161">
    <p class='ocr_par' id='par_1_1' lang='deu' title="bbox 36 92 580 161">
     <span class='ocr_header' id='line_1_1' title="bbox 36 92 580 122; baseline 0 -6; x_size 30">
      <span class='ocrx_word' id='word_1_1' title='bbox 36 92 90 116; x_wconf 96'>Der</span>
      <span class='ocrx_word' id='word_1_2' title='x_wconf 91; bbox 100 92 190 116'><strong>Dom</strong>&amp;</span>
     </span>
     <span class='ocr_line' id='line_1_2' title="bbox 36 130 580 161">
      <span class='ocrx_word' id='word_1_3' title='bbox 36 130 120 161; x_wconf 90'>Glok-</span>
     </span>
    </p>
    <p class='ocr_par' id='par_1_2' lang='deu'>
     <span class='ocr_caption' id='line_1_3' title="bbox 1 2 3 4">
      <span class='ocrx_word' id='word_1_4' title='bbox 1 2 3 4'>ken&shy;turm&nbsp;5</span>
     </span>
    </p>
   </div>
  </div>
 </body>
</html>
`

test('Tesseract: words, lines, paragraphs, entities, language of the text', () => {
  const { text, regions, language, format } = readHocr(TESSERACT)
  expect(text).toBe('Der Dom&\nGlok-\n\nken\u00adturm\u00a05\n')
  expect(format).toBe('hocr')
  expect(language).toBe('de')
  const at = { page: '0', block: 'block_1_1' }
  expect(regions).toEqual([
    { from: 0, to: 3, ...at, line: 1, id: 'word_1_1', box: [36, 92, 90, 116], confidence: 0.96 },
    { from: 4, to: 8, ...at, line: 1, id: 'word_1_2', box: [100, 92, 190, 116], confidence: 0.91 },
    { from: 9, to: 14, ...at, line: 2, id: 'word_1_3', box: [36, 130, 120, 161], confidence: 0.9 },
    { from: 16, to: 26, ...at, line: 3, id: 'word_1_4', box: [1, 2, 3, 4] },
  ])
})

test('a page break is a form feed behind the line end, also for a blank page', () => {
  const one = (word: string) =>
    `<div class="ocr_page"><span class="ocr_line"><span class="ocrx_word">${word}</span></span></div>`
  const { text, regions } = readHocr(`<body>${one('a')}<div class="ocr_page"></div>${one('b')}</body>`)
  expect(text).toBe('a\n\f\fb\n')
  expect(regions.map(({ from, line }) => [from, line])).toEqual([
    [0, 1],
    [4, 1],
  ])
})

test.each([
  ['今 天 天 气', '今天天气'],
  ['共 1998 年 ， 完', '共1998年，完'],
  ['使用 Python 编程', '使用 Python 编程'],
  ['カ タ カナ です', 'カタカナです'],
  ['ภาษา ไทย', 'ภาษาไทย'],
  ['ปี 2563', 'ปี 2563'],
  ['나는 간다', '나는 간다'],
  ['Größe : Über 5', 'Größe : Über 5'],
  ['𠀀 𠀁', '𠀀𠀁'],
  ['“ 今日 ” 3', '“今日” 3'],
])('white space between words, %s: a space where the script has one', (words, expected) => {
  const spans = words
    .split(' ')
    .map((word) => `<span class="ocrx_word">${word}</span>`)
    .join('\n   ')
  expect(readHocr(page(`<span class="ocr_line">${spans}</span>`)).text).toBe(`${expected}\n`)
})

describe('spaces that the markup leaves open', () => {
  const word = (content: string) => `<span class="ocrx_word">${content}</span>`
  test('without white space between any two words, every word is one', () => {
    const line = `<span class="ocr_line">${word('two')}${word('words')}${word('鸟')}${word('马')}</span>`
    expect(readHocr(page(line)).text).toBe('two words 鸟马\n')
  })
  test('with some, touching words touch', () => {
    const line = `<span class="ocr_line">${word('two')}${word(',')} ${word('words')}</span>`
    expect(readHocr(page(line)).text).toBe('two, words\n')
  })
  test('a word of nothing but a space is a space, as kraken writes it', () => {
    const line = `<span class="ocr_line">${word('鸟')}${word(' ')}${word('马')}</span>`
    const { text, regions } = readHocr(page(line))
    expect(text).toBe('鸟 马\n')
    expect(regions.map(({ from, to }) => [from, to])).toEqual([
      [0, 1],
      [2, 3],
    ])
  })
})

test('text outside words stays in its line, without a region', () => {
  const line =
    '<span class="ocr_line">(<span class="ocrx_word">see</span> <span class="ocrx_word">below</span>), then</span>'
  const { text, regions } = readHocr(page(line))
  expect(text).toBe('(see below), then\n')
  expect(regions.map(({ from, to }) => text.slice(from, to))).toEqual(['see', 'below'])
})

test('lines without words are regions', () => {
  const { text, regions } = readHocr(
    page(
      '<span class="ocrx_line" id="l1" title="bbox 1 2 3 4">one &lt;line&gt;</span><br>\n<span class="ocr_line">two</span>',
    ),
  )
  expect(text).toBe('one <line>\ntwo\n')
  expect(regions).toEqual([
    { from: 0, to: 10, page: '3', line: 1, id: 'l1', box: [1, 2, 3, 4] },
    { from: 11, to: 14, page: '3', line: 2 },
  ])
})

test('characters of a word, one to a line, are the word', () => {
  const c = (content: string) => `\n   <span class='ocrx_cinfo' title='x_bboxes 1 2 3 4'>${content}</span>`
  const word = `<span class='ocrx_word' id='w'>${c('n')}${c('o')}\n  </span>`
  expect(readHocr(page(`<span class='ocr_line'>${word}\n${word}</span>`)).text).toBe('no no\n')
  const bare = `<span class='ocr_line'>${c('a')}${c(' ')}${c('b')}</span>`
  expect(readHocr(page(bare)).text).toBe('a b\n')
})

test('a float with lines in it, words without lines, text without lines', () => {
  const line = (content: string) => `<span class="ocr_line">${content}</span>`
  expect(readHocr(page(`<div class="ocr_textfloat">${line('a')}${line('b')}</div>${line('c')}`)).text).toBe(
    'a\nb\nc\n',
  )
  const words = '<p class="ocr_par"><span class="ocrx_word">a</span> <span class="ocrx_word">b</span></p>'
  expect(readHocr(page(words + words)).text).toBe('a b\n\na b\n')
  expect(readHocr(page('<p>one<br>two</p><p>three</p>')).text).toBe('one\ntwo\n\nthree\n')
})

test('scripts, styles, comments and what stands outside pages are no text', () => {
  const html = page(
    '<script>var x = "</b>"</script><style>p {}</style><!-- gone --><span class="ocr_line">kept<![CDATA[ & kept]]></span>',
  ).replace('<body>', '<body><h1>Viewer</h1>')
  expect(readHocr(html).text).toBe('kept & kept\n')
})

test.each([
  ['bbox 0 0 9 9; ppageno 7', '7'],
  ['ppageno 7;bbox 0 0 9 9', '7'],
  ['image "x.png"; lpageno "iv"', 'iv'],
  ['image "/some/folder/x;ppageno 9.png"', 'page_1'],
])('the page of %s is %s', (title, name) => {
  const { regions } = readHocr(page('<span class="ocr_line">a</span>', title))
  expect(regions[0]!.page).toBe(name)
})

test('a page without number and id is called by its image, without its folders', () => {
  const html = `<div class="ocr_page" title='image "C:\\scans\\p1.tif"'><span class="ocr_line">a</span></div>`
  expect(readHocr(html).regions[0]!.page).toBe('p1.tif')
})

test.each(['', 'bbox', 'bbox 1 2 3', 'bbox 1 2 x 4', 'xbbox 1 2 3 4', 'bboxes 1 2 3 4'])(
  'a title without a box, %j, gives none',
  (title) => {
    const { regions } = readHocr(page(`<span class="ocr_line" title="${title}">a</span>`))
    expect(regions[0]).not.toHaveProperty('box')
  },
)

test('HTML may leave out end tags; a file that is cut off may not', () => {
  expect(readHocr('<body><p class=ocr_par><span class=ocr_line>a</span><p class=ocr_par>b').text).toBe(
    'a\n\nb\n',
  )
  const cut = TESSERACT.slice(0, TESSERACT.indexOf('ken&shy;'))
  expect(() => readHocr(cut)).toThrow(
    expect.objectContaining({
      code: 'ERR_INPUT',
      message: 'line 25 of the hOCR: <span> is never closed: the file is cut off; get the whole file',
    }),
  )
})

test('HTML without a class of hOCR is no hOCR; its list of capabilities is no page', () => {
  const meta = '<head><meta name="ocr-capabilities" content="ocr_page ocr_line"><title/></head>'
  expect(() => readHocr(`<html>${meta}<body><p>a</p></body></html>`)).toThrow(
    expect.objectContaining({
      code: 'ERR_INPUT',
      message:
        'the hOCR has no element of class ocr_page, ocr_line or ocrx_word; export the file with its pages',
    }),
  )
  expect(readHocr(`<html>${meta}<body><span class="ocr_line">a</span></body></html>`).text).toBe('a\n')
  expect(readHocr(`<html>${meta}<body><div class="ocr_page"></div></body></html>`)).toEqual({
    text: '',
    regions: [],
    format: 'hocr',
  })
})

test('of ruby the base is read, in a word and around words', () => {
  const word = (content: string) => `<span class='ocrx_word'>${content}</span>`
  const line = (content: string) => readHocr(page(`<span class='ocr_line'>${content}</span>`)).text
  const ruby = '<ruby>漢<rp>(</rp><rt>かん</rt><rp>)</rp>字<rt>じ</rt></ruby>'
  expect(line(word(ruby) + word('を') + word('読む'))).toBe('漢字を読む\n')
  expect(
    line(`<ruby><rb>${word('漢字')}</rb><rtc><rt>${word('かんじ')}</rt></rtc></ruby>${word('を')}`),
  ).toBe('漢字を\n')
  expect(line('<ruby>漢<rt>かん<rt></ruby>字')).toBe('漢字\n')
  // HTML lets the end tag of rt be left out.
  expect(line('<ruby>漢<rt>かん</ruby>を')).toBe('漢を\n')
})
