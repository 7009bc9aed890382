// The service by HTTP: what it answers, what it refuses and with which code, and what its log shows.
import { describe, expect, test, vi } from 'vitest'
import { OffprintError } from '../../src/kernel/errors.js'
import type { Handler } from '../../src/serve/handler.js'
import { onSocket, openService, until, type Sent } from './service.js'

const STORY =
  'The council met on Tuesday evening in the great hall to discuss the plans for a new school at the edge of the old town. ' +
  'The mayor said that the building would be ready before the winter, and that nobody would have to walk in the rain.'
const OTHER =
  'A tram line to the harbour is to be built next year, and the fare will stay as it is for two years.'

test('remembers one document or many, queries, compares, forgets', async () => {
  const { ask } = await openService()
  const one = await ask('/documents', { body: { id: 'a', text: STORY } })
  expect(one).toMatchObject({ status: 200, body: { id: 'a', kept: true, tied: [] } })
  const many = await ask('/documents?evidence=true', {
    body: [
      { id: 'b', text: `${STORY} ` },
      { id: 7, text: OTHER, at: 1_700_000_000_000 },
      { id: 'a', text: OTHER },
    ],
  })
  expect(many.body).toMatchObject([
    { id: 'b', kept: false, keeper: 'a', evidence: { missing: '' } },
    { id: 7, kept: true },
    { id: 'a', error: { code: 'ERR_DUPLICATE_ID' } },
  ])
  expect((await ask('/query', { body: { text: OTHER, limit: 3 } })).body).toMatchObject({
    matches: [{ id: 7 }],
  })
  expect((await ask('/compare', { body: { a: STORY, b: OTHER } })).body).toMatchObject({
    relation: 'unrelated',
  })
  expect(await ask('/documents/7', { method: 'DELETE' })).toMatchObject({ status: 404 })
  expect(await ask('/documents/7?type=number', { method: 'DELETE' })).toMatchObject({
    status: 200,
    body: { id: 7, forgotten: true },
  })
  expect((await ask('/query', { body: { text: OTHER } })).body).toMatchObject({ matches: [] })
  expect((await ask('/health')).body).toMatchObject({ status: 'ok' })
})

test('a repeat is told the same, another text under the id is 409', async () => {
  const { ask } = await openService()
  const body = { id: 'a', text: STORY }
  const first = await ask('/documents', { body })
  expect(await ask('/documents', { body })).toMatchObject({
    status: 200,
    body: { ...first.body, again: true },
  })
  expect(await ask('/documents', { body: { id: 'a', text: OTHER } })).toMatchObject({
    status: 409,
    body: { error: { code: 'ERR_DUPLICATE_ID' } },
  })
})

