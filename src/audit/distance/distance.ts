import { newToll, noToll, type Toll } from './lower-bound.js'

/**
 * Unit-cost edit distance (Levenshtein 1966) of two sequences of integers, with its errors told apart.
 *
 * Columns of the dynamic-programming table run 32 rows to a word: Myers (J. ACM 46, 1999) in the form of Hyyrö (Nordic
 * J. Computing 10, 2003), in blocks, and only blocks that a path within the bound can cross (Ukkonen, Information and
 * Control 64, 1985). The bound is the cost of an alignment found quickly, so that one pass suffices. A front from the
 * start and one from the end meet in the middle column (Hirschberg, CACM 18, 1975); where their sum is the distance, a
 * cheapest path crosses. Halving goes on until stretches of a few columns are left, whose few cells decide among all
 * cheapest alignments.
 *
 * Values of a front are those of its own cells only, so they are never too low, and exact wherever every cheapest path
 * to the cell lies inside: that is all the method needs.
 */

/** The errors of a cheapest alignment of `a` with `b`. */
export interface Errors {
  readonly substitutions: number
  /** Items of `b` that `a` lacks. */
  readonly deletions: number
  /** Items of `a` that `b` lacks. */
  readonly insertions: number
  /** False where the budget did not reach: then there may be a cheaper alignment. */
  readonly exact: boolean
}

/** Cells at most; see `countErrors`. Two unrelated texts of 370,000 characters, or a million at 13 % errors. */
export const DISTANCE_CELLS: number = 2 ** 37

/** Up to this length the bound is the length itself: a quick alignment first would not pay. */
const SHORT = 1024
/** Columns of a stretch whose cells are filled one by one. */
const LEAF = 48
/** Rows a cheapest path may cross a middle column at; more (a text of one repeated letter) are cut to the first. */
const WIDEST = 2048
/** Columns a block works through at a time. */
const TILE = 128

/**
 * Substitutions, deletions and insertions of a cheapest alignment of `a` (the OCR) with `b` (the truth). Among several,
 * one with the most substitutions, that is with the fewest deletions and insertions, which makes the three numbers
 * unique; only where more than 2,048 places of one column serve a cheapest alignment (long periodic texts) may a
 * split with more deletions and insertions be given. Swapping `a` and `b` swaps deletions and insertions.
 *
 * With n and m items, of which d differ, time is O(n·d/32) and memory O(n + m). `cells` is the budget: where n times the
 * number of differences a quick alignment finds is more, that alignment is given, with `exact: false`.
 */
export function countErrors(a: Int32Array, b: Int32Array, cells: number = DISTANCE_CELLS): Errors {
  const [ownA, ownB] = withoutCommonEnds(a, b)
  const table = newTable(ownA, ownB)
  const columns = ownA.length
  const rows = ownB.length
  const longer = Math.max(columns, rows)
  if (longer <= SHORT) return errorsOf(cheapest(table, longer), columns - rows, true)
  const quick = quickly(table)
  const bound = Math.min(quick.cost, longer)
  if (columns * Math.min(rows, bound) > cells) return errorsOf(quick, columns - rows, false)
  const toll = newToll(table.ahead.columns, table.ahead.rows)
  return errorsOf(cheapest({ ...table, toll }, bound), columns - rows, true)
}

/** What is left of both without a common beginning and a common end, which cost nothing. Views, not copies. */
export function withoutCommonEnds(a: Int32Array, b: Int32Array): [Int32Array, Int32Array] {
  let from = 0
  let endA = a.length
  let endB = b.length
  while (from < endA && from < endB && a[from] === b[from]) from++
  while (endA > from && endB > from && a[endA - 1] === b[endB - 1]) {
    endA--
    endB--
  }
  return [a.subarray(from, endA), b.subarray(from, endB)]
}

/** Cost of an alignment, and how many of it are not substitutions. */
interface Cost {
  readonly cost: number
  readonly gaps: number
}

/** gaps = deletions + insertions, surplus = insertions − deletions. */
function errorsOf({ cost, gaps }: Cost, surplus: number, exact: boolean): Errors {
  return {
    substitutions: cost - gaps,
    deletions: (gaps - surplus) / 2,
    insertions: (gaps + surplus) / 2,
    exact,
  }
}

