import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { audit } from '../../src/audit/index.js'
import { pairCharacters } from '../../src/audit/character-confusions.js'
import { lookAlike as alike } from '../../src/audit/shape/look-alike.js'
import { sumAudits } from '../../src/audit/summary.js'

const told = (ocr: string, truth: string) =>
  audit(ocr, truth).characterConfusions.map(({ a, b, class: name, count }) => [a, b, name, count])

describe('characters taken for others', () => {
  test('are counted one by one, whatever their neighbours are read for', () => {
    const line = (pairs: string) =>
      `市教育局与市文化馆今年在全市学校开设${pairs}课程，由各校教师分头讲授，学生自愿参加，不收费用。`
    const ocr = line('料学') + line('料字') + line('社会料学')
    const truth = line('科学') + line('科学') + line('社会科学')
    expect(told(ocr, truth)).toEqual([
      ['料', '科', 'shape', 3],
      ['字', '学', 'shape', 1],
    ])
  })

  test('one for two is one pair, and look-alikes come first', () => {
    const ocr =
      'The modem town council met at the corner of the square, and the rnayor opened the meeting with a prayer, xt noon.'
    const truth =
      'The modern town council met at the corner of the square, and the mayor opened the meeting with a prayer, at noon.'
    expect(told(ocr, truth)).toEqual([
      ['m', 'rn', 'shape', 1],
      ['rn', 'm', 'shape', 1],
      ['x', 'a', 'other', 1],
    ])
  })

  test('missing words are no characters; a lost letter is one', () => {
    const rest =
      ' before the members went home to their dinners in the best of tempers that could be wished for.'
    expect(told(`The harbour board met${rest}`, `The harbour and river board met${rest}`)).toEqual([])
    expect(told(`The harbor board met${rest}`, `The harbour board met${rest}`)).toEqual([
      ['', 'u', 'omission', 1],
    ])
  })

  test('examples say where the character stands, and in which pair', () => {
    const rest =
      ' before the members went home to their dinners in the best of tempers that could be wished for.'
    const one = audit(`The harhour board met${rest}`, `The harbour board met${rest}`)
    const sum = sumAudits()
    sum.add(one, 'page 1')
    sum.add(one, 'page 2')
    expect(sum.summary().characterConfusions).toMatchObject([
      {
        a: 'h',
        b: 'b',
        class: 'shape',
        count: 2,
        examples: [{ pair: 'page 1', at: 7, before: 'The har' }, { pair: 'page 2' }],
      },
    ])
  })

  test('the pairs of an edit are its two sides, and no pairing that keeps the order costs less', () => {
    const side = fc.array(fc.constantFrom('r', 'n', 'm', 'a', '科', '料', '1', 'l'), { maxLength: 5 })
    const costs = (x: readonly string[], y: readonly string[]): number => {
      if (x.length === 0 || y.length === 0) return 3 * (x.length + y.length)
      const [first, ...others] = x
      const [head, ...tail] = y
      return Math.min(
        (first === head ? 0 : alike(first!, head!) ? 1 : 4) + costs(others, tail),
        3 + costs(others, y),
        3 + costs(x, tail),
        ...[2, 3].flatMap((run) => [
          x.length >= run && alike(x.slice(0, run).join(''), head!)
            ? 2 + costs(x.slice(run), tail)
            : Infinity,
          y.length >= run && alike(first!, y.slice(0, run).join(''))
            ? 2 + costs(others, y.slice(run))
            : Infinity,
        ]),
      )
    }
    fc.assert(
      fc.property(side, side, (a, b) => {
        const pairs = pairCharacters(a, b)
        expect(pairs.map(({ x }) => x).join('')).toBe(a.join(''))
        expect(pairs.map(({ y }) => y).join('')).toBe(b.join(''))
        const cost = pairs.reduce((sum, { x, y }) => {
          if (x === '' || y === '') return sum + 3
          if (x.length + y.length > 2) return sum + 2
          return sum + (x === y ? 0 : alike(x, y) ? 1 : 4)
        }, 0)
        expect(cost).toBe(costs(a, b))
      }),
      { numRuns: 300 },
    )
  })
})
