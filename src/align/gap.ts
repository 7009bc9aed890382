import {
  CONFUSABLE,
  GAP_EXTEND,
  GAP_OPEN,
  gapCost,
  LONG_EXTEND,
  LONG_OPEN,
  SHORT_GAP,
  SUBSTITUTION,
  type ConfusableUnits,
} from './gap-costs.js'

/** Gain of a matched pair when a passage is extended into the open: one for each of its two units. */
const MATCH_GAIN = 2
/** An extension gives up when its score falls this far below its best: some twelve wrong characters in a row. */
const DROP = 36

/** Receives runs of paired units in order: start in a, start in b, length; equal units, or substituted ones. */
export type EmitRun = (a: number, b: number, length: number, equal: boolean) => void

/** Cells a comparison may fill, so that its time does not depend on luck. Spent by every call that is given it. */
export interface Budget {
  cells: number
  /** Set once the budget was too small for something. */
  exhausted: boolean
}

/** The folded units [from, to) of a text. */
export interface Stretch {
  readonly units: Uint16Array
  readonly from: number
  readonly to: number
}

/** The budget that an alignment spends, and the receiver of its pairs. */
export interface GapWork {
  readonly budget: Budget
  readonly emit: EmitRun
  /** Default: no two units are. */
  readonly confusable?: ConfusableUnits | undefined
}

/**
 * Aligns two stretches end to end at minimal cost (see gap-costs.ts) and emits the paired units. Returns the cost. Where
 * the budget does not cover the product of their lengths nothing but equal ends is matched and the budget is marked as
 * exhausted. O(cells) time and memory.
 */
export function alignGap(a: Stretch, b: Stretch, work: GapWork): number {
  const { units: x } = a
  const { units: y } = b
  let { from: a0, to: a1 } = a
  let { from: b0, to: b1 } = b
  // Matching equal first (or last) units loses nothing: the stretch is bounded by matches, so any gap that keeps them
  // apart can slide past them at the same cost, and a substitution never beats a match.
  while (a0 < a1 && b0 < b1 && x[a0] === y[b0]) {
    a0++
    b0++
  }
  if (a0 > a.from) work.emit(a.from, b.from, a0 - a.from, true)
  while (a0 < a1 && b0 < b1 && x[a1 - 1] === y[b1 - 1]) {
    a1--
    b1--
  }
  const cost = alignCore(
    { units: x, first: a0, length: a1 - a0, step: 1 },
    { units: y, first: b0, length: b1 - b0, step: 1 },
    work,
  )
  if (a1 < a.to) work.emit(a1, b1, a.to - a1, true)
  return cost
}

function alignCore(a: Line, b: Line, { budget, emit, confusable }: GapWork): number {
  const n = a.length
  const m = b.length
  if (n === 0 || m === 0) return gapCost(n + m)
  if (n === 1 && m === 1) {
    emit(a.first, b.first, 1, false)
    return confusable?.(a.units[a.first], b.units[b.first]) === true ? CONFUSABLE : SUBSTITUTION
  }
  const cells = (n + 1) * (m + 1)
  if (cells > budget.cells) {
    budget.exhausted = true
    return gapCost(n) + gapCost(m)
  }
  budget.cells -= cells
  reserve(cells, n + 1, m + 1)
  const long = n > SHORT_GAP || m > SHORT_GAP
  sweep(a, b, { gain: 0, drop: FAR, long, cells: Infinity }, confusable)
  emitPairs(n, m, a, b, emit)
  return costs[m]
}

/**
 * Extends an alignment from the start of two stretches forwards (`step` 1), or from their ends backwards (−1), until its
 * score falls DROP below its best; emits the paired units in text order and returns how far the best end lies in each
 * text. A gap of any length costs as a short one. O(band × length); the band is some DROP cells wide.
 */
export function extend(
  a: Stretch,
  b: Stretch,
  step: 1 | -1,
  { budget, emit, confusable }: GapWork,
): { a: number; b: number } {
  if (a.to <= a.from || b.to <= b.from) return { a: 0, b: 0 }
  const lineA = lineFrom(a, step)
  const lineB = lineFrom(b, step)
  reserve(1, 1, 1)
  const rules = { gain: MATCH_GAIN, drop: DROP, long: false, cells: budget.cells }
  const { i, j, used, complete } = sweep(lineA, lineB, rules, confusable)
  if (!complete) budget.exhausted = true
  budget.cells -= used
  emitPairs(i, j, lineA, lineB, emit)
  return { a: i, b: j }
}

/** Units in the order in which they are aligned: unit i is units[first + step · i]. */
interface Line {
  readonly units: Uint16Array
  readonly first: number
  readonly length: number
  readonly step: 1 | -1
}

function lineFrom({ units, from, to }: Stretch, step: 1 | -1): Line {
  return { units, first: step === 1 ? from : to - 1, length: to - from, step }
}

