import fc from 'fast-check'
import { Minhash } from 'minhash'
import { describe, expect, it } from 'vitest'
import { OffprintError } from '../../../src/kernel/errors.js'
import {
  affine32Minima,
  affine32Permutations,
  affine64Minima,
  affine64Permutations,
} from '../../../src/sketch/compat/affine.js'
import { legacyMinima, legacyPermutations } from '../../../src/sketch/compat/legacy.js'
import { MersenneTwister } from '../../../src/sketch/compat/mersenne.js'
import { minhashNpmMinima, minhashNpmPermutations } from '../../../src/sketch/compat/minhash-npm.js'
import { compatSlots, type CompatScheme } from '../../../src/sketch/compat/schemes.js'
import { joinWords, multiplyHigh, splitWords } from '../../../src/sketch/compat/uint64.js'
import { compatCount, type CompatSignature } from '../../../src/sketch/compat/signature.js'
import { estimate, merge } from '../../../src/sketch/estimate.js'
import type { Signature } from '../../../src/sketch/signature.js'
import { family, mersenne, minima, slots, type DatasketchScheme } from '../../naive/compat.js'
import { digest, records, tokenSets } from '../../vectors/records.js'

type Short = 'affine32' | 'affine64' | 'legacy'
const SCHEMES: DatasketchScheme[] = ['datasketch-affine32', 'datasketch-affine64', 'datasketch-legacy']
const sets = tokenSets()

const signature = (scheme: CompatScheme, name: string, k: number, seed: number) => ({
  scheme,
  seed,
  slots: compatSlots(scheme, sets.get(name)!, k, seed),
})

/** A signature as the public functions take it. */
const published = ({ scheme, seed, slots }: CompatSignature): Signature => ({
  scheme,
  k: slots.length,
  seed,
  slotBits: slots instanceof BigUint64Array ? 64 : 32,
  shingles: 'tokens',
  foldVersion: 0,
  script: false,
  wordsVersion: 0,
  set: null,
  slots: { values: slots, rounds: null },
})
const jaccardOf = (a: CompatSignature, b: CompatSignature) => estimate(published(a), published(b)).jaccard
const merged = (a: CompatSignature, b: CompatSignature) => merge(published(a), published(b)).slots.values

function refusal(run: () => unknown): string {
  try {
    run()
  } catch (error) {
    if (error instanceof OffprintError) return `${error.code} ${error.message}`
    throw error
  }
  return 'none'
}

describe('datasketch 2.0.0', () => {
  interface Vector {
    scheme: Short
    seed: number
    k: number
    set: string
    first: string[]
    sha1: string
    count: number
  }
  const vectors = records<Vector>('datasketch', 'slots')

  it('has vectors for every scheme', () => {
    for (const scheme of ['affine32', 'affine64', 'legacy']) {
      expect(vectors.filter((vector) => vector.scheme === scheme).length).toBeGreaterThan(500)
    }
  })

  it.each(SCHEMES)('%s gives the same slots and counts', (scheme) => {
    for (const vector of vectors) {
      if (`datasketch-${vector.scheme}` !== scheme) continue
      const made = signature(scheme, vector.set, vector.k, vector.seed)
      const label = `${vector.set}, k ${vector.k}, seed ${vector.seed}`
      expect([...made.slots].slice(0, 4).map(String), label).toEqual(vector.first)
      expect(digest(made.slots), label).toBe(vector.sha1)
      expect(compatCount(made), label).toBeCloseTo(vector.count, 9)
    }
  })

  it('estimates and merges alike', () => {
    interface Pair {
      scheme: Short
      seed: number
      k: number
      sets: [string, string]
      jaccard: number
      sha1: string
    }
    const pairs = records<Pair>('datasketch', 'pair')
    expect(pairs.length).toBe(180)
    for (const { scheme, seed, k, sets: names, jaccard, sha1 } of pairs) {
      const [a, b] = names.map((name) => signature(`datasketch-${scheme}`, name, k, seed))
      expect(jaccardOf(a, b)).toBe(jaccard)
      expect(digest(merged(a, b))).toBe(sha1)
    }
  })

  it('draws the same permutations', () => {
    interface Drawn {
      scheme: Short
      seed: number
      k: number
      pairs: [string, string][]
    }
    const drawn = records<Drawn>('datasketch', 'permutations')
    expect(drawn.length).toBe(108)
    for (const { scheme, seed, k, pairs } of drawn) {
      const twin = family(`datasketch-${scheme}`, k, seed)
      expect([twin[0], twin[k - 1]].map((pair) => pair.map(String))).toEqual(pairs)
      const { a, b } = permutations(scheme, k, seed)
      expect([0, k - 1].map((i) => [String(a[i]), String(b[i])])).toEqual(pairs)
    }
  })
})

