import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { describe, expect, test, vi } from 'vitest'
import { readCsv, type CsvOptions } from '../../../src/read/records/csv.js'
import { sniffDelimiter } from '../../../src/read/records/csv-fields.js'
import { collect, encode, inChunks, NEWS, plain, type Reading } from '../samples.js'

const read = (source: string | Uint8Array | Uint8Array[], options: CsvOptions = {}) =>
  collect((onError) => {
    const chunks = typeof source === 'string' ? [encode(source)] : Array.isArray(source) ? source : [source]
    return readCsv(chunks, 'crawl.csv', { onError, ...options })
  })

const decoder = new TextDecoder()

test('fields by the header; quotes, line breaks and blank lines', async () => {
  const { documents, rejects } = await read(
    '\ufeffid,title,text\r\n1,"A, ""B""","一\r\n二"\r\n\r\n2,,plain "quoted" text\r\n',
  )
  expect(rejects).toEqual([])
  expect(documents.map(({ id, text, record, ref }) => ({ id, text, record, ref }))).toEqual([
    {
      id: '1',
      text: '一\r\n二',
      record: { id: '1', title: 'A, "B"', text: '一\r\n二' },
      ref: { file: 'crawl.csv', record: 1, line: 2, offset: 18 },
    },
    {
      id: '2',
      text: 'plain "quoted" text',
      record: { id: '2', title: '', text: 'plain "quoted" text' },
      ref: { file: 'crawl.csv', record: 2, line: 5, offset: 45 },
    },
  ])
  expect(documents.map(({ bytes }) => decoder.decode(bytes))).toEqual([
    '1,"A, ""B""","一\r\n二"\r',
    '2,,plain "quoted" text\r',
  ])
  const { before, between, format } = documents[0]!.form!
  expect([
    new TextDecoder('utf-8', { ignoreBOM: true }).decode(before),
    decoder.decode(between),
    format,
  ]).toEqual(['\ufeffid,title,text\r\n', '\n', 'csv'])
})

test.each([
  ['id,text', ','],
  ['id;text', ';'],
  ['id\ttext', '\t'],
  ['id|text', '|'],
  ['text', ','],
  ['"a,b,c,d";text', ';'],
  ['a;b;c,text', ','],
  ['a;b;c;d,e', ';'],
])('%j is delimited by %j', (header, delimiter) => {
  expect(sniffDelimiter(header, 'text')).toBe(delimiter)
})

test('a delimiter, a text and an id of one’s own', async () => {
  const { documents } = await read('url~body\nu~a,b\n', { delimiter: '~', text: 'body', id: 'url' })
  expect(documents.map(({ id, text }) => [id, text])).toEqual([['u', 'a,b']])
})

test('broken rows are rejected one by one', async () => {
  const { documents, rejects, messages } = await read('id,text\n1,a\n2\n3,b,c\n4,"d"e\n5,"f\n6,g\n7,h\n')
  expect(documents.map(({ id }) => id)).toEqual(['1', '6', '7'])
  expect(rejects.map(({ error, ref }) => [error.code, ref.line])).toEqual([
    ['ERR_RECORD', 3],
    ['ERR_RECORD', 4],
    ['ERR_RECORD', 5],
    ['ERR_RECORD', 6],
  ])
  expect(messages.map((message) => message.split(';')[0])).toEqual([
    'crawl.csv:3 has 1 field, the header has 2',
    'crawl.csv:4 has 3 fields, the header has 2',
    'crawl.csv:5 has text after a closing quotation mark',
    'crawl.csv:6 opens a quotation mark that nothing closes within 64 MiB',
  ])
})

test.each([
  [
    'id,body\n1,a\n',
    'crawl.csv:1 names no field "text" in its header; name the field of the text with --text',
  ],
  ['id,text,id\n1,a,2\n', 'crawl.csv:1 names the field "id" twice'],
  ['id,"text\n1,a\n', 'crawl.csv:1 opens a quotation mark'],
])('%j is one error', async (source, message) => {
  const { documents, messages } = await read(source)
  expect(documents).toEqual([])
  expect(messages.length).toBe(1)
  expect(messages[0]).toContain(message)
})

