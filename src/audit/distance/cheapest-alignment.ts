import { moveFront } from './front.js'
import type { Direction, Table } from './table.js'

/**
 * A cheapest alignment by halving. A front from the start and one from the end meet in the middle column (Hirschberg, CACM
 * 18, 1975); where their sum is the distance, a cheapest path crosses. Halving goes on until stretches are left
 * whose few cells decide among all cheapest alignments.
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

/** Cells of a stretch that are filled one by one, at most; of 2 ** 10 to 2 ** 15 the fastest. */
const LEAF = 2 ** 14
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
    const diagonals = diagonalsBetween(here, next, limit)
    const cells = (next.column - here.column) * (diagonals.high - diagonals.low + 1)
    if (cells <= LEAF || next.column - here.column < 2) {
      best = fill(table.forward, here, next, diagonals, best)
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

/** The diagonals (row − column) that cheapest alignments may take between two crossings. */
interface Diagonals {
  readonly low: number
  readonly high: number
}

/** What two crossings leave to errors bounds how far a path can leave their diagonals: there and back. O(rows). */
function diagonalsBetween(from: Crossing, to: Crossing, limit: number): Diagonals {
  const errors = limit - least(from.before) - least(to.after)
  const [lowFrom, lowTo] = [from.row - from.column, to.row - to.column]
  const [highFrom, highTo] = [lowFrom + from.before.length - 1, lowTo + to.after.length - 1]
  const aside = (low: number, high: number) => Math.max(0, errors - Math.abs(high - low)) >> 1
  return {
    low: Math.min(lowFrom, lowTo) - aside(lowFrom, lowTo),
    high: Math.max(highFrom, highTo) + aside(highFrom, highTo),
  }
}

/** From the best sums of SUBSTITUTION and GAP at one crossing to those at the next, cell by cell along diagonals. */
function fill(
  { rows, columns }: Direction,
  from: Crossing,
  to: Crossing,
  { low, high }: Diagonals,
  best: Float64Array,
): Float64Array<ArrayBuffer> {
  /** By diagonal, the best sum in one column; one more, which no path reaches. */
  const sums = new Float64Array(high - low + 2).fill(Infinity)
  sums.set(best, from.row - from.column - low)
  for (let k = 1; k <= high - low; k++) sums[k] = Math.min(sums[k], sums[k - 1] + GAP)
  for (let c = from.column; c < to.column; c++) {
    const item = columns[c]
    // The first row is reached along itself alone.
    const row = c + 1 + low
    let k = Math.max(0, -row)
    const end = Math.min(high - low, rows.length - row)
    let above = Infinity
    if (row + k === 0) {
      above = sums[k] = sums[k + 1] + GAP
      k++
    }
    for (; k <= end; k++) {
      const left = sums[k + 1]
      const across = sums[k] + (rows[row + k - 1] === item ? 0 : SUBSTITUTION)
      const gap = (left < above ? left : above) + GAP
      above = across < gap ? across : gap
      sums[k] = above
    }
  }
  const first = to.row - to.column - low
  return sums.slice(first, first + to.after.length)
}
