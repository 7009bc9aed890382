import fc from 'fast-check'
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { compile, MODULES } from '../../src/kernel/assembly/build.mjs'
import { compiledKernel, kernel, type Kernel } from '../../src/kernel/kernel.js'
import { CHUNK, twinKernel } from '../../src/kernel/twin.js'
import { unitWeights } from '../../src/kernel/weights.js'
import { localShingles } from '../../src/shingles/local.js'
import { hashFolded, hashText } from '../../src/sketch/shingle-hashes.js'
import { sketchHashes } from '../../src/sketch/signature.js'
import { fold } from '../../src/text/fold.js'
import { streamFolded } from '../../src/text/folded-stream.js'
import { TEXTS } from '../perturb.js'
import { SEEDS } from '../seeds.js'

const compiled = compiledKernel()!
const kernels: [string, Kernel][] = [
  ['compiled', compiled],
  ['twin', twinKernel()],
]

/** All folded units that a kernel streams. */
function streamed(engine: Kernel, source: string, script = true): number[] {
  const units: number[] = []
  streamFolded(engine, source, script, (n) => {
    units.push(...engine.folded.subarray(0, n))
    return 0
  })
  return units
}

/** All hashes of a text's shingles, in order. */
function hashed(engine: Kernel, source: string): number[] {
  const hashes: number[] = []
  hashText(engine, source, true, (n) => hashes.push(...engine.hashes.subarray(0, n)))
  return hashes
}

/** What meets the exact path, and what stands next to it. */
const HARD =
  'ß|ﬁ|é|e\u0301|가|\u1100\u1161\u11a8|ｶﾞ|㌔|\u00ad|\u200d|\ufe0f|\ud800|\udc00|ก็|हिन्दी|مُحَمَّد|\u0301|𠀀|𝐀|👩‍👧|İ|½|樣||ΑΣ|\u0345'
const pieces = fc.constantFrom(...TEXTS.map((text) => text.slice(0, 300)), ...HARD.split('|'))
const sources = fc.array(pieces, { maxLength: 12 }).map((parts) => parts.join(''))

describe('the compiled kernel', () => {
  test('is what its source compiles to', async () => {
    const checkedIn = readFileSync(new URL('../../src/kernel/kernel.data.ts', import.meta.url), 'utf8')
    expect(await compile(MODULES.find(({ name }) => name === 'KERNEL')!)).toBe(checkedIn)
  })

  test('is the one in use here', () => {
    expect(kernel().compiled).toBe(true)
  })
})

describe.each(kernels)('%s', (_, engine) => {
  test('streams the folded units of fold', () => {
    fc.assert(
      fc.property(sources, fc.boolean(), (source, script) => {
        expect(streamed(engine, source, script)).toEqual([...fold(source, { script }).units])
      }),
      { numRuns: 1000 },
    )
  })

  test('streams long texts across chunks, wherever a hard unit falls', () => {
    for (const offset of [-2, -1, 0, 1, 2]) {
      const filler = SEEDS[2].repeat(6).slice(0, CHUNK - 32 + offset)
      const source = filler + 'e\u0301ﬁß' + filler
      expect(streamed(engine, source)).toEqual([...fold(source).units])
    }
  })

  test('hashes shingles as localShingles does', () => {
    const expected = (source: string) => [...localShingles(fold(source)).low]
    for (const text of [...SEEDS, ...TEXTS]) expect(hashed(engine, text)).toEqual(expected(text))
    const short = fc.string({ unit: fc.constantFrom(...'aé中か한𠀀0，'), maxLength: 30 })
    fc.assert(
      fc.property(fc.oneof(sources, short), (source) => {
        expect(hashed(engine, source)).toEqual(expected(source))
      }),
      { numRuns: 1000 },
    )
  })

  test('hashes long texts across chunks, pairs among them', () => {
    for (const middle of ['', '𠀀', '𠀀'.repeat(40), 'e\u0301'.repeat(9000), '𠀀'.repeat(20_000)]) {
      const source = SEEDS[2].repeat(6).slice(0, CHUNK) + middle + SEEDS[4].repeat(3)
      expect(hashed(engine, source)).toEqual([...localShingles(fold(source)).low])
      const units: number[] = []
      hashFolded(engine, fold(source), (n) => units.push(...engine.hashes.subarray(0, n)))
      expect(units).toEqual([...localShingles(fold(source)).low])
    }
  })

  test('weighs every unit as the shingle rule does', () => {
    const weights = unitWeights()
    const differing: string[] = []
    for (let unit = 1; unit < 0x10000; unit++) {
      if (unit >= 0xd800 && unit < 0xe000) continue
      // As many of one unit as reach the target: five of a Han character, eight of a letter.
      engine.folded.fill(unit, 0, 10)
      engine.shingle(10, true)
      const { low } = localShingles({ units: engine.folded.slice(0, 9), length: 9 })
      if (engine.hashes[0] !== low[0]) differing.push(`U+${unit.toString(16)} weighs ${weights[unit]}`)
    }
    expect(differing).toEqual([])
  })
})

