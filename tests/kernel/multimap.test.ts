import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { MultiMap } from '../../src/kernel/multimap.js'
import { NaiveMultiMap } from '../naive/multimap.js'

const CAP = 3
/** Few keys make full and emptied lists; halves go beyond int32 both ways, as hashes and their negatives do. */
const half = fc.constantFrom(0, 1, -1, 2 ** 31, 2 ** 32 - 1, 0x9e3779b1)
const value = fc.integer({ min: 0, max: 4 })
const step = fc.record({ low: half, high: half, value, remove: fc.boolean() })

function values(map: MultiMap, low: number, high: number): number[] {
  const list: number[] = []
  map.each(low, high, (entry) => list.push(entry))
  return list.reverse()
}

function expectSame(map: MultiMap, model: NaiveMultiMap, low: number, high: number): void {
  expect(values(map, low, high)).toEqual(model.list(low, high))
  expect(map.count(low, high)).toBe(model.list(low, high).length)
}

describe('MultiMap', () => {
  test('does what a Map of arrays does', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
        const map = new MultiMap(CAP)
        const model = new NaiveMultiMap(CAP)
        for (const { low, high, value, remove } of steps) {
          const verb = remove ? 'remove' : 'add'
          expect(map[verb](low, high, value)).toBe(model[verb](low, high, value))
        }
        for (const { low, high } of steps) expectSame(map, model, low, high)
        expect(map.capped).toBe(model.capped)
      }),
      { numRuns: 300 },
    )
  })

  test('lists as many values of a key as it may, and counts the others', () => {
    const map = new MultiMap(CAP)
    expect([1, 2, 3, 4, 5].map((value) => map.add(7, 7, value))).toEqual([true, true, true, false, false])
    expect(map.capped).toBe(2)
    expect(map.remove(7, 7, 4)).toBe(false)
    expect(map.remove(7, 7, 2)).toBe(true)
    expect(map.add(7, 7, 6)).toBe(true)
    expect(values(map, 7, 7)).toEqual([1, 3, 6])
  })

  test('keeps every list while it grows, emptied keys among the others', () => {
    const map = new MultiMap(CAP)
    const model = new NaiveMultiMap(CAP)
    const keys = Array.from({ length: 5000 }, (_, i) => [i % 97, Math.imul(i, 0x9e3779b1)] as const)
    keys.forEach(([low, high], i) => {
      for (const each of [map, model]) {
        each.add(low, high, i)
        each.add(low, high, -i)
        // Every third key is emptied, every fifth of those is filled again.
        if (i % 3 === 0) {
          each.remove(low, high, i)
          each.remove(low, high, -i)
          if (i % 15 === 0) each.add(low, high, 2 * i)
        }
      }
    })
    for (const [low, high] of keys) expectSame(map, model, low, high)
    expect(map.count(96, 1)).toBe(0)
  })

  test('finds a key beyond an emptied one that stands in its way', () => {
    const map = new MultiMap(CAP)
    for (let key = 0; key < 500; key++) map.add(key, 0, key)
    for (let key = 0; key < 500; key += 2) map.remove(key, 0, key)
    for (let key = 0; key < 500; key++) expect(values(map, key, 0)).toEqual(key % 2 === 0 ? [] : [key])
  })

  test('a sliding window of keys takes no more room than the window', () => {
    const map = new MultiMap(CAP)
    for (let key = 0; key < 100; key++) map.add(key, 0, key)
    const { bytes } = map
    for (let key = 100; key < 20_000; key++) {
      map.add(key, 0, key)
      map.remove(key - 100, 0, key - 100)
    }
    expect(map.bytes).toBe(bytes)
    for (let key = 19_900; key < 20_000; key++) expect(values(map, key, 0)).toEqual([key])
  })

  test('tells its bytes', () => {
    const map = new MultiMap(CAP)
    const { bytes } = map
    expect(bytes).toBe(1024 * 4 * (4 + 2))
    for (let key = 0; key < 513; key++) map.add(key, 0, key)
    expect(map.bytes).toBe(2048 * 4 * 4 + 1024 * 4 * 2)
  })
})
