import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { kernel, useKernel } from '../../src/kernel/kernel.js'
import { estimate, sketch, type Signature } from '../../src/sketch/index.js'
import { foldToString } from '../../src/text/fold.js'
import { naiveJaccard } from '../naive/jaccard.js'
import { naiveShingles } from '../naive/shingles.js'
import { perturbedPair } from '../perturb.js'
import { SEEDS } from '../seeds.js'

const lows = (text: string) => naiveShingles(foldToString(text)).map(({ low }) => low)
const exact = (a: string, b: string) => naiveJaccard(lows(a), lows(b))

describe('sketch', () => {
  test('keeps the set itself up to k shingles, ascending, and then no more', () => {
    const text = foldToString(SEEDS[1])
    for (const k of [1, 16, 128]) {
      // The longest beginning with k distinct shingles, and one character more.
      let length = 0
      while (new Set(lows(text.slice(0, length + 1))).size <= k) length++
      const most = sketch(text.slice(0, length), { k })
      expect(most.set).toHaveLength(k)
      expect(Array.from(most.set!)).toEqual([...new Set(lows(text.slice(0, length)))].sort((x, y) => x - y))
      const more = sketch(text.slice(0, length + 1), { k })
      expect(more.set).toBeNull()
      expect(more.slots.values).toHaveLength(k)
    }
  })

  test('of a kept set has the slots of the text', () => {
    const small = sketch(SEEDS[1], { k: 32767 })
    const again = sketch(`${SEEDS[1]}\n${SEEDS[1].slice(0, 100)}`, { k: 32767 })
    expect(small.set).not.toBeNull()
    expect(small.slots.rounds).toHaveLength(32767)
    expect(again.slots).not.toEqual(small.slots)
    expect(sketch(SEEDS[1].replaceAll('，', ' '), { k: 32767 }).slots).toEqual(small.slots)
    expect(small.slots).toBe(small.slots)
  })

  test('states its parameters', () => {
    expect(sketch('')).toMatchObject({ k: 128, seed: 1, foldVersion: 2 })
    expect(sketch('', { k: 5, seed: 2 ** 32 - 1 })).toMatchObject({ k: 5, seed: 2 ** 32 - 1 })
    expect(sketch('', { k: undefined, seed: undefined })).toMatchObject({ k: 128, seed: 1 })
  })

  test('does not mind how a text is written', () => {
    const [plain, dressed] = [sketch('中国科学院 fpga'), sketch('  中國，科學院 ＦＰＧＡ！')]
    expect(estimate(plain, dressed)).toEqual({ jaccard: 1, error: 0 })
  })

  test('of five million equal characters reads them once, and completes its slots from one hash', () => {
    const own = kernel()
    const work = { units: 0, completed: 0 }
    useKernel({
      ...own,
      shingle: (units, last) => ((work.units += units), own.shingle(units, last)),
      sign: (units, last, k, salt) => ((work.units += units), own.sign(units, last, k, salt)),
      complete: (count, k, seed) => ((work.completed += count), own.complete(count, k, seed)),
    })
    try {
      const signature = sketch('龘'.repeat(5_000_000))
      expect(signature.set).toHaveLength(1)
      expect(signature.slots.rounds.every((round) => round < 256)).toBe(true)
    } finally {
      useKernel(own)
    }
    // Each chunk of 16,384 units repeats the last 16 of the one before it. One round for each slot over all shingles, or
    // a second reading, would be five million more.
    expect(work.units).toBeGreaterThanOrEqual(5_000_000)
    expect(work.units).toBeLessThan(5_010_000)
    expect(work.completed).toBe(1)
  })

  const refused: [options: object, message: string][] = [
    [{ k: 0 }, 'options.k must be a whole number from 1 to 32767, got 0'],
    [{ k: 32768 }, 'options.k must be a whole number from 1 to 32767, got 32768'],
    [{ k: 1.5 }, 'options.k must be a whole number from 1 to 32767, got 1.5'],
    [{ seed: -1 }, 'options.seed must be a whole number from 0 to 4294967295, got -1'],
    [{ seed: 2 ** 32 }, 'options.seed must be a whole number from 0 to 4294967295, got 4294967296'],
    [{ numPerm: 128 }, 'options.numPerm is not an option; known options are k, seed, script'],
  ]
  test.each(refused)('refuses %j', (options, message) => {
    expect(() => sketch('text', options)).toThrow(expect.objectContaining({ code: 'ERR_ARGUMENT', message }))
  })

  test('refuses what is not a text', () => {
    expect(() => sketch(undefined as unknown as string)).toThrow('text must be a string, got undefined')
  })
})

