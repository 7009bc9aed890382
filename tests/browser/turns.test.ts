import { expect, test } from 'vitest'
import { dedupe } from '../../src/index.js'

/** Longest time that the page could not answer, and how often it could, while something ran: a task asks again and again. */
async function watched(run: () => Promise<void>): Promise<{ longest: number; turns: number; whole: number }> {
  const { port1, port2 } = new MessageChannel()
  const began = performance.now()
  let [last, longest, turns, runs] = [began, 0, 0, true]
  port1.onmessage = () => {
    const now = performance.now()
    longest = Math.max(longest, now - last)
    last = now
    turns++
    if (runs) port2.postMessage(null)
  }
  port2.postMessage(null)
  await run()
  runs = false
  const now = performance.now()
  port1.close()
  return { longest: Math.max(longest, now - last), turns, whole: now - began }
}

/** Reports of 80 words, each of its own, and one in five a copy of another. */
const documents = Array.from({ length: 1000 }, (_, n) => {
  let state = 1 + (n % 5 === 4 ? n - 3 : n)
  const word = () => (state = (state * 48_271) % 0x7fff_ffff).toString(26).replace(/\d/g, '')
  return { id: n, text: Array.from({ length: 80 }, word).join(' ') }
})

test.each(['stream', 'batch'] as const)('a %s of an array leaves a page time to answer', async (mode) => {
  // The first call compiles the kernel and makes the tables, once.
  for await (const { kept } of dedupe(documents.slice(0, 50), { mode })) void kept
  let removed = 0
  const { longest, turns, whole } = await watched(async () => {
    for await (const { kept } of dedupe(documents, { mode })) if (!kept) removed++
  })
  console.info(`${mode}: ${whole.toFixed(0)} ms, longest block ${longest.toFixed(0)} ms, ${turns} turns`)
  expect(removed).toBeGreaterThan(100)
  // A turn is due every 16 ms. The bounds are loose, because other processes may hold this one up.
  expect(turns).toBeGreaterThan(Math.min(20, whole / 100))
  expect(longest).toBeLessThan(Math.max(500, whole / 4))
})
