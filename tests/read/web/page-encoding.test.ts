import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { extractPage } from '../../../src/read/web/html.js'
import { pageEncoding } from '../../../src/read/web/page-encoding.js'
import { encode, NEWS } from '../samples.js'

const html = (charset: string, text: string) => `<html><head><meta charset="${charset}"></head><p>${text}</p>`

/** What a page says, its encoding, and the warnings about it. */
async function read(bytes: Uint8Array, charset?: string) {
  const warnings: string[] = []
  const warn = (message: string) => void warnings.push(message)
  const extract = (source: string) => /<p>([\s\S]*?)<\/p>/.exec(source)?.[1] ?? source
  const page = await extractPage(bytes, 'a.html', {
    warn,
    extract,
    ...(charset !== undefined && { charset }),
  })
  return { text: page.text, encoding: page.encoding.name, warnings }
}

test.each(['gb18030', 'big5', 'shift_jis', 'euc-kr', 'windows-1252'])('%s by <meta>', async (name) => {
  expect(await read(encode(html(name, NEWS[name]!), name))).toEqual({
    text: NEWS[name],
    encoding: name,
    warnings: [],
  })
})

test('gb2312 means GBK, http-equiv counts, and a wrong <meta> is corrected', async () => {
  const old = '<meta http-equiv="Content-Type" content="text/html; charset=gb2312">'
  const gbk = encode(`${old}<p>${NEWS.gb18030}镕</p>`, 'gbk')
  expect((await extractPage(gbk, 'a.html')).text).toBe(`${NEWS.gb18030}镕`)
  const wrong = encode(html('utf-8', NEWS.big5!), 'big5')
  expect((await pageEncoding(wrong)).encoding.name).toBe('big5')
})

test('the transport’s header goes before <meta>, what the caller gives before both', async () => {
  const bytes = encode(html('big5', NEWS.gb18030!), 'gb18030')
  expect((await pageEncoding(bytes, 'gb18030')).encoding.name).toBe('gb18030')
  const given = { name: 'gb18030', unit: 1 } as const
  expect((await extractPage(bytes, 'a.html', { charset: 'big5', given })).text).toBe(NEWS.gb18030)
})

describe('UTF-8 beats what is declared', () => {
  const declared = [
    'gb2312',
    'iso-8859-1',
    'big5',
    'shift_jis',
    'euc-kr',
    'windows-1251',
    'koi8-r',
    'iso-8859-2',
  ]
  const texts = [NEWS['utf-8']!, 'Größe', 'café', 'Ωmega', 'Площадь', '서울', '😀']

  test.each(declared)('%s, in <meta>, in the header, in the XML declaration', async (label) => {
    for (const text of texts) {
      const wanted = { text, encoding: 'utf-8', warnings: [] }
      expect(await read(encode(html(label, text)))).toEqual(wanted)
      expect(await read(encode(`<p>${text}</p>`), label)).toEqual(wanted)
      expect(await read(encode(`<?xml version="1.0" encoding="${label}"?><p>${text}</p>`))).toEqual(wanted)
    }
  })

  test('even where a few bytes of it are broken', async () => {
    const bytes = encode(html('gb2312', `${NEWS['utf-8']}?`))
    bytes[bytes.lastIndexOf('?'.charCodeAt(0))] = 0xff
    const { text, encoding, warnings } = await read(bytes)
    expect([text, encoding]).toEqual([`${NEWS['utf-8']}\ufffd`, 'utf-8'])
    expect(warnings).toEqual([
      'a.html: 1 character is broken in UTF-8 and read as U+FFFD; name its encoding with --encoding, or the option encoding',
    ])
  })
})

describe('where a page names its encoding', () => {
  const text = 'Könyvtárunkban őrizzük a régi térképeket, amelyeket a múlt század végén rajzoltak.'
  const tags = [
    '<meta charset=iso-8859-2>',
    "<META CHARSET = 'ISO-8859-2' />",
    '<meta http-equiv="Content-Type" content="text/html; charset=iso-8859-2">',
    "<meta content='text/html;charset=\"iso-8859-2\"' http-equiv='content-type'>",
    '<meta http-equiv=Content-Type content=text/html; charset=iso-8859-2>',
    '<meta name="x" content="charset=utf-8"><meta charset="latin2">',
    '<!-- <meta charset="koi8-r"> --><meta charset="iso-8859-2">',
    '<script>document.write(\'<meta charset="koi8-r">\')</script><meta charset="iso-8859-2">',
    '<title>How to write <meta charset="koi8-r"></title><meta charset="iso-8859-2">',
  ]

  test.each(tags)('%s', async (tag) => {
    for (const before of [
      '',
      '<link rel="alternate" href="/rss.xml">'.repeat(100),
      `<style>${'p{}'.repeat(30_000)}</style>`,
    ]) {
      const bytes = encode(`<html><head>${before}${tag}</head><p>${text}</p>`, 'iso-8859-2')
      expect(await read(bytes)).toEqual({ text, encoding: 'iso-8859-2', warnings: [] })
    }
  })

  test.each([
    ['cp936', 'gb18030', 'gbk'],
    ['win-1252', 'windows-1252', 'windows-1252'],
    ['ms949', 'euc-kr', 'euc-kr'],
    ['CP932', 'shift_jis', 'shift_jis'],
  ])('%s is a name that people use', async (label, news, name) => {
    const found = await read(encode(html(label, NEWS[news]!), name))
    expect(found).toEqual({ text: NEWS[news], encoding: name, warnings: [] })
  })

  test('a page that says UTF-16 in ASCII is UTF-8', async () => {
    expect((await read(encode(html('utf-16', NEWS['utf-8']!)))).text).toBe(NEWS['utf-8'])
  })

  test('many unclosed comments and tags cost linear time', async () => {
    const begun = performance.now()
    for (const part of ['<!--', '<script', '<meta ', '<', '<title>']) {
      await pageEncoding(encode(part.repeat(200_000)))
    }
    expect(performance.now() - begun).toBeLessThan(4000)
  })
})

