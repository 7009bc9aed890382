import fc from 'fast-check'
import { readFileSync } from 'node:fs'
import { afterEach, describe, expect, test } from 'vitest'
import { compile, MODULES } from '../../src/kernel/assembly/build.mjs'
import { TILE, tilesTwin } from '../../src/kernel/tiles-twin.js'
import { compiledTiles, tilesFor, useTiles, type Tiles } from '../../src/kernel/tiles.js'
import { editDistance } from '../naive/levenshtein.js'

const engines: [string, (words: number) => Tiles][] = [
  ['compiled', (words) => compiledTiles(words)!],
  ['twin', tilesTwin],
]

afterEach(() => useTiles(undefined))

test('the compiled tiles are what their source compiles to, and in use here', async () => {
  const one = MODULES.find(({ name }) => name === 'TILES')!
  const checkedIn = readFileSync(new URL(`../../src/kernel/${one.target}`, import.meta.url), 'utf8')
  expect(await compile(one)).toBe(checkedIn)
  expect(tilesFor(10).compiled).toBe(true)
})

test('the twin serves where it is chosen', () => {
  useTiles(tilesTwin())
  expect(tilesFor(10).compiled).toBe(false)
})

/** Moves all rows through all columns, so that each row's value is an edit distance; also what is left of the memory. */
function distances(tiles: Tiles, rows: readonly number[], columns: readonly number[], width: number) {
  const blocks = Math.ceil(rows.length / 64)
  const kinds = Math.max(0, ...rows, ...columns) + 1
  const lengths = [rows.length, columns.length, 2 * blocks, 2 * blocks, kinds]
  const [r, c, plus, minus, slots] = tiles.arrays(lengths)
  const sides = { rows: r, columns: c, plus, minus, slots }
  r.set(rows)
  c.set(columns)
  plus.fill(-1)
  const changes: number[] = []
  for (let at = 0; at < columns.length; at += width) {
    changes.push(tiles.move(sides, 0, blocks, at, Math.min(width, columns.length - at)))
  }
  const values = [columns.length]
  for (let row = 0; row < rows.length; row++) {
    const bit = (words: Int32Array) => (words[row >> 5] >>> (row & 31)) & 1
    values.push(values[row] + bit(plus) - bit(minus))
  }
  return { values, changes, left: [...plus, ...minus, ...slots] }
}

/** Up to five blocks: those that move four at a time, and those that remain. */
const sequence = fc
  .tuple(fc.integer({ min: 1, max: 90 }), fc.array(fc.nat(), { maxLength: 330, size: 'max' }))
  .map(([kinds, items]) => items.map((item) => item % kinds))
const width = fc.oneof(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: TILE }))

describe.each(engines)('%s', (_, engine) => {
  test('has the edit distance in every row', () => {
    fc.assert(
      fc.property(sequence, sequence, width, (rows, columns, tile) => {
        const { values } = distances(engine(2000), rows, columns, tile)
        expect(values[rows.length]).toBe(editDistance(columns, rows))
        const part = rows.slice(0, rows.length >> 1)
        expect(values[part.length]).toBe(editDistance(columns, part))
      }),
      { numRuns: 200 },
    )
  })

  test('empties its slots, and has room for large tables', () => {
    const lengths = [2_000_000, 5, 3]
    const arrays = engine(2_000_008).arrays(lengths)
    expect(arrays.map(({ length }) => length)).toEqual(lengths)
    arrays[0].fill(7)
    expect([...arrays[1], ...arrays[2]].every((word) => word === 0)).toBe(true)
    // A table that comes after it finds zeros again.
    expect(
      engine(20)
        .arrays([20])[0]
        .every((word) => word === 0),
    ).toBe(true)
  })
})

test('both leave the same bits, and none in the slots', () => {
  fc.assert(
    fc.property(sequence, sequence, width, (rows, columns, tile) => {
      const [a, b] = engines.map(([, engine]) => distances(engine(2000), rows, columns, tile))
      expect(a).toEqual(b)
      const kinds = Math.max(0, ...rows, ...columns) + 1
      expect(a.left.slice(-kinds).every((slot) => slot === 0)).toBe(true)
    }),
    { numRuns: 300 },
  )
})

test('both move some of the blocks alike', () => {
  fc.assert(
    fc.property(
      fc.array(fc.nat(20), { minLength: 640, maxLength: 700 }),
      fc.array(fc.nat(20), { minLength: TILE, maxLength: TILE }),
      fc.nat(9),
      fc.integer({ min: 1, max: 10 }),
      fc.nat(100),
      (rows, columns, first, count, at) => {
        const moved = engines.map(([, engine]) => {
          const tiles = engine(3000)
          const [r, c, plus, minus, slots] = tiles.arrays([rows.length, columns.length, 22, 22, 21])
          r.set(rows)
          c.set(columns)
          plus.fill(0x5a5a5a5a)
          minus.fill(0x05a00125)
          const end = Math.min(10, first + count)
          const change = tiles.move({ rows: r, columns: c, plus, minus, slots }, first, end, at, TILE - at)
          return [change, ...plus, ...minus]
        })
        expect(moved[0]).toEqual(moved[1])
      },
    ),
    { numRuns: 100 },
  )
})
