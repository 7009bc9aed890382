import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compare } from '../../src/compare/compare.js'
import { mirrorRelation } from '../../src/compare/relation.js'
import { foldToString } from '../../src/text/fold.js'
import { statedRelation } from '../naive/relation.js'
import { random } from '../noise.js'

/** Characters that fold to themselves, so that lengths are what they seem. */
const range = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, i) => String.fromCharCode(from + i)).filter(
    (character) => foldToString(character) === character,
  )

/** Three alphabets that have nothing in common: of the blocks, and of what is foreign to them in A and in B. */
const SCRIPTS = {
  Han: { alphabets: [range(0x4e00, 0x5e00), range(0x6000, 0x7000), range(0x7000, 0x8000)], units: 1 },
  letters: { alphabets: [range(0x61, 0x7b), range(0x3b1, 0x3ca), range(0x430, 0x450)], units: 2 },
} as const

interface Layout {
  readonly script: keyof typeof SCRIPTS
  /** Sizes of the common blocks in Han, in the order of A; B has them in the opposite order. */
  readonly sizes: readonly number[]
  /** Foreign stretches in Han before, between and after the blocks, of A and of B; the last are taken again. */
  readonly foreign: readonly [readonly number[], readonly number[]]
}

function woven({ script, sizes, foreign }: Layout) {
  const { alphabets, units } = SCRIPTS[script]
  const next = random(7)
  const text = (alphabet: readonly string[], size: number) =>
    Array.from({ length: size * units }, () => alphabet[Math.floor(next() * alphabet.length)]).join('')
  const blocks = sizes.map((size) => text(alphabets[0], size))
  const [a, b] = [blocks, [...blocks].reverse()].map((order, side) => {
    const gap = (i: number) => text(alphabets[side + 1], foreign[side][i % foreign[side].length])
    return order.map((block, i) => gap(i) + block).join('') + gap(order.length)
  })
  return { a, b, blocks: sizes.map((size) => ({ size, length: size * units })) }
}

/**
 * Whether a text begins or ends with a block that is too short for a passage. Without anything foreign around it, it is a
 * short rest beside the passage next to it, and may be taken in: where the texts end is the subject of other tests.
 */
function hasShortEnd({ sizes, foreign }: Layout): boolean {
  const last = sizes.length
  return foreign.some((gaps) =>
    [0, last].some(
      (end) => gaps[end % gaps.length] === 0 && Math.min(sizes[0], sizes[last - 1]) < 24 && last > 1,
    ),
  )
}

function expectStated(layout: Layout) {
  const { a, b, blocks } = woven(layout)
  fc.pre(Math.min(a.length, b.length) > 96)
  const { relation, coverage, identity } = compare(a, b)
  const stated = statedRelation(a.length, b.length, blocks)
  expect(relation).toBe(stated.relation)
  // Where two blocks meet, a letter may happen to fit both: one unit in six thousand texts.
  const near = (share: number, length: number) => Math.abs(share) * length < blocks.length + 0.5
  expect(near(coverage.a - stated.coverage.a, a.length)).toBe(true)
  expect(near(coverage.b - stated.coverage.b, b.length)).toBe(true)
  expect(identity).toBe(relation === 'unrelated' ? 0 : 1)
}

describe('relation and coverage', () => {
  test.each<[string, Layout['sizes'], Layout['foreign']]>([
    ['a further passage counts from 24 Han', [60, 24], [[60], [90]]],
    ['a further passage under 24 Han does not count', [60, 23], [[60], [90]]],
    ['a passage of 48 Han relates', [48, 24], [[60], [90]]],
    ['two of 47 Han do not', [47, 47], [[60], [90]]],
    ['four fifths of the shorter text relate, however short they are', [42], [[5, 5], [60]]],
    ['a text cut up, of which nearly all is there', [30, 30, 30], [[0], [0, 300]]],
    ['less than four fifths of it do not', [38], [[6, 6], [60]]],
    ['a text cut up, of which seven tenths are there', [40, 40], [[0, 34], [60]]],
    [
      'what covers four fifths of a side covers it',
      [80],
      [
        [0, 20],
        [0, 20],
      ],
    ],
    [
      'what covers less does not',
      [79],
      [
        [0, 21],
        [0, 21],
      ],
    ],
    ['A contains B', [100], [[300], [0]]],
    ['A is contained in B', [100], [[0], [300]]],
    ['nothing in common', [], [[200], [300]]],
  ])('%s', (_, sizes, foreign) => {
    for (const script of ['Han', 'letters'] as const) {
      const { a, b, blocks } = woven({ script, sizes, foreign })
      // Shorter texts have rules of their own: see short.test.ts.
      if (Math.min(a.length, b.length) <= 96) continue
      const { relation, coverage } = compare(a, b)
      expect({ relation, coverage }, script).toEqual(statedRelation(a.length, b.length, blocks))
    }
  })

  // Foreign stretches are none or too long for what is left at an end to be taken into a passage.
  const gaps = fc.array(fc.oneof(fc.constant(0), fc.integer({ min: 60, max: 400 })), {
    minLength: 1,
    maxLength: 5,
  })
  const separate = gaps.map((lengths) =>
    lengths.map((length, i) => (i === 0 ? length : Math.max(60, length))),
  )

  test('are those stated, whatever the texts have in common', () => {
    fc.assert(
      fc.property(
        fc.record({
          script: fc.constantFrom('Han' as const, 'letters' as const),
          sizes: fc.array(
            fc.oneof(fc.constantFrom(10, 18, 23, 24, 25, 47, 48, 49), fc.integer({ min: 18, max: 300 })),
            { maxLength: 4 },
          ),
          foreign: fc.tuple(separate, separate),
        }),
        (layout) => {
          fc.pre(!hasShortEnd(layout))
          expectStated(layout)
        },
      ),
      { numRuns: 150 },
    )
  })

  test('have a mirror image', () => {
    expect(
      (['duplicate', 'contains', 'contained', 'overlaps', 'unrelated'] as const).map(mirrorRelation),
    ).toEqual(['duplicate', 'contained', 'contains', 'overlaps', 'unrelated'])
  })
})
