import { isBlank } from '../text/layout.js'
import type { SourceRange } from './edit.js'

/** A stretch of a source between two aligned characters, on one side. */
export interface Interval extends SourceRange {
  readonly source: string
  /** Source range of the unaligned characters in [from, to), if there are any: the core. */
  readonly core: SourceRange | null
}

/** One mark of an interval, that is one code point which is not blank, or its core. */
export interface Mark extends SourceRange {
  /** Compatibility form: ， and , are one mark in two widths. Null for the core. */
  readonly key: string | null
}

/** Marks of two intervals that stand for each other: pairs of indices, ascending in both. */
export interface PairedMarks {
  readonly pairs: readonly (readonly [number, number])[]
  /** False where a cheaper pairing may exist: the intervals had more marks than are weighed one by one. */
  readonly exact: boolean
}

const SAME_MARK = 1
const OTHER_MARK = 3
const UNPAIRED_MARK = 2
/** More than two other marks cost: a core pairs with a core wherever there is one. */
const UNPAIRED_CORE = 1000
const IMPOSSIBLE = 1e9
/**
 * Pairs of marks that are weighed one by one, in each gap between aligned characters. Beyond that (256 marks on both
 * sides, a line of dots) only equal marks at the start and the end are paired.
 */
const MAX_PAIRS = 1 << 16

/** The marks of an interval, in order. O(length). */
export function marksOf({ source, from, to, core }: Interval): Mark[] {
  const marks: Mark[] = []
  for (let i = from; i < to;) {
    if (core !== null && i === core.from) {
      marks.push({ from: core.from, to: core.to, key: null })
      i = core.to
      continue
    }
    const point = source.codePointAt(i)!
    const width = point > 0xffff ? 2 : 1
    if (!isBlank(source.charCodeAt(i))) {
      const mark = source.slice(i, i + width)
      marks.push({ from: i, to: i + width, key: point < 0x80 ? mark : mark.normalize('NFKC') })
    }
    i += width
  }
  return marks
}

/** Whether an interval has a core, and nothing else but white space. O(length). */
export function hasOnlyCore({ source, from, to, core }: Interval): boolean {
  if (core === null) return false
  for (let i = from; i < core.from; i++) if (!isBlank(source.charCodeAt(i))) return false
  for (let i = core.to; i < to; i++) if (!isBlank(source.charCodeAt(i))) return false
  return true
}

/** Pairs the two cores, and equal marks in the cheapest alignment. O(marks of a × marks of b), at most MAX_PAIRS. */
export function pairMarks(
  marksA: readonly Mark[],
  marksB: readonly Mark[],
  a: Interval,
  b: Interval,
): PairedMarks {
  const n = marksA.length
  const m = marksB.length
  if (n === 0 || m === 0) return { pairs: [], exact: true }
  if (n * m > MAX_PAIRS) return pairEnds(marksA, marksB, a, b)
  const width = m + 1
  const cost = new Int32Array((n + 1) * width)
  const unpaired = (mark: Mark) => (mark.key === null ? UNPAIRED_CORE : UNPAIRED_MARK)
  const paired = (x: Mark, y: Mark) => {
    if (x.key !== y.key) return x.key === null || y.key === null ? IMPOSSIBLE : OTHER_MARK
    return x.key === null || sameSlice(a, x, b, y) ? 0 : SAME_MARK
  }
  for (let i = n - 1; i >= 0; i--) cost[i * width + m] = cost[(i + 1) * width + m] + unpaired(marksA[i])
  for (let j = m - 1; j >= 0; j--) cost[n * width + j] = cost[n * width + j + 1] + unpaired(marksB[j])
  for (let i = n - 1; i >= 0; i--) {
    for (let j = m - 1; j >= 0; j--) {
      cost[i * width + j] = Math.min(
        cost[(i + 1) * width + j + 1] + paired(marksA[i], marksB[j]),
        cost[(i + 1) * width + j] + unpaired(marksA[i]),
        cost[i * width + j + 1] + unpaired(marksB[j]),
      )
    }
  }
  const pairs: [number, number][] = []
  let i = 0
  let j = 0
  while (i < n && j < m) {
    const here = cost[i * width + j]
    const pair = paired(marksA[i], marksB[j])
    if (here === cost[(i + 1) * width + j + 1] + pair) {
      if (pair < OTHER_MARK) pairs.push([i, j])
      i++
      j++
    } else if (here === cost[(i + 1) * width + j] + unpaired(marksA[i])) {
      i++
    } else {
      j++
    }
  }
  return { pairs, exact: true }
}

/** Pairs the equal marks at the start and the end only, and the cores if there are two. O(marks). */
function pairEnds(marksA: readonly Mark[], marksB: readonly Mark[], a: Interval, b: Interval): PairedMarks {
  const pairs: [number, number][] = []
  let exact = true
  const equal = (i: number, j: number) => marksA[i].key !== null && marksA[i].key === marksB[j].key
  const pair = (a0: number, a1: number, b0: number, b1: number) => {
    const tail: [number, number][] = []
    while (a0 < a1 && b0 < b1 && equal(a0, b0)) pairs.push([a0++, b0++])
    while (a0 < a1 && b0 < b1 && equal(a1 - 1, b1 - 1)) tail.push([--a1, --b1])
    pairs.push(...tail.reverse())
    // Between the ends nothing is paired, which is the cheapest where the two sides have no mark in common.
    const keys = new Set(marksA.slice(a0, a1).map(({ key }) => key))
    exact &&= marksB.slice(b0, b1).every(({ key }) => key === null || !keys.has(key))
  }
  const coreA = marksA.findIndex(({ key }) => key === null)
  const coreB = marksB.findIndex(({ key }) => key === null)
  if (coreA < 0 || coreB < 0) {
    pair(0, marksA.length, 0, marksB.length)
  } else {
    pair(0, coreA, 0, coreB)
    pairs.push([coreA, coreB])
    pair(coreA + 1, marksA.length, coreB + 1, marksB.length)
  }
  // A mark of another width may have been paired where its like of the same width stands further on.
  exact &&= pairs.every(([i, j]) => marksA[i].key === null || sameSlice(a, marksA[i], b, marksB[j]))
  return { pairs, exact }
}

/** Whether two marks are written alike, width included. */
export function sameSlice(a: Interval, x: SourceRange, b: Interval, y: SourceRange): boolean {
  return a.source.slice(x.from, x.to) === b.source.slice(y.from, y.to)
}
