import fc from 'fast-check'
import { expect, it } from 'vitest'
import { composed } from '../../src/text/composed.js'
import { text } from './strings.js'

it('is NFC', () => {
  fc.assert(
    fc.property(text, (s) => {
      expect(composed(s)).toBe(s.normalize('NFC'))
    }),
    { numRuns: 2_000 },
  )
  expect(composed('')).toBe('')
})

it('leaves a flood of marks as it is, and composes around it', () => {
  // ICU would sort these for a minute or more.
  const flood = '\u0301\u0323'.repeat(60_000)
  expect(composed(`u\u0308 a${flood}o\u0308`)).toBe(`ü a${flood}ö`)
  expect(composed(`u\u0308 a${flood}`)).toBe(`ü a${flood}`)
  expect(composed(`a${flood} b${flood}e\u0301`)).toBe(`a${flood} b${flood}é`)
})

it('sorts marks up to the limit', () => {
  const marks = '\u0301\u0323'.repeat(500)
  expect(composed(`q${marks}`)).toBe(`q${marks}`.normalize('NFC'))
})
