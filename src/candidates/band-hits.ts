import { Int32Vector } from '../kernel/vector.js'
import type { Features } from './features.js'
import { MOST_POSTINGS, type Postings, type PostingsSegment } from './postings.js'

/** A band shared by chance says nothing; texts that resemble each other share this much at least. */
export const MIN_RESEMBLANCE = 0.1

const NONE: ReadonlySet<number> = new Set()
/** The entries of one band in one segment; reused. */
const inBand = new Int32Vector()

/**
 * Visits the entries that share a band with a text, band by band, in each the oldest first; one that shares several is visited
 * again. O(bands · segments + hits).
 * @param most entries that are visited of each band.
 * @returns `full`: the bands with MOST_POSTINGS entries or more; `beyond`: whether a band had more than were visited.
 */
export function eachInBands<Segment extends PostingsSegment>(
  { segments }: Postings<Segment>,
  features: Features,
  most: number,
  visit: (segment: Segment, entry: number) => void,
): { full: ReadonlySet<number>; beyond: boolean } {
  let full: Set<number> | undefined
  let beyond = false
  // Of a text without a letter all slots are empty, as of all such texts.
  const bands = features.length === 0 ? 0 : features.bands.length
  for (let band = 0; band < bands; band++) {
    const key = features.bands[band]
    let hits = 0
    for (const segment of segments) {
      inBand.clear()
      segment.gatherBand(key, inBand)
      // One more than a full list has shows that there are more.
      for (let i = 0; i < inBand.length && hits <= MOST_POSTINGS; i++) {
        const entry = inBand.values[i]
        if (segment.copies[entry] === 0) continue
        if (++hits <= most) visit(segment, entry)
      }
    }
    if (hits >= MOST_POSTINGS) (full ??= new Set()).add(band)
    beyond ||= hits > most
  }
  return { full: full ?? NONE, beyond }
}
