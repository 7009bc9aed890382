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
  ])('%s: %s / %s', (nature, a, b) => expect(asked(nature, a, b)).toBe(true))
})

describe('a number is not changed', () => {
  test.each<[Edit['nature'], string, string]>([
    ['text', 'the [new] main', 'the [old] main'],
    ['text', 'the harb[0]ur', 'the harb[o]ur'],
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
  ])('%s: %s / %s', (nature, a, b) => expect(asked(nature, a, b)).toBe(false))
})

test('a hyphen between a name and its number leaves short texts duplicates', () => {
  const [a, b] = ['The rocket Apollo-11 stood on the pad', 'The rocket Apollo 11 stood on the pad']
  expect(compare(a, b)).toMatchObject({ relation: 'duplicate', changed: { numbers: 0 } })
})