const json = (text: string): Sent => ({ method: 'POST', body: text })
const REFUSALS: readonly [name: string, path: string, sent: Sent, status: number, code: string][] = [
  ['malformed JSON', '/documents', json('{"id":1,"text":"a"'), 400, 'ERR_JSON'],
  ['two values', '/documents', json('{} {}'), 400, 'ERR_JSON'],
  ['NaN', '/documents', json('{"id":NaN,"text":"a"}'), 400, 'ERR_JSON'],
  ['no UTF-8', '/query', { body: Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x7d]) }, 400, 'ERR_JSON'],
  ['no body', '/query', { method: 'POST' }, 400, 'ERR_ARGUMENT'],
  ['a number', '/documents', json('3'), 400, 'ERR_ARGUMENT'],
  ['null', '/documents', json('null'), 400, 'ERR_ARGUMENT'],
  ['a list in a list', '/documents', json('[[]]'), 400, 'ERR_ARGUMENT'],
  ['no text', '/documents', { body: { id: 'a' } }, 400, 'ERR_ARGUMENT'],
  ['a number for a text', '/documents', { body: { id: 'a', text: 7 } }, 400, 'ERR_ARGUMENT'],
  ['an object for a text', '/query', { body: { text: { length: 3 } } }, 400, 'ERR_ARGUMENT'],
  ['true for an id', '/documents', { body: { id: true, text: 'a' } }, 400, 'ERR_ARGUMENT'],
  ['an empty id', '/documents', { body: { id: '', text: 'a' } }, 400, 'ERR_ARGUMENT'],
  ['a number too large for an id', '/documents', json('{"id":1e999,"text":"a"}'), 400, 'ERR_ARGUMENT'],
  ['half a surrogate pair in an id', '/documents', json('{"id":"\\ud800","text":"a"}'), 400, 'ERR_ARGUMENT'],
  ['a long id', '/documents', { body: { id: 'x'.repeat(1025), text: 'a' } }, 400, 'ERR_ARGUMENT'],
  ['a property too many', '/documents', { body: { id: 'a', text: 'a', txt: 'b' } }, 400, 'ERR_ARGUMENT'],
  ['__proto__', '/documents', json('{"id":"a","text":"a","__proto__":{"x":1}}'), 400, 'ERR_ARGUMENT'],
  ['constructor', '/query', json('{"text":"a","constructor":{"prototype":{}}}'), 400, 'ERR_ARGUMENT'],
  ['__proto__ in the query', '/query?__proto__=1', { body: { text: 'a' } }, 400, 'ERR_ARGUMENT'],
  ['a limit of 0', '/query', { body: { text: 'a', limit: 0 } }, 400, 'ERR_ARGUMENT'],
  ['a limit of 1.5', '/query', { body: { text: 'a', limit: 1.5 } }, 400, 'ERR_ARGUMENT'],
  ['"3" for a limit', '/query', { body: { text: 'a', limit: '3' } }, 400, 'ERR_ARGUMENT'],
  ['a share of 2', '/query', { body: { text: 'a', share: 2 } }, 400, 'ERR_ARGUMENT'],
  ['an unknown question', '/documents?evidence=1', { body: { id: 'a', text: 'a' } }, 400, 'ERR_ARGUMENT'],
  ['a number that is none', '/documents/a?type=number', { method: 'DELETE' }, 400, 'ERR_ARGUMENT'],
  ['half a character in an address', '/documents/%E0%A0', { method: 'DELETE' }, 400, 'ERR_ARGUMENT'],
  ['an unknown id', '/documents/a', { method: 'DELETE' }, 404, 'ERR_UNKNOWN_ID'],
  ['an unknown address', '/nope', {}, 404, 'ERR_ROUTE'],
  ['an unknown address with a body', '/nope', json('{'), 404, 'ERR_ROUTE'],
  ['another method', '/query', {}, 405, 'ERR_METHOD'],
  ['another method of a document', '/documents/a', {}, 405, 'ERR_METHOD'],
  ['a long text', '/query', { body: { text: 'x'.repeat(1001) } }, 413, 'ERR_TEXT_SIZE'],
  [
    'a large batch',
    '/documents',
    { body: Array.from({ length: 11 }, (_, id) => ({ id, text: 'x' })) },
    413,
    'ERR_BATCH_SIZE',
  ],
  ['a large body', '/query', { body: { text: 'x'.repeat(20_001) } }, 413, 'ERR_BODY_SIZE'],
  [
    'a large body in chunks',
    '/query',
    { body: { text: 'x'.repeat(20_001) }, headers: { 'transfer-encoding': 'chunked' } },
    413,
    'ERR_BODY_SIZE',
  ],
  [
    'a body of text',
    '/query',
    { body: 'x', headers: { 'content-type': 'text/plain' } },
    415,
    'ERR_MEDIA_TYPE',
  ],
  [
    'a body of Latin 1',
    '/query',
    { body: { text: 'x' }, headers: { 'content-type': 'application/json; charset=latin1' } },
    415,
    'ERR_MEDIA_TYPE',
  ],
  [
    'a compressed body',
    '/query',
    { body: 'x', headers: { 'content-encoding': 'gzip' } },
    415,
    'ERR_MEDIA_TYPE',
  ],
  [
    'a body that is compressed on its way',
    '/query',
    { body: 'x', headers: { 'transfer-encoding': 'gzip, chunked' } },
    415,
    'ERR_MEDIA_TYPE',
  ],
  ['a name of another machine', '/health2', { headers: { host: 'evil.example' } }, 403, 'ERR_HOST'],
  ['a rebound name', '/metrics', { headers: { host: 'evil.example:80' } }, 403, 'ERR_HOST'],
]

