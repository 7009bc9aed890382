import type { Hits } from './hits.js'

/** What a document shares with the text within one window of diagonals. */
export interface Line {
  /** Distinct fingerprints that the document shares in any order. */
  readonly shared: number
  /** Distinct fingerprints in the window. */
  readonly hits: number
  /** Those of them that are rare enough for all their postings to be looked at. */
  readonly sure: number
  /** How unlikely it is that an unrelated document has them, in nats: Σ ln(1 / share of documents that have the fingerprint). */
  readonly information: number
  /** How many of them stand apart: hits of one phrase, closer than APART to the one before, count as one. */
  readonly apart: number
  /** The information of those that stand apart. */
  readonly apartInformation: number
  /** Fingerprints of the text from the first of them to the last. */
  readonly span: number
  /** Folded units from the beginning of the first of them to that of the last. */
  readonly extent: number
  /** The least of their diagonals; the others are up to `slack` greater. */
  readonly diagonal: number
  /** How many of them more than COMMON documents have. */
  readonly common: number
  /** Fewest documents that have one of them. */
  readonly rarest: number
}

/**
 * Documents that are counted as if they were held and had none of the fingerprints. Without them a fingerprint that both of
 * two documents have would say nothing.
 */
export const UNSEEN = 1000

/** A hit is one number, diagonal × DIAGONAL + place, that sorts by diagonal: diagonals stay below 2^27, places below this. */
const DIAGONAL = 2 ** 26

/**
 * Two hits at a distance of a shingle say more than one: they share no letter. Among 176 articles a distance of 24 left 98
 * unrelated pairs, 8 leaves 165, 1 all of 1,464; of 176 snippets of 100 characters it leaves 149, 165 and 168.
 */
export const APART = 8

/** What more documents than this have may be boilerplate. */
const COMMON = 64

/** Hits by document, in an open table of at most half its places; reused, with all counts 0 between searches. */
let tableDocuments = new Int32Array(4096)
let tableCounts = new Int32Array(4096)
let tableGroups = new Int32Array(4096)
let slots = new Int32Array(2048)
/** Where the hits of each group begin, and how many are in place. */
let groupStarts = new Int32Array(2049)
let groupFilled = new Int32Array(2049)
let grouped = new Float64Array(2048)
let inWindow = new Int32Array(256)
let windowPlaces = new Int32Array(256)

function makeRoom(hits: number, fingerprints: number): void {
  if (slots.length < hits) {
    const size = 2 ** Math.ceil(Math.log2(hits))
    slots = new Int32Array(size)
    grouped = new Float64Array(size)
    groupStarts = new Int32Array(size + 1)
    groupFilled = new Int32Array(size + 1)
    tableDocuments = new Int32Array(2 * size)
    tableCounts = new Int32Array(2 * size)
    tableGroups = new Int32Array(2 * size)
  }
  if (inWindow.length < fingerprints) {
    inWindow = new Int32Array(2 * fingerprints)
    windowPlaces = new Int32Array(2 * fingerprints)
  }
}

/**
 * Calls `visit` once for each document with at least some hits, in the order of first hits, with those of its hits that lie
 * in one window of diagonals and say most. Each fingerprint counts once.
 *
 * Hits are counted by document first: of 1,600 hits in 1,300 documents of English, 300 documents have more than one. Only
 * their hits are put together and sorted by diagonal. No array is made and no closure called for a hit. O(h log h).
 * @param positions of the text's fingerprints.
 * @param weights information of each fingerprint.
 * @param slack two hits are colinear when what lies between them has nearly the same length in both texts: up to this
 * difference, in folded units.
 * @param least hits of a document that is visited.
 * @param visit `line` is reused.
 * @param passesOver whether a document is passed over for the number of its hits, the folded units from the first to the last of
 * them in the text, and how few documents have one of them: 90 of 100 documents of chains have a phrase, and need no line.
 */
