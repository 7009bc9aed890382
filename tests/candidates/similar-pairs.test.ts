import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { splitmix32 } from '../../src/kernel/hash.js'
import { pairsInBands } from '../../src/candidates/band-pairs.js'
import { DuplicateIndex } from '../../src/store/duplicate-index.js'
import { similarPairs } from '../../src/candidates/similar-pairs.js'
import { SEEDS } from '../seeds.js'

function own(number: number, length: number): string {
  const next = splitmix32(number + 1)
  return Array.from({ length }, () => String.fromCharCode(0x4e00 + (next() % 20_000))).join('')
}

describe('pairsInBands', () => {
  test('gives each pair that shares a band once', () => {
    // Slots of three values, so that many share bands, and several.
    const matrix = fc.array(fc.array(fc.nat(2), { minLength: 12, maxLength: 12 }), {
      minLength: 1,
      maxLength: 30,
    })
    fc.assert(
      fc.property(matrix, (rows) => {
        const found: string[] = []
        const capped = pairsInBands(Uint8Array.from(rows.flat()), 12, { bands: 4, rows: 3 }, (a, b) => {
          found.push(`${a} ${b}`)
        })
        const expected = rows.flatMap((x, a) =>
          rows.flatMap((y, b) =>
            a < b && [0, 3, 6, 9].some((from) => [0, 1, 2].every((row) => x[from + row] === y[from + row]))
              ? [`${a} ${b}`]
              : [],
          ),
        )
        expect(capped).toBe(0)
        expect(found.sort()).toEqual(expected.sort())
      }),
      { numRuns: 300 },
    )
  })

  test('a bucket of thousands stays linear, and says what it leaves out', () => {
    let pairs = 0
    const N = 5000
    const capped = pairsInBands(new Uint8Array(N * 12), 12, { bands: 4, rows: 3 }, () => pairs++)
    expect(pairs).toBeLessThan(34 * N)
    expect(capped).toBeGreaterThan(N)
  })
})

describe('similarPairs', () => {
  test('answers as an index does', () => {
    const texts = Array.from({ length: 400 }, (_, i) =>
      i % 4 === 3 ? own(i - 1, 900 - (i % 90)) + own(i + 1000, i % 90) : own(i, 900),
    )
    const index = new DuplicateIndex<number>({ mode: 'resemblance' })
    const expected = texts.flatMap((text, b) =>
      index.add(b, text).matches.map(({ id, jaccard, error }) => ({ a: id, b, jaccard, error })),
    )
    const { pairs, capped } = similarPairs(texts)
    expect(capped).toBe(0)
    expect(pairs).toEqual(expected.sort((x, y) => x.a - y.a || x.b - y.b))
    expect(pairs.length).toBeGreaterThan(90)
  })

  test('takes any iterable, leaves empty texts out, and keeps places', () => {
    const { pairs } = similarPairs(new Set(['', SEEDS[2], '。', ` ${SEEDS[2]}`, SEEDS[3]]))
    expect(pairs).toMatchObject([{ a: 1, b: 3, jaccard: 1 }])
    expect(similarPairs([]).pairs).toEqual([])
  })

  test('says what is wrong with its arguments', () => {
    expect(() => similarPairs('text')).toThrow(/texts must be an iterable of strings/)
    expect(() => similarPairs([7 as never])).toThrow(/text must be a string/)
    expect(() => similarPairs([], { mode: 'passages' } as never)).toThrow(/options.mode is not an option/)
  })
})
