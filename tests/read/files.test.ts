import { chmodSync, symlinkSync } from 'node:fs'
import { expect, test } from 'vitest'
import type { OffprintError } from '../../src/kernel/errors.js'
import type { InputDocument, Ref } from '../../src/read/document.js'
import { readFiles } from '../../src/read/files.node.js'
import { findInputs } from '../../src/read/inputs.node.js'
import type { ReadOptions } from '../../src/read/read-options.js'
import { readText } from '../../src/read/text.node.js'
import { workspace } from '../workspace.js'

async function read(paths: string[], options: ReadOptions = {}) {
  const documents: InputDocument[] = []
  const rejects: { error: OffprintError; ref: Ref }[] = []
  const onError = (error: OffprintError, ref: Ref) => rejects.push({ error, ref })
  for await (const document of readFiles(paths, { onError, ...options })) documents.push(document)
  return {
    documents,
    ids: documents.map(({ id }) => id),
    rejects,
    messages: rejects.map(({ error }) => error.message),
  }
}

test('a folder: sorted by path, ids relative, hidden files left out', async () => {
  workspace({
    'in/b.txt': 'B',
    'in/a/z.txt': 'Z',
    'in/a-c.txt': 'C',
    'in/a/b/deep': 'D',
    'in/crawl.jsonl': '{"id":7,"text":"J"}\n',
    'in/.hidden': 'H',
    'in/.git/config': 'H',
  })
  const { documents, ids, rejects } = await read(['in/'])
  expect(ids).toEqual(['a-c.txt', 'a/b/deep', 'a/z.txt', 'b.txt', 7])
  expect(documents.map(({ ref }) => ref.file)).toEqual([
    'in/a-c.txt',
    'in/a/b/deep',
    'in/a/z.txt',
    'in/b.txt',
    'in/crawl.jsonl',
  ])
  expect(documents[1]).toMatchObject({
    id: 'a/b/deep',
    text: 'D',
    ref: { file: 'in/a/b/deep', record: 1, line: 1, offset: 0 },
  })
  expect(rejects).toEqual([])
})

test('named files in the order given; a byte order mark is dropped, empty files are documents', async () => {
  workspace({ 'b.txt': '\ufeffB', 'a.txt': '', 'c.ndjson': '{"text":"C"}' })
  const { documents } = await read(['b.txt', 'a.txt', 'c.ndjson'])
  expect(documents.map(({ id, text }) => [id, text])).toEqual([
    ['b.txt', 'B'],
    ['a.txt', ''],
    ['c.ndjson:1', 'C'],
  ])
})

test('files that are no text are rejected and the rest goes on', async () => {
  workspace({
    'in/a.png': Uint8Array.of(0x89, 0x50, 0x00),
    'in/b.txt': Uint8Array.of(0xff, 0x41),
    'in/c.txt': 'C',
    'in/d.jsonl': Uint8Array.of(0x1f, 0x8b, 0x08, 0x00),
  })
  const { ids, messages, rejects } = await read(['in'])
  expect(ids).toEqual(['c.txt'])
  expect(messages).toEqual([
    'in/a.png is binary, not text (NUL byte at offset 2); leave it out, or name its encoding with --encoding',
    'in/b.txt is not UTF-8 text (byte 0xff at offset 0); convert it, or name its encoding with --encoding',
    'in/d.jsonl is cut off; what came before was read; get the whole file',
  ])
  expect(rejects.map(({ error, ref }) => [error.code, ref.file])).toEqual([
    ['ERR_INPUT', 'in/a.png'],
    ['ERR_INPUT', 'in/b.txt'],
    ['ERR_INPUT', 'in/d.jsonl'],
  ])
})

test('a missing path is fatal, and before any document', async () => {
  workspace({ 'a.txt': 'A' })
  const reading = readFiles(['a.txt', 'missing.txt'], { onError: () => {} })
  await expect(reading.next()).rejects.toMatchObject({
    code: 'ERR_INPUT',
    message: 'cannot read missing.txt: no such file or folder',
  })
})

test.skipIf(process.platform === 'win32')('links: followed, circles and broken ones survived', async () => {
  workspace({ 'in/a/x.txt': 'X' })
  symlinkSync('..', 'in/a/up')
  symlinkSync('x.txt', 'in/a/y.txt')
  symlinkSync('nowhere', 'in/broken.txt')
  const { ids, messages } = await read(['in'])
  expect(ids).toEqual(['a/x.txt', 'a/y.txt'])
  expect(messages).toEqual(['cannot read in/broken.txt: no such file or folder'])
})

test.skipIf(process.platform === 'win32' || process.getuid?.() === 0)(
  'unreadable: fatal where named, a reject inside a folder',
  async () => {
    const { root } = workspace({ 'in/a.txt': 'A', 'in/b.txt': 'B' })
    chmodSync(`${root}/in/a.txt`, 0)
    const { ids, messages } = await read(['in'])
    expect(ids).toEqual(['b.txt'])
    expect(messages).toEqual(['cannot read in/a.txt: permission denied'])
    await expect(findInputs(['in/a.txt'])).rejects.toMatchObject({ code: 'ERR_INPUT' })
  },
)

test('standard input is JSON Lines', async () => {
  async function* stdin() {
    yield new TextEncoder().encode('{"id":1,"te')
    yield new TextEncoder().encode('xt":"S"}\n{}\n')
  }
  const { documents, messages } = await read(['-'], { stdin: stdin() })
  expect(documents).toMatchObject([{ id: 1, text: 'S', ref: { file: '-', line: 1 } }])
  expect(messages[0]).toMatch(/^standard input:2 has no field "text"/)
})

test('readText: a folder, a limit, a signal', async () => {
  workspace({ 'in/a.txt': '12345' })
  await expect(readText('in')).rejects.toMatchObject({
    code: 'ERR_INPUT',
    message: 'cannot read in: it is a folder',
  })
  await expect(readText('in/a.txt', { limit: 4 })).rejects.toThrow('in/a.txt is larger than 4 bytes')
  expect(await readText('in/a.txt', { limit: 5 })).toBe('12345')
  const reason = new Error('stop')
  await expect(readText('in/a.txt', { signal: AbortSignal.abort(reason) })).rejects.toBe(reason)
})

test('readText keeps a byte order mark on demand', async () => {
  workspace({ 'a.txt': '\ufeffA', 'b.txt': 'B' })
  expect(await readText('a.txt')).toBe('A')
  expect(await readText('a.txt', { keepMark: true })).toBe('\ufeffA')
  expect(await readText('b.txt', { keepMark: true })).toBe('B')
})