function permutations(scheme: Short, k: number, seed: number): Record<'a' | 'b', ArrayLike<number | bigint>> {
  if (scheme === 'affine32') {
    const { a, b } = affine32Permutations(k, seed)
    return { a: Uint32Array.from(a), b: Uint32Array.from(b, (value) => value ^ 0x80000000) }
  }
  const { a, b } = scheme === 'legacy' ? legacyPermutations(k, seed) : affine64Permutations(k, seed)
  return { a: joinWords(a), b: joinWords(b) }
}

describe('the BigInt twin', () => {
  const token = fc.oneof(fc.string({ unit: 'binary', maxLength: 30 }), fc.uint8Array({ maxLength: 130 }))
  const seed = fc.integer({ min: 0, max: 2 ** 32 - 1 })

  it.each(SCHEMES)('%s agrees on any tokens, k and seed', (scheme) => {
    fc.assert(
      fc.property(
        fc.array(token, { maxLength: 12 }),
        fc.integer({ min: 1, max: 20 }),
        seed,
        (tokens, k, s) => {
          expect([...compatSlots(scheme, tokens, k, s)].map(BigInt)).toEqual(slots(scheme, tokens, k, s))
        },
      ),
      { numRuns: 150 },
    )
  })

  // Carries that random hashes meet once in 2^29: words near 0, 2^16, 2^29, 2^31, 2^32.
  const word = fc.oneof(
    fc.bigInt({ min: 0n, max: 2n ** 32n - 1n }),
    fc
      .tuple(
        fc.constantFrom(0n, 2n ** 16n, 2n ** 29n, 2n ** 31n, 2n ** 32n),
        fc.bigInt({ min: -9n, max: 9n }),
      )
      .map(([centre, offset]) => BigInt.asUintN(32, centre + offset)),
  )
  const value64 = fc.tuple(word, word).map(([high, low]) => (high << 32n) | low)
  const value61 = value64.map((value) => BigInt.asUintN(61, value))
  // A few hashes, each four times over, so that every lane meets them.
  const fourfold = <T>(hash: fc.Arbitrary<T>) =>
    fc.array(hash, { maxLength: 4 }).map((few) => [few, few, few, few].flat())
  const pairsOf = (value: fc.Arbitrary<bigint>) =>
    fc.array(fc.tuple(value, value), { minLength: 1, maxLength: 4 })
  const columns = (pairs: readonly (readonly [bigint, bigint])[]) => ({
    a: splitWords(pairs.map(([a]) => a)),
    b: splitWords(pairs.map(([, b]) => b)),
  })

  it('legacy agrees at the edges of its words', () => {
    fc.assert(
      fc.property(pairsOf(value61), fourfold(word), (pairs, hashes) => {
        const fast = legacyMinima(columns(pairs), splitWords(hashes).low)
        expect([...fast].map(BigInt)).toEqual(minima('datasketch-legacy', pairs, hashes))
      }),
      { numRuns: 5000 },
    )
  })

  it('legacy reduces exactly where the sum passes multiples of 2^61 and wraps at 2^64', () => {
    // Falling hashes, so that each sum meets the least value of the one above it.
    const hashes = Array.from({ length: 160 }, (_, i) => BigInt(39 - (i >> 2)))
    for (let turns = 1n; turns <= 8n; turns++) {
      for (let below = 0n; below <= 40n; below++) {
        const pairs = [[1n, turns * 2n ** 61n - below]] as const
        const fast = legacyMinima(columns(pairs), splitWords(hashes).low)
        expect([...fast].map(BigInt)).toEqual(minima('datasketch-legacy', pairs, hashes))
      }
    }
  })

  it('affine64 agrees at the edges of its words', () => {
    fc.assert(
      fc.property(pairsOf(value64), fourfold(value64), (pairs, hashes) => {
        const fast = affine64Minima(columns(pairs), splitWords(hashes))
        expect([...fast]).toEqual(minima('datasketch-affine64', pairs, hashes))
      }),
      { numRuns: 5000 },
    )
  })

  it('affine64 skips no hash whose carry wraps', () => {
    // Sums of high words just below 2^32, low words that carry over: the value is near 0.
    fc.assert(
      fc.property(
        fc.bigInt({ min: 0n, max: 2n ** 18n }),
        fourfold(fc.bigInt({ min: 2n ** 32n - 2n ** 18n, max: 2n ** 32n - 1n })),
        (below, hashes) => {
          const pairs = [[2n ** 32n - 1n, 2n ** 64n - (below << 32n) - 1n]] as const
          const fast = affine64Minima(columns(pairs), splitWords(hashes))
          expect([...fast]).toEqual(minima('datasketch-affine64', pairs, hashes))
        },
      ),
      { numRuns: 2000 },
    )
  })

  it('affine32 agrees at the edges of its words', () => {
    fc.assert(
      fc.property(pairsOf(word), fourfold(word), (pairs, hashes) => {
        const { a, b } = columns(pairs)
        const flipped = b.low.map((value) => value ^ 0x80000000)
        const fast = affine32Minima({ a: a.low, b: flipped }, splitWords(hashes).low)
        expect([...fast].map(BigInt)).toEqual(minima('datasketch-affine32', pairs, hashes))
      }),
      { numRuns: 2000 },
    )
  })

  it('multiplies words', () => {
    fc.assert(
      fc.property(word, word, (a, b) => {
        const high = multiplyHigh(Number(BigInt.asIntN(32, a)), Number(BigInt.asIntN(32, b)))
        expect(BigInt(high)).toBe(BigInt.asIntN(32, (a * b) >> 32n))
      }),
      { numRuns: 5000 },
    )
  })

  it('splits and joins words', () => {
    fc.assert(
      fc.property(fc.array(value64), (values) => {
        expect([...joinWords(splitWords(values))]).toEqual(values)
      }),
    )
  })
})

