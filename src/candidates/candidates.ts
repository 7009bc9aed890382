import { RATE, type Fingerprints } from './fingerprints.js'
import { inLine, UNSEEN, type EachHit, type InLine } from './colinear.js'
import { shareOf } from '../sketch/estimate.js'
import { MOST_POSTINGS, type Postings, type PostingsSegment } from './postings.js'
import type { Features, Saturated } from './features.js'

/** An entry worth aligning. */
export interface Found<Segment extends PostingsSegment> {
  readonly segment: Segment
  readonly entry: number
  /** About how many folded characters it shares with the text asked about. */
  evidence: number
  /** Whether it folds to the same text: segments have entries of their own, and their documents count as one. */
  same: boolean
  /** About what part of the shorter text it shares, by the prints in line; 1 where another way led to it. */
  share: number
  /** Slots of the signature that are equal, where bands led to it; else −1. */
  equal: number
}

/** What a search for candidates returns. */
export interface CandidateEntries<Segment extends PostingsSegment> {
  /** Best evidence first. */
  readonly entries: readonly Found<Segment>[]
  readonly saturated: Saturated
}

const NONE: Saturated = { sampled: null, grams: null, bands: null }

/** A band shared by chance says nothing; texts that resemble each other share this much at least. */
const MIN_RESEMBLANCE = 0.1
/** A sampled fingerprint shared by chance is rare, two in line are rarer; one alone asks for no alignment. */
const MIN_IN_LINE = 2
/** Short texts must share this part of the grams of the shorter one: 3 of 10 survive 30 % character errors. */
const MIN_GRAM_SHARE = 0.2
/**
 * Strangers among all documents that may be expected to have the same prints in line, if prints were spread by chance
 * alone: a candidate must say more than that. Two rare prints always do, two phrases of everyday language do not.
 */
const MAX_STRANGERS = 0.5
/**
 * Two hits are in line when their diagonals are this close, in folded units. At 512 twice as many strangers had two in
 * line, and of 420 noisy copies none more was found.
 */
const SLACK = 64
/** For grams of texts of up to 96 units. */
const SHORT_SLACK = 16

/** Keeps the loads from being left out as useless. */
let prefetched = 0

/**
 * All entries worth aligning with a text, best evidence first; of equal evidence equal texts first, then older ones.
 * O(h log h) for h hits; of a print or band the first 1,000 count, and those that
 * have as many are told as saturated.
 */
export function candidatesAmong<Segment extends PostingsSegment>(
  postings: Postings<Segment>,
  features: Features,
  isEqual: (segment: Segment, entry: number) => boolean,
): CandidateEntries<Segment> {
  if (features.length === 0) return { entries: [], saturated: NONE }
  const found = new Map<number, Found<Segment>>()
  const add = (segment: Segment, entry: number, shared: number, share = 1): Found<Segment> => {
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
  const strangers = Math.log(documents / MAX_STRANGERS)
  /** Of what the prints say, in characters: a print that many have says less. */
  const shared = ({ information }: InLine, each: number) =>
    (information / Math.log(documents + UNSEEN)) * each

  // With 100,000 documents 34 µs a query became 28.
  for (const segment of segments) prefetched ^= segment.prefetch(features)
  for (const segment of segments) {
    // However full its fingerprints and buckets are.
    segment.eachEqual(features.digest, (entry) => {
      if (segment.copies[entry] === 0 || !isEqual(segment, entry)) return
      const same = add(segment, entry, features.passages ? features.length : features.signature.length)
      same.same = true
      same.equal = features.signature.length
    })
  }
  const { sampled, grams } = features
  let saturatedSampled: Set<number> | null = null
  let saturatedGrams: Set<number> | null = null
  let saturatedBands: Set<number> | null = null
  if (sampled !== null) {
    const hits = firstHits(segments, sampled, 'eachSampled', (print) => {
      ;(saturatedSampled ??= new Set()).add(print)
    })
    inLine(sampled.count, hits, documents, SLACK, (number, inLine) => {
      if (inLine.hits < MIN_IN_LINE || inLine.information < strangers) return
      const { segment, row } = postings.locate(number)
      const shorter = Math.min(features.length, segment.lengths[row])
      add(segment, row, shared(inLine, RATE), (inLine.hits * RATE) / shorter)
    })
  }
  if (grams !== null) {
    const hits = firstHits(segments, grams, 'eachGram', (print) => {
      ;(saturatedGrams ??= new Set()).add(print)
    })
    inLine(grams.count, hits, documents, SHORT_SLACK, (number, inLine) => {
      const { segment, row } = postings.locate(number)
      const fewer = Math.min(grams.count, segment.gramCount[row])
      if (inLine.hits < MIN_GRAM_SHARE * fewer || inLine.information < strangers) return
      add(segment, row, shared(inLine, 1))
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
      if (hits >= MOST_POSTINGS) {
        ;(saturatedBands ??= new Set()).add(band)
        break
      }
    }
  }
  const entries = Array.from(found.values()).sort(
    (x, y) =>
      y.evidence - x.evidence ||
      Number(y.same) - Number(x.same) ||
      x.segment.base + x.entry - (y.segment.base + y.entry),
  )
  return {
    entries,
    saturated: { sampled: saturatedSampled, grams: saturatedGrams, bands: saturatedBands },
  }
}

/** The first MOST_POSTINGS places of each print among documents that are held; `crowd` learns which prints have as many. */
function firstHits(
  segments: readonly PostingsSegment[],
  prints: Fingerprints,
  each: 'eachSampled' | 'eachGram',
  crowd: (print: number) => void,
): EachHit {
  return (print, hit) => {
    let hits = 0
    for (const segment of segments) {
      segment[each](prints, print, (entry, position) => {
        if (segment.copies[entry] === 0 || ++hits > MOST_POSTINGS) return
        hit(segment.base + entry, position - prints.positions[print])
      })
      if (hits >= MOST_POSTINGS) {
        crowd(print)
        break
      }
    }
  }
}
