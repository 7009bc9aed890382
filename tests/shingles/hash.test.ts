import { beforeAll, describe, expect, it } from 'vitest'
import { HIGH_FACTOR, localShingles, LOW_FACTOR, SHINGLE_WEIGHT } from '../../src/shingles/local.js'
import { shinglesOf } from '../../src/shingles/rule.js'
import { unitWeights } from '../../src/kernel/weights.js'
import { fold, foldedString, type FoldedText } from '../../src/text/fold.js'
import { noisy, random } from '../noise.js'
import { TEXTS } from '../perturb.js'
import { SEEDS } from '../seeds.js'

/** Blocks of `size` units, hashed each on its own: every size-th run of the text they make up. */
function hashBlocks(units: Uint16Array, size: number): { low: Uint32Array; high: Uint32Array } {
  const shingles = shinglesOf(asFolded(units), { kind: 'characters', size })
  return {
    low: shingles.low.filter((_, i) => i % size === 0),
    high: shingles.high.filter((_, i) => i % size === 0),
  }
}

/** Units as they are; the rule for characters asks for nothing else. */
function asFolded(units: Uint16Array): FoldedText {
  const nothing = new Uint32Array(0)
  return {
    source: '',
    length: units.length,
    units,
    starts: nothing,
    ends: nothing,
    wordStarts: new Uint8Array(0),
  }
}

/** Pairs of equal values. */
function collisions(values: Uint32Array): number {
  const sorted = values.slice().sort()
  let pairs = 0
  for (let i = 1, run = 0; i < sorted.length; i++) {
    run = sorted[i] === sorted[i - 1] ? run + 1 : 0
    pairs += run
  }
  return pairs
}

/** Pairs that collide among n random values of 32 bits. */
const birthday = (n: number) => (n * (n - 1)) / 2 / 2 ** 32

/** How far χ² of the bins lies from its mean, in standard deviations. */
function deviation(values: Uint32Array, bins: number): number {
  const counts = new Float64Array(bins)
  for (const value of values) counts[Math.floor((value / 2 ** 32) * bins)]++
  const expected = values.length / bins
  const chi = counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0)
  return (chi - (bins - 1)) / Math.sqrt(2 * (bins - 1))
}

/** All orders of some characters, as one run of units. */
function orders(letters: string): Uint16Array {
  const found: number[] = []
  const walk = (left: string, taken: number[]) => {
    if (left === '') for (const unit of taken) found.push(unit)
    for (let i = 0; i < left.length; i++) {
      walk(left.slice(0, i) + left.slice(i + 1), [...taken, left.charCodeAt(i)])
    }
  }
  walk(letters, [])
  return Uint16Array.from(found)
}

const polynomial = (values: readonly number[], factor: number) =>
  values.reduce((sum, value) => (Math.imul(sum, factor) + value) | 0, 0)

/** How often 2 divides a number. */
const valuation = (n: number) => 31 - Math.clz32(n & -n)

describe('avalanche', () => {
  const RUNS = 4096
  // 65,536 cells of σ = 0.0078: the greatest deviation is about 4.5 σ by chance.
  const BOUND = 6 * Math.sqrt(0.25 / RUNS)

  it.each([
    ['eight letters', 8, 'abcdefghijklmnopqrstuvwxyz'],
    ['eight digits', 8, '0123456789'],
    ['five Han', 5, fold(SEEDS[2]).units.reduce((all, unit) => all + String.fromCharCode(unit), '')],
    ['five Hangul', 5, '가각간갈감강개객거건걸검게격견결경계고곡공과관광교구국군권규그극근글금급기길김'],
  ])('of %s: any bit of a unit flips any bit of a hash half the time', (_, size, alphabet) => {
    const next = random(size)
    const units = Uint16Array.from({ length: RUNS * size }, () =>
      alphabet.charCodeAt(Math.floor(next() * alphabet.length)),
    )
    const before = hashBlocks(units, size)
    let worst = 0
    for (let unit = 0; unit < size; unit++) {
      for (let bit = 0; bit < 16; bit++) {
        const flipped = units.slice()
        const usable: number[] = []
        for (let run = 0; run < RUNS; run++) {
          const at = run * size + unit
          flipped[at] ^= 1 << bit
          // Half a pair is no character of its own.
          if ((flipped[at] & 0xf800) === 0xd800) flipped[at] = units[at]
          else usable.push(run)
        }
        if (usable.length < RUNS / 2) continue
        const after = hashBlocks(flipped, size)
        for (const lane of ['low', 'high'] as const) {
          const flips = new Uint32Array(32)
          for (const run of usable) {
            const change = before[lane][run] ^ after[lane][run]
            for (let out = 0; out < 32; out++) flips[out] += (change >>> out) & 1
          }
          for (const count of flips) worst = Math.max(worst, Math.abs(count / usable.length - 0.5))
        }
      }
    }
    expect(worst).toBeLessThan(BOUND * Math.SQRT2)
  })
})

