import { gzipSync } from 'node:zlib'
import { parquetWriteBuffer } from 'hyparquet-writer'
import { describe, expect, test } from 'vitest'
import { readFiles } from '../../src/read/files.node.js'
import { formatByBytes, formatByName, FORMATS, tellsFormat } from '../../src/read/format.js'
import { expandGlob } from '../../src/read/glob.node.js'
import { findInputs } from '../../src/read/inputs.node.js'
import type { ReadOptions } from '../../src/read/read-options.js'
import { jsonLineOf } from '../../src/read/records/json-line.js'
import { slashed } from '../../src/read/slashed.node.js'
import { readText } from '../../src/read/text.node.js'
import { workspace } from '../workspace.js'
import { collect, encode, inChunks, NEWS } from './samples.js'

const read = (paths: string[], options: ReadOptions = {}) =>
  collect((onError) => readFiles(paths, { onError, ...options }))

const TEXT =
  'The council met on Tuesday evening to discuss the plans for a new school at the edge of the old town.'
const HTML = `<html><head><title>T</title></head><body><p>${TEXT}</p></body></html>`
const WARC = `WARC/1.0\r\nWARC-Type: conversion\r\nWARC-Target-URI: u1\r\nContent-Type: text/plain\r\nContent-Length: ${TEXT.length}\r\n\r\n${TEXT}\r\n\r\n`
const PARQUET = new Uint8Array(
  parquetWriteBuffer({
    columnData: [
      { name: 'id', data: ['p1'], type: 'STRING' },
      { name: 'text', data: [TEXT], type: 'STRING' },
    ],
  }),
)

/** The same document in every format. */
const FILES: Record<string, [id: string, content: Uint8Array]> = {
  'in/a.csv': ['c1', encode(`id,text\nc1,"${TEXT}"\n`)],
  'in/b.html': ['b.html', encode(HTML)],
  'in/c.json': ['j1', encode(`[\n${JSON.stringify({ id: 'j1', text: TEXT })}\n]`)],
  'in/d.jsonl': ['l1', encode(`${JSON.stringify({ id: 'l1', text: TEXT })}\n`)],
  'in/e.parquet': ['p1', PARQUET],
  'in/f.tsv': ['t1', encode(`id\ttext\nt1\t${TEXT}\n`)],
  'in/g.txt': ['g.txt', encode(TEXT)],
  'in/h.wet': ['u1', encode(WARC)],
}

test('a folder of every format, compressed or not', async () => {
  const contents = Object.entries(FILES)
  workspace(Object.fromEntries(contents.map(([name, [, content]]) => [name, content])))
  const { documents, messages } = await read(['in'])
  expect(messages).toEqual([])
  expect(documents.map(({ id, text, ref }) => [ref.file, id, text])).toEqual(
    contents.map(([name, [id]]) => [name, id, TEXT]),
  )
  workspace(Object.fromEntries(contents.map(([name, [, content]]) => [`${name}.gz`, gzipSync(content)])))
  const compressed = await read(['in'])
  expect(compressed.messages).toEqual([])
  expect(compressed.documents.map(({ text }) => text)).toEqual(contents.map(() => TEXT))
  expect(compressed.documents[6]!.id).toBe('g.txt.gz')
})

test('standard input by its first bytes, compressed or not, or by --format', async () => {
  const stdin = async function* (content: Uint8Array, size = 400) {
    yield* inChunks(content, size)
  }
  for (const name of ['in/b.html', 'in/c.json', 'in/d.jsonl', 'in/e.parquet', 'in/h.wet']) {
    for (const content of [FILES[name]![1], gzipSync(FILES[name]![1])]) {
      // The first chunk of a pipe may be one byte.
      for (const size of [1, 400]) {
        const { documents, messages } = await read(['-'], { stdin: stdin(content, size) })
        expect([messages, documents.map(({ text }) => text)], name).toEqual([[], [TEXT]])
      }
    }
  }
  const { documents } = await read(['-'], { stdin: stdin(FILES['in/f.tsv']![1]), format: 'tsv' })
  expect(documents.map(({ id, ref }) => [id, ref.file])).toEqual([['t1', '-']])
})

test('formats by name', () => {
  expect(
    ['a.WARC.gz', 'a.zst', 'a.jsonl.zst', 'a.parquet', 'a.toString', 'b.d/a', 'a.HTM'].map(formatByName),
  ).toEqual(['warc', 'text', 'jsonl', 'parquet', 'text', 'text', 'html'])
  expect(new Set(FORMATS).size).toBe(8)
  expect(formatByBytes(encode('\ufeff [', 'utf-16le'))).toBe('json')
  expect(formatByBytes(new Uint8Array(0))).toBe('jsonl')
})

