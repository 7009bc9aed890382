import { expect, test } from 'vitest'
import { equalByForm, spacedAlike } from '../../src/text/equal-by-form.js'

test('texts are equal by form whatever white space stands where others have some', () => {
  expect(equalByForm('🎉🎉', '🎉🎉')).toBe(true)
  expect(equalByForm('— — —', '— —  —\n')).toBe(true)
  expect(equalByForm('— — —', '———')).toBe(false)
  expect(equalByForm('🎉🎉', '😢')).toBe(false)
  for (const blank of ['', ' ', '\n\t\u3000']) expect(equalByForm(blank, blank)).toBe(false)
})

test('white space is one space between, and none at the ends', () => {
  expect(spacedAlike(' \n one\u3000\u00a0two \u2028')).toBe('one two')
  expect(spacedAlike('\ud800 \udc00')).toBe('\ud800 \udc00')
})
