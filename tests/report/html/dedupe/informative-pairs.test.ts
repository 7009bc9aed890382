import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { AccountItem, RemovalDecision } from '../../../../src/dedupe/dedupe.js'
import { isRemoval, reasonOf, type RemovalCode } from '../../../../src/dedupe/reason.js'
import { lowbias32 } from '../../../../src/kernel/hash.js'
import {
  doubtOf,
  InformativePairs,
  type PairFacts,
  type PairReason,
} from '../../../../src/report/html/dedupe/informative-pairs.js'

const standing = (given: Partial<PairFacts>): PairFacts => ({
  removed: true,
  numbers: 0,
  doubt: null,
  similarity: 1,
  ...given,
})

function chosen(facts: readonly PairFacts[], limit: number) {
  const informative = new InformativePairs<number>(limit)
  facts.forEach((each, i) => informative.offer(each, () => i))
  return informative.chosen()
}

/** The rule as it reads, of all pairs at once; no clusters. */
function naive(facts: readonly PairFacts[], limit: number): { why: PairReason; value: number }[] {
  const all = facts.map((each, value) => ({ ...each, value }))
  const sorted = (fits: (one: (typeof all)[0]) => boolean, score: (one: (typeof all)[0]) => number) =>
    all.filter(fits).sort((x, y) => score(x) - score(y) || x.value - y.value)
  const near = ({ doubt }: PairFacts) => doubt !== null
  const hash = ({ value }: { value: number }) => lowbias32(value) >>> 0
  const kinds: [PairReason, typeof all][] = [
    [
      'numbers',
      sorted(
        (one) => one.removed && one.numbers > 0,
        (one) => -one.numbers,
      ),
    ],
    [
      'nearRemoved',
      sorted(
        (one) => one.removed && near(one),
        (one) => one.doubt!,
      ),
    ],
    [
      'nearKept',
      sorted(
        (one) => !one.removed && near(one),
        (one) => one.doubt!,
      ),
    ],
    ['removed', sorted((one) => one.removed, hash)],
    ['tied', sorted((one) => !one.removed, hash)],
  ]
  const taken = new Set<number>()
  for (let round = 0; round < facts.length; round++) {
    for (const [, list] of kinds) {
      const next = list.find(({ value }) => !taken.has(value))
      if (next !== undefined && taken.size < limit) taken.add(next.value)
    }
  }
  return kinds.flatMap(([why, list], kind) =>
    list
      .filter(
        (one) => taken.has(one.value) && !kinds.slice(0, kind).some(([, before]) => before.includes(one)),
      )
      .map(({ value }) => ({ why, value })),
  )
}

describe('the pairs that tell most', () => {
  test('are those of the rule, applied to all at once', () => {
    const any = fc.record({
      removed: fc.boolean(),
      numbers: fc.nat(3),
      doubt: fc.option(fc.constantFrom(1, 2, 1 / 2, 1 / 3)),
      similarity: fc.double({ min: 0, max: 1, noNaN: true }),
    })
    fc.assert(
      fc.property(fc.array(any, { maxLength: 60 }), fc.nat(25), (facts, limit) => {
        expect(chosen(facts, limit)).toEqual(naive(facts, limit))
      }),
      { numRuns: 300 },
    )
  })

  test('are all of few', () => {
    const facts = Array.from({ length: 9 }, (_, i) => standing({ removed: i % 2 === 0 }))
    expect(
      chosen(facts, 9)
        .map(({ value }) => value)
        .sort(),
    ).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8])
  })

  test('are none of none, and none where none is wanted', () => {
    expect(chosen([], 5)).toEqual([])
    let made = 0
    const informative = new InformativePairs<number>(0)
    informative.offer(standing({ numbers: 9, cluster: { key: 'k', size: 2 } }), () => made++)
    expect(informative.chosen()).toEqual([])
    expect(made).toBe(0)
  })

  test('have the least alike pairs of the largest clusters, though each was small once', () => {
    const sizes = new Map<number, number>()
    const facts = Array.from({ length: 4000 }, (_, i) => {
      // Clusters 0 to 4 grow to 200 and more, the others to three.
      const key = i % 4 === 0 ? (i / 4) % 5 : 5 + Math.floor(i / 4)
      const size = (sizes.get(key) ?? 1) + 1
      sizes.set(key, size)
      return standing({ similarity: 0.9 + (lowbias32(i) >>> 0) / 2 ** 36, cluster: { key, size } })
    })
    const shown = chosen(facts, 40)
    const clusters = shown
      .filter(({ why }) => why === 'cluster')
      .map(({ value }) => facts[value]!.cluster!.key as number)
    for (let key = 0; key < 5; key++) expect(clusters).toContain(key)
  })

  test('are made when they are chosen, which becomes rare', () => {
    let made = 0
    const informative = new InformativePairs<number>(50)
    for (let i = 0; i < 100_000; i++) {
      const doubt = (lowbias32(i ^ 0x5bd1) >>> 0) / 2 ** 32
      informative.offer(
        standing({ doubt: doubt < 0.5 ? doubt : null, numbers: i % 3, removed: i % 2 === 0 }),
        () => made++,
      )
    }
    expect(made).toBeLessThan(3000)
    expect(informative.chosen()).toHaveLength(50)
  })
})

describe('how near a decision was', () => {
  const range = { from: 0, to: 1 }
  const item = (what: Pick<AccountItem, 'explained' | 'content'>): AccountItem => ({
    document: range,
    keeper: range,
    ...what,
  })
  const decision = (
    code: RemovalCode,
    differences: readonly Pick<AccountItem, 'explained' | 'content'>[],
    total = differences.length,
  ): RemovalDecision => ({
    removed: isRemoval(code),
    code,
    reason: reasonOf(code),
    differences: differences.map(item),
    total,
  })

  test('of a kept document: nearest where one difference keeps it, plain where three do', () => {
    const [one, other] = [{ content: 'word' }, { content: 'number' }] as const
    expect(doubtOf(decision('content', [one]))).toBe(1)
    expect(doubtOf(decision('content', [one, other]))).toBe(2)
    expect(doubtOf(decision('content', [one, other, one]))).toBeNull()
    // What a decision carries is cut short; what it counts is not.
    expect(doubtOf(decision('content', [one], 40))).toBeNull()
  })

  test('of a removed document: the nearer, the more was judged to be no loss', () => {
    const judged = { explained: 'byline' } as const
    const plain = { explained: 'form' } as const
    expect(doubtOf(decision('nothing-lost', [judged]))).toBe(1)
    expect(doubtOf(decision('nothing-lost', [judged, plain, judged]))).toBe(1 / 2)
    expect(doubtOf(decision('nothing-lost', [plain, plain]))).toBeNull()
    expect(doubtOf(decision('broken-off', [{ explained: 'cut' }]))).toBe(1)
    expect(doubtOf(decision('equal', []))).toBeNull()
  })

  test('without an account it was plain', () => {
    expect(doubtOf(undefined)).toBeNull()
    for (const code of ['longer', 'part', 'coverage', 'identity', 'estimate', 'not-chosen'] as const)
      expect(doubtOf(decision(code, []))).toBeNull()
  })
})
