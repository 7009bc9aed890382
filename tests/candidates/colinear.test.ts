import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { colinearHits, UNSEEN } from '../../src/candidates/colinear.js'

interface Hit {
  readonly document: number
  readonly place: number
  readonly diagonal: number
}

describe('colinearHits', () => {
  const SLACK = 64
  const hits = fc.array(
    fc.record({ document: fc.nat(4), place: fc.nat(9), diagonal: fc.integer({ min: -300, max: 300 }) }),
    { maxLength: 60 },
  )

  /** Each window that begins with a hit, and what its distinct fingerprints say together. */
  function naive(all: readonly Hit[], document: number, documents: number): number {
    const holders = (place: number) => all.filter((hit) => hit.place === place).length
    const own = all.filter((hit) => hit.document === document)
    const sums = own.map(({ diagonal }) => {
      const near = own.filter((hit) => hit.diagonal >= diagonal && hit.diagonal <= diagonal + SLACK)
      const fingerprints = [...new Set(near.map(({ place }) => place))]
      return fingerprints.reduce(
        (sum, place) => sum + Math.max(0, Math.log((documents + UNSEEN) / holders(place))),
        0,
      )
    })
    return Math.max(0, ...sums)
  }

  test('weighs the fingerprints of the window of diagonals that says most, document by document', () => {
    fc.assert(
      fc.property(hits, fc.integer({ min: 5, max: 5000 }), (all, documents) => {
        const seen = new Map<number, number>()
        colinearHits(
          10,
          (place, hit) => {
            for (const one of all) if (one.place === place) hit(one.document, one.diagonal)
          },
          documents,
          SLACK,
          (document, shared) => {
            expect(seen.has(document)).toBe(false)
            expect(shared.hits).toBeGreaterThan(0)
            seen.set(document, shared.information)
          },
        )
        expect([...seen.keys()].sort()).toEqual([...new Set(all.map(({ document }) => document))].sort())
        for (const [document, information] of seen) {
          expect(information).toBeCloseTo(naive(all, document, documents), 9)
        }
      }),
      { numRuns: 500 },
    )
  })

  /** Fingerprint 0 is in `holders` documents, fingerprint 1 in document 7. */
  const asked = (holders: number) => {
    const informations = new Map<number, number>()
    const unseen = colinearHits(
      2,
      (place, hit) => {
        if (place === 0) for (let document = 0; document < holders; document++) hit(document, 0)
        else hit(7, 0)
      },
      holders,
      SLACK,
      (document, { information }) => informations.set(document, information),
    )
    return { informations, unseen }
  }

  test('a fingerprint that all have says little, a rare one much', () => {
    const { informations, unseen } = asked(10_000)
    expect(unseen).toBe(0)
    expect(informations.get(8)).toBeCloseTo(Math.log(1.1), 9)
    expect(informations.get(7)).toBeCloseTo(Math.log(11_000) + Math.log(1.1), 9)
  })

  test('fingerprints that very many have are left out where there is too much to look at', () => {
    const { informations, unseen } = asked(100_000)
    expect([...informations]).toEqual([[7, Math.log(101_000)]])
    expect(unseen).toBe(100_000)
  })

  test('hits are all looked at up to their most, and one more leaves a fingerprint out', () => {
    const unseen = [2 ** 14 - 1, 2 ** 14].map((holders) => asked(holders).unseen)
    expect(unseen).toEqual([0, 2 ** 14])
  })

  test('a text of very many fingerprints that all have many looks at a part of them, and rare fingerprints still tell', () => {
    const found = new Map<number, number>()
    const unseen = colinearHits(
      2000,
      (place, hit) => {
        if (place >= 1990) hit(5000, 0)
        else for (let document = 0; document < 1000; document++) hit(document, 0)
      },
      5000,
      SLACK,
      (document, { hits }) => found.set(document, hits),
    )
    expect(found.get(5000)).toBe(10)
    // Of 1,990 × 1,000 hits and 10, at most 2^14 are looked at.
    expect(unseen).toBeGreaterThanOrEqual(1_990_010 - 2 ** 14)
    expect(unseen).toBeLessThan(1_990_010)
    expect(found.get(7)).toBeLessThan(20)
  })
})