describe('MersenneTwister', () => {
  it('draws what NumPy draws', () => {
    // RandomState(5489) is the reference seed: the 10,000th output is 4123659995 (C++ standard, [rand.predef]).
    const twister = new MersenneTwister(5489)
    for (let i = 1; i < 10000; i++) twister.draw32()
    expect(twister.draw32()).toBe(4123659995)
  })

  it('agrees with its twin', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 ** 32 - 1 }), (seed) => {
        const twister = new MersenneTwister(seed)
        const twin = mersenne(seed)
        for (let i = 0; i < 1300; i++) expect(BigInt(twister.draw32())).toBe(twin.next().value)
      }),
      { numRuns: 10 },
    )
  })

  it('draws again what lies above the bound', () => {
    const greatest = 2n ** 33n
    const twister = new MersenneTwister(7)
    const twin = mersenne(7)
    for (let i = 0; i < 200; i++) {
      let expected: bigint
      do expected = ((twin.next().value << 32n) | twin.next().value) % 2n ** 34n
      while (expected > greatest)
      expect(twister.draw64UpTo(greatest)).toBe(expected)
    }
    const first = new MersenneTwister(7).draw64()
    expect(new MersenneTwister(7).draw64UpTo(first)).toBe(first)
  })
})

describe('npm minhash 0.0.9', () => {
  interface Vector {
    seed: number
    k: number
    set: string
    first: number[]
    sha1: string
  }
  interface Drawn {
    seed: number
    k: number
    a: string
    b: string
    first: [number, number]
  }

  it('gives the same permutations and slots', () => {
    for (const { seed, k, a, b, first } of records<Drawn>('minhash-npm', 'permutations')) {
      const made = minhashNpmPermutations(k, seed)
      expect([made.a[0], made.b[0]]).toEqual(first)
      expect([digest(made.a), digest(made.b)]).toEqual([a, b])
    }
    const vectors = records<Vector>('minhash-npm', 'slots')
    expect(vectors.length).toBeGreaterThan(200)
    for (const { seed, k, set, first, sha1 } of vectors) {
      const made = compatSlots('minhash-npm', sets.get(set)!, k, seed)
      expect([...made].slice(0, 4), `${set}, k ${k}, seed ${seed}`).toEqual(first)
      expect(digest(made), `${set}, k ${k}, seed ${seed}`).toBe(sha1)
    }
  })

  it('estimates alike', () => {
    const pairs = records<{ seed: number; k: number; sets: [string, string]; jaccard: number }>(
      'minhash-npm',
      'pair',
    )
    expect(pairs.length).toBe(12)
    for (const { seed, k, sets: names, jaccard } of pairs) {
      const [a, b] = names.map((name) => signature('minhash-npm', name, k, seed))
      expect(jaccardOf(a, b)).toBe(jaccard)
    }
  })

  it('agrees with the package on any strings', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ unit: 'binary', maxLength: 30 }), { maxLength: 10 }),
        fc.integer({ min: 1, max: 140 }),
        fc.integer({ min: 0, max: 100000 }),
        (tokens, k, seed) => {
          const original = new Minhash({ numPerm: k, seed })
          for (const token of tokens) original.update(token)
          expect([...compatSlots('minhash-npm', tokens, k, seed)]).toEqual(original.hashvalues)
        },
      ),
    )
  })

  it('reduces doubles as % does', () => {
    const factor = fc.integer({ min: 0, max: 2 ** 32 - 1 })
    const hash = fc.integer({ min: 2 ** 31 - 1, max: 2 ** 32 + 2 ** 31 - 2 })
    fc.assert(
      fc.property(factor, factor, hash, (a, b, h) => {
        const fast = minhashNpmMinima({ a: Float64Array.of(a), b: Float64Array.of(b) }, Float64Array.of(h))
        expect(fast[0]).toBe(Math.min((a * h + b) % 4294967311, 2 ** 32 - 1))
      }),
      { numRuns: 20000 },
    )
  })

  it('takes no sine for the default seed up to k = 128', () => {
    const sine = Math.sin
    const before = minhashNpmPermutations(129, 1)
    Math.sin = () => NaN
    try {
      const made = minhashNpmPermutations(128, 1)
      expect([...made.a]).toEqual([...before.a].slice(0, 128))
      expect([...made.b].slice(1)).toEqual([...before.b].slice(0, 127))
    } finally {
      Math.sin = sine
    }
  })
})

