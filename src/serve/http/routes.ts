import type { RefusalCode } from '../refusal.js'
import { ANSWERS, DOCUMENTS, REQUESTS, type Schema } from '../schemas.js'

/** An address of the service: what it takes, and what it answers. */
export interface Route {
  readonly name: string
  readonly method: 'GET' | 'POST' | 'DELETE'
  /** Parameters begin with a colon. */
  readonly path: string
  readonly summary: string
  /** The values that stand in the path, or after the question mark. */
  readonly parameters?: readonly Parameter[]
  readonly body?: Schema
  /** The schema of the answer, by its name or as it is; a string for plain text. */
  readonly answer: keyof typeof ANSWERS | Schema
  readonly refusals: readonly RefusalCode[]
  /** Whether it asks the index, and so counts among the requests at work. */
  readonly works?: true
  /** Whether it is answered without a token. */
  readonly open?: true
}

/** A value in an address. */
export interface Parameter {
  readonly name: string
  readonly in: 'path' | 'query'
  readonly schema: Schema
  readonly description: string
}

const BODY: readonly RefusalCode[] = [
  'ERR_ARGUMENT',
  'ERR_JSON',
  'ERR_TIMEOUT',
  'ERR_BODY_SIZE',
  'ERR_TEXT_SIZE',
  'ERR_MEDIA_TYPE',
  'ERR_BUSY',
]

/** All addresses, in the order in which a reader meets them. */
export const ROUTES = [
  {
    name: 'remember',
    method: 'POST',
    path: '/documents',
    summary: 'Decide whether documents are new, and remember those that are',
    parameters: [
      {
        name: 'evidence',
        in: 'query',
        schema: { enum: ['true', 'false'] },
        description: 'Whether a removed document comes with quotations of both texts.',
      },
    ],
    body: DOCUMENTS,
    answer: { oneOf: [...ANSWERS.Verdict.oneOf, { $ref: '#/components/schemas/Verdicts' }] },
    refusals: [...BODY, 'ERR_DUPLICATE_ID', 'ERR_BATCH_SIZE', 'ERR_STORE', 'ERR_FORMAT'],
    works: true,
  },
  {
    name: 'query',
    method: 'POST',
    path: '/query',
    summary: 'Say what a text matches, and remember nothing',
    body: REQUESTS.Query,
    answer: 'Matches',
    refusals: [...BODY, 'ERR_STORE', 'ERR_FORMAT'],
    works: true,
  },
  {
    name: 'compare',
    method: 'POST',
    path: '/compare',
    summary: 'Say how two texts are related and where they differ',
    body: REQUESTS.Pair,
    answer: 'Comparison',
    refusals: BODY,
    works: true,
  },
  {
    name: 'forget',
    method: 'DELETE',
    path: '/documents/:id',
    summary: 'Forget a document',
    parameters: [
      {
        name: 'id',
        in: 'path',
        schema: { type: 'string', minLength: 1 },
        description: 'The id, with %2F for a slash.',
      },
      {
        name: 'type',
        in: 'query',
        schema: { enum: ['string', 'number'] },
        description: 'Whether the id is a string, the default, or a number.',
      },
    ],
    answer: 'Forgotten',
    refusals: ['ERR_ARGUMENT', 'ERR_UNKNOWN_ID', 'ERR_BUSY', 'ERR_STORE', 'ERR_FORMAT'],
    works: true,
  },
  {
    name: 'health',
    method: 'GET',
    path: '/health',
    summary: 'Say whether the store answers',
    answer: 'Health',
    refusals: ['ERR_STORE', 'ERR_FORMAT'],
    open: true,
  },
  {
    name: 'metrics',
    method: 'GET',
    path: '/metrics',
    summary: 'Counts and times in the text format of Prometheus',
    answer: { type: 'string' },
    refusals: [],
  },
  {
    name: 'description',
    method: 'GET',
    path: '/openapi.json',
    summary: 'This description',
    answer: { type: 'object' },
    refusals: [],
  },
] as const satisfies readonly Route[]

/** What each address is called in code. */
export type RouteName = (typeof ROUTES)[number]['name']
