import { describe, expect, test } from 'vitest'
import { pairNames, type PairRule } from '../../../src/job/audit/pairing.js'

describe('files of two folders', () => {
  test('belong together by their name before the first dot', () => {
    const { pairs, unmatchedA, unmatchedB } = pairNames(
      ['b.ocr.txt', '1850/p7.hocr', 'a.txt', 'alone.txt', '.hidden.txt'],
      ['1850/p7.gt.txt', 'a.gt.txt', 'b.txt', '1851/p7.gt.txt'],
    )
    expect(pairs).toEqual([
      { key: '1850/p7', a: '1850/p7.hocr', b: '1850/p7.gt.txt' },
      { key: 'a', a: 'a.txt', b: 'a.gt.txt' },
      { key: 'b', a: 'b.ocr.txt', b: 'b.txt' },
    ])
    expect(unmatchedA).toEqual(['.hidden.txt', 'alone.txt'])
    expect(unmatchedB).toEqual(['1851/p7.gt.txt'])
  })

  test('or by a pattern: its group, or all it finds', () => {
    const a = ['ocr-page-12-v2.txt', 'notes.txt']
    const b = ['truth_12.txt', 'truth_13.txt']
    expect(pairNames(a, b, /(\d+)/).pairs).toEqual([{ key: '12', a: a[0], b: b[0] }])
    expect(pairNames(a, b, /\d\d/).pairs).toEqual([{ key: '12', a: a[0], b: b[0] }])
    expect(pairNames(a, b, /(\d+)/)).toMatchObject({
      unmatchedA: ['notes.txt'],
      unmatchedB: ['truth_13.txt'],
    })
  })

  test('and two of one name are not guessed at', () => {
    expect(() => pairNames(['a.txt', 'a.hocr'], ['a.txt'])).toThrow(
      /^a\.txt and a\.hocr both have the key "a"/,
    )
  })

  test('or by the ends of their names, in two folders or in one', () => {
    const names = [
      '1.gt.txt',
      '1.pred.txt',
      '1.png',
      '2.gt.txt',
      '2.pred.txt',
      'x.1.gt.txt',
      'x.1.pred.txt',
      'y.pred.txt',
    ]
    const expected = {
      pairs: ['1', '2', 'x.1'].map((key) => ({ key, a: `${key}.pred.txt`, b: `${key}.gt.txt` })),
      unmatchedA: ['y.pred.txt'],
      unmatchedB: [],
    }
    expect(pairNames(names, names, { ocrSuffix: '.pred.txt', truthSuffix: '.gt.txt' })).toEqual(expected)
    // The dot may be left out.
    expect(pairNames(names, names, { ocrSuffix: 'pred.txt', truthSuffix: '.gt.txt' })).toEqual(expected)
    const { pairs } = pairNames(names, names, {
      ocrSuffix: '.pred.txt',
      truthSuffix: '.gt.txt',
      pattern: /^\d/,
    })
    expect(pairs.map(({ key }) => key)).toEqual(['1', '2'])
  })

  test('a file with both ends is of the longer one', () => {
    const names = ['1.gt.txt', '1.txt']
    const { pairs, unmatchedA } = pairNames(names, names, { ocrSuffix: '.txt', truthSuffix: '.gt.txt' })
    expect(pairs).toEqual([{ key: '1', a: '1.txt', b: '1.gt.txt' }])
    expect(unmatchedA).toEqual([])
    expect(pairNames(names, names, { ocrSuffix: '.gt.txt', truthSuffix: '.txt' }).pairs).toEqual([
      { key: '1', a: '1.gt.txt', b: '1.txt' },
    ])
  })

  test('a message advises what can tell them apart', () => {
    const message = (rule: PairRule) => {
      try {
        pairNames(['1.a.txt', '1.b.txt'], ['1.gt.txt'], rule)
        return ''
      } catch (error) {
        return (error as Error).message
      }
    }
    expect(message({})).toMatch(/; name the end of the one that is meant with --ocr-suffix$/)
    expect(message({ pattern: /\d/ })).toMatch(
      /; make the pattern of --pair match more of them, or name the end of the one that is meant with --ocr-suffix$/,
    )
    expect(message({ pattern: /\d/, ocrSuffix: '.txt' })).toMatch(
      /; make the pattern of --pair match more of them$/,
    )
    // And it does.
    expect(message({ ocrSuffix: '.a.txt', truthSuffix: '.gt.txt' })).toBe('')
    expect(message({ pattern: /\d\.\w/ })).toBe('')
  })
})
