import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { splitmix32 } from '../../src/kernel/hash.js'
import {
  compact,
  estimate,
  merge,
  sketch,
  sketchBy,
  sketchTokens,
  toBytes,
  type Scheme,
  type Signature,
} from '../../src/sketch/index.js'
import { fastSimilaritySketch } from '../../src/sketch/fss.js'
import { foldToString } from '../../src/text/fold.js'
import { naiveJaccard } from '../naive/jaccard.js'
import { naiveShingles } from '../naive/shingles.js'
import { moments, overlap, randomPair } from '../pairs.js'
import { SEEDS } from '../seeds.js'

const SCHEMES: Scheme[] = [
  'fss',
  'datasketch-affine32',
  'datasketch-affine64',
  'datasketch-legacy',
  'minhash-npm',
]
const COMPACT = [8, 16, 32] as const

const [PAGE, ARTICLE] = SEEDS
const PART = ARTICLE.slice(0, 60)
const [empty, short, one] = ['', PART, PAGE].map((text) => sketch(text))

describe.each(SCHEMES)('merge, %s', (scheme) => {
  /** Few different tokens and few slots, so that sets overlap, and fss keeps some of them and some unions not. */
  const tokens = fc.array(fc.integer({ min: 0, max: 60 }).map(String), { maxLength: 40 })
  const size = fc.constantFrom(1, 8, 32)
  const seed = fc.constantFrom(0, 1, 2 ** 32 - 1)
  const check = (property: (sets: string[][], sketched: (tokens: string[]) => Signature) => void) =>
    fc.assert(
      fc.property(fc.tuple(tokens, tokens, tokens), size, seed, (sets, k, seed) => {
        property(sets, (tokens) => sketchTokens(tokens, { scheme, k, seed }))
      }),
      { numRuns: 150 },
    )

  test('gives the signature of the union, bit for bit', () => {
    check(([a, b], sketched) => {
      const union = merge(sketched(a), sketched(b))
      expect(union).toEqual(sketched([...a, ...b]))
      expect(toBytes(union)).toEqual(toBytes(sketched([...a, ...b])))
    })
  })

  test('minds neither order nor grouping nor repetition, and nothing changes nothing', () => {
    check((sets, sketched) => {
      const [a, b, c] = sets.map(sketched)
      expect(merge(b, a)).toEqual(merge(a, b))
      expect(merge(merge(a, b), c)).toEqual(merge(a, merge(b, c)))
      expect(merge(a, a)).toEqual(a)
      expect(merge(a, sketched([]))).toEqual(a)
    })
  })

  test('changes neither signature', () => {
    check((sets, sketched) => {
      const [a, b] = sets.map(sketched)
      const before = [a, b].map((signature) => toBytes(signature))
      merge(a, b)
      expect([a, b].map((signature) => toBytes(signature))).toEqual(before)
    })
  })
})

test('merge of texts has the slots of the shingles of both', () => {
  const hashes = (text: string) => naiveShingles(foldToString(text)).map(({ low }) => low)
  for (const [a, b] of [
    [PAGE, ARTICLE],
    [PART, ARTICLE],
    ['', PAGE],
  ]) {
    const both = Uint32Array.from([...hashes(a), ...hashes(b)])
    const { set, slots } = merge(sketch(a), sketch(b))
    expect(set).toBeNull()
    expect(slots).toEqual(fastSimilaritySketch(both, 128, 1))
  }
})

