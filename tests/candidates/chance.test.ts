import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { chanceInformation } from '../../src/candidates/chance.js'
import { fingerprints } from '../../src/candidates/fingerprints.js'
import { splitmix32 } from '../../src/kernel/hash.js'
import { DuplicateIndex } from '../../src/store/duplicate-index.js'
import { fold } from '../../src/text/fold.js'
import { expectedByChance } from '../naive/chance.js'
import { noisy, random } from '../noise.js'
import { PROSE } from '../prose.js'

describe('chanceInformation', () => {
  test('is the logarithm of how rare such a line is, best of its alternatives', () => {
    const line = fc.record({
      shares: fc.array(fc.double({ min: 0.0001, max: 1, noNaN: true }), { minLength: 2, maxLength: 12 }),
      more: fc.nat(40),
      room: fc.nat(60),
      after: fc.nat(300),
      others: fc.integer({ min: 1, max: 900 }),
      units: fc.integer({ min: 200, max: 40_000 }),
    })
    fc.assert(
      fc.property(line, ({ shares, more, room, after, others, units }) => {
        const apart = shares.length
        const span = apart + room
        const count = span + after
        const shared = apart + more
        const information = chanceInformation(
          { apart, shared, span, apartInformation: -Math.log(shares.reduce((x, y) => x * y, 1)) },
          count,
          others,
          units,
        )
        const expected = expectedByChance({
          apart,
          shared,
          span,
          shares,
          documents: 1000,
          count,
          others,
          // Two hits are colinear up to 64 units apart, to either side.
          window: 128,
          diagonals: units,
        })
        expect(information).toBeCloseTo(Math.log(1000) - Math.log(expected), 6)
      }),
      { numRuns: 500 },
    )
  })

  test('of hits that are one phrase is nothing', () => {
    expect(chanceInformation({ apart: 1, apartInformation: 30, shared: 5, span: 4 }, 50, 50, 2000)).toBe(0)
  })
})

/** Han that no other text has in this order. */
function own(length: number, seed: number): string {
  const next = splitmix32(seed + 1)
  return Array.from({ length }, () => String.fromCharCode(0x4e00 + (next() % 20_000))).join('')
}

describe('what very many documents have', () => {
  test('does not hide the ten thousandth noisy copy of one text', () => {
    const index = new DuplicateIndex<number>()
    const text = PROSE[0].article.slice(0, 260)
    const next = random(4)
    for (let id = 0; id < 10_000; id++)
      index.add(id, noisy(text, id === 0 ? 0 : 0.08, next).copy, { limit: 1 })
    for (let i = 0; i < 50; i++) {
      const { matches, truncated } = index.query(noisy(text, 0.08, next).copy, { limit: 2 })
      expect(matches[0]?.relation).toBe('duplicate')
      expect(truncated).toBe(true)
    }
    // And what stands in one of them only is found too.
    const copy = noisy(text, 0.08, next).copy + own(300, 1)
    index.add(10_000, copy, { limit: 1 })
    const found = index.query(noisy(text, 0.2, next).copy + own(300, 1), { limit: 4 }).matches
    expect(found.map(({ id }) => id)).toContain(10_000)
  }, 240_000)

  test('finds a text of nothing else by its equal, and not its many holders', () => {
    const index = new DuplicateIndex<number>()
    const parts = [own(200, 1), own(200, 2)]
    expect(fingerprints(fold(parts.join(''))).count).toBeGreaterThan(8)
    const document = (id: number) => own(900, 100 + id) + parts[id % 2] + own(900, 50_000 + id)
    for (let id = 0; id < 1500; id++) index.add(id, document(id), { limit: 1 })
    const only = parts[1] + parts[0]
    index.add(5000, only, { limit: 1 })
    for (const asked of [
      only,
      `${parts[1]}，${parts[0]}。`,
      parts[1] + parts[0].replace(parts[0][60], '某'),
    ]) {
      expect(index.query(asked, { limit: 1 }).matches).toMatchObject([{ id: 5000, relation: 'duplicate' }])
    }
    // A document of its own that has one part names the text that is all of it, and none of the 750 others.
    const { candidates, truncated } = index.candidates(document(6001))
    expect([candidates.map(({ id }) => id), truncated]).toEqual([[5000], true])
    // Its own copy is found among them.
    expect(index.candidates(noisy(document(77), 0.1, random(2)).copy).candidates[0].id).toBe(77)
  })
})