/** A trace byte: where the best alignment of a cell comes from, and which of its gaps open there. */
const SOURCE = 7
const FROM_DIAGONAL = 0
const FROM_DELETE = 1
const FROM_INSERT = 2
const FROM_LONG_DELETE = 3
const FROM_LONG_INSERT = 4
const DELETE_OPENED = 8
const INSERT_OPENED = 16
const LONG_DELETE_OPENED = 32
const LONG_INSERT_OPENED = 64
/** More than any alignment costs, and far enough from 2^31 to be added to. */
const FAR = 0x3fffffff

/** Scratch, reused across calls and grown as needed; no call holds it past its return. */
let trace = new Uint8Array(1 << 16)
let costs = new Int32Array(1 << 10)
let deletions = new Int32Array(1 << 10)
let longDeletions = new Int32Array(1 << 10)
/** Where the row of each unit of the first text begins in the trace, less its first column. */
let rows = new Int32Array(1 << 10)

/** Makes room; what the arrays hold stays. */
function reserve(cells: number, height: number, width: number): void {
  if (trace.length < cells) {
    const wider = new Uint8Array(Math.max(cells, 2 * trace.length))
    wider.set(trace)
    trace = wider
  }
  if (rows.length < height) rows = widened(rows, 2 * height)
  if (costs.length < width) {
    costs = widened(costs, 2 * width)
    deletions = widened(deletions, 2 * width)
    longDeletions = widened(longDeletions, 2 * width)
  }
}

function widened(row: Int32Array<ArrayBuffer>, length: number): Int32Array<ArrayBuffer> {
  const wider = new Int32Array(length)
  wider.set(row)
  return wider
}

/** The rules by which a sweep fills a gap, or extends into the open. */
interface SweepRules {
  /** A matched pair lowers the cost by this. */
  readonly gain: number
  /** A cell that costs this much more than the cheapest so far is dead: nothing continues it. */
  readonly drop: number
  /** Whether a gap may be a long one; no gap of up to SHORT_GAP units need be. */
  readonly long: boolean
  /** No further row is begun once this number of cells is filled. */
  readonly cells: number
}

/** The cheapest cell of a sweep: the first i units of one line aligned with the first j of the other. */
interface Swept {
  readonly i: number
  readonly j: number
  /** Cells filled. */
  readonly used: number
  /** False where rows were left out because `cells` were filled. */
  readonly complete: boolean
}

/**
 * Gotoh's recurrence, row by row over the first line, between the first and the last live column of the row before.
 * Leaves where each cell comes from in `trace` and the costs of the last row in `costs`.
 */
function sweep(a: Line, b: Line, rules: SweepRules, confusable: ConfusableUnits | undefined): Swept {
  const { units: x, first: firstA, length: n, step } = a
  const { units: y, first: firstB, length: m } = b
  const { gain, drop, long } = rules
  let from = 0 // first live column
  let to = firstRow(m, drop, long) // last live column
  let used = to + 1
  let cheapest = 0
  let bestI = 0
  let bestJ = 0
  let limit = drop // a cell that costs more is dead
  for (let i = 1; i <= n; i++) {
    const reach = Math.min(m, to + DROP)
    if (used > rules.cells) return { i: bestI, j: bestJ, used, complete: false }
    reserve(used + reach - from + 1, i + 1, reach + 1)
    const t = trace
    const best = costs
    const del = deletions
    const longDel = longDeletions
    for (let j = to + 1; j <= reach; j++) {
      best[j] = FAR
      del[j] = FAR
    }
    rows[i] = used - from
    const unit = x[firstA + step * (i - 1)]
    let diagonal = FAR // cost at (i − 1, j − 1)
    let left = FAR
    let ins = FAR
    let longIns = FAR
    let j = from
    if (j === 0) {
      // Nothing is above and to the left of the first column.
      diagonal = best[0]
      left = firstColumn(i, used++, limit, long)
      j = 1
    }
    let next = firstB + step * (j - 1) // of the other line, the unit of column j
    for (; j <= reach; j++, next += step) {
      let flags = 0
      const above = best[j]
      const open = above + GAP_OPEN + GAP_EXTEND
      let d = del[j] + GAP_EXTEND
      if (open <= d) {
        d = open
        flags = DELETE_OPENED
      }
      const openInsert = left + GAP_OPEN + GAP_EXTEND
      ins += GAP_EXTEND
      if (openInsert <= ins) {
        ins = openInsert
        flags |= INSERT_OPENED
      }
      const other = y[next]
      let cost = diagonal
      if (unit === other) cost -= gain
      else cost += confusable !== undefined && confusable(unit, other) ? CONFUSABLE : SUBSTITUTION
      diagonal = above
      let source = FROM_DIAGONAL
      if (d < cost) {
        cost = d
        source = FROM_DELETE
      }
      if (ins < cost) {
        cost = ins
        source = FROM_INSERT
      }
      if (long) {
        const openLong = above + LONG_OPEN + LONG_EXTEND
        let l = longDel[j] + LONG_EXTEND
        if (openLong <= l) {
          l = openLong
          flags |= LONG_DELETE_OPENED
        }
        longDel[j] = l
        const openLongInsert = left + LONG_OPEN + LONG_EXTEND
        longIns += LONG_EXTEND
        if (openLongInsert <= longIns) {
          longIns = openLongInsert
          flags |= LONG_INSERT_OPENED
        }
        if (l < cost) {
          cost = l
          source = FROM_LONG_DELETE
        }
        if (longIns < cost) {
          cost = longIns
          source = FROM_LONG_INSERT
        }
      }
      t[used++] = flags | source
      if (cost > limit) {
        best[j] = FAR
        del[j] = FAR
        ins = FAR
        if (j > to && left === FAR) break
        left = FAR
        continue
      }
      best[j] = cost
      del[j] = d
      left = cost
      if (cost < cheapest) {
        cheapest = cost
        limit = cost + drop
        bestI = i
        bestJ = j
      }
    }
    to = Math.min(j, reach)
    while (to >= from && best[to] === FAR) to--
    if (to < from) break
    while (best[from] === FAR) from++
  }
  return { i: bestI, j: bestJ, used, complete: true }
}

