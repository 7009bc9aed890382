import { describe, expect, test } from 'vitest'
import { decodeRecord } from '../../../src/read/bytes/decode-record.js'
import { encodingNamed, UTF8 } from '../../../src/read/bytes/encoding.js'
import type { ReadWarning } from '../../../src/read/warning.js'
import { readCsv } from '../../../src/read/records/csv.js'
import { readJsonl } from '../../../src/read/records/jsonl.js'
import { encode, inChunks, NEWS } from '../samples.js'

const LONG = 'The council met on Tuesday evening to discuss the plans for a new school'

/** ASCII with some bytes put in for `?`, in order. */
function withBytes(text: string, ...values: number[]): Uint8Array {
  const bytes = encode(text)
  let at = -1
  for (const value of values) bytes[(at = bytes.indexOf(0x3f, at + 1))] = value
  return bytes
}

test('one broken byte of many costs itself, and is told', () => {
  const bytes = Uint8Array.of(...encode(`${NEWS['utf-8']}`), 0xff, ...encode(LONG))
  expect(decodeRecord(bytes, UTF8, 'a:1')).toEqual({
    text: `${NEWS['utf-8']}\ufffd${LONG}`,
    warning:
      'a:1: 1 character is broken in UTF-8 and read as U+FFFD; name its encoding with --encoding, or the option encoding',
  })
})

test('accents of windows-1252 in a file of UTF-8', () => {
  const { text, warning } = decodeRecord(withBytes(`Le caf? est l?. ${LONG}`, 0xe9, 0xe0), UTF8, 'a:1')
  expect(text).toBe(`Le café est là. ${LONG}`)
  expect(warning).toMatch(/^a:1 is not UTF-8; it was read as windows-1252, the likeliest;/)
})

test('UTF-8 in a file of GBK; a pair of bytes that is both is left to the file', () => {
  const gbk = encodingNamed('gbk')
  expect(decodeRecord(encode(NEWS['utf-8']!), gbk, 'a:1')).toEqual({
    text: NEWS['utf-8'],
    warning: 'a:1 is UTF-8 in a file of GBK; it was read as UTF-8',
  })
  expect(decodeRecord(encode('学校', 'gbk'), gbk, 'a:1')).toEqual({ text: '学校', warning: null })
})

test.each([
  ['a record in another encoding', encode(NEWS.gb18030!, 'gb18030')],
  ['a record that is mostly broken', withBytes('a ? b ?', 0xff, 0xfe)],
  ['a NUL', encode(`${LONG}\0`)],
])('%s is an error', (_, bytes) => {
  expect(() => decodeRecord(bytes, UTF8, 'a:1')).toThrow(
    expect.objectContaining({ code: 'ERR_RECORD', message: expect.stringMatching(/^a:1 is /) }),
  )
})

describe('in files', () => {
  const lines = [NEWS['utf-8']!, `${LONG} caf?`, 'plain', NEWS['utf-8']!]
  const jsonl = withBytes(lines.map((text) => JSON.stringify({ text })).join('\n'), 0xe9)
  const csv = withBytes(`text\n${lines.map((text) => `"${text}"`).join('\n')}`, 0xe9)

  test.each([
    ['JSON Lines', readJsonl, jsonl, 2],
    ['CSV', readCsv, csv, 3],
  ] as const)('%s: the record is read, the warning names it', async (_, read, bytes, line) => {
    for (const chunks of [[bytes], inChunks(bytes, 7)]) {
      const warnings: [ReadWarning['code'], string, number][] = []
      const texts: string[] = []
      const onWarning = ({ code, message }: ReadWarning, ref: { line: number }) =>
        warnings.push([code, message.split(';')[0]!, ref.line])
      for await (const { text } of read(chunks, 'a', { onWarning })) texts.push(text)
      expect(texts).toEqual([NEWS['utf-8'], `${LONG} café`, 'plain', NEWS['utf-8']])
      expect(warnings).toEqual([['WARN_ENCODING', `a:${line} is not UTF-8`, line]])
    }
  })

  test('an encoding that is only the likeliest is told once a file', async () => {
    const bytes = encode(`{"text":"école où l’été"}\n{"text":"déjà vu à la fête"}`, 'windows-1252')
    const warnings: string[] = []
    const texts: string[] = []
    const onWarning = ({ message }: ReadWarning) => warnings.push(message)
    for await (const { text } of readJsonl([bytes], 'a', { onWarning })) texts.push(text)
    expect(texts).toEqual(['école où l’été', 'déjà vu à la fête'])
    expect(warnings.length).toBeLessThanOrEqual(1)
  })
})
