import fc from 'fast-check'
import { expect, test } from 'vitest'
import { distinctUpTo } from '../../src/sketch/distinct.js'

const expected = (hashes: number[], k: number) => {
  const set = [...new Set(hashes)].sort((x, y) => x - y)
  return set.length <= k ? Uint32Array.from(set) : null
}

test('finds the distinct hashes, up to k, text after text', () => {
  const hash = fc.oneof(
    fc.nat(40),
    fc.constantFrom(2 ** 31, 2 ** 32 - 1),
    fc.integer({ min: 0, max: 2 ** 32 - 1 }),
  )
  const texts = fc.array(fc.array(hash, { maxLength: 60 }), { minLength: 1, maxLength: 8 })
  fc.assert(
    fc.property(texts, fc.integer({ min: 1, max: 50 }), fc.boolean(), (texts, k, reset) => {
      const distinct = distinctUpTo(k)
      if (reset) distinct.reset()
      for (const hashes of texts) {
        const half = hashes.length >> 1
        distinct.add(Uint32Array.from(hashes), half)
        distinct.add(Uint32Array.from(hashes.slice(half)), hashes.length - half)
        expect(distinct.sorted()).toEqual(expected(hashes, k))
        distinct.reset()
      }
    }),
  )
})

test.each([1, 2, 2 ** 16 - 2, 2 ** 16 - 1, 2 ** 16, 2 ** 17])(
  'has forgotten a text %i texts later',
  (later) => {
    const distinct = distinctUpTo(8)
    distinct.add(Uint32Array.of(0, 7), 2)
    for (let text = 0; text < later; text++) distinct.reset()
    expect(distinct.sorted()).toEqual(new Uint32Array(0))
    distinct.add(Uint32Array.of(7, 0, 7), 3)
    expect(distinct.sorted()).toEqual(Uint32Array.of(0, 7))
  },
)
