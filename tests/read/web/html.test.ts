import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isBoilerplate, wordsIn } from '../../../src/read/web/boilerplate.js'
import { MAX_ELEMENTS, readPage } from '../../../src/read/web/html-page.js'
import { readHtml, type WholeFileOptions } from '../../../src/read/whole-file.js'
import { collect, encode, NEWS } from '../samples.js'

const FIRST =
  'The council met on Tuesday evening to discuss the plans for a new school at the edge of the old town, and many residents came.'
const SECOND =
  'Work is to begin next spring and to last for two years; the cost, which had been in dispute, was not mentioned again.'

const page = (body: string, head = '<title>A new school</title>') =>
  `<!doctype html><html><head>${head}</head><body>${body}</body></html>`

describe('readPage', () => {
  test('keeps the text and leaves out what surrounds it', () => {
    const html = page(`
      <header><a href="/">The Gazette</a></header>
      <nav><ul><li><a href="/1">Politics</a></li><li><a href="/2">Sport</a></li></ul></nav>
      <div class="top"><a href="/a">Subscribe now</a> | <a href="/b">Log in</a></div>
      <article><header><h1>A new school for the old town</h1></header>
        <p>${FIRST}</p><script>var a = "<p>never</p>"</script><style>p { color: red }</style>
        <p>${SECOND.replace('dispute', '<a href="/d">dispute</a>')}</p>
        <aside>Also read: ten schools that never were, and why nobody built them in the end at all.</aside>
      </article>
      <div><a href="/3">Older stories of this town</a> <a href="/4">Newer stories</a></div>
      <p hidden>${FIRST}</p><p style="display: none">${FIRST}</p>
      <form><label>Search the archive <input></label><button>Go</button></form>
      <footer><p>© The Gazette, all rights reserved, and whatever else a footer has to say for itself here.</p></footer>`)
    expect(readPage(html)).toEqual({
      title: 'A new school',
      text: `A new school for the old town\n${FIRST}\n${SECOND}`,
    })
  })

  test('Chinese, in tables and with line breaks', () => {
    const html = page(
      `<table><tr><td><a href="/">首页</a></td><td><a href="/2">新闻</a></td></tr></table>
       <table><tr><td>　　${NEWS.gb18030}<br><br>　　${NEWS['utf-8']}</td></tr></table>
       <p><a href="/3">版权所有</a></p>`,
      '<title>新学校</title>',
    )
    expect(readPage(html)).toEqual({ title: '新学校', text: `${NEWS.gb18030}\n${NEWS['utf-8']}` })
  })

  test('entities, <pre>, inline tags and missing end tags', () => {
    const html = page(
      `<p>R&amp;D <b>spen</b>ding rose, ${FIRST} &#x4e00;<p>${SECOND}<pre>line one\nline two</pre>`,
    )
    expect(readPage(html).text).toBe(`R&D spending rose, ${FIRST} 一\n${SECOND}\nline one\nline two`)
  })

  test('a form around the whole page, as some servers write it, is no form', () => {
    expect(readPage(page(`<form><p>${FIRST}</p><p>${SECOND}</p></form>`)).text).toBe(`${FIRST}\n${SECOND}`)
  })

  test('a page that is all short lines keeps them; one of links alone keeps those', () => {
    expect(readPage(page('<p>Closed today</p>')).text).toBe('Closed today')
    expect(readPage(page('<a href="/">Home</a>')).text).toBe('Home')
    expect(readPage('').text).toBe('')
  })

  test('the title of the page, not of a picture; else the one for sharing', () => {
    const svg = '<svg><title>Logo</title></svg>'
    expect(readPage(page(svg)).title).toBe('A new school')
    expect(readPage(page(svg, '<meta property="og:title" content=" Shared\n title ">')).title).toBe(
      'Shared title',
    )
  })

  test('elements too deep are an error, broken markup is none', () => {
    expect(() => readPage('<div>'.repeat(MAX_ELEMENTS + 10))).toThrow(
      expect.objectContaining({
        code: 'ERR_RECORD',
        message: `is nested more than ${MAX_ELEMENTS} elements deep`,
      }),
    )
    expect(readPage(`</p></div><<p <b>${FIRST}`).text).toContain('council met')
  })

  test('throws nothing, whatever comes', () => {
    const piece = fc.oneof(
      fc.string(),
      fc.constantFrom(
        '<p>',
        '</p>',
        '<a href=x>',
        '</a>',
        '<br>',
        '<!--',
        '-->',
        '<script>',
        '</script>',
        '&#x',
        '<',
      ),
      fc.constantFrom(FIRST, NEWS.gb18030!),
    )
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        expect(typeof readPage(pieces.join('')).text).toBe('string')
      }),
      { seed: 2, numRuns: 500 },
    )
  })
})

test('boilerplate by the numbers of words', () => {
  const block = (words: number, linked = 0) => ({ words, linked })
  expect(isBoilerplate(undefined, block(5), undefined)).toBe(true)
  expect(isBoilerplate(undefined, block(5), block(30))).toBe(false)
  expect(isBoilerplate(block(30), block(5), undefined)).toBe(false)
  expect(isBoilerplate(block(30), block(30, 15), block(30))).toBe(true)
  expect(isBoilerplate(block(3, 3), block(30), block(10))).toBe(true)
  expect(isBoilerplate(block(3, 3), block(41), block(10))).toBe(false)
  expect(wordsIn('two words')).toBe(2)
  expect(wordsIn('五个汉字呢 and two')).toBe(5)
})

describe('readHtml', () => {
  const read = (content: string, options: WholeFileOptions = {}) =>
    collect((onError) => readHtml([encode(content)], 'in/a.html', 'a.html', { onError, ...options }))

  test('one document a file, with its title', async () => {
    const { documents } = await read(page(`<p>${FIRST}</p>`))
    expect(documents).toMatchObject([
      { id: 'a.html', text: FIRST, record: { title: 'A new school' }, ref: { file: 'in/a.html', line: 1 } },
    ])
    expect(new TextDecoder().decode(documents[0]!.bytes)).toBe(page(`<p>${FIRST}</p>`))
  })

  test('by a function of the caller’s, which may take its time', async () => {
    const { documents } = await read('<i>x</i>', { extract: async (html) => html.toUpperCase() })
    expect(documents.map(({ text }) => text)).toEqual(['<I>X</I>'])
    const silent = read('<i>x</i>', { extract: () => undefined as unknown as string, onError: undefined })
    await expect(silent).rejects.toMatchObject({ code: 'ERR_ARGUMENT' })
  })

  test('limits', async () => {
    expect((await read(page('x'), { limit: 20 })).messages).toEqual([
      'in/a.html is larger than 20 bytes, the most a text may have; split it',
    ])
    expect((await read('<b>'.repeat(3000))).messages).toEqual([
      `in/a.html is nested more than ${MAX_ELEMENTS} elements deep; leave it out`,
    ])
  })
})
