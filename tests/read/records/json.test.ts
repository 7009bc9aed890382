import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readJson } from '../../../src/read/records/json.js'
import { MAX_DEPTH } from '../../../src/read/records/json-record.js'
import type { RecordOptions } from '../../../src/read/records/record-options.js'
import { collect, encode, inChunks, NEWS, plain } from '../samples.js'

const read = (source: string | Uint8Array | Uint8Array[], options: RecordOptions = {}) =>
  collect((onError) => {
    const chunks = typeof source === 'string' ? [encode(source)] : Array.isArray(source) ? source : [source]
    return readJson(chunks, 'crawl.json', { onError, ...options })
  })

const decoder = new TextDecoder()

test('an array: refs and bytes of its elements as they stand', async () => {
  const { documents, rejects } = await read(
    '\ufeff [\n  {"id": 1, "text": "一 ] }"},\n\n  {"id": 2,\n   "text": "b\\"",\n   "tags": [[], {}]} , {"text":"c"}\n]\n',
  )
  expect(rejects).toEqual([])
  expect(documents.map(({ id, text, ref }) => [id, text, ref.record, ref.line, ref.offset])).toEqual([
    [1, '一 ] }', 1, 2, 8],
    [2, 'b"', 2, 4, 41],
    ['crawl.json:6', 'c', 3, 6, 92],
  ])
  expect(documents.map(({ bytes }) => decoder.decode(bytes))).toEqual([
    '{"id": 1, "text": "一 ] }"}',
    '{"id": 2,\n   "text": "b\\"",\n   "tags": [[], {}]}',
    '{"text":"c"}',
  ])
})

test('the form of the file puts records together again', async () => {
  const source = '[{"text":"a"},\n{"text":"b"}]'
  for (const name of ['utf-8', 'utf-16be']) {
    const { documents } = await read(encode(source, name))
    const { before, between, after } = documents[0]!.form!
    const parts = [before, documents[0]!.bytes!, between, documents[1]!.bytes!, after]
    const again = Uint8Array.from(parts.flatMap((part) => [...part]))
    const text = new TextDecoder(name).decode(again)
    expect(JSON.parse(text)).toEqual(JSON.parse(source))
  }
})

test.each([
  ['one object on many lines', '{\n  "id": 7,\n  "text": "a"\n}\n', [[7, 'a', 1]]],
  [
    'objects one after the other',
    '{"id":1,"text":"a"}\n{"id":2,\n"text":"b"}{"id":3,"text":"c"}',
    [
      [1, 'a', 1],
      [2, 'b', 2],
      [3, 'c', 3],
    ],
  ],
  ['nothing', ' \n', []],
  ['an empty array', '[ ]', []],
])('%s', async (_, source, expected) => {
  const { documents, rejects } = await read(source)
  expect(documents.map(({ id, text, ref }) => [id, text, ref.line])).toEqual(expected)
  expect(rejects).toEqual([])
})

