import { describe, expect, test } from 'vitest'
import {
  compact,
  countTokens,
  estimate,
  fromBytes,
  fromLeanMinHash,
  merge,
  sketch,
  sketchTokens,
  toBytes,
  toLeanMinHash,
  type LeanLayout,
  type Signature,
} from '../../../src/sketch/index.js'
import { records, tokenSets } from '../../vectors/records.js'

interface Lean extends Record<LeanLayout, string> {
  scheme: 'affine32' | 'affine64' | 'legacy'
  seed: number
  k: number
  set: string
}

const sets = tokenSets()
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex')

describe.each<LeanLayout>(['packed', 'native'])('LeanMinHash of datasketch, %s', (layout) => {
  const vectors = records<Lean>('datasketch', 'lean')

  test('is written and read byte for byte', () => {
    expect(vectors).toHaveLength(162)
    for (const { scheme, seed, k, set, [layout]: bytes } of vectors) {
      const signature = sketchTokens(sets.get(set)!, { scheme: `datasketch-${scheme}`, k, seed })
      expect(hex(toLeanMinHash(signature, layout))).toBe(bytes)
      expect(fromLeanMinHash(Buffer.from(bytes, 'hex'), layout)).toEqual(signature)
    }
  })

  test('is a signature like any other once it is read', () => {
    for (const { scheme, seed, k, set, [layout]: bytes } of vectors) {
      const options = { scheme: `datasketch-${scheme}`, k, seed } as const
      const read = fromLeanMinHash(Buffer.from(bytes, 'hex'), layout)
      const other = sketchTokens(['another', ...sets.get(set)!], options)
      expect(fromBytes(toBytes(read))).toEqual(read)
      expect(estimate(read, read).jaccard).toBe(1)
      expect(merge(read, other)).toEqual(other)
    }
  })
})

test('packed is the default layout', () => {
  const signature = sketchTokens(['a', 'b'], { k: 4 })
  expect(toLeanMinHash(signature)).toEqual(toLeanMinHash(signature, 'packed'))
  expect(fromLeanMinHash(toLeanMinHash(signature))).toEqual(signature)
})

test('tokens are counted to within 1/√k', () => {
  for (const scheme of ['datasketch-affine32', 'datasketch-affine64', 'datasketch-legacy'] as const) {
    for (const count of [0, 1, 100, 5000]) {
      const tokens = Array.from({ length: count }, (_, i) => `token ${i}`)
      const found = countTokens(sketchTokens(tokens, { scheme, k: 1024 }))
      expect(Math.abs(found - count)).toBeLessThanOrEqual((3 * count) / 32)
    }
  }
})

const fss = sketch('a text of no great length')
const refused: [what: string, signature: unknown, message: string][] = [
  ['a sketch of a text', fss, 'signature.scheme must be another package\'s scheme, got "fss"'],
  ['fss of tokens', sketchTokens(['a'], { scheme: 'fss' }), 'signature.scheme must be'],
  ['a compact one', compact(fss, 32), 'signature.scheme must be'],
  [
    'npm minhash',
    sketchTokens(['a'], { scheme: 'minhash-npm' }),
    'signature.scheme must be one of datasketch',
  ],
  ['nothing', null, 'signature must be a signature, got null'],
  ['bytes', new Uint8Array(30), 'signature must be a signature, got an object'],
]
test.each(refused)('refuses %s', (_, signature, message) => {
  for (const run of [toLeanMinHash, countTokens]) {
    expect(() => run(signature as Signature)).toThrow(
      expect.objectContaining({ code: 'ERR_ARGUMENT', message: expect.stringContaining(message) }),
    )
  }
})

test('refuses bytes that are none', () => {
  const bytes = toLeanMinHash(sketchTokens(['a'], { k: 4 }))
  for (const wrong of [new Uint8Array(0), bytes.subarray(1), toBytes(fss)]) {
    expect(() => fromLeanMinHash(wrong)).toThrow(expect.objectContaining({ code: 'ERR_FORMAT' }))
  }
})
