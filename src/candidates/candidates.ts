import { shareOf } from '../sketch/estimate.js'
import { eachInBands, MIN_RESEMBLANCE } from './band-hits.js'
import { byEvidence, type CandidateEntry, type RankedCandidates } from './candidate.js'
import { chosenLines, linesOf, MAX_CHANCE_MATCHES, SLACK, weightsOf } from './chance.js'
import { eachLine, UNSEEN, type Line } from './colinear.js'
import type { Features } from './features.js'
import { RATE } from './fingerprints.js'
import { gatherHits } from './hits.js'
import { MOST_POSTINGS, type Postings, type PostingsSegment } from './postings.js'
import { rankResembling } from './resembling.js'

/**
 * A text with so many fingerprints is found by them where it resembles another less than this, and of each of its bands the first
 * 64 entries are looked at: of texts with a common letterhead of 2,000 characters a fifth met in a band, and were aligned.
 */
export const ENOUGH_FINGERPRINTS = 16
const RESEMBLANCE_BESIDE = 0.6
export const BAND_BESIDE = 64
/** Short texts must share this part of the grams of the shorter one: 3 of 10 survive 30 % character errors. */
const MIN_GRAM_SHARE = 0.2
/** Two grams are colinear when their diagonals are this close, in folded units. */
const SHORT_SLACK = 16

/** A sink for what was prefetched; without it the engine may leave the loads out as useless. */
let prefetched = 0

/**
 * Ranks all entries worth aligning with a text. Of each fingerprint, gram and band the first MOST_POSTINGS postings count at most.
 * O(h log h) for h hits.
 * @param isEqual whether an entry with the digest of the text folds to the same text.
 */
export function rankCandidates<Segment extends PostingsSegment>(
  postings: Postings<Segment>,
  features: Features,
  isEqual: (segment: Segment, entry: number) => boolean,
): RankedCandidates<Segment> {
  if (!features.passages) return rankResembling(postings, features, isEqual)
  const found = new Map<number, CandidateEntry<Segment>>()
  const add = (segment: Segment, entry: number, shared: number, share = 1): CandidateEntry<Segment> => {
    const most = Math.min(shared, features.length, segment.lengths[entry])
    const number = segment.base + entry
    const known = found.get(number)
    if (known === undefined) {
      const fresh = { segment, entry, evidence: most, same: false, share, equal: -1, diagonal: NaN }
      found.set(number, fresh)
      return fresh
    }
    known.evidence = Math.max(known.evidence, most)
    known.share = Math.max(known.share, share)
    return known
  }
  const { segments, documents } = postings
  /** Least information for which expected chance matches stay below their bound, in nats. */
  const least = Math.log(documents / MAX_CHANCE_MATCHES)
  /** Information in characters: a fingerprint that many documents have says less than one of `each` characters. */
  const charactersOf = ({ information }: Line, each: number) =>
    (information / Math.log(documents + UNSEEN)) * each

  // The loads overlap: with 100,000 documents a query took 28 µs instead of 34.
  for (const segment of segments) prefetched ^= segment.prefetch(features)
  for (const segment of segments) {
    // Equal texts are found however full the lists of their fingerprints are.
    segment.eachEqual(features.digest, (entry) => {
      if (segment.copies[entry] === 0 || !isEqual(segment, entry)) return
      const same = add(segment, entry, features.length)
      same.same = true
      same.equal = features.signature.length
    })
  }
  const { sampled, grams } = features
  let truncated = false
  let sampledFull = NONE
  let gramsFull = NONE
  if (sampled !== null) {
    const hits = gatherHits(postings, 'sampled', sampled)
    sampledFull = hits.saturated
    truncated ||= hits.beyond || 2 * hits.wholes < sampled.count
    const lines = linesOf(postings, features, sampled, hits)
    const { chosen, boilerplate } = chosenLines(lines, features.length)
    truncated ||= boilerplate
    for (const { segment, row, line, share } of chosen) {
      add(segment, row, charactersOf(line, RATE), share).diagonal = line.diagonal + SLACK / 2
    }
  }
  if (grams !== null) {
    const hits = gatherHits(postings, 'grams', grams)
    gramsFull = hits.saturated
    truncated ||= hits.beyond || 2 * hits.wholes < grams.count
    eachLine(hits, grams.positions, weightsOf(hits, documents), SHORT_SLACK, 1, (number, line) => {
      const { segment, row } = postings.locate(number)
      const fewer = Math.min(grams.count, segment.gramCount[row])
      if (line.hits < MIN_GRAM_SHARE * fewer || line.information < least) return
      add(segment, row, charactersOf(line, 1))
    })
  }
  const slots = features.signature.length
  const { least: leastResemblance, most } = bandsBeside(sampled?.count ?? 0)
  const inBands = eachInBands(postings, features, most, (segment, entry) => {
    const known = found.get(segment.base + entry)
    if (known !== undefined && known.equal >= 0) return
    const equal = segment.equalSlots(features.signature, entry)
    const { jaccard } = shareOf(equal, slots, 1 / 256)
    if (jaccard < leastResemblance) return
    const characters = features.length + segment.lengths[entry]
    add(segment, entry, (jaccard / (1 + jaccard)) * characters).equal = equal
  })
  truncated ||= inBands.beyond
  const entries = Array.from(found.values()).sort(byEvidence)
  truncated ||= segments.some((segment) => segment.leavesOut(features))
  return {
    entries,
    saturated: { sampled: sampledFull, grams: gramsFull, bands: inBands.full },
    truncated,
  }
}

/** What counts of the bands of a text with so many fingerprints: least resemblance, and most entries of each band. */
export function bandsBeside(fingerprints: number): { readonly least: number; readonly most: number } {
  return fingerprints >= ENOUGH_FINGERPRINTS
    ? { least: RESEMBLANCE_BESIDE, most: BAND_BESIDE }
    : { least: MIN_RESEMBLANCE, most: MOST_POSTINGS }
}

const NONE: ReadonlySet<number> = new Set()
