import { shareOf } from '../sketch/estimate.js'
import { colinearHits, UNSEEN, type Colinear, type EachHit } from './colinear.js'
import type { Features } from './features.js'
import { RATE, type Fingerprints } from './fingerprints.js'
import { MOST_POSTINGS, type Postings, type PostingsSegment } from './postings.js'

/** An entry worth aligning with the text of a search. */
export interface CandidateEntry<Segment extends PostingsSegment> {
  readonly segment: Segment
  readonly entry: number
  /** About how many folded characters it shares with the text; where only signatures are kept, equal slots. */
  evidence: number
  /** Whether it folds to the same text: segments have entries of their own, and their documents count as one. */
  same: boolean
  /** About what part of the shorter text it shares, by its colinear fingerprints; 1 where it was found another way. */
  share: number
  /** Slots of the signature that are equal, where a band led to the entry; else −1. */
  equal: number
}

/** What a search for candidates returns. */
export interface RankedCandidates<Segment extends PostingsSegment> {
  /** Best evidence first; of equal evidence equal texts first, then older ones. */
  readonly entries: readonly CandidateEntry<Segment>[]
  /** The lists of the text's fingerprints, grams and bands that are full. */
  readonly saturated: Saturated
  /** Whether there were documents or hits that the search did not look at. */
  readonly truncated: boolean
}

/**
 * Places, among those of a text, of the fingerprints, grams and bands whose lists name MOST_POSTINGS documents or more. A
 * document that is entered is left out of these lists, so that no list grows with the collection.
 */
export interface Saturated {
  readonly sampled: ReadonlySet<number>
  readonly grams: ReadonlySet<number>
  readonly bands: ReadonlySet<number>
}

/** A band shared by chance says nothing; texts that resemble each other share this much at least. */
const MIN_RESEMBLANCE = 0.1
/** A sampled fingerprint shared by chance is rare, two colinear ones are rarer; one alone asks for no alignment. */
const MIN_COLINEAR = 2
/** Short texts must share this part of the grams of the shorter one: 3 of 10 survive 30 % character errors. */
const MIN_GRAM_SHARE = 0.2
/**
 * Expected chance matches, the documents of the whole collection that would have the same colinear fingerprints if
 * fingerprints were spread by chance alone, must stay below this. Two rare fingerprints always do, two phrases of everyday
 * language do not.
 */
const MAX_CHANCE_MATCHES = 0.5
/**
 * Two hits are colinear when their diagonals are this close, in folded units. At 512 twice as many unrelated documents had
 * two colinear hits, and of 420 noisy copies none more was found.
 */
const SLACK = 64
/** The same for grams of texts of up to 96 units. */
const SHORT_SLACK = 16

/** A sink for what was prefetched; without it the engine may leave the loads out as useless. */
let prefetched = 0

/**
 * Ranks all entries worth aligning with a text. Of each fingerprint, gram and band the first MOST_POSTINGS postings count.
 * O(h log h) for h hits.
 * @param isEqual whether an entry with the digest of the text folds to the same text.
 */
