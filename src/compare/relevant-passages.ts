import type { AlignOptions } from '../align/align.js'
import { alignWhole } from '../align/fill.js'
import { rangeSize } from '../align/passage-size.js'
import { cutAtGaps, type AlignedStretch, type FoldedUnits } from '../align/passage.js'
import { identityOf } from './measures.js'
import { shortDistance } from './short-distance.js'
import { FURTHER_SHARE, SHORT, SHORT_IDENTITY, SHORT_SHARE, WHOLE_SHARE, type Relate } from './relation.js'

/** Gaps, in folded units, at which a passage that is not similar enough as a whole is cut, the widest first. */
const CUTS = [256, 96, 48, 24, 12]

/** The passages that count: similar enough, and long enough for their pair. O(runs of the passages). */
export function relevantPassages(
  a: FoldedUnits,
  b: FoldedUnits,
  passages: readonly AlignedStretch[],
  relate: Relate,
): AlignedStretch[] {
  if (passages.length === 0) return []
  const shorter = a.length <= b.length ? 'a' : 'b'
  const shorterLength = Math.min(a.length, b.length)
  const size = (passage: AlignedStretch) => Math.min(rangeSize(a, passage.a), rangeSize(b, passage.b))
  const similar = passages.flatMap((passage) => similarParts(passage, relate.identity, CUTS))
  const short = shorterLength <= SHORT
  const whole = (passage: AlignedStretch) =>
    (passage[shorter].to - passage[shorter].from) / shorterLength >= (short ? SHORT_SHARE : WHOLE_SHARE) &&
    (!short || identityOf(passage) >= SHORT_IDENTITY)
  const related = similar.some((passage) => whole(passage) || size(passage) >= relate.passage)
  if (!related) {
    // Many short passages that together are nearly all of the shorter text: it was cut up and put in another order.
    const together = similar.reduce((sum, passage) => sum + size(passage), 0)
    const inside = similar.reduce((sum, passage) => sum + passage[shorter].to - passage[shorter].from, 0)
    return together >= relate.passage && inside >= WHOLE_SHARE * shorterLength ? similar : []
  }
  return similar.filter((passage) => whole(passage) || size(passage) >= FURTHER_SHARE * relate.passage)
}

/**
 * A passage, or those parts of it that are similar enough: where every sentence of one text is followed by a commentary
 * that the other has not, the whole may be more commentary than text (Shiji with two commentaries: 12 of 120 chapters).
 */
function similarParts(passage: AlignedStretch, identity: number, cuts: readonly number[]): AlignedStretch[] {
  if (identityOf(passage) >= identity) return [passage]
  if (cuts.length === 0) return []
  const [widest, ...narrower] = cuts
  return cutAtGaps(passage, widest).flatMap((part) => similarParts(part, identity, narrower))
}

/**
 * Two short texts as one passage, end to end, if they are similar enough: noise may have left them no seed, or one that
 * does not reach far. Most pairs are too far apart by any alignment, and are not aligned. O(length²), at most SHORT².
 */
export function wholeIfShort(
  a: FoldedUnits,
  b: FoldedUnits,
  relate: Relate,
  options?: AlignOptions,
): AlignedStretch[] {
  const longer = Math.max(a.length, b.length)
  if (longer > SHORT || Math.min(a.length, b.length) < relate.coverage * longer) return []
  const least = Math.max(relate.identity, SHORT_IDENTITY)
  if (1 - shortDistance(a, b) / longer < least) return []
  const passage = alignWhole(a, b, options?.alike)
  return identityOf(passage) >= least ? [passage] : []
}
