import fc from 'fast-check'
import { expect, test } from 'vitest'
import { placeAt, placeOfEdit, type Region } from '../../src/audit/region.js'

const at = (from: number, to: number): Region => ({ from, to, id: `${from}-${to}` })

test('in a region, between two, before the first and behind the last', () => {
  const regions = [at(2, 4), at(5, 9), at(9, 10)]
  const ids = Array.from({ length: 13 }, (_, offset) => placeAt(regions, offset)!.id)
  expect(ids).toEqual([
    ...Array<string>(4).fill('2-4'),
    ...Array<string>(5).fill('5-9'),
    ...Array<string>(4).fill('9-10'),
  ])
})

test('a place is all a region says but its range', () => {
  const place = { page: '1', line: 2, block: 'b', id: 'w', box: [1, 2, 3, 4] as const }
  expect(placeAt([{ from: 0, to: 1, ...place }], 0)).toEqual(place)
})

test('no regions, no place', () => {
  expect(placeAt([], 0)).toBeUndefined()
})

test('is the first region that ends behind the offset, else the last', () => {
  const regions = fc
    .array(fc.tuple(fc.nat(3), fc.integer({ min: 1, max: 4 })), { minLength: 1 })
    .map((gaps) => {
      let end = 0
      return gaps.map(([gap, length]) => {
        const region = at(end + gap, end + gap + length)
        end = region.to
        return region
      })
    })
  fc.assert(
    fc.property(regions, fc.nat(200), (list, offset) => {
      const naive = list.find(({ to }) => to > offset) ?? list.at(-1)!
      expect(placeAt(list, offset)!.id).toBe(naive.id)
    }),
  )
})

test('what a copy lacks at the end of a word stands with that word', () => {
  const regions = [at(0, 3), at(4, 8), at(8, 10), at(11, 12)]
  const id = (from: number, text: string, other: string) => placeOfEdit(regions, { from, text }, other)!.id
  expect(id(3, '', ',')).toBe('0-3')
  expect(id(3, '', 's')).toBe('0-3')
  expect(id(3, ' ', ', ')).toBe('0-3')
  expect(id(12, '', '.')).toBe('11-12')
  // Text in front of a word, within one, and with a word of its own.
  expect(id(4, '', 'a')).toBe('4-8')
  expect(id(4, '', '“')).toBe('4-8')
  expect(id(6, '', ',')).toBe('4-8')
  expect(id(3, '', ' of')).toBe('4-8')
  expect(id(0, '', 'a')).toBe('0-3')
  // Between two words that touch.
  expect(id(8, '', '，')).toBe('4-8')
  expect(id(8, '', '“')).toBe('8-10')
  expect(id(8, '', '鸟')).toBe('8-10')
  // Text of the copy's own stands where it begins.
  expect(id(3, ' a', ',')).toBe('4-8')
  expect(id(3, ' ', '')).toBe('4-8')
  expect(placeOfEdit([], { from: 0, text: '' }, ',')).toBeUndefined()
})
