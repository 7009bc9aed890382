import { fmix32, lowbias32 } from '../kernel/hash.js'
import { bandKeys } from './bands.js'
import { fingerprints, SAMPLED_LENGTH, SHORT_LENGTH, shortGrams } from './fingerprints.js'
import { compactSlots } from '../sketch/estimate.js'
import type { Slots } from '../sketch/fss.js'
import { sketchAndDigest, sketchFolded } from '../sketch/signature.js'
import { spacedAlike } from '../text/equal-by-form.js'
import { fold, type FoldedText } from '../text/fold.js'
import type { Fingerprints } from './fingerprints.js'
import type { Banding } from './banding.js'
import { keyedHigh, keyedLow, type TableSecret } from './table-secret.js'

/** Which features of a text are computed, and kept. */
export interface FeatureSettings {
  /** Fingerprints, for passages; else only signatures. */
  readonly passages: boolean
  /** Slots of 8 bits of a signature. */
  readonly slots: number
  readonly banding: Banding
  /** Decides what is sampled and where it lies; null where public constants do. */
  readonly secret: TableSecret | null
}

/** What a text is searched for and entered by. */
export interface Features {
  readonly source: string
  /** Whether passages are searched for, not only resemblance. */
  readonly passages: boolean
  /** The folded text; null where only signatures are kept. */
  readonly folded: FoldedText | null
  /** Folded units; where only signatures are kept 0 for an empty text, else 1. */
  readonly length: number
  /** 64 bits of hash of the folded text; where nothing is left of it, of the text as it is spaced. */
  readonly digest: { readonly low: number; readonly high: number }
  /** Slots of 8 bits. */
  readonly signature: Uint8Array
  /** A key for each band. */
  readonly bands: Uint32Array
  /** Sampled fingerprints; null where the text is too short for them, or only signatures are kept. */
  readonly sampled: Fingerprints | null
  /** All grams of a short text, else null. */
  readonly grams: Fingerprints | null
}

/** The features of a text. O(length). @param known the folded text, if the caller has it. */
export function featuresOf(source: string, settings: FeatureSettings, known?: FoldedText): Features {
  const { secret } = settings
  if (settings.passages) {
    const folded = known ?? fold(source)
    return {
      source,
      passages: true,
      folded,
      length: folded.length,
      digest: digestOf(folded.length > 0 ? folded.units : unitsOf(spacedAlike(source)), secret),
      ...signed(sketchFolded(folded, settings.slots).slots, settings),
      sampled: folded.length >= SAMPLED_LENGTH ? fingerprints(folded, secret) : null,
      grams: folded.length > 0 && folded.length <= SHORT_LENGTH ? shortGrams(folded, secret) : null,
    }
  }
  const { signature, digest } = sketchAndDigest(source, settings.slots)
  const { set, slots } = signature
  return {
    source,
    passages: false,
    folded: null,
    length: set !== null && set.length === 0 ? 0 : 1,
    digest: underSecret(digest, secret),
    ...signed(slots, settings),
    sampled: null,
    grams: null,
  }
}

function signed(
  slots: Slots,
  { banding, secret }: FeatureSettings,
): { signature: Uint8Array; bands: Uint32Array } {
  const signature = compactSlots(slots, 8) as Uint8Array
  return { signature, bands: bandKeys(signature, banding, 0, secret) }
}

/** Under a secret the hash begins at a place that nobody knows. */
function digestOf(units: ArrayLike<number>, secret: TableSecret | null): Features['digest'] {
  const { length } = units
  let low = secret === null ? length : keyedLow(secret, length, 0)
  let high = secret === null ? ~length : keyedHigh(secret, length, 0)
  for (let i = 0; i < length; i++) {
    low = fmix32(low ^ units[i])
    high = lowbias32(high ^ units[i])
  }
  return { low: low >>> 0, high: high >>> 0 }
}

function underSecret(digest: Features['digest'], secret: TableSecret | null): Features['digest'] {
  if (secret === null) return digest
  const high = keyedHigh(secret, digest.low, digest.high)
  return { low: keyedLow(secret, digest.low, high) >>> 0, high: high >>> 0 }
}

function unitsOf(text: string): Uint16Array {
  return Uint16Array.from({ length: text.length }, (_, i) => text.charCodeAt(i))
}
