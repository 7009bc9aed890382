import { describe, expect, test } from 'vitest'
import { bandingFor } from '../../src/candidates/banding.js'

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
