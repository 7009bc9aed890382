import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { splitmix32 } from '../../src/kernel/hash.js'
import { MOST_POSTINGS } from '../../src/candidates/postings.js'
import { PostingTable } from '../../src/store/posting-table.js'

const rowsOf = (table: PostingTable, key: number, tag: number) => {
  const rows: number[] = []
  table.each(key, tag, (row) => rows.push(row))
  return rows
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
    const found: number[][] = []
    table.each(5, 1, (row, extra) => found.push([row, extra & 0x3fffff]), 0xabc00000, 0xffc00000)
    expect(found).toEqual([
      [10, 7],
      [11, 8],
    ])
  })

  test('lists a thousand rows of a key, and counts the others', () => {
    const table = new PostingTable(5000, false)
    for (let row = 0; row < MOST_POSTINGS + 50; row++) expect(table.add(7, 9, row)).toBe(row < MOST_POSTINGS)
    expect([table.size, table.capped]).toEqual([MOST_POSTINGS, 50])
    expect(rowsOf(table, 7, 9)).toEqual(Array.from({ length: MOST_POSTINGS }, (_, row) => row))
    expect(table.add(7, 8, 1)).toBe(true)
  })

  test('keys crafted for one place are refused beyond a bounded reach, and others still found', () => {
    const table = new PostingTable(100_000, false)
    let refused = 0
    for (let i = 0; i < 20_000; i++) if (!table.add(1000, i & 255, i)) refused++
    expect(refused).toBeGreaterThan(15_000)
    expect(table.capped).toBe(refused)
    const next = splitmix32(4)
    const keys = Array.from({ length: 20_000 }, () => next())
    const entered = keys.map((key, row) => table.add(key, key & 255, row))
    // Only what would stand behind the crowd is refused as well.
    expect(entered.filter((done) => !done).length).toBeLessThan(keys.length / 20)
    keys.forEach((key, row) => expect(rowsOf(table, key, key & 255).includes(row)).toBe(entered[row]))
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
    })
    for (const key of keys) expect(rowsOf(again, key, key & 255)).toEqual(rowsOf(table, key, key & 255))
    expect([again.size, again.capped, again.bytes]).toEqual([table.size, table.capped, table.bytes])
  })
})