describe('what is refused', () => {
  const affine = signature('datasketch-affine32', 'sheet', 8, 1)
  const rows: [string, () => unknown, string][] = [
    [
      'another scheme',
      () => jaccardOf(affine, signature('datasketch-legacy', 'sheet', 8, 1)),
      'ERR_SIGNATURE_MISMATCH signatures differ in scheme',
    ],
    [
      'another seed',
      () => merged(affine, signature('datasketch-affine32', 'sheet', 8, 2)),
      'ERR_SIGNATURE_MISMATCH signatures differ in seed (1 and 2)',
    ],
    [
      'another k',
      () => jaccardOf(affine, signature('datasketch-affine32', 'sheet', 9, 1)),
      'ERR_SIGNATURE_MISMATCH signatures differ in k (8 and 9)',
    ],
    [
      'slots of another type',
      () => compatCount({ ...affine, slots: new BigUint64Array(8) }),
      'ERR_ARGUMENT signature.slots must be a Uint32Array',
    ],
    [
      'npm minhash has no count',
      () => compatCount(signature('minhash-npm', 'sheet', 8, 1)),
      'ERR_ARGUMENT signature.scheme',
    ],
    [
      'an unknown scheme',
      () => compatSlots('affine32' as never, [], 8, 1),
      'ERR_ARGUMENT scheme must be one of datasketch-affine32',
    ],
    ['a name every object has', () => compatSlots('toString' as never, [], 8, 1), 'ERR_ARGUMENT scheme'],
    [
      'a string as tokens',
      () => compatSlots('datasketch-affine32', 'text', 8, 1),
      'ERR_ARGUMENT tokens must be an iterable',
    ],
    [
      'nothing as tokens',
      () => compatSlots('datasketch-affine32', null as never, 8, 1),
      'ERR_ARGUMENT tokens',
    ],
    [
      'a number among tokens',
      () => compatSlots('datasketch-affine64', ['a', 1 as never], 8, 1),
      'ERR_ARGUMENT token must be a string or a Uint8Array, got 1',
    ],
    [
      'bytes for npm minhash',
      () => compatSlots('minhash-npm', [new Uint8Array(1)], 8, 1),
      'ERR_ARGUMENT token must be a string for minhash-npm',
    ],
    ['k of 0', () => compatSlots('datasketch-legacy', [], 0, 1), 'ERR_ARGUMENT k must be'],
    ['k beyond 2^20', () => compatSlots('datasketch-legacy', [], 2 ** 20 + 1, 1), 'ERR_ARGUMENT k must be'],
    ['a negative seed', () => compatSlots('datasketch-legacy', [], 8, -1), 'ERR_ARGUMENT seed must be'],
    ['a seed of 2^32', () => compatSlots('datasketch-legacy', [], 8, 2 ** 32), 'ERR_ARGUMENT seed must be'],
  ]
  it.each(rows)('%s', (_, run, message) => {
    expect(refusal(run)).toContain(message)
  })

  it('leaves the arguments of a merge alone', () => {
    const other = signature('datasketch-affine32', 'one', 8, 1)
    const before = [...affine.slots]
    expect([...merged(affine, other)]).not.toEqual(before)
    expect([...affine.slots]).toEqual(before)
  })

  it('reads slots that lie inside a larger buffer', () => {
    const { slots: made } = signature('datasketch-affine64', 'sheet', 8, 1)
    const inside = new BigUint64Array(10)
    inside.set(made as BigUint64Array, 1)
    const a = { scheme: 'datasketch-affine64', seed: 1, slots: inside.subarray(1, 9) } as const
    expect(jaccardOf(a, { ...a, slots: made })).toBe(1)
  })

  it('sees a difference in either half of a 64-bit slot', () => {
    const a = { scheme: 'datasketch-affine64', seed: 1, slots: BigUint64Array.of(5n, 6n, 7n) } as const
    const b = { ...a, slots: BigUint64Array.of(5n, 6n + 2n ** 32n, 8n) }
    expect(jaccardOf(a, b)).toBe(1 / 3)
  })
})
