import fc from 'fast-check'
import { expect, test } from 'vitest'
import { UTF8 } from '../../../src/read/bytes/encoding.js'
import { LineSplitter, type ByteLine } from '../../../src/read/bytes/lines.js'

const encoder = new TextEncoder()
const decoder = new TextDecoder()

function lines(chunks: Iterable<Uint8Array>, limit = Infinity, mayReturn = false): ByteLine[] {
  const splitter = new LineSplitter(limit, mayReturn)
  const found: ByteLine[] = []
  for (const bytes of chunks) found.push(...splitter.add({ bytes, encoding: UTF8 }))
  return [...found, ...splitter.end()]
}

/** Cuts bytes into chunks of the given sizes, the rest in one. */
function cut(bytes: Uint8Array, sizes: readonly number[]): Uint8Array[] {
  const chunks: Uint8Array[] = []
  let at = 0
  for (const size of sizes) {
    chunks.push(bytes.subarray(at, at + size))
    at += size
  }
  return [...chunks, bytes.subarray(at)]
}

test('wherever chunks end, lines are those of split, at their offsets', () => {
  const texts = fc
    .array(fc.constantFrom('a', '鸟', '\n', '\r\n', ''), { maxLength: 30 })
    .map((parts) => parts.join(''))
  fc.assert(
    fc.property(texts, fc.array(fc.nat(5), { maxLength: 8 }), (text, sizes) => {
      const bytes = encoder.encode(text)
      const expected = text.split('\n')
      if (expected.at(-1) === '') expected.pop()
      const found = lines(cut(bytes, sizes))
      expect(found.map((line) => decoder.decode(line.bytes))).toEqual(expected)
      expect(found.map((line) => line.line)).toEqual(expected.map((_, i) => i + 1))
      for (const line of found)
        expect(bytes.subarray(line.offset, line.offset + line.bytes.length)).toEqual(line.bytes)
    }),
  )
})

test('wherever chunks end, lines end as the first one does: with a carriage return, or a line feed', () => {
  const texts = fc
    .array(fc.constantFrom('a', '鸟', '\n', '\r', '\r\n', ''), { maxLength: 20 })
    .map((parts) => parts.join(''))
  fc.assert(
    fc.property(texts, fc.array(fc.nat(5), { maxLength: 8 }), (text, sizes) => {
      const bytes = encoder.encode(text)
      // What ends with the file may go on with a line feed, for all that is known.
      const [end] = /\r\n|\n|\r(?!$)/.exec(text) ?? ['\n']
      const expected = text.split(end === '\r' ? '\r' : '\n')
      if (expected.at(-1) === '') expected.pop()
      const found = lines(cut(bytes, sizes), Infinity, true)
      expect(found.map((line) => decoder.decode(line.bytes))).toEqual(expected)
      for (const line of found)
        expect(bytes.subarray(line.offset, line.offset + line.bytes.length)).toEqual(line.bytes)
    }),
  )
})

test('a line past the limit is named, not kept, and the next one is read', () => {
  const found = lines(cut(encoder.encode('ab\nabcdefgh\ncd'), [4, 2, 2]), 5)
  expect(found.map(({ line, tooLong, offset }) => ({ line, tooLong, offset }))).toEqual([
    { line: 1, tooLong: false, offset: 0 },
    { line: 2, tooLong: true, offset: 3 },
    { line: 3, tooLong: false, offset: 12 },
  ])
  expect(found[1]!.bytes).toHaveLength(0)
})

test('an endless line holds no more than the limit', () => {
  const chunk = new Uint8Array(2 ** 20).fill(97)
  function* endless() {
    for (let i = 0; i < 200; i++) yield chunk
  }
  const found = lines(endless(), 2 ** 22)
  expect(found).toMatchObject([{ line: 1, tooLong: true }])
})
