import { Int32Vector } from '../kernel/vector.js'
import { shareOf } from '../sketch/estimate.js'
import type { CandidateEntry, RankedCandidates } from './candidates.js'
import type { Features } from './features.js'
import { MOST_POSTINGS, type Postings, type PostingsSegment } from './postings.js'

/** A band shared by chance says nothing; texts that resemble each other share this much at least. */
export const MIN_RESEMBLANCE = 0.1

const NONE: ReadonlySet<number> = new Set()
const NOTHING: RankedCandidates<never> = {
  entries: [],
  saturated: { sampled: NONE, grams: NONE, bands: NONE },
  truncated: false,
}
/** The entries of one band in one segment; reused. */
const inBand = new Int32Vector()
/** A sink for what was prefetched; without it the engine may leave the loads out as useless. */
let prefetched = 0

/**
 * `rankCandidates` where only signatures are kept: the entries that share a band with a text, most equal slots first, of
 * equally many equal texts first, then older ones. Most texts resemble nothing: then nothing is made. O(bands + hits).
 * @param isEqual whether an entry with the digest of the text is that of the same text.
 */
export function rankResembling<Segment extends PostingsSegment>(
  { segments }: Postings<Segment>,
  features: Features,
  isEqual: (segment: Segment, entry: number) => boolean,
): RankedCandidates<Segment> {
  if (features.length === 0) return NOTHING
  const { bands, signature, digest } = features
  const slots = signature.length
  const least = leastEqual(slots)
  let found: Map<number, CandidateEntry<Segment>> | undefined
  const add = (segment: Segment, entry: number, equal: number, same: boolean) => {
    const candidate = { segment, entry, evidence: equal, same, share: 1, equal }
    ;(found ??= new Map()).set(segment.base + entry, candidate)
  }
  // The loads of all segments overlap.
  for (const segment of segments) prefetched ^= segment.prefetch(features)
  for (const segment of segments) {
    segment.eachEqual(digest, (entry) => {
      if (segment.copies[entry] !== 0 && isEqual(segment, entry)) add(segment, entry, slots, true)
    })
  }
  let bandsFull: Set<number> | undefined
  let truncated = false
  for (let band = 0; band < bands.length; band++) {
    const key = bands[band]
    let hits = 0
    for (const segment of segments) {
      inBand.clear()
      segment.gatherBand(key, inBand)
      const entries = inBand.values
      for (let i = 0; i < inBand.length && hits <= MOST_POSTINGS; i++) {
        const entry = entries[i]
        if (segment.copies[entry] === 0) continue
        // One more than is looked at shows that there are more.
        if (++hits > MOST_POSTINGS) break
        if (found?.has(segment.base + entry) === true) continue
        const equal = segment.equalSlots(signature, entry)
        if (equal >= least) add(segment, entry, equal, false)
      }
    }
    if (hits >= MOST_POSTINGS) (bandsFull ??= new Set()).add(band)
    truncated ||= hits > MOST_POSTINGS
  }
  for (const segment of segments) truncated ||= segment.leavesOut(features)
  if (found === undefined && bandsFull === undefined && !truncated) return NOTHING
  const entries = Array.from(found?.values() ?? []).sort(
    (x, y) =>
      y.evidence - x.evidence ||
      Number(y.same) - Number(x.same) ||
      x.segment.base + x.entry - (y.segment.base + y.entry),
  )
  return { entries, saturated: { sampled: NONE, grams: NONE, bands: bandsFull ?? NONE }, truncated }
}

/** Fewest equal slots that stand for MIN_RESEMBLANCE, by the number of slots. */
const leastBySlots = new Map<number, number>()

function leastEqual(slots: number): number {
  let least = leastBySlots.get(slots)
  if (least === undefined) {
    least = 0
    while (least < slots && shareOf(least, slots, 1 / 256).jaccard < MIN_RESEMBLANCE) least++
    leastBySlots.set(slots, least)
  }
  return least
}
