// The handler of a service: plain objects in, plain objects out, whatever door they come through.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { compare } from '../../src/compare/compare.js'
import { DEFAULT_RELATE } from '../../src/compare/relation.js'
import { DEFAULT_REMOVE } from '../../src/dedupe/removal-policy.js'
import { dedupe } from '../../src/dedupe/dedupe.js'
import { openSharedIndex } from '../../src/fleet/open-shared-index.node.js'
import { OffprintError } from '../../src/kernel/errors.js'
import { comparisonToJson } from '../../src/report/comparison-json.js'
import { handlerOf, type GivenDocument, type Id } from '../../src/serve/handler.js'
import { noisy, random } from '../noise.js'
import { SEEDS } from '../seeds.js'

const LIMITS = { text: 10_000, batch: 500 }

async function opened(limits = LIMITS) {
  const index = await openSharedIndex<Id>('memory:')
  return { index, handler: handlerOf(index, { relate: DEFAULT_RELATE, remove: DEFAULT_REMOVE, limits }) }
}

const STORY =
  'The council met on Tuesday evening in the great hall to discuss the plans for a new school at the edge of the old town. ' +
  'The mayor said that the building would be ready before the winter, and that nobody would have to walk in the rain.'
/** Broken over lines, as a printer would. */
const COPY = STORY.replace('evening', 'eve-\nning').replaceAll('. ', '.\n')

test('a document is new, its copy goes for it, with account and evidence', async () => {
  const { handler } = await opened()
  expect(await handler.remember([{ id: 'a', text: STORY }])).toEqual({
    answer: [{ id: 'a', kept: true, tied: [] }],
  })
  const { answer } = (await handler.remember([{ id: 'b', text: COPY }], true)) as { answer: object[] }
  expect(answer).toEqual([
    {
      id: 'b',
      kept: false,
      keeper: 'a',
      match: expect.objectContaining({
        id: 'a',
        relation: 'duplicate',
        passages: [expect.objectContaining({ moved: false })],
        decision: expect.objectContaining({ removed: true, code: 'nothing-lost' }),
      }),
      evidence: expect.objectContaining({
        a: expect.any(String),
        b: expect.stringContaining(STORY.slice(0, 20)),
      }),
    },
  ])
})

test('an id is decided once: a repeat is told the same, another text is refused and hides nothing of the others', async () => {
  const { handler } = await opened()
  const batch = [
    { id: 'a', text: STORY },
    { id: 'b', text: COPY },
    { id: 1, text: SEEDS[2].slice(0, 500) },
  ]
  const first = (await handler.remember(batch)) as { answer: object[] }
  const again = (await handler.remember(batch)) as { answer: object[] }
  expect(again.answer).toEqual(first.answer.map((one) => ({ ...one, again: true })))
  const mixed = await handler.remember([
    { id: 'new', text: SEEDS[3].slice(0, 500) },
    { id: 'a', text: SEEDS[4].slice(0, 500) },
    { id: '1', text: SEEDS[1].slice(0, 500) },
  ])
  expect(mixed).toEqual({
    answer: [
      { id: 'new', kept: true, tied: [] },
      { id: 'a', error: { code: 'ERR_DUPLICATE_ID', message: expect.stringContaining('"a"') } },
      { id: '1', kept: true, tied: [] },
    ],
  })
})

test('duplicate ids in one batch: the first text of an id counts', async () => {
  const { handler } = await opened()
  const told = await handler.remember([
    { id: 'a', text: STORY },
    { id: 'a', text: STORY },
    { id: 'a', text: SEEDS[2].slice(0, 500) },
  ])
  expect(told).toEqual({
    answer: [
      { id: 'a', kept: true, tied: [] },
      { id: 'a', kept: true, again: true, tied: [] },
      { id: 'a', error: expect.objectContaining({ code: 'ERR_DUPLICATE_ID' }) },
    ],
  })
  expect(await handler.remember([])).toEqual({ answer: [] })
})

