import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  COUNT_STEP,
  EMPTY_LIST,
  holdersOf,
  isCounted,
  lengthOf,
  MOST_LISTED,
  otherTicket,
  placeAt,
  ticketAt,
  withoutTicket,
  withPosting,
} from '../../src/fleet/posting-list.js'

/** A list as an array of postings and a count. */
interface NaiveList {
  holders: number
  postings: { ticket: number; place: number }[]
}

const read = (list: Uint8Array): NaiveList => ({
  holders: holdersOf(list),
  postings: Array.from({ length: lengthOf(list) }, (_, i) => ({
    ticket: ticketAt(list, i),
    place: placeAt(list, i),
  })),
})

test('appends, leaves and inherits as an array of postings does', () => {
  const ticket = fc.oneof(
    fc.integer({ min: 1, max: 6 }),
    fc.constantFrom(2 ** 32 - 1, 2 ** 32, 2 ** 40 + 3, 2 ** 48 - 1),
  )
  const step = fc.oneof(
    { weight: 3, arbitrary: fc.record({ add: ticket, place: fc.nat(2 ** 32 - 1) }) },
    fc.record({ leave: ticket, heir: fc.option(fc.integer({ min: 7, max: 9 }), { nil: null }) }),
  )
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60, size: 'max' }), (steps) => {
      let list: Uint8Array = EMPTY_LIST
      const naive: NaiveList = { holders: 0, postings: [] }
      for (const one of steps) {
        if ('add' in one) {
          list = withPosting(list, one.add, one.place) ?? list
          naive.postings.push({ ticket: one.add, place: one.place })
          naive.holders++
        } else if (one.heir !== null) {
          list = withoutTicket(list, one.leave, one.heir) ?? list
          for (const posting of naive.postings) if (posting.ticket === one.leave) posting.ticket = one.heir
        } else {
          list = withoutTicket(list, one.leave, null) ?? list
          naive.postings = naive.postings.filter((posting) => posting.ticket !== one.leave)
          naive.holders = naive.postings.length
        }
        expect(read(list)).toEqual(naive)
        expect(otherTicket(list, 3)).toBe(
          naive.postings.find((posting) => posting.ticket !== 3)?.ticket ?? null,
        )
      }
    }),
  )
})

test('a full list counts what it does not keep, and no longer counts what has left', () => {
  let list: Uint8Array = EMPTY_LIST
  const many = 5000
  for (let ticket = 1; ticket <= many; ticket++) list = withPosting(list, ticket, 0) ?? list
  expect(lengthOf(list)).toBe(MOST_LISTED)
  expect(Math.abs(holdersOf(list) - many)).toBeLessThan(COUNT_STEP)
  for (let ticket = 1000; ticket <= many; ticket++) list = withoutTicket(list, ticket, null) ?? list
  expect(Math.abs(holdersOf(list) - 999)).toBeLessThan(COUNT_STEP)
  for (let ticket = 1; ticket < 1000; ticket++) list = withoutTicket(list, ticket, null) ?? list
  expect(read(list)).toEqual({ holders: 0, postings: [] })
})

test('a full list is written once in COUNT_STEP tickets', () => {
  let list: Uint8Array = EMPTY_LIST
  let written = 0
  for (let ticket = 1; ticket <= MOST_LISTED + 160; ticket++) {
    const next = withPosting(list, ticket, 1)
    if (next === null) expect(isCounted(ticket)).toBe(false)
    else {
      list = next
      written++
    }
  }
  expect(written).toBe(MOST_LISTED + 160 / COUNT_STEP)
})
