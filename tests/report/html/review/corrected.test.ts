import fc from 'fast-check'
import { expect, test } from 'vitest'
import { audit } from '../../../../src/audit/audit.js'
import { correctedText } from '../../../../src/report/html/review/corrected.js'
import { naiveCorrected } from '../../../naive/corrected.js'
import { perturbedPair } from '../../../perturb.js'

test('is what the accepted edits make of A, one by one', () => {
  fc.assert(
    fc.property(perturbedPair, fc.array(fc.boolean(), { minLength: 1 }), ({ a, b }, accepted) => {
      const { edits } = audit(a, b, { layout: true })
      const taken = edits.filter((_, i) => accepted[i % accepted.length])
      expect(correctedText(a, taken)).toBe(naiveCorrected(a, taken))
    }),
    { numRuns: 150 },
  )
})

test('without an edit is A, and with all of them reads as B does inside the passages', () => {
  fc.assert(
    fc.property(perturbedPair, ({ a, b }) => {
      const { edits, passages } = audit(a, b, { layout: true })
      expect(correctedText(a, [])).toBe(a)
      const [only, other] = passages
      if (only === undefined || other !== undefined) return
      const inside = edits.filter((edit) => edit.a.from >= only.a.from && edit.a.to <= only.a.to)
      const whole = a.slice(0, only.a.from) + b.slice(only.b.from, only.b.to) + a.slice(only.a.to)
      expect(correctedText(a, inside)).toBe(whole)
    }),
    { numRuns: 100 },
  )
})

test('applies what begins at one place in the order of the list, and of two that overlap the first', () => {
  const edit = (from: number, to: number, text: string) => ({ a: { from, to }, b: { text } })
  expect(correctedText('abc', [edit(1, 1, 'x'), edit(1, 1, 'y'), edit(1, 2, 'B')])).toBe('axyBc')
  expect(correctedText('abc', [edit(0, 2, 'X'), edit(1, 3, 'Y')])).toBe('Xc')
  expect(correctedText('', [edit(0, 0, 'all')])).toBe('all')
})
