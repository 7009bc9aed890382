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

/** One direction of reading both sequences, and what a front keeps while it moves. */
export interface Direction {
  /** Items of `b`. Row r of a column is the place behind r of them. */
  readonly rows: Int32Array
  /** Items of `a`. Column c is the place behind c of them. */
  readonly columns: Int32Array
  /** For each block of 32 rows, a bit for each row whose value is 1 more than that of the row above it. */
  readonly plus: Int32Array
  /** The same of rows whose value is 1 less. */
  readonly minus: Int32Array
  /** By item: its number among the distinct items of a tile, from 1; 0 for all others. */
  readonly slots: Uint8Array
}

/** The table of two sequences, without a lower bound. Items are renumbered from 0 up, so that they can index arrays. */
export function tableOf(a: Int32Array, b: Int32Array): Table {
  const numbers = new Map<number, number>()
  const renumber = (items: Int32Array) =>
    items.map((item) => {
      let number = numbers.get(item)
      if (number === undefined) numbers.set(item, (number = numbers.size))
      return number
    })
  const columns = renumber(a)
  const rows = renumber(b)
  const blocks = (rows.length + 31) >>> 5
  // A front is moved to its end before the next one begins, so both directions share this memory.
  const scratch = {
    plus: new Int32Array(blocks),
    minus: new Int32Array(blocks),
    slots: new Uint8Array(numbers.size),
  }
  return {
    forward: { rows, columns, ...scratch },
    backward: { rows: rows.slice().reverse(), columns: columns.slice().reverse(), ...scratch },
    lowerBound: noLowerBound,
  }
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
