import { describe, expect, test } from 'vitest'
import { splitmix32 } from '../../src/kernel/hash.js'
import { DuplicateIndex } from '../../src/store/duplicate-index.js'
import { SEEDS } from '../seeds.js'

/** A text that has nothing in common with those of other numbers. */
function own(number: number, length = 200): string {
  const next = splitmix32(number + 1)
  return Array.from({ length }, () => String.fromCharCode(0x4e00 + (next() % 20_000))).join('')
}

const ids = <Id>(matches: readonly { id: Id }[]) => matches.map(({ id }) => id)

describe('documents over many segments', () => {
  const index = new DuplicateIndex<number>()
  const N = 3000
  for (let id = 0; id < N; id++) index.add(id, own(id), { at: id })

  test('are all found, and nothing else is', () => {
    expect(index.stats().segments).toBeGreaterThan(3)
    for (let id = 0; id < N; id += 7) {
      const copy = own(id).slice(0, 190) + '某甲乙'
      expect(index.query(copy).matches).toMatchObject([{ id, relation: 'duplicate' }])
    }
    expect(index.query(own(N + 5)).matches).toEqual([])
  })

  test('since and filter leave out before the limit counts', () => {
    const copies = new DuplicateIndex<number>()
    for (let id = 0; id < 600; id++)
      copies.add(id, SEEDS[1] + ' '.repeat(id % 3), { at: new Date(1000 * id) })
    expect(ids(copies.query(SEEDS[1], { limit: 3, since: new Date(500_000) }).matches)).toEqual([
      500, 501, 502,
    ])
    expect(ids(copies.query(SEEDS[1], { limit: 3, since: 598_000 }).matches)).toEqual([598, 599])
    expect(ids(copies.query(SEEDS[1], { limit: 2, filter: (id) => id % 100 === 99 }).matches)).toEqual([
      99, 199,
    ])
    expect(copies.query(SEEDS[1], { since: 600_000 }).matches).toEqual([])
  })
})

describe('expire', () => {
  test('forgets what came before, whatever the order', () => {
    const index = new DuplicateIndex<number>()
    for (let id = 0; id < 1000; id++) index.add(id, own(id), { at: (id * 7) % 1000 })
    expect(index.expire(400)).toBe(400)
    expect(index.size).toBe(600)
    for (let id = 0; id < 1000; id += 13) {
      const stays = (id * 7) % 1000 >= 400
      expect([index.has(id), index.query(own(id)).matches.length]).toEqual([stays, stays ? 1 : 0])
    }
    expect(index.expire(400)).toBe(0)
    expect(index.expire(Infinity)).toBe(600)
    expect(index.stats()).toMatchObject({ documents: 0, distinct: 0, segments: 0, bytes: 0, textBytes: 0 })
    index.add(1, SEEDS[1])
    expect(ids(index.query(SEEDS[1]).matches)).toEqual([1])
  })

  test('a window that slides keeps its memory flat', () => {
    const index = new DuplicateIndex<number>()
    const WINDOW = 1500
    const bytes: number[] = []
    for (let id = 0; id < 8 * WINDOW; id++) {
      index.add(id, own(id, 120), { at: id, limit: 1 })
      if (id % 100 === 0) index.expire(id - WINDOW)
      if (id % WINDOW === WINDOW - 1) {
        const stats = index.stats()
        bytes.push(stats.bytes + stats.textBytes)
        expect(stats.documents).toBeLessThanOrEqual(WINDOW + 100)
        expect(ids(index.query(own(id - 1000, 120)).matches)).toEqual([id - 1000])
      }
    }
    expect(Math.max(...bytes.slice(3))).toBeLessThan(1.5 * bytes[2])
  })
})

describe('remove', () => {
  test('of most documents gives their room back, and keeps the others', () => {
    const index = new DuplicateIndex<number>()
    for (let id = 0; id < 3000; id++) index.add(id, own(id), { at: id })
    const before = index.stats()
    for (let id = 0; id < 3000; id++) if (id % 10 !== 0) expect(index.remove(id)).toBe(true)
    const after = index.stats()
    expect(after.documents).toBe(300)
    expect(after.bytes + after.textBytes).toBeLessThan((before.bytes + before.textBytes) / 2)
    for (let id = 0; id < 3000; id += 5) {
      expect(ids(index.query(own(id), { since: id }).matches)).toEqual(id % 10 === 0 ? [id] : [])
    }
  })
})

