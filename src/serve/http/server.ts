import type { AddressInfo, Socket } from 'node:net'
import type * as fastifyPackage from 'fastify'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { loadPeer } from '../../kernel/peer.js'
import { usageError } from '../../job/errors.js'
import { VERSION } from '../../job/version.js'
import type { Handler } from '../handler.js'
import { BODIES_AT_ONCE, type Limits } from '../limits.js'
import { REFUSALS, refused, type Answer, type Refusal } from '../refusal.js'
import { openAdmission, type Admission, type Place } from './admission.js'
import { answersOf, type Answering } from './answers.js'
import { isPlain, readJson } from './body.js'
import { connectionRefusal, refusalOf, refuseOnSocket, schemaMessage } from './errors.js'
import { guardOf, type Guard } from './guard.js'
import { placeOf, reasonForLog, type Log } from './log.js'
import { openMetrics, type Metrics } from './metrics.js'
import { openapi } from './openapi.js'
import { recentHoldings, type RecentHoldings } from './recent-holdings.js'
import { ROUTES, type Route, type RouteName } from './routes.js'
import { openTurns } from './turns.js'

/** Where a service listens, and what it takes in. */
export interface ServerSettings {
  readonly host: string
  readonly port: number
  readonly token: string | undefined
  readonly limits: Limits
  /** Whether only requests that the service failed to answer are logged. */
  readonly quiet: boolean
}

/** A service that listens. */
export interface Server {
  readonly url: string
  /** Takes in nothing more, answers what it took in, and closes. */
  close(): Promise<void>
}

/** Milliseconds for the head of a request, unless the whole of it has less. */
const HEAD_TIME = 10_000
/** Bytes of a head: those of Node. */
const HEAD_SIZE = 16_384
/** Milliseconds between two looks for requests that are late. */
const LOOK = 500
/** A connection on which nothing moves is closed after so many times of a request: its client does not read. */
const IDLE = 4
/** Connections at the same time, most of which wait for their next request: one takes some 20 KB. */
const MOST_CONNECTIONS = 4096
/** Milliseconds that requests have to come to their end when the service stops. */
const GRACE = 60_000
/** Milliseconds for which the rest of a body that was refused is thrown away. */
const LINGER = 5000
/** Seconds after which who was refused for lack of room is to come again. */
const RETRY_AFTER = 1
/** The status of a request whose client went before the answer was sent; the number is that of nginx. */
const CLIENT_GONE = 499

/** What is known of a request that is under way. */
interface UnderWay {
  readonly from: number
  readonly route: Route | undefined
  readonly place: Place | null
  refusal?: Refusal
  documents?: number
}

/** What the hooks of a server share. */
interface Room {
  readonly settings: ServerSettings
  readonly guard: Guard
  readonly admission: Admission
  readonly metrics: Metrics
  readonly holdings: RecentHoldings
  readonly log: Log
  readonly underWay: WeakMap<FastifyRequest, UnderWay>
  readonly bySocket: WeakMap<Socket, UnderWay>
  stopping: boolean
}

/**
 * Listens for requests, and answers them by a handler.
 * @throws OffprintError `ERR_PACKAGE` where `fastify` or `prom-client` is not installed; `ERR_USAGE` where it cannot listen there.
 */
export async function openServer(handler: Handler, settings: ServerSettings, log: Log): Promise<Server> {
  const { limits, host, port } = settings
  const { fastify } = await loadPeer<Pick<typeof fastifyPackage, 'fastify'>>(
    'fastify',
    () => import('fastify'),
  )
  const admission = openAdmission({ requests: limits.requests, bytes: BODIES_AT_ONCE * limits.body })
  const holdings = recentHoldings(handler)
  const metrics = await openMetrics(holdings, admission.atWork)
  const room: Room = {
    settings,
    guard: guardOf(settings.token),
    admission,
    metrics,
    holdings,
    log,
    underWay: new WeakMap(),
    bySocket: new WeakMap(),
    stopping: false,
  }
  const app = fastify({
    bodyLimit: limits.body,
    requestTimeout: limits.timeout,
    connectionTimeout: IDLE * limits.timeout,
    return503OnClosing: false,
    routerOptions: { maxParamLength: HEAD_SIZE },
    http: {
      headersTimeout: Math.min(limits.timeout, HEAD_TIME),
      connectionsCheckingInterval: LOOK,
      maxHeaderSize: HEAD_SIZE,
      // Refused with a body and a line of the log, as everything else is.
      requireHostHeader: false,
    },
    ajv: {
      customOptions: {
        removeAdditional: false,
        coerceTypes: false,
        useDefaults: false,
        allowUnionTypes: true,
      },
    },
    schemaErrorFormatter: (errors, part) => new Error(schemaMessage(errors, part)),
    frameworkErrors: (error, request, reply) => {
      void refuse(room, request, reply, refusalOf(error) ?? connectionRefusal(undefined))
    },
    clientErrorHandler: (error, socket) => onConnectionError(room, error.code, socket as Socket),
  })
  app.server.maxConnections = MOST_CONNECTIONS
  readJson(app)
  app.addHook('onRequest', (request, reply) => letIn(room, request, reply))
  app.addHook('onSend', async (_, reply) => {
    if (room.stopping) void reply.header('connection', 'close')
  })
  app.setErrorHandler((error: Error, request, reply) => {
    const refusal = refusalOf(error)
    if (refusal !== undefined) return refuse(room, request, reply, refusal)
    log.error('mistake', { request: request.id, ...placeOf(error) })
    return refuse(room, request, reply, {
      code: 'ERR_INTERNAL',
      message: 'this is a mistake in offprint; please report it',
    })
  })
  addRoutes(app, room, handler)
  await listen(app, host, port)
  return {
    url: urlOf(app.server.address() as AddressInfo),
    async close() {
      room.stopping = true
      const late = setTimeout(() => app.server.closeAllConnections(), GRACE)
      await app.close()
      clearTimeout(late)
      // A client that has gone leaves its work behind; the store is needed until that is done.
      await admission.empty()
    },
  }
}

