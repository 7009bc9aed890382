import { expect, test } from 'vitest'
import type { OffprintError } from '../../../src/kernel/errors.js'
import type { InputDocument, Ref } from '../../../src/read/document.js'
import { readJsonl } from '../../../src/read/records/jsonl.js'
import type { RecordOptions } from '../../../src/read/records/record-options.js'

const encoder = new TextEncoder()

async function read(content: string | Uint8Array, options: RecordOptions = {}) {
  const documents: InputDocument[] = []
  const rejects: { error: OffprintError; ref: Ref }[] = []
  const bytes = typeof content === 'string' ? encoder.encode(content) : content
  const onError = (error: OffprintError, ref: Ref) => rejects.push({ error, ref })
  for await (const document of readJsonl([bytes], 'crawl.jsonl', { onError, ...options }))
    documents.push(document)
  return { documents, rejects, messages: rejects.map(({ error }) => error.message) }
}

test('id, text and ref; blank lines are no records', async () => {
  const { documents, rejects } = await read(
    '\ufeff{"id":"a","text":"一"}\n\n  \r\n{"id":2,"text":"二"}\r\n{"text":"三"}',
  )
  expect(rejects).toEqual([])
  expect(documents.map(({ id, text, ref }) => ({ id, text, ref }))).toEqual([
    { id: 'a', text: '一', ref: { file: 'crawl.jsonl', record: 1, line: 1, offset: 0 } },
    { id: 2, text: '二', ref: { file: 'crawl.jsonl', record: 2, line: 4, offset: 32 } },
    { id: 'crawl.jsonl:5', text: '三', ref: { file: 'crawl.jsonl', record: 3, line: 5, offset: 55 } },
  ])
})

test('keeps the bytes of a record, without the byte order mark of the file', async () => {
  const { documents } = await read('\ufeff{"text" : "a\\u0062"}\r\n{"text":"c" }')
  expect(documents.map(({ bytes }) => new TextDecoder().decode(bytes))).toEqual([
    '{"text" : "a\\u0062"}\r',
    '{"text":"c" }',
  ])
})

test('dotted paths', async () => {
  const { documents } = await read('{"meta":{"url":"u"},"body":{"parts":["x","y"]}}', {
    id: 'meta.url',
    text: 'body.parts.1',
  })
  expect(documents).toMatchObject([{ id: 'u', text: 'y' }])
})

test.each([
  ['nonsense', 'crawl.jsonl:1 is not JSON (Unexpected token'],
  ['{"text":"cut', 'crawl.jsonl:1 is not JSON (Unterminated string'],
  ['{"text":"cut,', 'crawl.jsonl:1 is not JSON (Unterminated string'],
  ['{"a":1}x', 'crawl.jsonl:1 is not JSON (Unexpected non-whitespace character after JSON at position 7)'],
  [
    '{"text":"x"},',
    'crawl.jsonl:1 is not JSON (Unexpected non-whitespace character after JSON at position 12)',
  ],
  ['[1]', 'crawl.jsonl:1 is an array, not an object'],
  ['"text"', 'crawl.jsonl:1 is a string, not an object'],
  ['null', 'crawl.jsonl:1 is null, not an object'],
  [
    '{}',
    'crawl.jsonl:1 has no field "text"; name its field with --text, or the option text (the record is empty)',
  ],
  ['{"body":"x","url":1}', '(the record has body, url)'],
  ['{"text":7}', 'crawl.jsonl:1 has a number, not a string, in "text"'],
  ['{"text":null}', 'crawl.jsonl:1 has null, not a string, in "text"'],
])('%s is rejected and the rest goes on', async (line, message) => {
  const { documents, rejects, messages } = await read(`${line}\n{"id":"next","text":"x"}`)
  expect(messages[0]).toContain(message)
  expect(rejects).toMatchObject([{ error: { code: 'ERR_RECORD' }, ref: { line: 1, record: 1, offset: 0 } }])
  expect(documents.map(({ id }) => id)).toEqual(['next'])
})

test('invalid UTF-8 in one line', async () => {
  const bytes = encoder.encode('{"text":"a"}\n{"text":"?"}\n{"text":"c"}')
  bytes[bytes.indexOf('?'.charCodeAt(0))] = 0xff
  const { documents, messages } = await read(bytes)
  expect(messages).toEqual([
    'crawl.jsonl:2 is not UTF-8 text (byte 0xff at offset 9); convert it, or name its encoding with --encoding',
  ])
  expect(documents.map(({ text }) => text)).toEqual(['a', 'c'])
})

