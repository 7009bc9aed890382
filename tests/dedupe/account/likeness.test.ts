import fc from 'fast-check'
import { expect, test } from 'vitest'
import { beginsRun, confusableLetters, confusableRun } from '../../../src/audit/shape/confusable-letters.js'
import { distance, misread, shapeDifference } from '../../../src/dedupe/account/likeness.js'
import { stringAlignment } from '../../naive/string-alignment.js'

const word = fc.string({ unit: fc.constantFrom(...'rnmilceoh1'), maxLength: 6 })
/** Words with the same beginning and end, as near misses have them. */
const words = fc
  .tuple(word, word, word, word)
  .map(([start, a, b, end]) => [start + a + end, start + b + end] as const)
  .filter(([a, b]) => a.length + b.length < 15)

test('the distance of two words is the one of its definition, or said to be greater than its bound', () => {
  fc.assert(
    fc.property(words, fc.nat(4), ([a, b], bound) => {
      const exact = stringAlignment(a, b, { replace: () => 1, extra: 1, swap: 1 })
      expect(distance(a, b)).toBe(exact)
      expect(distance(a, b, bound)).toBe(exact > bound ? bound + 1 : exact)
    }),
    { numRuns: 150 },
  )
})

test('look-alikes cost less of the shape of a word, and a letter more or less costs .8', () => {
  fc.assert(
    fc.property(words, ([a, b]) => {
      const replace = (x: string, y: string) =>
        confusableLetters(x.charCodeAt(0), y.charCodeAt(0)) ? 0.3 : 1
      const exact = stringAlignment(a, b, { replace, extra: 0.8, swap: Infinity })
      expect(shapeDifference(a, b)).toBeCloseTo(exact / Math.max(1, a.length, b.length), 5)
    }),
    { numRuns: 150 },
  )
})

/** Whether one can be read as the other: letter by letter, or a letter as two or three. */
function readable(a: string, b: string): boolean {
  if (a === '' || b === '') return a === b
  const alike = a[0] === b[0] || confusableLetters(a.charCodeAt(0), b.charCodeAt(0))
  if (alike && readable(a.slice(1), b.slice(1))) return true
  return [2, 3].some(
    (run) =>
      (a.length >= run && confusableRun(b[0]!, a.slice(0, run)) && readable(a.slice(run), b.slice(1))) ||
      (b.length >= run && confusableRun(a[0]!, b.slice(0, run)) && readable(a.slice(1), b.slice(run))),
  )
}

test('a misreading goes from letter to letter, or from a letter to a run of two or three', () => {
  fc.assert(
    fc.property(words, ([a, b]) => {
      if (Math.abs(a.length - b.length) > 2) return
      expect(misread(a, b)).toBe(readable(a, b))
      // Asked again, after others, it says the same.
      expect(misread(b, a)).toBe(readable(b, a))
      expect(misread(a, b)).toBe(readable(a, b))
    }),
    { numRuns: 500 },
  )
})

test('no run is missed for the letter it begins with', () => {
  const units = [...Array.from({ length: 0x180 }, (_, unit) => String.fromCharCode(unit)), 'ẞ', '\u212a']
  const second = ['n', 'i', 'l', 'I', '1', 'c', 'o', 'f', 'v', 's', 'z', ')', '<', '-I', 'll', 'VI']
  let runs = 0
  for (const letter of units) {
    for (const first of units) {
      for (const rest of second) {
        if (!confusableRun(letter, first + rest)) continue
        runs++
        expect(beginsRun(letter.charCodeAt(0), first.charCodeAt(0)), letter + first).toBe(true)
      }
    }
  }
  expect(runs).toBeGreaterThan(100)
})
