import decimals from '@unicode/unicode-15.1.0/General_Category/Decimal_Number/symbols.mjs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fold, foldedString } from '../../src/text/fold.js'
import { foldKeeping, type KeepOptions } from '../../src/text/fold-keeping.js'
import { TEXTS } from '../perturb.js'

const kept = (source: string, options?: KeepOptions) => foldedString(foldKeeping(source, options))

describe('foldKeeping', () => {
  test('without options is fold', () => {
    for (const text of TEXTS) expect(foldKeeping(text)).toEqual(fold(text))
    expect(kept('樣', { script: false })).toBe('樣')
    expect(kept('樣')).toBe('样')
  })

  test.each([
    ['Hello, World!', { punctuation: true }, 'hello,world!'],
    ['Hello, World!', { words: true }, 'hello world'],
    ['Hello, World!', { punctuation: true, words: true }, 'hello, world!'],
    ['（你好）……再見', { punctuation: true }, '(你好)......再见'],
    ['a\n\n b', { words: true }, 'a b'],
    [' a ', { words: true }, 'a'],
    ['inter\u00admission', { words: true }, 'intermission'],
    ['at 6 ㏂ and 1½ €', { punctuation: true }, 'at6a.m.and11⁄2€'],
    ['a\u200db \u0301c\ue000d', { punctuation: true }, 'abcd'],
    ['٣ मार्च २०२४', { digits: true }, '3मार्च2024'],
    ['٣ मार्च २०२४', { digits: true, words: true }, '3 मार्च 2024'],
    ['𞥐𑁦x', { digits: true }, '00x'],
    ['', { digits: true, punctuation: true, words: true }, ''],
    ['…', { words: true }, ''],
  ] as const)('%j with %j is %j', (source, options, expected) => {
    expect(kept(source, options)).toBe(expected)
  })

  test('makes one digit of every decimal digit of Unicode 15.1', () => {
    const wrong = decimals.filter((digit) => !/^[0-9]$/.test(kept(digit, { digits: true })))
    expect(wrong).toEqual([])
    expect(decimals.map((digit) => kept(digit, { digits: true })).join('')).toMatch(/^(0123456789)+$/)
  })

  test('adds to fold and changes nothing in it, and each unit knows its place', () => {
    const source = fc.array(fc.constantFrom(...' ,.（）\n-—aé中か한ﬁ½㏂\u00ad\u0301۳', '𠀀', 'no'), {
      maxLength: 30,
    })
    fc.assert(
      fc.property(source, fc.boolean(), fc.boolean(), (parts, punctuation, words) => {
        const text = parts.join('')
        const all = foldKeeping(text, { punctuation, words })
        const letters = foldedString(all).replace(/[\p{P}\p{S} ]/gu, '')
        expect(letters).toBe(foldedString(fold(text)))
        for (let i = 0; i < all.length; i++) {
          expect(all.ends[i]).toBeGreaterThan(all.starts[i])
          if (i > 0 && all.starts[i] !== all.starts[i - 1]) {
            expect(all.starts[i]).toBeGreaterThanOrEqual(all.ends[i - 1])
          }
        }
      }),
      { numRuns: 1000 },
    )
  })

  test('says what is wrong with its arguments', () => {
    expect(() => foldKeeping(7 as never)).toThrow(/source/)
    expect(() => foldKeeping('', { digit: true } as never)).toThrow(/digit/)
  })
})
