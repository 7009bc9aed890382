import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { splitmix32 } from '../../src/kernel/hash.js'
import { containment, fracSketch, type FracOptions, type FracSketch } from '../../src/sketch/index.js'
import { foldToString } from '../../src/text/fold.js'
import { naiveJaccard } from '../naive/jaccard.js'
import { naiveShingles } from '../naive/shingles.js'
import { moments } from '../pairs.js'
import { perturbedPair } from '../perturb.js'
import { SEEDS } from '../seeds.js'

const [PAGE, ARTICLE] = SEEDS
const RATES = [1, 4, 16, 64]

/** The shingles of a text, told apart by what they say and not by hashes. */
const runs = (text: string) => new Set(naiveShingles(foldToString(text)).map(({ run }) => run))

function shareOf(a: string, b: string): number {
  const [x, y] = [runs(a), runs(b)]
  return x.size === 0 ? 0 : [...x].filter((run) => y.has(run)).length / x.size
}

describe('fracSketch', () => {
  test('at rate 1 has every shingle once, in order', () => {
    for (const text of SEEDS) {
      const { hashes } = fracSketch(text, { rate: 1 })
      expect(hashes).toHaveLength(runs(text).size)
      expect(hashes.every((hash, i) => Number.isSafeInteger(hash) && (i === 0 || hash > hashes[i - 1]))).toBe(
        true,
      )
    }
  })

  test('samples one shingle in so many', () => {
    for (const rate of [2, 4, 16, 64]) {
      const sizes = SEEDS.map((text) => [fracSketch(text, { rate }).hashes.length, runs(text).size / rate])
      for (const [sampled, expected] of sizes) {
        expect(Math.abs(sampled - expected)).toBeLessThan(4 * Math.sqrt(expected))
      }
    }
  })

  test('of a greater rate is part of that of a lesser', () => {
    for (const text of SEEDS) {
      for (let i = 1; i < RATES.length; i++) {
        const more = new Set(fracSketch(text, { rate: RATES[i - 1] }).hashes)
        expect([...fracSketch(text, { rate: RATES[i] }).hashes].filter((hash) => !more.has(hash))).toEqual([])
      }
    }
  })

  test('samples the same shingles of a stretch wherever it stands', () => {
    const place = fc.double({ min: 0, max: 1, noNaN: true })
    const seed = fc.constantFrom(...SEEDS)
    fc.assert(
      fc.property(
        seed,
        seed,
        seed,
        place,
        place,
        fc.constantFrom(4, 16),
        (text, before, after, x, y, rate) => {
          const [from, to] = [x, y].map((at) => Math.floor(at * text.length)).sort((i, j) => i - j)
          const stretch = text.slice(from, to)
          // A stretch lighter than one shingle is a shingle only when it stands alone.
          if (naiveShingles(foldToString(stretch)).length < 2) return
          const alone = fracSketch(stretch, { rate })
          const inside = new Set(fracSketch(`${before}${stretch}${after}`, { rate }).hashes)
          expect([...alone.hashes].filter((hash) => !inside.has(hash))).toEqual([])
        },
      ),
      { numRuns: 200 },
    )
  })

  test('does not mind how a text is written', () => {
    const [plain, dressed] = ['中国科学院 fpga', '  中國，科學院 ＦＰＧＡ！'].map((text) =>
      fracSketch(text, { rate: 1 }),
    )
    expect(dressed).toEqual(plain)
    const [simplified, traditional] = ['中国科学院', '中國科學院'].map((text) =>
      fracSketch(text, { rate: 1, script: false }),
    )
    expect(containment(simplified, traditional).jaccard).toBe(0)
  })

  test('states its parameters', () => {
    expect(fracSketch('')).toEqual({ rate: 16, foldVersion: 2, script: true, hashes: new Float64Array(0) })
    expect(fracSketch('', { rate: 2 ** 20, script: false })).toMatchObject({ rate: 2 ** 20, script: false })
    expect(fracSketch('', { rate: undefined, script: undefined })).toEqual(fracSketch(''))
  })

  const refused: [options: unknown, message: string][] = [
    [{ rate: 0 }, 'options.rate must be a whole number from 1 to 1048576, got 0'],
    [{ rate: 2 ** 20 + 1 }, 'options.rate must be a whole number from 1 to 1048576, got 1048577'],
    [{ rate: 1.5 }, 'options.rate must be a whole number from 1 to 1048576, got 1.5'],
    [{ rate: '4' }, 'options.rate must be a whole number from 1 to 1048576, got "4"'],
    [{ script: 1 }, 'options.script must be true or false, got 1'],
    [{ scale: 16 }, 'options.scale is not an option; known options are rate, script'],
    [null, 'options must be an object, got null'],
  ]
  test.each(refused)('refuses %j', (options, message) => {
    expect(() => fracSketch('text', options as FracOptions)).toThrow(
      expect.objectContaining({ code: 'ERR_ARGUMENT', message }),
    )
  })

  test('refuses what is not a text', () => {
    expect(() => fracSketch(7 as never)).toThrow(
      expect.objectContaining({ code: 'ERR_ARGUMENT', message: 'text must be a string, got 7' }),
    )
  })
})

