import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readPage } from '../../../src/read/web/html-page.js'
import { MAX_ANCESTORS, MAX_DEPTH, MAX_ELEMENTS, MAX_NODES } from '../../../src/read/web/page-markup.js'
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
      extraction: 'article',
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
    expect(readPage(html)).toMatchObject({ title: '新学校', text: `${NEWS.gb18030}\n${NEWS['utf-8']}` })
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

  test('a page that is all article, and one of which everything is wanted', () => {
    const html = page(`<nav><a href="/">Home</a></nav><article><p>${FIRST}</p><p>${SECOND}</p></article>`)
    expect(readPage(html)).toMatchObject({ text: `${FIRST}\n${SECOND}`, extraction: 'article' })
    expect(readPage(html, 'page')).toMatchObject({ text: `Home\n${FIRST}\n${SECOND}`, extraction: 'page' })
  })

  test('what breaks a page off or has no name is closed', () => {
    expect(readPage('<p><The council met').text).toBe('')
    expect(readPage(`<p><o'neill>${FIRST}</o'neill><p>${SECOND}<b`).text).toBe(`${FIRST}\n${SECOND}`)
    expect(readPage(`<p>R&amp;D, &amp;#60; and &amp;lt; ${FIRST}</p>`).text).toBe(
      `R&D, &#60; and &lt; ${FIRST}`,
    )
  })

  test('templates of a shadow are seen, other templates and closed dialogs are not', () => {
    const shadow = `<x-story><template shadowrootmode="open"><p>${FIRST}</p></template></x-story>`
    const hidden = `<template><p>${SECOND}</p></template><dialog><p>${SECOND}</p></dialog>`
    expect(readPage(page(shadow + hidden)).text).toBe(FIRST)
  })

  test('beyond the bounds of an extractor all visible text is read', () => {
    const pages = [
      '<b>x</b>'.repeat(MAX_NODES),
      `${'<div>'.repeat(MAX_DEPTH)}x`,
      `${'<div>'.repeat(MAX_DEPTH / 2)}${'<p>x</p>'.repeat(MAX_ANCESTORS / (MAX_DEPTH / 2))}`,
    ]
    for (const body of pages) {
      const { text, extraction } = readPage(page(`<p>${FIRST}</p>${body}`))
      expect(extraction).toBe('page')
      expect(text.startsWith(`${FIRST}\nx`)).toBe(true)
    }
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

describe('readHtml', () => {
  const read = (content: string, options: WholeFileOptions = {}) =>
    collect((onError) => readHtml([encode(content)], 'in/a.html', 'a.html', { onError, ...options }))

  test('one document a file, with its title', async () => {
    const { documents } = await read(page(`<p>${FIRST}</p>`))
    expect(documents).toMatchObject([
      {
        id: 'a.html',
        text: FIRST,
        record: { title: 'A new school', extraction: 'article' },
        ref: { file: 'in/a.html', line: 1 },
      },
    ])
    expect(new TextDecoder().decode(documents[0]!.bytes)).toBe(page(`<p>${FIRST}</p>`))
  })

  test('all visible text for a caller who wants that', async () => {
    const { documents } = await read(page(`<nav>Home</nav><p>${FIRST}</p>`), { extract: 'page' })
    expect(documents).toMatchObject([{ text: `Home\n${FIRST}`, record: { extraction: 'page' } }])
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
