import { expect, test } from 'vitest'
import { dedupe } from '../../src/dedupe/dedupe.js'

/** Works for so many milliseconds without a pause. */
function work(milliseconds: number): void {
  const until = performance.now() + milliseconds
  while (performance.now() < until);
}

test.each(['stream', 'batch'] as const)('a %s of an array lets other tasks run', async (mode) => {
  // Each text costs a millisecond to select: 200 ms in which nothing else could run.
  const documents = Array.from({ length: 200 }, (_, id) => ({ id, text: `Note ${id}.` }))
  let turns = 0
  let runs = true
  const count = () => {
    turns++
    if (runs) setImmediate(count)
  }
  setImmediate(count)
  const text = (document: { text: string }) => {
    work(1)
    return document.text
  }
  let verdicts = 0
  for await (const _ of dedupe(documents, { mode, text })) verdicts++
  runs = false
  expect(verdicts).toBe(200)
  // A turn for every 16 ms of work; half of them would do.
  expect(turns).toBeGreaterThanOrEqual(6)
})

test('the abort of a signal stops a run over an array', async () => {
  const controller = new AbortController()
  setImmediate(() => controller.abort(new Error('stopped')))
  const documents = Array.from({ length: 500 }, (_, id) => ({ id, text: `Note ${id}.` }))
  let verdicts = 0
  const run = async () => {
    for await (const _ of dedupe(documents, { signal: controller.signal })) {
      work(1)
      verdicts++
    }
  }
  await expect(run()).rejects.toThrow('stopped')
  expect(verdicts).toBeLessThan(500)
})