test('what is no record is rejected one by one', async () => {
  const { documents, messages } = await read(
    '[{"id":1,"text":"a"}, 7, "x]", null, [1], {"id":2}, {"id":3,"text":"b",}, true, {"id":4,"text":"c"}]',
  )
  expect(documents.map(({ id }) => id)).toEqual([1, 4])
  expect(messages.map((message) => message.replace(/ \(.*| in "text".*|;.*/g, ''))).toEqual([
    'crawl.json:1 is a number, not an object',
    'crawl.json:1 is a string, not an object',
    'crawl.json:1 is null, not an object',
    'crawl.json:1 is an array, not an object',
    'crawl.json:1 has no field "text"',
    'crawl.json:1 is not JSON',
    'crawl.json:1 is a boolean, not an object',
  ])
})

test('a forgotten quotation mark costs its own line', async () => {
  const { documents, rejects, messages } = await read(
    '[\n{"id":1,"text":"a"},\n{"id":2,"text":"b},\n{"id":3,"text":"c"},\n{"id":4,"text":"d"}\n]\n',
  )
  expect(documents.map(({ id }) => id)).toEqual([1, 3, 4])
  expect(rejects).toMatchObject([{ error: { code: 'ERR_RECORD' }, ref: { line: 3, record: 2 } }])
  expect(messages).toEqual([
    'crawl.json:3 is not JSON (a string is not closed in its line); close it; the lines up to the next one that begins with { are skipped',
  ])
})

test('a file that ends inside its array: what is whole stays, the rest is said', async () => {
  const inRecord = await read('[{"id":1,"text":"a"},{"id":2,"te')
  expect(inRecord.documents.map(({ id }) => id)).toEqual([1])
  expect(inRecord.messages[0]).toMatch(/^crawl.json:1 is not JSON \(/)
  const between = await read('[{"id":1,"text":"a"},\n')
  expect(between.documents.map(({ id }) => id)).toEqual([1])
  expect(between.rejects).toMatchObject([{ error: { code: 'ERR_INPUT' }, ref: { line: 2 } }])
  expect(between.messages).toEqual([
    'crawl.json:2 ends inside its array; get the whole file, or close the array',
  ])
})

describe('limits', () => {
  test('of a record', async () => {
    const long = `{"text":"${'x'.repeat(200)}"}`
    const { documents, messages } = await read(inChunks(encode(`[${long},{"text":"y"}]`), 16), { limit: 100 })
    expect(messages).toEqual(['crawl.json:1 is a record of more than 100 bytes; split it'])
    expect(documents.map(({ text }) => text)).toEqual(['y'])
  })

  test('of depth, in brackets and not in strings', async () => {
    const nested = (depth: number) => `{"text":"a","x":${'['.repeat(depth)}${']'.repeat(depth)}}`
    const { documents, messages } = await read(
      `[${nested(MAX_DEPTH - 1)},${nested(MAX_DEPTH)},{"text":"${'['.repeat(2 * MAX_DEPTH)}"}]`,
    )
    expect(documents.length).toBe(2)
    expect(messages).toEqual([
      `crawl.json:1 is nested more than ${MAX_DEPTH} levels deep; flatten or delete it`,
    ])
    const bomb = await read('['.repeat(2_000_000))
    expect(bomb.messages.length).toBe(1)
  })
})

// Second bytes of these characters are [ \ ] { | }.
const TRAPS: Record<string, string> = { gb18030: '俒俓俔倇倈倉', big5: '功許蓋慢雅', shift_jis: 'ソ表能予゛' }

test.each(Object.entries(NEWS))('%s: the same records, whatever the chunks', async (name, news) => {
  const text = news + (TRAPS[name] ?? '')
  const source = `[\n{"id":1,"text":"${text}"},\n{"id":2,"text":"${text}","more":[1]}]\n`
  const bytes = encode(source, name)
  const whole = await read(bytes, { encoding: name })
  expect(whole.rejects).toEqual([])
  expect(whole.documents.map((document) => document.text)).toEqual([text, text])
  for (const { ref, bytes: record } of whole.documents) {
    expect(bytes.slice(ref.offset, ref.offset + record!.length)).toEqual(record)
  }
  for (const size of [1, 2, 5]) {
    expect(plain(await read(inChunks(bytes, size), { encoding: name }))).toEqual(plain(whole))
  }
  const detected = await read(bytes)
  expect(detected.documents.map((document) => document.text)).toEqual([text, text])
})

test.each(['utf-16le', 'utf-16be'])('%s, with a mark', async (name) => {
  const bytes = encode('\ufeff[{"id":1,"text":"一"},\n{"id":2,"text":"二"}]', name)
  const { documents, rejects } = await read(inChunks(bytes, 3))
  expect(rejects).toEqual([])
  expect(documents.map(({ id, text, ref }) => [id, text, ref.line, ref.offset])).toEqual([
    [1, '一', 1, 4],
    [2, '二', 2, 46],
  ])
})

test('reads what JSON.parse reads, however it is written and cut', async () => {
  const record = fc.record({ text: fc.string({ unit: 'grapheme' }), more: fc.jsonValue() })
  await fc.assert(
    fc.asyncProperty(
      fc.array(record, { maxLength: 6 }),
      fc.constantFrom(undefined, 1, '\t'),
      fc.boolean(),
      fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1, maxLength: 4 }),
      async (records, space, array, sizes) => {
        const each = records.map((value) => JSON.stringify(value, null, space))
        const source = array ? JSON.stringify(records, null, space) : each.join('\n')
        const { documents, rejects } = await read(inChunks(encode(source), ...sizes))
        expect(rejects).toEqual([])
        expect(documents.map((document) => document.record)).toEqual(JSON.parse(`[${each.join(',')}]`))
      },
    ),
    { seed: 3, numRuns: 300 },
  )
})
