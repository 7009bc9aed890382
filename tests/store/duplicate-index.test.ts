import fc from 'fast-check'
import { describe, expect, expectTypeOf, test } from 'vitest'
import { compare, type Comparison } from '../../src/compare/compare.js'
import { DuplicateIndex } from '../../src/store/duplicate-index.js'
import type { Match, MatchResult } from '../../src/store/match.js'
import { fold } from '../../src/text/fold.js'
import { NaiveDuplicateIndex } from '../naive/duplicate-index.js'
import { perturbedPair } from '../perturb.js'
import { permutations } from '../permutations.js'
import { SEEDS } from '../seeds.js'

/** `id relation`, strongest first. */
const named = <Id>(matches: readonly Match<Id>[]) => matches.map(({ id, relation }) => `${id} ${relation}`)
const PAGE = SEEDS[0]
const ARTICLE = SEEDS[1]

describe('the five seeds', () => {
  test('in every order: the article is tied to its page and to nothing else', () => {
    for (const order of permutations([0, 1, 2, 3, 4])) {
      const index = new DuplicateIndex<number>()
      const ties = order.flatMap((seed) =>
        named(index.add(seed, SEEDS[seed]).matches).map((match) => `${seed}: ${match}`),
      )
      const articleFirst = order.indexOf(1) < order.indexOf(0)
      expect(ties).toEqual([articleFirst ? '0: 1 contains' : '1: 0 contained'])
      expect(index.size).toBe(5)
    }
  })

  test('queries say the same as a comparison', () => {
    const index = new DuplicateIndex<number>()
    SEEDS.forEach((text, seed) => index.add(seed, text))
    const [itself, page, ...others] = index.query(ARTICLE, { edits: true }).matches
    const { edits, ...rest } = compare(ARTICLE, PAGE)
    expect(page).toEqual({ id: 0, verified: true, edits, ...rest })
    expect(page.relation).toBe('contained')
    expect(page.edits!.length).toBeGreaterThan(5)
    expect(itself).toMatchObject({ id: 1, relation: 'duplicate', identity: 1, edits: [] })
    expect(others).toEqual([])
    expect(index.query(ARTICLE).matches[1]).toEqual({ id: 0, verified: true, ...rest })
  })

  test('candidates come with the best evidence first', () => {
    const index = new DuplicateIndex<number>()
    SEEDS.forEach((text, seed) => index.add(seed, text))
    const candidates = index.candidates(ARTICLE).candidates
    expect(candidates.slice(0, 2).map(({ id }) => id)).toEqual([1, 0])
    for (let i = 1; i < candidates.length; i++) {
      expect(candidates[i].evidence).toBeLessThanOrEqual(candidates[i - 1].evidence)
    }
    // Evidence is in characters: the article has 1,600 when folded, unrelated texts share a phrase or two.
    expect(candidates[1].evidence).toBeGreaterThan(1000)
    expect(candidates[0].evidence).toBe(fold(ARTICLE).length)
    for (const { evidence } of candidates.slice(2)) expect(evidence).toBeLessThan(100)
  })
})