describe('estimate', () => {
  test('of texts of at most k shingles is exact', () => {
    fc.assert(
      fc.property(perturbedPair, ({ a, b }) => {
        const [x, y] = [sketch(a, { k: 4096 }), sketch(b, { k: 4096 })]
        expect(estimate(x, y)).toEqual({ jaccard: exact(a, b), error: 0 })
      }),
      { numRuns: 30 },
    )
  })

  test('of longer texts lies within three of its errors of the truth', () => {
    const signatures = SEEDS.map((text) => sketch(text))
    for (let i = 0; i < SEEDS.length; i++) {
      for (let j = 0; j < i; j++) {
        const { jaccard, error } = estimate(signatures[i], signatures[j])
        expect(error).toBeGreaterThan(0)
        expect(error).toBeLessThan(0.05)
        expect(Math.abs(jaccard - exact(SEEDS[i], SEEDS[j]))).toBeLessThan(3 * error)
        expect(estimate(signatures[j], signatures[i])).toEqual({ jaccard, error })
      }
    }
  })

  test('of a text and itself is 1', () => {
    for (const text of [...SEEDS, 'a', '转移转化'])
      expect(estimate(sketch(text), sketch(text)).jaccard).toBe(1)
  })

  test('compares a kept set with slots', () => {
    const part = SEEDS[1].slice(0, 130)
    const [short, long] = [sketch(part), sketch(SEEDS[1])]
    expect([short.set === null, long.set === null]).toEqual([false, true])
    const { jaccard, error } = estimate(short, long)
    expect(error).toBeGreaterThan(0)
    expect(Math.abs(jaccard - exact(part, SEEDS[1]))).toBeLessThan(3 * error)
  })

  test('of nothing is 0, also with itself', () => {
    for (const empty of ['', ' \n', '。，！']) {
      expect(estimate(sketch(empty), sketch(empty))).toEqual({ jaccard: 0, error: 0 })
      expect(estimate(sketch(empty), sketch(SEEDS[1]))).toEqual({ jaccard: 0, error: 0 })
      expect(estimate(sketch(SEEDS[1]), sketch(empty))).toEqual({ jaccard: 0, error: 0 })
    }
  })

  const one = sketch(SEEDS[1])
  const mismatches: [name: string, other: Signature][] = [
    ['k', sketch(SEEDS[1], { k: 64 })],
    ['seed', sketch(SEEDS[1], { seed: 2 })],
    ['foldVersion', { ...one, foldVersion: 99 }],
  ]
  test.each(mismatches)('refuses signatures that differ in %s', (name, other) => {
    for (const [a, b] of [
      [one, other],
      [other, one],
    ]) {
      expect(() => estimate(a, b)).toThrow(
        expect.objectContaining({
          code: 'ERR_SIGNATURE_MISMATCH',
          message: expect.stringContaining(`signatures differ in ${name} (`),
        }),
      )
    }
  })

  test('refuses what is no signature', () => {
    const none = null as unknown as Signature
    expect(() => estimate(none, one)).toThrow('a must be a signature, got null')
    expect(() => estimate(one, 'text' as unknown as Signature)).toThrow('b must be a signature, got "text"')
  })
})

test('signatures made one after the other share no memory that is written to', () => {
  const texts = Array.from(
    { length: 200 },
    (_, i) => `${SEEDS[i % 5].slice(i, i + (i % 3) * 400)} ${i} Nr. ${i * i}`,
  )
  const together = texts.map((text) => sketch(text, { k: 1 + (texts.indexOf(text) % 200) }))
  const before = together.map((signature) => structuredClone([signature.set, signature.slots]))
  for (const text of texts) void sketch(text).slots
  expect(together.map((signature) => [signature.set, signature.slots])).toEqual(before)
  texts.forEach((text, i) => expect(sketch(text, { k: 1 + i })).toEqual(together[i]))
})