describe('compact', () => {
  test.each(COMPACT)('slots of %i bits do not merge', (slotBits) => {
    for (const text of [one, short, empty]) {
      const small = compact(text, slotBits)
      expect(() => merge(small, small)).toThrow(
        expect.objectContaining({
          code: 'ERR_ARGUMENT',
          message: `a must be a signature with full slots: compact ones do not merge, got "slots of ${slotBits} bits"`,
        }),
      )
    }
  })

  test('compares with slots of as many bits, and with no others', () => {
    const forms: Signature[] = [one, ...COMPACT.map((slotBits) => compact(one, slotBits))]
    for (const a of forms) {
      for (const b of forms) {
        if (a === b) expect(estimate(a, b).jaccard).toBe(1)
        else {
          const message = expect.stringContaining(
            `signatures differ in slotBits (${a.slotBits} and ${b.slotBits})`,
          )
          expect(() => estimate(a, b)).toThrow(
            expect.objectContaining({ code: 'ERR_SIGNATURE_MISMATCH', message }),
          )
        }
      }
    }
  })

  test.each(COMPACT)('keeps the header and k slots of %i bits', (slotBits) => {
    for (const text of [one, short]) {
      const { slots, ...header } = compact(text, slotBits)
      expect(header).toEqual({ ...text, slots: undefined, set: null, slotBits })
      expect(slots.values).toHaveLength(text.k)
      expect(slots.values.BYTES_PER_ELEMENT * 8).toBe(slotBits)
      expect(slots.rounds).toBeNull()
    }
  })

  test.each(COMPACT)('of nothing resembles nothing, %i bits', (slotBits) => {
    const [none, some] = [empty, short].map((text) => compact(text, slotBits))
    for (const [a, b] of [
      [none, none],
      [none, some],
      [some, none],
    ]) {
      expect(estimate(a, b)).toEqual({ jaccard: 0, error: 0 })
    }
  })

  const refused: [what: string, run: () => unknown, message: string][] = [
    ['other sizes', () => compact(one, 4 as never), 'slotBits must be 8, 16 or 32, got 4'],
    [
      'compact slots',
      () => compact(compact(one, 32), 8),
      'signature must be an fss signature with full slots, got "scheme fss, slots of 32 bits"',
    ],
    [
      "other packages' schemes",
      () => compact(sketchTokens(['a']), 8),
      'signature must be an fss signature with full slots, got "scheme datasketch-affine32, slots of 32 bits"',
    ],
    ['nothing', () => compact(undefined as never, 8), 'signature must be a signature, got undefined'],
  ]
  test.each(refused)('refuses %s', (_, run, message) => {
    expect(run).toThrow(expect.objectContaining({ code: 'ERR_ARGUMENT', message }))
  })
})

describe('signatures made in different ways', () => {
  const tokens = (options: object) => sketchTokens(['a', 'b'], { scheme: 'fss', ...options })
  const words = sketchBy('word-2', 'many hands make light work')
  const pairs: [field: string, a: Signature, b: Signature][] = [
    ['scheme', tokens({}), tokens({ scheme: 'minhash-npm' })],
    ['scheme', tokens({ scheme: 'datasketch-legacy' }), tokens({ scheme: 'datasketch-affine32' })],
    ['k', one, sketch(PAGE, { k: 127 })],
    ['seed', one, sketch(PAGE, { seed: 2 })],
    ['slotBits', one, { ...one, slotBits: 64 }],
    ['shingles', one, { ...one, shingles: 'word-3' }],
    ['shingles', sketch('', { script: false }), { ...tokens({}), foldVersion: one.foldVersion }],
    ['foldVersion', one, { ...one, foldVersion: one.foldVersion + 1 }],
    ['script', one, sketch(PAGE, { script: false })],
    ['wordsVersion', words, { ...words, wordsVersion: words.wordsVersion + 1 }],
  ]
  test.each(pairs)('neither compare nor merge: %s', (field, a, b) => {
    for (const [x, y] of [
      [a, b],
      [b, a],
    ] as const) {
      const [left, right] = [x, y].map((signature) => signature[field as keyof Signature])
      const message = `signatures differ in ${field} (${left} and ${right}); sketch both texts with the same options`
      for (const run of [estimate, merge]) {
        expect(() => run(x, y)).toThrow(expect.objectContaining({ code: 'ERR_SIGNATURE_MISMATCH', message }))
      }
    }
  })

  test('what is no signature is named', () => {
    for (const wrong of [null, undefined, 'text', 5, {}, { scheme: 'fss' }]) {
      for (const run of [estimate, merge]) {
        expect(() => run(wrong as never, one)).toThrow(/^a must be a signature, got /)
        expect(() => run(one, wrong as never)).toThrow(/^b must be a signature, got /)
      }
    }
  })
})

test.each(SCHEMES)('two empty sets, %s', (scheme) => {
  const none = sketchTokens([], { scheme })
  const some = sketchTokens(['a'], { scheme })
  expect(estimate(none, none).jaccard).toBe(scheme === 'fss' ? 0 : 1)
  expect(estimate(none, some).jaccard).toBe(0)
})

test.each(SCHEMES)('sets of tokens are estimated within their errors, %s', (scheme) => {
  const tokens = (from: number, to: number) =>
    Array.from({ length: to - from }, (_, i) => `token ${from + i}`)
  const sets = [tokens(0, 300), tokens(100, 400), tokens(250, 600), tokens(0, 600)]
  const signatures = sets.map((set) => sketchTokens(set, { scheme, k: 512 }))
  for (let i = 0; i < sets.length; i++) {
    for (let j = 0; j < sets.length; j++) {
      const { jaccard, error } = estimate(signatures[i], signatures[j])
      expect(Math.abs(jaccard - naiveJaccard(sets[i], sets[j]))).toBeLessThanOrEqual(3.5 * error)
    }
  }
})