describe('limits', () => {
  test('of a field without end: its first line is lost, the next ones are not', async () => {
    const rows = Array.from({ length: 100 }, (_, i) => `${i},text ${i}\n`).join('')
    const { documents, messages } = await read(inChunks(encode(`id,text\nx,"open\n${rows}`), 17), {
      limit: 200,
    })
    expect(documents.length).toBe(100)
    expect(messages).toEqual([
      'crawl.csv:2 opens a quotation mark that nothing closes within 200 bytes; close it or write two',
    ])
  })

  test('of a line', async () => {
    const { documents, messages } = await read(`id,text\n1,${'x'.repeat(300)}\n2,y\n`, { limit: 200 })
    expect(documents.map(({ id }) => id)).toEqual(['2'])
    expect(messages).toEqual(['crawl.csv:2 is a row of more than 200 bytes; split it'])
  })

  // The second and third kind of line leave a row open, whether they begin it or stand in it.
  test.each(['"a""\n,"""\nb"c\n""d\n', 'a","b\n', 'a""","b\n', 'x,"open\n'])(
    'quotation marks in every line, %j: each byte is decoded twice at most',
    async (line) => {
      const source = `id,text\n${line.repeat(10_000)}`
      let decoded = 0
      const { decode } = TextDecoder.prototype
      const spy = vi.spyOn(TextDecoder.prototype, 'decode').mockImplementation(function (
        this: TextDecoder,
        input,
        options,
      ) {
        decoded += input?.byteLength ?? 0
        return decode.call(this, input, options)
      })
      let found: Reading
      try {
        found = await read(source)
      } finally {
        spy.mockRestore()
      }
      expect(found.documents.length + found.rejects.length).toBeGreaterThan(0)
      expect(decoded).toBeLessThan(2 * source.length)
    },
  )
})

test('a byte that is no text costs its own row, line breaks and all', async () => {
  const bytes = encode('id,text\n1,a\n2,"b\n?\nc"\n3,d\n')
  bytes[bytes.indexOf('?'.charCodeAt(0))] = 0xff
  const { documents, messages } = await read(bytes)
  expect(documents.map(({ id }) => id)).toEqual(['1', '3'])
  expect(messages[0]).toMatch(/^crawl.csv:3 is not UTF-8 text/)
})

test.each(['utf-16le', 'utf-16be', ...Object.keys(NEWS)])(
  '%s: the same rows, whatever the chunks',
  async (name) => {
    const text = NEWS[name] ?? NEWS.gb18030!
    const mark = name.startsWith('utf-16') ? '\ufeff' : ''
    const bytes = encode(`${mark}id,text\n1,"${text}\n"\n2,"${text}"\n`, name)
    const whole = await read(bytes)
    expect(whole.rejects).toEqual([])
    expect(whole.documents.map((document) => document.text)).toEqual([`${text}\n`, text])
    for (const { ref, bytes: record } of whole.documents) {
      expect(bytes.slice(ref.offset, ref.offset + record!.length)).toEqual(record)
    }
    for (const size of [1, 7]) expect(plain(await read(inChunks(bytes, size)))).toEqual(plain(whole))
  },
)

test('reads what csv-parse reads', async () => {
  const field = fc.oneof(
    fc.string({ maxLength: 8 }),
    fc.constantFrom('a,b', 'a"b', '"', '', 'a\nb', 'a\r\nb', '一'),
  )
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(field, field), { maxLength: 6 }),
      fc.constantFrom('\n', '\r\n'),
      fc.constantFrom(',', ';', '\t'),
      fc.integer({ min: 1, max: 20 }),
      async (rows, end, delimiter, size) => {
        const quoted = (value: string) => `"${value.replaceAll('"', '""')}"`
        const source = [['id', 'text'], ...rows].map((row) => row.map(quoted).join(delimiter) + end).join('')
        const { documents, rejects } = await read(inChunks(encode(source), size))
        expect(rejects).toEqual([])
        expect(documents.map(({ record }) => record)).toEqual(
          parse(source, { columns: true, delimiter, record_delimiter: end }),
        )
      },
    ),
    { seed: 5, numRuns: 300 },
  )
})

