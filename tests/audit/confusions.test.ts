import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  countConfusions,
  mergeConfusions,
  rankedConfusions,
  type Confusion,
} from '../../src/audit/confusions.js'
import type { EditClass } from '../../src/compare/classes.js'
import type { NamedEdit } from '../../src/compare/compare.js'

/** An edit at a place of A, of the class `other` unless said. */
function edit(at: number, a: string, b: string, name: EditClass = 'other'): NamedEdit {
  const kind = a === '' ? 'insert' : b === '' ? 'delete' : 'substitute'
  return {
    kind,
    class: name,
    a: { from: at, to: at + a.length, text: a },
    b: { from: 0, to: b.length, text: b },
  } as NamedEdit
}

function counted(edits: readonly NamedEdit[], source = '', pair?: string): Confusion[] {
  const counts = new Map<string, Confusion>()
  countConfusions(counts, edits, source, pair)
  return rankedConfusions(counts)
}

const told = (confusions: readonly Confusion[]) =>
  confusions.map(({ a, b, class: name, count }) => `${name} ${a}>${b} ${count}`)

describe('countConfusions', () => {
  test('counts equal edits together, and keeps apart what differs in class or in where A ends', () => {
    const edits = [
      edit(0, 'rn', 'm', 'shape'),
      edit(5, 'rn', 'm', 'shape'),
      edit(9, 'rn', 'm'),
      edit(12, 'r', 'nm', 'shape'),
      edit(15, '', 'rnm', 'shape'),
      edit(18, 'rnm', '', 'shape'),
    ]
    expect(told(counted(edits))).toEqual([
      'shape rn>m 2',
      'shape >rnm 1',
      'shape r>nm 1',
      'other rn>m 1',
      'shape rnm> 1',
    ])
  })

  test('leaves out layout and what moved', () => {
    expect(counted([edit(0, '\n', ' ', 'layout'), edit(4, 'a', '', 'moved')])).toEqual([])
    expect(told(counted([edit(0, '\n', '', 'linebreak')]))).toEqual(['linebreak \n> 1'])
  })

  test('leaves out sides of more than 16 code units', () => {
    const [most, more] = ['x'.repeat(16), 'x'.repeat(17)]
    expect(told(counted([edit(0, most, 'y'), edit(0, 'y', most)]))).toHaveLength(2)
    expect(counted([edit(0, more, 'y'), edit(0, 'y', more), edit(0, more, more)])).toEqual([])
  })

  test('shows the first three places in the 16 code units of A around them', () => {
    const source = '0123456789abcdefghijklmnopqrstuvwxyz'
    const [{ count, examples }] = counted(
      [20, 2, 33, 8].map((at) => edit(at, 'x', 'y')),
      source,
      'p1',
    )
    expect(count).toBe(4)
    expect(examples).toEqual([
      { pair: 'p1', at: 20, before: '456789abcdefghij', after: 'lmnopqrstuvwxyz' },
      { pair: 'p1', at: 2, before: '01', after: '3456789abcdefghi' },
      { pair: 'p1', at: 33, before: 'hijklmnopqrstuvw', after: 'yz' },
    ])
    expect(counted([edit(0, '', 'y')], source)[0].examples[0]).toMatchObject({ pair: '', before: '' })
  })

  test('shows no half of a surrogate pair', () => {
    const source = '𠀀' + 'b'.repeat(15) + 'x' + 'c'.repeat(15) + '𠀀'
    const [{ examples }] = counted([edit(17, 'x', 'y')], source)
    expect(examples).toEqual([{ pair: '', at: 17, before: 'b'.repeat(15), after: 'c'.repeat(15) }])
  })
})

describe('rankedConfusions', () => {
  test('puts the most frequent first, then what A writes, what B writes, and the class', () => {
    const edits = [
      edit(0, 'b', 'c'),
      edit(0, 'b', 'a'),
      edit(0, 'a', 'c'),
      edit(0, 'B', 'c'),
      edit(0, 'a', 'c', 'case'),
      edit(0, 'z', 'z1'),
      edit(0, 'z', 'z1'),
    ]
    const expected = [
      'other z>z1 2',
      'other B>c 1',
      'case a>c 1',
      'other a>c 1',
      'other b>a 1',
      'other b>c 1',
    ]
    expect(told(counted(edits))).toEqual(expected)
    expect(told(counted([...edits].reverse()))).toEqual(expected)
  })
})

describe('mergeConfusions', () => {
  const some = fc.array(
    fc.tuple(fc.nat(40), fc.constantFrom('', 'a', 'ab'), fc.constantFrom('', 'b', 'bc'), fc.boolean()),
    { maxLength: 20 },
  )
  const edits = some.map((list) =>
    list.map(([at, a, b, other]) => edit(at, a, b, other ? 'other' : 'omission')),
  )

  test('of pairs counted one by one is the count of all', () => {
    const source = 'the quick brown fox jumps over the lazy dog'
    fc.assert(
      fc.property(fc.array(edits, { maxLength: 4 }), (pairs) => {
        const together = new Map<string, Confusion>()
        const merged = new Map<string, Confusion>()
        pairs.forEach((list, i) => {
          countConfusions(together, list, source, `p${i}`)
          mergeConfusions(merged, counted(list, source, `p${i}`))
        })
        expect(rankedConfusions(merged)).toEqual(rankedConfusions(together))
      }),
    )
  })

  test('changes none of what it is given', () => {
    const first = counted([edit(0, 'a', 'b'), edit(1, 'a', 'b')], 'aaaa')
    const before = structuredClone(first)
    const counts = new Map<string, Confusion>()
    mergeConfusions(counts, first)
    mergeConfusions(counts, first)
    expect(first).toEqual(before)
    expect(rankedConfusions(counts)[0]).toMatchObject({ count: 4, examples: { length: 3 } })
  })
})