test.each(REFUSALS)('%s is refused', async (_, path, sent, status, code) => {
  const { ask, index } = await openService({ limits: { text: 1000, batch: 10, body: 20_000 } })
  const told = await ask(path, sent)
  expect({ status: told.status, code: told.body?.error?.code }).toEqual({ status, code })
  expect(Object.keys(told.body)).toEqual(['error'])
  expect(told.body.error.message).toMatch(/^[^\n]{10,200}$/)
  if (status === 405) expect(told.headers.allow).toMatch(/POST|DELETE/)
  expect((await index.stats()).documents).toBe(0)
})

test('ids of any characters: kept, found and forgotten by their address', async () => {
  const { ask } = await openService()
  const ids = [
    'a/b',
    '100%',
    '%2F',
    '?x=1#y',
    '__proto__',
    'constructor',
    'ä 漢 😀',
    'x'.repeat(1024),
    '漢'.repeat(1000),
    ';a=b',
  ]
  for (const id of ids) {
    expect(await ask('/documents', { body: { id, text: STORY } }), id).toMatchObject({
      body: { id, kept: true },
    })
    expect((await ask('/query', { body: { text: STORY } })).body.matches, id).toMatchObject([{ id }])
    const path = `/documents/${encodeURIComponent(id)}`
    expect(await ask(path, { method: 'DELETE' }), id).toMatchObject({
      status: 200,
      body: { id, forgotten: true },
    })
  }
  for (const id of [0, -1.5, 1e21, 5e-324]) {
    await ask('/documents', { body: { id, text: STORY } })
    const told = await ask(`/documents/${id}?type=number`, { method: 'DELETE' })
    expect(told, String(id)).toMatchObject({ status: 200, body: { id } })
  }
})

describe('with a token', () => {
  const token = 'correct-horse-battery'

  test('asks for it everywhere but for its health', async () => {
    const { ask, log } = await openService({ token })
    for (const authorization of ['', 'Bearer', 'Bearer wrong', `Bearer ${token}x`, `Basic ${token}`, token]) {
      const told = await ask('/query', { body: { text: 'a' }, headers: { authorization } })
      expect(told, authorization).toMatchObject({ status: 401, body: { error: { code: 'ERR_TOKEN' } } })
      expect(told.headers['www-authenticate']).toBe('Bearer')
    }
    expect((await ask('/metrics')).status).toBe(401)
    expect((await ask('/openapi.json')).status).toBe(401)
    expect((await ask('/nope')).status).toBe(401)
    expect((await ask('/health')).status).toBe(200)
    const headers = { authorization: `Bearer ${token}`, host: 'offprint.example' }
    expect((await ask('/query', { body: { text: 'a' }, headers })).status).toBe(200)
    await until(() => log().length === 11, 'all requests are logged')
    expect(JSON.stringify(log())).not.toContain('horse')
  })
})

describe('where much is at work', () => {
  test('a further request is told to come again, and nothing is lost', async () => {
    let release = () => {}
    const gate = new Promise<void>((resolve) => (release = resolve))
    const around = (handler: Handler): Handler => ({
      ...handler,
      query: async (query) => {
        await gate
        return handler.query(query)
      },
    })
    const { ask, log } = await openService({ limits: { requests: 2 }, around })
    const first = ask('/query', { body: { text: STORY } })
    const second = ask('/query', { body: { text: STORY } })
    await until(
      async () => (await ask('/metrics')).text.includes('offprint_requests_at_work 2'),
      'both are at work',
    )
    const third = await ask('/query', { body: { text: STORY } })
    expect(third).toMatchObject({
      status: 429,
      body: { error: { code: 'ERR_BUSY' } },
      headers: { 'retry-after': '1' },
    })
    expect((await ask('/health')).status).toBe(200)
    release()
    expect([(await first).status, (await second).status]).toEqual([200, 200])
    expect((await ask('/query', { body: { text: STORY } })).status).toBe(200)
    await until(() => log().some(({ code }) => code === 'ERR_BUSY'), 'the refusal is logged')
  })

  test('bodies on their way in count by their size', async () => {
    const { port, ask } = await openService({ limits: { body: 1000, timeout: 5000 } })
    const head = 'POST /query HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n'
    const half = [0, 1, 2, 3].map(() =>
      onSocket(port, [`${head}Content-Length: 1000\r\nConnection: close\r\n\r\n{`]),
    )
    await until(
      async () => (await ask('/metrics')).text.includes('offprint_request_bytes_at_work 4000'),
      'four bodies are on their way in',
    )
    expect((await ask('/query', { body: { text: 'a' } })).status).toBe(429)
    await Promise.all(half)
  })

  test('a client that goes gives its place back', async () => {
    const { port, ask } = await openService({ limits: { requests: 1, timeout: 300 } })
    const head = 'POST /query HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n'
    const told = onSocket(port, [`${head}Content-Length: 1000\r\n\r\n{`])
    await until(
      async () => (await ask('/query', { body: { text: 'a' } })).status === 429,
      'the place is taken',
    )
    await told
    await until(
      async () => (await ask('/query', { body: { text: 'a' } })).status === 200,
      'the place is free',
    )
  })
})

