import { beforeEach, describe, expect, test, vi } from 'vitest'
import { relatedSource } from '../../src/compare/compare.js'
import { splitmix32 } from '../../src/kernel/hash.js'
import { DuplicateIndex } from '../../src/store/duplicate-index.js'
import { SEEDS } from '../seeds.js'

// Alignments are counted, not timed.
vi.mock('../../src/compare/compare.js', { spy: true })
beforeEach(() => void vi.mocked(relatedSource).mockClear())

/** Han characters that no other document has in this order. */
function own(length: number, seed: number): string {
  const next = splitmix32(seed)
  return Array.from({ length }, () => String.fromCharCode(0x4e00 + (next() % 20_000))).join('')
}

describe('hostile collections', () => {
  test('identical documents share one entry, and each addition aligns one of them', () => {
    const N = 5000
    const index = new DuplicateIndex<number>()
    const text = SEEDS[1].slice(0, 200)
    index.add(0, text)
    for (let id = 1; id < N; id++) expect(index.add(id, text).matches.length).toBe(Math.min(id, 32))
    const { documents, distinct, segments, bytes, textBytes, capped } = index.stats()
    // One entry a segment, the text once in each, and some hundred bytes a row.
    expect({ documents, distinct, capped }).toEqual({ documents: N, distinct: segments, capped: 0 })
    expect(segments).toBeLessThan(8)
    expect(textBytes).toBeLessThanOrEqual(segments * 2 ** 20)
    expect(bytes).toBeLessThan(1100 * N)
    expect(relatedSource).toHaveBeenCalledTimes(N - 1)
    expect(index.query(text, { limit: 3 }).matches.map(({ id }) => id)).toEqual([0, 1, 2])
    for (let id = 0; id < N; id++) index.remove(id)
    expect(index.query(text).matches).toEqual([])
  })

  test('documents with a common imprint stay linear and bounded, and the true copy is found', () => {
    const N = 2000
    const LIMIT = 1
    const index = new DuplicateIndex<number>()
    const imprint = SEEDS[1].slice(200, 320)
    const document = (id: number) => `${own(120, id)}\n${imprint}`
    let half = 0
    for (let id = 0; id < N; id++) {
      index.add(id, document(id), { limit: LIMIT })
      if (id === N / 2) half = index.stats().bytes
    }
    const { bytes, capped, verified, candidates } = index.stats()
    expect(verified).toBeLessThanOrEqual(N * LIMIT)
    expect(relatedSource).toHaveBeenCalledTimes(verified)
    expect(candidates).toBeLessThanOrEqual(N * 2000)
    // Tables double, so the second half may take as much as twice the room of the first.
    expect(bytes).toBeLessThan(3 * half)
    // The imprint of the first thousand is listed, that of the others is not, and it is said so.
    expect(capped).toBeGreaterThan(N)

    const copy = document(1900).replace(document(1900)[60], '某')
    expect(index.query(copy, { limit: LIMIT }).matches[0]).toMatchObject({ id: 1900, relation: 'duplicate' })
    expect(index.candidates(imprint).candidates.length).toBeLessThanOrEqual(2000)
  })

  test('texts of one character repeated have one shingle, and yet each finds its equal', () => {
    const index = new DuplicateIndex<number>()
    // A thousand fill every list that leads to the others.
    for (let length = 8; length < 1058; length++) index.add(length, '龘'.repeat(length), { limit: 1 })
    const { bytes, capped, verified } = index.stats()
    expect(capped).toBeGreaterThan(0)
    expect(bytes).toBeLessThan(2_500_000)
    expect(verified).toBeLessThan(1058)
    for (const length of [8, 500, 1057]) {
      expect(index.query('龘'.repeat(length), { limit: 1 }).matches).toMatchObject([
        { id: length, relation: 'duplicate' },
      ])
    }
  })
})
