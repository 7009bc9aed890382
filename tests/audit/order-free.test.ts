import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { placeIn } from '../../src/audit/line-placement.js'
import { addOrderFree, orderFree, stopWordTest } from '../../src/audit/order-free.js'
import type { Rate } from '../../src/audit/rate.js'
import { rates } from '../../src/audit/rates.js'
import { naiveGraphemes } from '../naive/graphemes.js'
import { naiveInk, naiveUnwrapped } from '../naive/layout.js'
import { editDistance } from '../naive/levenshtein.js'
import { naiveBagErrors, naiveLineErrors } from '../naive/order-free.js'
import { naiveWords } from '../naive/words.js'
import { TEXTS } from '../perturb.js'

const errors = ({ substitutions, deletions, insertions }: Rate) => substitutions + deletions + insertions
const lines = (text: string) =>
  text
    .normalize('NFC')
    .split(/[\n\v\f\r\u0085\u2028\u2029]/)
    .map((line) => naiveGraphemes(naiveUnwrapped(line)))
    .filter((line) => line.length > 0)

const TABLE = [
  'Oats firm at nineteen shillings.',
  'Barley dull and little asked for.',
  'Butter scarce, tenpence the pound.',
  'Potatoes plentiful, four pence.',
]
const BY_ROWS = [TABLE[0], TABLE[3], TABLE[1], TABLE[2]].join('\n')

