import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compareFolded } from '../../../src/compare/compare.js'
import { DEFAULT_RELATE } from '../../../src/compare/relation.js'
import { accountOf, type Account } from '../../../src/dedupe/account/account.js'
import { sameUnit, slots, type Slot } from '../../../src/dedupe/account/slots.js'
import { contentUnits, type ContentUnits } from '../../../src/dedupe/account/units.js'
import { fold } from '../../../src/text/fold.js'
import { commonWords } from '../../naive/common-words.js'
import { TEXTS } from '../../perturb.js'

function account(document: string, keeper: string): Account {
  const d = fold(document)
  const k = fold(keeper)
  return accountOf(d, k, compareFolded(d, k, DEFAULT_RELATE))
}

/** The units that no slot has. */
function agreeing({ count }: ContentUnits, ranges: readonly { from: number; to: number }[]): number[] {
  const units: number[] = []
  for (let i = 0; i < count; i++) if (!ranges.some(({ from, to }) => i >= from && i < to)) units.push(i)
  return units
}

/** Asserts that what no slot has is the same on both sides; a number may have a unit in the keeper alone. Returns how many. */
function expectAgreement(document: ContentUnits, keeper: ContentUnits, found: readonly Slot[]): number {
  const own = agreeing(
    document,
    found.map((slot) => slot.document),
  )
  const other = agreeing(
    keeper,
    found.map((slot) => slot.keeper),
  )
  expect(own.length).toBe(other.length)
  for (let i = 0; i < own.length; i++) expect(sameUnit(document, own[i]!, keeper, other[i]!)).toBe(true)
  return own.length
}

describe('places that differ', () => {
  const words = fc.array(fc.constantFrom('harbour', 'ferry', 'island', 'quay', 'storm', 'crane'), {
    maxLength: 30,
  })

  test('of two texts that nothing aligns leave out as many words as two lists have in common', () => {
    fc.assert(
      fc.property(words, words, (a, b) => {
        const d = contentUnits(fold(a.join(' ')))
        const k = contentUnits(fold(b.join(' ')))
        const found = slots(d, k, { passages: [], edits: [] })
        expect(expectAgreement(d, k, found)).toBe(commonWords(a, b))
      }),
    )
  })

  test('leave out only units that both texts have in the same order', () => {
    const base = TEXTS[3]!.split(' ')
    const edits = fc.array(fc.tuple(fc.nat(base.length - 1), fc.constantFrom('', 'quay', 'storm crane')), {
      maxLength: 8,
    })
    fc.assert(
      fc.property(edits, edits, (one, other) => {
        const [d, k] = [one, other].map((list) => {
          const text = [...base]
          for (const [at, by] of list) text[at] = by
          return contentUnits(fold(text.join(' ')))
        }) as [ContentUnits, ContentUnits]
        const found = slots(d, k, compareFolded(d.text, k.text, DEFAULT_RELATE))
        expectAgreement(d, k, found)
      }),
      { numRuns: 40 },
    )
  })
})

describe('an account', () => {
  /** Texts of several sentences, and their sentences. */
  const texts = TEXTS.slice(2, 6).map((text) => text.split(/(?<=[.!?]) /))
  const place = fc.constantFrom(...texts).chain((sentences) =>
    fc.record({
      sentences: fc.constant(sentences),
      at: fc.integer({ min: 1, max: Math.max(1, sentences.length - 1) }),
    }),
  )

  test('of a text and itself is clean', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.constantFrom(...TEXTS), fc.string({ unit: 'binary', maxLength: 300 })),
        (text) => {
          const { clean, items } = account(text, text)
          expect(clean).toBe(true)
          expect(items).toEqual([])
        },
      ),
    )
  })

  test('is not clean with a sentence, a number or a negation more', () => {
    const fresh = fc.constantFrom(
      'Two clerks were dismissed for theft in the same week.',
      'The bridge at Ulverton fell into the river.',
      'It was 4711 feet.',
      'Nobody had 38 of them.',
    )
    fc.assert(
      fc.property(place, fresh, ({ sentences, at }, sentence) => {
        const keeper = sentences.join(' ')
        const document = [...sentences.slice(0, at), sentence, ...sentences.slice(at)].join(' ')
        expect(account(document, keeper).clean, sentence).toBe(false)
      }),
      { numRuns: 60 },
    )
  })

  test('stays clean where the document has a sentence less', () => {
    fc.assert(
      fc.property(place, ({ sentences, at }) => {
        const document = [...sentences.slice(0, at), ...sentences.slice(at + 1)].join(' ')
        expect(account(document, sentences.join(' ')).clean).toBe(true)
      }),
      { numRuns: 60 },
    )
  })

  test('is not clean where the keeper denies what the document says', () => {
    fc.assert(
      fc.property(fc.constantFrom(...TEXTS.slice(2, 5)), fc.nat(), (text, seed) => {
        const places = [...text.matchAll(/(?<=[a-z]) (?=[a-z]{3,} [a-z])/g)]
        if (places.length === 0) return
        const { index } = places[seed % places.length]!
        const denied = `${text.slice(0, index)} not ${text.slice(index + 1)}`
        expect(account(text, denied).clean).toBe(false)
        expect(account(denied, text).clean).toBe(false)
      }),
      { numRuns: 60 },
    )
  })

  test.each([
    ['lone surrogates', '\ud800 a\udc00b '.repeat(400)],
    ['digits', '0123456789'.repeat(10_000)],
    ['numbers', '12,345.6 '.repeat(3000)],
    ['spaces', `a${' '.repeat(100_000)}b`],
    ['one letter', 'a '.repeat(20_000)],
    ['hyphens at the ends of lines', 'ab-\n'.repeat(10_000)],
    ['Han digits', '三百'.repeat(5000)],
  ])(
    'stands hostile texts: %s',
    (_, text) => {
      const start = performance.now()
      for (const [a, b] of [
        [text, text],
        [text, TEXTS[3]!],
        [TEXTS[3]!, text],
        [text, `${text} ${TEXTS[3]!} ${text}`],
      ] as const) {
        const d = fold(a)
        const k = fold(b)
        const range = (source: string) => ({ from: 0, to: source.length })
        accountOf(d, k, { passages: [], edits: [] })
        accountOf(d, k, { passages: [{ a: range(a), b: range(b) }], edits: [{ a: range(a), b: range(b) }] })
      }
      // Seconds, not minutes, on a machine that does other work.
      expect(performance.now() - start).toBeLessThan(20_000)
    },
    60_000,
  )
})
