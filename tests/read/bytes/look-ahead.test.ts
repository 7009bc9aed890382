import fc from 'fast-check'
import { expect, test } from 'vitest'
import { LookAhead } from '../../../src/read/bytes/look-ahead.js'
import { inChunks } from '../samples.js'

const bytes = Uint8Array.from({ length: 100 }, (_, i) => (i < 40 ? i : 100 + i))

test('what is looked at stays; what is taken is the stream, unchanged and in whole units', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1, maxLength: 4 }),
      fc.array(fc.nat(60), { maxLength: 4 }),
      fc.constantFrom<1 | 2>(1, 2),
      async (sizes, peeks, unit) => {
        const stream = new LookAhead(inChunks(bytes, ...sizes))
        const taken: number[] = []
        for (let i = 0; ; i++) {
          const at = taken.length
          const count = peeks[i] ?? 1
          expect(await stream.peek(count)).toEqual(bytes.slice(at, at + count))
          const chunk = await stream.take(unit)
          if (chunk === null) break
          taken.push(...chunk)
          expect(stream.taken).toBe(taken.length)
          if (taken.length < bytes.length) expect(chunk.length % unit).toBe(0)
        }
        expect(taken).toEqual([...bytes])
      },
    ),
    { seed: 12 },
  )
})

test('ASCII is taken up to the first byte beyond it', async () => {
  const stream = new LookAhead(inChunks(bytes, 30))
  expect(await stream.takeAscii()).toEqual(bytes.slice(0, 30))
  expect(await stream.takeAscii()).toEqual(bytes.slice(30, 40))
  expect(await stream.takeAscii()).toBeNull()
  const left: number[] = []
  for await (const chunk of stream.rest()) left.push(...chunk)
  expect(left).toEqual(Array.from(bytes.subarray(40)))
})

test('asks for no more than is needed', async () => {
  let asked = 0
  async function* single() {
    for (const byte of bytes) {
      asked++
      yield Uint8Array.of(byte)
    }
  }
  const stream = new LookAhead(single())
  await stream.peek(10)
  expect(asked).toBe(10)
  await stream.peek(90, (sample) => sample.length >= 20)
  expect(asked).toBe(20)
})
