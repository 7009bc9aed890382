import { moveFront } from './front.js'
import type { Direction, Table } from './table.js'

/**
 * A cheapest alignment by halving. A front from the start and one from the end meet in the middle column (Hirschberg, CACM
 * 18, 1975); where their sum is the distance, a cheapest path crosses. Halving goes on until stretches of a few columns are
 * left, whose few cells decide among all cheapest alignments.
 *
 * Given an upper bound of the cost that holds, one pass suffices.
 */

/** Cost of an alignment, and how many of it are not substitutions. */
export interface Cost {
  /** Substitutions, deletions and insertions. */
  readonly cost: number
  /** Deletions and insertions. */
  readonly gaps: number
}

/** The rows at which cheapest alignments cross a column, with what they cost up to there and from there. */
interface Crossing {
  readonly column: number
  readonly row: number
  readonly before: Int32Array
  readonly after: Int32Array
}

/** Columns of a stretch whose cells are filled one by one. */
const LEAF = 48
/** Rows a cheapest path may cross a middle column at; more (a text of one repeated letter) are cut to the first. */
const WIDEST = 2048

/** Substitutions cost 1 and gaps the least bit more. Sums stay exact up to 2 ** 26 items on both sides together. */
const SUBSTITUTION = 2 ** 26
const GAP = SUBSTITUTION + 1

/** Cost of a cheapest alignment, which is known to be no more than `bound`, and among those the fewest gaps. */
export function cheapestAlignment(table: Table, bound: number): Cost {
  const column = table.forward.columns.length
  const row = table.forward.rows.length
  if (column === 0 || row === 0) return { cost: column + row, gaps: column + row }
  const zero = new Int32Array(1)
  const start: Crossing = { column: 0, row: 0, before: zero, after: zero }
  const goal: Crossing = { column, row, before: zero, after: zero }
  /** The crossings still ahead, nearest last. */
  const ahead = [goal]
  let here = start
  let best = new Float64Array(1)
  let limit = bound
  while (ahead.length > 0) {
    const next = ahead[ahead.length - 1]
    if (next.column - here.column <= LEAF) {
      best = fill(table.forward, here, next, best)
      here = next
      ahead.pop()
      continue
    }
    const middle = crossingBetween(table, here, next, limit)
    // The first sum is the distance itself, or it was not within the bound.
    if (here === start && next === goal) limit = middle.before[0] + middle.after[0]
    ahead.push(middle)
  }
  return { cost: Math.floor(best[0] / SUBSTITUTION), gaps: best[0] % SUBSTITUTION }
}

/** Where the cheapest alignments between two crossings cross the column in the middle. */
function crossingBetween(
  { forward, backward, lowerBound }: Table,
  from: Crossing,
  to: Crossing,
  bound: number,
): Crossing {
  const column = (from.column + to.column) >>> 1
  const left = moveFront(
    forward,
    { row: from.row, values: from.before },
    from.column,
    column,
    {
      low: to.row - to.column,
      high: to.row + to.after.length - 1 - to.column,
      cost: least(to.after),
      remaining: (at) => lowerBound(at, to.column),
    },
    bound,
  )
  // Backwards, row r is row `height − r`, and column c is column `width − c`.
  const height = forward.rows.length
  const width = forward.columns.length
  const leftEnd = left.row + left.values.length - 1
  const right = moveFront(
    backward,
    { row: height - (to.row + to.after.length - 1), values: to.after.slice().reverse() },
    width - to.column,
    width - column,
    {
      low: height - leftEnd - (width - column),
      high: height - left.row - (width - column),
      cost: least(left.values),
      remaining: (at) => lowerBound(column, width - at),
    },
    bound,
  )
  const rightEnd = height - right.row
  const rightRow = rightEnd - (right.values.length - 1)
  right.values.reverse()

  let distance = Infinity
  let low = 0
  let high = 0
  for (let row = Math.max(left.row, rightRow); row <= Math.min(leftEnd, rightEnd); row++) {
    const sum = left.values[row - left.row] + right.values[row - rightRow]
    if (sum < distance) {
      distance = sum
      low = row
    }
    if (sum === distance) high = row
  }
  high = Math.min(high, low + WIDEST - 1)
  return {
    column,
    row: low,
    before: left.values.slice(low - left.row, high + 1 - left.row),
    after: right.values.slice(low - rightRow, high + 1 - rightRow),
  }
}

function least(values: Int32Array): number {
  let smallest = Infinity
  for (const value of values) if (value < smallest) smallest = value
  return smallest
}

/** From the best sums of SUBSTITUTION and GAP at one crossing to those at the next, cell by cell. */
function fill(
  { rows, columns }: Direction,
  from: Crossing,
  to: Crossing,
  best: Float64Array,
): Float64Array<ArrayBuffer> {
  const base = from.row
  const height = Math.max(to.row + to.after.length, base + best.length) - base
  const column = new Float64Array(height).fill(Infinity)
  column.set(best)
  for (let i = 1; i < height; i++) column[i] = Math.min(column[i], column[i - 1] + GAP)
  for (let c = from.column; c < to.column; c++) {
    const item = columns[c]
    let corner = column[0]
    let above = corner + GAP
    column[0] = above
    for (let i = 1; i < height; i++) {
      const left = column[i]
      const across = corner + (rows[base + i - 1] === item ? 0 : SUBSTITUTION)
      const gap = (left < above ? left : above) + GAP
      above = across < gap ? across : gap
      column[i] = above
      corner = left
    }
  }
  return column.slice(to.row - base, to.row - base + to.after.length)
}
