import { Int32Vector } from '../kernel/vector.js'
import type { Fingerprints } from './fingerprints.js'
import { MOST_POSTINGS, type FingerprintKind, type Postings, type PostingsSegment } from './postings.js'

/** Postings that a search looks at, hit by hit; reused by one search after the other. */
export interface Hits {
  /** Number of the document of each hit. */
  readonly documents: Int32Vector
  /** Position there less the position in the text. */
  readonly diagonals: Int32Vector
  /** Place of the fingerprint among those of the text. */
  readonly places: Int32Vector
  /**
   * Documents that have each fingerprint, a document with many places of it more than once. Those that are gone are counted
   * where they were not looked at.
   */
  readonly holders: Int32Array
  /** 1 for each fingerprint of which all postings were looked at, also where there are none. */
  readonly whole: Uint8Array
  /** How many these are. */
  readonly wholes: number
  /** Places of the fingerprints whose lists name MOST_POSTINGS documents or more. */
  readonly saturated: ReadonlySet<number>
  /** Whether one of these lists goes on beyond what was looked at. */
  readonly beyond: boolean
}

/**
 * Most hits looked at for one text, beside the least of each list. The rarest fingerprints come first: of English, 8 % of the
 * fingerprints have 78 % of the hits.
 */
export const MOST_HITS = 512
/** A text with many fingerprints, a book of many articles, may have this many hits for each of them. */
export const HITS_PER_FINGERPRINT = 4
/** The rarest lists of a text are looked at however long they are: a text may be made of boilerplate only. */
export const LEAST_LISTS = 8
/** Of every other list the earliest postings are looked at: of a text that came ten thousand times they lead to the first. */
export const EARLIEST = 4

const NONE: ReadonlySet<number> = new Set()

/** Pairs of a segment and a fingerprint that has postings there. */
const pairSegments = new Int32Vector()
const pairPlaces = new Int32Vector()
const pairCounts = new Int32Vector()
const documents = new Int32Vector()
const diagonals = new Int32Vector()
const places = new Int32Vector()

/**
 * Looks at the postings of a text's fingerprints: all of the rare ones, of the common ones the earliest. The lengths of
 * all lists are found first, which costs a look at the first place of each; then the rarest lists are read until the hits
 * are used up. O(fingerprints · segments + hits).
 */
export function gatherHits<Segment extends PostingsSegment>(
  { segments, mostListed = Infinity }: Postings<Segment>,
  kind: FingerprintKind,
  fingerprints: Fingerprints,
): Hits {
  const { count, positions } = fingerprints
  for (const vector of [pairSegments, pairPlaces, pairCounts, documents, diagonals, places]) vector.clear()
  const holders = new Int32Array(count)
  for (let s = 0; s < segments.length; s++) {
    segments[s].countPostings(kind, fingerprints, pairPlaces, pairCounts)
    while (pairSegments.length < pairPlaces.length) pairSegments.push(s)
  }
  for (let pair = 0; pair < pairPlaces.length; pair++) {
    holders[pairPlaces.values[pair]] += pairCounts.values[pair]
  }
  const { left, whole, wholes } = allowances(holders, mostListed)
  for (let pair = 0; pair < pairPlaces.length; pair++) {
    const place = pairPlaces.values[pair]
    if (left[place] === 0) continue
    const segment = segments[pairSegments.values[pair]]
    const from = documents.length
    const here = pairCounts.values[pair]
    segment.gatherPostings(kind, fingerprints, place, Math.min(here, left[place]), documents, diagonals)
    left[place] -= documents.length - from
    const { copies, base } = segment
    const rows = documents.values
    const found = diagonals.values
    let to = from
    for (let hit = from; hit < documents.length; hit++) {
      const entry = rows[hit]
      if (copies[entry] === 0) {
        holders[place]--
        continue
      }
      rows[to] = base + entry
      found[to++] = found[hit] - positions[place]
      places.push(place)
    }
    documents.truncate(to)
    diagonals.truncate(to)
  }
  const { saturated, beyond } = fullLists(segments, kind, fingerprints, holders)
  return { documents, diagonals, places, holders, whole, wholes, saturated, beyond }
}

/** How many postings of each list are looked at, and of how many lists all. */
function allowances(
  holders: Int32Array,
  mostListed: number,
): Pick<Hits, 'whole' | 'wholes'> & { left: Int32Array } {
  const count = holders.length
  const left = new Int32Array(count)
  const whole = new Uint8Array(count)
  const order = new Float64Array(count)
  // Rarest first, of equally rare ones in the order of the text.
  for (let place = 0; place < count; place++) order[place] = holders[place] * 2 ** 26 + place
  order.sort()
  const most = Math.max(MOST_HITS, HITS_PER_FINGERPRINT * count)
  let hits = 0
  let lists = 0
  let wholes = 0
  for (let i = 0; i < count; i++) {
    const place = order[i] % 2 ** 26
    const size = holders[place]
    if (size > 0) {
      if (hits + size > most && lists >= LEAST_LISTS) {
        left[place] = EARLIEST
        continue
      }
      left[place] = Math.min(size, MOST_POSTINGS, mostListed)
      hits += left[place]
      lists++
      if (size > mostListed) continue
    }
    whole[place] = 1
    wholes++
  }
  return { left, whole, wholes }
}

/** The lists that name MOST_POSTINGS documents that are still held. */
function fullLists(
  segments: readonly PostingsSegment[],
  kind: FingerprintKind,
  fingerprints: Fingerprints,
  holders: Int32Array,
): { saturated: ReadonlySet<number>; beyond: boolean } {
  let saturated: Set<number> | undefined
  let beyond = false
  for (let place = 0; place < holders.length; place++) {
    if (holders[place] < MOST_POSTINGS) continue
    let alive = 0
    for (const segment of segments) alive += segment.holdersAlive(kind, fingerprints, place)
    if (alive < MOST_POSTINGS) continue
    saturated ??= new Set()
    saturated.add(place)
    beyond ||= alive > MOST_POSTINGS
  }
  return { saturated: saturated ?? NONE, beyond }
}
