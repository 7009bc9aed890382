import fc from 'fast-check'
import { beforeEach, expect, test, vi } from 'vitest'
import { classify } from '../../src/compare/classes.js'
import { compare, related, relatedSource } from '../../src/compare/compare.js'
import { DEFAULT_RELATE } from '../../src/compare/relation.js'
import { sharedPassages, verified, verify } from '../../src/compare/verify.js'
import { fold } from '../../src/text/fold.js'
import { noisy, random } from '../noise.js'
import { TEXTS } from '../perturb.js'
import { SEEDS } from '../seeds.js'

vi.mock('../../src/compare/classes.js', { spy: true })
beforeEach(() => void vi.mocked(classify).mockClear())

test('a related pair is what compare says, and its edits are named once, when asked for', () => {
  const pair = related(fold(SEEDS[0]), fold(SEEDS[1]), DEFAULT_RELATE)!
  expect(classify).not.toHaveBeenCalled()
  const edits = pair.edits()
  const times = vi.mocked(classify).mock.calls.length
  expect(times).toBeGreaterThan(0)
  expect(pair.edits()).toBe(edits)
  expect(classify).toHaveBeenCalledTimes(times)
  expect({ ...pair.comparison, edits }).toEqual(compare(SEEDS[0], SEEDS[1]))
})

test('the differences of a related pair name nothing, and are where compare finds them', () => {
  for (const [a, b] of [
    [SEEDS[0], SEEDS[1]],
    [SEEDS[1], SEEDS[0]],
  ]) {
    const differences = related(fold(a), fold(b), DEFAULT_RELATE)!.differences()
    expect(classify).not.toHaveBeenCalled()
    const { edits } = compare(a, b, { layout: true })
    vi.mocked(classify).mockClear()
    const where = edits.map((edit) => [edit.a.from, edit.a.to, edit.b.from, edit.b.to])
    expect(differences.map((edit) => [edit.a.from, edit.a.to, edit.b.from, edit.b.to])).toEqual(where)
  }
})

test('unrelated texts are null', () => {
  expect(related(fold(SEEDS[2]), fold(SEEDS[3]), DEFAULT_RELATE)).toBeNull()
  expect(related(fold(''), fold(SEEDS[3]), DEFAULT_RELATE)).toBeNull()
})

test('a source is related to a text as its folded text is', () => {
  const pair = fc.record({
    a: fc.constantFrom(...TEXTS, TEXTS.join(''), TEXTS[3].slice(0, 80), ''),
    b: fc.constantFrom(...TEXTS, TEXTS.join(''), TEXTS[3].slice(0, 80), 'ﷺ'.repeat(300), '\u{20000}\u0301 x'),
    from: fc.constantFrom(0, 0, 60),
    rate: fc.constantFrom(0, 0.1, 0.3),
    seed: fc.nat(999),
  })
  fc.assert(
    fc.property(pair, ({ a, b, from, rate, seed }) => {
      const source = noisy(b.slice(from), rate, random(seed)).copy
      const expected = related(fold(a), fold(source), DEFAULT_RELATE)
      const found = relatedSource(fold(a), source, DEFAULT_RELATE)
      expect(found?.comparison).toEqual(expected?.comparison)
      expect(found?.edits()).toEqual(expected?.edits())
      expect(found?.b).toEqual(expected?.b)
    }),
    { numRuns: 200 },
  )
})

test('a text and its copy to the letter are one passage, as the long way finds it', () => {
  const source = fc.oneof(
    fc.constantFrom(...TEXTS, '', '  ', '1', 'ab', '(1)', '-5', '\n“quoted”\n'),
    fc.string({ unit: 'grapheme', maxLength: 60 }),
  )
  fc.assert(
    fc.property(source, (text) => {
      const a = fold(text)
      const found = verify(a, fold(text), DEFAULT_RELATE)
      expect(found).toEqual(verify(a, a, DEFAULT_RELATE))
      // The passages of the two, aligned although they are equal.
      const shared = sharedPassages(a, fold(text), DEFAULT_RELATE)
      expect(found).toEqual(verified(a, fold(text), shared, DEFAULT_RELATE))
    }),
    { numRuns: 300 },
  )
})
