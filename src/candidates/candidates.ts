import { Int32Vector } from '../kernel/vector.js'
import { shareOf } from '../sketch/estimate.js'
import { chosenLines, linesOf, MAX_CHANCE_MATCHES, SLACK, weightsOf } from './chance.js'
import { eachLine, UNSEEN, type Line } from './colinear.js'
import type { Features } from './features.js'
import { RATE } from './fingerprints.js'
import { gatherHits } from './hits.js'
import { MOST_POSTINGS, type Postings, type PostingsSegment } from './postings.js'
import { MIN_RESEMBLANCE, rankResembling } from './resembling.js'

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
  /** About where it stands: position in its text less that in the text of the search; NaN where no line of fingerprints says so. */
  diagonal: number
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

/**
 * A text with so many fingerprints is found by them where it resembles another less than this, and of each of its bands the first
 * 64 entries are looked at: of texts with a common letterhead of 2,000 characters a fifth met in a band, and were aligned.
 */
const ENOUGH_FINGERPRINTS = 16
const RESEMBLANCE_BESIDE = 0.6
const BAND_BESIDE = 64
/** Short texts must share this part of the grams of the shorter one: 3 of 10 survive 30 % character errors. */
const MIN_GRAM_SHARE = 0.2
/** Two grams are colinear when their diagonals are this close, in folded units. */
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
  let bandsFull: Set<number> | undefined
  // Of a text without a letter all slots are empty, as of all such texts.
  const bands = features.length === 0 ? 0 : features.bands.length
  const beside = sampled !== null && sampled.count >= ENOUGH_FINGERPRINTS
  const leastResemblance = beside ? RESEMBLANCE_BESIDE : MIN_RESEMBLANCE
  const mostInBand = beside ? BAND_BESIDE : MOST_POSTINGS
  for (let band = 0; band < bands; band++) {
    const key = features.bands[band]
    let hits = 0
    for (const segment of segments) {
      inBand.clear()
      segment.gatherBand(key, inBand)
      for (let i = 0; i < inBand.length && hits <= MOST_POSTINGS; i++) {
        const entry = inBand.values[i]
        if (segment.copies[entry] === 0) continue
        // One more than is looked at shows that there are more.
        if (++hits > MOST_POSTINGS) break
        if (hits > mostInBand) continue
        const known = found.get(segment.base + entry)
        if (known !== undefined && known.equal >= 0) continue
        const equal = segment.equalSlots(features.signature, entry)
        const { jaccard } = shareOf(equal, slots, 1 / 256)
        if (jaccard < leastResemblance) continue
        const characters = features.length + segment.lengths[entry]
        add(segment, entry, (jaccard / (1 + jaccard)) * characters).equal = equal
      }
    }
    if (hits >= MOST_POSTINGS) (bandsFull ??= new Set()).add(band)
    truncated ||= hits > mostInBand
  }
  const entries = Array.from(found.values()).sort(
    (x, y) =>
      y.evidence - x.evidence ||
      Number(y.same) - Number(x.same) ||
      x.segment.base + x.entry - (y.segment.base + y.entry),
  )
  truncated ||= segments.some((segment) => segment.leavesOut(features))
  return {
    entries,
    saturated: { sampled: sampledFull, grams: gramsFull, bands: bandsFull ?? NONE },
    truncated,
  }
}

const NONE: ReadonlySet<number> = new Set()
/** The entries of one band in one segment; reused. */
const inBand = new Int32Vector()