const hash = fc.oneof(
  fc.nat(40),
  fc.constantFrom(2 ** 31, 2 ** 32 - 1),
  fc.integer({ min: 0, max: 2 ** 32 - 1 }),
)

test('both kernels fill the same slots in the same rounds', () => {
  fc.assert(
    fc.property(
      fc.array(hash, { minLength: 1, maxLength: 600 }),
      fc.integer({ min: 1, max: 300 }),
      fc.nat(2 ** 32 - 1),
      (hashes, k, seed) => {
        const [a, b] = kernels.map(([, engine]) => {
          engine.clear(k)
          engine.hashes.set(hashes)
          engine.scatter(hashes.length, k, seed | 0)
          const first = [engine.open(), ...engine.slots.subarray(0, k)]
          engine.complete(hashes.length, k, seed)
          return [...first, ...engine.slots.subarray(0, k), ...engine.rounds.subarray(0, k)]
        })
        expect(a).toEqual(b)
      },
    ),
    { numRuns: 500 },
  )
})

describe.each(kernels)('the distinct hashes of the %s kernel', (_, engine) => {
  /** The distinct hashes of a text that comes in two chunks; null if they are more than k. */
  const distinct = (hashes: readonly number[], k: number) => {
    const half = hashes.length >> 1
    let count = 0
    engine.clear(k)
    for (const part of [hashes.slice(0, half), hashes.slice(half)]) {
      engine.hashes.set(part)
      engine.scatter(part.length, k, 0x5bd1e995)
      count = engine.gather(part.length, k, 0x5bd1e995)
    }
    if (count > k) return null
    engine.collect()
    return [...engine.sorted.subarray(0, count)]
  }

  test('are those of a set, in order, up to k, text after text', () => {
    const text = fc.array(hash, { minLength: 1, maxLength: 60 })
    fc.assert(
      fc.property(
        fc.array(text, { minLength: 1, maxLength: 8 }),
        fc.integer({ min: 1, max: 50 }),
        (texts, k) => {
          for (const hashes of texts) {
            const set = [...new Set(hashes)].sort((x, y) => x - y)
            expect(distinct(hashes, k)).toEqual(set.length <= k ? set : null)
          }
        },
      ),
      { numRuns: 500 },
    )
  })

  test.each([0, 1, 2 ** 31, 2 ** 32 - 1])('crowd at %i without a loss', (at) => {
    const hashes = Array.from({ length: 3000 }, (_, i) => Math.abs(at - 7 * i))
    expect(distinct(hashes, 3000)).toEqual([...hashes].sort((x, y) => x - y))
    expect(distinct(hashes, 2999)).toBe(null)
  })

  test('may be as many as the most slots', () => {
    const hashes = Array.from({ length: 32767 }, (_, i) => Math.imul(i, 0x9e3779b1) >>> 0)
    expect(distinct(hashes.slice(0, CHUNK), 32767)).toHaveLength(CHUNK)
    const signature = sketchHashes(
      {
        scheme: 'fss',
        k: 32767,
        seed: 1,
        slotBits: 48,
        shingles: 'tokens',
        foldVersion: 0,
        script: false,
        wordsVersion: 0,
      },
      Uint32Array.from(hashes),
    )
    expect([...signature.set!]).toEqual([...hashes].sort((x, y) => x - y))
  })
})
