import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { prepare } from '../../src/align/seeds.js'
import { DROP, extend, sharesStretch } from '../../src/align/stretch.js'
import { fold } from '../../src/text/fold.js'
import { naiveExtension } from '../naive/stretch.js'
import { noisy, random } from '../noise.js'
import { PROSE } from '../prose.js'
import { SEEDS } from '../seeds.js'

const units = (text: string) => ({
  units: Uint16Array.from(text, (c) => c.charCodeAt(0)),
  length: text.length,
})

describe('extend', () => {
  test('goes as far as whole tables of scores say, to the right and to the left', () => {
    const text = fc.string({ unit: fc.constantFrom(...'ab'), maxLength: 60 })
    const pair = fc.oneof(
      fc.tuple(text, text),
      // Copies with errors go on longer.
      fc
        .tuple(fc.string({ unit: fc.constantFrom(...'abcdef'), maxLength: 120 }), fc.nat(), fc.nat(40))
        .map(([a, seed, rate]): [string, string] => [a, noisy(a, rate / 100, random(seed)).copy]),
    )
    fc.assert(
      fc.property(pair, fc.nat(5), fc.nat(80), ([a, b], from, enough) => {
        const s = Math.min(from, a.length)
        const right = { ...extend(units(a), s, units(b), 0, 1, enough) }
        expect(right).toEqual(naiveExtension(a.slice(s), b, enough, DROP))
        const left = { ...extend(units(a), a.length - s, units(b), b.length, -1, enough) }
        const mirrored = (one: string) => [...one].reverse().join('')
        expect(left).toEqual(naiveExtension(mirrored(a.slice(0, a.length - s)), mirrored(b), enough, DROP))
      }),
      { numRuns: 1000 },
    )
  })
})

describe('sharesStretch', () => {
  const asked = (a: string, b: string, size: number) => {
    const text = fold(a)
    prepare(text)
    return sharesStretch(text, fold(b), size)
  }
  const { article: english, foreign } = PROSE[1]

  test('is true of a passage with 20 % of wrong characters among other text', () => {
    const next = random(11)
    for (const [text, other, length] of [
      [english, foreign, 400],
      [SEEDS[0], SEEDS[3], 200],
    ] as const) {
      for (let from = 0; from + length < Math.min(text.length, 4000); from += length) {
        const passage = noisy(text.slice(from, from + length), 0.2, next).copy
        expect(asked(text, other.slice(0, 500) + passage + other.slice(500, 900), 24)).toBe(true)
      }
    }
  })

  test('is false of a phrase', () => {
    const phrase = english.slice(100, 130)
    expect(asked(english, foreign.slice(0, 300) + phrase + foreign.slice(300), 24)).toBe(false)
    const han = SEEDS[0].slice(300, 315)
    expect(asked(SEEDS[0], SEEDS[3].slice(0, 300) + han + SEEDS[3].slice(300, 900), 24)).toBe(false)
  })

  test('is true where more places would have to be tried than it tries', () => {
    const words = Array.from({ length: 200 }, (_, i) => `notwithstanding ${i * 7919}`)
    expect(asked(words.join(' '), [...words].reverse().join(' '), 24)).toBe(true)
  })
})
