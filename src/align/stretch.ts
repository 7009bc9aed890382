import { SHINGLE_WEIGHT } from '../shingles/local.js'
import { rangeSize } from './passage-size.js'
import type { FoldedUnits } from './passage.js'
import { FILTER_BITS, preparedTable, Seeds } from './seeds.js'

/**
 * A look at two texts before they are aligned: is there a stretch that both have, however misread? A phrase of six words that
 * two texts share by chance ends where it ends; a passage goes on behind each error.
 */

/** A stretch ends where its score falls this far below its best: ten errors more than equal units. */
export const DROP = 10
/** Places of one seed that are tried in the prepared text. */
const MOST_PLACES = 4
/** A seed on a diagonal this close to that of the stretch before it, inside of it, is part of it. */
const SAME_STRETCH = 8
/** A stretch is near where its beginning is so close, in units: the diagonals of a line, and what errors add. */
const NEAR = 128
/** Extensions for a pair; after these the pair is aligned, however little was found. */
const MOST_EXTENSIONS = 64

const seeds = new Seeds()
/** Rows of an extension, for each unit that is enough. */
const MOST_ROWS = 4
/** A cell that was left. */
const LOST = -(2 ** 20)

/** Scores of one row of an extension and of the row before it; reused. */
let scores = new Int32Array(512)
let spare = new Int32Array(512)
/** How far the last extension reaches in either text; reused. */
const reach = { a: 0, b: 0 }

/**
 * Whether two texts share a stretch of a size, about: whether a seed that both have, extended to either side while equal units
 * outweigh errors, spans that much. A passage of 20 % wrong letters is told from a phrase; of articles with 40 % wrong letters
 * none was lost, of passages of 120 to 400 letters with 30 % one in twenty. O(length), some 5 µs for 1,000 letters.
 * @param a a text that was prepared: see seeds.ts. @param size in Han characters; two letters count as one.
 * @param near only stretches about so far on in `b` are looked at. Default: all.
 */
export function sharesStretch(a: FoldedUnits, b: FoldedUnits, size: number, near = NaN): boolean {
  const table = preparedTable(a, SHINGLE_WEIGHT)!
  const { count, positions, hashes } = seeds.read(b, SHINGLE_WEIGHT)
  const { starts, places, filter, shift } = table
  const { positions: positionsA, hashes: hashesA } = table.seeds
  const { units: x, length: n } = a
  const { units: y, length: m } = b
  const units = Math.ceil(2 * size)
  let extensions = 0
  let end = 0
  let diagonal = 0
  for (let q = 0; q < count; q++) {
    const hash = hashes[q]
    const bit = hash >>> (shift - FILTER_BITS)
    if (((filter[bit >>> 5] >>> (bit & 31)) & 1) === 0) continue
    const slot = hash >>> shift
    const t = positions[q]
    let tried = 0
    const last = starts[slot + 1]
    for (let place = starts[slot]; place < last && tried < MOST_PLACES; place++) {
      if (hashesA[places[place]] !== hash) continue
      const s = positionsA[places[place]]
      if (Math.abs(t - s - near) > NEAR) continue
      if (t < end && Math.abs(t - s - diagonal) <= SAME_STRETCH) continue
      if (++extensions > MOST_EXTENSIONS) return true
      tried++
      // Equal units first, which are most: the rows of an extension cost 20 cells each.
      const most = Math.min(n - s, m - t)
      let equal = 0
      while (equal < most && x[s + equal] === y[t + equal]) equal++
      const right = extend(a, s + equal, b, t + equal, 1, units - equal)
      const shorter = equal + Math.min(right.a, right.b)
      const to = t + equal + right.b
      if (to > end) {
        end = to
        diagonal = t - s
      }
      const left = extend(a, s, b, t, -1, units - shorter)
      if (shorter + Math.min(left.a, left.b) < size) continue
      if (rangeSize(b, { from: t - left.b, to }) >= size) return true
    }
  }
  return false
}

/**
 * Extends a stretch from between two units: equal units count 1, others and gaps −1, and what falls DROP below the best so far,
 * row by row, is left. O(enough · DROP).
 * @param step 1 to the right, −1 to the left.
 * @param enough units of both texts after which it stops; it also stops where it has looked at four times as many.
 * @returns units of either text up to the best; beside the rest of this module only its test asks for them.
 */
export function extend(
  { units: x, length: n }: FoldedUnits,
  s: number,
  { units: y, length: m }: FoldedUnits,
  t: number,
  step: 1 | -1,
  enough: number,
): { a: number; b: number } {
  let bestA = 0
  let bestB = 0
  const rows = Math.min(step > 0 ? n - s : s, MOST_ROWS * enough)
  const columns = step > 0 ? m - t : t
  const firstA = step > 0 ? s - 1 : s
  const firstB = step > 0 ? t - 1 : t
  const room = 2 * rows + DROP + 2
  if (scores.length < room) {
    scores = new Int32Array(2 * room)
    spare = new Int32Array(2 * room)
  }
  let before = scores
  let row = spare
  // Cells from `low` to `high` of the row before are alive, but for some between them.
  let low = 0
  let high = Math.min(DROP, columns)
  let best = 0
  for (let j = 0; j <= high; j++) before[j] = -j
  for (let i = 1; i <= rows && (bestA < enough || bestB < enough); i++) {
    const unit = x[firstA + step * i]
    let newLow = -1
    let newHigh = -1
    let left = LOST
    for (let j = low; j <= columns; j++) {
      let score = j <= high ? before[j] - 1 : LOST
      if (j > low && j <= high + 1) {
        const met = before[j - 1] + (y[firstB + step * j] === unit ? 1 : -1)
        if (met > score) score = met
      }
      if (left - 1 > score) score = left - 1
      if (score < best - DROP) {
        score = LOST
        if (j > high) break
      } else {
        if (newLow < 0) newLow = j
        newHigh = j
        if (score > best) {
          best = score
          bestA = i
          bestB = j
        }
      }
      row[j] = score
      left = score
    }
    if (newLow < 0) break
    low = newLow
    high = newHigh
    const swap = before
    before = row
    row = swap
  }
  reach.a = bestA
  reach.b = bestB
  return reach
}
