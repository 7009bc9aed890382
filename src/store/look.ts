import { fmix32, lowbias32 } from '../kernel/hash.js'
import { bandKeys } from '../candidates/bands.js'
import { fingerprints, SAMPLED_LENGTH, SHORT_LENGTH, shortGrams } from '../candidates/fingerprints.js'
import { compactSlots } from '../sketch/estimate.js'
import type { Slots } from '../sketch/fss.js'
import { sketchAndDigest, sketchFolded } from '../sketch/signature.js'
import { fold, type FoldedText } from '../text/fold.js'
import type { Keeping, Row } from './segment.js'

/** What a text is sought, and entered, by; its length is 0 or 1 where only signatures are kept. */
export interface Look extends Omit<Row<unknown>, 'id' | 'at'> {
  readonly source: string
  /** Whether passages are sought, not only resemblance. */
  readonly passages: boolean
  /** The folded text; null where only signatures are kept. */
  readonly folded: FoldedText | null
  readonly crowded: Crowded
}

/** Null as long as there are none. */
export interface Crowded {
  sampled: Set<number> | null
  grams: Set<number> | null
  bands: Set<number> | null
}

/** Folds, unless it is folded, samples and signs a text. O(length). */
export function lookAt(source: string, keeping: Keeping, known?: FoldedText): Look {
  if (keeping.passages) {
    const folded = known ?? fold(source)
    return {
      source,
      passages: true,
      folded,
      length: folded.length,
      digest: digestOf(folded.units, folded.length),
      ...signed(sketchFolded(folded, keeping.slots).slots, keeping),
      sampled: folded.length >= SAMPLED_LENGTH ? fingerprints(folded) : null,
      crowded: { sampled: null, grams: null, bands: null },
      grams: folded.length > 0 && folded.length <= SHORT_LENGTH ? shortGrams(folded) : null,
    }
  }
  const { signature, digest } = sketchAndDigest(source, keeping.slots)
  const { set, slots } = signature
  return {
    source,
    passages: false,
    folded: null,
    length: set !== null && set.length === 0 ? 0 : 1,
    digest,
    ...signed(slots, keeping),
    sampled: null,
    grams: null,
    crowded: { sampled: null, grams: null, bands: null },
  }
}

function signed(slots: Slots, { banding }: Keeping): { signature: Uint8Array; bands: Uint32Array } {
  const signature = compactSlots(slots, 8) as Uint8Array
  return { signature, bands: bandKeys(signature, banding) }
}

function digestOf(units: Uint16Array, length: number): { low: number; high: number } {
  let low = length
  let high = ~length
  for (let i = 0; i < length; i++) {
    low = fmix32(low ^ units[i])
    high = lowbias32(high ^ units[i])
  }
  return { low: low >>> 0, high: high >>> 0 }
}