test('decides as `dedupe` does, in one request and in many', async () => {
  const pieces = SEEDS.map((text) => text.slice(0, 400))
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(fc.nat(pieces.length - 1), fc.constantFrom(0, 0.01, 0.3)), { maxLength: 12 }),
      fc.boolean(),
      async (drawn, together) => {
        const documents = drawn.map(([which, noise], i): GivenDocument => ({
          id: i % 2 === 0 ? i : `${i}`,
          text: noisy(pieces[which], noise, random(i + 1)).copy,
        }))
        const expected: [Id, Id | null][] = []
        const options = { id: ({ id }: GivenDocument) => id, text: ({ text }: GivenDocument) => text }
        for await (const verdict of dedupe(documents, options)) {
          expected.push([verdict.document.id, verdict.kept ? null : verdict.keeper])
        }
        const { handler } = await opened()
        const calls = together ? [documents] : documents.map((one) => [one])
        const found: [Id, Id | null][] = []
        for (const call of calls) {
          const told = (await handler.remember(call)) as unknown as { answer: { id: Id; keeper?: Id }[] }
          found.push(...told.answer.map(({ id, keeper }): [Id, Id | null] => [id, keeper ?? null]))
        }
        expect(found).toEqual(expected)
      },
    ),
    { numRuns: 15 },
  )
})

test('a query remembers nothing, a comparison is that of `compare`', async () => {
  const { handler, index } = await opened()
  await handler.remember([{ id: 'a', text: STORY }])
  const told = await handler.query({ text: COPY, edits: true })
  expect(told).toMatchObject({ answer: { matches: [{ id: 'a', relation: 'duplicate' }], truncated: false } })
  expect((await index.stats()).documents).toBe(1)
  expect(handler.compare({ a: STORY, b: COPY })).toEqual({ answer: comparisonToJson(compare(STORY, COPY)) })
})

test('a document is forgotten once', async () => {
  const { handler } = await opened()
  await handler.remember([{ id: 1, text: STORY }])
  expect(await handler.forget('1')).toMatchObject({ refusal: { code: 'ERR_UNKNOWN_ID' } })
  expect(await handler.forget(1)).toEqual({ answer: { id: 1, forgotten: true } })
  expect(await handler.forget(1)).toMatchObject({ refusal: { code: 'ERR_UNKNOWN_ID' } })
  expect(await handler.remember([{ id: 2, text: STORY }])).toMatchObject({ answer: [{ kept: true }] })
})

test('limits are checked before any work', async () => {
  const { handler, index } = await opened({ text: 100, batch: 2 })
  const long = 'x'.repeat(101)
  const refusals = [
    await handler.remember([{ id: 1, text: long }]),
    await handler.remember([
      { id: 1, text: 'x' },
      { id: 2, text: long },
    ]),
    await handler.remember([1, 2, 3].map((id) => ({ id, text: 'x' }))),
    await handler.query({ text: long }),
    handler.compare({ a: 'x', b: long }),
    await handler.remember([{ id: 'half \ud800', text: 'x' }]),
  ]
  expect(refusals.map((told) => ('refusal' in told ? told.refusal.code : 'answered'))).toEqual([
    'ERR_TEXT_SIZE',
    'ERR_TEXT_SIZE',
    'ERR_BATCH_SIZE',
    'ERR_TEXT_SIZE',
    'ERR_TEXT_SIZE',
    'ERR_ARGUMENT',
  ])
  expect((await index.stats()).documents).toBe(0)
})

test('a store that fails is told as such; what is no error of the library is thrown', async () => {
  const { index } = await opened()
  const fails = (error: Error) =>
    handlerOf(
      { ...index, decideEach: () => Promise.reject(error), query: () => Promise.reject(error) },
      { relate: DEFAULT_RELATE, remove: DEFAULT_REMOVE, limits: LIMITS },
    )
  const broken = fails(new OffprintError('ERR_STORE', 'the store is away'))
  const refusal = { code: 'ERR_STORE', message: 'the store is away' }
  expect(await broken.remember([{ id: 1, text: 'x' }])).toEqual({ refusal })
  expect(await broken.query({ text: 'x' })).toEqual({ refusal })
  await expect(fails(new TypeError('mistake')).query({ text: 'x' })).rejects.toThrow('mistake')
})
