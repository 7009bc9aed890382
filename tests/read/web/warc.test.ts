import { gzipSync, brotliCompressSync, deflateRawSync, deflateSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { WARCRecord, WARCSerializer } from 'warcio'
import { withoutChunks } from '../../../src/read/web/http.js'
import { decompressed } from '../../../src/read/bytes/decompress.node.js'
import { decompressBody } from '../../../src/read/web/content-coding.node.js'
import { readWarc, type WarcOptions } from '../../../src/read/web/warc.js'
import { collect, encode, inChunks, NEWS, plain } from '../samples.js'

const TEXT =
  'The council met on Tuesday evening to discuss the plans for a new school at the edge of the old town.'
const HTML = `<html><head><title>A school</title></head><body><p>${TEXT}</p></body></html>`
const LONG = `<html><body><p>${Array.from({ length: 4000 }, (_, i) => `${TEXT} ${(i * 7919) % 10007}`).join(' ')}</p></body></html>`

interface Stored {
  type?: string
  url?: string
  http?: string | null
  body?: string | Uint8Array
  headers?: string
}

/** One record as crawlers write it. */
function record({
  type = 'response',
  url = 'https://example.org/1',
  http,
  body = HTML,
  headers = '',
}: Stored = {}) {
  const payload = typeof body === 'string' ? encode(body) : body
  const head = type === 'response' ? (http ?? 'HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n') : ''
  const content = Buffer.concat([encode(head), payload])
  return Buffer.concat([
    encode(
      `WARC/1.0\r\nWARC-Type: ${type}\r\nWARC-Target-URI: ${url}\r\nWARC-Date: 2024-05-01T00:00:00Z\r\n${headers}Content-Length: ${content.length}\r\n\r\n`,
    ),
    content,
    encode('\r\n\r\n'),
  ])
}

const read = (source: Uint8Array | Uint8Array[], options: WarcOptions = {}) =>
  collect((onError, onWarning) =>
    readWarc(Array.isArray(source) ? source : [source], 'a.warc', {
      onError,
      onWarning,
      decompress: decompressBody,
      ...options,
    }),
  )

test('pages and plain text are documents, everything else is passed over', async () => {
  const image = 'HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\n'
  const moved = 'HTTP/1.1 301 Moved\r\nContent-Type: text/html\r\n\r\n'
  const plainText = 'HTTP/1.1 200 OK\r\nContent-Type: text/plain; charset=gbk\r\n\r\n'
  const first = record()
  const bytes = Buffer.concat([
    record({ type: 'warcinfo', body: 'software: x\r\n' }),
    record({ type: 'request', body: 'GET / HTTP/1.1\r\n\r\n' }),
    first,
    record({ http: image, body: Uint8Array.of(0x89, 0x50, 0, 10, 10) }),
    record({ http: moved }),
    record({ url: '<https://example.org/2>', http: plainText, body: encode(NEWS.gb18030!, 'gbk') }),
    record({ type: 'resource', url: 'file:///a', headers: 'Content-Type: text/html\r\n' }),
    record({
      type: 'conversion',
      url: 'https://example.org/3',
      body: '一\n二',
      headers: 'Content-Type: text/plain\r\nWARC-Identified-Content-Language: zho\r\n',
    }),
  ])
  const { documents, rejects } = await read(bytes)
  expect(rejects).toEqual([])
  const common = { date: '2024-05-01T00:00:00Z' }
  expect(documents.map(({ id, record: fields }) => [id, fields])).toEqual([
    [
      'https://example.org/1',
      {
        ...common,
        url: 'https://example.org/1',
        type: 'response',
        contentType: 'text/html',
        status: 200,
        title: 'A school',
        extraction: 'article',
        text: TEXT,
      },
    ],
    [
      'https://example.org/2',
      {
        ...common,
        url: 'https://example.org/2',
        type: 'response',
        contentType: 'text/plain',
        status: 200,
        text: NEWS.gb18030,
      },
    ],
    [
      'file:///a',
      {
        ...common,
        url: 'file:///a',
        type: 'resource',
        contentType: 'text/html',
        title: 'A school',
        extraction: 'article',
        text: TEXT,
      },
    ],
    [
      'https://example.org/3',
      {
        ...common,
        url: 'https://example.org/3',
        type: 'conversion',
        contentType: 'text/plain',
        language: 'zho',
        text: '一\n二',
      },
    ],
  ])
  const { ref, bytes: stored, form } = documents[0]!
  expect([ref.record, ref.line]).toEqual([3, 20])
  expect(Buffer.concat([stored!, form!.between])).toEqual(first)
  expect(bytes.subarray(ref.offset, ref.offset + stored!.length)).toEqual(Buffer.from(stored!))
  expect((await read(bytes, { id: 'date' })).documents[0]!.id).toBe('2024-05-01T00:00:00Z')
})

test.each([
  ['gzip', gzipSync(HTML)],
  ['x-gzip', gzipSync(HTML)],
  ['deflate', deflateSync(HTML)],
  ['deflate', deflateRawSync(HTML)],
  ['br', brotliCompressSync(HTML)],
  ['gzip', encode(HTML)],
  ['identity', encode(HTML)],
])('Content-Encoding: %s', async (coding, body) => {
  const http = `HTTP/1.1 200 OK\r\ncontent-type: text/html\r\nContent-Encoding: ${coding}\r\n\r\n`
  const { documents, messages } = await read(record({ http, body }))
  expect(messages).toEqual([])
  expect(documents.map(({ text }) => text)).toEqual([TEXT])
})

test('chunks, and a header of chunks that are undone', async () => {
  const http = 'HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n'
  const size = (bytes: number) => bytes.toString(16)
  const chunked = `${size(10)};x=1\r\n${HTML.slice(0, 10)}\r\n${size(HTML.length - 10)}\r\n${HTML.slice(10)}\r\n0\r\n\r\n`
  for (const body of [chunked, HTML]) {
    expect((await read(record({ http, body }))).documents.map(({ text }) => text)).toEqual([TEXT])
  }
  expect(withoutChunks(encode('5\r\nab'))).toEqual(encode('ab'))
  expect(withoutChunks(encode('5\r\nabcdefgh\r\n0\r\n'))).toBeNull()
})

describe('broken files', () => {
  test('garbage between records is one error', async () => {
    const bytes = Buffer.concat([
      encode('x\ny\n'),
      record({ url: 'u1' }),
      encode('\0\0\ngarbage\n'),
      record({ url: 'u2' }),
    ])
    const { documents, rejects, messages } = await read(bytes)
    expect(documents.map(({ id }) => id)).toEqual(['u1', 'u2'])
    expect(rejects.map(({ error }) => error.code)).toEqual(['ERR_INPUT', 'ERR_INPUT'])
    expect(messages[0]).toBe(
      'a.warc:1 does not begin a WARC record (WARC/1.0, WARC/1.1); the bytes up to the next one are lost; repair the file',
    )
  })

  test('a record cut off, in its content and in its head', async () => {
    const bytes = Buffer.concat([record({ url: 'u1' }), record({ url: 'u2' })])
    const cut = await read(bytes.subarray(0, -15))
    expect([cut.messages, cut.documents.map(({ id, text }) => [id, text])]).toEqual([
      [],
      [
        ['u1', TEXT],
        ['u2', TEXT],
      ],
    ])
    expect(cut.warnings).toEqual([
      {
        code: 'WARN_CUT_OFF',
        message: expect.stringMatching(
          /^a\.warc:12 is cut off: \d+ of \d+ bytes are there; what there is was read; get the whole file$/,
        ),
      },
    ])
    const head = await read(record().subarray(0, 40))
    expect(head.messages).toEqual(['a.warc:1 is cut off in its head; get the whole file'])
  })

  test.each([
    ['in the head of its response', record().subarray(0, record().indexOf('text/html'))],
    ['in a picture', record({ http: 'HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\n' }).subarray(0, -30)],
    ['in a request', record({ type: 'request' }).subarray(0, -30)],
  ])('a record cut off %s: nothing of it can be read', async (_, bytes) => {
    const { documents, messages, warnings } = await read(bytes)
    expect([documents, warnings]).toEqual([[], []])
    expect(messages).toEqual([
      expect.stringMatching(/^a\.warc:1 is cut off: \d+ of \d+ bytes are there; get the whole file$/),
    ])
  })

  test('compression that is cut off: what there is of the last record, then the failure of the file', async () => {
    const file = gzipSync(Buffer.concat([record({ url: 'u1' }), record({ url: 'u2', body: LONG })]))
    const rejects: unknown[] = []
    const warnings: unknown[] = []
    const ids: [unknown, boolean][] = []
    const reading = async () => {
      for await (const { id, text } of readWarc(
        decompressed([file.subarray(0, file.length >> 1)], 'a.warc.gz'),
        'a.warc.gz',
        {
          onError: (error) => rejects.push(error),
          onWarning: (warning) => warnings.push(warning),
          extract: (html) => html,
        },
      ))
        ids.push([id, text.length > 0 && LONG.includes(text.slice(-1000))])
    }
    await expect(reading()).rejects.toMatchObject({
      code: 'ERR_INPUT',
      message: 'a.warc.gz is cut off; what came before was read; get the whole file',
    })
    expect([rejects, ids.map(([id]) => id), ids[1]![1]]).toEqual([[], ['u1', 'u2'], true])
    expect(warnings).toMatchObject([{ code: 'WARN_CUT_OFF' }])
  })

  test('an interrupt is thrown at once: half a record is none', async () => {
    const reason = new DOMException('stop', 'AbortError')
    async function* interrupted() {
      yield record().subarray(0, -30)
      throw reason
    }
    const found: unknown[] = []
    const reading = async () => {
      for await (const document of readWarc(interrupted(), 'a.warc')) found.push(document)
    }
    await expect(reading()).rejects.toBe(reason)
    expect(found).toEqual([])
  })

  test.each(['', 'Content-Length: many\r\n', 'Content-Length: -1\r\n', 'Content-Length: 1e400\r\n'])(
    'a head with %j',
    async (length) => {
      const bytes = Buffer.concat([
        encode(`WARC/1.0\r\nWARC-Type: response\r\n${length}\r\nlost\r\n\r\n`),
        record({ url: 'u2' }),
      ])
      const { documents, messages } = await read(bytes)
      expect(documents.map(({ id }) => id)).toEqual(['u2'])
      expect(messages[0]).toBe(
        'a.warc:1 has no Content-Length that can be read, so its end is unknown; correct its head',
      )
    },
  )

  test('limits: a record, a head, a body that grows', async () => {
    const http = 'HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\n\r\n'
    const bytes = Buffer.concat([
      record({ url: 'u1', body: 'x'.repeat(2000) }),
      record({ url: 'u2', http, body: gzipSync('x'.repeat(100_000)) }),
      record({ url: 'u3', http, body: gzipSync(HTML).subarray(0, 12) }),
      record({ url: 'u4' }),
    ])
    const { documents, messages } = await read(inChunks(bytes, 100), { limit: 1000 })
    expect(documents.map(({ id }) => id)).toEqual(['u4'])
    expect(messages.map((message) => message.replace(/^a\.warc:\d+ /, ''))).toEqual([
      'is a record of more than 1000 bytes; leave it out',
      'has a body of more than 1000 bytes when decompressed; leave it out',
      'has a body that is no whole gzip stream; get the page again, or leave it out',
    ])
    const head = await read(record({ headers: `X: ${'x'.repeat(70_000)}\r\n` }))
    expect(head.messages[0]).toBe('a.warc:1 has a head of more than 65536 bytes; leave it out')
  })
})

describe('bodies that are not whole', () => {
  const head = (more: string) => `HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n${more}\r\n`
  const codings: [string, Uint8Array][] = [
    ['gzip', gzipSync(LONG)],
    ['deflate', deflateSync(LONG)],
    ['deflate', deflateRawSync(LONG)],
    ['br', brotliCompressSync(LONG)],
    ['gzip, br', brotliCompressSync(gzipSync(LONG))],
  ]
  const extract = (html: string) => html

  test.each(codings)('%s, cut off: what is there, and a warning', async (coding, body) => {
    const http = head(`Content-Encoding: ${coding}\r\n`)
    for (const share of [0.5, 0.9, 1 - 4 / body.length]) {
      const cut = body.subarray(0, Math.floor(body.length * share))
      const bytes = Buffer.concat([record({ url: 'u1', http, body: cut }), record({ url: 'u2' })])
      const { documents, messages, warnings } = await read(bytes, { extract })
      expect([messages, documents.map(({ id }) => id)]).toEqual([[], ['u1', 'u2']])
      const { text } = documents[0]!
      expect(LONG.startsWith(text) && text.length > LONG.length * (share - 0.45)).toBe(true)
      expect(warnings.map(({ code, message }) => [code, message])).toEqual([
        [
          'WARN_CUT_OFF',
          `a.warc:1 has a body whose ${coding} stream is cut off or broken; what there is was read; get the page again`,
        ],
      ])
    }
  })

  test.each(codings.slice(0, 2))('%s, broken in the middle', async (coding, body) => {
    const broken = Uint8Array.from(body)
    broken.fill(0xff, body.length >> 1, (body.length >> 1) + 64)
    const http = head(`Content-Encoding: ${coding}\r\n`)
    const { documents, warnings } = await read(record({ http, body: broken }), { extract })
    expect(documents[0]!.text.startsWith(LONG.slice(0, LONG.length / 4))).toBe(true)
    expect(warnings).toHaveLength(1)
  })

  test.each(['gzip', 'deflate', 'br', 'zstd'])('%s that a crawler undid', async (coding) => {
    const http = head(`Content-Encoding: ${coding}\r\n`)
    const { documents, messages } = await read(record({ http, body: HTML }))
    expect([messages, documents.map(({ text }) => text)]).toEqual([[], [TEXT]])
  })

  test('zstd', async () => {
    const http = head('Content-Encoding: zstd\r\n')
    const size = HTML.length
    const block = (size << 3) | 1
    const body = Buffer.concat([
      Uint8Array.of(0x28, 0xb5, 0x2f, 0xfd, 0x00, 0x58, block & 255, (block >> 8) & 255, block >> 16),
      encode(HTML),
    ])
    expect((await read(record({ http, body }))).documents.map(({ text }) => text)).toEqual([TEXT])
  })

  test('chunks that break off, with and without a coding', async () => {
    const chunked = (body: Uint8Array) => {
      const parts: Uint8Array[] = []
      for (let at = 0; at < body.length; at += 1000) {
        const part = body.subarray(at, at + 1000)
        parts.push(encode(`${part.length.toString(16)}\r\n`), part, encode('\r\n'))
      }
      return Buffer.concat([...parts, encode('0\r\n\r\n')])
    }
    const page = `${HTML}<!--${'x'.repeat(5000)}-->`
    for (const [coding, body] of [
      ['', encode(page)],
      ['Content-Encoding: gzip\r\n', gzipSync(LONG)],
    ] as const) {
      const http = head(`Transfer-Encoding: chunked\r\n${coding}`)
      const whole = chunked(body)
      expect((await read(record({ http, body: whole }), { extract })).warnings).toEqual([])
      // Inside a chunk, inside the line of a size, before the last chunk.
      for (const cut of [2500, whole.lastIndexOf('\r\n0\r\n') + 2, 2016 + 2]) {
        const { documents, messages, warnings } = await read(record({ http, body: whole.subarray(0, cut) }), {
          extract,
        })
        expect([messages, documents.length, warnings[0]?.code]).toEqual([[], 1, 'WARN_CUT_OFF'])
        expect(documents[0]!.text).not.toMatch(/^3e8|\r\n/)
      }
    }
  })

  test.each(['response', 'resource'])('what the crawler cut off of a %s', async (type) => {
    const headers = `WARC-Truncated: length\r\n${type === 'resource' ? 'Content-Type: text/html\r\n' : ''}`
    const { documents, warnings } = await read(record({ type, headers }))
    expect(documents.map(({ text }) => text)).toEqual([TEXT])
    expect(warnings.map(({ message }) => message)).toEqual([
      'a.warc:1 was cut off by the crawler (length); what there is was read; get the page again',
    ])
  })
})

describe('responses without a status line', () => {
  test.each([
    ['headers and a page', 'Content-Type: text/html\r\nServer: x\r\n\r\n'],
    ['a page', ''],
  ])('%s: read, with a warning', async (_, http) => {
    const { documents, messages, warnings } = await read(record({ http }))
    expect([messages, documents.map(({ text }) => text)]).toEqual([[], [TEXT]])
    expect(warnings.map(({ code, message }) => [code, message])).toEqual([
      [
        'WARN_RECORD',
        'a.warc:1 has a response without a status line (HTTP/1.1 200); it was read as text/html',
      ],
    ])
    expect(documents[0]!.record).not.toHaveProperty('status')
  })

  test.each([
    'http/1.1 200 ok\r\ncontent-type: text/html\r\n\r\n',
    '\r\nHTTP/2 200\r\nContent-Type: text/html\r\n\r\n',
  ])('%j has one', async (http) => {
    const { documents, warnings } = await read(record({ http }))
    expect([warnings, documents.map(({ text }) => text)]).toEqual([[], [TEXT]])
  })

  test('what is no page is counted, and nothing else is lost', async () => {
    const bytes = Buffer.concat([
      record({ http: '', body: 'oops' }),
      record({ http: '', body: '' }),
      record(),
    ])
    const { documents, messages } = await read(bytes)
    expect(documents).toHaveLength(1)
    expect(messages).toEqual([
      'a.warc:1 has a response without a status line (HTTP/1.1 200) that is no page; leave it out',
      'a.warc:9 has a response without a status line (HTTP/1.1 200) that is no page; leave it out',
    ])
  })

  test('answers of name servers are none, and are passed over', async () => {
    const dns = record({
      url: 'dns:example.org',
      http: '',
      body: '20240501\nexample.org. 300 IN A 1.2.3.4\n',
    })
    expect(await read(dns)).toMatchObject({ documents: [], messages: [] })
  })

  test('a page whose header names no type is known by its first bytes', async () => {
    expect(
      (await read(record({ http: 'HTTP/1.1 200 OK\r\n\r\n' }))).documents.map(({ text }) => text),
    ).toEqual([TEXT])
  })
})

describe('other formats of crawls', () => {
  test('ARC', async () => {
    const arc = `filedesc://a.arc 0.0.0.0 20010101000000 text/plain 76\n1 0 Alexa Internet\nURL IP-address Archive-date Content-type Archive-length\n\nhttp://example.org/ 1.2.3.4 20010101000000 text/html ${HTML.length}\n${HTML}\n`
    const { documents, rejects, messages } = await read(encode(arc))
    expect(documents).toEqual([])
    expect(messages).toEqual(['a.warc is an ARC file, the format before WARC; convert it to WARC (arc2warc)'])
    expect(rejects[0]!.error.code).toBe('ERR_INPUT')
  })

  test('WAT; other metadata is passed over', async () => {
    const json = 'Content-Type: application/json\r\n'
    const wat = record({
      type: 'metadata',
      headers: json,
      body: '{"Container":{"Filename":"x"},"Envelope":{}}',
    })
    const { documents, messages } = await read(Buffer.concat([wat, wat, wat]))
    expect([documents, messages]).toEqual([
      [],
      ['a.warc is a WAT file: it describes pages and has none; take its WET or WARC file'],
    ])
    const other = record({ type: 'metadata', headers: json, body: '{"outlinks":[]}' })
    expect((await read(Buffer.concat([other, record()]))).documents).toHaveLength(1)
  })
})

test('reads what warcio writes', async () => {
  const info = await WARCRecord.createWARCInfo(
    { filename: 'a.warc', warcVersion: 'WARC/1.1' },
    { software: 'test' },
  )
  async function* body() {
    yield encode(HTML)
  }
  const response = WARCRecord.create(
    {
      url: 'https://example.org/warcio',
      date: '2024-01-01T00:00:00Z',
      type: 'response',
      warcVersion: 'WARC/1.1',
      httpHeaders: { 'Content-Type': 'text/html; charset="UTF-8"' },
    },
    body(),
  )
  const bytes = Buffer.concat([
    await WARCSerializer.serialize(info),
    await WARCSerializer.serialize(response),
  ])
  const { documents, rejects } = await read(bytes)
  expect(rejects).toEqual([])
  expect(documents.map(({ id, text }) => [id, text])).toEqual([['https://example.org/warcio', TEXT]])
})

test('chunks of the stream make no difference; broken bytes cost records, never the run', async () => {
  const whole = Buffer.concat([
    record({ url: 'u1' }),
    record({ type: 'metadata' }),
    record({ url: 'u2' }),
    record({ url: 'u3' }),
  ])
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { maxLength: 4 }),
      fc.nat(whole.length),
      fc.array(fc.integer({ min: 1, max: 300 }), { minLength: 1, maxLength: 4 }),
      async (changes, cut, sizes) => {
        const bytes = Uint8Array.from(whole.subarray(0, cut))
        for (const [at, value] of changes) if (at < bytes.length) bytes[at] = value
        const once = await read(bytes)
        for (const { error } of once.rejects) expect(error.name).toBe('OffprintError')
        expect(plain(await read(inChunks(bytes, ...sizes)))).toEqual(plain(once))
      },
    ),
    { seed: 11, numRuns: 200 },
  )
})
