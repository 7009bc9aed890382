import { shareOf } from '../sketch/estimate.js'
import { eachInBands, MIN_RESEMBLANCE } from './band-hits.js'
import { byEvidence, type CandidateEntry, type RankedCandidates } from './candidate.js'
import type { Features } from './features.js'
import { MOST_POSTINGS, type Postings, type PostingsSegment } from './postings.js'

const NONE: ReadonlySet<number> = new Set()
const NOTHING: RankedCandidates<never> = {
  entries: [],
  saturated: { sampled: NONE, grams: NONE, bands: NONE },
  truncated: false,
}
/** A sink for what was prefetched; without it the engine may leave the loads out as useless. */
let prefetched = 0

/**
 * `rankCandidates` where only signatures are kept: the entries that share a band with a text. Most texts resemble nothing: then
 * nothing is made. O(bands + hits).
 * @param isEqual whether an entry with the digest of the text is that of the same text.
 */
export function rankResembling<Segment extends PostingsSegment>(
  postings: Postings<Segment>,
  features: Features,
  isEqual: (segment: Segment, entry: number) => boolean,
): RankedCandidates<Segment> {
  if (features.length === 0) return NOTHING
  const { segments } = postings
  const { signature, digest } = features
  const slots = signature.length
  let found: Map<number, CandidateEntry<Segment>> | undefined
  const add = (segment: Segment, entry: number, equal: number, same: boolean): void => {
    found ??= new Map<number, CandidateEntry<Segment>>()
    const candidate = { segment, entry, evidence: equal, same, share: 1, equal, diagonal: NaN }
    found.set(segment.base + entry, candidate)
  }
  // The loads of all segments overlap.
  for (const segment of segments) prefetched ^= segment.prefetch(features)
  for (const segment of segments) {
    segment.eachEqual(digest, (entry) => {
      if (segment.copies[entry] !== 0 && isEqual(segment, entry)) add(segment, entry, slots, true)
    })
  }
  const { full, beyond } = eachInBands(postings, features, MOST_POSTINGS, (segment, entry) => {
    if (found?.has(segment.base + entry) === true) return
    const equal = segment.equalSlots(signature, entry)
    if (shareOf(equal, slots, 1 / 256).jaccard >= MIN_RESEMBLANCE) add(segment, entry, equal, false)
  })
  const truncated = beyond || segments.some((segment) => segment.leavesOut(features))
  if (found === undefined && full.size === 0 && !truncated) return NOTHING
  const entries = Array.from(found?.values() ?? []).sort(byEvidence)
  return { entries, saturated: { sampled: NONE, grams: NONE, bands: full }, truncated }
}
