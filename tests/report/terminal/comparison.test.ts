import { expect, test } from 'vitest'
import { compare, type NamedEdit } from '../../../src/compare/compare.js'
import { inContext } from '../../../src/report/edit-in-context.js'
import type { Paint } from '../../../src/report/terminal/paint.js'
import { LineNumbers } from '../../../src/report/line-numbers.js'
import { comparisonToText } from '../../../src/report/terminal/comparison.js'
import { SEEDS } from '../../seeds.js'

function report(a: string, b: string, paint?: Paint): string {
  return comparisonToText(compare(a, b), { name: 'a.txt', text: a }, { name: 'b.txt', text: b }, paint)
}

const LONG =
  'The mayor opened the new bridge over the river on Monday morning in front of a large and cheerful crowd. '

test('page and article', () => {
  const text = report(SEEDS[0]!, SEEDS[1]!)
  expect(text).toMatch(/^A contains B\n/)
  expect(text).toContain('A  a.txt  5,457 characters  125 lines  37.2 % in B\n')
  expect(text).toContain('据研究院、重庆高新区飞[鸟→马]创新研究院、哈尔滨工业\n')
  expect(text).toContain('系，重庆已布局建设“一[−⏎⏎]带一路”联合实验室1家、\n')
  expect(text).toMatch(/\n {3}39 {2}18 {2}\S+ +据研究院/)
  expect(text).not.toMatch(/ \n/)
})

test.each([
  [LONG, LONG, 'A and B are identical'],
  [LONG, LONG.toUpperCase(), 'A and B are duplicates'],
  [`${LONG} 12 came.`, `${LONG} 13 came.`, 'A and B are duplicates, but 1 number changed'],
  [LONG, SEEDS[0]!, 'A and B are unrelated: they share no passage'],
  [SEEDS[1]!, SEEDS[0]!, 'A is contained in B'],
  [SEEDS[0]! + SEEDS[2]!, SEEDS[2]! + SEEDS[4]! + SEEDS[3]!, 'A and B overlap: they share'],
])('verdict %#', (a, b, verdict) => {
  expect(report(a, b).split('\n')[0]).toContain(verdict)
})

test('differences of layout alone are said to be that', () => {
  expect(report(LONG, LONG.replaceAll(' ', '  '))).toContain(
    'no difference but layout inside what they share',
  )
})

test('a budget that cut the work short is told', () => {
  const comparison = { ...compare(LONG, LONG), exact: false }
  const text = comparisonToText(comparison, { name: 'a', text: LONG }, { name: 'b', text: LONG })
  expect(text).toContain('A budget cut the comparison short')
})

test('nothing in a text or a name reaches the terminal as a command', () => {
  const a = LONG + '\u001b[2J and then he spoke of the future of the city.'
  const b = LONG + '\u001b]0;owned\u0007 and then he spoke of the future of the city.'
  const text = comparisonToText(compare(a, b), { name: '\u001b[31m', text: a }, { name: 'b', text: b })
  // eslint-disable-next-line no-control-regex
  expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f]/)
})

test('paint changes no character', () => {
  const painted = report(SEEDS[0]!, SEEDS[1]!, (role, text) =>
    text === '' ? '' : `<${role}>${text}</${role}>`,
  )
  expect(painted.replace(/<\/?[a-z]+>/g, '').replace(/ +$/gm, '')).toBe(report(SEEDS[0]!, SEEDS[1]!))
  expect(painted).toContain('飞</dim>[<a>鸟</a>→<b>马</b>]<dim>创')
})

test('a long edit shows its ends', () => {
  const long = `${'鸟'.repeat(5000)}${'马'.repeat(5000)}`
  const edit = {
    kind: 'insert',
    class: 'omission',
    a: { from: 3, to: 3, text: '' },
    b: { from: 3, to: 10_003, text: long },
  }
  expect(inContext(edit as NamedEdit, '左左左右右右')).toBe(
    `左左左[+${'鸟'.repeat(15)}…${'马'.repeat(14)}]右右右`,
  )
})

test.each([
  ['', 1, [[0, 1]]],
  [
    'a\nb',
    2,
    [
      [0, 1],
      [1, 1],
      [2, 2],
      [3, 2],
    ],
  ],
  [
    'a\r\nb\rc\n',
    3,
    [
      [1, 1],
      [2, 1],
      [3, 2],
      [5, 3],
      [7, 3],
    ],
  ],
] as [string, number, [number, number][]][])('places of %j', (text, lines, offsets) => {
  const places = new LineNumbers(text)
  expect(places.lines).toBe(lines)
  expect(offsets.map(([offset]) => [offset, places.line(offset)])).toEqual(offsets)
})
