import fc from 'fast-check'
import { expect, test } from 'vitest'
import { lowerBound } from '../../../src/audit/distance/lower-bound.js'
import { random } from '../../noise.js'
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

test('with a bound, is never more than alignments cost that the bound allows', () => {
  fc.assert(
    fc.property(items, items, fc.nat(60), fc.nat(10), (a, b, cut, more) => {
      const distance = editDistance(a, b)
      const bound = lowerBound(Int32Array.from(a), Int32Array.from(b), distance + more)
      const at = Math.min(cut, a.length)
      expect(bound(0, at) + bound(at, a.length)).toBeLessThanOrEqual(distance)
    }),
    { numRuns: 1000 },
  )
})

test('with a bound, looks near the diagonal alone, stretch by stretch', () => {
  // Each stretch of b stands far away in a once more, so that without a bound nothing is absent.
  const next = random(1)
  const items = Array.from({ length: 40_003 }, () => Math.floor(next() * 90))
  const item = (i: number) => items[i]
  const first = Array.from({ length: 40_000 }, (_, i) => item(i))
  const wrong = first.map((own, i) => (i % 50 === 7 ? item(i + 3) : own))
  const a = Int32Array.from([...wrong, ...first])
  const b = Int32Array.from([...first, ...wrong])
  // But for the seam.
  expect(lowerBound(a, b)(0, a.length)).toBeLessThanOrEqual(1)
  const near = lowerBound(a, b, 1600)(0, a.length)
  expect(near).toBeGreaterThan(1500)
  expect(near).toBeLessThanOrEqual(1600)
})
