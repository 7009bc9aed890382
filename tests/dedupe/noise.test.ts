import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ocrNoise } from '../../src/dedupe/noise.js'
import { noisy, random } from '../noise.js'
import { TEXTS } from '../perturb.js'

describe('the noise of a text', () => {
  test('grows with the errors a scanner makes, in every script', () => {
    for (const text of TEXTS) {
      const levels = [0, 0.05, 0.15, 0.3].map((rate) => ocrNoise(noisy(text, rate, random(4)).copy))
      expect(levels).toEqual([...levels].sort((x, y) => x - y))
      expect(new Set(levels).size).toBe(levels.length)
    }
  })

  test('does not grow with layout, case or width', () => {
    const [text] = TEXTS.slice(3)
    expect(ocrNoise(text.toUpperCase())).toBe(ocrNoise(text))
    expect(ocrNoise(text.replaceAll('\n', '  \r\n'))).toBe(ocrNoise(text))
  })

  test('does not shrink because a text is long', () => {
    const text = TEXTS[0]
    expect(Math.abs(ocrNoise(text) - ocrNoise(text.slice(0, 1100)))).toBeLessThan(0.1)
  })

  test('lies between 0 and 2 for whatever comes', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.string({ unit: 'binary' })), (text) => {
        const noise = ocrNoise(text)
        expect(noise >= 0 && noise <= 2).toBe(true)
      }),
    )
    expect([ocrNoise(''), ocrNoise('。！')]).toEqual([0, 0])
  })
})