describe('containment', () => {
  test('at rate 1 is exact', () => {
    fc.assert(
      fc.property(perturbedPair, ({ a, b }) => {
        expect(containment(fracSketch(a, { rate: 1 }), fracSketch(b, { rate: 1 }))).toEqual({
          containment: { a: shareOf(a, b), b: shareOf(b, a) },
          jaccard: naiveJaccard(runs(a), runs(b)),
          error: { a: 0, b: 0, jaccard: 0 },
        })
      }),
      { numRuns: 60 },
    )
  })

  test.each(RATES)('finds an article on its page, one shingle in %i', (rate) => {
    expect(shareOf(ARTICLE, PAGE)).toBeCloseTo(0.99, 2)
    const found = containment(fracSketch(ARTICLE, { rate }), fracSketch(PAGE, { rate }))
    const off = [
      [found.containment.a - shareOf(ARTICLE, PAGE), found.error.a],
      [found.containment.b - shareOf(PAGE, ARTICLE), found.error.b],
      [found.jaccard - naiveJaccard(runs(ARTICLE), runs(PAGE)), found.error.jaccard],
    ]
    for (const [difference, error] of off) {
      expect(Math.abs(difference)).toBeLessThanOrEqual(3 * error)
      expect(error).toBeLessThan(rate === 64 ? 0.1 : 0.05)
    }
  })

  test('mirrors when its texts change places', () => {
    const [a, b] = [ARTICLE, PAGE].map((text) => fracSketch(text))
    const [there, back] = [containment(a, b), containment(b, a)]
    expect(back).toEqual({
      containment: { a: there.containment.b, b: there.containment.a },
      jaccard: there.jaccard,
      error: { a: there.error.b, b: there.error.a, jaccard: there.error.jaccard },
    })
  })

  const next = splitmix32(16)
  const made = (length: number) =>
    Array.from({ length }, () => String.fromCharCode(0x4e00 + (next() % 5000))).join('')
  const cases: [rate: number, own: number, shared: number, other: number][] = [2, 16].flatMap((rate) => [
    [rate, 100, 900, 4000],
    [rate, 1000, 1000, 1000],
    [rate, 50, 2000, 100],
  ])
  test.each(cases)(
    'is unbiased, and as wrong as it says: 1 in %i of %i + %i + %i',
    (rate, own, shared, other) => {
      const TRIALS = 300
      const offs: Record<'a' | 'b' | 'jaccard', number[]> = { a: [], b: [], jaccard: [] }
      const beyond = { a: 0, b: 0, jaccard: 0 }
      const errors = { a: 0, b: 0, jaccard: 0 }
      for (let trial = 0; trial < TRIALS; trial++) {
        const middle = made(shared)
        const [a, b] = [made(own) + middle, middle + made(other)]
        const at = (rate: number) => containment(fracSketch(a, { rate }), fracSketch(b, { rate }))
        const [truth, found] = [at(1), at(rate)]
        const note = (name: keyof typeof offs, off: number) => {
          offs[name].push(off)
          errors[name] += found.error[name]
          if (Math.abs(off) > 2 * found.error[name]) beyond[name]++
        }
        note('a', found.containment.a - truth.containment.a)
        note('b', found.containment.b - truth.containment.b)
        note('jaccard', found.jaccard - truth.jaccard)
      }
      for (const name of ['a', 'b', 'jaccard'] as const) {
        const { z, variance } = moments(TRIALS, () => offs[name].pop()!)
        // 18 means, 18 shares of 5 % with a standard error of 1.3 %, 18 deviations known to 4 %.
        expect(Math.abs(z), name).toBeLessThan(3.5)
        expect(beyond[name] / TRIALS, name).toBeLessThan(0.09)
        const ratio = errors[name] / TRIALS / Math.sqrt(variance)
        expect(ratio, name).toBeGreaterThan(0.86)
        // Agresti–Coull adds up to a tenth to small samples.
        expect(ratio, name).toBeLessThan(1.25)
      }
    },
  )

  test('of a text in itself is 1', () => {
    for (const rate of RATES) {
      const page = fracSketch(PAGE, { rate })
      const { containment: shares, jaccard } = containment(page, page)
      expect([shares.a, shares.b, jaccard]).toEqual([1, 1, 1])
    }
  })

  const one = fracSketch(PAGE)
  const mismatches: [name: string, other: FracSketch][] = [
    ['rate', fracSketch(PAGE, { rate: 8 })],
    ['script', fracSketch(PAGE, { script: false })],
    ['foldVersion', { ...one, foldVersion: 99 }],
  ]
  test.each(mismatches)('refuses sketches that differ in %s', (name, other) => {
    const message = expect.stringContaining(`sketches differ in ${name} (`)
    for (const [a, b] of [
      [one, other],
      [other, one],
    ]) {
      expect(() => containment(a, b)).toThrow(
        expect.objectContaining({ code: 'ERR_SIGNATURE_MISMATCH', message }),
      )
    }
  })

  test('refuses what is no sketch', () => {
    for (const wrong of [null, undefined, PAGE, {}, { ...one, hashes: [1, 2] }]) {
      expect(() => containment(wrong as FracSketch, one)).toThrow(
        'a must be a sketch made by fracSketch, got',
      )
      expect(() => containment(one, wrong as FracSketch)).toThrow(
        'b must be a sketch made by fracSketch, got',
      )
    }
  })
})