/** One direction of reading both sequences, and what a front keeps while it moves. */
interface Side {
  /** Items of `b`. Row r of a column is the place behind r of them. */
  readonly rows: Int32Array
  /** Items of `a`. Column c is the place behind c of them. */
  readonly columns: Int32Array
  /** For each block of 32 rows, where the value grows or falls from one row to the next. */
  readonly plus: Int32Array
  readonly minus: Int32Array
  /** By item: its number among the distinct items of a tile, from 1; 0 for all others. */
  readonly slots: Uint8Array
}

interface Table {
  readonly ahead: Side
  readonly back: Side
  readonly toll: Toll
}

/** Items renumbered from 0 up, so that they can index arrays. */
function newTable(a: Int32Array, b: Int32Array): Table {
  const known = new Map<number, number>()
  const renumber = (items: Int32Array) =>
    items.map((item) => {
      let id = known.get(item)
      if (id === undefined) known.set(item, (id = known.size))
      return id
    })
  const columns = renumber(a)
  const rows = renumber(b)
  const blocks = (rows.length + 31) >>> 5
  const kept = {
    plus: new Int32Array(blocks),
    minus: new Int32Array(blocks),
    slots: new Uint8Array(known.size),
  }
  return {
    ahead: { rows, columns, ...kept },
    back: { rows: rows.slice().reverse(), columns: columns.slice().reverse(), ...kept },
    toll: noToll,
  }
}

/** Values of neighbouring cells of one column: `values[i]` belongs to row `row + i`. Neighbours differ by 1 at most. */
interface Slice {
  readonly row: number
  readonly values: Int32Array
}

/** Where a front is headed: diagonals (row − column) in [low, high], from which at least `cost` remains. */
interface Goal {
  readonly low: number
  readonly high: number
  readonly cost: number
  /** What remains at least from a column, the way to the diagonals included. */
  readonly toll: (column: number) => number
}

/** For each distinct item of a tile, the rows of a block that hold it; for two blocks. */
const TILE_EQUAL = [new Int32Array(TILE + 1), new Int32Array(TILE + 1)]
const TILE_SLOTS = new Uint8Array(TILE)
/** For each column of a tile, whether the value rises or falls along the row between two blocks. */
const TILE_RISES = new Uint8Array(TILE)
const TILE_FALLS = new Uint8Array(TILE)

/**
 * Moves a front from column `from` with the values `start` to column `to`. Blocks are left out when no alignment through
 * them can reach the goal within `bound`. Rows outside `start` begin with the highest value that its neighbours allow,
 * and so does what enters at the top of the first block: never below the true value.
 */
function moveFront(side: Side, start: Slice, from: number, to: number, goal: Goal, bound: number): Slice {
  const { rows, columns, plus, minus, slots } = side
  const end = ((rows.length + 31) >>> 5) - 1
  let first = Math.min(start.row >>> 5, end)
  let last = Math.max(first, (start.row + start.values.length - 2) >> 5)
  /** Value of the row above the first block, and of the last row of the last. */
  let top = start.values[0] + start.row - 32 * first
  let bottom = enter(side, start, first, last) + top

  for (let at = from; at < to;) {
    const width = Math.min(to - at, last - first < NARROW ? 32 : TILE)
    // From cell to cell both the value and the way to the goal change by 1 at most, so the edges speak for the rest: of
    // all rows beyond for the way, of the block for the toll, and no path crosses a block without a step in it.
    const toll = goal.toll(at) - 31
    const tollBehind = goal.toll(at + width) - 32 - width
    for (; first < last; first++) {
      const under = top + count(plus[first]) - count(minus[first])
      if (under + goal.cost + Math.max(goal.low - (32 * (first + 1) - at), toll) <= bound) break
      top = under
    }
    for (; last > first; last--) {
      const over = bottom - count(plus[last]) + count(minus[last])
      if (over + goal.cost + Math.max(32 * last - at - goal.high - 2 * width, tollBehind) <= bound) break
      bottom = over
    }
    while (
      last < end &&
      bottom + goal.cost + Math.max(32 * (last + 1) - at - goal.high - 2 * width, tollBehind) <= bound
    ) {
      plus[++last] = -1
      minus[last] = 0
      bottom += 32
    }

    let used = 0
    for (let j = 0; j < width; j++) {
      const item = columns[at + j]
      if (slots[item] === 0) slots[item] = ++used
      TILE_SLOTS[j] = slots[item]
    }
    TILE_RISES.fill(1)
    TILE_FALLS.fill(0)
    for (let block = first; block <= last; block += 2) {
      tileEqual(side, block, TILE_EQUAL[0], used)
      if (block < last) {
        tileEqual(side, block + 1, TILE_EQUAL[1], used)
        moveTwoBlocks(side, block, width)
      } else moveBlock(side, block, TILE_EQUAL[0], 0, width)
    }
    top += width
    for (let j = 0; j < width; j++) bottom += TILE_RISES[j] - TILE_FALLS[j]
    for (let j = 0; j < width; j++) slots[columns[at + j]] = 0
    at += width
  }
  return leave(side, first, last, top)
}

