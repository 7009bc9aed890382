import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compare, OffprintError } from '../../src/index.js'
import { workOf } from '../align-work.js'
import { random } from '../noise.js'
import { perturbedPair, TEXTS } from '../perturb.js'
import { SEEDS } from '../seeds.js'

describe('the page and the article', () => {
  const page = SEEDS[0]
  const article = SEEDS[1]
  const comparison = compare(page, article)

  test('the page contains the article; the article is contained in the page', () => {
    expect(comparison.relation).toBe('contains')
    expect(compare(article, page).relation).toBe('contained')
    expect(comparison.coverage.b).toBeGreaterThanOrEqual(0.99)
    expect(comparison.identity).toBeGreaterThanOrEqual(0.99)
    expect(comparison.jaccard).toBeCloseTo(0.364, 2)
    expect(comparison.exact).toBe(true)
  })

  test('the passage is the article, and no other article of the page', () => {
    expect(comparison.passages).toHaveLength(1)
    const { a, b } = comparison.passages[0]
    expect(page.slice(a.from, a.to)).toMatch(
      /^共建创新之路 促进合作发展[^]*亮出科技创新开放共享新名片，共建创新之路，促进合作发展。$/,
    )
    expect(article.slice(b.from, b.to)).toMatch(/^共建创新之路 {2}促进合作发展[^]*促进合作发展。$/)
    for (const other of ['从一个金点子', '优化科创战略布局', '建设科技创新策源地']) {
      expect(page.indexOf(other)).toBeGreaterThanOrEqual(a.to)
    }
  })

  test('white space on both sides is layout, listed on request', () => {
    const layout = compare(page, article, { layout: true }).edits.filter((edit) => edit.class === 'layout')
    expect(layout).toHaveLength(20)
    for (const edit of layout) expect((edit.a.text + edit.b.text).trim()).toBe('')
  })

  test('what changed is counted', () => {
    // 本报记者姜峰 (6), 化/移, 鸟/马, 院
    expect(comparison.changed).toEqual({ numbers: 0, words: 4, characters: 9 })
  })
})

describe('texts written twice', () => {
  test.each(TEXTS.map((text, i) => [i, text]))('text %i is contained in itself twice', (_, text) => {
    const twice = compare(text, text + '\n' + text)
    expect(twice.relation).toBe('contained')
    expect(twice.coverage.a).toBe(1)
    expect(twice.coverage.b).toBeCloseTo(0.5, 2)
    expect(twice.identity).toBe(1)
    expect(twice.edits).toEqual([])
  })
})

