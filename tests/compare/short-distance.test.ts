import fc from 'fast-check'
import { expect, test } from 'vitest'
import { alignWhole } from '../../src/align/fill.js'
import { shortDistance } from '../../src/compare/short-distance.js'
import { editDistance } from '../naive/levenshtein.js'

const units = fc.array(fc.constantFrom(0x61, 0x62, 0x63, 0x4e00, 0xffff), { maxLength: 96 })
const text = units.map((list) => ({ units: Uint16Array.from(list), length: list.length }))

test('the distance of two short texts is the one that a table gives, and bounds that of their alignment', () => {
  fc.assert(
    fc.property(text, text, (a, b) => {
      const distance = shortDistance(a, b)
      expect(distance).toBe(editDistance(a.units, b.units))
      expect(alignWhole(a, b).distance).toBeGreaterThanOrEqual(distance)
    }),
    { numRuns: 500 },
  )
})

test('texts of more than 96 units are refused', () => {
  const long = { units: new Uint16Array(97), length: 97 }
  const short = { units: new Uint16Array(96), length: 96 }
  expect(() => shortDistance(long, short)).toThrow(RangeError)
  expect(() => shortDistance(short, long)).toThrow(RangeError)
  expect(shortDistance(short, short)).toBe(0)
})
