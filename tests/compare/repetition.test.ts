import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { letterScripts, plainScripts } from '../../src/compare/letters.js'
import { repeatingSide } from '../../src/compare/repetition.js'
import { foldInto, foldToString } from '../../src/text/fold.js'
import { Script } from '../../src/text/script.js'
import { naiveRepeatingSide } from '../naive/repetition.js'

/** Few letters, so that neighbours repeat by chance; some that fold to others, to many or to none. */
const character = fc.constantFrom(
  'a',
  'a',
  'b',
  'b',
  'A',
  '转',
  '移',
  '化',
  ' ',
  '-',
  '1',
  'ß',
  '樣',
  '\u0301',
  'ﷺ',
  '\u{20000}',
)
const text = fc.array(character, { maxLength: 90 }).map((list) => list.join(''))
const side = fc.tuple(text, fc.nat(99), fc.nat(20)).map(([source, from, length]) => {
  const start = Math.min(from, source.length)
  return { source, from: start, to: Math.min(source.length, start + length) }
})

describe('a neighbour written twice', () => {
  test('is what the slow twin finds', () => {
    fc.assert(
      fc.property(side, side, (a, b) => {
        expect(repeatingSide({ a, b }, a.source, b.source)).toBe(naiveRepeatingSide(a, b))
      }),
      { numRuns: 3000 },
    )
  })
})

test('a stretch folded into an array is the folded string of the stretch', () => {
  const units = new Uint16Array(4000)
  fc.assert(
    fc.property(side, fc.nat(9), ({ source, from, to }, at) => {
      const end = foldInto(source, from, to, units, at)
      expect(String.fromCharCode(...units.subarray(at, end))).toBe(foldToString(source.slice(from, to)))
    }),
    { numRuns: 1000 },
  )
})

test('the scripts of ASCII and Han are those of any text', () => {
  const plain = fc.array(fc.constantFrom('a', 'Z', '7', '.', ' ', '国', '樣', 'é', 'я', '〇'), {
    maxLength: 6,
  })
  fc.assert(
    fc.property(plain, (list) => {
      const source = list.join('')
      const bits = plainScripts(source)
      expect(bits < 0).toBe(/[éя〇]/u.test(source))
      if (bits < 0) return
      const scripts = letterScripts(source)
      expect((bits & 1) > 0).toBe(scripts.has(Script.Latin))
      expect((bits & 2) > 0).toBe(scripts.has(Script.Han))
    }),
  )
})
