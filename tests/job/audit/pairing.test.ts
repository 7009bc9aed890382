import { describe, expect, test } from 'vitest'
import { pairNames } from '../../../src/job/audit/pairing.js'

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
})