describe('DuplicateIndex', () => {
  test('adds, finds, counts, removes', () => {
    const index = new DuplicateIndex()
    expect(index.query(PAGE).matches).toEqual([])
    expect(index.add('page', PAGE).matches).toEqual([])
    expect([index.has('page'), index.has('article'), index.size]).toEqual([true, false, 1])
    expect(named(index.add('article', ARTICLE).matches)).toEqual(['page contained'])
    expect(index.stats()).toMatchObject({ documents: 2, distinct: 2, candidates: 1, verified: 1, capped: 0 })
    expect(index.remove('page')).toBe(true)
    expect(index.remove('page')).toBe(false)
    expect([index.has('page'), index.size]).toEqual([false, 1])
    expect(named(index.query(PAGE).matches)).toEqual(['article contains'])
    expect(named(index.query(ARTICLE).matches)).toEqual(['article duplicate'])
    expect(index.remove('article')).toBe(true)
    expect(index.candidates(ARTICLE).candidates).toEqual([])
    expect(index.stats()).toMatchObject({ documents: 0, distinct: 0 })
  })

  test('gives ids back as they went in', () => {
    const index = new DuplicateIndex<string | number>()
    index.add('1', ARTICLE)
    index.add(1, ARTICLE)
    index.add(0.5, ARTICLE)
    index.add('', ARTICLE)
    expect(index.size).toBe(4)
    expect(index.query(ARTICLE).matches.map(({ id }) => id)).toEqual(['1', 1, 0.5, ''])
    expect(index.candidates(ARTICLE).candidates.map(({ id }) => id)).toEqual(['1', 1, 0.5, ''])
    index.remove(1)
    expect([index.has('1'), index.has(1)]).toEqual([true, false])
    expectTypeOf(new DuplicateIndex<number>().query('')).toEqualTypeOf<MatchResult<number>>()
    expectTypeOf(new DuplicateIndex().query('')).toEqualTypeOf<MatchResult<string>>()
  })

  test('puts the strongest match first', () => {
    const index = new DuplicateIndex()
    index.add('page', PAGE)
    index.add('part', ARTICLE.slice(0, 500))
    index.add('overlap', ARTICLE.slice(1000) + SEEDS[2])
    index.add('noisy', ARTICLE.replaceAll('科', '料').replaceAll('重庆', '重庚'))
    index.add('same', ARTICLE.replaceAll('，', ' '))
    expect(named(index.query(ARTICLE).matches)).toEqual([
      'same duplicate',
      'noisy duplicate',
      'page contained',
      'part contains',
      'overlap overlaps',
    ])
  })
})

describe('redelivery', () => {
  test('of an equal text is a no-op that does not match itself', () => {
    const index = new DuplicateIndex()
    index.add('page', PAGE)
    index.add('article', ARTICLE)
    const { bytes } = index.stats()
    for (const again of [ARTICLE, ARTICLE.replaceAll('，', ' ')]) {
      expect(named(index.add('article', again).matches)).toEqual(['page contained'])
    }
    expect(index.stats()).toMatchObject({ documents: 2, distinct: 2, bytes })
    expect(named(index.query(ARTICLE).matches)).toEqual(['article duplicate', 'page contained'])
  })

  test('does not use up the limit on itself', () => {
    const index = new DuplicateIndex()
    index.add('article', ARTICLE)
    index.add('page', PAGE)
    expect(named(index.add('article', ARTICLE, { limit: 1 }).matches)).toEqual(['page contained'])
  })

  test('of another text is an error that changes nothing', () => {
    const index = new DuplicateIndex<number>()
    index.add(7, ARTICLE)
    expect(() => index.add(7, PAGE)).toThrow(
      expect.objectContaining({
        code: 'ERR_DUPLICATE_ID',
        message: 'id 7 is in the index with another text; pass { replace: true } to replace it',
      }),
    )
    expect(named(index.query(ARTICLE).matches)).toEqual(['7 duplicate'])
  })

  test('replaces on request, and leaves nothing of the old text', () => {
    const index = new DuplicateIndex()
    index.add('x', SEEDS[2])
    index.add('page', PAGE)
    expect(named(index.add('x', ARTICLE, { replace: true }).matches)).toEqual(['page contained'])
    expect(index.size).toBe(2)
    expect(index.query(SEEDS[2]).matches).toEqual([])
    expect(named(index.query(ARTICLE).matches)).toEqual(['x duplicate', 'page contained'])
    expect(named(index.add('x', ARTICLE, { replace: true }).matches)).toEqual(['page contained'])
  })

  test('with a wrong option replaces nothing', () => {
    const index = new DuplicateIndex()
    index.add('x', SEEDS[2])
    expect(() => index.add('x', ARTICLE, { replace: true, limit: 0 })).toThrow('options.limit')
    expect(() => index.add('x', 5 as unknown as string, { replace: true })).toThrow('text must be a string')
    expect(named(index.query(SEEDS[2]).matches)).toEqual(['x duplicate'])
  })

  test('takes texts with equal folded forms for one, and forgets the last of them', () => {
    const index = new DuplicateIndex()
    index.add('a', '中国科学院今天宣布')
    index.add('b', '中國科學院，今天宣布')
    expect(index.stats()).toMatchObject({ documents: 2, distinct: 1 })
    expect(named(index.query('中国科学院今天宣布！').matches)).toEqual(['a duplicate', 'b duplicate'])
    index.remove('a')
    expect(named(index.query('中国科学院今天宣布！').matches)).toEqual(['b duplicate'])
    index.remove('b')
    expect(index.query('中国科学院今天宣布！').matches).toEqual([])
  })
})

