import fc from 'fast-check'
import { expect, test } from 'vitest'
import { dedupe, type Decided, type DedupeOptions, type Verdict } from '../../src/dedupe/dedupe.js'
import { noisy, random } from '../noise.js'
import { SEEDS } from '../seeds.js'

type Given = Verdict<string, number>

async function all(source: readonly string[], options: DedupeOptions<string, number>): Promise<Given[]> {
  const given: Given[] = []
  for await (const verdict of dedupe<string, number>(source, options)) given.push(verdict)
  return given
}

test('a stream goes on as if it had never been cut short, wherever it was', async () => {
  const origins = SEEDS.slice(1, 4).map((text) => text.slice(0, 500))
  const texts = fc.array(
    fc.record({
      origin: fc.nat(2),
      from: fc.nat(200),
      rate: fc.constantFrom(0, 0.02, 0.1),
      seed: fc.nat(99),
    }),
    { minLength: 2, maxLength: 10 },
  )
  await fc.assert(
    fc.asyncProperty(texts, fc.nat(10), fc.boolean(), async (made, cut, edits) => {
      const documents = made.map(
        ({ origin, from, rate, seed }) => noisy(origins[origin]!.slice(from), rate, random(seed)).copy,
      )
      const whole = await all(documents, { edits })
      // As a checkpoint keeps them.
      const before = JSON.parse(JSON.stringify(whole.slice(0, cut))) as Given[]
      let at = 0
      const decided = (): Decided<number> | undefined => before[at++]
      expect(await all(documents, { edits, decided })).toEqual(whole)
    }),
    { numRuns: 40 },
  )
})

test('is for streams', () => {
  expect(() => dedupe(() => ['a'], { mode: 'batch', decided: () => undefined })).toThrow(
    "options.decided must be left out where mode is 'batch'",
  )
})
