import { describe, expect, test } from 'vitest'
import { splitmix32 } from '../../src/kernel/hash.js'
import { bandKeys, DEFAULT_BANDING, meetingProbability } from '../../src/candidates/bands.js'
import { compactSlots } from '../../src/sketch/estimate.js'
import type { Slots } from '../../src/sketch/fss.js'
import { overlap, randomPair } from '../pairs.js'

const K = 128
const { bands: BANDS, rows: ROWS } = DEFAULT_BANDING
/** The shape in use, and the one that spends all slots. */
const SHAPES: [bands: number, rows: number][] = [
  [BANDS, ROWS],
  [16, 8],
]

function meet(a: Slots, b: Slots, bands: number, rows: number): boolean {
  for (let band = 0; band < bands; band++) {
    let row = 0
    while (row < rows && sameSlot(a, b, band * rows + row)) row++
    if (row === rows) return true
  }
  return false
}

function sameSlot(a: Slots, b: Slots, slot: number): boolean {
  return a.values[slot] === b.values[slot] && a.rounds[slot] === b.rounds[slot]
}

/**
 * The S-curve 1 − (1 − s^rows)^bands supposes independent slots, which those of Fast Similarity Sketching are not quite:
 * in 20,000 trials pairs of 50 shingles were off it by 0.013, of 1,000 by no more than chance.
 */
describe('banding', () => {
  const next = splitmix32(16)

  // A share of 8,000 trials has a standard error of at most 0.0056: 0.03 is 0.013 and three of them.
  const sizes: [n: number, trials: number][] = [
    [50, 8000],
    [200, 8000],
    [1000, 4000],
  ]
  for (const [n, trials] of sizes) {
    test.each([0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9])(`${n} shingles, s near %f`, (near) => {
      const { shared, similarity } = overlap(n, near)
      const met = SHAPES.map(() => 0)
      for (let trial = 0; trial < trials; trial++) {
        const [a, b] = randomPair(n, shared, K, next)
        SHAPES.forEach(([bands, rows], i) => {
          if (meet(a.slots, b.slots, bands, rows)) met[i]++
        })
      }
      SHAPES.forEach(([bands, rows], i) => {
        const theory = meetingProbability(similarity, { bands, rows })
        expect(Math.abs(met[i] / trials - theory), `${bands} × ${rows}`).toBeLessThan(0.03)
      })
    })
  }

  test('is what the keys of bands do, on slots of 8 bits', () => {
    const { shared } = overlap(200, 0.55)
    for (let trial = 0; trial < 300; trial++) {
      const [a, b] = randomPair(200, shared, K, next).map(({ slots }) => compactSlots(slots, 8) as Uint8Array)
      const [x, y] = [a, b].map((slots) => bandKeys(slots, DEFAULT_BANDING))
      const theory = Array.from({ length: BANDS }, (_, band) => {
        const from = band * ROWS
        return a.subarray(from, from + ROWS).every((slot, row) => slot === b[from + row])
      })
      expect(Array.from(x, (key, band) => key === y[band])).toEqual(theory)
    }
  })
})
