import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { splitmix32 } from '../../src/kernel/hash.js'
import { Int32Vector } from '../../src/kernel/vector.js'
import { PostingTable } from '../../src/store/posting-table.js'
import { DuplicateIndex } from '../../src/store/duplicate-index.js'
import { SpilledPostingTable } from '../../src/store/spilled-posting-table.js'
import { PagedWords } from '../../src/store/spool.js'
import { TextStore } from '../../src/store/text-store.js'
import { noisy, random } from '../noise.js'
import { countedSpools } from '../spool.js'

/** Han that no other text has in this order. */
function own(length: number, seed: number): string {
  const next = splitmix32(seed)
  return Array.from({ length }, () => String.fromCharCode(0x4e00 + (next() % 20_000))).join('')
}

describe('a spilled table', () => {
  const entries = fc.array(
    fc.record({
      key: fc.nat(2 ** 32 - 1).map((key) => (key % 3 === 0 ? key % 3 : key)),
      tag: fc.constantFrom(0, 1, 7, 254, 255),
      extra: fc.nat(2 ** 32 - 1),
    }),
    { maxLength: 120 },
  )

  test('answers as the table did, wide or narrow', () => {
    fc.assert(
      fc.property(entries, fc.constantFrom([false, 0], [true, 0], [true, 0xffc00000]), (all, kind) => {
        const [wide, mask] = kind as [boolean, number]
        const table = new PostingTable(260, wide)
        all.forEach(({ key, tag, extra }, row) => table.add(key, tag, row, extra, mask))
        const words = new PagedWords(countedSpools().make())
        words.append(new Uint32Array(1500))
        const spilled = new SpilledPostingTable(table, words)
        words.append(new Uint32Array(700).fill(9))
        expect(spilled.words).toEqual(table.words)
        expect([spilled.size, spilled.capped]).toEqual([table.size, table.capped])
        expect(spilled.bytes).toBeLessThanOrEqual(table.bytes / (wide ? 8 : 4))
        const rows = (of: SpilledPostingTable | PostingTable, key: number, tag: number, extra: number) => {
          const count = of.count(key, tag, extra, mask)
          const found = [Math.min(5, count), count].map((most) => {
            const [to, extras] = [new Int32Vector(), new Int32Vector()]
            of.gather(key, tag, most, to, extras, extra, mask)
            return Array.from(to.values.subarray(0, to.length), (row, i) => [row, extras.values[i]])
          })
          return { found, count }
        }
        const asked = [...all, { key: 12, tag: 0, extra: 5 }, { key: 2 ** 32 - 1, tag: 255, extra: 0 }]
        for (const { key, tag, extra } of asked) {
          expect(rows(spilled, key, tag, extra)).toEqual(rows(table, key, tag, extra))
        }
      }),
    )
  })
})

test('words in a spool are those that were appended, across pages and after more came', () => {
  const words = new PagedWords(countedSpools().make())
  const all: number[] = []
  const next = splitmix32(3)
  for (const count of [1, 1023, 1, 5000, 7]) {
    const more = Uint32Array.from({ length: count }, next)
    expect(words.append(more)).toBe(all.length)
    all.push(...more)
    for (let i = 0; i < 300; i++) {
      const at = next() % all.length
      expect(words.at(at)).toBe(all[at])
    }
    expect(words.at(all.length - 1)).toBe(all.at(-1))
  }
  expect([...words.read(1000, 50)]).toEqual(all.slice(1000, 1050))
})

test('texts are the same before and after they were spilled, and those that come later', () => {
  fc.assert(
    fc.property(
      fc.array(fc.oneof(fc.string(), fc.string({ unit: 'binary' }), fc.constant('x'.repeat(20_000)))),
      fc.nat(20),
      (texts, when) => {
        const store = new TextStore(2 ** 15)
        const places = texts.map((text, i) => {
          if (i === when) store.spill(countedSpools().make())
          return store.add(text)
        })
        expect(places.map(({ from, length }) => store.get(from, length))).toEqual(texts)
        if (when < texts.length) expect(store.bytes).toBeLessThanOrEqual(2 ** 15)
      },
    ),
  )
})

describe('an index that spills', () => {
  const N = 1200
  const text = (i: number) => own(300 + (i % 50), i)
  const options = { maxBytes: 2 ** 19, whenFull: 'spill' } as const

  test('loses nothing, keeps to its bytes, and answers as one in memory', () => {
    const spools = countedSpools()
    const index = new DuplicateIndex<number>({ ...options, spool: spools.make })
    const free = new DuplicateIndex<number>()
    for (let i = 0; i < N; i++) {
      index.add(i, text(i))
      free.add(i, text(i))
      expect(index.bytes).toBeLessThanOrEqual(options.maxBytes)
    }
    const { bytes, textBytes, documents, evicted } = index.stats()
    expect(bytes + textBytes).toBe(index.bytes)
    expect({ documents, evicted }).toEqual({ documents: N, evicted: 0 })
    expect(free.bytes).toBeGreaterThan(4 * index.bytes)
    let found = 0
    for (let i = 0; i < N; i += 7) {
      for (const asked of [text(i), noisy(text(i), 0.03, random(i)).copy, text(i).slice(50, 250)]) {
        expect(index.query(asked).matches).toEqual(free.query(asked).matches)
        if (index.query(asked).matches[0]?.id === i) found++
      }
    }
    // A sample may miss an excerpt, with a spool or without.
    expect(found).toBeGreaterThan(0.99 * 3 * Math.ceil(N / 7))
    expect(index.remove(5)).toBe(true)
    expect(index.query(text(5)).matches).toEqual([])
    // What is stored is read back.
    const again = DuplicateIndex.fromBytes<number>(index.toBytes())
    expect(again.query(text(6)).matches[0].id).toBe(6)
    index.close()
    expect(spools.closed).toBe(spools.opened)
  })

  test('goes down to what it is asked for, as far as it can', () => {
    const index = new DuplicateIndex<number>({ ...options, spool: countedSpools().make })
    for (let i = 0; i < 100; i++) index.add(i, text(i))
    const before = index.bytes
    expect(index.spillTo(before / 2)).toBe(true)
    expect(index.bytes).toBeLessThanOrEqual(before / 2)
    expect(index.spillTo(1000)).toBe(false)
    index.add(100, text(100))
    expect([7, 100].map((i) => index.query(text(i)).matches[0].id)).toEqual([7, 100])
    expect(new DuplicateIndex().spillTo(0)).toBe(true)
  })

  test('needs a spool, and only then', () => {
    expect(() => new DuplicateIndex({ whenFull: 'spill', maxBytes: 2 ** 22 })).toThrow(
      "options.spool must be a function that makes spools, where whenFull is 'spill', else left out, got undefined",
    )
    expect(() => new DuplicateIndex({ spool: countedSpools().make })).toThrow('options.spool must be')
  })
})

describe('fewer alignments', () => {
  const base = own(900, 1)

  test('share leaves out what shares a phrase, not what shares more', () => {
    const index = new DuplicateIndex<string>()
    index.add('phrase', own(400, 2) + base.slice(0, 60) + own(800, 3))
    index.add('part', own(400, 4) + base.slice(0, 500) + own(400, 5))
    const found = (share: number) => index.query(base, { share }).matches.map(({ id }) => id)
    expect(found(0).sort()).toEqual(['part', 'phrase'])
    expect(found(0.2)).toEqual(['part'])
    expect(() => found(2)).toThrow('options.share must be a number from 0 to 1, got 2')
  })
})
