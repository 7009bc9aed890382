import fc from 'fast-check'
import { expect, test } from 'vitest'
import { audit } from '../../src/audit/audit.js'
import { bootstrapIntervals } from '../../src/audit/bootstrap.js'
import { addRateLevels, type RateLevels } from '../../src/audit/rate.js'
import { rateLevels } from '../../src/audit/rates.js'
import { sumAudits } from '../../src/audit/summary.js'
import { SEEDS } from '../seeds.js'

/** A page of so many characters, some of them wrong. */
function page(length: number, wrong: number): RateLevels {
  return rateLevels('x'.repeat(wrong) + 'a'.repeat(length - wrong), 'a'.repeat(length))
}

/** The middle 95 % of rates of corpora drawn with the random numbers of the machine. */
function naiveInterval(pages: readonly [length: number, wrong: number][]): { low: number; high: number } {
  const rates = Array.from({ length: 4000 }, () => {
    const drawn = pages.map(() => pages[Math.floor(Math.random() * pages.length)]!)
    const sum = (at: 0 | 1) => drawn.reduce((all, one) => all + one[at], 0)
    return sum(1) / sum(0)
  }).sort((x, y) => x - y)
  return { low: rates[100]!, high: rates[3899]! }
}

test('nearly the interval of a bootstrap with other numbers', () => {
  const pages = Array.from({ length: 40 }, (_, i): [number, number] => [100 + 7 * (i % 9), (i * i) % 23])
  const { cer } = bootstrapIntervals(pages.map(([length, wrong]) => page(length, wrong))).nothing
  const expected = naiveInterval(pages)
  const width = expected.high - expected.low
  expect(Math.abs(cer!.low - expected.low)).toBeLessThan(0.2 * width)
  expect(Math.abs(cer!.high - expected.high)).toBeLessThan(0.2 * width)
})

test('holds the rate itself, is the same each time, and a point where all pages are alike', () => {
  const pages = fc.array(fc.tuple(fc.integer({ min: 40, max: 90 }), fc.integer({ min: 0, max: 40 })), {
    minLength: 2,
    maxLength: 12,
  })
  fc.assert(
    fc.property(pages, (list) => {
      const parts = list.map(([length, wrong]) => page(length, wrong))
      const found = bootstrapIntervals(parts)
      const { rate } = addRateLevels(parts).nothing.cer
      expect(found.nothing.cer!.low).toBeLessThanOrEqual(rate + 1e-12)
      expect(found.nothing.cer!.high).toBeGreaterThanOrEqual(rate - 1e-12)
      expect(bootstrapIntervals(parts)).toEqual(found)
    }),
    { numRuns: 20 },
  )
  const same = bootstrapIntervals([page(50, 5), page(50, 5), page(50, 5)])
  expect(same.form.cer).toEqual({ low: 0.1, high: 0.1 })
})

test('of fewer than two pages with text there is none', () => {
  for (const parts of [[], [page(50, 5)], [page(50, 5), rateLevels('', '')]])
    expect(bootstrapIntervals(parts).nothing).toEqual({ cer: null, wer: null })
})

test('a sum has intervals, and says what its headline is of', () => {
  const part = audit(SEEDS[0]!, SEEDS[1]!)
  const whole = audit(SEEDS[1]!.replaceAll('一', '—'), SEEDS[1]!)
  const sum = (...audits: (typeof part)[]) => {
    const all = sumAudits()
    for (const one of audits) all.add(one)
    return all.summary()
  }
  expect(sum(part, part).headline).toMatchObject({ of: 'the part in common', parts: 2 })
  expect(sum(whole).headline).toMatchObject({ of: 'whole texts', parts: 0, rates: whole.rates.whole })
  const both = sum(part, whole)
  expect(both.headline).toEqual({
    of: 'both',
    parts: 1,
    rates: addRateLevels([part.rates.inside, whole.rates.whole]),
  })
  const [low, high] = [part.rates.inside.nothing.cer.rate, whole.rates.whole.nothing.cer.rate].sort()
  expect(both.intervals.headline.nothing.cer).toEqual({ low, high })
})
