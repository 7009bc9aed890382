import assigned from '@unicode/unicode-15.1.0/Binary_Property/Assigned/code-points.mjs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fold, type FoldedText, foldToString } from '../../src/text/fold.js'
import { naiveFold } from '../naive/fold.js'
import { assertMap, clusters, foldsTwice, text } from './strings.js'

function assertNaive(source: string, script = true): void {
  const folded = fold(source, { script })
  const naive = naiveFold(source, script)
  const got = String.fromCharCode(...folded.units)
  if (got !== naive.text || [...folded.wordStarts].join('') !== naive.wordStarts.join('')) {
    expect({ source, text: got, wordStarts: [...folded.wordStarts] }).toEqual({ source, ...naive })
  }
}

describe('every code point', () => {
  /** Folds 1,024 contexts at a time, a space between two: one by one the naive fold takes minutes. */
  function sweep(points: readonly number[], context: (char: string) => string, script = true): void {
    for (let from = 0; from < points.length; from += 1024) {
      const contexts = points.slice(from, from + 1024).map((c) => context(String.fromCodePoint(c)))
      const together = contexts.join(' ')
      const naive = naiveFold(together, script)
      const folded = fold(together, { script })
      if (
        String.fromCharCode(...folded.units) !== naive.text ||
        [...folded.wordStarts].join('') !== naive.wordStarts.join('')
      ) {
        for (const source of contexts) assertNaive(source, script)
        expect.fail('contexts interact across a space')
      }
    }
  }

  const all = Array.from({ length: 0x110000 }, (_, c) => c)
  // Unassigned and private code points are all alike: two are enough.
  const known = [...assigned.filter((c) => c < 0xe000 || c > 0xf8ff), 0xe000, 0x378]
  it('alone', () => sweep(all, (c) => c))
  it('alone, script kept', () => sweep(known, (c) => c, false))
  it('between letters', () => sweep(all, (c) => `a${c}b`))

  const contexts: [string, (char: string) => string][] = [
    ['under an acute', (c) => `${c}\u0301`],
    ['between a letter and a cedilla', (c) => `e${c}\u0327`],
    ['between alpha and iota below', (c) => `α${c}\u0345`],
    ['between jamo', (c) => `\u1112${c}\u1161\u11ab`],
    ['on a Thai word', (c) => `\u0e19\u0e49${c}\u0e33`],
    ['before a voiced sound mark', (c) => `${c}\uff9e`],
    ['after a hamza seat', (c) => `\u0627${c}\u0654`],
    ['between halves of a Tamil vowel', (c) => `\u0b95\u0bc6${c}\u0bbe`],
    ['between a digit and a keycap', (c) => `1${c}\u20e3`],
  ]
  it.each(contexts)('%s', (_, context) => sweep(known, context))

  it('folded twice', () => {
    for (const c of known) {
      const once = foldToString(String.fromCodePoint(c))
      if (foldToString(once) !== once) expect.fail(`U+${c.toString(16)}`)
    }
  })
})

describe('random strings', () => {
  const runs = { numRuns: 20_000 }

  it('equal the naive fold', () => {
    fc.assert(
      fc.property(text, fc.boolean(), (source, script) => assertNaive(source, script)),
      runs,
    )
  })

  it('map back to the source', () => {
    fc.assert(
      fc.property(text, (source) => assertMap(fold(source))),
      runs,
    )
  })

  it('fold cluster by cluster', () => {
    const slices = (folded: FoldedText) =>
      clusters(folded)
        .map(({ start, end }) => foldToString(folded.source.slice(start, end)))
        .join('')
    fc.assert(
      fc.property(text, (source) => slices(fold(source)) === foldToString(source)),
      runs,
    )
  })

  it('fold to a fixed point, unless a gap keeps apart what would join', () => {
    fc.assert(
      fc.property(text, (source) => {
        const folded = fold(source)
        const once = foldToString(source)
        return !foldsTwice(folded) || foldToString(once) === once
      }),
      runs,
    )
  })
})

describe('worst cases', () => {
  // Linear work takes well under a second each; quadratic work would take minutes.
  const N = 1_000_000
  const cases: [string, string][] = [
    ['a base with a million alternating marks', 'a' + '\u0301\u0323'.repeat(N / 2)],
    ['a million marks without a base', '\u0323\u0301'.repeat(N / 2)],
    ['a million marks of one script, then one that composes', 'ก' + '\u0e49'.repeat(N) + '\u0301'],
    ['marks of one script out of order', 'ก' + '\u0e49\u0e38'.repeat(N / 2)],
    ['a million variation selectors', 'a' + '\ufe0f'.repeat(N)],
    ['a million finals', '\uac00' + '\u11a8'.repeat(N)],
    ['a million phrases', 'ﷺ'.repeat(N / 10)],
    ['five million of one letter', 'é'.repeat(5 * N)],
    ['marks that compose again and again', 'e\u0301'.repeat(N / 10)],
    ['joined characters between jamo', ('\u1100' + '\u200d'.repeat(50) + '\u1161').repeat(N / 100)],
  ]
  it.each(cases)('%s', (_, source) => {
    const started = performance.now()
    const folded = fold(source)
    expect(performance.now() - started).toBeLessThan(5000)
    assertMap(folded)
  })

  it('order a long run of marks as a short one', () => {
    for (const marks of ['\u0301\u0323', '\u0323\u0344\u0327', '\u0f71\u0f73\u0f72', '\u0345\u0301\u0653']) {
      assertNaive('a' + marks.repeat(50))
      assertNaive('a' + marks.repeat(200))
    }
  })
})

describe('arguments', () => {
  it('refuses what is not a string', () => {
    expect(() => fold(undefined as unknown as string)).toThrow(/source must be a string/)
  })

  it('folds nothing to nothing', () => {
    expect(fold('').length).toBe(0)
    expect(fold(' \n').length).toBe(0)
  })
})