export function eachLine(
  { documents, diagonals, places, holders, whole }: Omit<Hits, 'wholes' | 'saturated' | 'beyond'>,
  positions: Uint32Array,
  weights: Float64Array,
  slack: number,
  least: number,
  visit: (document: number, line: Line) => void,
  passesOver?: (document: number, hits: number, extent: number, rarest: number) => boolean,
): void {
  const count = documents.length
  makeRoom(count, weights.length)
  const numbers = documents.values
  const diagonal = diagonals.values
  const place = places.values
  const table = tableDocuments
  const counts = tableCounts
  const groupOf = tableGroups
  const slotOf = slots
  const shift = Math.clz32(counts.length) + 1
  const mask = counts.length - 1
  for (let hit = 0; hit < count; hit++) {
    const document = numbers[hit]
    let slot = Math.imul(document, 0x9e3779b1) >>> shift
    while (counts[slot] !== 0 && table[slot] !== document) slot = (slot + 1) & mask
    table[slot] = document
    counts[slot]++
    slotOf[hit] = slot
  }
  const starts = groupStarts
  const filled = groupFilled
  const values = grouped
  let groups = 0
  let end = 0
  for (let hit = 0; hit < count; hit++) {
    const slot = slotOf[hit]
    if (counts[slot] < least) continue
    let group = groupOf[slot]
    if (group === 0) {
      group = ++groups
      groupOf[slot] = group
      starts[group] = end
      filled[group] = end
      end += counts[slot]
    }
    values[filled[group]++] = diagonal[hit] * DIAGONAL + place[hit]
  }
  for (let hit = 0; hit < count; hit++) {
    const slot = slotOf[hit]
    counts[slot] = 0
    const group = groupOf[slot]
    if (group === 0) continue
    groupOf[slot] = 0
    if (passesOver !== undefined) {
      const from = starts[group]
      const to = filled[group]
      let first = weights.length
      let last = 0
      let rarest = Infinity
      for (let i = from; i < to; i++) {
        const one = placeOf(values[i])
        if (one < first) first = one
        if (one > last) last = one
        if (holders[one] < rarest) rarest = holders[one]
      }
      if (passesOver(numbers[hit], to - from, positions[last] - positions[first], rarest)) continue
    }
    bestLine(values, starts[group], filled[group], positions, weights, slack, holders, whole)
    visit(numbers[hit], line)
  }
}

/** The line that was found last. */
const line = {
  shared: 0,
  hits: 0,
  sure: 0,
  information: 0,
  apart: 0,
  apartInformation: 0,
  span: 0,
  extent: 0,
  diagonal: 0,
  common: 0,
  rarest: 0,
}

/** Finds the window that says most among the hits from `from` to `end`, and writes it into `line`. */
function bestLine(
  hits: Float64Array,
  from: number,
  end: number,
  positions: Uint32Array,
  weights: Float64Array,
  slack: number,
  holders: Int32Array,
  whole: Uint8Array,
): void {
  sort(hits, from, end)
  let most = 0
  let information = 0
  let distinct = 0
  let sum = 0
  let start = from
  let bestStart = from
  let bestEnd = from + 1
  for (let to = from; to < end; to++) {
    const diagonal = diagonalOf(hits[to])
    while (diagonal - diagonalOf(hits[start]) > slack) {
      const place = placeOf(hits[start++])
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
      bestStart = start
      bestEnd = to + 1
    }
  }
  while (start < end) inWindow[placeOf(hits[start++])] = 0
  let shared = 0
  for (let hit = from; hit < end; hit++) if (inWindow[placeOf(hits[hit])]++ === 0) shared++
  for (let hit = from; hit < end; hit++) inWindow[placeOf(hits[hit])] = 0
  let inLine = 0
  for (let hit = bestStart; hit < bestEnd; hit++) {
    const place = placeOf(hits[hit])
    if (inWindow[place]++ > 0) continue
    let at = inLine++
    while (at > 0 && windowPlaces[at - 1] > place) windowPlaces[at] = windowPlaces[--at]
    windowPlaces[at] = place
  }
  for (let hit = bestStart; hit < bestEnd; hit++) inWindow[placeOf(hits[hit])] = 0
  // Of hits that are too close to each other the one that says most counts.
  let apart = 0
  let apartInformation = 0
  let phrase = 0
  let weight = 0
  let sure = 0
  let rarest = Infinity
  let common = 0
  for (let i = 0; i < inLine; i++) {
    const place = windowPlaces[i]
    if (holders[place] > COMMON) common++
    sure += whole[place]
    rarest = Math.min(rarest, holders[place])
    if (i > 0 && positions[place] - phrase < APART) {
      weight = Math.max(weight, weights[place])
      continue
    }
    apart++
    apartInformation += weight
    weight = weights[place]
    phrase = positions[place]
  }
  line.shared = shared
  line.hits = most
  line.information = information
  line.apart = apart
  line.apartInformation = apartInformation + weight
  line.sure = sure
  line.span = windowPlaces[inLine - 1] - windowPlaces[0] + 1
  line.common = common
  line.rarest = rarest
  line.diagonal = diagonalOf(hits[bestStart])
  line.extent = positions[windowPlaces[inLine - 1]] - positions[windowPlaces[0]]
}

/** Few hits are sorted in place: a call of the engine's sort costs 1 µs. */
const FEW = 24

function sort(values: Float64Array, from: number, end: number): void {
  if (end - from > FEW) {
    values.subarray(from, end).sort()
    return
  }
  for (let i = from + 1; i < end; i++) {
    const value = values[i]
    let at = i
    while (at > from && values[at - 1] > value) values[at] = values[--at]
    values[at] = value
  }
}

function diagonalOf(hit: number): number {
  return Math.floor(hit / DIAGONAL)
}

function placeOf(hit: number): number {
  return hit - Math.floor(hit / DIAGONAL) * DIAGONAL
}