export function rankCandidates<Segment extends PostingsSegment>(
  postings: Postings<Segment>,
  features: Features,
  isEqual: (segment: Segment, entry: number) => boolean,
): RankedCandidates<Segment> {
  const sampledCut: Cut = { saturated: new Set(), truncated: false }
  const gramsCut: Cut = { saturated: new Set(), truncated: false }
  const bandsCut: Cut = { saturated: new Set(), truncated: false }
  const saturated: Saturated = {
    sampled: sampledCut.saturated,
    grams: gramsCut.saturated,
    bands: bandsCut.saturated,
  }
  if (features.length === 0) return { entries: [], saturated, truncated: false }
  const found = new Map<number, CandidateEntry<Segment>>()
  const add = (segment: Segment, entry: number, shared: number, share = 1): CandidateEntry<Segment> => {
    const most = features.passages ? Math.min(shared, features.length, segment.lengths[entry]) : shared
    const number = segment.base + entry
    const known = found.get(number)
    if (known === undefined) {
      const fresh = { segment, entry, evidence: most, same: false, share, equal: -1 }
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
  const charactersOf = ({ information }: Colinear, each: number) =>
    (information / Math.log(documents + UNSEEN)) * each

  // The loads overlap: with 100,000 documents a query took 28 µs instead of 34.
  for (const segment of segments) prefetched ^= segment.prefetch(features)
  for (const segment of segments) {
    // Equal texts are found however full the lists of their fingerprints are.
    segment.eachEqual(features.digest, (entry) => {
      if (segment.copies[entry] === 0 || !isEqual(segment, entry)) return
      const same = add(segment, entry, features.passages ? features.length : features.signature.length)
      same.same = true
      same.equal = features.signature.length
    })
  }
  const { sampled, grams } = features
  let unseenHits = 0
  if (sampled !== null) {
    const eachHit = cappedHits(segments, sampled, 'eachSampled', sampledCut)
    unseenHits += colinearHits(sampled.count, eachHit, documents, SLACK, (number, colinear) => {
      if (colinear.hits < MIN_COLINEAR || colinear.information < least) return
      const { segment, row } = postings.locate(number)
      const shorter = Math.min(features.length, segment.lengths[row])
      add(segment, row, charactersOf(colinear, RATE), (colinear.hits * RATE) / shorter)
    })
  }
  if (grams !== null) {
    const eachHit = cappedHits(segments, grams, 'eachGram', gramsCut)
    unseenHits += colinearHits(grams.count, eachHit, documents, SHORT_SLACK, (number, colinear) => {
      const { segment, row } = postings.locate(number)
      const fewer = Math.min(grams.count, segment.gramCount[row])
      if (colinear.hits < MIN_GRAM_SHARE * fewer || colinear.information < least) return
      add(segment, row, charactersOf(colinear, 1))
    })
  }
  const slots = features.signature.length
  for (let band = 0; band < features.bands.length; band++) {
    let hits = 0
    for (const segment of segments) {
      segment.eachInBand(features.bands[band], (entry) => {
        if (segment.copies[entry] === 0 || ++hits > MOST_POSTINGS) return
        const known = found.get(segment.base + entry)
        if (known !== undefined && known.equal >= 0) return
        const equal = segment.equalSlots(features.signature, entry)
        const { jaccard } = shareOf(equal, slots, 1 / 256)
        if (jaccard < MIN_RESEMBLANCE) return
        const characters = features.passages ? features.length + segment.lengths[entry] : equal
        add(segment, entry, features.passages ? (jaccard / (1 + jaccard)) * characters : equal).equal = equal
      })
      if (hits > MOST_POSTINGS) break
    }
    noteHits(bandsCut, band, hits)
  }
  const entries = Array.from(found.values()).sort(
    (x, y) =>
      y.evidence - x.evidence ||
      Number(y.same) - Number(x.same) ||
      x.segment.base + x.entry - (y.segment.base + y.entry),
  )
  const truncated =
    unseenHits > 0 ||
    sampledCut.truncated ||
    gramsCut.truncated ||
    bandsCut.truncated ||
    segments.some((segment) => segment.leavesOut(features))
  return { entries, saturated, truncated }
}

/** Which lists of one kind are full, and whether one of them goes on beyond what was looked at. */
interface Cut {
  readonly saturated: Set<number>
  truncated: boolean
}

function noteHits(cut: Cut, place: number, hits: number): void {
  if (hits >= MOST_POSTINGS) cut.saturated.add(place)
  if (hits > MOST_POSTINGS) cut.truncated = true
}

/** The first MOST_POSTINGS hits of each fingerprint in documents that are still held. */
function cappedHits(
  segments: readonly PostingsSegment[],
  fingerprints: Fingerprints,
  each: 'eachSampled' | 'eachGram',
  cut: Cut,
): EachHit {
  return (place, hit) => {
    let hits = 0
    for (const segment of segments) {
      segment[each](fingerprints, place, (entry, position) => {
        if (segment.copies[entry] === 0 || ++hits > MOST_POSTINGS) return
        hit(segment.base + entry, position - fingerprints.positions[place])
      })
      // One hit more than is looked at shows that there are more.
      if (hits > MOST_POSTINGS) break
    }
    noteHits(cut, place, hits)
  }
}