describe('in doubt', () => {
  test('one broken byte does not cost a page, whatever it declares', async () => {
    for (const byte of [0x80, 0x81, 0xa0, 0xe9, 0xf6, 0xff]) {
      for (const label of ['utf-8', 'iso-8859-1', 'gb2312', 'big5', 'shift_jis', 'euc-kr', 'x-unknown']) {
        const bytes = encode(html(label, 'The council met on Tuesday ? evening to discuss the plans.'))
        bytes[bytes.lastIndexOf('?'.charCodeAt(0))] = byte
        const { text, warnings } = await read(bytes)
        expect(text).toMatch(/^The council met on Tuesday .+evening to discuss the plans\.$/)
        expect(warnings.length).toBeLessThanOrEqual(1)
        if (label === 'utf-8' || label === 'x-unknown') expect(warnings).toHaveLength(1)
      }
    }
  })

  test('U+FFFD counts among the characters beyond ASCII: much markup does not hide a wrong encoding', async () => {
    const menu = '<li><a href="/section/page.html">A section of the site</a></li>'.repeat(300)
    const bytes = encode(`${html('utf-8', NEWS.gb18030!)}${menu}`, 'gb18030')
    expect(await read(bytes)).toMatchObject({ text: NEWS.gb18030, encoding: 'gb18030' })
  })

  test('an unknown label and bytes that say nothing: the likeliest, and why', async () => {
    const bytes = encode(html('klingon', 'Le café est là'), 'windows-1252')
    const { text, warnings } = await read(bytes)
    expect(text).toBe('Le café est là')
    expect(warnings).toEqual([
      'a.html: its <meta> names klingon, which is not read; it was read as windows-1252, the likeliest; name its encoding with --encoding, or the option encoding',
    ])
  })

  test('a character cut off at the end', async () => {
    const bytes = encode(`<p>${NEWS['utf-8']}</p>学`)
    for (const cut of [1, 2]) {
      const { text, warnings } = await read(bytes.subarray(0, bytes.length - cut))
      expect(text).toBe(NEWS['utf-8'])
      expect(warnings).toHaveLength(1)
    }
  })

  test('ISO-2022-JP is read; what else writes characters as ASCII is named', async () => {
    const jis = encode('<meta charset="iso-2022-jp"><p>\u001b$B3X9;\u001b(B</p>')
    expect(await read(jis)).toEqual({ text: '学校', encoding: 'iso-2022-jp', warnings: [] })
    const { warnings } = await read(encode('<meta charset="hz-gb-2312"><p>~{QSP#~}</p>'))
    expect(warnings[0]).toContain('its <meta> names hz-gb-2312, which is not read')
  })

  test('a binary file is no page', async () => {
    await expect(extractPage(Uint8Array.of(0x89, 0x50, 0, 1, 2, 0, 0), 'a.html')).rejects.toMatchObject({
      code: 'ERR_RECORD',
      message: expect.stringMatching(/^a\.html is binary/),
    })
  })

  test('any bytes are a page, or a binary file', async () => {
    const parts = fc.oneof(
      fc.constantFrom(...Object.entries(NEWS)).map(([name, text]) => encode(text, name)),
      fc.uint8Array({ maxLength: 20, min: 0x80 }),
      fc.constantFrom('<meta charset="gbk">', '<p>', 'abc', '<!--').map((text) => encode(text)),
    )
    await fc.assert(
      fc.asyncProperty(fc.array(parts, { maxLength: 6 }), async (list) => {
        const { text } = await read(Uint8Array.from(list.flatMap((part) => [...part])))
        expect(typeof text).toBe('string')
      }),
      { seed: 3, numRuns: 200 },
    )
  })
})
