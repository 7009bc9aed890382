import { RATE } from '../candidates/fingerprints.js'
import type { FeatureSettings } from '../candidates/features.js'
import { postingTableBytes } from './posting-table.js'

/** How much a segment has room for. */
export interface Capacity {
  readonly documents: number
  /** Postings of sampled fingerprints. */
  readonly fingerprints: number
  /** Postings of the grams of short texts. */
  readonly grams: number
}

/** Room beyond the average of the last segment. */
export const HEADROOM = 1.15

/** What V8 takes for an id in an array that grows; see `IdNumbers` for what finds it. */
export const ID_BYTES = 10
/** What takes its number by it, on average. */
const NUMBER_BYTES = 10

/** Bytes of the arrays and tables of a segment of some capacity, as `Segment.tableBytes` counts them without ids. */
export function capacityBytes(
  { documents, fingerprints, grams }: Capacity,
  { passages, slots, banding }: FeatureSettings,
): number {
  const row = 45 + slots + (passages ? 18 : 0)
  const wide = passages ? postingTableBytes(fingerprints, true) + postingTableBytes(grams, true) : 0
  const narrow = postingTableBytes(documents * banding.bands, false) + postingTableBytes(documents, false)
  return documents * row + narrow + wide
}

/**
 * About how many bytes the tables and ids of an index take.
 * @param documents how many it will hold.
 * @param characters folded characters of all documents.
 * @param short folded characters of those documents that are short enough for all their grams to be entered.
 */
export function expectedBytes(
  documents: number,
  characters: number,
  short: number,
  featureSettings: FeatureSettings,
): number {
  const fingerprints = (HEADROOM * characters) / RATE
  const capacity = { documents, fingerprints, grams: HEADROOM * short }
  return HEADROOM * capacityBytes(capacity, featureSettings) + (ID_BYTES + NUMBER_BYTES) * documents
}
