import {
  findEqualRows,
  moveBlock,
  moveTwoBlocks,
  riseOver,
  TILE,
  TILE_EQUAL,
  TILE_FALLS,
  TILE_RISES,
  TILE_SLOTS,
} from './block.js'
import type { Direction } from './table.js'

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

/** Below this many blocks a front moves by 32 columns at a time: a longer tile would need as many blocks of margin. */
const NARROW = 16

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
  const { plus, minus } = direction
  const end = ((direction.rows.length + 31) >>> 5) - 1
  let first = Math.min(start.row >>> 5, end)
  let last = Math.max(first, (start.row + start.values.length - 2) >> 5)
  /** Value of the row above the first block, and of the last row of the last. */
  let top = start.values[0] + start.row - 32 * first
  let bottom = enter(direction, start, first, last) + top

  for (let at = from; at < to;) {
    const width = Math.min(to - at, last - first < NARROW ? 32 : TILE)
    // From cell to cell both the value and the way to the goal change by 1 at most. So the edge of a block speaks for its
    // other rows: for all rows beyond it as to the way, for those of the block as to what remains. And no path crosses a
    // block without a step in it.
    const remaining = goal.remaining(at) - 31
    const remainingBehind = goal.remaining(at + width) - 32 - width
    for (; first < last; first++) {
      const under = top + riseOver(direction, first)
      if (under + goal.cost + Math.max(goal.low - (32 * (first + 1) - at), remaining) <= bound) break
      top = under
    }
    for (; last > first; last--) {
      const over = bottom - riseOver(direction, last)
      if (over + goal.cost + Math.max(32 * last - at - goal.high - 2 * width, remainingBehind) <= bound) break
      bottom = over
    }
    while (
      last < end &&
      bottom + goal.cost + Math.max(32 * (last + 1) - at - goal.high - 2 * width, remainingBehind) <= bound
    ) {
      plus[++last] = -1
      minus[last] = 0
      bottom += 32
    }
    top += width
    bottom += moveTile(direction, first, last, at, width)
    at += width
  }
  return leave(direction, first, last, top)
}

/** Moves blocks `first` to `last` through `width` columns. Returns by how much the value of the last row changed. */
function moveTile(direction: Direction, first: number, last: number, at: number, width: number): number {
  const { columns, slots } = direction
  let used = 0
  for (let j = 0; j < width; j++) {
    const item = columns[at + j]
    if (slots[item] === 0) slots[item] = ++used
    TILE_SLOTS[j] = slots[item]
  }
  TILE_RISES.fill(1)
  TILE_FALLS.fill(0)
  for (let block = first; block <= last; block += 2) {
    findEqualRows(direction, block, TILE_EQUAL[0], used)
    if (block < last) {
      findEqualRows(direction, block + 1, TILE_EQUAL[1], used)
      moveTwoBlocks(direction, block, width)
    } else moveBlock(direction, block, TILE_EQUAL[0], 0, width)
  }
  let change = 0
  for (let j = 0; j < width; j++) change += TILE_RISES[j] - TILE_FALLS[j]
  for (let j = 0; j < width; j++) slots[columns[at + j]] = 0
  return change
}

/** Writes `start` into blocks `first` to `last`; returns by how much the last row exceeds the one above `first`. */
function enter({ plus, minus }: Direction, { row, values }: Slice, first: number, last: number): number {
  const high = row + values.length - 1
  let sum = 0
  for (let block = first; block <= last; block++) {
    let rises = 0
    let falls = 0
    for (let i = 0; i < 32; i++) {
      const r = 32 * block + 1 + i
      const step = r <= row ? -1 : r > high ? 1 : values[r - row] - values[r - row - 1]
      if (step > 0) rises |= 1 << i
      else if (step < 0) falls |= 1 << i
      sum += step
    }
    plus[block] = rises
    minus[block] = falls
  }
  return sum
}

/** The values of all rows of blocks `first` to `last`. */
function leave({ rows, plus, minus }: Direction, first: number, last: number, top: number): Slice {
  const row = 32 * first
  const values = new Int32Array(Math.min(rows.length, 32 * (last + 1)) - row + 1)
  values[0] = top
  for (let i = 1; i < values.length; i++) {
    const block = first + ((i - 1) >> 5)
    const bit = (i - 1) & 31
    values[i] = values[i - 1] + ((plus[block] >>> bit) & 1) - ((minus[block] >>> bit) & 1)
  }
  return { row, values }
}
