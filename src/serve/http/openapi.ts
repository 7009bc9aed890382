import { VERSION } from '../../job/version.js'
import { REFUSALS, type RefusalCode } from '../refusal.js'
import { ROUTES, type Route } from './routes.js'
import { ANSWERS, DOCUMENTS, REQUESTS, type Schema } from '../schemas.js'

/** What any address may refuse. */
const ALWAYS: readonly RefusalCode[] = [
  'ERR_TOKEN',
  'ERR_HOST',
  'ERR_HEADER_SIZE',
  'ERR_INTERNAL',
  'ERR_STOPPING',
]

/**
 * The service as a description of OpenAPI 3.1, made from the schemas that requests are checked by.
 * @param withToken whether the service asks for a token.
 */
export function openapi(withToken: boolean): object {
  const paths: Record<string, Record<string, object>> = {}
  for (const route of ROUTES as readonly Route[]) {
    const path = route.path.replace(/:(\w+)/g, '{$1}')
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operation(route, withToken) }
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'offprint',
      version: VERSION,
      description: 'Have we seen this text, whole or in part, and where do the two differ?',
    },
    paths,
    components: {
      schemas: { ...REQUESTS, ...ANSWERS },
      ...(withToken && { securitySchemes: { token: { type: 'http', scheme: 'bearer' } } }),
    },
  }
}

function operation(route: Route, withToken: boolean): object {
  const { name, summary, parameters, body, answer, refusals, open } = route
  return {
    operationId: name,
    summary,
    ...(withToken && !open && { security: [{ token: [] }] }),
    ...(parameters && { parameters: parameters.map((one) => ({ ...one, required: one.in === 'path' })) }),
    ...(body && { requestBody: { required: true, content: content(named(body)) } }),
    responses: {
      200: {
        description: summary,
        content: content(typeof answer === 'string' ? reference(answer) : answer),
      },
      ...refusalsByStatus([...ALWAYS, ...refusals]),
    },
  }
}

/** A schema by its name, where it has one, so that programs which write clients name it, too. */
function named(schema: Schema): Schema {
  if (schema === DOCUMENTS) {
    return { oneOf: [reference('Document'), { type: 'array', items: reference('Document') }] }
  }
  const name = Object.entries(REQUESTS).find(([, own]) => own === schema)?.[0]
  return name === undefined ? schema : reference(name)
}

function reference(name: string): Schema {
  return { $ref: `#/components/schemas/${name}` }
}

function content(schema: Schema): object {
  return { [schema.type === 'string' ? 'text/plain' : 'application/json']: { schema } }
}

function refusalsByStatus(codes: readonly RefusalCode[]): Record<string, object> {
  const byStatus: Record<string, string[]> = {}
  for (const code of codes) {
    const [status, when] = REFUSALS[code]
    ;(byStatus[status] ??= []).push(`${code}: ${when}`)
  }
  return Object.fromEntries(
    Object.entries(byStatus).map(([status, reasons]) => [
      status,
      {
        description: reasons.join('; '),
        content: content(reference('Refusal')),
        ...(status === '429' && { headers: { 'Retry-After': { schema: { type: 'integer' } } } }),
      },
    ]),
  )
}
