import { parquetWriteBuffer } from 'hyparquet-writer'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { MAX_ROW_GROUP, readParquet } from '../../../src/read/records/parquet.js'
import type { RecordOptions } from '../../../src/read/records/record-options.js'
import { collect, NEWS } from '../samples.js'

const read = (bytes: Uint8Array, options: RecordOptions = {}, asked: number[] = []) =>
  collect((onError) =>
    readParquet(
      {
        size: bytes.length,
        async read(from, to) {
          asked.push(to - from)
          if (from < 0 || to > bytes.length) throw new Error('it ends too early')
          return bytes.slice(from, to).buffer as ArrayBuffer
        },
      },
      'a.parquet',
      { onError, ...options },
    ),
  )

const rows = (count: number) => Array.from({ length: count }, (_, i) => i)

/** Row groups of ten rows. */
function written(count = 25, codec: 'SNAPPY' | 'UNCOMPRESSED' = 'SNAPPY'): Uint8Array {
  return new Uint8Array(
    parquetWriteBuffer({
      columnData: [
        { name: 'id', data: rows(count).map((i) => BigInt(i) + 9007199254740990n), type: 'INT64' },
        { name: 'text', data: rows(count).map((i) => `${NEWS.gb18030} ${i}`), type: 'STRING' },
        { name: 'date', data: rows(count).map((i) => new Date(i * 86_400_000)), type: 'TIMESTAMP' },
        {
          name: 'meta',
          data: rows(count).map((i) => ({ url: `u${i}`, tags: ['a', `b${i}`] })),
          type: 'JSON',
        },
      ],
      codec,
      rowGroupSize: [10],
    }),
  )
}

test.each(['SNAPPY', 'UNCOMPRESSED'] as const)('rows by row groups, %s', async (codec) => {
  const { documents, rejects } = await read(written(25, codec))
  expect(rejects).toEqual([])
  expect(documents.length).toBe(25)
  expect(documents.map(({ text }) => text)).toEqual(rows(25).map((i) => `${NEWS.gb18030} ${i}`))
  expect(documents[0]!.record).toEqual({
    id: 9007199254740990,
    text: `${NEWS.gb18030} 0`,
    date: '1970-01-01T00:00:00.000Z',
    meta: { url: 'u0', tags: ['a', 'b0'] },
  })
  // Beyond 2^53.
  expect(documents[2]!.id).toBe('9007199254740992')
  expect(documents.map(({ ref }) => ref.record)).toEqual(rows(25).map((i) => i + 1))
  expect(new Set(documents.map(({ ref }) => ref.offset)).size).toBe(3)
})

test('dotted paths reach into lists and groups', async () => {
  const { documents } = await read(written(3), { id: 'meta.url', text: 'meta.tags.1' })
  expect(documents.map(({ id, text }) => [id, text])).toEqual([
    ['u0', 'b0'],
    ['u1', 'b1'],
    ['u2', 'b2'],
  ])
})

test('reads one row group after the other', async () => {
  const bytes = written(1000)
  const asked: number[] = []
  const reading = readParquet(
    {
      size: bytes.length,
      async read(from, to) {
        asked.push(to - from)
        return bytes.slice(from, to).buffer as ArrayBuffer
      },
    },
    'a.parquet',
  )
  await reading.next()
  const first = asked.length
  for (let i = 0; i < 9; i++) await reading.next()
  expect(asked.length).toBe(first)
  await reading.next()
  expect(asked.length).toBeGreaterThan(first)
  await reading.return(undefined)
})

describe('broken files', () => {
  test.each([
    ['nothing', new Uint8Array(0), 'it is too short'],
    ['text', new TextEncoder().encode('id,text\n1,a\n2,b\n'), 'it does not end with PAR1, it may be cut off'],
    ['a file cut off', written().subarray(0, -50), 'it does not end with PAR1'],
    [
      'a footer longer than the file',
      Uint8Array.from([...new Array(8).fill(0), 255, 255, 255, 0, 80, 65, 82, 49]),
      'its description is too long',
    ],
  ])('%s', async (_, bytes, message) => {
    const { documents, rejects, messages } = await read(bytes)
    expect(documents).toEqual([])
    expect(rejects).toMatchObject([{ error: { code: 'ERR_INPUT' } }])
    expect(messages[0]).toContain(`a.parquet is no Parquet file that can be read: ${message}`)
  })

  test('a broken row group costs its rows', async () => {
    const bytes = written()
    const { documents } = await read(bytes)
    const [from, to] = [documents[10]!.ref.offset, documents[20]!.ref.offset]
    bytes.fill(0xff, from, to)
    const broken = await read(bytes)
    expect(broken.documents.map(({ ref }) => ref.record)).toEqual(
      [...rows(10), 20, 21, 22, 23, 24].map((i) => i + 1),
    )
    expect(broken.rejects).toMatchObject([
      { error: { code: 'ERR_INPUT' }, ref: { record: 11, offset: from } },
    ])
    expect(broken.messages[0]).toContain('a.parquet: rows 11 to 20 cannot be read')
  })

  test('a row without its text is one error', async () => {
    const bytes = parquetWriteBuffer({
      columnData: [{ name: 'text', data: ['a', null, 'c'], type: 'STRING' }],
    })
    const { documents, messages } = await read(new Uint8Array(bytes))
    expect(documents.map(({ id, text }) => [id, text])).toEqual([
      ['a.parquet:1', 'a'],
      ['a.parquet:3', 'c'],
    ])
    expect(messages[0]).toMatch(/^a\.parquet:2 has null, not a string, in "text"/)
  })

  test('a row group too large', async () => {
    const { documents, messages } = await read(written(), { limit: 10 })
    expect(documents).toEqual([])
    expect(messages.length).toBe(3)
    expect(messages[0]).toContain('holds more than 160 bytes')
    expect(MAX_ROW_GROUP).toBe(2 ** 30)
  })

  test('throws nothing but our own errors, and ends', async () => {
    const whole = written(12)
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { minLength: 1, maxLength: 6 }),
        async (changes) => {
          const bytes = whole.slice()
          for (const [at, value] of changes) bytes[at] = value
          const { documents, rejects } = await read(bytes)
          for (const { error } of rejects) expect(error.name).toBe('OffprintError')
          expect(documents.length).toBeLessThan(10_000)
        },
      ),
      { seed: 8, numRuns: 300 },
    )
  })
})
