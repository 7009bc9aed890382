import { describe, expect, test } from 'vitest'
import { splitmix32 } from '../../src/kernel/hash.js'
import { bandKeys, DEFAULT_BANDING, meetingProbability } from '../../src/candidates/bands.js'
import { compactSlots } from '../../src/sketch/estimate.js'
import { fastSimilaritySketch } from '../../src/sketch/fss.js'

const next = splitmix32(17)
const signature = (count: number) =>
  compactSlots(fastSimilaritySketch(Uint32Array.from({ length: count }, next), 128, 1), 8) as Uint8Array

describe('bandKeys', () => {
  test('a text meets itself in every band, and unrelated texts in none', () => {
    const texts = Array.from({ length: 200 }, (_, text) => bandKeys(signature(10 + text), DEFAULT_BANDING))
    const seen = new Set(texts.flatMap((keys) => [...keys]))
    expect(seen.size).toBe(200 * DEFAULT_BANDING.bands)
  })

  test('tells bands apart: the same rows in another band do not meet', () => {
    const { bands, rows } = DEFAULT_BANDING
    const slots = signature(300)
    const turned = slots.map((_, slot) => slots[(slot + rows) % (bands * rows)])
    const [x, y] = [slots, turned].map((one) => new Set(bandKeys(one, DEFAULT_BANDING)))
    expect([...x].filter((key) => y.has(key))).toEqual([])
  })

  test('takes as many bands of as many rows as it is told, from any place', () => {
    const slots = signature(300)
    const changed = slots.slice()
    changed[40] ^= 1
    const [x, y] = [slots, changed].map((one) => bandKeys(one, { bands: 4, rows: 32 }))
    expect(Array.from(x, (key, band) => key === y[band])).toEqual([true, false, true, true])
    const together = Uint8Array.of(...slots, ...changed)
    expect(bandKeys(together, { bands: 4, rows: 32 }, 128)).toEqual(y)
  })

  test('every row counts, wherever it stands, and their order too', () => {
    const slots = signature(300)
    const [key] = bandKeys(slots, { bands: 1, rows: 5 })
    const others = new Set<number>()
    for (let row = 0; row < 5; row++) {
      for (let value = 1; value < 256; value++) {
        const changed = slots.slice()
        changed[row] ^= value
        others.add(bandKeys(changed, { bands: 1, rows: 5 })[0])
      }
    }
    expect(others.size).toBe(5 * 255)
    expect(others.has(key)).toBe(false)
    expect(bandKeys(slots.slice().subarray(0, 5).reverse(), { bands: 1, rows: 5 })[0]).not.toBe(key)
  })
})

test('the chance to meet rises from 0 to 1', () => {
  expect([0, 0.7, 1].map((s) => meetingProbability(s, DEFAULT_BANDING))).toEqual([
    0,
    expect.closeTo(0.956, 3),
    1,
  ])
})
