import { TILE } from '../../kernel/tiles-twin.js'
import type { Direction, Table } from './table.js'

/**
 * A front: the part of one column of the table that paths within a bound can cross, moved from column to column.
 *
 * Only blocks that such a path can cross take part (Ukkonen, Information and Control 64, 1985). Values of a front are
 * those of its own cells only, so they are never too low, and exact wherever every cheapest path to the cell lies inside:
 * that is all the method needs.
 */

/** Values of neighbouring cells of one column: `values[i]` belongs to row `row + i`. Neighbours differ by 1 at most. */
export interface Slice {
  /** The first row. */
  readonly row: number
  /** Value of each cell from there on. */
  readonly values: Int32Array
}

/** Where a front is headed: diagonals (row − column) in [low, high], from which at least `cost` remains. */
export interface Goal {
  /** The lowest diagonal. */
  readonly low: number
  /** The highest diagonal. */
  readonly high: number
  /** What an alignment pays at least from one of these diagonals on. */
  readonly cost: number
  /** What remains at least from a column on, the way to the diagonals included. */
  readonly remaining: (column: number) => number
}

/**
 * Columns that a front moves by: an eighth of its rows. A longer tile needs more blocks of margin, a shorter one must look
 * up oftener which rows hold its items.
 */
function tileOf(blocks: number): number {
  return Math.min(TILE, Math.max(32, (8 * blocks) & ~31))
}

/**
 * Moves a front from column `from` with the values `start` to column `to`. Blocks are left out when no alignment through
 * them can reach the goal within `bound`. Rows outside `start` begin with the highest value that their neighbours allow,
 * and so does what enters at the top of the first block: never below the true value.
 */
export function moveFront(
  direction: Direction,
  start: Slice,
  from: number,
  to: number,
  goal: Goal,
  bound: number,
): Slice {
  const { plus, minus, tiles } = direction
  const end = ((direction.rows.length + 63) >>> 6) - 1
  let first = Math.min(start.row >>> 6, end)
  let last = Math.max(first, (start.row + start.values.length - 2) >> 6)
  /** Value of the row above the first block, and of the last row of the last. */
  let top = start.values[0] + start.row - 64 * first
  let bottom = enter(direction, start, first, last) + top

  for (let at = from; at < to;) {
    const width = Math.min(to - at, tileOf(last - first + 1))
    // From cell to cell both the value and the way to the goal change by 1 at most. So the edge of a block speaks for its
    // other rows: for all rows beyond it as to the way, for those of the block as to what remains. And no path crosses a
    // block without a step in it.
    const remaining = goal.remaining(at) - 63
    const remainingBehind = goal.remaining(at + width) - 64 - width
    for (; first < last; first++) {
      const under = top + riseOver(direction, first)
      if (under + goal.cost + Math.max(goal.low - (64 * (first + 1) - at), remaining) <= bound) break
      top = under
    }
    for (; last > first; last--) {
      const over = bottom - riseOver(direction, last)
      if (over + goal.cost + Math.max(64 * last - at - goal.high - 2 * width, remainingBehind) <= bound) break
      bottom = over
    }
    while (
      last < end &&
      bottom + goal.cost + Math.max(64 * (last + 1) - at - goal.high - 2 * width, remainingBehind) <= bound
    ) {
      last++
      plus[2 * last] = plus[2 * last + 1] = -1
      minus[2 * last] = minus[2 * last + 1] = 0
      bottom += 64
    }
    top += width
    bottom += tiles.move(direction, first, last + 1, at, width)
    at += width
  }
  return leave(direction, first, last, top)
}

/** The edit distance of a table, which is known to be no more than `bound`. O(rows · columns / 64) at most. */
export function distanceWithin({ forward }: Table, bound: number): number {
  const width = forward.columns.length
  const height = forward.rows.length
  if (width === 0 || height === 0) return width + height
  const goal = { low: height - width, high: height - width, cost: 0, remaining: () => 0 }
  const { row, values } = moveFront(forward, { row: 0, values: new Int32Array(1) }, 0, width, goal, bound)
  return values[height - row]
}

/** By how much the value of the last row of a block exceeds the one above its first. */
function riseOver({ plus, minus }: Direction, block: number): number {
  const word = 2 * block
  return bitsSet(plus[word]) + bitsSet(plus[word + 1]) - bitsSet(minus[word]) - bitsSet(minus[word + 1])
}

function bitsSet(word: number): number {
  let bits = word - ((word >>> 1) & 0x55555555)
  bits = (bits & 0x33333333) + ((bits >>> 2) & 0x33333333)
  return Math.imul((bits + (bits >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24
}

/** Writes `start` into blocks `first` to `last`; returns by how much the last row exceeds the one above `first`. */
function enter({ plus, minus }: Direction, { row, values }: Slice, first: number, last: number): number {
  const high = row + values.length - 1
  let sum = 0
  for (let word = 2 * first; word < 2 * last + 2; word++) {
    let rises = 0
    let falls = 0
    for (let i = 0; i < 32; i++) {
      const r = 32 * word + 1 + i
      const step = r <= row ? -1 : r > high ? 1 : values[r - row] - values[r - row - 1]
      if (step > 0) rises |= 1 << i
      else if (step < 0) falls |= 1 << i
      sum += step
    }
    plus[word] = rises
    minus[word] = falls
  }
  return sum
}

/** The values of all rows of blocks `first` to `last`. */
function leave({ rows, plus, minus }: Direction, first: number, last: number, top: number): Slice {
  const row = 64 * first
  const values = new Int32Array(Math.min(rows.length, 64 * (last + 1)) - row + 1)
  values[0] = top
  for (let i = 1; i < values.length; i++) {
    const word = 2 * first + ((i - 1) >> 5)
    const bit = (i - 1) & 31
    values[i] = values[i - 1] + ((plus[word] >>> bit) & 1) - ((minus[word] >>> bit) & 1)
  }
  return { row, values }
}
