import { Int32Vector } from '../kernel/vector.js'
import type { Fingerprints } from './fingerprints.js'
import type { Postings } from './postings.js'

/**
 * Two hits are in line when what lies between them has nearly the same length in both texts, in folded units. At 512 twice
 * as many strangers had two in line, and of 420 noisy copies none more was found.
 */
const SLACK = 64
/** A hit as one number that sorts by diagonal: diagonals stay below 2^27, numbers of prints below this. */
const DIAGONAL = 2 ** 26

/**
 * Calls `visit` once for each text that holds any of the prints, in the order of first hits, with the most of its hits
 * that lie on diagonals within SLACK of each other, each print counted once.
 *
 * Hits are sorted into one array by text, then each text’s by diagonal. O(h log h) for h hits; a map and a list for each
 * text took twice as long where a thousand texts share a hundred prints.
 */
export function inLine(
  postings: Postings,
  prints: Fingerprints,
  visit: (text: number, hits: number) => void,
): void {
  const places = new Map<number, number>() // of texts in the order of their first hits
  const counts = new Int32Vector()
  const hitPlace = new Int32Vector(1 << 10)
  const hitDiagonal = new Int32Vector(1 << 10)
  const hitPrint = new Int32Vector(1 << 10)
  postings.hits(prints, (text, position, print) => {
    let place = places.get(text)
    if (place === undefined) {
      place = counts.push(0)
      places.set(text, place)
    }
    counts.values[place]++
    hitPlace.push(place)
    hitDiagonal.push(position - prints.positions[print])
    hitPrint.push(print)
  })

  const ends = new Int32Array(places.size)
  for (let place = 1; place < ends.length; place++) ends[place] = ends[place - 1] + counts.values[place - 1]
  const hits = new Float64Array(hitPlace.length)
  for (let hit = 0; hit < hits.length; hit++) {
    hits[ends[hitPlace.values[hit]]++] = hitDiagonal.values[hit] * DIAGONAL + hitPrint.values[hit]
  }
  const inWindow = new Uint32Array(prints.count)
  for (const [text, place] of places) {
    visit(text, mostInWindow(hits.subarray(ends[place] - counts.values[place], ends[place]), inWindow))
  }
}

/** The most distinct prints in a window of SLACK over hits; `inWindow` has a zero for each print, and again afterwards. */
function mostInWindow(hits: Float64Array, inWindow: Uint32Array): number {
  if (hits.length === 1) return 1
  hits.sort()
  let most = 0
  let distinct = 0
  let from = 0
  for (let to = 0; to < hits.length; to++) {
    const diagonal = diagonalOf(hits[to])
    while (diagonal - diagonalOf(hits[from]) > SLACK) {
      if (--inWindow[printOf(hits[from++])] === 0) distinct--
    }
    if (inWindow[printOf(hits[to])]++ === 0) distinct++
    if (distinct > most) most = distinct
  }
  while (from < hits.length) inWindow[printOf(hits[from++])] = 0
  return most
}

function diagonalOf(hit: number): number {
  return Math.floor(hit / DIAGONAL)
}

function printOf(hit: number): number {
  return hit - Math.floor(hit / DIAGONAL) * DIAGONAL
}
