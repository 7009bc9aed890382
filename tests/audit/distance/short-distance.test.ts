import fc from 'fast-check'
import { expect, test } from 'vitest'
import { shortDistance } from '../../../src/audit/distance/short-distance.js'
import { editDistance } from '../../naive/levenshtein.js'

/** Few different values make many equal cells; 31 is the largest. */
const sequence = (minLength: number, maxLength: number) =>
  fc.array(fc.constantFrom(0, 1, 2, 30, 31), { minLength, maxLength, size: 'max' })

test('shortDistance equals the whole table, wherever both sequences stand', () => {
  fc.assert(
    fc.property(sequence(1, 32), sequence(0, 80), fc.nat(5), fc.nat(5), (x, y, fromX, fromY) => {
      const distance = editDistance(x, y)
      const inX = Uint8Array.from([...new Array<number>(fromX).fill(0), ...x, 0])
      const inY = Uint8Array.from([...new Array<number>(fromY).fill(1), ...y, 1])
      expect(shortDistance(inX, fromX, x.length, inY, fromY, y.length)).toBe(distance)
      if (y.length > 0 && y.length <= 32) {
        expect(shortDistance(inY, fromY, y.length, inX, fromX, x.length)).toBe(distance)
      }
    }),
    { numRuns: 1000 },
  )
})
