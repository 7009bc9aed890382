import type { FastifyRequest } from 'fastify'
import type { GivenDocument, GivenPair, GivenQuery, Handler, Id } from '../handler.js'
import { refused, type Answer } from '../refusal.js'
import type { Metrics } from './metrics.js'
import type { RouteName } from './routes.js'

/** What answers a request whose types are checked: an object, or a text of some media type. */
export type Answering = (request: FastifyRequest) => Promise<Answer<unknown>> | Answer<unknown>

/** The addresses that answer in JSON, and what answers them. */
export function answersOf(
  handler: Handler,
  metrics: Metrics,
): Readonly<Record<Exclude<RouteName, 'metrics' | 'health' | 'description'>, Answering>> {
  return {
    async remember({ body, query }) {
      const many = Array.isArray(body)
      const documents = (many ? body : [body]) as readonly GivenDocument[]
      const told = await handler.remember(documents, (query as { evidence?: string }).evidence === 'true')
      if ('refusal' in told) return told
      metrics.documents(told.answer)
      if (many) return told
      const [one] = told.answer
      return 'error' in one ? { refusal: one.error } : { answer: one }
    },
    query: ({ body }) => handler.query(body as GivenQuery),
    compare: ({ body }) => handler.compare(body as GivenPair),
    forget({ params, query }) {
      const { id } = params as { id: string }
      if ((query as { type?: string }).type !== 'number') return handler.forget(id)
      const number = numberOf(id)
      if (number === null)
        return refused('ERR_ARGUMENT', 'params/id is no number, and type=number says that it is')
      return handler.forget(number satisfies Id)
    },
  }
}

/** As JSON writes numbers; null for anything else. */
function numberOf(text: string): number | null {
  return /^-?\d+(\.\d+)?(e[+-]?\d+)?$/i.test(text) && Number.isFinite(Number(text)) ? Number(text) : null
}
