// The OpenAPI description says what the service answers: each answer is checked against it, refusals too.
import { Ajv2020 } from 'ajv/dist/2020.js'
import { expect, test } from 'vitest'
import { openapi } from '../../src/serve/http/openapi.js'
import { openService, type Sent, type Told, type TestService } from './service.js'

const STORY =
  'The council met on Tuesday evening in the great hall to discuss the plans for 2 new schools at the edge of the old town. ' +
  'The mayor said that the building would be ready before the winter, and that nobody would have to walk in the rain.'
const LATER = STORY.replace('Tuesday', 'Friday').replace('2 new', '3 new')
const PART = `${STORY} ${'The tram to the harbour is to be built next year by a firm of the region. '.repeat(3)}`

interface Described {
  readonly paths: Record<string, Record<string, Operation>>
  readonly components: { readonly schemas: object; readonly securitySchemes?: object }
}
interface Operation {
  readonly requestBody?: { readonly content: Record<string, { schema: object }> }
  readonly responses: Record<string, { content: Record<string, { schema: object }> }>
  readonly security?: object
}

const description = openapi(false) as unknown as Described
const ajv = new Ajv2020({ allErrors: true, strict: true, allowUnionTypes: true })
ajv.addSchema({ $id: 'description', components: description.components } as object)
// A schema that stands in the description, by its references from there.
const valid = (schema: object, value: unknown) => {
  const check = ajv.compile(JSON.parse(JSON.stringify(schema).replaceAll('"#/', '"description#/')))
  return check(value) ? null : check.errors
}

ajv.addKeyword('components')

/** Asks, and checks that the description has this request and this answer. */
async function asked({ ask }: TestService, path: string, sent: Sent = {}): Promise<Told> {
  const told = await ask(path, sent)
  const method = (sent.method ?? (sent.body === undefined ? 'GET' : 'POST')).toLowerCase()
  const described = path.split('?')[0].replace(/^\/documents\/.+/, '/documents/{id}')
  const operation = description.paths[described][method]
  const response = operation.responses[told.status]
  expect(response, `${method} ${path} ${told.status}`).toBeDefined()
  const [type, { schema }] = Object.entries(response.content)[0]
  expect(String(told.headers['content-type'])).toContain(type)
  expect(valid(schema, told.body ?? told.text), told.text).toBe(null)
  if (told.status === 200 && sent.body !== undefined) {
    expect(valid(operation.requestBody!.content['application/json'].schema, sent.body)).toBe(null)
  }
  return told
}

test('each answer is one that the description has', async () => {
  const service = await openService()
  const documents = [
    { id: 'a', text: STORY },
    { id: 'b', text: LATER, at: 5 },
    { id: 3, text: STORY },
    { id: 'd', text: PART },
    { id: 'a', text: PART },
  ]
  const kept = await asked(service, '/documents', { body: documents[0] })
  expect(kept.body.kept).toBe(true)
  const many = await asked(service, '/documents?evidence=true', { body: documents })
  expect(many.body[1].tied).toMatchObject([{ id: 'a', decision: { removed: false, code: 'content' } }])
  expect(many.body[2].evidence).toBeDefined()
  expect(many.body[4].error.code).toBe('ERR_DUPLICATE_ID')
  await asked(service, '/documents?evidence=true', { body: { id: 9, text: STORY } })
  await asked(service, '/documents', { body: [] })
  const found = await asked(service, '/query', {
    body: { text: LATER, edits: true, limit: 9, share: 0.1, since: 0 },
  })
  expect(found.body.matches[0].edits).toBeDefined()
  await asked(service, '/query', { body: { text: PART } })
  for (const b of ['', 'a', LATER, PART])
    await asked(service, '/compare', { body: { a: STORY, b, layout: true } })
  await asked(service, '/documents/a', { method: 'DELETE' })
  await asked(service, '/health')
  await asked(service, '/metrics')
  expect((await asked(service, '/openapi.json')).body).toEqual(JSON.parse(JSON.stringify(description)))
})

test('each refusal is one that the description has', async () => {
  const service = await openService({ limits: { text: 1000, body: 5000, batch: 2 } })
  await asked(service, '/documents', { body: { id: 'a', text: STORY } })
  const statuses: number[] = []
  for (const [path, sent] of [
    ['/documents', { body: { id: 'a', text: LATER } }],
    ['/documents', { body: { id: 'a' } }],
    ['/documents', { method: 'POST', body: '{' }],
    ['/documents', { body: [1, 2, 3].map((id) => ({ id, text: 'x' })) }],
    ['/query', { body: { text: 'x'.repeat(1001) } }],
    ['/query', { body: { text: 'x'.repeat(5001) } }],
    ['/query', { body: 'x', headers: { 'content-type': 'text/plain' } }],
    ['/compare', { body: { a: 1 } }],
    ['/documents/nobody', { method: 'DELETE' }],
    ['/documents/x?type=number', { method: 'DELETE' }],
    ['/metrics', { headers: { host: 'example.org' } }],
  ] as const) {
    statuses.push((await asked(service, path, sent)).status)
  }
  expect(statuses).toEqual([409, 400, 400, 413, 413, 413, 415, 400, 404, 400, 403])
})

test('the description asks for a token where the service does, and has every reference', () => {
  const withToken = openapi(true) as unknown as Described
  expect(withToken.components.securitySchemes).toBeDefined()
  const asking = Object.entries(withToken.paths).flatMap(([path, methods]) =>
    Object.values(methods).flatMap(({ security }) => (security === undefined ? [] : [path])),
  )
  expect(asking).toEqual(['/documents', '/query', '/compare', '/documents/{id}', '/metrics', '/openapi.json'])
  for (const [, name] of JSON.stringify(withToken).matchAll(/"#\/components\/schemas\/(\w+)"/g)) {
    expect(withToken.components.schemas).toHaveProperty([name])
  }
})
