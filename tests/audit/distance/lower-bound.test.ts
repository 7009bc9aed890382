import fc from 'fast-check'
import { expect, test } from 'vitest'
import { newToll } from '../../../src/audit/distance/lower-bound.js'
import { naiveErrors } from '../../naive/levenshtein.js'

const items = fc.array(fc.nat(6), { maxLength: 60 })

test('never asks for more than any part of b would cost, and never less for more columns', () => {
  fc.assert(
    fc.property(items, items, fc.nat(60), fc.nat(60), fc.nat(60), fc.nat(60), (a, b, c, d, e, f) => {
      const toll = newToll(Int32Array.from(a), Int32Array.from(b))
      const [from, to] = [Math.min(c, d, a.length), Math.min(Math.max(c, d), a.length)]
      const part = naiveErrors(a.slice(from, to), b.slice(Math.min(e, f), Math.max(e, f)))
      expect(toll(from, to)).toBeLessThanOrEqual(part.substitutions + part.deletions + part.insertions)
      expect(toll(from, to)).toBeLessThanOrEqual(toll(0, a.length))
      expect(toll(from, from)).toBe(0)
    }),
    { numRuns: 500 },
  )
})

test('sees most of the errors that stand alone, and none in a copy', () => {
  const b = Array.from({ length: 4000 }, (_, i) => (i * i) % 97)
  const a = b.map((item, i) => (i % 40 === 7 ? 97 : item))
  expect(newToll(Int32Array.from(a), Int32Array.from(b))(0, a.length)).toBe(100)
  expect(newToll(Int32Array.from(b), Int32Array.from(b))(0, b.length)).toBe(0)
})
