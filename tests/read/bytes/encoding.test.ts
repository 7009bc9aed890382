import { expect, test } from 'vitest'
import { AsciiStructure } from '../../../src/read/bytes/ascii-structure.js'
import { decodeText } from '../../../src/read/bytes/decode.js'
import {
  encodeAscii,
  encodingNamed,
  encodingName,
  markedEncoding,
  markLength,
  type Encoding,
} from '../../../src/read/bytes/encoding.js'
import { encode, inChunks } from '../samples.js'

/** The structure of the chunks of one file. */
function structureOf(encoding: Encoding): (bytes: Uint8Array) => Uint8Array {
  const structure = new AsciiStructure()
  return (bytes) => structure.of({ bytes, encoding })
}

test.each([
  ['utf8', 'utf-8', 1],
  ['UTF-16', 'utf-16le', 2],
  ['gb2312', 'gbk', 1],
  ['GB18030', 'gb18030', 1],
  ['latin1', 'windows-1252', 1],
  ['sjis', 'shift_jis', 1],
])('%s is %s', (label, name, unit) => {
  expect(encodingNamed(label)).toEqual({ name, unit })
})

test.each(['utf-7', 'klingon', '', 'iso-2022-jp', 'x-user-defined'])('%j is refused', (label) => {
  expect(() => encodingNamed(label)).toThrow(
    expect.objectContaining({ code: 'ERR_ARGUMENT', message: expect.stringContaining('gb18030') }),
  )
})

test('byte order marks', () => {
  const utf16 = Uint8Array.of(0xfe, 0xff, 0, 0x61)
  expect(markedEncoding(utf16)?.name).toBe('utf-16be')
  expect(markLength(utf16, encodingNamed('utf-16be'))).toBe(2)
  expect(markLength(utf16, encodingNamed('gbk'))).toBe(0)
  expect(decodeText(utf16, encodingNamed('utf-16be'), 'x')).toBe('a')
})

test.each([
  ['gbk', Uint8Array.of(0x61, 0x81), 'a.txt is not GBK text; name its encoding'],
  ['utf-16le', Uint8Array.of(0x00, 0xd8, 0x61, 0x00), 'a.txt is not UTF-16LE text'],
  ['utf-16le', Uint8Array.of(0x61, 0x00, 0x00, 0x00), 'a.txt is binary, not text (NUL in UTF-16LE)'],
])('%s: %j is an error, and the next text is none', (name, bytes, message) => {
  const encoding = encodingNamed(name)
  expect(() => decodeText(bytes, encoding, 'a.txt')).toThrow(message)
  expect(decodeText(encode('ab', name), encoding, 'a.txt')).toBe('ab')
  expect(encodingName(encoding)).toBe(name.toUpperCase())
})

// Every character whose second byte is an ASCII sign that JSON means something by.
test.each(['gbk', 'gb18030', 'big5', 'shift_jis'])('%s: no second byte looks like JSON', (name) => {
  const decoder = new TextDecoder(name)
  const characters: string[] = []
  for (let lead = 0x81; lead < 0xff; lead++) {
    for (const second of '[\\]{|}') {
      const text = decoder.decode(Uint8Array.of(lead, second.charCodeAt(0)))
      if (text.length === 1 && text !== '\ufffd') characters.push(text)
    }
  }
  expect(characters.length).toBeGreaterThan(200)
  const source = characters.map((character) => `"${character}"`).join('')
  const bytes = encode(source, name)
  const expected = source.replace(/[^"]/g, '\u0080\u0080')
  const ascii = (byte: number) => String.fromCharCode(byte < 0x80 ? byte : 0x80)
  expect([...structureOf(encodingNamed(name))(bytes)].map(ascii).join('')).toBe(expected)
  // A character may be cut in two by the end of a chunk.
  const scan = structureOf(encodingNamed(name))
  const pieces = inChunks(bytes, 1, 2, 3).flatMap((chunk) => [...scan(chunk)])
  expect(pieces.map(ascii).join('')).toBe(expected)
})

test.each(['utf-16le', 'utf-16be'])('%s: the sign stands in the second byte of its unit', (name) => {
  const bytes = encode('{"一":1}\n', name)
  const structure = structureOf(encodingNamed(name))(bytes)
  const signs = [...structure].map((byte) => (byte < 0x80 ? String.fromCharCode(byte) : '.')).join('')
  expect(signs).toBe('.{."...".:.1.}.\n')
  expect(encodeAscii('{}', encodingNamed(name))).toEqual(encode('{}', name))
})

test('a lone lead byte hides no quotation mark', () => {
  const scan = structureOf(encodingNamed('gbk'))
  expect([...scan(Uint8Array.of(0x81, 0x22, 0x0a))].slice(1)).toEqual([0x22, 0x0a])
})

test('windows-1252 is not ISO-8859-1', () => {
  const encoding = encodingNamed('latin1')
  expect(decodeText(Uint8Array.of(0x84, 0x80, 0x96, 0x94, 0xfc, 0x81), encoding, 'x')).toBe('„€–”ü\u0081')
})
