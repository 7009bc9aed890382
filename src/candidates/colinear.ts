import { Int32Vector } from '../kernel/vector.js'

/**
 * Calls `hit` for each posting of one fingerprint of the text: the document that has it, and its diagonal, which is the
 * position there less the position here. A fingerprint is named by its place among those of the text.
 */
export type EachHit = (place: number, hit: (document: number, diagonal: number) => void) => void

/** What a document shares with the text within one window of diagonals. */
export interface Colinear {
  /** Distinct fingerprints in the window. */
  readonly hits: number
  /** How unlikely it is that an unrelated document has them, in nats: Σ ln(1 / share of documents that have the fingerprint). */
  readonly information: number
}

/**
 * Documents that are counted as if they were held and had none of the fingerprints. Without them a fingerprint that both of
 * two documents have would say nothing.
 */
export const UNSEEN = 1000

/**
 * Most hits looked at for one text. A page with a long imprint that thousands of documents have would otherwise cost 14 ms.
 * This is two fingerprints of each of 8,000 documents.
 */
const MOST_HITS = 2 ** 14
/** A text with many fingerprints, a book of many articles, may have this many hits for each of them. */
const HITS_PER_FINGERPRINT = 4
/**
 * Hits are gathered up to this multiple of the most that are looked at; the most informative are then chosen. Beyond it only
 * fingerprints with at most RARE hits are gathered, so that 50 MB that share all they have with thousands stay bounded.
 */
const GATHERED = 4
const RARE = 8

/** A hit is one number, diagonal × DIAGONAL + place, that sorts by diagonal: diagonals stay below 2^27, places below this. */
const DIAGONAL = 2 ** 26

/**
 * Calls `visit` once for each document that has any of the fingerprints, in the order of first hits, with those of its hits
 * that lie in one window of diagonals and say most. Each fingerprint counts once.
 *
 * Hits are sorted into one array by document, then those of each document by diagonal. O(h log h) for h hits; a map with a
 * list for each document took twice as long where a thousand documents share a hundred fingerprints.
 * @param count number of fingerprints of the text.
 * @param documents number of documents held.
 * @param slack two hits are colinear when what lies between them has nearly the same length in both texts: up to this
 * difference, in folded units.
 * @returns how many hits were not looked at because there were too many.
 */
export function colinearHits(
  count: number,
  eachHit: EachHit,
  documents: number,
  slack: number,
  visit: (document: number, colinear: Colinear) => void,
): number {
  // All hits, fingerprint by fingerprint; documents are numbers below 2^31.
  const { documentsHit, diagonals, counts, hitGroup, hitDiagonal, hitPlace } = SCRATCH
  for (const vector of Object.values(SCRATCH)) vector.clear()
  const starts = new Int32Array(count + 1)
  const most = Math.max(MOST_HITS, HITS_PER_FINGERPRINT * count)
  let unseen = 0
  for (let place = 0; place < count; place++) {
    eachHit(place, (document, diagonal) => {
      documentsHit.push(document)
      diagonals.push(diagonal)
    })
    const from = starts[place]
    if (documentsHit.length > GATHERED * most && documentsHit.length - from > RARE) {
      unseen += documentsHit.length - from
      documentsHit.truncate(from)
      diagonals.truncate(from)
    }
    starts[place + 1] = documentsHit.length
  }
  const groups = new Map<number, number>() // of documents in the order of their first hits
  const weights = new Float64Array(count)
  for (const place of mostInformative(starts, count, most)) {
    const from = starts[place]
    const to = starts[place + 1]
    if (to > from) weights[place] = Math.max(0, Math.log((documents + UNSEEN) / (to - from)))
    for (let hit = from; hit < to; hit++) {
      const document = documentsHit.values[hit]
      let group = groups.get(document)
      if (group === undefined) {
        group = counts.push(0)
        groups.set(document, group)
      }
      counts.values[group]++
      hitGroup.push(group)
      hitDiagonal.push(diagonals.values[hit])
      hitPlace.push(place)
    }
  }
  unseen += starts[count] - hitGroup.length

  const ends = new Int32Array(groups.size)
  for (let group = 1; group < ends.length; group++) ends[group] = ends[group - 1] + counts.values[group - 1]
  const hits = new Float64Array(hitGroup.length)
  for (let hit = 0; hit < hits.length; hit++) {
    hits[ends[hitGroup.values[hit]]++] = hitDiagonal.values[hit] * DIAGONAL + hitPlace.values[hit]
  }
  const inWindow = new Uint32Array(count)
  for (const [document, group] of groups) {
    const own = hits.subarray(ends[group] - counts.values[group], ends[group])
    visit(document, bestWindow(own, weights, inWindow, slack))
  }
  return unseen
}

/** Reused by one search after the other: made anew each time, these arrays were a megabyte of garbage per query. */
const SCRATCH = {
  documentsHit: new Int32Vector(),
  diagonals: new Int32Vector(),
  counts: new Int32Vector(),
  hitGroup: new Int32Vector(),
  hitDiagonal: new Int32Vector(),
  hitPlace: new Int32Vector(),
}

/**
 * The fingerprints to look at, in order. If all together have more hits than are looked at, the most frequent ones are left
 * out: boilerplate.
 */
function mostInformative(starts: Int32Array, count: number, most: number): number[] {
  const all = Array.from({ length: count }, (_, place) => place)
  if (starts[count] <= most) return all
  const holders = (place: number) => starts[place + 1] - starts[place]
  all.sort((x, y) => holders(x) - holders(y) || x - y)
  let hits = 0
  const chosen = all.filter((place) => (hits += holders(place)) <= most)
  return chosen.sort((x, y) => x - y)
}

/** The window that says most. @param inWindow a zero for each fingerprint, before and after. */
function bestWindow(
  hits: Float64Array,
  weights: Float64Array,
  inWindow: Uint32Array,
  slack: number,
): Colinear {
  if (hits.length === 1) return { hits: 1, information: weights[placeOf(hits[0])] }
  hits.sort()
  let most = 0
  let information = 0
  let distinct = 0
  let sum = 0
  let from = 0
  for (let to = 0; to < hits.length; to++) {
    const diagonal = diagonalOf(hits[to])
    while (diagonal - diagonalOf(hits[from]) > slack) {
      const place = placeOf(hits[from++])
      if (--inWindow[place] === 0) {
        distinct--
        sum -= weights[place]
      }
    }
    const place = placeOf(hits[to])
    if (inWindow[place]++ === 0) {
      distinct++
      sum += weights[place]
    }
    if (sum > information || (sum === information && distinct > most)) {
      most = distinct
      information = sum
    }
  }
  while (from < hits.length) inWindow[placeOf(hits[from++])] = 0
  return { hits: most, information }
}

function diagonalOf(hit: number): number {
  return Math.floor(hit / DIAGONAL)
}

function placeOf(hit: number): number {
  return hit - Math.floor(hit / DIAGONAL) * DIAGONAL
}