describe('a million distinct shingles', () => {
  /** Scans of the same pages, each with other errors: real text, and neighbours that differ in one character. */
  const WANTED = 2 ** 20
  const low = new Uint32Array(WANTED)
  const high = new Uint32Array(WANTED)

  beforeAll(() => {
    const weights = unitWeights()
    const seen = new Set<string>()
    for (let seed = 0; seen.size < WANTED; seed++) {
      for (const text of [...SEEDS, ...TEXTS]) {
        const folded = fold(seed === 0 ? text : noisy(text, 0.12, random(seed)).copy)
        const string = foldedString(folded)
        const shingles = localShingles(folded)
        for (let i = 0; i < shingles.count && seen.size < WANTED; i++) {
          let to = shingles.positions[i]
          for (let sum = 0; sum < SHINGLE_WEIGHT; to++) sum += weights[folded.units[to]]
          const run = string.slice(shingles.positions[i], to)
          if (seen.has(run)) continue
          low[seen.size] = shingles.low[i]
          high[seen.size] = shingles.high[i]
          seen.add(run)
        }
      }
    }
  }, 60_000)

  it('collide as often as random numbers would, in either lane, and never in both', () => {
    const expected = birthday(WANTED) // 128
    for (const lane of [low, high]) {
      expect(Math.abs(collisions(lane) - expected)).toBeLessThan(5 * Math.sqrt(expected))
    }
    const both = new Set(Array.from(low, (value, i) => `${value} ${high[i]}`))
    expect(both.size).toBe(WANTED)
  })

  it.each([128, 1000, 4096])('fill %i slots evenly by their high bits', (bins) => {
    for (const lane of [low, high]) expect(Math.abs(deviation(lane, bins))).toBeLessThan(5)
  })

  it('are sampled by the high lane at the rate of the bound, and the sample is even in the low lane', () => {
    for (const rate of [16, 64, 1024]) {
      const sampled = low.filter((_, i) => high[i] < 2 ** 32 / rate)
      const expected = WANTED / rate
      expect(Math.abs(sampled.length - expected)).toBeLessThan(5 * Math.sqrt(expected))
      expect(Math.abs(deviation(sampled, 128))).toBeLessThan(5)
    }
  })

  it('have lanes of which no bit tells a bit of the other', () => {
    const equal = Array.from({ length: 32 }, () => new Uint32Array(32))
    for (let i = 0; i < WANTED; i++) {
      for (let shift = 0; shift < 32; shift++) {
        // All 32 pairs of bits this far apart at once; equal bits are counted.
        const turned = (high[i] >>> shift) | (high[i] << (32 - shift))
        const same = ~(low[i] ^ turned)
        const counts = equal[shift]
        for (let bit = 0; bit < 32; bit++) counts[bit] += (same >>> bit) & 1
      }
    }
    // 1,024 correlations of σ = 0.001: the greatest is about 3.5 σ by chance.
    const worst = Math.max(
      ...equal.flatMap((counts) => Array.from(counts, (n) => Math.abs(n / WANTED - 0.5))),
    )
    expect(worst).toBeLessThan(5.5 * Math.sqrt(0.25 / WANTED))
  }, 60_000)
})

describe('poor inputs', () => {
  const digits = (n: number, at: (i: number) => number) =>
    Uint16Array.from({ length: n * 8 }, (_, k) =>
      String(at(k >> 3))
        .padStart(8, '0')
        .charCodeAt(k & 7),
    )

  it.each<[string, Uint16Array, number]>([
    ['consecutive numbers', digits(2 ** 19, (i) => i), 8],
    ['numbers in steps', digits(2 ** 19, (i) => i * 97), 8],
    [
      'dates',
      digits(310_000, (i) => Math.floor(i / 310) * 10_000 + (1 + (i % 10)) * 100 + (Math.floor(i / 10) % 31)),
      8,
    ],
    [
      'two letters',
      Uint16Array.from({ length: 2 ** 18 * 18 }, (_, k) => 97 + ((Math.floor(k / 18) >> (k % 18)) & 1)),
      18,
    ],
  ])('%s fill slots evenly and collide no more than twice as often as chance', (_, units, size) => {
    const { low, high } = hashBlocks(units, size)
    for (const lane of [low, high]) {
      expect(deviation(lane, 1024)).toBeLessThan(5)
      const expected = birthday(lane.length)
      expect(collisions(lane)).toBeLessThan(2 * expected + 5 * Math.sqrt(expected))
    }
  })

  /** Differences of four neighbours, each at most `most`, under which a lane cannot tell two runs apart. */
  function blindTo(factor: number, most: number): number[][] {
    const found: number[][] = []
    for (let a = 0; a <= most; a++) {
      for (let b = -most; b <= most; b++) {
        for (let c = -most; c <= most; c++) {
          const last = -polynomial([a, b, c, 0], factor) | 0
          if (Math.abs(last) <= most && (a !== 0 || b !== 0 || c !== 0)) found.push([a, b, c, last])
        }
      }
    }
    return found
  }

  it('the low lane sees any small differences of four neighbours', () => {
    expect(blindTo(LOW_FACTOR, 40)).toEqual([])
  })

  // √2's 0x6a09e667 did not: its lattice has a vector of length 34 in four dimensions, where 308 is the greatest possible.
  it('the high lane sees any small differences of four neighbours', () => {
    expect(blindTo(HIGH_FACTOR, 40)).toEqual([])
  })

  it('orders of the same characters collide 2^v times as often as chance, v the valuation of factor − 1', () => {
    for (const letters of ['etaoinshr', '的一是了我不人在他']) {
      const { low, high } = hashBlocks(orders(letters), 9)
      const expected = birthday(low.length) // 15.3
      for (const [lane, factor] of [
        [low, LOW_FACTOR],
        [high, HIGH_FACTOR],
      ] as const) {
        const more = expected * 2 ** valuation(factor - 1)
        expect(collisions(lane)).toBeLessThan(more + 8 * Math.sqrt(more))
      }
      // Of both lanes at once not one.
      expect(new Set(Array.from(low, (value, i) => `${value} ${high[i]}`)).size).toBe(low.length)
    }
  })
})