describe('as spreadsheets write it', () => {
  const rows = (reading: Reading) => reading.documents.map(({ id, text, ref }) => [id, text, ref.line])
  const content = 'id,text\r1,a\r2,"b\rc"\r\r3,d'

  test('carriage returns alone end lines, however the bytes arrive', async () => {
    for (const name of ['utf-8', 'utf-16le', 'utf-16be']) {
      const bytes = encode(`${name === 'utf-8' ? '' : '\ufeff'}${content}`, name)
      const whole = await read(bytes)
      expect(whole.messages).toEqual([])
      expect(rows(whole)).toEqual([
        ['1', 'a', 2],
        ['2', 'b\nc', 3],
        ['3', 'd', 6],
      ])
      for (const { ref, bytes: record } of whole.documents) {
        expect(bytes.slice(ref.offset, ref.offset + record!.length)).toEqual(record)
      }
      const { before, between } = whole.documents[0]!.form!
      expect([before, between]).toEqual([
        encode(name === 'utf-8' ? 'id,text\r' : '\ufeffid,text\r', name),
        encode('\r', name),
      ])
      for (const size of [1, 2, 7, 8, 9, 16])
        expect(plain(await read(inChunks(bytes, size)))).toEqual(plain(whole))
    }
  })

  test('a carriage return and a line feed are one end, in one chunk or two', async () => {
    const bytes = encode('id,text\r\n1,"a\rb"\r\n2,c\r\n')
    for (const size of [1, 8, 9, 100]) {
      expect(rows(await read(inChunks(bytes, size)))).toEqual([
        ['1', 'a\rb', 2],
        ['2', 'c', 3],
      ])
    }
  })

  test('empty columns at the end; columns without a name', async () => {
    const reading = await read('id,text,,\n1,a,,\n2,b\n3,c,\n4,d,x,\n')
    expect(rows(reading).map(([id]) => id)).toEqual(['1', '2', '3'])
    expect(reading.documents[0]!.record).toEqual({ id: '1', text: 'a' })
    expect(reading.messages).toEqual([
      'crawl.csv:5 has 4 fields, the header has 2; correct the row or delete it',
    ])
    const unnamed = await read(',text,\n0,a,\n1,b,\n')
    expect(unnamed.documents.map(({ text, record }) => [text, record])).toEqual([
      ['a', { text: 'a' }],
      ['b', { text: 'b' }],
    ])
  })

  test.each(['sep=;', '\ufeffsep=;', '"sep=;"', 'SEP=;\r'])('%j states the delimiter', async (first) => {
    const { documents, messages } = await read(`${first}\nid;text, all\n1;a,b\n`, { text: 'text, all' })
    expect([messages, documents.map(({ id, text }) => [id, text])]).toEqual([[], [['1', 'a,b']]])
  })

  test('the delimiter that the caller names goes before; the mark of GB18030 is none of the line', async () => {
    const { documents } = await read('sep=;\nid,text\n1,a;b\n', { delimiter: ',' })
    expect(documents.map(({ id, text }) => [id, text])).toEqual([['1', 'a;b']])
    const marked = Buffer.concat([Uint8Array.of(0x84, 0x31, 0x95, 0x33), encode('sep=;\nid;text\n1;a,b\n')])
    const gb = await read(marked, { encoding: 'gb18030' })
    expect(gb.documents.map(({ id, text }) => [id, text])).toEqual([['1', 'a,b']])
  })

  test('sep= behind the first line is a row like others', async () => {
    expect(rows(await read('text\nsep=;\na\n')).map(([, text]) => text)).toEqual(['sep=;', 'a'])
  })

  test.each(['ID,Text', 'Id;TEXT', '"ID","text"', ' id , TEXT '])('a header of %j', async (header) => {
    const [delimiter] = /[,;]/.exec(header)!
    const { documents, messages } = await read(`${header}\n1${delimiter}a\n`)
    expect([messages, documents.map(({ id, text }) => [id, text])]).toEqual([[], [['1', 'a']]])
    const named = await read(`${header}\n1${delimiter}a\n`, { text: 'tEXT', id: 'iD' })
    expect(named.documents.map(({ id, text }) => [id, text])).toEqual([['1', 'a']])
  })

  test('the very name goes before one in other letters', async () => {
    expect((await read('Text,text\na,b\n')).documents.map(({ text, record }) => [text, record])).toEqual([
      ['b', { Text: 'a', text: 'b' }],
    ])
  })
})
