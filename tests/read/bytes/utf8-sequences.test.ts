import { expect, test } from 'vitest'
import { countUtf8, surelyUtf8 } from '../../../src/read/bytes/utf8-sequences.js'
import { encode, NEWS } from '../samples.js'

test('counts sequences and bytes that belong to none', () => {
  expect(countUtf8(encode('a鸟é😀'), true)).toEqual({ valid: 3, invalid: 0 })
  expect(countUtf8(Uint8Array.of(0x61, 0xff, 0xe9, 0xb8), false)).toEqual({ valid: 0, invalid: 1 })
  expect(countUtf8(Uint8Array.of(0x61, 0xff, 0xe9, 0xb8), true)).toEqual({ valid: 0, invalid: 2 })
})

test('twelve sequences decide, one broken byte before them forbids it', () => {
  expect(surelyUtf8()(encode('鸟'.repeat(11)))).toBe(false)
  expect(surelyUtf8()(encode('鸟a'.repeat(12)))).toBe(true)
  expect(surelyUtf8()(Uint8Array.of(0xff, ...encode('鸟'.repeat(12))))).toBe(false)
  const grows = surelyUtf8()
  const bytes = encode(NEWS['utf-8']!)
  const decided = bytes.findIndex((_, i) => grows(bytes.subarray(0, i + 1)))
  expect(decided).toBe(bytes.findIndex((_, i) => surelyUtf8()(bytes.subarray(0, i + 1))))
})

test('a sample that grows byte by byte is read a few times, not once for every byte', () => {
  let reads = 0
  const counted = (bytes: Uint8Array) =>
    new Proxy(bytes, {
      get(target, key) {
        if (key !== 'length') reads++
        return Reflect.get(target, key) as unknown
      },
    })
  // One character beyond ASCII, and ASCII after it: undecided to the end.
  const bytes = encode('é' + 'a'.repeat(2000))
  const isSure = surelyUtf8()
  for (let i = 1; i <= bytes.length; i++) expect(isSure(counted(bytes.subarray(0, i)))).toBe(false)
  expect(reads).toBeLessThan(4 * bytes.length)
})
