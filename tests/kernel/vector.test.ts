import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Int32Vector } from '../../src/kernel/vector.js'

test('holds what was pushed, in at most twice the room', () => {
  fc.assert(
    fc.property(fc.array(fc.integer()), fc.integer({ min: 1, max: 8 }), (pushed, capacity) => {
      const vector = new Int32Vector(capacity)
      pushed.forEach((value, i) => expect(vector.push(value)).toBe(i))
      expect(vector.length).toBe(pushed.length)
      expect(Array.from(vector.values.subarray(0, vector.length))).toEqual(pushed)
      expect(vector.bytes).toBe(vector.values.byteLength)
      expect(vector.bytes).toBeLessThanOrEqual(4 * Math.max(capacity, 2 * pushed.length))
    }),
  )
})