test('an id named on purpose must be there; the default need not', async () => {
  const { documents, messages } = await read('{"id":{},"text":"x"}\n{"url":1.5,"text":"y"}', { id: 'url' })
  expect(messages).toEqual([
    'crawl.jsonl:1 has no field "url"; name its field with --id, or the option id (the record has id, text)',
  ])
  expect(documents.map(({ id }) => id)).toEqual([1.5])
})

test('64-bit ids keep their digits', async () => {
  const { documents } = await read(
    '{"id": 12345678901234567890,"text":"x"}\n{"other":12345678901234567890,"id":-9007199254740993,"text":"y"}\n{"id":1e20,"text":"z"}',
  )
  expect(documents.map(({ id }) => id)).toEqual(['12345678901234567890', '-9007199254740993', 1e20])
})

test('two 64-bit ids that are one double are not guessed apart', async () => {
  const { documents, messages } = await read(
    '{"parent":{"id":12345678901234567891},"id":12345678901234567890,"text":"x"}\n{"parent":{"id":7},"id":12345678901234567890,"text":"y"}',
  )
  expect(documents.map(({ id }) => id)).toEqual(['12345678901234567890'])
  expect(messages).toEqual([
    'crawl.jsonl:1 has 12345678901234567891 and 12345678901234567890 in fields "id", which JSON does not tell apart as numbers; write ids as strings',
  ])
})

test('lone surrogates pass through', async () => {
  const { documents } = await read('{"text":"\\ud800x\\udc00"}')
  expect(documents[0]!.text).toBe('\ud800x\udc00')
})

test('a record past the limit is rejected and the rest goes on', async () => {
  const { documents, messages } = await read(`{"text":"${'x'.repeat(100)}"}\n{"text":"y"}`, { limit: 50 })
  expect(messages).toEqual([
    'crawl.jsonl:1 is a record of more than 50 bytes; every record needs a line of its own',
  ])
  expect(documents.map(({ text }) => text)).toEqual(['y'])
})

test.each([
  ['[\n{"text":"a"},\n{"text":"b"}\n]\n', 'has one object a line'],
  ['{\n  "text": "a"\n}\n', 'has one object a line'],
  ['{"id":1,\n"text":"a"}\n', 'begins a JSON value of many lines'],
  ['[{"id":1,"text":"a,"},\n{"id":2}]\n', 'begins a JSON value of many lines'],
])('%j is one error, not one a line', async (content, message) => {
  const { documents, rejects, messages } = await read(content)
  expect(documents).toEqual([])
  expect(rejects).toMatchObject([{ error: { code: 'ERR_INPUT' } }])
  expect(messages[0]).toContain(message)
})

test('without onError the first broken record ends the reading', async () => {
  await expect(read('{"text":"a"}\n{}', { onError: undefined })).rejects.toMatchObject({ code: 'ERR_RECORD' })
})

test('a NUL or invalid UTF-8 costs its own line only, however the bytes arrive', async () => {
  const bytes = encoder.encode(
    '\ufeff{"id":1,"text":"\0"}\n{"id":2,"text":"二"}\n{"id":3,"text":"?"}\n{"id":4,"text":"四"}\n\0\n{"id":5,"text":"五"}',
  )
  bytes[bytes.indexOf('?'.charCodeAt(0))] = 0xff
  const inChunks = async (size: number) => {
    const chunks: Uint8Array[] = []
    for (let at = 0; at < bytes.length; at += size) chunks.push(bytes.slice(at, at + size))
    const ids: unknown[] = []
    const errors: unknown[] = []
    const onError = (error: OffprintError, ref: Ref) => errors.push([error.code, error.message, ref])
    for await (const { id, ref } of readJsonl(chunks, 'crawl.jsonl', { onError })) ids.push([id, ref])
    return { ids, errors }
  }
  const whole = await inChunks(bytes.length)
  expect(whole.ids).toMatchObject([
    [2, { line: 2 }],
    [4, { line: 4 }],
    [5, { line: 6 }],
  ])
  expect(whole.errors).toMatchObject([
    ['ERR_RECORD', expect.stringContaining('NUL byte at offset 19'), { line: 1, offset: 0 }],
    ['ERR_RECORD', expect.stringContaining('crawl.jsonl:3 is not UTF-8'), { line: 3 }],
    ['ERR_RECORD', expect.stringContaining('NUL byte at offset 0'), { line: 5 }],
  ])
  for (const size of [1, 7]) expect(await inChunks(size)).toEqual(whole)
})

test.each([
  [[0x1f, 0x8b, 0x08, 0x00, 0x0a, 0x00], 'crawl.jsonl is compressed with gzip, not text; decompress it'],
])('%j is another format: one error', async (values, message) => {
  const { rejects, messages } = await read(Uint8Array.from(values))
  expect(rejects).toMatchObject([{ error: { code: 'ERR_INPUT' } }])
  expect(messages).toEqual([message])
})
