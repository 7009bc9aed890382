// A service inside the process of a test: a server on a free port of loopback, over an index in memory or one that is given.
import { request as httpRequest } from 'node:http'
import { connect } from 'node:net'
import { Writable } from 'node:stream'
import { onTestFinished } from 'vitest'
import { DEFAULT_RELATE } from '../../src/compare/relation.js'
import { DEFAULT_REMOVE } from '../../src/dedupe/removal-policy.js'
import { openSharedIndex } from '../../src/fleet/open-shared-index.node.js'
import type { SharedIndex } from '../../src/fleet/shared-index.js'
import { handlerOf, type Handler, type Id } from '../../src/serve/handler.js'
import { openLog } from '../../src/serve/http/log.js'
import { openServer } from '../../src/serve/http/server.js'
import { DEFAULT_LIMITS, type Limits } from '../../src/serve/limits.js'

/** An answer of a service. */
export interface Told {
  readonly status: number
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly text: string
  // eslint-disable-next-line typescript/no-explicit-any -- a test says what it expects of it
  readonly body: any
}

/** What a test sends besides the address. */
export interface Sent {
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
  /** An object is sent as JSON. */
  readonly body?: unknown
}

/** A service of a test. */
export interface TestService {
  readonly url: string
  readonly port: number
  readonly index: SharedIndex<Id>
  ask(path: string, sent?: Sent): Promise<Told>
  /** What the log has so far. */
  log(): Record<string, unknown>[]
  close(): Promise<void>
}

/** What differs from a service with its defaults. */
export interface Setting {
  readonly limits?: Partial<Limits>
  readonly token?: string
  readonly quiet?: boolean
  readonly index?: SharedIndex<Id>
  /** What stands between the server and the handler. */
  readonly around?: (handler: Handler) => Handler
}

/** Opens a service that is closed when the test is over. */
export async function openService(setting: Setting = {}): Promise<TestService> {
  const { token, quiet = false, around = (handler: Handler) => handler } = setting
  const limits = { ...DEFAULT_LIMITS, ...setting.limits }
  const index = setting.index ?? (await openSharedIndex<Id>('memory:'))
  const chunks: string[] = []
  const stderr = new Writable({
    write(chunk, _, done) {
      chunks.push(String(chunk))
      done()
    },
  })
  const handler = handlerOf(index, { relate: DEFAULT_RELATE, remove: DEFAULT_REMOVE, limits })
  const server = await openServer(
    around(handler),
    { host: '127.0.0.1', port: 0, token, limits, quiet },
    openLog(stderr),
  )
  let closing: Promise<void> | undefined
  const close = () => (closing ??= server.close())
  onTestFinished(close)
  return {
    url: server.url,
    port: Number(new URL(server.url).port),
    index,
    ask: (path, sent) => ask(`${server.url}${path}`, sent),
    log: () =>
      chunks
        .join('')
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line)),
    close,
  }
}

/** Sends a request, and reads the whole answer. */
export function ask(url: string, { method, headers = {}, body }: Sent = {}): Promise<Told> {
  const payload =
    body === undefined || typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body)
  return new Promise((resolve, reject) => {
    const request = httpRequest(
      url,
      {
        method: method ?? (payload === undefined ? 'GET' : 'POST'),
        headers: { ...(payload !== undefined && { 'content-type': 'application/json' }), ...headers },
        agent: false,
      },
      (response) => {
        const chunks: Buffer[] = []
        response.on('data', (chunk) => chunks.push(chunk))
        response.on('error', reject)
        response.on('end', () => {
          const text = Buffer.concat(chunks).toString()
          const isJson = String(response.headers['content-type']).startsWith('application/json')
          resolve({
            status: response.statusCode!,
            headers: response.headers,
            text,
            body: isJson ? JSON.parse(text) : undefined,
          })
        })
      },
    )
    request.on('error', reject)
    request.end(payload)
  })
}

/** Writes bytes on a connection, one piece after the other, and reads until the other side closes it. */
export function onSocket(port: number, pieces: readonly (string | Buffer)[], pause = 0): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    let text = ''
    socket.on('data', (chunk) => (text += String(chunk)))
    socket.on('error', () => {})
    socket.on('close', () => resolve(text))
    socket.on('connect', async () => {
      for (const piece of pieces) {
        if (socket.destroyed) return
        socket.write(piece)
        if (pause > 0) await new Promise((done) => setTimeout(done, pause))
      }
    })
  })
}

/** Waits until something holds. */
export async function until(holds: () => boolean | Promise<boolean>, what: string): Promise<void> {
  for (let tries = 0; !(await holds()); tries++) {
    if (tries > 500) throw new Error(`waited 10 s for this: ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}
