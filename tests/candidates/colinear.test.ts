import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { APART, eachLine } from '../../src/candidates/colinear.js'
import { Int32Vector } from '../../src/kernel/vector.js'
import { naiveLines } from '../naive/lines.js'

const SLACK = 64
const PLACES = 10

function vectorOf(values: readonly number[]): Int32Vector {
  const vector = new Int32Vector()
  for (const value of values) vector.push(value)
  return vector
}

const hits = fc.array(
  fc.record({
    document: fc.oneof(fc.nat(4), fc.nat(2 ** 31 - 1)),
    place: fc.nat(PLACES - 1),
    diagonal: fc.integer({ min: -300, max: 300 }),
  }),
  { maxLength: 80 },
)

describe('eachLine', () => {
  test('finds the window of diagonals that says most, document by document', () => {
    fc.assert(
      fc.property(
        hits,
        fc.array(fc.nat(40), { minLength: PLACES, maxLength: PLACES }),
        fc.array(fc.double({ min: 0.1, max: 12, noNaN: true }), { minLength: PLACES, maxLength: PLACES }),
        fc.integer({ min: 1, max: 3 }),
        (all, steps, weights, least) => {
          let position = 0
          const positions = steps.map((step) => (position += step))
          const expected = naiveLines(all, positions, weights, SLACK, least, APART)
          const seen: number[] = []
          eachLine(
            {
              documents: vectorOf(all.map(({ document }) => document)),
              diagonals: vectorOf(all.map(({ diagonal }) => diagonal)),
              places: vectorOf(all.map(({ place }) => place)),
              holders: Int32Array.from({ length: PLACES }, (_, place) => 7 + place),
              whole: Uint8Array.from({ length: PLACES }, (_, place) => place % 2),
            },
            Uint32Array.from(positions),
            Float64Array.from(weights),
            SLACK,
            least,
            (document, line) => {
              seen.push(document)
              // Of windows that say the same, any.
              const alike = expected.get(document)!.filter(({ hits: count, apart, span }) => {
                return count === line.hits && apart === line.apart && span === line.span
              })
              expect(alike.length).toBeGreaterThan(0)
              expect(line.shared).toBe(alike[0].shared)
              expect(line.information).toBeCloseTo(alike[0].information, 6)
              expect(line.apartInformation).toBeLessThan(line.information + 1e-6)
              expect(line.sure).toBeLessThanOrEqual(line.hits)
            },
          )
          // In the order of their first hits.
          expect(seen).toEqual([...expected.keys()])
        },
      ),
      { numRuns: 500 },
    )
  })

  test('hits closer than a shingle count once, by the one that says most', () => {
    const line = (positions: readonly number[]) => {
      let found = {}
      eachLine(
        {
          documents: vectorOf([5, 5, 5]),
          diagonals: vectorOf([0, 0, 0]),
          places: vectorOf([0, 1, 2]),
          holders: Int32Array.of(9, 3, 6),
          whole: Uint8Array.of(1, 1, 0),
        },
        Uint32Array.from(positions),
        Float64Array.of(1, 4, 2),
        SLACK,
        2,
        (document, { ...all }) => (found = { document, ...all }),
      )
      return found
    }
    const common = {
      document: 5,
      shared: 3,
      hits: 3,
      sure: 2,
      information: 7,
      span: 3,
      diagonal: 0,
      common: 0,
      rarest: 3,
    }
    expect(line([0, 7, 20])).toEqual({ ...common, extent: 20, apart: 2, apartInformation: 6 })
    expect(line([0, 8, 20])).toEqual({ ...common, extent: 20, apart: 3, apartInformation: 7 })
    expect(line([0, 3, 6])).toEqual({ ...common, extent: 6, apart: 1, apartInformation: 4 })
  })
})