describe('hard input', () => {
  test('unequal texts under 8 folded characters are unrelated, whatever they share', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 7 }), fc.string({ maxLength: 40 }), (a, b) => {
        const { relation } = compare(a, b)
        if (relation !== 'unrelated')
          expect(compare(a, b)).toMatchObject({ relation: 'duplicate', identity: 1 })
      }),
    )
  })

  test('under 64 folded characters a changed digit is never a duplicate', () => {
    const text = 'Der Zug 4711 nach Unterhausen fährt um 10:45 Uhr von Gleis 3 ab'
    for (let i = 0; i < text.length; i++) {
      if (!/\d/.test(text[i])) continue
      const changed = text.slice(0, i) + ((Number(text[i]) + 1) % 10) + text.slice(i + 1)
      expect(compare(text, changed).relation).toBe('overlaps')
      expect(compare(text, changed).changed.numbers).toBe(1)
    }
  })

  test('any two strings compare, in bounds and in order', () => {
    const anything = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 80 }),
      perturbedPair.map(({ b }) => b),
    )
    fc.assert(
      fc.property(anything, anything, (a, b) => {
        const { coverage, identity, jaccard, passages } = compare(a, b)
        for (const share of [coverage.a, coverage.b, identity, jaccard]) {
          expect(share).toBeGreaterThanOrEqual(0)
          expect(share).toBeLessThanOrEqual(1)
        }
        for (const { a: x, b: y } of passages) {
          expect(x.from).toBeLessThan(x.to)
          expect(y.from).toBeLessThan(y.to)
          expect(x.to).toBeLessThanOrEqual(a.length)
          expect(y.to).toBeLessThanOrEqual(b.length)
        }
      }),
      { numRuns: 500 },
    )
  })

  test('a first or last character that only half matches is a difference', () => {
    const rest = ' cup of sugar in the bowl for all'
    expect(
      compare('½' + rest, '1' + rest).edits.map((edit) => [edit.class, edit.a.text, edit.b.text]),
    ).toEqual([['number', '½', '1']])
    expect(compare('İ' + rest, 'i' + rest).edits).toHaveLength(1)
    expect(compare(rest + '½', rest + '1').changed.numbers).toBe(1)
  })

  test.each([
    ['It was -5 degrees on the hill today', 'It was 5 degrees on the hill today'],
    ['The wall is 10² metres in all, they say', 'The wall is 102 metres in all, they say'],
    ['They paid €500 for the old boat', 'They paid $500 for the old boat'],
    ['It rose by 5% in the second year', 'It rose by 5‰ in the second year'],
  ])('a sign, a unit or a raised digit changes a number: %s', (a, b) => {
    expect(compare(a, b).changed.numbers).toBe(1)
    expect(compare(a, b).relation).toBe('overlaps')
    expect(compare(a.replace(/\d/, 'x'), a.replace(/\d/, 'x')).changed.numbers).toBe(0)
  })

  test('a run of marks in two orders stays cheap to name', () => {
    const marks = (pair: string) => 'a'.repeat(20) + pair.repeat(30_000) + 'b'.repeat(20)
    expect(compare(marks('\u0301\u0316'), marks('\u0316\u0301')).relation).toBe('duplicate')
  })

  test('lone surrogates are dropped with a place of their own', () => {
    const text = TEXTS[3]
    const broken = text.slice(0, 100) + '\udc00\ud800' + text.slice(100)
    expect(compare(text, broken)).toMatchObject({ relation: 'duplicate', identity: 1 })
    expect(compare(text, broken).edits).toHaveLength(1)
    expect(compare('\ud800', '\udc00').relation).toBe('unrelated')
    expect(compare('\ud800', '\ud800').relation).toBe('duplicate')
  })

  test('texts without a letter are copies where they are equal apart from white space', () => {
    const equal = compare('🎉🎉 —', ' 🎉🎉\n—')
    expect(equal).toMatchObject({
      relation: 'duplicate',
      coverage: { a: 1, b: 1 },
      identity: 1,
      jaccard: 1,
      edits: [],
    })
    expect(equal.passages).toMatchObject([{ a: { from: 0, to: 6 }, b: { from: 1, to: 7 } }])
    for (const [a, b] of [
      ['🎉🎉', '🎉'],
      ['—', '🎉'],
      ['', ''],
      [' ', '\n'],
      ['🎉', ''],
    ] as const)
      expect(compare(a, b)).toMatchObject({ relation: 'unrelated', passages: [] })
  })

  test('one character again and again costs not one cell of alignment', () => {
    const text = 'a'.repeat(2e5)
    const cells = 0
    expect(compare(text, text, { cells })).toMatchObject({
      relation: 'duplicate',
      identity: 1,
      edits: [],
      exact: true,
    })
    expect(compare(text, 'a'.repeat(1.96e5), { cells })).toMatchObject({
      relation: 'duplicate',
      identity: 1,
      exact: true,
    })
    expect(compare(text, 'b'.repeat(2e5), { cells })).toMatchObject({ relation: 'unrelated', exact: true })
    expect(compare('.'.repeat(2e5), '!'.repeat(2e5), { cells }).relation).toBe('unrelated')
    const marks = (mark: string) => 'word' + mark.repeat(4e4) + 'enough for two'
    expect(compare(marks('.'), marks('!'), { cells }).edits).toHaveLength(1)
  })

  test('5 MB of one character fit into stack and memory', () => {
    const text = 'a'.repeat(5e6)
    expect(compare(text, text, { cells: 0 })).toMatchObject({ relation: 'duplicate', exact: true })
  })

  test('two unrelated long texts take work in proportion to their length', () => {
    const text = (seed: number, words: number) => {
      const next = random(seed)
      const vocabulary = Array.from({ length: 3000 }, () =>
        Array.from(
          { length: 2 + Math.floor(next() * 8) },
          () => 'etaoinshrdlu'[Math.floor(next() * 12)],
        ).join(''),
      )
      return Array.from({ length: words }, () => vocabulary[Math.floor(next() ** 2 * 3000)]).join(' ')
    }
    const [a, b] = [text(1, 75_000), text(2, 75_000)]
    expect(a.length).toBeGreaterThan(4.5e5)
    const work = workOf(() => {
      expect(compare(a, b, { cells: a.length }).relation).toBe('unrelated')
    })
    expect(work.tries).toBeLessThan(4 * b.length)
    expect(work.grown).toBeLessThan(4 * b.length)
  })
})

describe('options', () => {
  test('thresholds set the relation', () => {
    expect(compare(SEEDS[0], SEEDS[1], { relate: { coverage: 0.3 } }).relation).toBe('duplicate')
    expect(compare(SEEDS[0], SEEDS[1], { relate: { passage: 5000, identity: 0.9 } }).relation).toBe(
      'contains',
    ) // covers
    expect(compare(SEEDS[0], SEEDS[1], { relate: { identity: 0.999 } }).relation).toBe('unrelated')
  })

  test.each<[string, () => unknown]>([
    ['a must be a string, got 1', () => compare(1 as never, '')],
    ['b must be a string, got null', () => compare('', null as never)],
    [
      'relate.coverage must be a number from 0 to 1, got 2',
      () => compare('', '', { relate: { coverage: 2 } }),
    ],
    [
      'relate.identity must be a number from 0 to 1, got NaN',
      () => compare('', '', { relate: { identity: NaN } }),
    ],
    [
      'relate.passage must be a number of 1 or more, got 0',
      () => compare('', '', { relate: { passage: 0 } }),
    ],
    ['options.cells must be a whole number of 0', () => compare('', '', { cells: 1.5 })],
    [
      'options.layuot is not an option; did you mean layout? known options are relate, layout, cells',
      () => compare('', '', { layuot: true } as never),
    ],
    ['relate.cover is not an option', () => compare('', '', { relate: { cover: 1 } as never })],
  ])('%s', (message, call) => {
    expect(call).toThrow(OffprintError)
    expect(call).toThrow(message)
    try {
      call()
    } catch (error) {
      expect((error as OffprintError).code).toBe('ERR_ARGUMENT')
    }
  })
})
