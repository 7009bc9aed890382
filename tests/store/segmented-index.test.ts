import { beforeEach, describe, expect, test, vi } from 'vitest'
import { compare, relatedSource } from '../../src/compare/compare.js'
import { splitmix32 } from '../../src/kernel/hash.js'
import { SegmentedIndex } from '../../src/store/segmented-index.js'
import { indexSettings } from '../../src/store/index-options.js'
import { SEEDS } from '../seeds.js'

// Alignments are counted, not timed.
vi.mock('../../src/compare/compare.js', { spy: true })
beforeEach(() => void vi.mocked(relatedSource).mockClear())

/** Han that no other text has in this order. */
function own(length: number, seed: number): string {
  const next = splitmix32(seed)
  return Array.from({ length }, () => String.fromCharCode(0x4e00 + (next() % 20_000))).join('')
}

describe('search, decide, enter', () => {
  const base = own(900, 1)

  test('a caller that breaks off has no more texts aligned', () => {
    const index = new SegmentedIndex<number>(indexSettings({}))
    for (let i = 0; i < 9; i++) index.enter(i, 0, index.featuresOf(base + own(20, i + 10)))
    expect(relatedSource).not.toHaveBeenCalled()
    const found: number[] = []
    for (const { match } of index.search(index.featuresOf(base))) {
      found.push(match.id)
      if (match.relation === 'duplicate') break
    }
    expect(found.length).toBe(1)
    expect(index.stats().verified).toBe(1)
    expect(relatedSource).toHaveBeenCalledTimes(1)
    expect([...index.search(index.featuresOf(base))].length).toBe(9)
    expect(index.stats().verified).toBe(10)
  })

  test('what the caller does not enter is not held', () => {
    const index = new SegmentedIndex<string>(indexSettings({}))
    const enterUnless = (id: string, text: string, relations: readonly string[]) => {
      const features = index.featuresOf(text)
      const search = index.search(features)
      const found = Array.from(search, ({ match }) => match)
      if (!found.some(({ relation }) => relations.includes(relation))) {
        index.enter(id, 0, features, search.saturated)
      }
      return found.map(({ id: other }) => other)
    }
    expect(enterUnless('a', SEEDS[1], [])).toEqual([])
    expect(enterUnless('b', SEEDS[1], ['duplicate'])).toEqual(['a'])
    expect([index.size, index.has('b')]).toEqual([1, false])
    expect(enterUnless('c', SEEDS[2], ['duplicate', 'contains', 'contained', 'overlaps'])).toEqual([])
    expect(index.has('c')).toBe(true)
  })

  test('entering a known id replaces its text', () => {
    const index = new SegmentedIndex<string>(indexSettings({}))
    index.enter('a', 0, index.featuresOf(SEEDS[1]))
    const other = index.featuresOf(SEEDS[2])
    expect(index.heldUnder('a', other)).toBe('other')
    expect(index.heldUnder('b', other)).toBe('nothing')
    index.enter('a', 0, other)
    expect(index.heldUnder('a', other)).toBe('equal')
    expect(index.size).toBe(1)
    expect([...index.search(index.featuresOf(SEEDS[1]))]).toEqual([])
  })
})

describe('a match that was found', () => {
  const index = new SegmentedIndex<number>(indexSettings({}))
  SEEDS.forEach((text, seed) => index.enter(seed, 0, index.featuresOf(text)))

  test('is plain data, and names its edits when they are asked for', () => {
    const search = index.search(index.featuresOf(SEEDS[1]), { except: 1 })
    const [{ match, edits }] = search
    const { edits: expected, ...rest } = compare(SEEDS[1], SEEDS[0])
    expect(match).toEqual({ id: 0, verified: true, ...rest })
    expect(JSON.parse(JSON.stringify(match))).toEqual(match)
    expect(edits()).toEqual(expected)
    expect(edits()).toBe(edits())
  })

  test('says whether the limit left candidates out', () => {
    const copies = new SegmentedIndex<number>(indexSettings({}))
    for (let id = 0; id < 3; id++) copies.enter(id, 0, copies.featuresOf(SEEDS[1]))
    const truncated = (limit: number) => {
      const search = copies.search(copies.featuresOf(SEEDS[1]), { limit })
      return [[...search].length, search.truncated]
    }
    expect([1, 2, 3, 4].map(truncated)).toEqual([
      [1, true],
      [2, true],
      [3, false],
      [3, false],
    ])
  })
})