function addRoutes(app: FastifyInstance, room: Room, handler: Handler): void {
  const { metrics, holdings, settings } = room
  const inTurn = openTurns()
  const description = openapi(settings.token !== undefined)
  const answers: Readonly<Record<Exclude<RouteName, 'metrics'>, Answering>> = {
    ...answersOf(handler, metrics),
    async health() {
      const told = await holdings()
      return 'refusal' in told ? told : { answer: { status: 'ok', version: VERSION } }
    },
    description: () => ({ answer: description }),
  }
  for (const route of ROUTES) {
    app.route({
      method: route.method,
      url: route.path,
      config: { route },
      schema: schemaOf(route),
      handler: async (request, reply) => {
        if (route.name === 'metrics') {
          const { type, text } = await metrics.text()
          return reply.type(type).send(text)
        }
        const underWay = room.underWay.get(request)!
        underWay.place?.begin()
        let told: Answer<unknown>
        try {
          const answer = answers[route.name]
          told = await (underWay.place === null ? answer(request) : inTurn(() => answer(request)))
        } finally {
          underWay.place?.end()
        }
        if ('refusal' in told) return refuse(room, request, reply, told.refusal)
        if (route.name === 'remember')
          underWay.documents = Array.isArray(told.answer) ? told.answer.length : 1
        return reply.type('application/json; charset=utf-8').send(JSON.stringify(told.answer))
      },
    })
  }
}

/** The checks of an address: of values in it, and of the body. */
function schemaOf({ parameters = [], body }: Route): object {
  const of = (place: 'path' | 'query') => ({
    type: 'object',
    additionalProperties: false,
    properties: Object.fromEntries(
      parameters.filter((one) => one.in === place).map(({ name, schema }) => [name, schema]),
    ),
  })
  return { querystring: of('query'), params: of('path'), ...(body && { body }) }
}

/** Lets a request in, before its body is read, or refuses it. */
async function letIn(room: Room, request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
  const { config } = request.routeOptions as { config?: { route?: Route } }
  const route = request.is404 ? undefined : config?.route
  const { refusal, place } = admit(room, request, route)
  const underWay: UnderWay = { from: performance.now(), route, place }
  room.underWay.set(request, underWay)
  room.bySocket.set(request.raw.socket, underWay)
  reply.raw.once('close', () => onEnd(room, request, reply, underWay))
  void reply.header('x-request-id', request.id)
  if (refusal === undefined) return undefined
  if (refusal.code === 'ERR_BODY_SIZE') return refuseWhileItComes(request, reply, underWay, refusal)
  return refuse(room, request, reply, refusal)
}

function admit(
  { settings, guard, admission, stopping }: Room,
  request: FastifyRequest,
  route: Route | undefined,
): { readonly refusal?: Refusal; readonly place: Place | null } {
  const { headers } = request
  if (headers.host === undefined && request.raw.httpVersion === '1.1') {
    return { ...refused('ERR_HTTP', 'the head of the request has no Host'), place: null }
  }
  if (stopping) return { ...refused('ERR_STOPPING', 'the service is about to stop'), place: null }
  const stranger = route?.open === true ? undefined : guard(headers as Parameters<Guard>[0])
  if (stranger !== undefined) return { ...stranger, place: null }
  if (route === undefined) return { refusal: unknownAddress(request), place: null }
  if (route.works !== true) return { place: null }
  const { body } = settings.limits
  const bytes = headers['transfer-encoding'] === undefined ? Number(headers['content-length'] ?? 0) : body
  if (bytes > body) {
    return {
      ...refused('ERR_BODY_SIZE', `the body has ${bytes} bytes, more than the ${body} that are taken`),
      place: null,
    }
  }
  if (!isPlain(headers)) {
    return {
      ...refused('ERR_MEDIA_TYPE', 'send the body as application/json in UTF-8, not compressed'),
      place: null,
    }
  }
  const place = admission.enter(bytes)
  return place === null
    ? { ...refused('ERR_BUSY', 'too much is at work; come again later'), place }
    : { place }
}