/** Below this many blocks a front moves by 32 columns at a time: a longer tile would need as many blocks of margin. */
const NARROW = 16

/** Writes `start` into blocks `first` to `last`; returns by how much the last row exceeds the one above `first`. */
function enter({ plus, minus }: Side, { row, values }: Slice, first: number, last: number): number {
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
function leave({ rows, plus, minus }: Side, first: number, last: number, top: number): Slice {
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

function tileEqual({ rows, slots }: Side, block: number, equal: Int32Array, used: number): void {
  equal.fill(0, 0, used + 1)
  const begin = 32 * block
  const size = Math.min(32, rows.length - begin)
  for (let i = 0; i < size; i++) equal[slots[rows[begin + i]]] |= 1 << i
}

/** Moves one block through columns of a tile, from what enters it at the top to what leaves it at the bottom. */
function moveBlock(side: Side, block: number, equal: Int32Array, from: number, to: number): void {
  let pv = side.plus[block]
  let mv = side.minus[block]
  for (let j = from; j < to; j++) {
    const eq = equal[TILE_SLOTS[j]]
    const xv = eq | mv
    const x = eq | TILE_FALLS[j]
    const xh = ((((x & pv) + pv) | 0) ^ pv) | x
    const ph = mv | ~(xh | pv)
    const mh = pv & xh
    const shifted = (ph << 1) | TILE_RISES[j]
    pv = (mh << 1) | TILE_FALLS[j] | ~(xv | shifted)
    mv = shifted & xv
    TILE_RISES[j] = ph >>> 31
    TILE_FALLS[j] = mh >>> 31
  }
  side.plus[block] = pv
  side.minus[block] = mv
}

/**
 * The same for a block and the next, one column behind: each step of a block waits for its last, so that two of them side
 * by side save a fifth of the time.
 */
function moveTwoBlocks(side: Side, block: number, width: number): void {
  const [equalA, equalB] = TILE_EQUAL
  const slots = TILE_SLOTS
  const rises = TILE_RISES
  const falls = TILE_FALLS
  moveBlock(side, block, equalA, 0, 1)
  let pvA = side.plus[block]
  let mvA = side.minus[block]
  let pvB = side.plus[block + 1]
  let mvB = side.minus[block + 1]
  let slot = slots[0]
  for (let j = 1; j < width; j++) {
    const i = j - 1
    const riseB = rises[i]
    const fallB = falls[i]
    const eqB = equalB[slot]
    slot = slots[j]
    const riseA = rises[j]
    const fallA = falls[j]
    const eqA = equalA[slot]
    const xvB = eqB | mvB
    const xvA = eqA | mvA
    const xB = eqB | fallB
    const xA = eqA | fallA
    const xhB = ((((xB & pvB) + pvB) | 0) ^ pvB) | xB
    const xhA = ((((xA & pvA) + pvA) | 0) ^ pvA) | xA
    const phB = mvB | ~(xhB | pvB)
    const phA = mvA | ~(xhA | pvA)
    const mhB = pvB & xhB
    const mhA = pvA & xhA
    const shiftedB = (phB << 1) | riseB
    const shiftedA = (phA << 1) | riseA
    pvB = (mhB << 1) | fallB | ~(xvB | shiftedB)
    pvA = (mhA << 1) | fallA | ~(xvA | shiftedA)
    mvB = shiftedB & xvB
    mvA = shiftedA & xvA
    rises[i] = phB >>> 31
    falls[i] = mhB >>> 31
    rises[j] = phA >>> 31
    falls[j] = mhA >>> 31
  }
  side.plus[block] = pvA
  side.minus[block] = mvA
  side.plus[block + 1] = pvB
  side.minus[block + 1] = mvB
  moveBlock(side, block + 1, equalB, width - 1, width)
}

/** Bits set in a word. */
function count(word: number): number {
  let bits = word - ((word >>> 1) & 0x55555555)
  bits = (bits & 0x33333333) + ((bits >>> 2) & 0x33333333)
  return Math.imul((bits + (bits >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24
}

/** The rows at which cheapest alignments cross a column, with what they cost up to there and from there. */
interface Crossing {
  readonly column: number
  readonly row: number
  readonly before: Int32Array
  readonly after: Int32Array
}

/** Substitutions cost 1 and gaps the least bit more. Sums stay exact up to 2 ** 26 items on both sides together. */
const SUBSTITUTION = 2 ** 26
const GAP = SUBSTITUTION + 1

/** Cheapest alignment, which is known to cost no more than `bound`. */
function cheapest(table: Table, bound: number): Cost {
  const column = table.ahead.columns.length
  const row = table.ahead.rows.length
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
      best = fill(table.ahead, here, next, best)
      here = next
      ahead.pop()
      continue
    }
    const middle = crossing(table, here, next, limit)
    // The first sum is the distance itself, or it was not within the bound.
    if (here === start && next === goal) limit = middle.before[0] + middle.after[0]
    ahead.push(middle)
  }
  return { cost: Math.floor(best[0] / SUBSTITUTION), gaps: best[0] % SUBSTITUTION }
}

/** Where the cheapest alignments between two crossings cross the column in the middle. */
function crossing({ ahead, back, toll }: Table, from: Crossing, to: Crossing, bound: number): Crossing {
  const column = (from.column + to.column) >>> 1
  const left = moveFront(
    ahead,
    { row: from.row, values: from.before },
    from.column,
    column,
    {
      low: to.row - to.column,
      high: to.row + to.after.length - 1 - to.column,
      cost: least(to.after),
      toll: (at) => toll(at, to.column),
    },
    bound,
  )
  // Backwards, row r is row `height − r`, and column c is column `width − c`.
  const height = ahead.rows.length
  const width = ahead.columns.length
  const leftEnd = left.row + left.values.length - 1
  const right = moveFront(
    back,
    { row: height - (to.row + to.after.length - 1), values: to.after.slice().reverse() },
    width - to.column,
    width - column,
    {
      low: height - leftEnd - (width - column),
      high: height - left.row - (width - column),
      cost: least(left.values),
      toll: (at) => toll(column, width - at),
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
  { rows, columns }: Side,
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

/** Items of a run that two texts share, once each, to be taken for the same place. */
const RUN = 8
/** Least distance of two such places that cut the texts, in items. */
const PIECE = 512
/** A stretch without such a place is cut into pieces no longer than this. */
const LONGEST_PIECE = 2048

/**
 * A good alignment in O(n log n): runs that occur once on both sides, the longest chain of them (Szymanski 1975), and
 * between every few hundred items the cheapest alignment of the pieces.
 */
function quickly(table: Table): Cost {
  const { rows, columns } = table.ahead
  const chained = piecewise(table, sharedRuns(columns, rows))
  if (2 * chained.cost <= Math.max(columns.length, rows.length)) return chained
  // Where little is shared, a chain of chance finds may lead astray.
  const straight = piecewise(table, [])
  return straight.cost < chained.cost ? straight : chained
}

function piecewise(table: Table, places: readonly Place[]): Cost {
  const { rows, columns } = table.ahead
  let cost = 0
  let gaps = 0
  let column = 0
  let row = 0
  const cut = (c: number, r: number) => {
    const pieces = Math.ceil(Math.max(c - column, r - row) / LONGEST_PIECE)
    const [fromColumn, fromRow] = [column, row]
    for (let i = 1; i <= pieces; i++) {
      const toColumn = fromColumn + Math.floor(((c - fromColumn) * i) / pieces)
      const toRow = fromRow + Math.floor(((r - fromRow) * i) / pieces)
      const bound = Math.max(toColumn - column, toRow - row)
      const piece = cheapest(part(table, column, row, toColumn, toRow), bound)
      cost += piece.cost
      gaps += piece.gaps
      column = toColumn
      row = toRow
    }
  }
  for (const [c, r] of places) if (c - column >= PIECE && r - row >= PIECE) cut(c, r)
  cut(columns.length, rows.length)
  return { cost, gaps }
}

/** Columns [c0, c1) and rows [r0, r1) as a table of their own, on the same scratch memory. */
function part({ ahead, back }: Table, c0: number, r0: number, c1: number, r1: number): Table {
  const width = ahead.columns.length
  const height = ahead.rows.length
  return {
    ahead: { ...ahead, columns: ahead.columns.subarray(c0, c1), rows: ahead.rows.subarray(r0, r1) },
    back: {
      ...back,
      columns: back.columns.subarray(width - c1, width - c0),
      rows: back.rows.subarray(height - r1, height - r0),
    },
    toll: noToll,
  }
}

/** A place in `a` and the same place in `b`. */
type Place = readonly [inA: number, inB: number]

/** The longest chain of runs that occur once in `a` and once in `b`, as places in both, ascending. */
function sharedRuns(a: Int32Array, b: Int32Array): Place[] {
  const bits = Math.min(24, 34 - Math.clz32(Math.max(a.length, b.length)))
  const placesA = onlyPlaces(a, bits)
  const placesB = onlyPlaces(b, bits)
  /** By place in `a`, the place in `b`, or −1. */
  const partner = new Int32Array(a.length).fill(-1)
  for (let slot = 0; slot < placesA.length; slot++) {
    const at = placesA[slot]
    if (at >= 0 && placesB[slot] >= 0 && sameRun(a, at, b, placesB[slot])) partner[at] = placesB[slot]
  }
  /** By length of chain − 1, the place in `a` of the chain's last run, least in `b`. */
  const tails: number[] = []
  const previous = new Int32Array(a.length)
  for (let at = 0; at < a.length; at++) {
    const place = partner[at]
    if (place < 0) continue
    let low = 0
    let high = tails.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if (partner[tails[middle]] < place) low = middle + 1
      else high = middle
    }
    previous[at] = low > 0 ? tails[low - 1] : -1
    tails[low] = at
  }
  const chain: Place[] = []
  for (let at = tails.length > 0 ? tails[tails.length - 1] : -1; at >= 0; at = previous[at]) {
    chain.push([at, partner[at]])
  }
  chain.reverse()
  // True finds stand close together on nearly the same diagonal, chance finds alone.
  return chain.filter((place, i) => i > 0 && near(chain[i - 1], place))
}

/** Most items between two finds that vouch for each other, and most they may be shifted. */
const NEAR = 64
const SHIFT = 8

function near([a0, b0]: Place, [a1, b1]: Place): boolean {
  return a1 - a0 <= NEAR && Math.abs(a1 - a0 - (b1 - b0)) <= SHIFT
}

/** By hash of a run: its place; −1 for none, −2 for several, of whatever runs. */
function onlyPlaces(items: Int32Array, bits: number): Int32Array {
  const places = new Int32Array(2 ** bits).fill(-1)
  let hash = 0
  // Each step shifts an item four bits up, so that after eight of them it is gone.
  for (let i = 0; i < items.length; i++) {
    hash = (hash << (32 / RUN)) + Math.imul(items[i] + 1, 0x9e3779b1)
    if (i < RUN - 1) continue
    const slot = Math.imul(hash ^ (hash >>> 15), 0x85ebca6b) >>> (32 - bits)
    places[slot] = places[slot] === -1 ? i - RUN + 1 : -2
  }
  return places
}

function sameRun(a: Int32Array, atA: number, b: Int32Array, atB: number): boolean {
  for (let i = 0; i < RUN; i++) if (a[atA + i] !== b[atB + i]) return false
  return true
}
