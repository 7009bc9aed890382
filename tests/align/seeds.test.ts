import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { findAnchors } from '../../src/align/anchors.js'
import { prepare, Seeds, SeedTable } from '../../src/align/seeds.js'
import { localShingles } from '../../src/shingles/local.js'
import { fold } from '../../src/text/fold.js'
import { noisy, random } from '../noise.js'
import { TEXTS } from '../perturb.js'

const text = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 80 }),
  fc.constantFrom('', 'a', '会议', '\u{20000}\u{20001}', ...TEXTS),
  fc
    .tuple(
      fc.constantFrom('ab', '会议决定', 'the quick brown fox ', '\u{20000}a'),
      fc.integer({ min: 1, max: 400 }),
    )
    .map(([part, times]) => part.repeat(times)),
)

describe('seeds', () => {
  const seeds = new Seeds()

  test('are the shingles of their weight, by their low lane', () => {
    fc.assert(
      fc.property(text, fc.constantFrom(20, 40, 50, 600), (source, weight) => {
        const folded = fold(source)
        const { count, positions, low } = localShingles(folded, weight)
        seeds.read(folded, weight)
        expect(seeds.count).toBe(count)
        expect([...seeds.positions.subarray(0, count)]).toEqual([...positions])
        expect([...seeds.hashes.subarray(0, count)]).toEqual([...low])
      }),
    )
  })

  test('of a text longer than a chunk of the kernel are all there', () => {
    const folded = fold(TEXTS.join('').repeat(40))
    expect(folded.length).toBeGreaterThan(40_000)
    const { count, low } = localShingles(folded)
    seeds.read(folded, 40)
    expect(seeds.count).toBe(count)
    expect(seeds.hashes.subarray(0, count)).toEqual(low)
  })

  test('stand in their table by hash, in text order', () => {
    fc.assert(
      fc.property(text, (source) => {
        const table = new SeedTable().read(fold(source), 40)
        const { count, hashes } = table.seeds
        const slots = new Map<number, number[]>()
        for (let i = 0; i < count; i++) {
          const slot = hashes[i] >>> table.shift
          slots.set(slot, [...(slots.get(slot) ?? []), i])
        }
        for (const [slot, places] of slots) {
          expect([...table.places.subarray(table.starts[slot], table.starts[slot + 1])]).toEqual(places)
        }
      }),
      { numRuns: 30 },
    )
  })
})

test('a text that was prepared has the same anchors, whichever of the two it is', () => {
  const pair = fc.record({
    source: fc.constantFrom(
      ...TEXTS,
      TEXTS[0].repeat(3),
      'abcabc'.repeat(500),
      '\u{20000}b会\u{20001}a议\u{20002}'.repeat(120),
      TEXTS.join(''),
    ),
    from: fc.nat(300),
    length: fc.integer({ min: 0, max: 2000 }),
    before: fc.constantFrom('', 'x', ...TEXTS),
    rate: fc.constantFrom(0, 0.05, 0.2),
    seed: fc.nat(999),
  })
  const anchorsOf = (...[a, b]: Parameters<typeof findAnchors>) => {
    const { anchors, exact } = findAnchors(a, b)
    const columns = [anchors.a, anchors.b, anchors.length].map((column) => [
      ...column.subarray(0, anchors.count),
    ])
    return { columns, exact }
  }
  fc.assert(
    fc.property(pair, ({ source, from, length, before, rate, seed }) => {
      const a = fold(source)
      const b = fold(before + noisy(source.slice(from, from + length), rate, random(seed)).copy)
      const [first, second] = a.length <= b.length ? [a, b] : [b, a]
      const expected = anchorsOf(first, second)
      prepare(second)
      expect(anchorsOf(first, second)).toEqual(expected)
      prepare(first)
      expect(anchorsOf(first, second)).toEqual(expected)
      expect(anchorsOf(first, fold(second.source))).toEqual(expected)
    }),
    { numRuns: 100 },
  )
})
