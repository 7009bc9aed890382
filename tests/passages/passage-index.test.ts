import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { splitmix32 } from '../../src/kernel/hash.js'
import type { Fingerprints } from '../../src/passages/fingerprints.js'
import { inLine } from '../../src/passages/in-line.js'
import { PassageIndex, printsOf } from '../../src/passages/passage-index.js'
import { Postings } from '../../src/passages/postings.js'
import { fold, foldToString } from '../../src/text/fold.js'
import { naiveShingles } from '../naive/shingles.js'
import { SEEDS } from '../seeds.js'

const prints = (text: string) => printsOf(fold(text))

function found(index: PassageIndex, text: string): Map<number, number> {
  const shared = new Map<number, number>()
  index.search(prints(text), (held, characters) => shared.set(held, characters))
  return shared
}

function indexOf(texts: readonly string[]): PassageIndex {
  const index = new PassageIndex()
  texts.forEach((text, i) => index.add(i, prints(text)))
  return index
}

describe('inLine', () => {
  /** For every hit, the distinct prints among the hits on its diagonal and up to 64 beyond. */
  function naive(held: Fingerprints, asked: Fingerprints): number {
    const hits = Array.from(held.low).flatMap((hash, i) =>
      Array.from(asked.low).flatMap((other, print) =>
        hash === other ? [{ print, diagonal: held.positions[i] - asked.positions[print] }] : [],
      ),
    )
    const most = hits.map(({ diagonal }) => {
      const near = hits.filter((hit) => hit.diagonal >= diagonal && hit.diagonal <= diagonal + 64)
      return new Set(near.map((hit) => hit.print)).size
    })
    return Math.max(0, ...most)
  }

  const some = fc
    .array(fc.tuple(fc.nat({ max: 4 }), fc.integer({ min: 1, max: 50 })), { maxLength: 14 })
    .map((list): Fingerprints => {
      let position = 0
      return {
        count: list.length,
        low: Uint32Array.from(list, ([hash]) => hash),
        high: Uint32Array.from(list, () => 0),
        positions: Uint32Array.from(list, ([, step]) => (position += step)),
      }
    })

  test('counts the prints of the fullest window of diagonals, text by text', () => {
    fc.assert(
      fc.property(fc.array(some, { maxLength: 5 }), some, (texts, asked) => {
        const postings = new Postings()
        texts.forEach((held, text) => postings.add(text, held))
        const counts = new Map<number, number>()
        inLine(postings, asked, (text, hits) => {
          expect(counts.has(text)).toBe(false)
          counts.set(text, hits)
        })
        texts.forEach((held, text) => expect(counts.get(text) ?? 0).toBe(naive(held, asked)))
      }),
      { numRuns: 300 },
    )
  })
})

describe('PassageIndex', () => {
  const index = indexOf(SEEDS)

  test('finds a snippet of each text, and says about how much of it', () => {
    const next = splitmix32(3)
    let snippets = 0
    let missed = 0
    SEEDS.forEach((text, i) => {
      for (let n = 0; n < 100; n++) {
        const from = next() % (text.length - 300)
        const snippet = text.slice(from, from + 300)
        const shared = found(index, snippet).get(i)
        snippets++
        if (shared === undefined) missed++
        else expect(shared).toBeLessThan(3 * snippet.length)
      }
    })
    // Fourteen prints are expected of 220 folded characters, and two are enough.
    expect(missed / snippets).toBeLessThan(0.01)
  })

  test('finds the article from the page and the page from the article', () => {
    expect(found(index, SEEDS[0]).get(1)).toBeGreaterThan(1000)
    expect(found(index, SEEDS[1]).get(0)).toBeGreaterThan(1000)
  })

  test('has little to say for unrelated texts', () => {
    // All five share runs of 20 characters and more: one newspaper, one year, the same institutions.
    SEEDS.forEach((text, i) => {
      for (const [other, shared] of found(index, text)) {
        if (other !== i && other + i !== 1) expect(shared).toBeLessThan(100)
      }
    })
  })

  test('asks for two prints in line: scattered ones find nothing', () => {
    const asked = foldToString(SEEDS[3]).slice(0, 800)
    const { sampled } = prints(asked)
    const next = splitmix32(4)
    // Longer than the text asked about, so that no two prints can be in line by a repeat.
    const filler = () =>
      Array.from({ length: 1000 }, () => String.fromCharCode(0x4e00 + (next() % 20_000))).join('')
    const runs = naiveShingles(asked).filter(({ from }) => sampled!.positions.includes(from))
    expect(runs.length).toBeGreaterThan(20)
    const scattered = indexOf([
      [...new Set(runs.map(({ run }) => run))].map((run) => run + filler()).join(''),
    ])
    expect(found(scattered, asked).size).toBe(0)
    const [first, second] = [runs[10], runs[11]]
    const together = indexOf([filler() + asked.slice(first.from, second.to) + filler()])
    expect([...found(together, asked)]).toEqual([[0, 32]])
  })

  const SHORT = [
    '中国地震台网正式测定：西藏那曲市发生5.2级地震，震源深度10千米。',
    'Zürich: heiter, 14 Grad, Wind aus Südwest, am Abend Gewitter.',
    '今日多云转晴，最高气温十四摄氏度，南风三级。',
  ]

  test('finds short texts by their grams, however noisy', () => {
    const held = indexOf(SHORT)
    expect([...found(held, SHORT[0].replace('5.2', '4.8').replace('10', '12')).keys()]).toEqual([0])
    expect([...found(held, 'Zurich heiter 17 Grad Wind aus Nordost am Abend Gewitler').keys()]).toEqual([1])
    expect(found(held, '国务院新闻办公室今天上午举行发布会').size).toBe(0)
    for (const [i, text] of SHORT.entries()) {
      const shared = found(held, text).get(i)!
      expect(shared).toBeGreaterThan(10)
      expect(shared).toBeLessThanOrEqual(fold(text).length)
    }
  })

  test('finds a text of one character, and no other', () => {
    const held = indexOf(['国', '国国', 'a'])
    expect([...found(held, '国').keys()]).toEqual([0])
    expect(found(held, '').size).toBe(0)
    expect(found(held, '。').size).toBe(0)
  })

  test('forgets what is removed', () => {
    const texts = [...SEEDS, ...SHORT]
    const held = indexOf(texts)
    const { bytes } = held
    texts.forEach((text, i) => {
      held.remove(i, prints(text))
      for (const asked of texts) expect(found(held, asked).has(i)).toBe(false)
    })
    texts.forEach((text, i) => held.add(i, prints(text)))
    expect(held.bytes).toBe(bytes)
    expect([...found(held, SHORT[0]).keys()]).toEqual([SEEDS.length])
  })
})