describe('a newest segment that is dropped', () => {
  test('leaves numbers that still lead to their rows', () => {
    const index = new DuplicateIndex<number>()
    let id = 0
    // Sealed for want of room for fingerprints, long before its rows are all taken.
    while (index.stats().segments < 2) index.add(id++, own(id, 30_000), { limit: 1 })
    index.remove(id - 1)
    expect(index.stats().segments).toBe(1)
    const text = own(5000, 60)
    index.add(1000, text)
    expect(ids(index.query(text).matches)).toEqual([1000])
    index.add(1000, text) // no other text
    expect([index.remove(1000), index.has(1000)]).toEqual([true, false])
    expect(index.query(text).matches).toEqual([])
    expect(ids(index.query(own(1, 30_000)).matches)).toEqual([0])
  })
})

describe('maxBytes', () => {
  const maxBytes = 2 ** 23

  test('evicts the oldest and says how many', () => {
    const index = new DuplicateIndex<number>({ maxBytes })
    const N = 12_000
    for (let id = 0; id < N; id++) {
      index.add(id, own(id, 300), { limit: 1 })
      if (id % 500 === 0) {
        const { bytes, textBytes } = index.stats()
        expect(bytes + textBytes).toBeLessThanOrEqual(maxBytes)
      }
    }
    const { documents, evicted } = index.stats()
    expect(documents + evicted).toBe(N)
    expect(documents).toBeGreaterThan(1000)
    expect([index.has(0), index.has(N - 1), index.has(evicted), index.has(evicted - 1)]).toEqual([
      false,
      true,
      true,
      false,
    ])
    expect(ids(index.query(own(N - 1, 300)).matches)).toEqual([N - 1])
    expect(index.query(own(0, 300)).matches).toEqual([])
  })

  test('or throws, and loses nothing', () => {
    const index = new DuplicateIndex<number>({ maxBytes, whenFull: 'throw' })
    let id = 0
    const fill = () => {
      for (;;) index.add(id++, own(id, 300), { limit: 1 })
    }
    expect(fill).toThrow(expect.objectContaining({ code: 'ERR_INDEX_FULL' }))
    const full = index.size
    expect(full).toBe(id - 1)
    expect(() => index.add(0, SEEDS[0], { replace: true })).toThrow(/maxBytes allows 8388608/)
    expect(index.has(0)).toBe(true)
    expect(index.expire(1)).toBe(full)
    index.add(0, SEEDS[0])
    expect(index.size).toBe(1)
  })

  test('a text that is larger than all of it is refused either way', () => {
    const index = new DuplicateIndex<string>({ maxBytes })
    for (let id = 0; id < 50; id++) index.add(String(id), own(id))
    expect(() => index.add('big', '中'.repeat(5_000_000))).toThrow(/ERR_INDEX_FULL|would need/)
    expect([index.size, index.stats().evicted]).toEqual([50, 0])
  })
})

describe('load', () => {
  test('texts kept elsewhere are asked for when they are compared', () => {
    const texts = new Map(SEEDS.map((text, seed) => [seed, text]))
    const asked: number[] = []
    const index = new DuplicateIndex<number>({
      load(id) {
        asked.push(id)
        return texts.get(id)!
      },
    })
    const kept = new DuplicateIndex<number>()
    for (const [seed, text] of texts) {
      expect(index.add(seed, text, { edits: true }).matches).toEqual(
        kept.add(seed, text, { edits: true }).matches,
      )
    }
    expect(index.query(SEEDS[1], { edits: true }).matches).toEqual(
      kept.query(SEEDS[1], { edits: true }).matches,
    )
    expect(new Set(asked)).toContain(0)
    expect(index.stats().textBytes).toBe(0)
    texts.delete(0)
    expect(() => index.query(SEEDS[1]).matches).toThrow(
      expect.objectContaining({ code: 'ERR_LOAD', message: expect.stringContaining('id 0') as string }),
    )
  })
})

