import { describe, expect, test } from 'vitest'
import { splitmix32 } from '../../src/kernel/hash.js'
import { BANDS, BandTable, MAX_BUCKET, ROWS } from '../../src/lsh/bands.js'
import { fastSimilaritySketch, type Slots } from '../../src/sketch/fss.js'

const slotsOf = (items: Uint32Array) => fastSimilaritySketch(items, 128, 1)
const items = (count: number, next: () => number) => Uint32Array.from({ length: count }, next)

function met(table: BandTable, slots: Slots): Map<number, number> {
  const bands = new Map<number, number>()
  table.meet(slots, (text) => bands.set(text, (bands.get(text) ?? 0) + 1))
  return bands
}

describe('BandTable', () => {
  const TRIALS = 1000
  const N = 300
  const next = splitmix32(17)

  for (const near of [0.2, 0.3, 0.5, 0.6, 0.7, 0.8, 0.9]) {
    test(`pairs of similarity ${near} meet as often as the theory says`, () => {
      const shared = Math.round((2 * N * near) / (1 + near))
      const similarity = shared / (2 * N - shared)
      const table = new BandTable()
      let together = 0
      for (let trial = 0; trial < TRIALS; trial++) {
        const pair = items(2 * N - shared, next)
        table.add(trial, slotsOf(pair.subarray(0, N)))
        if (met(table, slotsOf(pair.subarray(N - shared))).has(trial)) together++
      }
      const expected = 1 - (1 - similarity ** ROWS) ** BANDS
      expect(Math.abs(together / TRIALS - expected)).toBeLessThan(0.05)
    })
  }

  test('meets a text with itself in every band, and strangers in none', () => {
    const table = new BandTable()
    const texts = Array.from({ length: 200 }, (_, text) => slotsOf(items(10 + text, next)))
    texts.forEach((slots, text) => table.add(text, slots))
    texts.forEach((slots, text) => expect([...met(table, slots)]).toEqual([[text, BANDS]]))
  })

  test('tells bands apart: the same rows in another band do not meet', () => {
    const table = new BandTable()
    const slots = slotsOf(items(300, next))
    const turned = {
      values: Uint32Array.from(slots.values, (_, slot) => slots.values[(slot + ROWS) % (BANDS * ROWS)]),
      rounds: Uint16Array.from(slots.rounds, (_, slot) => slots.rounds[(slot + ROWS) % (BANDS * ROWS)]),
    }
    table.add(0, slots)
    expect(met(table, turned).size).toBe(0)
  })

  test('tells rounds apart: the same values from another round do not meet', () => {
    const table = new BandTable()
    const slots = slotsOf(items(300, next))
    table.add(0, slots)
    expect(met(table, { ...slots, rounds: slots.rounds.map((round) => round + 1) }).size).toBe(0)
  })

  test('forgets what is removed, and nothing else', () => {
    const table = new BandTable()
    const slots = slotsOf(items(300, next))
    for (const text of [1, 2, 3]) table.add(text, slots)
    table.remove(2, slots)
    expect([...met(table, slots).keys()].sort()).toEqual([1, 3])
    table.remove(2, slots)
    table.remove(1, slots)
    table.remove(3, slots)
    expect(met(table, slots).size).toBe(0)
  })

  test('lists as many texts in a bucket as it says, and counts the others', () => {
    const table = new BandTable()
    const slots = slotsOf(items(300, next))
    for (let text = 0; text < MAX_BUCKET; text++) table.add(text, slots)
    expect(table.capped).toBe(0)
    const { bytes } = table
    for (let text = 0; text < 100; text++) table.add(MAX_BUCKET + text, slots)
    expect(table.capped).toBe(100 * BANDS)
    expect(met(table, slots).size).toBe(MAX_BUCKET)
    expect(table.bytes).toBe(bytes)
  })
})
