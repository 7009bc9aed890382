import { describe, expect, test } from 'vitest'
import type { Fingerprints } from '../../src/candidates/fingerprints.js'
import {
  enterFingerprint,
  gatherPostings,
  GRAM_SHIFT,
  postingCount,
  SAMPLED_SHIFT,
} from '../../src/store/fingerprint-postings.js'
import { Int32Vector } from '../../src/kernel/vector.js'
import { PostingTable } from '../../src/store/posting-table.js'

/** Fingerprints of which each is [low half, high half, position]. */
function fingerprintsOf(...all: [low: number, high: number, position: number][]): Fingerprints {
  const column = (i: 0 | 1 | 2) => Uint32Array.from(all, (one) => one[i])
  return { count: all.length, low: column(0), high: column(1), positions: column(2) }
}

/** Enters all, each as a document of its own, and returns what is found for each. */
function entered(fingerprints: Fingerprints, shift: number): [entry: number, position: number][][] {
  const table = new PostingTable(100, true)
  const places = Array.from({ length: fingerprints.count }, (_, place) => place)
  for (const place of places) {
    expect(enterFingerprint(table, fingerprints, place, 10 + place, shift)).toBe(true)
  }
  return places.map((place) => {
    const entries = new Int32Vector()
    const positions = new Int32Vector()
    const count = postingCount(table, fingerprints, place)
    gatherPostings(table, fingerprints, place, count, shift, entries, positions)
    expect(entries.length).toBe(count)
    return Array.from(entries.values.subarray(0, entries.length), (entry, i): [number, number] => [
      entry,
      positions.values[i],
    ])
  })
}

describe('postings of fingerprints', () => {
  test('of one place and tag are told apart by each of 10 more bits of the hash', () => {
    const highs = [0x05, ...Array.from({ length: 10 }, (_, bit) => 0x05 | (0x100 << bit))]
    const found = entered(
      fingerprintsOf(...highs.map((high) => [7, high, 32] as [number, number, number])),
      0,
    )
    expect(found).toEqual(highs.map((_, place) => [[10 + place, 32]]))
  })

  test('keep the positions of samples in sixteenths, and those of grams as they are', () => {
    const fingerprints = fingerprintsOf([1, 2, 0], [3, 4, 95], [5, 6, 2 ** 26 - 17])
    const positions = (shift: number) => entered(fingerprints, shift).map(([[, position]]) => position)
    expect(positions(SAMPLED_SHIFT)).toEqual([0, 80, 2 ** 26 - 32])
    expect(positions(GRAM_SHIFT).slice(0, 2)).toEqual([0, 95])
  })

  test('beyond the last position keep that', () => {
    const [[[, position]]] = entered(fingerprintsOf([1, 2, 2 ** 31]), SAMPLED_SHIFT)
    expect(position).toBe(2 ** 26 - 32)
  })
})