describe('slots of few bits', () => {
  const K = 128
  const TRIALS = 1500
  const next = splitmix32(8)
  const SIMILARITIES = [0.1, 0.2, 0.36, 0.5, 0.8, 0.95]

  for (const slotBits of [8, 16] as const) {
    for (const n of [50, 1000]) {
      test.each(SIMILARITIES)(`are unbiased, ${slotBits} bits, ${n} items, J near %f`, (near) => {
        const { shared, similarity } = overlap(n, near)
        let added = 0
        const { variance, z } = moments(TRIALS, () => {
          const [a, b] = randomPair(n, shared, K, next)
          const small = estimate(compact(a, slotBits), compact(b, slotBits)).jaccard
          added += small - estimate(a, b).jaccard
          return small - similarity
        })
        // None of 128 slots equal, where the estimate is cut off at 0, happens once in a million at 0.1.
        expect(Math.abs(z)).toBeLessThan(3.5)
        // Against the full slots of the same pair chance alone remains: (1 − J) of the slots agree with 2^-bits.
        const chance = ((1 - similarity) * 2 ** -slotBits) / K
        expect(Math.abs(added / TRIALS)).toBeLessThan(3.5 * Math.sqrt(chance / TRIALS) + 1e-4)
        expect(variance).toBeLessThan((1.15 * similarity * (1 - similarity)) / K + chance)
      })
    }
  }

  test('agree by chance as often as is corrected for', () => {
    const { mean, z } = moments(TRIALS, () => {
      const [a, b] = randomPair(1000, 0, K, next).map((signature) => compact(signature, 8))
      const equal = a.slots.values.filter(
        (value: number | bigint, slot: number) => value === b.slots.values[slot],
      )
      return equal.length / K - 2 ** -8
    })
    expect(Math.abs(mean)).toBeLessThan(0.001)
    expect(Math.abs(z)).toBeLessThan(3.5)
  })

  test('of 32 bits estimate as full ones do', () => {
    for (const near of SIMILARITIES) {
      const [a, b] = randomPair(300, overlap(300, near).shared, K, next)
      const [full, small] = [estimate(a, b), estimate(compact(a, 32), compact(b, 32))]
      expect(small.jaccard).toBeCloseTo(full.jaccard, 8)
      expect(small.error).toBeCloseTo(full.error, 8)
    }
  })

  test('never give less than 0', () => {
    const strangers = Array.from({ length: 50 }, () => randomPair(1000, 0, K, next))
    const estimates = strangers.map(([a, b]) => estimate(compact(a, 8), compact(b, 8)).jaccard)
    expect(Math.min(...estimates)).toBe(0)
  })
})

describe('the error', () => {
  const TRIALS = 1500
  const SIMILARITIES = [0.02, 0.1, 0.2, 0.36, 0.5, 0.8, 0.95, 0.98]
  const next = splitmix32(95)

  for (const k of [128, 512]) {
    test.each(SIMILARITIES)(`is the standard deviation of estimates, k = ${k}, J near %f`, (near) => {
      const n = 8 * k // many enough for Fast Similarity Sketching to be no better than its error says
      const { shared, similarity } = overlap(n, near)
      const found = [48, 8].map(() => ({ within: 0, errors: 0, offs: [] as number[] }))
      for (let trial = 0; trial < TRIALS; trial++) {
        const [a, b] = randomPair(n, shared, k, next)
        const estimates = [estimate(a, b), estimate(compact(a, 8), compact(b, 8))]
        estimates.forEach(({ jaccard, error }, form) => {
          const off = jaccard - similarity
          if (Math.abs(off) < 2 * error) found[form].within++
          found[form].errors += error
          found[form].offs.push(off)
        })
      }
      for (const { within, errors, offs } of found) {
        const spread = Math.sqrt(moments(TRIALS, () => offs.pop()!).variance)
        // Of 32 shares of 95 % with a standard error of 0.6 %; where few slots differ, whole slots make steps in it.
        expect(within / TRIALS).toBeGreaterThan(0.93)
        // Agresti–Coull errs to the safe side, most where hardly a slot is equal, or hardly one is not.
        const ratio = errors / TRIALS / spread
        expect(ratio).toBeGreaterThan(0.93)
        expect(ratio).toBeLessThan(near >= 0.1 && near <= 0.8 ? 1.13 : 1.5)
      }
    })
  }

  test('is 0 only where both sets were kept', () => {
    expect(estimate(short, short).error).toBe(0)
    expect(estimate(short, one).error).toBeGreaterThan(0)
    expect(estimate(one, one).error).toBeGreaterThan(0)
    expect(estimate(compact(short, 32), compact(short, 32)).error).toBeGreaterThan(0)
  })
})
