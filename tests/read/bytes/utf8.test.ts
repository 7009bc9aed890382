import { expect, test } from 'vitest'
import { decodeUtf8 } from '../../../src/read/bytes/utf8.js'

const bytes = (...values: number[]) => Uint8Array.from(values)

test('a byte order mark is dropped, once', () => {
  expect(decodeUtf8(bytes(0xef, 0xbb, 0xbf, 0x61), 'x')).toBe('a')
  expect(decodeUtf8(bytes(0xef, 0xbb, 0xbf, 0xef, 0xbb, 0xbf, 0x61), 'x')).toBe('\ufeffa')
})

test.each([
  [[0x61, 0xff], 'byte 0xff at offset 1'],
  [[0x61, 0xe4, 0xb8, 0x78], 'byte 0xe4 at offset 1'],
  [[0xe4, 0xb8], 'byte 0xe4 at offset 0'],
  [[0x61, 0xf0, 0x9f, 0x98], 'byte 0xf0 at offset 1'],
  [[0xe9, 0xb8, 0x9f, 0x80], 'byte 0x80 at offset 3'],
  [[0xed, 0xa0, 0x80], 'byte 0xed at offset 0'],
  [[0x61, 0x00, 0x62], 'is binary, not text (NUL byte at offset 1)'],
  [[0xff, 0xfe, 0x61, 0x00], 'is UTF-16 text'],
  [[0x1f, 0x8b, 0x08, 0x00], 'is gzip-compressed'],
])('%j: %s', (values, message) => {
  expect(() => decodeUtf8(bytes(...values), 'scan.txt')).toThrow(
    expect.objectContaining({
      code: 'ERR_INPUT',
      message: expect.stringMatching(/^scan\.txt /),
    }),
  )
  expect(() => decodeUtf8(bytes(...values), 'scan.txt')).toThrow(message)
})
