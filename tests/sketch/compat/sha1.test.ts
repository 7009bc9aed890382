import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { sha1Prefix } from '../../../src/sketch/compat/sha1.js'

function prefix(token: string | Uint8Array): string {
  const words = new Int32Array(2)
  sha1Prefix(token, words)
  const bytes = Buffer.alloc(8)
  bytes.writeInt32LE(words[0], 0)
  bytes.writeInt32LE(words[1], 4)
  return bytes.toString('hex')
}

const expected = (token: string | Uint8Array) => createHash('sha1').update(token).digest('hex').slice(0, 16)

it('gives the published digests (FIPS 180-4 examples)', () => {
  expect(prefix('abc')).toBe('a9993e364706816a')
  expect(prefix('abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq')).toBe('84983e441c3bd26e')
  expect(prefix('a'.repeat(1_000_000))).toBe('34aa973cd4c4daa4')
})

it('agrees with node:crypto on every length around the ends of blocks and of the scratch', () => {
  for (let length = 0; length < 260; length++) {
    const bytes = Uint8Array.from({ length }, (_, i) => (i * 37 + length) & 255)
    expect(prefix(bytes), `${length} bytes`).toBe(expected(bytes))
    expect(prefix('é'.repeat(length)), `${length} units`).toBe(expected('é'.repeat(length)))
  }
  for (const length of [1023, 1024, 1025, 3000]) {
    expect(prefix('報'.repeat(length))).toBe(expected('報'.repeat(length)))
    expect(prefix(new Uint8Array(length))).toBe(expected(new Uint8Array(length)))
  }
})

it('agrees with node:crypto on any text and bytes', () => {
  const token = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 200 }),
    fc.string({ unit: 'binary-ascii', maxLength: 200 }),
    fc.uint8Array({ maxLength: 200 }),
  )
  fc.assert(
    fc.property(token, (any) => {
      expect(prefix(any)).toBe(expected(any))
    }),
    { numRuns: 1000 },
  )
})

it('takes a lone surrogate as U+FFFD', () => {
  for (const [text, meant] of [
    ['\ud800', '\ufffd'],
    ['\udfff', '\ufffd'],
    ['a\ud83db', 'a\ufffdb'],
    ['\ude00\ud83d', '\ufffd\ufffd'],
    ['\ud83d\ud83d\ude00', '\ufffd😀'],
    ['\ud800\ue000', '\ufffd\ue000'],
    ['\udbff\udfff', '\u{10ffff}'],
    ['\ud800\udc00', '\u{10000}'],
  ]) {
    expect(prefix(text)).toBe(expected(meant))
  }
  const units = fc.array(fc.integer({ min: 0xd700, max: 0xe0ff }), { maxLength: 40 })
  fc.assert(
    fc.property(units, (codes) => {
      const text = String.fromCharCode(...codes)
      expect(prefix(text)).toBe(expected(new TextEncoder().encode(text)))
    }),
  )
})
