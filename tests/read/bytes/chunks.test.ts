import { expect, test } from 'vitest'
import { concat, wholeOf } from '../../../src/read/bytes/chunks.js'

/** Endless chunks of ten bytes; `asked` counts them. */
function endless() {
  const counted = { asked: 0, closed: false }
  async function* chunks() {
    try {
      for (;;) {
        counted.asked++
        yield new Uint8Array(10).fill(97)
      }
    } finally {
      counted.closed = true
    }
  }
  return { counted, chunks: chunks() }
}

test('joins chunks; a single one is not copied', async () => {
  const one = Uint8Array.of(1, 2)
  expect(concat([one])).toBe(one)
  expect(concat([])).toEqual(new Uint8Array(0))
  expect(concat([one, new Uint8Array(0), Uint8Array.of(3)])).toEqual(Uint8Array.of(1, 2, 3))
  expect(await wholeOf([one, Uint8Array.of(3)], 3)).toEqual(Uint8Array.of(1, 2, 3))
})

test('a stream beyond the limit is read no further than the chunk that exceeds it, and closed', async () => {
  const { counted, chunks } = endless()
  expect(await wholeOf(chunks, 25)).toBeNull()
  expect(counted).toEqual({ asked: 3, closed: true })
})
