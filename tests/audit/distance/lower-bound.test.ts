import fc from 'fast-check'
import { expect, test } from 'vitest'
import { lowerBound } from '../../../src/audit/distance/lower-bound.js'
import { editDistance } from '../../naive/levenshtein.js'

const items = fc.array(fc.nat(6), { maxLength: 60 })

test('is never more than any part of b would cost, and never less for more columns', () => {
  fc.assert(
    fc.property(items, items, fc.nat(60), fc.nat(60), fc.nat(60), fc.nat(60), (a, b, c, d, e, f) => {
      const bound = lowerBound(Int32Array.from(a), Int32Array.from(b))
      const [from, to] = [Math.min(c, d, a.length), Math.min(Math.max(c, d), a.length)]
      const part = editDistance(a.slice(from, to), b.slice(Math.min(e, f), Math.max(e, f)))
      expect(bound(from, to)).toBeLessThanOrEqual(part)
      expect(bound(from, to)).toBeLessThanOrEqual(bound(0, a.length))
      expect(bound(from, from)).toBe(0)
    }),
    { numRuns: 500 },
  )
})

test('counts most of the errors that stand alone, and none in a copy', () => {
  const b = Array.from({ length: 4000 }, (_, i) => (i * i) % 97)
  const a = b.map((item, i) => (i % 40 === 7 ? 97 : item))
  expect(lowerBound(Int32Array.from(a), Int32Array.from(b))(0, a.length)).toBe(100)
  expect(lowerBound(Int32Array.from(b), Int32Array.from(b))(0, b.length)).toBe(0)
})
