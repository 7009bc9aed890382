import { describe, expect, it, test } from 'vitest'
import { OffprintError } from '../../src/kernel/errors.js'
import { bandingFor, optimalBands } from '../../src/candidates/banding.js'
import { records } from '../vectors/records.js'

interface Found {
  weights: [number, number]
  k: number
  found: [threshold: number, bands: number, rows: number][]
}

/** The definition by a midpoint sum, for whatever is not in the vectors. */
function cost(threshold: number, bands: number, rows: number, weights: readonly [number, number]): number {
  const step = 1e-5
  let sum = 0
  for (let s = step / 2; s < 1; s += step) {
    const miss = (1 - s ** rows) ** bands
    sum += s < threshold ? weights[0] * (1 - miss) : weights[1] * miss
  }
  return sum * step
}

describe('optimalBands', () => {
  it.each(records<Found>('datasketch', 'bands'))(
    'agrees with datasketch for k = $k, weights $weights',
    (vector) => {
      for (const [threshold, bands, rows] of vector.found) {
        const label = `threshold ${threshold}`
        if (bands === 0) {
          expect(() => optimalBands(threshold, vector.k, vector.weights), label).toThrow(
            /leaves a single band/,
          )
        } else {
          expect(optimalBands(threshold, vector.k, vector.weights), label).toEqual({ bands, rows })
        }
      }
    },
  )

  it('weighs both errors alike by default', () => {
    expect(optimalBands(0.8, 128)).toEqual({ bands: 9, rows: 13 })
    expect(optimalBands(0.8, 128)).toEqual(optimalBands(0.8, 128, [0.5, 0.5]))
  })

  it('finds the ends: everything meets at 0, a miss costs nothing', () => {
    expect(optimalBands(0, 64)).toEqual({ bands: 64, rows: 1 })
    expect(optimalBands(0.5, 64, [0, 1])).toEqual({ bands: 64, rows: 1 })
    expect(() => optimalBands(1, 64)).toThrow(/lower the threshold or raise k/)
    expect(() => optimalBands(0.5, 64, [1, 0])).toThrow(OffprintError)
    // All cost nothing: the first, a single band, wins.
    expect(() => optimalBands(0, 64, [1, 0])).toThrow(/a single band of 1 rows/)
  })

  it('is the least of all by definition', () => {
    const weights = [0.35, 0.65] as const
    const { bands, rows } = optimalBands(0.62, 24, weights)
    const least = cost(0.62, bands, rows, weights)
    for (let b = 1; b <= 24; b++) {
      for (let r = 1; b * r <= 24; r++) expect(cost(0.62, b, r, weights)).toBeGreaterThanOrEqual(least - 1e-9)
    }
  })

  it('stays defined where 400 nodes no longer integrate exactly', () => {
    const { bands, rows } = optimalBands(0.7, 2000)
    expect(bands * rows).toBeLessThanOrEqual(2000)
    const least = cost(0.7, bands, rows, [0.5, 0.5])
    for (const [b, r] of [
      [bands + 1, rows],
      [bands - 1, rows],
      [bands, rows - 1],
      [Math.floor(2000 / (rows + 1)), rows + 1],
      [Math.floor(2000 / (rows - 1)), rows - 1],
    ]) {
      if (b * r > 2000) continue
      expect(cost(0.7, b, r, [0.5, 0.5])).toBeGreaterThan(least - 1e-9)
    }
  })

  it.each<[string, () => unknown, string]>([
    ['a threshold above 1', () => optimalBands(1.1, 128), 'threshold must be a number from 0 to 1'],
    ['no threshold', () => optimalBands(NaN, 128), 'threshold must be'],
    ['k of 1', () => optimalBands(0.5, 1), 'k must be a whole number from 2 to 32767'],
    ['a weight above 1', () => optimalBands(0.5, 128, [1.5, -0.5]), 'weights[0] must be'],
    [
      'weights that sum to less',
      () => optimalBands(0.5, 128, [0.5, 0.4]),
      'weights must be two numbers whose sum is 1',
    ],
    ['one weight', () => optimalBands(0.5, 128, [1] as never), 'weights must be an array of two numbers'],
  ])('refuses %s', (_, run, message) => {
    expect(run).toThrow(message)
  })
})

describe('bandingFor', () => {
  test.each([
    [0.7, 0.95, 128, 17, 5],
    [0.8, 0.95, 128, 13, 7],
    [0.5, 0.9, 128, 18, 3],
    [0.9, 0.99, 128, 11, 10],
    [1, 0.5, 128, 1, 128],
  ])('threshold %f, recall %f, k %i: %i bands of %i', (threshold, recall, k, bands, rows) => {
    expect(bandingFor(threshold, recall, k)).toEqual({ bands, rows })
    // The most rows: one more would not reach the recall with all slots.
    const more = Math.floor(k / (rows + 1))
    expect(more === 0 || 1 - (1 - threshold ** (rows + 1)) ** more < recall).toBe(true)
  })

  test('says what cannot be reached', () => {
    expect(() => bandingFor(0.01, 0.99, 16)).toThrow(/16 slots cannot find pairs of similarity 0.01/)
  })
})
