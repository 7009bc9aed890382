import fc from 'fast-check'
import { compareTwoStrings, findBestMatch } from 'string-similarity'
import { describe, expect, test } from 'vitest'
import { bestMatch, similarity } from '../../src/compare/bigrams.js'
import { foldToString } from '../../src/text/fold.js'
import { naiveDice } from '../naive/dice.js'
import { SEEDS } from '../seeds.js'

/** Texts with much in common: few letters, some of them beyond the first plane, and what folding changes. */
const text = fc.string({ unit: fc.constantFrom(...'abAé 。.国國𠀀𠀁ß'), maxLength: 12 })
const plain = fc.string({ unit: fc.constantFrom(...'abcd e'), maxLength: 14 })

describe('similarity', () => {
  test.each([
    ['healed', 'sealed', 0.8],
    ['france', 'republic of france', 10 / 20],
    ['night', 'nacht', 0.25],
    ['Olive-green Subaru Impreza', 'olive green SUBARU impreza', 1],
    ['轉移轉化', '转移转化', 1],
    ['转移转化', '转移转移', 4 / 6],
    ['a', 'a', 1],
    ['a', 'A', 1],
    ['a', 'b', 0],
    ['中', '中', 1],
    ['', '', 1],
    ['!', '?', 0],
    ['', 'ab', 0],
  ])('of %j and %j is %d', (a, b, expected) => expect(similarity(a, b)).toBeCloseTo(expected, 12))

  test('is the naive one over the folded texts', () => {
    fc.assert(
      fc.property(text, text, (a, b) => {
        const [left, right] = [foldToString(a), foldToString(b)]
        const expected = a !== b && left === '' && right === '' ? 0 : naiveDice(left, right)
        expect(similarity(a, b)).toBe(expected)
      }),
      { numRuns: 2000 },
    )
  })

  test('is that of string-similarity on small letters and spaces', () => {
    fc.assert(
      fc.property(plain, plain, (a, b) => {
        // It calls two texts without a letter equal.
        if (a.trim() === '' && b.trim() === '' && a !== b) return
        expect(similarity(a, b)).toBeCloseTo(compareTwoStrings(a, b), 12)
      }),
      { numRuns: 2000 },
    )
  })

  test('is the same both ways, and of long texts too', () => {
    const [page, article] = SEEDS as [string, string]
    expect(similarity(page, article)).toBe(similarity(article, page))
    expect(similarity(page, article)).toBe(naiveDice(foldToString(page), foldToString(article)))
  })

  test('takes strings only', () => {
    expect(() => similarity('a', null as never)).toThrow(expect.objectContaining({ code: 'ERR_ARGUMENT' }))
  })
})

describe('bestMatch', () => {
  test('is that of string-similarity', () => {
    fc.assert(
      fc.property(plain, fc.array(plain, { minLength: 1, maxLength: 6 }), (given, texts) => {
        if ([given, ...texts].some((one) => one.trim() === '')) return
        const theirs = findBestMatch(given, texts)
        const ours = bestMatch(given, texts)!
        expect(ours.place).toBe(theirs.bestMatchIndex)
        expect(ours.text).toBe(theirs.bestMatch.target)
        expect(ours.similarity).toBeCloseTo(theirs.bestMatch.rating, 12)
      }),
      { numRuns: 1000 },
    )
  })

  test('is the first of equals, of any iterable; null of none', () => {
    expect(bestMatch('healed', new Set(['edward', 'sealed', 'Sealed', 'theatre']))).toEqual({
      place: 1,
      text: 'sealed',
      similarity: 0.8,
    })
    expect(bestMatch('healed', [])).toBeNull()
  })

  test.each([
    ['texts', 'a string'],
    ['texts', null],
    ['texts[1]', ['a', 1]],
  ])('names %s that is wrong', (name, texts) => {
    expect(() => bestMatch('a', texts as never)).toThrow(
      expect.objectContaining({
        code: 'ERR_ARGUMENT',
        message: expect.stringMatching(`^${name.replace(/[[\]]/g, '\\$&')} must be`) as string,
      }),
    )
  })
})
