import type { Anchors } from './anchors.js'

/**
 * Chains: anchors that follow one another in both texts, close enough to be one passage.
 *
 * Dynamic programming over anchors in the order of their ends. Each looks back from its own start, so that the chance
 * repeats inside a long anchor neither hide what comes before it nor what comes after. Then chains are read off from the best
 * end downwards, each stopping where it meets an anchor already taken (Li 2018, "Minimap2", §2.1). A block that moved
 * is a chain of its own: nothing asks chains to be in the same order in both texts.
 */
export interface Chain {
  /** Matches of the chain as triples (start in a, start in b, length), colinear and disjoint. */
  readonly runs: Int32Array
  /** Σ anchor length − gap penalties, in Han-sized units. */
  readonly score: number
}

/** Longest stretch between two anchors of one chain, on either side, in folded units: a long inserted paragraph. */
export const MAX_GAP = 512
/** Anchors within reach that each anchor weighs, nearest first, and how many it passes over to find them. */
const LOOK_BACK = 64
const LOOK_PAST = 1024
/** Units by which two neighbours of a chain may overlap (“aa” against “aaa”); the later one is cut. */
const MAX_OVERLAP = 64
/** Gap cost per Han-sized unit that is unmatched on both sides: five Han do not buy a bridge over sixty wrong ones. */
const BOTH_SIDES = 0.1
/** Gap cost of an insertion or deletion: a fixed part and half a unit each time it doubles. */
const ONE_SIDE = 1
const ONE_SIDE_DOUBLING = 0.5

/**
 * Reads chains off the anchors, best first; those under `minScore` are dropped.
 * @param size length of a run of the first text in the unit of the score: `size(from, to)`.
 * O(anchors × LOOK_BACK).
 */
export function findChains(
  anchors: Anchors,
  size: (from: number, to: number) => number,
  minScore: number,
): Chain[] {
  const { count, a, b, length } = anchors
  const best = new Float64Array(count)
  const previous = new Int32Array(count).fill(-1)
  const ends = new Int32Array(count)
  for (let i = 0; i < count; i++) ends[i] = b[i] + length[i]
  for (let i = 0; i < count; i++) {
    const ai = a[i]
    const bi = b[i]
    const aEnd = ai + length[i]
    let top = size(ai, aEnd)
    let from = -1
    let weighed = 0
    // From the last anchor that ends near this one's start, back to the first that is in reach.
    let j = lastEndingAt(ends, i, bi + Math.min(MAX_OVERLAP, length[i] - 1))
    for (const stop = Math.max(0, j - LOOK_PAST); j >= stop && weighed < LOOK_BACK; j--) {
      const gapB = bi - ends[j]
      if (gapB > MAX_GAP) break
      const gapA = ai - a[j] - length[j]
      if (gapA > MAX_GAP || gapA < -MAX_OVERLAP || a[j] >= ai || b[j] >= bi) continue
      const overlap = Math.max(0, -gapA, -gapB)
      if (overlap >= length[i]) continue
      weighed++
      const one = Math.abs(gapA - gapB)
      // On the diagonal nothing need be wrong but what lies between; off it, a gap opens as well.
      const both = Math.max(0, Math.min(gapA, gapB))
      const cost =
        (both === 0 ? 0 : BOTH_SIDES * size(ai - both, ai)) +
        (one === 0 ? 0 : ONE_SIDE + ONE_SIDE_DOUBLING * Math.log2(one))
      const score = best[j] + size(ai + overlap, aEnd) - cost
      if (score > top) {
        top = score
        from = j
      }
    }
    best[i] = top
    previous[i] = from
  }

  const order = orderByScore(best)
  const taken = new Uint8Array(count)
  const chains: Chain[] = []
  const members: number[] = []
  for (const end of order) {
    if (best[end] < minScore) break
    if (taken[end]) continue
    members.length = 0
    let i = end
    while (i >= 0 && !taken[i]) {
      taken[i] = 1
      members.push(i)
      i = previous[i]
    }
    const score = best[end] - (i >= 0 ? best[i] : 0)
    if (score < minScore) continue
    chains.push({ runs: runsOf(members.reverse(), anchors), score })
  }
  // Stopping at a taken anchor lowers scores, so the order is made anew; ties go to the earlier place.
  return chains.sort((x, y) => y.score - x.score || x.runs[1] - y.runs[1] || x.runs[0] - y.runs[0])
}

/** The last index below `i` whose value is at most `limit`, in ascending values; −1 if there is none. */
function lastEndingAt(ends: Int32Array, i: number, limit: number): number {
  let low = 0
  let high = i
  while (low < high) {
    const middle = (low + high) >> 1
    if (ends[middle] <= limit) low = middle + 1
    else high = middle
  }
  return low - 1
}

/** Indices by falling score; equal scores in text order. */
function orderByScore(score: Float64Array): Uint32Array {
  return new Uint32Array(score.length).map((_, i) => i).sort((x, y) => score[y] - score[x] || x - y)
}

/** The anchors of one chain, each cut where the one before it overlaps it. */
function runsOf(members: readonly number[], { a, b, length }: Anchors): Int32Array {
  const runs = new Int32Array(3 * members.length)
  let count = 0
  let endA = -1
  let endB = -1
  for (const i of members) {
    const overlap = Math.max(0, endA - a[i], endB - b[i])
    const left = length[i] - overlap
    if (left <= 0) continue
    runs[3 * count] = a[i] + overlap
    runs[3 * count + 1] = b[i] + overlap
    runs[3 * count + 2] = left
    endA = a[i] + length[i]
    endB = b[i] + length[i]
    count++
  }
  return runs.subarray(0, 3 * count)
}