describe('short texts', () => {
  // Text held, text asked for, whether they match.
  const pairs: [held: string, asked: string, match: boolean][] = [
    ['国', '國', true],
    ['a', 'A', true],
    ['ab', 'abc', false],
    ['abcdefg', 'A-b-c d.e.f.g', true],
    ['abcdefg', 'abcdefh', false],
    ['abcdefg', 'abcdefgh', false],
    ['今日要闻回顾', '今日要闻回顾', true],
    ['今日要闻回顾', '今日要闻回眸', false],
    ['今日要闻', '今日要闻：重庆科技创新开放新高地加快打造', false],
    ['', '', false],
    ['。，！', ' 。，！', true],
    ['🎉🎉', '🎉', false],
    [' \n', '', false],
    ['', '重庆科技创新开放新高地加快打造', false],
  ]
  test.each(pairs)('%j and %j', (held, asked, match) => {
    const index = new DuplicateIndex()
    index.add('held', held)
    expect(named(index.query(asked).matches)).toEqual(match ? ['held duplicate'] : [])
    expect(index.add('asked', asked).matches.length).toBe(match ? 1 : 0)
    expect(index.size).toBe(2)
    expect(index.remove('held') && index.remove('asked')).toBe(true)
  })

  test('of 48 to 96 characters are found in longer ones and among their like', () => {
    const part = ARTICLE.slice(200, 290)
    const index = new DuplicateIndex()
    index.add('article', ARTICLE)
    index.add('noisy', part.replace('科', '料').replace('重', '量'))
    expect(named(index.query(part).matches).sort()).toEqual(['article contained', 'noisy duplicate'])
  })
})