/** Row 0 is one insertion. Returns its last live column. */
function firstRow(m: number, drop: number, long: boolean): number {
  rows[0] = 0
  costs[0] = 0
  trace[0] = FROM_DIAGONAL
  for (let j = 1; j <= m; j++) {
    const cost = long ? gapCost(j) : GAP_OPEN + j * GAP_EXTEND
    if (cost > drop) return j - 1
    reserve(j + 1, 1, j + 1)
    costs[j] = cost
    deletions[j] = FAR
    longDeletions[j] = FAR
    trace[j] =
      (long && j > SHORT_GAP ? FROM_LONG_INSERT : FROM_INSERT) |
      (j === 1 ? INSERT_OPENED | LONG_INSERT_OPENED : 0)
  }
  return m
}

/** The cell of row i in column 0, which is one deletion. Returns its cost. */
function firstColumn(i: number, at: number, limit: number, long: boolean): number {
  const cost = long ? gapCost(i) : GAP_OPEN + i * GAP_EXTEND
  trace[at] =
    (long && i > SHORT_GAP ? FROM_LONG_DELETE : FROM_DELETE) |
    (i === 1 ? DELETE_OPENED | LONG_DELETE_OPENED : 0)
  costs[0] = cost > limit ? FAR : cost
  return costs[0]
}

/** Runs found by `walkTrace`, last run first: (i, j, length, 1 where equal). */
let walked = new Int32Array(1 << 10)
const WALKED = 4

/** Emits the pairs of the best alignment of the first i units with the first j, in text order. */
function emitPairs(i: number, j: number, a: Line, b: Line, emit: EmitRun): void {
  const count = walkTrace(i, j, a, b)
  const found = walked
  if (a.step === 1) {
    for (let r = count - WALKED; r >= 0; r -= WALKED) {
      emit(a.first + found[r], b.first + found[r + 1], found[r + 2], found[r + 3] === 1)
    }
  } else {
    for (let r = 0; r < count; r += WALKED) {
      const length = found[r + 2]
      emit(a.first + 1 - found[r] - length, b.first + 1 - found[r + 1] - length, length, found[r + 3] === 1)
    }
  }
}

/** Walks the trace back from (i, j) to the origin and returns how many numbers it left in `walked`. O(i + j). */
function walkTrace(i: number, j: number, a: Line, b: Line): number {
  if (walked.length < WALKED * (Math.min(i, j) + 1))
    walked = new Int32Array(2 * WALKED * (Math.min(i, j) + 1))
  const { units: x, first: firstA, step } = a
  const { units: y, first: firstB } = b
  const t = trace
  const runs = walked
  let last = -WALKED
  let state = FROM_DIAGONAL
  while (i > 0 || j > 0) {
    const flags = t[rows[i] + j]
    if (state === FROM_DIAGONAL) state = flags & SOURCE
    switch (state) {
      case FROM_DIAGONAL: {
        i--
        j--
        const equal = x[firstA + step * i] === y[firstB + step * j] ? 1 : 0
        if (last >= 0 && runs[last] === i + 1 && runs[last + 1] === j + 1 && runs[last + 3] === equal) {
          runs[last] = i
          runs[last + 1] = j
          runs[last + 2]++
        } else {
          last += WALKED
          runs[last] = i
          runs[last + 1] = j
          runs[last + 2] = 1
          runs[last + 3] = equal
        }
        break
      }
      case FROM_DELETE:
        i--
        if (flags & DELETE_OPENED) state = FROM_DIAGONAL
        break
      case FROM_INSERT:
        j--
        if (flags & INSERT_OPENED) state = FROM_DIAGONAL
        break
      case FROM_LONG_DELETE:
        i--
        if (flags & LONG_DELETE_OPENED) state = FROM_DIAGONAL
        break
      default:
        j--
        if (flags & LONG_INSERT_OPENED) state = FROM_DIAGONAL
    }
  }
  return last + WALKED
}
