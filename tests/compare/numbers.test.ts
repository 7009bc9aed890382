import { describe, expect, test } from 'vitest'
import type { Edit } from '../../src/align/edit.js'
import { changesNumber } from '../../src/compare/numbers.js'
import { compare } from '../../src/index.js'

/** Asks about the one edit that brackets mark in both texts, whose nature is given. */
function asked(nature: Edit['nature'], a: string, b: string): boolean {
  const range = (text: string) => ({ from: text.indexOf('['), to: text.indexOf(']') - 1 })
  const bare = (text: string) => text.replace(/[[\]]/g, '')
  const there = changesNumber({ nature, a: range(a), b: range(b) }, bare(a), bare(b))
  expect(changesNumber({ nature, a: range(b), b: range(a) }, bare(b), bare(a))).toBe(there)
  return there
}

describe('a number is changed', () => {
  test.each<[Edit['nature'], string, string]>([
    ['text', 'on [14] May', 'on [15] May'],
    ['text', '[三]人', '[五]人'],
    ['text', 'in 1[8]97', 'in 1[]97'],
    ['punctuation', '3[.]5', '3[]5'],
    ['punctuation', '10[:]30', '10[.]30'],
    ['blank', '3[ ]500', '3[]500'],
    ['punctuation', 'of [-]5 degrees', 'of []5 degrees'],
    ['punctuation', '[-]5', '[]5'],
    ['punctuation', '([−]5)', '([]5)'],
    ['punctuation', 'for [$]5', 'for [€]5'],
    ['punctuation', '5[%]', '5[‰]'],
    ['form', '10[²] metres', '10[2] metres'],
    ['form', '[½] a mile', '[12] a mile'],
  ])('%s: %s / %s', (nature, a, b) => expect(asked(nature, a, b)).toBe(true))
})

describe('a number is not changed', () => {
  test.each<[Edit['nature'], string, string]>([
    ['text', 'the [new] main', 'the [old] main'],
    ['text', 'the harb[0]ur', 'the harb[o]ur'],
    ['text', 'the [1]ine', 'the [l]ine'],
    ['text', '[0]nly', '[o]nly'],
    ['text', 'he [5]aid', 'he [s]aid'],
    ['text', '[一]人', '[ー]人'],
    ['blank', '3[\n]500', '3[]500'],
    ['layout', '3[ ]500', '3[  ]500'],
    ['punctuation', 'the new[,] main', 'the new[] main'],
    // After a letter or a digit the mark is a hyphen or a dash, and no sign.
    ['punctuation', 'COVID[-]19', 'COVID[]19'],
    ['punctuation', 'Apollo[-]11', 'Apollo[ ]11'],
    ['punctuation', '第[-]5章', '第[]5章'],
    ['punctuation', 'x²[-]5', 'x²[]5'],
    ['punctuation', 'Ⅳ[-]5', 'Ⅳ[]5'],
    ['form', '[Ａ]', '[A]'],
    ['form', 'the parish of Elmtree[²] was', 'the parish of Elmtree[2] was'],
  ])('%s: %s / %s', (nature, a, b) => expect(asked(nature, a, b)).toBe(false))
})

test('a hyphen between a name and its number leaves short texts duplicates', () => {
  const [a, b] = ['The rocket Apollo-11 stood on the pad', 'The rocket Apollo 11 stood on the pad']
  expect(compare(a, b)).toMatchObject({ relation: 'duplicate', changed: { numbers: 0 } })
})

describe('numbers are counted, not edits', () => {
  const rest =
    ' and the harbour was open to all ships, as the office said in a note to the papers of the town.'
  test.each([
    ['in 1900 the pier', 'in l9OO the pier', 1],
    ['in 1234 the pier', 'in 5678 the pier', 1],
    ['on 14 May 1900 the pier', 'on 15 May 1901 the pier', 2],
    ['seven boats and six ships', 'six boats and eight ships', 2],
    ['siebenundzwanzig Schiffe und dreißig Boote', 'achtundzwanzig Schiffe und vierzig Boote', 2],
    ['once more six ships', 'six more once ships', 0],
    ['the 1ine was 0nly what he 5aid', 'the line was only what he said', 0],
    ['who 5aid it 1n the o1d mill', 'who said it in the old mill', 0],
    ['block A1 and a3', 'block Al and ae', 2],
    ['三艘船', '五艘船', 1],
    ['昨日14时32分发生4.2级地震', '昨日03时15分发生3.8级地震', 3],
    ['at 10:30 and 11:15', 'at 10.30 and 11.15', 2],
  ] as const)('%s / %s: %i', (a, b, numbers) => {
    expect(compare(a + rest, b + rest).changed.numbers).toBe(numbers)
    expect(compare(b + rest, a + rest).changed.numbers).toBe(numbers)
  })
})
