import { describe, expect, test } from 'vitest'
import { fingerprints, RATE, shortGrams } from '../../src/candidates/fingerprints.js'
import { fold, foldToString } from '../../src/text/fold.js'
import { splitmix32 } from '../../src/kernel/hash.js'
import { naiveShingles } from '../naive/shingles.js'
import { TEXTS } from '../perturb.js'
import { SEEDS } from '../seeds.js'

/** Random Han text, no shingle of which occurs twice. */
function han(length: number, seed: number): string {
  const next = splitmix32(seed)
  return Array.from({ length }, () => String.fromCharCode(0x4e00 + (next() % 20_000))).join('')
}

const hashes = (text: string) => {
  const { low, high } = fingerprints(fold(text))
  return Array.from(low, (l, i) => `${l} ${high[i]}`)
}

describe('fingerprints', () => {
  test('are the shingles whose high half is below the bound, with their places', () => {
    for (const text of [...SEEDS, ...TEXTS]) {
      const { count, low, high, positions } = fingerprints(fold(text))
      const naive = naiveShingles(foldToString(text)).filter((shingle) => shingle.high < 2 ** 32 / RATE)
      const times = new Map<string, number>()
      const few = naive.filter(({ run }) => {
        times.set(run, (times.get(run) ?? 0) + 1)
        return times.get(run)! <= 4
      })
      expect(count).toBe(few.length)
      expect(Array.from(low)).toEqual(few.map((shingle) => shingle.low))
      expect(Array.from(high)).toEqual(few.map((shingle) => shingle.high))
      expect(Array.from(positions)).toEqual(few.map((shingle) => shingle.from))
    }
  })

  test('are one in sixteen', () => {
    const length = 100_000
    const { count } = fingerprints(fold(han(length, 1)))
    // Four standard deviations of a binomial.
    expect(Math.abs(count - length / RATE)).toBeLessThan(4 * Math.sqrt(length / RATE))
  })

  test('of a stretch are those of every text around it', () => {
    const article = hashes(SEEDS[1])
    expect(article.length).toBeGreaterThan(60)
    for (const [before, after] of [
      ['', SEEDS[2]],
      [SEEDS[3], ''],
      [TEXTS[3], TEXTS[4]],
    ]) {
      const page = new Set(hashes(`${before}\n${SEEDS[1]}\n${after}`))
      for (const hash of article) expect(page).toContain(hash)
    }
  })

  test('of a text that repeats itself are few', () => {
    const line = han(200, 2)
    const once = fingerprints(fold(line)).count
    expect(fingerprints(fold(line.repeat(100))).count).toBeLessThanOrEqual(4 * (once + 2))
    expect(fingerprints(fold('龘'.repeat(100_000))).count).toBeLessThanOrEqual(4)
  })
})

describe('grams of a short text', () => {
  test('are all of three Han characters or four letters', () => {
    for (const text of ['地震台网正式测定', 'Zürich 14 Grad', 'M5.2 级地震 in Tibet']) {
      const { low, high, positions } = shortGrams(fold(text))
      const naive = naiveShingles(foldToString(text), 20)
      expect(naive.length).toBeGreaterThan(5)
      expect(Array.from(low)).toEqual(naive.map((shingle) => shingle.low))
      expect(Array.from(high)).toEqual(naive.map((shingle) => shingle.high))
      expect(Array.from(positions)).toEqual(naive.map((shingle) => shingle.from))
    }
  })

  test('of a text of one character is the text', () => {
    expect(shortGrams(fold('国')).count).toBe(1)
    expect(shortGrams(fold('')).count).toBe(0)
  })
})
