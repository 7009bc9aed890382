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

test('forgets what it held, and gives back more room than it may keep', () => {
  const vector = new Int32Vector(4)
  for (let i = 0; i < 1000; i++) vector.push(i)
  vector.clear()
  expect(vector.length).toBe(0)
  const { bytes } = vector
  expect(bytes).toBeGreaterThanOrEqual(4000)
  vector.push(7)
  expect([vector.values[0], vector.bytes]).toEqual([7, bytes])
  vector.clear(100)
  expect(vector.bytes).toBeLessThan(400)
})
