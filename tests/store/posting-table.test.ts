import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { splitmix32 } from '../../src/kernel/hash.js'
import { Int32Vector } from '../../src/kernel/vector.js'
import { MOST_POSTINGS } from '../../src/candidates/postings.js'
import { PostingTable } from '../../src/store/posting-table.js'

const rowsOf = (table: PostingTable, key: number, tag: number) => {
  const rows = new Int32Vector()
  table.gather(key, tag, table.count(key, tag), rows, new Int32Vector())
  return [...rows.values.subarray(0, rows.length)]
}

describe('PostingTable', () => {
  test('gives back the rows of each key, in order, and of others only by chance', () => {
    const entry = fc.tuple(fc.nat(30), fc.nat(255), fc.nat(2 ** 24 - 2))
    fc.assert(
      fc.property(fc.array(entry, { maxLength: 300 }), (entries) => {
        const table = new PostingTable(Math.max(1, entries.length), false)
        const spread = (key: number) => Math.imul(key, 0x9e3779b1) >>> 0
        for (const [key, tag, row] of entries) expect(table.add(spread(key), tag, row)).toBe(true)
        expect(table.size).toBe(entries.length)
        for (const [key, tag] of entries) {
          const own = entries.filter(([k, t]) => k === key && t === tag).map(([, , row]) => row)
          const found = rowsOf(table, spread(key), tag)
          // All of its own, in order; others have the same tag.
          let at = 0
          for (const row of found) if (row === own[at]) at++
          expect(at).toBe(own.length)
          for (const row of found) expect(entries.some(([, t, r]) => t === tag && r === row)).toBe(true)
        }
      }),
    )
  })

  test('tells keys apart by as many bits of the extra as are asked', () => {
    const table = new PostingTable(100, true)
    table.add(5, 1, 10, 0xabc00007, 0xffc00000)
    table.add(5, 1, 11, 0xabc00008, 0xffc00000)
    table.add(5, 1, 12, 0xdef00009, 0xffc00000)
    const rows = new Int32Vector()
    const extras = new Int32Vector()
    table.gather(5, 1, 2, rows, extras, 0xabc00000, 0xffc00000)
    const found = Array.from({ length: rows.length }, (_, i) => [rows.values[i], extras.values[i] & 0x3fffff])
    expect(found).toEqual([
      [10, 7],
      [11, 8],
    ])
    expect(table.count(5, 1, 0xabc00000, 0xffc00000)).toBe(2)
  })

  test.each([false, true])('lists a thousand rows of a key, and counts the others (wide: %s)', (wide) => {
    const table = new PostingTable(5000, wide)
    for (let row = 0; row < MOST_POSTINGS + 50; row++) expect(table.add(7, 9, row)).toBe(row < MOST_POSTINGS)
    // In a wide table the counter takes a place too.
    const taken = MOST_POSTINGS + (wide ? 1 : 0)
    expect([table.size, table.capped, table.count(7, 9)]).toEqual([taken, 50, MOST_POSTINGS])
    expect(rowsOf(table, 7, 9)).toEqual(Array.from({ length: MOST_POSTINGS }, (_, row) => row))
    expect(table.add(7, 8, 1)).toBe(true)
  })

  test('counts the rows of a key, and gives as many of them as are asked for, the first first', () => {
    const next = splitmix32(11)
    const table = new PostingTable(40_000, true)
    const MASK = 0xffc00000
    const lists = Array.from({ length: 120 }, (_, i) => ({ key: next(), tag: i & 255, rows: [] as number[] }))
    // Lists grow side by side, the first slowly and the last to several hundred.
    for (let row = 0; row < 400; row++) {
      lists.forEach(({ key, tag, rows }, i) => {
        if (next() % 120 > i) return
        rows.push(row)
        expect(table.add(key, tag, row, i << 22, MASK)).toBe(true)
      })
    }
    for (const [i, { key, tag, rows }] of lists.entries()) {
      expect(table.count(key, tag, i << 22, MASK)).toBe(rows.length)
      const found = (most: number) => {
        const to = new Int32Vector()
        table.gather(key, tag, most, to, new Int32Vector(), i << 22, MASK)
        return [...to.values.subarray(0, to.length)]
      }
      expect(found(rows.length)).toEqual(rows)
      for (const most of [0, 1, 4, 5, 12, 13, 28, 29, 60]) {
        expect(found(Math.min(most, rows.length))).toEqual(rows.slice(0, most))
      }
    }
  })

  test('keys crafted for one place are refused beyond a bounded reach, and others still found', () => {
    const table = new PostingTable(100_000, true)
    let refused = 0
    for (let i = 0; i < 20_000; i++) if (!table.add(1000, i & 255, i, (i >> 8) << 22, 0xffc00000)) refused++
    expect(refused).toBeGreaterThan(15_000)
    expect(table.capped).toBe(refused)
    const next = splitmix32(4)
    const keys = Array.from({ length: 20_000 }, () => next())
    const entered = keys.map((key, row) => table.add(key, key & 255, row, key & 0xffc00000, 0xffc00000))
    // Only what would stand behind the crowd is refused as well.
    expect(entered.filter((done) => !done).length).toBeLessThan(keys.length / 20)
    keys.forEach((key, row) => {
      const rows = new Int32Vector()
      const count = table.count(key, key & 255, key & 0xffc00000, 0xffc00000)
      table.gather(key, key & 255, count, rows, new Int32Vector(), key & 0xffc00000, 0xffc00000)
      expect(rows.values.subarray(0, rows.length).includes(row)).toBe(entered[row])
    })
  })

  test('is the same from its words', () => {
    const next = splitmix32(8)
    const table = new PostingTable(3000, true)
    const keys = Array.from({ length: 3000 }, () => next())
    keys.forEach((key, row) => table.add(key, key & 255, row, row, 0))
    const again = new PostingTable(3000, true, {
      words: table.words.slice(),
      size: table.size,
      capped: table.capped,
      chunked: table.chunked,
    })
    for (const key of keys) expect(rowsOf(again, key, key & 255)).toEqual(rowsOf(table, key, key & 255))
    expect([again.size, again.capped, again.bytes]).toEqual([table.size, table.capped, table.bytes])
  })
})
