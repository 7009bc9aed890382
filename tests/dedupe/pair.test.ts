import fc from 'fast-check'
import { expect, test } from 'vitest'
import { compare, related } from '../../src/compare/compare.js'
import { DEFAULT_RELATE } from '../../src/compare/relation.js'
import { mirrorPair, pairOf, tieOf } from '../../src/dedupe/pair.js'
import type { RemovalDecision } from '../../src/dedupe/removal.js'
import type { FoundMatch } from '../../src/store/search.js'
import { fold } from '../../src/text/fold.js'
import { noisy, random } from '../noise.js'
import { TEXTS } from '../perturb.js'

/** What was decided is not the subject here. */
const DECISION: RemovalDecision = { removed: false, code: 'part', reason: '', differences: [], total: 0 }

function found(a: string, b: string): FoundMatch<number> | null {
  const pair = related(fold(a), fold(b), DEFAULT_RELATE)
  if (pair === null) return null
  const { b: other, comparison, edits, differences } = pair
  return { match: { id: 7, verified: true, ...comparison }, other, edits, differences }
}

test('a mirrored pair is what comparing the other way round gives, edits and all', () => {
  const texts = fc.record({
    text: fc.constantFrom(...TEXTS),
    from: fc.constantFrom(0, 0, 60),
    rate: fc.constantFrom(0, 0.02, 0.1),
    inserted: fc.constantFrom('', '', ' This sentence stands in one of them. '),
    seed: fc.nat(999),
  })
  fc.assert(
    fc.property(texts, ({ text, from, rate, inserted, seed }) => {
      const a = text.slice(0, 500)
      const b = noisy(text.slice(from, 250) + inserted + text.slice(250, 560), rate, random(seed)).copy
      const pair = found(a, b)
      if (pair === null) return
      const mirrored = mirrorPair(pair, 'a')
      const { edits, ...comparison } = compare(b, a)
      expect(tieOf(mirrored, DECISION, true)).toEqual({
        ...comparison,
        id: 'a',
        verified: true,
        decision: DECISION,
        edits,
      })
      const own = related(fold(b), fold(a), DEFAULT_RELATE)!.differences()
      expect(mirrored.differences()).toEqual(own.map(({ a, b }) => ({ a, b })))
    }),
    { numRuns: 200 },
  )
})

test('also where the two halves of a text stand in the other order, with differences in both', () => {
  const [first, second] = [TEXTS[3], TEXTS[4]]
  const a = `${first}\n\n${second}`
  const b = `${second.replace('Schnee', 'Schncc')}\n\n${first.replace('Tuesday', 'Tucsday')}`
  const mirrored = mirrorPair(found(a, b)!, 'a').differences()
  expect(mirrored.length).toBeGreaterThan(1)
  expect(mirrored).toEqual(
    related(fold(b), fold(a), DEFAULT_RELATE)!
      .differences()
      .map(({ a, b }) => ({ a, b })),
  )
})

test('a tie carries edits on request only', () => {
  const pair = pairOf(found(TEXTS[3], TEXTS[3].replace('Tuesday', 'Tucsday'))!, 'b')
  expect(tieOf(pair, DECISION, false)).not.toHaveProperty('edits')
  expect(tieOf(pair, DECISION, true)).toMatchObject({ id: 'b', edits: [{ b: { text: 'c' } }] })
})