describe('formats of standard input', () => {
  const starts: [string, string][] = [
    ['{"id":1,"text":"a"}\n{"id":2}\n', 'jsonl'],
    ['{"id":1,"text":"a"}', 'jsonl'],
    ['\n\n{"text":"a"}\r\n', 'jsonl'],
    ['not JSON\n{"text":"a"}\n', 'jsonl'],
    ['{\n  "text": "a"\n}\n', 'json'],
    ['{"id":1,\n "text":"a"}\n', 'json'],
    ['[{"text":"a"}]', 'json'],
    ['[\n  {"text":"a"}\n]', 'json'],
    ['[]\n', 'json'],
    ['\ufeff[{"text":"a"}]', 'json'],
    ['id,text\n1,a\n', 'csv'],
    ['ID;Text\r\n1;a\r\n', 'csv'],
    ['id\ttext\n1\ta\n', 'csv'],
    ['"id","text"\r1,a\r', 'csv'],
    ['sep=;\nid;text\n', 'csv'],
    ['text\na\nb\n', 'csv'],
    ['url,body,lang\nu1,Ein Text,de\n', 'csv'],
    ['<!DOCTYPE html>\n<p>a', 'html'],
    ['<HTML lang="en"><p>a', 'html'],
    ['<?xml version="1.0"?>\n<!-- x -->\n<html xmlns="x"><p>a', 'html'],
    ['<!-- saved from url -->\n<head><title>a</title>', 'html'],
    ['<p>A paragraph</p>\n', 'html'],
    ['<p>A paragraph</p>', 'html'],
    ['WARC/1.0\r\nWARC-Type: x', 'warc'],
    ['filedesc://a.arc 0.0.0.0 20010101000000 text/plain 76\n', 'warc'],
    ['PAR1\u0015', 'parquet'],
    ['The council met on Tuesday, and the plans were discussed.\n', 'text'],
    ['Hello, world\nPlain, text\n', 'text'],
    ['Title\n\nA paragraph of the text, which goes on.\n', 'text'],
    ['昨日，市政府召开会议。', 'text'],
    ['[Music] Thank you.\n', 'text'],
    ['[1] A note.\n', 'text'],
    ['{{template}} a\n', 'text'],
    ['<3 is a heart\n', 'text'],
    ['<?xml version="1.0"?>\n<TEI><text>a</text></TEI>', 'text'],
    ['Paris,London\nBoth are towns.\n', 'text'],
    ['Willkommen', 'text'],
    ['P', 'text'],
  ]

  test.each(starts)('%j is %s', (start, format) => {
    expect(formatByBytes(encode(start))).toBe(format)
    if (!/[^\0-\uffff]/.test(start)) expect(formatByBytes(encode(`\ufeff${start}`, 'utf-16le'))).toBe(format)
    // What decides early decides as the whole does.
    const bytes = encode(start)
    for (let length = 0; length <= bytes.length; length++) {
      const head = bytes.subarray(0, length)
      if (tellsFormat(head))
        expect([start.slice(0, length), formatByBytes(head)]).toEqual([start.slice(0, length), format])
    }
  })

  test('a live pipe is not held back once its first line is there', () => {
    const early = ['{"id":1}\n', '[{', '<html lang="en">', 'id,text\n', 'WARC/1.0']
    expect(early.filter((head) => !tellsFormat(encode(head)))).toEqual([])
    const late = ['', ' \n', '<', '<html', 'WAR', 'PAR', '{', '[', '{"id"', 'A text.\n', 'url,body\n']
    expect(late.filter((head) => tellsFormat(encode(head)))).toEqual([])
  })

  test('the header row names the field of the text', () => {
    const head = encode('nr,Meine Spalte\n1,a b\n')
    expect([formatByBytes(head), formatByBytes(head, 'meine spalte')]).toEqual(['text', 'csv'])
  })

  test('each is read as the file of its name would be', async () => {
    for (const [name, content] of [
      ['a.txt', encode(`${TEXT}\n`)],
      ['a.csv', encode(`id,text\r\n1,"${TEXT}"\r\n`)],
      ['a.json', encode(`{\n"text": ${JSON.stringify(TEXT)}\n}`)],
    ] as const) {
      workspace({ [name]: content })
      async function* stdin(size: number) {
        yield* inChunks(content, size)
      }
      const file = await read([name])
      for (const size of [1, 1000]) {
        const { documents, messages } = await read(['-'], { stdin: stdin(size) })
        expect([messages, documents.map(({ text }) => text)]).toEqual([
          [],
          file.documents.map(({ text }) => text),
        ])
      }
    }
  })
})

