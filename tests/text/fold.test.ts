import assigned from '@unicode/unicode-15.1.0/Binary_Property/Assigned/code-points.mjs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fold, type FoldedText, foldToString } from '../../src/text/fold.js'
import { naiveFold } from '../naive/fold.js'
import { charactersRead } from '../work.js'
import { assertMap, clusters, foldsTwice, text } from './strings.js'
import variants from '../../src/text/tables/variants.json' with { type: 'json' }

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
  // Unassigned code points are all alike, and so are private ones that MUFI does not assign: one is enough.
  const named = new Set(variants.private.map((pair) => pair.codePointAt(0)!))
  const known = [...assigned.filter((c) => c < 0xe000 || c > 0xf8ff || named.has(c)), 0xe000, 0x378]
  it('alone', () => sweep(all, (c) => c))
  it('alone, script kept', () => sweep(known, (c) => c, false))
  it('between letters', () => sweep(known, (c) => `a${c}b`))

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

describe('notations of one letter or digit', () => {
  it.each([
    ['Arabic-Indic digits', '٣٥ درجة', '35 درجة'],
    ['Persian digits', '۲۰۲۶', '2026'],
    ['Devanagari digits', '१२ जनवरी', '12 जनवरी'],
    ['digits outside the basic plane', '𐒠𐒩', '09'],
    ['yo', 'ещё ЁЛКА', 'еще елка'],
    ['yo with its dots apart', 'еще\u0308', 'еще'],
    ['yo with more dots than it needs', 'ещё\u0308\u0308', 'еще'],
    ['yo with a mark below among its dots', 'ё\u0327\u0308\u0308', 'е\u0327'],
    ['an e above', 'gruͤn Vͤgel oͤffnen', 'grün v\u0308gel öffnen'],
    ['forms of Han', '靑山 淸風 黒板', '青山 清风 黑板'],
    ['forms that are also traditional', '説 產 産', '说 产 产'],
    ['letters of the private-use area', '\ueba2t \ue8ae', 'sit oꝛ'],
  ])('%s', (_, source, other) => expect(foldToString(source)).toBe(foldToString(other)))

  it('keeps Han forms together where script is kept', () => {
    expect(foldToString('説', { script: false })).toBe(foldToString('說', { script: false }))
    expect(foldToString('说', { script: false })).not.toBe(foldToString('說', { script: false }))
  })

  it('keeps other letters of the same signs apart', () => {
    expect(foldToString('й')).not.toBe('и')
    expect(foldToString('\ue000')).toBe('')
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
  const cases: [string, (n: number) => string][] = [
    ['a base with many alternating marks', (n) => 'a' + '\u0301\u0323'.repeat(n / 2)],
    ['many marks without a base', (n) => '\u0323\u0301'.repeat(n / 2)],
    ['many marks of one script, then one that composes', (n) => 'ก' + '\u0e49'.repeat(n) + '\u0301'],
    ['marks of one script out of order', (n) => 'ก' + '\u0e49\u0e38'.repeat(n / 2)],
    ['many variation selectors', (n) => 'a' + '\ufe0f'.repeat(n)],
    ['many finals', (n) => '\uac00' + '\u11a8'.repeat(n)],
    ['many phrases', (n) => 'ﷺ'.repeat(n / 10)],
    ['one letter again and again', (n) => 'é'.repeat(5 * n)],
    ['marks that compose again and again', (n) => 'e\u0301'.repeat(n / 10)],
    ['joined characters between jamo', (n) => ('\u1100' + '\u200d'.repeat(50) + '\u1161').repeat(n / 100)],
  ]
  it.each(cases)('cost no more for each character of a longer text: %s', (_, text) => {
    const [short, long] = [text(20_000), text(80_000)]
    fold(short) // the table resolves each character once
    const work = charactersRead(() => fold(short))
    expect(work).toBeGreaterThanOrEqual(short.length)
    expect(charactersRead(() => fold(long))).toBeLessThan(5 * work)
    assertMap(fold(long))
  })

  it('five million of one letter fold', () => {
    expect(fold('é'.repeat(5_000_000)).length).toBe(5_000_000)
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
