import { describe, expect, test } from 'vitest'
import { fingerprints } from '../../src/candidates/fingerprints.js'
import { splitmix32 } from '../../src/kernel/hash.js'
import { DuplicateIndex } from '../../src/store/duplicate-index.js'
import { fold } from '../../src/text/fold.js'
import { SEEDS } from '../seeds.js'
import { countedSpools } from '../spool.js'

/** Han that no other text has in this order. */
function own(length: number, seed: number): string {
  const next = splitmix32(seed)
  return Array.from({ length }, () => String.fromCharCode(0x4e00 + (next() % 20_000))).join('')
}

/** A phrase with just this many fingerprints, wherever it stands. */
function phrase(length: number, count: number): string {
  for (let seed = 1_000_000; ; seed++) {
    const text = own(length, seed)
    if (fingerprints(fold(text)).count === count) return text
  }
}

/** Whether the candidates of a text are truncated once this many documents are held. */
function truncatedAt(counts: readonly number[], text: string, document: (i: number) => string): boolean[] {
  const index = new DuplicateIndex<number>()
  return counts.map((count) => {
    while (index.size < count) index.add(index.size, document(index.size), { limit: 1 })
    return index.candidates(text).truncated
  })
}

describe('truncated by the limit', () => {
  test('of equal texts, at one more than the limit', () => {
    const index = new DuplicateIndex<number>()
    for (let id = 0; id < 4; id++) index.add(id, SEEDS[1])
    for (const limit of [1, 2, 3, 4, 5]) {
      const { matches, truncated } = index.query(SEEDS[1], { limit })
      expect([matches.length, truncated]).toEqual([Math.min(4, limit), limit < 4])
    }
    // Without a limit of the caller 32 are aligned.
    for (let id = 4; id < 32; id++) index.add(id, SEEDS[1])
    expect(index.query(SEEDS[1]).truncated).toBe(false)
    index.add(32, SEEDS[1])
    expect(index.query(SEEDS[1]).truncated).toBe(true)
  })

  test('of different texts, at one more than the limit, whatever comes of the alignment', () => {
    const index = new DuplicateIndex<number>()
    for (let id = 0; id < 4; id++) index.add(id, SEEDS[1] + own(50, id))
    for (const limit of [1, 3, 4, 5]) {
      expect(index.query(SEEDS[1], { limit })).toMatchObject({ truncated: limit < 4 })
    }
  })

  test('not by what since, filter or an id leave out', () => {
    const index = new DuplicateIndex<number>()
    for (let id = 0; id < 4; id++) index.add(id, SEEDS[1], { at: id })
    expect(index.query(SEEDS[1], { limit: 2, since: 2 }).truncated).toBe(false)
    expect(index.query(SEEDS[1], { limit: 2, since: 1 }).truncated).toBe(true)
    expect(index.query(SEEDS[1], { limit: 2, filter: (id) => id % 2 === 0 }).truncated).toBe(false)
    expect(index.query(SEEDS[1], { limit: 2, filter: (id) => id > 0 }).truncated).toBe(true)
    expect(index.add(0, SEEDS[1], { limit: 3 }).truncated).toBe(false)
    expect(index.add(0, SEEDS[1], { limit: 2 }).truncated).toBe(true)
  })
})

describe('truncated by a full list', () => {
  test('of a sampled fingerprint, at 1,001 documents', () => {
    const common = phrase(40, 2)
    const document = (i: number) => own(60, i) + common + own(60, 50_000 + i)
    const text = own(60, 90_000) + common + own(60, 90_001)
    expect(truncatedAt([999, 1000, 1001], text, document)).toEqual([false, false, true])
  })

  test('of a gram of short texts, at 1,001 documents', () => {
    const document = (i: number) => own(10, i) + '龍龘齉' + own(10, 50_000 + i)
    expect(truncatedAt([1000, 1001], own(10, 90_000) + '龍龘齉', document)).toEqual([false, true])
  })

  test('of a band, at 1,001 documents', () => {
    // One character repeated has one shingle. Of these texts no fingerprint is sampled, so only bands lead to them.
    let code = 0x4e00
    while (fingerprints(fold(String.fromCharCode(code).repeat(100))).count > 0) code++
    const document = (i: number) => String.fromCharCode(code).repeat(97 + i)
    expect(truncatedAt([1000, 1001], document(5000), document)).toEqual([false, true])
  })

  test('not for a text that has nothing of it', () => {
    const common = phrase(40, 2)
    const index = new DuplicateIndex<number>()
    for (let i = 0; i < 1005; i++) index.add(i, own(60, i) + common, { limit: 1 })
    expect(index.candidates(own(60, 7) + own(60, 90_000)).truncated).toBe(false)
    expect(index.candidates('').truncated).toBe(false)
    expect(index.candidates(common.repeat(2)).truncated).toBe(true)
  })
})

test('truncated by more hits than a search looks at', () => {
  // A search looks at 512 hits: at half of 32 fingerprints in each of 32 documents, at less than half in each of 33.
  const common = phrase(500, 32)
  expect(truncatedAt([32, 33], common, (i) => common + own(100, i))).toEqual([false, true])
})

describe('what was left out of a full list', () => {
  const common = phrase(40, 2)
  const document = (i: number) => own(60, i) + common + own(60, 50_000 + i)
  const text = own(60, 90_000) + common
  const fill = (index: DuplicateIndex<number>) => {
    for (let i = 0; i < 1001; i++) index.add(i, document(i), { limit: 1 })
    return index
  }

  test('is still left out, and told, when others have gone', () => {
    const index = fill(new DuplicateIndex<number>())
    for (let i = 0; i < 3; i++) index.remove(i)
    expect(index.candidates(text).truncated).toBe(true)
  })

  test('is told by a stored index, whose bytes are the same again', () => {
    const bytes = fill(new DuplicateIndex<number>()).toBytes()
    const again = DuplicateIndex.fromBytes<number>(bytes)
    again.remove(0)
    expect(again.candidates(text).truncated).toBe(true)
    expect(Buffer.compare(DuplicateIndex.fromBytes<number>(bytes).toBytes(), bytes)).toBe(0)
  })

  test('is told by an index that spilled', () => {
    const spool = countedSpools().make
    const index = fill(new DuplicateIndex<number>({ maxBytes: 2 ** 19, whenFull: 'spill', spool }))
    expect(index.candidates(text).truncated).toBe(true)
    expect(index.candidates(own(200, 90_002)).truncated).toBe(false)
  })
})

test('stats count the searches that were truncated', () => {
  const index = new DuplicateIndex<number>()
  for (let id = 0; id < 3; id++) index.add(id, SEEDS[1], { limit: 1 })
  // The third addition found two.
  expect(index.stats().truncated).toBe(1)
  index.query(SEEDS[1], { limit: 3 })
  index.candidates(SEEDS[1])
  expect(index.stats().truncated).toBe(1)
  index.query(SEEDS[1], { limit: 2 })
  expect(index.stats().truncated).toBe(2)
})