describe('patterns', () => {
  test('mean files, sorted, with / between names', async () => {
    workspace({
      'crawl/b.jsonl': '{"id":2,"text":"b"}',
      'crawl/a/z.jsonl': '{"id":1,"text":"a"}',
      'crawl/.hidden.jsonl': '{}',
      'crawl/note.txt': 'n',
    })
    const { documents } = await read(['crawl/**/*.jsonl'])
    expect(documents.map(({ id, ref }) => [id, ref.file])).toEqual([
      [1, 'crawl/a/z.jsonl'],
      [2, 'crawl/b.jsonl'],
    ])
    expect((await read(['crawl/*.{txt,md}'])).documents.map(({ id }) => id)).toEqual(['crawl/note.txt'])
    expect(await findInputs(['craw?'])).toEqual([{ path: 'crawl', kind: 'folder', found: true }])
  })

  test('a file of that very name comes first; no match is an error; what is being written is left out', async () => {
    const { root } = workspace({ 'a[1].txt': 'literal', 'a1.txt': 'pattern', 'b*': 'star' })
    expect((await read(['a[1].txt', 'b*'])).documents.map(({ text }) => text)).toEqual(['literal', 'star'])
    expect((await read(['a[0-9].txt'])).documents.map(({ text }) => text)).toEqual(['pattern'])
    await expect(findInputs(['*.warc'])).rejects.toMatchObject({
      code: 'ERR_INPUT',
      message: 'no file matches *.warc; correct the pattern',
    })
    const exclude = new Set([`${root}/a1.txt`])
    expect((await read(['a?.txt'], { exclude })).documents).toEqual([])
  })

  test('of Windows', async () => {
    expect(slashed('C:\\crawl\\**\\*.jsonl', '\\')).toBe('C:/crawl/**/*.jsonl')
    expect(slashed('a\\*.txt', '/')).toBe('a\\*.txt')
    expect(slashed('in\\a\\b.txt', '\\')).toBe('in/a/b.txt')
    expect(slashed('in\\a', '/')).toBe('in\\a')
    workspace({ 'in/a/b.txt': 'B' })
    expect(await expandGlob('in\\*\\b.*', '\\')).toEqual(['in/a/b.txt'])
    expect(await expandGlob('plain.txt')).toBeNull()
  })
})

describe('encodings of whole texts', () => {
  test.each(Object.keys(NEWS))('%s', async (name) => {
    workspace({ 'a.txt': encode(NEWS[name]!, name) })
    const { documents, messages } = await read(['a.txt'])
    expect([messages, documents.map(({ text }) => text)]).toEqual([[], [NEWS[name]]])
    expect(await readText('a.txt', { encoding: name })).toBe(NEWS[name])
  })

  test('one that cannot be told is an error that says what to do', async () => {
    workspace({ 'a.txt': encode('会议', 'gbk') })
    const { messages } = await read(['a.txt'])
    expect(messages[0]).toMatch(/^a\.txt is not UTF-8 text .*name its encoding with --encoding$/)
    expect((await read(['a.txt'], { encoding: 'gbk' })).documents.map(({ text }) => text)).toEqual(['会议'])
    await expect(read(['a.txt'], { encoding: 'klingon' })).rejects.toMatchObject({ code: 'ERR_ARGUMENT' })
  })
})

test('a file that is cut off costs its end; the next one is read', async () => {
  const lines = Array.from(
    { length: 20_000 },
    (_, i) => `${JSON.stringify({ id: i, text: `${TEXT} ${i}` })}\n`,
  ).join('')
  workspace({ 'in/a.jsonl.gz': gzipSync(lines).subarray(0, -500), 'in/b.txt': 'B' })
  const { documents, rejects, messages } = await read(['in'])
  expect(documents.length).toBeGreaterThan(15_000)
  expect(documents.at(-1)!.text).toBe('B')
  expect(messages).toEqual(['in/a.jsonl.gz is cut off; what came before was read; get the whole file'])
  expect(rejects).toMatchObject([{ error: { code: 'ERR_INPUT' }, ref: { file: 'in/a.jsonl.gz' } }])
})

test('errors of the caller’s own code are the caller’s', async () => {
  workspace({ 'a.html': HTML })
  const mine = new Error('mine')
  const extract = () => {
    throw mine
  }
  await expect(read(['a.html'], { extract })).rejects.toBe(mine)
})

test('any document as a line of JSON', async () => {
  workspace({
    'in/a.csv': 'id,text\n1,"a\nb"\n',
    'in/b.html': HTML,
    'in/c.json': '[{\n"id": 12345678901234567890,\n"text": "x"}]',
    'in/d.jsonl': '{"id":1, "text":"x"}\n',
    'in/e.jsonl': encode('\ufeff{"id":2, "text":"二"}\n', 'utf-16le'),
    'in/f.txt': 'F',
    'in/g.parquet': PARQUET,
  })
  const { documents, messages } = await read(['in'])
  expect(messages).toEqual([])
  const lines = documents.map((document) => {
    const line = jsonLineOf(document)
    return typeof line === 'string' ? line : new TextDecoder().decode(line)
  })
  expect(lines).toEqual([
    '{"id":"1","text":"a\\nb"}',
    JSON.stringify({ id: 'b.html', title: 'T', extraction: 'article', text: TEXT }),
    '{ "id": 12345678901234567890, "text": "x"}',
    '{"id":1, "text":"x"}',
    '{"id":2, "text":"二"}',
    '{"id":"f.txt","text":"F"}',
    JSON.stringify({ id: 'p1', text: TEXT }),
  ])
})
