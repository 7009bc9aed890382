import type { Socket } from 'node:net'
import type { FastifyError } from 'fastify'
import { REFUSALS, type Refusal } from '../refusal.js'
import { NO_JSON } from './body.js'

/** What a failed check of a schema says; as Ajv has it. */
interface SchemaError {
  readonly keyword: string
  readonly instancePath: string
  readonly message?: string
  readonly params: Readonly<Record<string, unknown>>
}

/** Characters of a name that a message shows. */
const SHOWN = 60

/**
 * One sentence for the errors of a check. Where a body may be of two kinds, errors of both come: those that say it is not of the
 * other kind tell nothing.
 */
export function schemaMessage(errors: readonly SchemaError[], part: string): string {
  const telling = errors.filter(
    ({ keyword, instancePath }) => keyword !== 'oneOf' && !(keyword === 'type' && instancePath === ''),
  )
  const error = telling[0]
  if (error === undefined) return `${part} must be ${kinds(errors)}`
  const { instancePath, message = 'is wrong', params } = error
  const { additionalProperty: name, allowedValues: allowed } = params
  if (typeof name === 'string') {
    return `${part}${instancePath} must not have the property ${JSON.stringify(name.slice(0, SHOWN))}`
  }
  const which = Array.isArray(allowed) ? `: ${allowed.join(', ')}` : ''
  return `${part}${instancePath} ${message}${which}`
}

function kinds(errors: readonly SchemaError[]): string {
  const types = errors.flatMap(({ params: { type } }) => (typeof type === 'string' ? [type] : []))
  return types.length === 0 ? 'of the described form' : `an ${types.join(' or an ')}`
}

const BY_CODE: Readonly<Record<string, Refusal>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: {
    code: 'ERR_BODY_SIZE',
    message: 'the body is larger than this service takes',
  },
  FST_ERR_CTP_INVALID_MEDIA_TYPE: { code: 'ERR_MEDIA_TYPE', message: 'send the body as application/json' },
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: {
    code: 'ERR_HTTP',
    message: 'the body is shorter or longer than Content-Length says',
  },
  FST_ERR_BAD_URL: { code: 'ERR_ARGUMENT', message: 'the address is no percent-encoded UTF-8' },
}

/** The refusal that an error of the framework stands for; undefined for a mistake of ours. */
export function refusalOf(error: Partial<FastifyError>): Refusal | undefined {
  const { code, message = '', statusCode, validation } = error
  if (validation !== undefined) return { code: 'ERR_ARGUMENT', message }
  const known = code === undefined ? undefined : BY_CODE[code]
  if (known !== undefined) return known
  if (code === NO_JSON) return { code: 'ERR_JSON', message }
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500) {
    return { code: 'ERR_HTTP', message: 'the request is malformed, or broke off' }
  }
  return undefined
}

/** The refusal that an error of a connection stands for: no request was read, or not all of it. */
export function connectionRefusal(code: string | undefined): Refusal {
  switch (code) {
    case 'HPE_HEADER_OVERFLOW':
      return { code: 'ERR_HEADER_SIZE', message: 'the head of the request is larger than 16 KiB' }
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return { code: 'ERR_TIMEOUT', message: 'the request did not come in whole in time' }
    default:
      return { code: 'ERR_HTTP', message: 'the request is no HTTP' }
  }
}

/** Answers on a connection that cannot be read further, unless an answer is on its way, and closes it. */
export function refuseOnSocket(socket: Socket, refusal: Refusal): void {
  const { _httpMessage: underWay } = socket as { _httpMessage?: { readonly headersSent: boolean } }
  if (!socket.writable || underWay?.headersSent === true) {
    socket.destroy()
    return
  }
  const body = JSON.stringify({ error: refusal })
  const [status] = REFUSALS[refusal.code]
  const head = [
    `HTTP/1.1 ${status} ${refusal.code}`,
    'Content-Type: application/json; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Connection: close',
  ]
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`, () => socket.destroy())
}
