import type { Int32Vector } from '../kernel/vector.js'
import type { Features } from './features.js'
import type { Fingerprints } from './fingerprints.js'

/**
 * What a search asks of the documents held. Documents have numbers in the order in which they came; a segment holds a
 * stretch of them, as rows. Rows with the same folded text share one entry, which is the first of these rows.
 */

/** One key lists at most this many postings: the 1,001st page with one imprint tells nothing new. */
export const MOST_POSTINGS = 1000

/** Kinds of fingerprints: sampled shingles, and all grams of a short text. */
export type FingerprintKind = 'sampled' | 'grams'

/** One segment, as a search sees it. */
export interface PostingsSegment {
  /** Number of its row 0 among all documents. */
  readonly base: number
  /** Documents of each entry that are still held; of a row that is no entry 0. */
  readonly copies: Readonly<Int32Array>
  /** Folded units of each row; empty where only signatures are kept. */
  readonly lengths: Readonly<Uint32Array>
  /** Grams of each entry that is a short text. */
  readonly gramCount: Readonly<Uint16Array>
  /** Calls `visit` for each entry whose text has this digest. */
  eachEqual(digest: Features['digest'], visit: (entry: number) => void): void
  /** Appends the places of the fingerprints that have postings here, ascending, and how many each has. */
  countPostings(
    kind: FingerprintKind,
    fingerprints: Fingerprints,
    places: Int32Vector,
    counts: Int32Vector,
  ): void
  /** Appends the first postings of one fingerprint, no more than it has here: entries, and positions in folded units. */
  gatherPostings(
    kind: FingerprintKind,
    fingerprints: Fingerprints,
    place: number,
    count: number,
    entries: Int32Vector,
    positions: Int32Vector,
  ): void
  /** Postings of one fingerprint whose entries are still held. O(1) where none has gone, else O(postings). */
  holdersAlive(kind: FingerprintKind, fingerprints: Fingerprints, place: number): number
  /** Appends the entries in the band of a key, in the order they came. */
  gatherBand(key: number, entries: Int32Vector): void
  /** How many slots of an entry equal those of a signature. O(k). */
  equalSlots(signature: Uint8Array, entry: number): number
  /** Whether a document was left out of one of the lists of these features because the list was full. */
  leavesOut(features: Features): boolean
  /** Loads what a search for these features will read; returns a number that depends on all of it. */
  prefetch(features: Features): number
}

/** All segments, oldest first. */
export interface Postings<Segment extends PostingsSegment> {
  readonly segments: readonly Segment[]
  /** Documents held. */
  readonly documents: number
  /** Postings that one list gives at most, where that is less than it counts. Default: all. */
  readonly mostListed?: number
  /** Where a document stands. */
  locate(number: number): { readonly segment: Segment; readonly row: number }
}
