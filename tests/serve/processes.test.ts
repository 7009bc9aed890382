// `offprint serve` in processes of its own: two over one database, one that is told to stop, one that is asked for too much.
import { readFileSync } from 'node:fs'
import { connect } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { postgresBinaries, startPostgres, type PostgresServer } from '../fleet/postgres-server.js'
import { workspace } from '../workspace.js'
import { bundleCommand, type CommandBundle } from './processes.js'
import { ask, until } from './service.js'

let bundle: CommandBundle
beforeAll(async () => void (bundle = await bundleCommand()), 60_000)
afterAll(() => bundle.close())

const word = (i: number) => `w${(i * 7919).toString(36)}q${(i * 104_729).toString(36)}`
/** A text of its own for each number. */
const textOf = (number: number) => Array.from({ length: 60 }, (_, i) => word(97 * number + i)).join(' ')

const bin = postgresBinaries()
if (bin === undefined) test.skip('two processes over one PostgreSQL: it is not installed')
describe.runIf(bin !== undefined)('two processes over one PostgreSQL', () => {
  let database: PostgresServer
  beforeAll(async () => void (database = await startPostgres(bin!)), 60_000)
  afterAll(() => database.close())

  test('of twins at the same moment never both are new, and each is answered once', async () => {
    const store = database.url('twins')
    const both = await Promise.all([bundle.serve(store), bundle.serve(store)])
    const pairs = Array.from({ length: 40 }, (_, i) => i)
    const told = await Promise.all(
      pairs.flatMap((i) =>
        both.map(({ url }, which) =>
          ask(`${url}/documents`, { body: { id: `${i} of ${which}`, text: textOf(i) } }),
        ),
      ),
    )
    for (const i of pairs) {
      const two = [told[2 * i], told[2 * i + 1]]
      expect(two.map(({ status }) => status)).toEqual([200, 200])
      expect(two.map(({ body }) => body.kept).sort(), `pair ${i}`).toEqual([false, true])
      const [kept] = two.filter(({ body }) => body.kept)
      const [removed] = two.filter(({ body }) => !body.kept)
      expect(removed.body.keeper).toBe(kept.body.id)
    }
    expect(await Promise.all(both.map((one) => one.stop()))).toEqual([0, 0])
  }, 60_000)

  test('a database that goes away is 503 with a code, and one that comes back is used again', async () => {
    const { url, stop, log } = await bundle.serve(`${database.url('away')}&connect_timeout=1`)
    expect((await ask(`${url}/documents`, { body: { id: 1, text: textOf(1) } })).body).toMatchObject({
      kept: true,
    })
    await database.stop('fast')
    const told = await ask(`${url}/documents`, { body: { id: 2, text: textOf(2) } })
    expect(told).toMatchObject({ status: 503, body: { error: { code: 'ERR_STORE' } } })
    expect((await ask(`${url}/health`)).status).toBe(503)
    expect(log()).toMatch(/"level":"error".*"status":503,"code":"ERR_STORE".*"reason":/)
    await database.start()
    await until(async () => (await ask(`${url}/health`)).status === 200, 'the store answers again')
    const again = await ask(`${url}/documents`, { body: [1, 2].map((id) => ({ id, text: textOf(id) })) })
    expect(again.body).toMatchObject([
      { id: 1, kept: true, again: true },
      { id: 2, kept: true },
    ])
    expect(await stop()).toBe(0)
  }, 90_000)
})

test('SIGTERM: what was taken in is answered and kept, further requests are not, and the exit code is 0', async () => {
  const { root } = workspace()
  const store = `${root}/seen`
  const { url, port, stop, log } = await bundle.serve(store)
  const body = JSON.stringify({ id: 'half', text: textOf(1) })
  const head = `POST /documents HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n`
  const half = connect(port, '127.0.0.1').on('error', () => {})
  let waiting = ''
  half.on('data', (chunk) => (waiting += String(chunk)))
  half.write(head + body.slice(0, 20))
  const many = Promise.allSettled(
    Array.from({ length: 50 }, (_, i) => ask(`${url}/documents`, { body: { id: i, text: textOf(10 + i) } })),
  )
  await until(() => (log().match(/"event":"request"/g)?.length ?? 0) > 0, 'some are answered')
  const code = stop()
  await until(() => log().includes('"stopping"'), 'it is about to stop')
  half.write(body.slice(20))
  await until(() => half.destroyed || half.readableEnded, 'the half request is answered')
  expect(waiting).toMatch(/^HTTP\/1\.1 200 OK[^]*connection: close[^]*"kept":true/i)
  const told = await many
  expect(await code).toBe(0)
  const answered = told.flatMap((one, i) =>
    one.status === 'fulfilled' && one.value.status === 200 ? [i] : [],
  )
  expect(answered.length).toBeGreaterThan(0)
  const again = await bundle.serve(store)
  for (const id of ['half', ...answered]) {
    const text = id === 'half' ? textOf(1) : textOf(10 + Number(id))
    expect((await ask(`${again.url}/documents`, { body: { id, text } })).body).toMatchObject({
      kept: true,
      again: true,
    })
  }
  expect(await again.stop('SIGINT')).toBe(0)
}, 60_000)

