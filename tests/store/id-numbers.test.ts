import fc from 'fast-check'
import { expect, test } from 'vitest'
import { IdNumbers } from '../../src/store/id-numbers.js'

/** Ids as an index holds them: by number, from some number on. */
class Documents {
  readonly ids = new Map<number, string | number>()
  first: number

  constructor(first: number) {
    this.first = first
  }

  idOf(number: number): string | number {
    const id = this.ids.get(number)
    if (id === undefined) throw new Error(`document ${number} was asked for, and is not held`)
    return id
  }
}

const id = fc.oneof(
  fc.integer({ min: -20, max: 200 }),
  fc.constantFrom(0, -0, 0.5, -Infinity, Infinity, 2 ** 53, 1e-300, 2 ** 31, -(2 ** 31) - 1),
  fc.integer({ min: 0, max: 60 }).map(String),
)
const step = fc.record({ id, gone: fc.boolean() })
/** Numbers go on beyond 2^32: an index that forgets has never stopped counting. */
const first = fc.constantFrom(0, 1, 2 ** 31 - 100, 2 ** 32 - 100, 2 ** 32 - 2, 5 * 2 ** 32 - 50)

test('finds what a Map finds, whatever came and went', () => {
  fc.assert(
    fc.property(first, fc.array(step, { maxLength: 600 }), (from, steps) => {
      const documents = new Documents(from)
      const numbers = new IdNumbers<string | number>(documents)
      const naive = new Map<string | number, number>()
      let next = from
      for (const { id, gone } of steps) {
        const known = naive.get(id)
        expect(numbers.get(id)).toBe(known)
        if (gone && known !== undefined) {
          numbers.delete(id)
          documents.ids.delete(known)
          naive.delete(id)
        } else if (known === undefined) {
          documents.ids.set(next, id)
          numbers.add(id, next)
          naive.set(id, next++)
        }
        expect(numbers.size).toBe(naive.size)
      }
      for (const [id, number] of naive) expect(numbers.get(id)).toBe(number)
      for (const id of ['absent', 1e9]) expect(numbers.get(id)).toBeUndefined()
      numbers.clear()
      expect(numbers.size).toBe(0)
      for (const id of naive.keys()) expect(numbers.get(id)).toBeUndefined()
    }),
  )
})

test('numbers as ids take at most 20 bytes each, however many have gone', () => {
  const documents = new Documents(0)
  const numbers = new IdNumbers<number>(documents as never)
  const held = 2000
  expect(numbers.bytes).toBe(0)
  for (let number = 0; number < 20 * held; number++) {
    documents.ids.set(number, number)
    numbers.add(number, number)
    if (number < held) continue
    numbers.delete(number - held)
    documents.ids.delete(number - held)
    documents.first = number - held + 1
    expect(numbers.size).toBe(held)
    expect(numbers.bytes).toBeLessThanOrEqual(20 * held)
  }
})
