import { tilesFor, type Tiles, type TileSides } from '../../kernel/tiles.js'
import { noLowerBound, type LowerBound } from './lower-bound.js'

/**
 * The dynamic-programming table of two sequences: its columns stand between the items of `a`, its rows between those of
 * `b`. No cell is kept; the table is what the other files of this folder work on, with the memory they share.
 */
export interface Table {
  /** Both sequences as they are. */
  readonly forward: Direction
  /** Both sequences from their ends. */
  readonly backward: Direction
  /** Errors that no alignment of some columns escapes. */
  readonly lowerBound: LowerBound
}

/** One direction of reading both sequences: row r of a column is the place behind r items of `b`. */
export interface Direction extends TileSides {
  /** What moves a front of this direction. */
  readonly tiles: Tiles
}

/**
 * The table of two sequences, without a lower bound. Items are renumbered from 0 up, so that they can index arrays. The
 * next table takes over the memory of this one.
 */
export function tableOf(a: Int32Array, b: Int32Array): Table {
  const [numberedA, numberedB, kinds] = renumbered(a, b)
  const words = 2 * Math.ceil(b.length / 64)
  const lengths = [a.length, b.length, a.length, b.length, words, words, kinds]
  const tiles = tilesFor(lengths.reduce((sum, length) => sum + length, 0))
  const [columns, rows, columnsBack, rowsBack, plus, minus, slots] = tiles.arrays(lengths)
  columns.set(numberedA)
  rows.set(numberedB)
  columnsBack.set(numberedA.reverse())
  rowsBack.set(numberedB.reverse())
  // A front is moved to its end before the next one begins, so both directions share this memory.
  const scratch = { plus, minus, slots, tiles }
  return {
    forward: { rows, columns, ...scratch },
    backward: { rows: rowsBack, columns: columnsBack, ...scratch },
    lowerBound: noLowerBound,
  }
}

/** Items below this number are renumbered by an array, which takes a third of the time of a map: all code units are. */
const FEW = 2 ** 17
/** By item below FEW: its number plus 1; all 0 between calls. */
let numbersOfFew: Int32Array | undefined

/** Both sequences with items numbered from 0 up, in the order in which they come, and how many there are. O(n + m). */
function renumbered(a: Int32Array, b: Int32Array): [a: Int32Array, b: Int32Array, kinds: number] {
  const few = (numbersOfFew ??= new Int32Array(FEW))
  const others = new Map<number, number>()
  let kinds = 0
  const renumber = (items: Int32Array) => {
    const numbers = new Int32Array(items.length)
    for (let i = 0; i < items.length; i++) {
      const item = items[i]
      if (item >>> 0 < FEW) {
        if (few[item] === 0) few[item] = ++kinds
        numbers[i] = few[item] - 1
        continue
      }
      let number = others.get(item)
      if (number === undefined) others.set(item, (number = kinds++))
      numbers[i] = number
    }
    return numbers
  }
  const numbers = [renumber(a), renumber(b)] as const
  for (const items of [a, b]) for (const item of items) if (item >>> 0 < FEW) few[item] = 0
  return [...numbers, kinds]
}

/** Columns [c0, c1) and rows [r0, r1) as a table of their own, on the same scratch memory, without a lower bound. */
export function subtable(
  { forward, backward }: Table,
  c0: number,
  r0: number,
  c1: number,
  r1: number,
): Table {
  const width = forward.columns.length
  const height = forward.rows.length
  return {
    forward: {
      ...forward,
      columns: forward.columns.subarray(c0, c1),
      rows: forward.rows.subarray(r0, r1),
    },
    backward: {
      ...backward,
      columns: backward.columns.subarray(width - c1, width - c0),
      rows: backward.rows.subarray(height - r1, height - r0),
    },
    lowerBound: noLowerBound,
  }
}
