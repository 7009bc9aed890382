// Work begins in the order in which it came, and other events come between.
import { setTimeout as pause } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { openAdmission } from '../../src/serve/http/admission.js'
import { openTurns } from '../../src/serve/http/turns.js'

const busy = (milliseconds: number) => {
  const until = performance.now() + milliseconds
  while (performance.now() < until);
}

test('each piece begins in a turn of its own, first come, first served', async () => {
  const inTurn = openTurns()
  const seen: (number | string)[] = []
  const work = Array.from({ length: 20 }, (_, i) =>
    inTurn(async () => {
      busy(5)
      seen.push(i)
      return i
    }),
  )
  void pause(20).then(() => seen.push('a timer'))
  expect(await Promise.all(work)).toEqual(Array.from({ length: 20 }, (_, i) => i))
  expect(seen.filter((one) => typeof one === 'number')).toEqual(Array.from({ length: 20 }, (_, i) => i))
  expect(seen.indexOf('a timer')).toBeGreaterThan(0)
  expect(seen.indexOf('a timer')).toBeLessThan(19)
})

test('what fails, fails alone', async () => {
  const inTurn = openTurns()
  const told = await Promise.allSettled([
    inTurn(() => {
      throw new Error('at once')
    }),
    inTurn(() => Promise.reject(new Error('later'))),
    inTurn(() => 3),
  ])
  expect(told.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'fulfilled'])
})

test('a place is free when its work is over and its client has gone, in either order', async () => {
  const admission = openAdmission({ requests: 2, bytes: 10 })
  const [first, second] = [admission.enter(4)!, admission.enter(6)!]
  expect(admission.enter(0)).toBe(null)
  first.begin()
  first.leave()
  expect(admission.atWork()).toEqual({ requests: 2, bytes: 10 })
  first.end()
  first.leave()
  expect(admission.atWork()).toEqual({ requests: 1, bytes: 6 })
  expect(admission.enter(5)).toBe(null)
  let empty = false
  const waited = admission.empty().then(() => (empty = true))
  second.begin()
  second.end()
  expect(empty).toBe(false)
  second.leave()
  await waited
  // Alone, a body of any size is let in.
  expect(admission.enter(100)).not.toBe(null)
})