/** The methods that an address takes, where it takes others. */
function methodsOf(url: string): string[] {
  const [path] = url.split('?', 1)
  return ROUTES.filter((route) =>
    new RegExp(`^${route.path.replaceAll('.', '\\.').replace(/:\w+/, '[^/]+')}$`).test(path),
  ).map(({ method }) => method)
}

function unknownAddress({ url }: FastifyRequest): Refusal {
  const methods = methodsOf(url)
  if (methods.length === 0)
    return { code: 'ERR_ROUTE', message: 'there is no such address; see /openapi.json' }
  return { code: 'ERR_METHOD', message: `this address takes ${methods.join(', ')}` }
}

function refuse(room: Room, request: FastifyRequest, reply: FastifyReply, refusal: Refusal): FastifyReply {
  const { code, message } = refusal
  const underWay = room.underWay.get(request)
  if (underWay !== undefined) underWay.refusal = refusal
  const [status] = REFUSALS[code]
  if (code === 'ERR_BUSY' || code === 'ERR_STOPPING') void reply.header('retry-after', RETRY_AFTER)
  if (code === 'ERR_TOKEN') void reply.header('www-authenticate', 'Bearer')
  if (code === 'ERR_METHOD') void reply.header('allow', methodsOf(request.url).join(', '))
  return reply
    .code(status)
    .type('application/json; charset=utf-8')
    .send(JSON.stringify({ error: { code, message } }))
}

/**
 * Refuses a body at once, and throws away what still comes for some seconds: a client that sends all before it reads, such as Python's
 * urllib, would find a broken connection in place of the answer.
 */
function refuseWhileItComes(
  { id, raw: request }: FastifyRequest,
  reply: FastifyReply,
  underWay: UnderWay,
  refusal: Refusal,
): FastifyReply {
  underWay.refusal = refusal
  const body = JSON.stringify({ error: refusal })
  reply.hijack()
  const { raw } = reply
  raw.writeHead(REFUSALS[refusal.code][0], {
    'x-request-id': id,
    'content-type': 'application/json; charset=utf-8',
    'content-length': Buffer.byteLength(body),
    connection: 'close',
  })
  raw.write(body)
  const end = () => void raw.end()
  const late = setTimeout(end, LINGER)
  raw.once('close', () => clearTimeout(late))
  request.once('end', end).once('error', end).resume()
  return reply
}

/** The answer is with the client, or the client has gone. */
function onEnd(
  { settings, log, metrics }: Room,
  request: FastifyRequest,
  reply: FastifyReply,
  { from, route, place, refusal, documents }: UnderWay,
): void {
  place?.leave()
  const path = route?.path ?? 'none'
  const sent = reply.raw.writableFinished || refusal?.code === 'ERR_BODY_SIZE'
  const status = sent
    ? reply.statusCode
    : refusal?.code === 'ERR_TIMEOUT'
      ? REFUSALS.ERR_TIMEOUT[0]
      : CLIENT_GONE
  const milliseconds = performance.now() - from
  metrics.request(path, route === undefined ? 'any' : request.method, status, milliseconds / 1000)
  if (settings.quiet && status < 500) return
  const failed = refusal?.code === 'ERR_STORE' || refusal?.code === 'ERR_FORMAT'
  log[status >= 500 ? 'error' : 'info']('request', {
    request: request.id,
    method: request.method,
    route: path,
    status,
    code: refusal?.code,
    ms: Math.round(10 * milliseconds) / 10,
    documents,
    ...(failed && { reason: reasonForLog(refusal.message) }),
  })
}

/** What comes on a connection is no request, or no whole one. */
function onConnectionError(room: Room, code: string | undefined, socket: Socket): void {
  if (code === 'ECONNRESET' || socket.destroyed) {
    socket.destroy()
    return
  }
  const refusal = connectionRefusal(code)
  const underWay = room.bySocket.get(socket)
  if (underWay !== undefined && underWay.refusal === undefined) underWay.refusal = refusal
  const [status] = REFUSALS[refusal.code]
  room.metrics.request('none', 'any', status, 0)
  if (!room.settings.quiet) room.log.info('connection', { status, code: refusal.code })
  refuseOnSocket(socket, refusal)
}

async function listen(app: FastifyInstance, host: string, port: number): Promise<void> {
  try {
    await app.listen({ host, port })
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    const why = code === 'EADDRINUSE' ? 'another program listens there' : message
    throw usageError(`cannot listen on --host ${host} --port ${port}: ${why}`)
  }
}

function urlOf({ address, family, port }: AddressInfo): string {
  return `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`
}