describe('what does not come in whole', () => {
  const codes = (text: string) => /"code":"(\w+)"/.exec(text)?.[1]

  test('a slow head and a slow body are given up', async () => {
    const { port, log } = await openService({ limits: { timeout: 400 } })
    const head =
      'POST /query HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 20\r\n\r\n'
    const drop = Array.from({ length: 40 }, () => 'x')
    expect(codes(await onSocket(port, ['POST /query HTTP/1.1\r\n', ...drop], 100))).toBe('ERR_TIMEOUT')
    expect(codes(await onSocket(port, [head, ...drop], 100))).toBe('ERR_TIMEOUT')
    expect(codes(await onSocket(port, []))).toBe('ERR_TIMEOUT')
    await until(
      () => log().some(({ event, status }) => event === 'request' && status === 408),
      'it is logged',
    )
  })

  test.each([
    ['no HTTP', 'hello\r\n\r\n', 'ERR_HTTP'],
    ['a head without a name of a host', 'GET /health HTTP/1.1\r\nConnection: close\r\n\r\n', 'ERR_HTTP'],
    [
      'a huge head',
      `GET /health HTTP/1.1\r\nHost: localhost\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`,
      'ERR_HEADER_SIZE',
    ],
    ['a huge address', `GET /${'x'.repeat(20_000)} HTTP/1.1\r\nHost: localhost\r\n\r\n`, 'ERR_HEADER_SIZE'],
    [
      'two lengths',
      'POST /query HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n',
      'ERR_HTTP',
    ],
    ['a length below 0', 'POST /query HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n', 'ERR_HTTP'],
  ])('%s is refused, and the connection closed', async (_, text, code) => {
    const { port, ask } = await openService()
    const told = await onSocket(port, [text])
    expect(told).toMatch(/^HTTP\/1\.1 4\d\d /)
    expect(codes(told)).toBe(code)
    expect((await ask('/health')).status).toBe(200)
  })

  test('a body of 100 MB is refused before it comes', async () => {
    const { port } = await openService({ limits: { timeout: 1000 } })
    const head =
      'POST /query HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 104857600\r\n\r\n'
    const from = performance.now()
    const told = await onSocket(port, [head])
    expect(told).toMatch(/^HTTP\/1\.1 413 [^]*"ERR_BODY_SIZE"/)
    expect(performance.now() - from).toBeLessThan(5000)
  })
})

