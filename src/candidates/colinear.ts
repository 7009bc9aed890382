import { Int32Vector } from '../kernel/vector.js'

/**
 * Calls `hit` for each place of one print of the text asked about: the document that has it, and where its diagonal
 * runs, position there less position here.
 */
export type EachHit = (print: number, hit: (document: number, diagonal: number) => void) => void

/** What a document shares with the text asked about, in one window of diagonals. */
export interface InLine {
  /** Prints in line. */
  readonly hits: number
  /** How unlikely it is that a stranger has them, in nats: Σ ln(1 / share of documents that have the print). */
  readonly information: number
}

/**
 * Documents that no index has seen yet, and that have none of the prints: a print that both of two documents share says
 * something all the same.
 */
export const UNSEEN = 1000

/**
 * Hits that are looked at for one text: a page with a long imprint that thousands have would otherwise cost 14 ms. As
 * many as two prints of each of 8,000 documents.
 */
const MOST_HITS = 2 ** 14
/** A text of very many prints, a book of many articles, may have more. */
const HITS_A_PRINT = 4
/**
 * Hits gathered before the most telling are chosen, as a multiple; beyond, only those of prints that so few documents
 * have: 50 MB that share all they have with thousands stay bounded.
 */
const GATHERED = 4
const RARE = 8

/** A hit as one number that sorts by diagonal: diagonals stay below 2^27, numbers of prints below this. */
const DIAGONAL = 2 ** 26

/**
 * Calls `visit` once for each document that holds any of the prints, in the order of first hits, with those of its hits
 * that lie in one window of diagonals and say most, each print counted once.
 *
 * Hits are sorted into one array by document, then each one's by diagonal. O(h log h) for h hits; a map and a list for
 * each document took twice as long where a thousand share a hundred prints.
 * @param prints number of prints of the text asked about.
 * @param documents number of documents held.
 * @param slack two hits are in line when what lies between them has nearly the same length in both texts.
 */
export function inLine(
  prints: number,
  eachHit: EachHit,
  documents: number,
  slack: number,
  visit: (document: number, shared: InLine) => void,
): void {
  // All hits, print by print; documents are numbers below 2^31.
  const { documentsHit, diagonals, counts, hitPlace, hitDiagonal, hitPrint } = SCRATCH
  for (const vector of Object.values(SCRATCH)) vector.clear()
  const starts = new Int32Array(prints + 1)
  const most = Math.max(MOST_HITS, HITS_A_PRINT * prints)
  for (let print = 0; print < prints; print++) {
    eachHit(print, (document, diagonal) => {
      documentsHit.push(document)
      diagonals.push(diagonal)
    })
    const from = starts[print]
    if (documentsHit.length > GATHERED * most && documentsHit.length - from > RARE) {
      documentsHit.truncate(from)
      diagonals.truncate(from)
    }
    starts[print + 1] = documentsHit.length
  }
  const places = new Map<number, number>() // of documents in the order of their first hits
  const weights = new Float64Array(prints)
  for (const print of mostTelling(starts, prints, most)) {
    const from = starts[print]
    const to = starts[print + 1]
    if (to > from) weights[print] = Math.max(0, Math.log((documents + UNSEEN) / (to - from)))
    for (let hit = from; hit < to; hit++) {
      const document = documentsHit.values[hit]
      let place = places.get(document)
      if (place === undefined) {
        place = counts.push(0)
        places.set(document, place)
      }
      counts.values[place]++
      hitPlace.push(place)
      hitDiagonal.push(diagonals.values[hit])
      hitPrint.push(print)
    }
  }

  const ends = new Int32Array(places.size)
  for (let place = 1; place < ends.length; place++) ends[place] = ends[place - 1] + counts.values[place - 1]
  const hits = new Float64Array(hitPlace.length)
  for (let hit = 0; hit < hits.length; hit++) {
    hits[ends[hitPlace.values[hit]]++] = hitDiagonal.values[hit] * DIAGONAL + hitPrint.values[hit]
  }
  const inWindow = new Uint32Array(prints)
  for (const [document, place] of places) {
    const own = hits.subarray(ends[place] - counts.values[place], ends[place])
    visit(document, mostInWindow(own, weights, inWindow, slack))
  }
}

/** One search after the other uses them: made anew each time, they were a megabyte of garbage a query. */
const SCRATCH = {
  documentsHit: new Int32Vector(),
  diagonals: new Int32Vector(),
  counts: new Int32Vector(),
  hitPlace: new Int32Vector(),
  hitDiagonal: new Int32Vector(),
  hitPrint: new Int32Vector(),
}

/**
 * The prints to look at, in order: all, unless they have more hits than are looked at. Then those that fewest documents
 * have come first, and boilerplate is left out.
 */
function mostTelling(starts: Int32Array, prints: number, most: number): number[] {
  const all = Array.from({ length: prints }, (_, print) => print)
  if (starts[prints] <= most) return all
  const holders = (print: number) => starts[print + 1] - starts[print]
  all.sort((x, y) => holders(x) - holders(y) || x - y)
  let hits = 0
  const told = all.filter((print) => (hits += holders(print)) <= most)
  return told.sort((x, y) => x - y)
}

/** The window that says most; `inWindow` has a zero for each print, and again afterwards. */
function mostInWindow(
  hits: Float64Array,
  weights: Float64Array,
  inWindow: Uint32Array,
  slack: number,
): InLine {
  if (hits.length === 1) return { hits: 1, information: weights[printOf(hits[0])] }
  hits.sort()
  let most = 0
  let information = 0
  let distinct = 0
  let sum = 0
  let from = 0
  for (let to = 0; to < hits.length; to++) {
    const diagonal = diagonalOf(hits[to])
    while (diagonal - diagonalOf(hits[from]) > slack) {
      const print = printOf(hits[from++])
      if (--inWindow[print] === 0) {
        distinct--
        sum -= weights[print]
      }
    }
    const print = printOf(hits[to])
    if (inWindow[print]++ === 0) {
      distinct++
      sum += weights[print]
    }
    if (sum > information || (sum === information && distinct > most)) {
      most = distinct
      information = sum
    }
  }
  while (from < hits.length) inWindow[printOf(hits[from++])] = 0
  return { hits: most, information }
}

function diagonalOf(hit: number): number {
  return Math.floor(hit / DIAGONAL)
}

function printOf(hit: number): number {
  return hit - Math.floor(hit / DIAGONAL) * DIAGONAL
}
