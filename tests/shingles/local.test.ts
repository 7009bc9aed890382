import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { localShingles } from '../../src/shingles/local.js'
import { fold, foldToString } from '../../src/text/fold.js'
import { naiveShingles } from '../naive/shingles.js'
import { perturbedPair, TEXTS } from '../perturb.js'
import { SEEDS } from '../seeds.js'

/** The runs of a text, by the naive twin, after both agreed on it. */
function runs(text: string): string[] {
  const folded = foldToString(text)
  expectNaive(text)
  return naiveShingles(folded).map(({ run }) => run)
}

function expectNaive(text: string, weight?: number): void {
  const shingles = localShingles(fold(text), weight)
  const naive = naiveShingles(foldToString(text), weight)
  expect(shingles.count).toBe(naive.length)
  expect(Array.from(shingles.positions)).toEqual(naive.map(({ from }) => from))
  expect(Array.from(shingles.low)).toEqual(naive.map(({ low }) => low))
  expect(Array.from(shingles.high)).toEqual(naive.map(({ high }) => high))
}

const characters = fc
  .array(fc.constantFrom(...'abcdefg17国际合作数据ひらカナ한글नमสั𠀀𡨸😀𝒳 ,.\n'), { maxLength: 60 })
  .map((list) => list.join(''))

describe('localShingles', () => {
  test('gives the runs and hashes of the naive twin', () => {
    fc.assert(fc.property(characters, fc.constantFrom(20, 40, 600), expectNaive), { numRuns: 500 })
    fc.assert(
      fc.property(perturbedPair, ({ b }) => expectNaive(b)),
      { numRuns: 40 },
    )
  })

  test('hashes the longest runs there are: a hundred and twenty letters of two units', () => {
    const letters = Array.from({ length: 200 }, (_, i) => String.fromCodePoint(0x10428 + (i % 40)))
    expectNaive(letters.join(''), 600)
    expectNaive(letters.join('一'), 600)
  })

  test('gives equal hashes to equal runs, and to no others', () => {
    const runOf = new Map<string, string>()
    const hashOf = new Map<string, string>()
    for (const { run, low, high } of [...SEEDS, ...TEXTS].flatMap((text) =>
      naiveShingles(foldToString(text)),
    )) {
      const hash = `${low} ${high}`
      expect(runOf.get(hash) ?? run).toBe(run)
      expect(hashOf.get(run) ?? hash).toBe(hash)
      runOf.set(hash, run)
      hashOf.set(run, hash)
    }
    // Low halves alone serve signatures: 10^4 of 32 bits should not collide more than once.
    expect(runOf.size).toBeGreaterThan(10_000)
    expect(runOf.size - new Set([...runOf.keys()].map((hash) => hash.split(' ')[0])).size).toBeLessThan(2)
  })

  // Text, and its runs separated by |.
  const rule: [text: string, runs: string][] = [
    ['重庆高新区飞马', '重庆高新区|庆高新区飞|高新区飞马'],
    ['abcdefghij', 'abcdefgh|bcdefghi|cdefghij'],
    ['FPGA中国创新中', 'fpga中国创|pga中国创新|ga中国创新|a中国创新中|中国创新中'],
    ['区 ab,c 区 def 区', '区abc区de|abc区def区|bc区def区'],
    ['ひらがなかたか', 'ひらがなかたか'],
    ['대한민국정부', '대한민국정|한민국정부'],
    ['𠀀𠀁𠀂𠀃𠀄𠀅', '𠀀𠀁𠀂𠀃𠀄|𠀁𠀂𠀃𠀄𠀅'],
    ['abcdefg𝒳h', 'abcdefgx|bcdefgxh'],
    ['abcdefg𐐨h', 'abcdefg𐐨|bcdefg𐐨h'],
    ['新区', '新区'],
    ['abcdefg', 'abcdefg'],
    ['', ''],
    ['。 ，', ''],
  ]
  test.each(rule)('%s → %s', (text, expected) => {
    expect(runs(text).join('|')).toBe(expected)
  })

  test('an article keeps every shingle on a page in another script', () => {
    const [english] = TEXTS.slice(3)
    const page = `${english}\n${SEEDS[1]}\n${english}`
    const held = new Set(runs(page))
    for (const run of runs(SEEDS[1])) expect(held).toContain(run)
    // Besides, the page has its own shingles, those across both borders, and nothing else.
    const apart = new Set([...runs(SEEDS[1]), ...runs(english)])
    expect([...held].filter((run) => !apart.has(run)).length).toBeLessThanOrEqual(2 * 7)
  })

  test('repeats are kept', () => {
    const { count, low, positions } = localShingles(fold('a'.repeat(100)))
    expect(count).toBe(93)
    expect(new Set(low).size).toBe(1)
    expect(Array.from(positions)).toEqual(Array.from({ length: 93 }, (_, i) => i))
  })

  test('a result outlives the next call', () => {
    const first = localShingles(fold(SEEDS[1]))
    const low = Array.from(first.low)
    localShingles(fold(SEEDS[2]))
    expect(Array.from(first.low)).toEqual(low)
  })
})