describe('when the store fails', () => {
  const failing = (code: 'ERR_STORE' | 'ERR_FORMAT') => (handler: Handler) => ({
    ...handler,
    remember: async () => ({ refusal: { code, message: `the store "x" said: bad value "${STORY}"` } }),
    holdings: async () => ({ refusal: { code, message: 'the store is away' } }),
  })

  test.each(['ERR_STORE', 'ERR_FORMAT'] as const)('%s is 503', async (code) => {
    const { ask, log } = await openService({ around: failing(code), quiet: true })
    expect(await ask('/documents', { body: { id: 1, text: STORY } })).toMatchObject({
      status: 503,
      body: { error: { code } },
    })
    expect(await ask('/health')).toMatchObject({ status: 503, body: { error: { code } } })
    expect((await ask('/metrics')).text).toContain('offprint_store_up 0')
    await until(() => log().length === 2, 'failures are logged, quiet or not')
    expect(log()[0]).toMatchObject({
      level: 'error',
      status: 503,
      code,
      reason: expect.stringContaining('said'),
    })
    expect(JSON.stringify(log())).not.toContain('council')
  })

  test('an error that is a mistake is 500, and its message stays out of log and answer', async () => {
    const error = new TypeError(`cannot read ${STORY}\n    at ${STORY}`)
    const around = (handler: Handler): Handler => ({ ...handler, query: () => Promise.reject(error) })
    const { ask, log } = await openService({ around })
    const told = await ask('/query', { body: { text: STORY } })
    expect(told).toMatchObject({ status: 500, body: { error: { code: 'ERR_INTERNAL' } } })
    await until(() => log().length === 2, 'both lines are there')
    expect(log()[0]).toMatchObject({
      event: 'mistake',
      error: 'TypeError',
      at: expect.stringContaining('server.test'),
    })
    expect(JSON.stringify(log()) + told.text).not.toContain('council')
  })

  test('a store that hangs is told within two seconds, and asked once', async () => {
    const holdings = vi.fn(() => new Promise<never>(() => {}))
    const { ask } = await openService({ around: (handler) => ({ ...handler, holdings }) })
    const told = await Promise.all([ask('/health'), ask('/health'), ask('/health')])
    expect(told.map(({ status }) => status)).toEqual([503, 503, 503])
    expect(holdings).toHaveBeenCalledTimes(1)
  })

  test('half-way through a batch: nothing is told, and a repeat tells all', async () => {
    const { ask, index } = await openService()
    const documents = Array.from({ length: 300 }, (_, i) => ({ id: i, text: `text ${i}` }))
    const { decideEach } = index
    let calls = 0
    Object.assign(index, {
      decideEach: (...given: Parameters<typeof decideEach>) => {
        if (++calls === 2) return Promise.reject(new OffprintError('ERR_STORE', 'the store is away'))
        return decideEach(...given)
      },
    })
    expect((await ask('/documents', { body: documents })).status).toBe(503)
    const told = await ask('/documents', { body: documents })
    expect(told.body.map(({ id }: { id: number }) => id)).toEqual(documents.map(({ id }) => id))
    expect(told.body.filter(({ again }: { again?: true }) => again).length).toBe(128)
  })
})

test('stops after it has answered what it took in, and takes in nothing more', async () => {
  let release = () => {}
  const gate = new Promise<void>((resolve) => (release = resolve))
  let begun = false
  const around = (handler: Handler): Handler => ({
    ...handler,
    remember: async (...given) => {
      begun = true
      await gate
      return handler.remember(...given)
    },
  })
  const { ask, close, index } = await openService({ around })
  const first = ask('/documents', { body: { id: 'a', text: STORY } })
  await until(() => begun, 'it is at work')
  let closed = false
  const closing = close().then(() => (closed = true))
  await expect(ask('/health')).rejects.toThrow(/ECONNREFUSED|ECONNRESET|socket hang up/)
  expect(closed).toBe(false)
  release()
  expect(await first).toMatchObject({ status: 200, headers: { connection: 'close' } })
  await closing
  expect(await index.has('a')).toBe(true)
})

test('no line of the log has a text, an id or a token', async () => {
  const { ask, log } = await openService()
  await ask('/documents', { body: { id: 'secret-id', text: STORY } })
  await ask('/documents', { body: { id: 'secret-id', text: OTHER } })
  await ask('/documents', { body: { id: 'secret-id', text: STORY, secret: 1 } })
  await ask('/documents/secret-id', { method: 'DELETE', headers: { authorization: 'Bearer secret-token' } })
  await ask('/secret-path?secret=1')
  await until(() => log().length === 5, 'all are logged')
  expect(JSON.stringify(log())).not.toMatch(/secret|council|tram/)
  expect(log().map(({ status }) => status)).toEqual([200, 409, 400, 200, 404])
})