describe('arguments', () => {
  const index = new DuplicateIndex<string | number>()
  const wrong = undefined as unknown as string
  const refused: [run: () => void, message: string][] = [
    [() => index.add(wrong, ''), 'id must be a string or a number, got undefined'],
    [() => index.add(NaN, ''), 'id must be a string or a number, got NaN'],
    [() => index.add(1, wrong), 'text must be a string, got undefined'],
    [() => index.query(wrong).matches, 'text must be a string, got undefined'],
    [() => index.candidates(wrong).candidates, 'text must be a string, got undefined'],
    [() => index.query('', { limit: 0 }).matches, 'options.limit must be a whole number of 1 or more, got 0'],
    [
      () => index.query('', { limit: 1.5 }).matches,
      'options.limit must be a whole number of 1 or more, got 1.5',
    ],
    [
      () => index.query('', { replace: true } as object).matches,
      'options.replace is not an option; known options are limit, edits, share, since, filter',
    ],
    [() => index.add(1, '', { at: NaN }), 'options.at must be a number or a valid Date, got NaN'],
    [
      () => index.add(1, '', { at: new Date('never') }),
      'options.at must be a number or a valid Date, got an object',
    ],
    [() => index.query('', { filter: 'a' } as object).matches, 'options.filter must be a function, got "a"'],
    [() => index.expire(undefined as never), 'before must be a number or a Date, got undefined'],
    [
      () => new DuplicateIndex({ threshold: 0.7 }),
      "options.threshold must be left out unless mode is 'resemblance', got 0.7",
    ],
    [
      () => new DuplicateIndex({ mode: 'resemblance', recall: 1 }),
      'options.recall must be a number from 0.01 to 0.9999, got 1',
    ],
    [
      () => new DuplicateIndex({ mode: 'whole' as never }),
      "options.mode must be 'passages' or 'resemblance', got \"whole\"",
    ],
    [
      () => new DuplicateIndex({ maxBytes: 5 }),
      'options.maxBytes must be a whole number of 4194304 or more, got 5',
    ],
    [
      () => new DuplicateIndex({ whenFull: 'wait' as never }),
      "options.whenFull must be 'evict', 'throw' or 'spill', got \"wait\"",
    ],
    [
      () => new DuplicateIndex({ mode: 'resemblance', load: () => '' }),
      "options.load must be a function, and mode 'passages', got a function",
    ],
    [
      () => new DuplicateIndex({ relate: { coverage: 2 } }),
      'relate.coverage must be a number from 0 to 1, got 2',
    ],
  ]
  test.each(refused)('%s', (run, message) => {
    expect(run).toThrow(expect.objectContaining({ code: 'ERR_ARGUMENT', message }))
    expect(index.size).toBe(0)
  })

  test('relate sets what is a match', () => {
    const index = new DuplicateIndex({ relate: { coverage: 0.3 } })
    index.add('page', PAGE)
    expect(named(index.query(ARTICLE).matches)).toEqual(['page duplicate'])
  })
})

describe('against an index that compares with everything', () => {
  /** Perturbed texts of 200 folded characters and more, their originals, and pages of two halves of them. */
  const texts = fc.array(perturbedPair, { minLength: 4, maxLength: 6 }).map((pairs) =>
    pairs
      .flatMap(({ a, b }, i) => {
        const other = pairs[(i + 1) % pairs.length].a
        return [a, b, b.slice(b.length / 2) + other.slice(0, other.length / 2)]
      })
      .filter((text) => text.length >= 250),
  )
  const steps = fc.record({ texts, removals: fc.array(fc.nat(), { maxLength: 3 }), seed: fc.nat({ max: 4 }) })

  test('finds all that are duplicate, contain or are contained, and nothing that compare denies', () => {
    let overlaps = 0
    let found = 0
    fc.assert(
      fc.property(steps, ({ texts, removals, seed }) => {
        const index = new DuplicateIndex<number>()
        const naive = new NaiveDuplicateIndex<number, Comparison>(compare)
        const expectSame = (matches: readonly Match<number>[], expected: ReturnType<typeof naive.query>) => {
          const ids = matches.map(({ id }) => id)
          expect(new Set(ids).size).toBe(ids.length)
          for (const { id, verified, ...match } of matches) {
            const { edits: _, ...comparison } = expected.get(id)!
            expect(verified).toBe(true)
            expect(match).toEqual(comparison)
          }
          for (const [id, { relation }] of expected) {
            if (relation !== 'overlaps') expect(ids).toContain(id)
            else {
              overlaps++
              if (ids.includes(id)) found++
            }
          }
        }
        const held = [SEEDS[seed], ...texts]
        held.forEach((text, id) => expectSame(index.add(id, text).matches, naive.add(id, text)))
        for (const at of removals) {
          const id = at % held.length
          expect(index.remove(id)).toBe(naive.remove(id))
        }
        for (const text of texts.slice(-3)) expectSame(index.query(text).matches, naive.query(text))
        expect(index.size).toBe(naive.texts.size)
      }),
      { numRuns: 25, seed: 20_170_404 },
    )
    expect(overlaps).toBeGreaterThan(10)
    expect(found / overlaps).toBeGreaterThan(0.9)
  })
})
