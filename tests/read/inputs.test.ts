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
  // One bracket or letter of JSON Lines decides; what may become a page or WARC does not yet.
  expect(['{', '\ufeff [', 'x', '<html lang="en">'].map((head) => tellsFormat(encode(head)))).toEqual([
    true,
    true,
    true,
    true,
  ])
  expect(['', ' \n', '<', '<html', 'WAR', 'PAR'].some((head) => tellsFormat(encode(head)))).toBe(false)
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
    JSON.stringify({ id: 'b.html', title: 'T', text: TEXT }),
    '{ "id": 12345678901234567890, "text": "x"}',
    '{"id":1, "text":"x"}',
    '{"id":2, "text":"二"}',
    '{"id":"f.txt","text":"F"}',
    JSON.stringify({ id: 'p1', text: TEXT }),
  ])
})
