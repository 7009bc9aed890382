import { describe, expect, test } from 'vitest'
import { splitmix32 } from '../../src/kernel/hash.js'
import { compiledKernel, kernel, useKernel } from '../../src/kernel/kernel.js'
import { twinKernel } from '../../src/kernel/twin.js'
import { localShingles } from '../../src/shingles/local.js'
import { fastSimilaritySketch } from '../../src/sketch/fss.js'
import { sketch, sketchFolded } from '../../src/sketch/signature.js'
import { fold } from '../../src/text/fold.js'
import { naiveFastSimilaritySketch } from '../naive/fast-similarity-sketch.js'

const next = splitmix32(12)
const letters = (count: number) =>
  Array.from({ length: count }, () => String.fromCharCode(97 + (next() % 26))).join('')
const han = (count: number) =>
  Array.from({ length: count }, () => String.fromCharCode(0x4e00 + (next() % 20_000))).join('')
const pairs = (count: number) =>
  Array.from({ length: count }, () => String.fromCodePoint(0x20000 + (next() % 40_000))).join('')

/** Texts of more than one chunk of the kernel, some with fewer shingles than a chunk has room for. */
const CASES: [name: string, text: string, k: number][] = [
  ['few shingles, then one repeated', han(150) + 'a'.repeat(16_050), 128],
  ['few shingles, then one pair repeated', han(200) + '𠀀'.repeat(8500), 128],
  ['a little over a chunk', letters(16_200), 4096],
  ['pairs over a chunk', pairs(10_000), 2048],
  ['two chunks and a half', letters(40_000), 7382],
]

describe.each([
  ['compiled', compiledKernel()!],
  ['twin', twinKernel()],
])('%s: texts that pass through in chunks', (_, engine) => {
  test.each(CASES)('%s', (_, text, k) => {
    const before = kernel()
    useKernel(engine)
    try {
      const folded = fold(text)
      const { low } = localShingles(folded)
      const expected = fastSimilaritySketch(low, k, 1)
      // What an earlier text left behind must not show.
      void sketch(letters(20_000), { k }).slots
      expect(sketch(text, { k }).slots).toEqual(expected)
      expect(sketchFolded(folded, k).slots).toEqual(expected)
      if (k === 128) {
        const naive = naiveFastSimilaritySketch(new Set(low), k, 1)
        expect(Array.from(expected.values, (value, i) => [expected.rounds[i], value])).toEqual(naive)
      }
    } finally {
      useKernel(before)
    }
  })
})
