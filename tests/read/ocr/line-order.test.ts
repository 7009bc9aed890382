import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { orderIn } from '../../../src/read/ocr/line-order.js'
import { permutations } from '../../permutations.js'

const squeezed = (text: string) => text.replace(/\s+/g, '')

describe('the order of lines in a text that is made of them', () => {
  test.each([
    ['b\na', ['a', 'b'], [1, 0]],
    ['b a', ['a', 'b'], [1, 0]],
    ['b\r\na\r\n\r\n', ['a', 'b'], [1, 0]],
    ['a  b\nc', ['c', 'a b'], [1, 0]],
    // One of two equal lines is the first of them.
    ['a\nb\na', ['a', 'a', 'b'], [0, 2, 1]],
    // The longer of two that fit is the next.
    ['ab a', ['a', 'ab'], [1, 0]],
    // Composed or not is one text.
    ['u\u0308\na', ['a', 'ü'], [1, 0]],
    ['b\na', ['a', '', 'b', ' '], [2, 0, 1, 3]],
    ['', [], []],
  ])('%j of %j', (text, lines, order) => {
    expect(orderIn(text, lines)).toEqual(order)
  })

  test.each([
    ['a\nb', ['a']],
    ['a', ['a', 'b']],
    ['a\nc', ['a', 'b']],
    ['', ['a']],
  ])('%j is not made of %j', (text, lines) => {
    expect(orderIn(text, lines)).toBeUndefined()
  })

  test('where every order is tried, the same texts are made of the lines', () => {
    const lines = fc.array(fc.stringMatching(/^[ab ]{0,3}$/), { maxLength: 5 })
    fc.assert(
      fc.property(lines, fc.nat(), fc.constantFrom('\n', ' ', ''), (given, seed, between) => {
        const all = [...permutations(given.map((_, i) => i))]
        const text = all[seed % all.length]!.map((i) => given[i]).join(between)
        const order = orderIn(text, given)
        if (order === undefined) {
          // Only lines that run together and begin alike may be missed.
          expect(between).not.toBe('\n')
          return
        }
        expect([...order].sort()).toEqual(given.map((_, i) => i))
        expect(squeezed(order.map((i) => given[i]).join(''))).toBe(squeezed(text))
      }),
    )
  })

  test('many lines that begin alike are given up in time', () => {
    const lines = Array.from({ length: 3000 }, (_, i) => `${'a'.repeat(400)}${i}`)
    const start = performance.now()
    expect(orderIn(lines.slice().reverse().join(''), lines)).toBeUndefined()
    expect(orderIn(`${lines.slice().reverse().join('').slice(0, -1)}x`, lines)).toBeUndefined()
    expect(orderIn(lines.slice().reverse().join('\n'), lines)).toEqual(
      lines.map((_, i) => lines.length - 1 - i),
    )
    expect(performance.now() - start).toBeLessThan(5000)
  })
})