/** Megabytes that a process has in memory. */
const megabytes = (pid: number) =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))![1]) / 1000

test.runIf(process.platform === 'linux')(
  'bodies that are too large, and clients that send and never read, leave memory as it is',
  async () => {
    const { url, port, pid, stop } = await bundle.serve('memory:', ['--timeout', '2', '--quiet'])
    const health = () => ask(`${url}/health`)
    await health()
    const before = megabytes(pid)
    const chunk = Buffer.alloc(1 << 20, 'x')
    const head = (more: string) =>
      `POST /query HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n${more}\r\n\r\n`
    // 100 MB each: with a length, in one chunk without an end, and thrown in after the refusal.
    const flood = (text: string) =>
      new Promise<string>((resolve) => {
        const socket = connect(port, '127.0.0.1')
        let told = ''
        let sent = 0
        const more = () => {
          while (sent++ < 100) if (!socket.write(chunk)) return void socket.once('drain', more)
          socket.end()
        }
        socket.on('data', (data) => (told += String(data)))
        socket.on('error', () => {})
        socket.on('close', () => resolve(told))
        socket.write(text, more)
      })
    const told = await Promise.all([
      flood(head('Content-Length: 104857600')),
      flood(head('Content-Length: 104857600')),
      flood(head(`Transfer-Encoding: chunked\r\n\r\n${(100 << 20).toString(16)}`)),
    ])
    for (const text of told) expect(text).toMatch(/^HTTP\/1\.1 413 [^]*"ERR_BODY_SIZE"/)
    // 300 connections that send nothing, and 100 that ask and do not read.
    const idle = Array.from({ length: 300 }, () =>
      connect(port, '127.0.0.1')
        .on('error', () => {})
        .resume(),
    )
    const deaf = Array.from({ length: 100 }, () => {
      const socket = connect(port, '127.0.0.1').on('error', () => {})
      socket.pause()
      socket.write('GET /openapi.json HTTP/1.1\r\nHost: localhost\r\n\r\n'.repeat(50))
      return socket
    })
    expect((await health()).status).toBe(200)
    expect(megabytes(pid) - before).toBeLessThan(120)
    // Those that say nothing are closed.
    await until(
      () => idle.every((socket) => socket.destroyed || socket.readableEnded),
      'idle connections are closed',
    )
    for (const socket of deaf) socket.destroy()
    expect((await health()).status).toBe(200)
    expect(await stop()).toBe(0)
  },
  60_000,
)

describe('what cannot be served', () => {
  const refusal = (store: string, argv: string[], env?: Record<string, string>) =>
    bundle.serve(store, argv, env).then(
      () => 'it listens',
      (error: Error) => error.message,
    )

  test('another address without a token; with one it listens', async () => {
    const { write } = workspace()
    expect(await refusal('memory:', ['--host', '0.0.0.0'])).toMatch(/ended with 2: .*--token-file.*ERR_USAGE/)
    expect(await refusal('memory:', ['--host', '::'])).toContain('ERR_USAGE')
    expect(await refusal('memory:', ['--token-file', 'nowhere'])).toContain('cannot be read')
    expect(await refusal('memory:', [], { OFFPRINT_TOKEN: 'short' })).toContain('16 or more characters')
    const token = 'a-token-of-24-characters'
    const file = write('token', `${token}\n`)
    const { port, stop, log } = await bundle.serve('memory:', ['--host', '0.0.0.0', '--token-file', file])
    const url = `http://127.0.0.1:${port}/query`
    expect((await ask(url, { body: { text: 'a' } })).status).toBe(401)
    const headers = { authorization: `Bearer ${token}` }
    expect((await ask(url, { body: { text: 'a' }, headers })).status).toBe(200)
    expect(await stop()).toBe(0)
    expect(log()).not.toContain(token)
  }, 60_000)

  test('an address that is taken', async () => {
    const first = await bundle.serve('memory:')
    expect(await refusal('memory:', ['--port', String(first.port)])).toMatch(/another program listens there/)
    await first.stop()
  }, 60_000)
})