describe('order-free rates', () => {
  test('everything was read, in the wrong order', () => {
    const truth = TABLE.join('\n')
    expect(rates(BY_ROWS, truth).cer.rate).toBeGreaterThan(0.4)
    const { characters, words, lines: inLines } = orderFree(BY_ROWS, truth)
    expect([characters.rate, words.rate, inLines!.rate]).toEqual([0, 0, 0])
    expect(inLines!.length).toBe(TABLE.join('').length)
  })

  test('a misread letter is one error of each, wherever its line stands', () => {
    const { characters, words, lines: inLines } = orderFree(BY_ROWS.replace('dull', 'du1l'), TABLE.join('\n'))
    for (const rate of [characters, words, inLines!])
      expect(rate).toMatchObject({ substitutions: 1, deletions: 0, insertions: 0 })
  })

  test('lines that are wrapped elsewhere are none', () => {
    const truth = TABLE.join(' ')
    expect(errors(orderFree(BY_ROWS, truth).lines!)).toBe(0)
    expect(errors(orderFree(truth, BY_ROWS).lines!)).toBe(0)
  })

  test('what a page has beside the part is no error of the part', () => {
    const part = TABLE.slice(1).join('\n')
    expect(errors(orderFree(BY_ROWS, part).words)).toBeGreaterThan(0)
    const { characters, words, lines: inLines } = orderFree(BY_ROWS, part, true)
    expect([characters.rate, words.rate, inLines!.rate]).toEqual([0, 0, 0])
    expect(orderFree('', part, true).words).toMatchObject({ rate: 1 })
  })

  test('stop words and all others are counted apart, whatever their case', () => {
    const truth = 'The mill by the river stood still.'
    const isStopWord = stopWordTest(['the', 'BY', ''])
    const found = orderFree('Tho mi11 by the river stood still.', truth, false, isStopWord)
    expect(found.stopWords).toMatchObject({ substitutions: 0, deletions: 1, length: 3 })
    expect(found.otherWords).toMatchObject({ substitutions: 1, deletions: 0, insertions: 1, length: 4 })
    expect(orderFree('a', truth)).toMatchObject({ stopWords: null, otherWords: null })
    const { stopWords, otherWords } = addOrderFree([found, found])
    expect([stopWords!.length, otherWords!.length]).toEqual([6, 8])
    expect(addOrderFree([found, orderFree('a', 'b')])).toMatchObject({ stopWords: null, otherWords: null })
  })

  test('stop words and others: equal the slow twin', () => {
    const some = fc.array(fc.constantFrom('The ', 'the ', 'mill ', 'of ', 'OF ', 'river, ', '水', '7 '), {
      maxLength: 14,
      size: 'max',
    })
    const stop = ['the', 'of', '水']
    fc.assert(
      fc.property(some, some, (a, b) => {
        const [ocr, truth] = [a.join(''), b.join('')]
        const found = orderFree(ocr, truth, false, stopWordTest(stop))
        const isStop = (word: string) => stop.includes(word.toLowerCase())
        for (const [rate, which] of [
          [found.stopWords!, true],
          [found.otherWords!, false],
        ] as const) {
          const [wordsA, wordsB] = [ocr, truth].map((text) =>
            naiveWords(text).filter((word) => isStop(word) === which),
          )
          expect(errors(rate)).toBe(naiveBagErrors(wordsA, wordsB))
          expect(rate.length).toBe(wordsB.length)
        }
      }),
    )
  })

  test('of texts that are too long, lines have no rate, and a sum has none either', () => {
    const long = `${TABLE.join('\n')}\n`.repeat(600)
    const found = orderFree(long, long)
    expect(found.lines).toBeNull()
    const short = orderFree('a', 'b')
    expect(addOrderFree([found, short])).toMatchObject({
      lines: null,
      characters: { substitutions: 1, length: found.characters.length + 1 },
    })
    expect(addOrderFree([short, short]).lines).toMatchObject({ substitutions: 2, length: 2 })
    expect(addOrderFree([]).words.rate).toBe(NaN)
  })

  const piece = fc.constantFrom('ab', 'abc', 'the ', 'th', 'é', '字', '\n', '\r\n', ' ', 'x', 'oats ', '\n\n')
  const written = fc.array(piece, { maxLength: 18 }).map((parts) => parts.join(''))

  test('equal the slow twins', () => {
    fc.assert(
      fc.property(written, written, (ocr, truth) => {
        const { characters, words, lines: inLines } = orderFree(ocr, truth)
        const [inkA, inkB] = [ocr, truth].map((text) => naiveGraphemes(naiveInk(text)))
        expect(errors(characters)).toBe(naiveBagErrors(inkA!, inkB!))
        expect(characters.length).toBe(inkB!.length)
        const [wordsA, wordsB] = [ocr, truth].map((text) => naiveWords(text.normalize('NFC')))
        expect(errors(words)).toBe(naiveBagErrors(wordsA!, wordsB!))
        expect(words.length).toBe(wordsB!.length)
        expect(errors(inLines!)).toBe(naiveLineErrors(lines(ocr), lines(truth)))
      }),
      { numRuns: 300 },
    )
  })

  test('equal the slow twins on long lines', () => {
    const long = fc.array(fc.constantFrom('the mill ', 'river', ' ', '水', 'a', '\n'), {
      minLength: 20,
      maxLength: 60,
    })
    const text = long.map((parts) => parts.join(''))
    fc.assert(
      fc.property(text, text, (ocr, truth) => {
        expect(errors(orderFree(ocr, truth).lines!)).toBe(naiveLineErrors(lines(ocr), lines(truth)))
      }),
      { numRuns: 5 },
    )
  })

  test('shuffled lines of running text have the errors of their letters alone', () => {
    fc.assert(
      fc.property(fc.constantFrom(...TEXTS.slice(3)), fc.array(fc.nat(), { maxLength: 6 }), (text, swaps) => {
        const rows = text.split('\n')
        const shuffled = [...rows]
        for (const at of swaps) shuffled.push(...shuffled.splice(at % rows.length, 1))
        const found = orderFree(shuffled.join('\n'), text)
        expect([found.characters.rate, found.words.rate, found.lines!.rate]).toEqual([0, 0, 0])
      }),
      { numRuns: 50 },
    )
  })
})

test('the place of a pattern is the nearest part of a text, also beyond 32 and 64 rows', () => {
  const units = (most: number) =>
    fc.array(fc.nat(2), { minLength: 1, maxLength: most }).map((list) => Int32Array.from(list))
  fc.assert(
    fc.property(units(80), units(90), (pattern, text) => {
      const { errors: found, from, to } = placeIn(pattern, text, 3)
      expect(editDistance([...pattern], [...text.subarray(from, to)])).toBe(found)
      // The least of the last row, where the first costs nothing (Sellers 1980).
      let row = Array.from({ length: pattern.length + 1 }, (_, i) => i)
      let least = pattern.length
      let end = 0
      text.forEach((unit, c) => {
        const next = [0]
        for (let i = 1; i <= pattern.length; i++)
          next.push(Math.min(next[i - 1]! + 1, row[i]! + 1, row[i - 1]! + (pattern[i - 1] === unit ? 0 : 1)))
        row = next
        if (row[pattern.length]! < least) {
          least = row[pattern.length]!
          end = c + 1
        }
      })
      expect([found, to]).toEqual([least, end])
    }),
    { numRuns: 300 },
  )
})
