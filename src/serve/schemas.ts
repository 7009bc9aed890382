import { EDIT_CLASSES } from '../compare/classes.js'
import { REMOVAL_CODES } from '../dedupe/reason.js'
import { LONGEST_ID, MOST_MATCHES } from './limits.js'
import { REFUSALS } from './refusal.js'

/** A schema of JSON Schema 2020-12. */
export type Schema = Readonly<Record<string, unknown>>

type Properties = Readonly<Record<string, Schema>>

/** An object with these properties and no others; those whose names end in `?` may be missing. */
function object(properties: Properties, more: Schema = {}): Schema {
  const names = Object.keys(properties)
  return {
    type: 'object',
    required: names.filter((name) => !name.endsWith('?')),
    additionalProperties: false,
    properties: Object.fromEntries(names.map((name) => [name.replace('?', ''), properties[name]])),
    ...more,
  }
}

const list = (items: Schema): Schema => ({ type: 'array', items })
const boolean = (description: string): Schema => ({ type: 'boolean', description })
const number = (description: string, more: Schema = {}): Schema => ({ type: 'number', description, ...more })
const text = (description: string): Schema => ({ type: 'string', description })
const count: Schema = { type: 'integer', minimum: 0 }
const share: Schema = { type: 'number', minimum: 0, maximum: 1 }
const is = (value: unknown): Schema => ({ const: value })

const givenId: Schema = {
  type: ['string', 'number'],
  minLength: 1,
  maxLength: LONGEST_ID,
  description: 'What names the document: 1 and "1" are two ids.',
}

const document = object({
  id: givenId,
  text: text('The whole text, as it is.'),
  'at?': number('When the document came, in milliseconds since 1970; without it, it never expires.'),
})

/** What requests hold, by the name of the schema. These have no references, so each works alone, as the input of a tool. */
export const REQUESTS = {
  Document: document,
  Query: object({
    text: text('The text to look for.'),
    'limit?': {
      type: 'integer',
      minimum: 1,
      maximum: MOST_MATCHES,
      description: 'Most matches returned, and most texts compared. Default 32.',
    },
    'edits?': boolean('Whether matches carry their named edits. Default false.'),
    'share?': {
      ...share,
      description: 'Least part of the shorter text that a candidate shares to be compared. Default 0.',
    },
    'since?': number('Only documents of this time or later, in milliseconds since 1970.'),
  }),
  Pair: object({
    a: text('A text.'),
    b: text('The text to compare it with.'),
    'layout?': boolean('Whether differences of layout are listed, too. Default false.'),
  }),
} as const satisfies Properties

/** One document, or many: the schema of what `POST /documents` takes. */
export const DOCUMENTS: Schema = { oneOf: [document, list(document)] }

const id: Schema = { type: ['string', 'number'] }
const range = object({ from: count, to: count }, { description: 'UTF-16 code units of the text.' })
const quoted = object({ from: count, to: count, text: { type: 'string' } })
const figures: Properties = {
  relation: { enum: ['duplicate', 'contains', 'contained', 'overlaps', 'unrelated'] },
  jaccard: share,
  coverage: object({ a: share, b: share }),
  identity: share,
  changed: object({ numbers: count, words: count, characters: count }),
}
const passages = list(object({ a: range, b: range, identity: share, moved: { type: 'boolean' } }))
const edits = list(
  object({
    kind: { enum: ['insert', 'delete', 'substitute'] },
    class: { enum: EDIT_CLASSES },
    a: quoted,
    b: quoted,
  }),
)
const pair: Properties = {
  id,
  ...figures,
  verified: { type: 'boolean' },
  exact: boolean('False where a limit cut the comparison short: more may be alike.'),
  passages,
}
const refusal: Schema = object({
  code: { enum: Object.keys(REFUSALS), description: 'For programs; codes are stable.' },
  message: text('For people.'),
})

const ref = (name: string): Schema => ({ $ref: `#/components/schemas/${name}` })

/** What answers hold, by the name of the schema; references are those of the OpenAPI description. */
export const ANSWERS = {
  Match: object(
    { ...pair, 'edits?': edits, 'pending?': is(true) },
    { description: 'A is the text asked about, B the document found.' },
  ),
  Tie: object({
    ...pair,
    decision: object({
      removed: { type: 'boolean' },
      code: { enum: REMOVAL_CODES },
      reason: text('One sentence for people.'),
      differences: list(
        object({
          document: range,
          keeper: range,
          'explained?': { type: 'string' },
          'content?': { type: 'string' },
        }),
      ),
      total: count,
    }),
  }),
  Evidence: object({
    a: text('How the longest passage begins in the document.'),
    b: text('The same in its keeper.'),
    edits: list(object({ class: { enum: EDIT_CLASSES }, text: { type: 'string' } })),
    missing: text('The start of the longest stretch that the keeper lacks; empty where it lacks none.'),
  }),
  Kept: object({
    id,
    kept: is(true),
    'again?': boolean('True where an earlier request had decided.'),
    tied: list(ref('Tie')),
    'truncated?': boolean('True where more documents resemble this one than were compared.'),
  }),
  Removed: object({
    id,
    kept: is(false),
    'again?': boolean('True where an earlier request had decided.'),
    keeper: { ...id, description: 'The id of the document that stands for it.' },
    match: ref('Tie'),
    'evidence?': ref('Evidence'),
  }),
  Verdict: { oneOf: [ref('Kept'), ref('Removed')] },
  Conflict: object({ id, error: refusal }, { description: 'A document that was not taken in.' }),
  Verdicts: list({ oneOf: [ref('Kept'), ref('Removed'), ref('Conflict')] }),
  Matches: object({ matches: list(ref('Match')), truncated: { type: 'boolean' } }),
  Comparison: object({ ...figures, passages, edits, exact: { type: 'boolean' } }),
  Forgotten: object({ id, forgotten: is(true) }),
  Health: object({ status: is('ok'), version: { type: 'string' } }),
  Refusal: object({ error: refusal }),
} as const satisfies Properties