describe('resemblance', () => {
  test('finds pairs of the threshold as often as was asked, and says what it estimates', () => {
    const index = new DuplicateIndex<number>({ mode: 'resemblance', threshold: 0.7, recall: 0.95 })
    const N = 600
    const LENGTH = 1500
    let found = 0
    let error = 0
    // Of LENGTH shingles a share of 2J/(1+J) is common.
    const common = Math.round(LENGTH * (1.4 / 1.7))
    for (let id = 0; id < N; id++) index.add(id, own(id, LENGTH))
    for (let id = 0; id < N; id++) {
      const [match] = index.query(own(id, LENGTH).slice(0, common) + own(N + id, LENGTH - common)).matches
      if (match?.id !== id) continue
      found++
      expect(match).toMatchObject({ verified: false, relation: 'duplicate', passages: [], exact: false })
      expect(match.error).toBeGreaterThan(0.02)
      error += (match.jaccard - 0.7) ** 2
    }
    expect(found / N).toBeGreaterThan(0.92)
    expect(Math.sqrt(error / found)).toBeLessThan(0.06)
    expect(index.query(own(5 * N, LENGTH)).matches).toEqual([])
    const { banding, textBytes } = index.stats()
    expect(banding).toMatchObject({ bands: 17, rows: 5 })
    expect(banding.curve.map(({ similarity }) => similarity)).toContain(0.7)
    expect(textBytes).toBe(0)
  })

  test('copies share one entry; ids, removal and expiry are as in the other mode', () => {
    const index = new DuplicateIndex<string>({ mode: 'resemblance' })
    for (const id of ['a', 'b', 'c']) index.add(id, SEEDS[1], { at: id.charCodeAt(0) })
    index.add('page', SEEDS[0], { at: 200 })
    expect(ids(index.query(SEEDS[1]).matches)).toEqual(['a', 'b', 'c'])
    expect(index.stats()).toMatchObject({ documents: 4, distinct: 2 })
    expect(index.candidates(SEEDS[1]).candidates.map(({ id }) => id)).toEqual(['a', 'b', 'c'])
    index.remove('b')
    index.expire(98)
    expect(ids(index.query(SEEDS[1]).matches)).toEqual(['c'])
    expect(() => index.add('c', SEEDS[2])).toThrow(expect.objectContaining({ code: 'ERR_DUPLICATE_ID' }))
    expect(index.query('').matches).toEqual([])
  })

  test('a long text with a small change is another text', () => {
    const index = new DuplicateIndex<string>({ mode: 'resemblance' })
    const text = own(1, 20_000)
    const changed = text.slice(0, 9000) + '某' + text.slice(9001)
    index.add('a', text)
    expect(() => index.add('a', changed)).toThrow(expect.objectContaining({ code: 'ERR_DUPLICATE_ID' }))
    index.add('b', changed)
    index.add('c', text.replaceAll('一', '，一'))
    expect(index.stats()).toMatchObject({ documents: 3, distinct: 2 })
    expect(ids(index.query(text).matches).sort()).toEqual(['a', 'b', 'c'])
  })
})

describe('an index of few documents', () => {
  test.each(['passages', 'resemblance'] as const)('takes few bytes, and grows: %s', (mode) => {
    const index = new DuplicateIndex<number>({ mode })
    index.add(0, SEEDS[1].slice(0, 300), { at: 7 })
    expect(index.toBytes().length).toBeLessThanOrEqual(4096)
    for (let id = 1; id < 600; id++) {
      index.add(id, own(id), { at: id + 7, limit: 1 })
      const { documents, segments } = index.stats()
      // The documents of a small segment are entered anew in a larger one.
      expect({ documents, segments }).toEqual({ documents: id + 1, segments: segments > 1 ? 2 : 1 })
      if (id < 40) expect(ids(index.query(own(1)).matches)).toEqual([1])
    }
    expect(ids(index.query(SEEDS[1].slice(0, 300), { since: 7 }).matches)).toEqual([0])
    expect(index.query(SEEDS[1].slice(0, 300), { since: 8 }).matches).toEqual([])
    expect([index.has(0), index.remove(0), index.has(0)]).toEqual([true, true, false])
  })
})
