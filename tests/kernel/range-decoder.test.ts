import fc from 'fast-check'
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { compile, MODULES } from '../../src/kernel/assembly/build.mjs'
import {
  compiledRangeDecoder,
  rangeDecoder,
  RangeDecoderTwin,
  type RangeDecoder,
} from '../../src/kernel/range-decoder.js'
import { freshModels, RangeEncoder } from '../../src/text/tables/pack.mjs'

const decoders: [string, (text: string) => RangeDecoder][] = [
  ['compiled', (text) => compiledRangeDecoder(text)!],
  ['twin', (text) => new RangeDecoderTwin(text)],
]

test('the compiled decoder is what its source compiles to, and in use here', async () => {
  const one = MODULES.find(({ name }) => name === 'RANGE_DECODER')!
  const checkedIn = readFileSync(new URL(`../../src/kernel/${one.target}`, import.meta.url), 'utf8')
  expect(await compile(one)).toBe(checkedIn)
  expect(rangeDecoder('')).not.toBeInstanceOf(RangeDecoderTwin)
})

/** What a stream holds: numbers under one of three sets of models, or bits by a tree. */
const TREE_BITS = 12
const item = fc.oneof(
  fc.record({
    models: fc.constantFrom(0, 1, 2),
    number: fc.oneof(fc.nat(3), fc.nat(300), fc.nat(2 ** 31 - 1)),
  }),
  fc.record({ tree: fc.integer({ min: 1, max: TREE_BITS }), bits: fc.nat(2 ** TREE_BITS - 1) }),
  fc.record({ bit: fc.boolean() }),
)

describe.each(decoders)('%s', (_, decoderOf) => {
  test('reads what was written', () => {
    fc.assert(
      fc.property(fc.array(item, { maxLength: 300 }), (items) => {
        const encoder = new RangeEncoder()
        const written = [0, 1, 2].map(() => freshModels())
        const [tree, bits] = [freshModels(2 ** TREE_BITS), freshModels(2)]
        for (const one of items) {
          if ('number' in one) encoder.number(written[one.models], one.number)
          else if ('tree' in one) encoder.tree(tree, 0, one.tree, one.bits & (2 ** one.tree - 1))
          else encoder.bit(bits, 1, one.bit ? 1 : 0)
        }
        // `finish` keeps the last digit back; this one may go.
        encoder.raw(6, 0)
        const decoder = decoderOf(encoder.finish())
        const read = [0, 1, 2].map(() => decoder.models())
        // Beyond what the memory of a module begins with.
        const [readTree, readBits] = [decoder.models(2 ** 17), decoder.models(2)]
        for (const one of items) {
          if ('number' in one) expect(decoder.number(read[one.models])).toBe(one.number)
          else if ('tree' in one)
            expect(decoder.tree(readTree, one.tree)).toBe(one.bits & (2 ** one.tree - 1))
          else expect(decoder.bit(readBits, 1)).toBe(one.bit ? 1 : 0)
        }
      }),
    )
  })

  test('reads signed numbers', () => {
    const numbers = [0, 1, -1, 2, -2, 1000, -1000, 2 ** 29, -(2 ** 29)]
    const encoder = new RangeEncoder()
    const models = freshModels()
    for (const n of numbers) encoder.number(models, n < 0 ? -2 * n - 1 : 2 * n)
    encoder.raw(6, 0)
    const decoder = decoderOf(encoder.finish())
    const read = decoder.models()
    expect(numbers.map(() => decoder.signed(read))).toEqual(numbers)
  })
})
