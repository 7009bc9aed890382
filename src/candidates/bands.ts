import { fmix32 } from '../kernel/hash.js'
import type { Banding } from './banding.js'
import type { TableSecret } from './table-secret.js'

/**
 * Banding (Indyk, Motwani 1998): a signature is cut into bands of rows, and texts that agree on all rows of one band
 * meet. A pair of similarity s meets with probability 1 − (1 − s^rows)^bands.
 *
 * 17 bands of 5 rows, 85 of 128 slots, meet at s = 0.7 with probability 0.96 and at s = 0.3 with 0.04. Lower
 * similarities, noisy and partial copies among them, are the business of fingerprints.
 */
export const DEFAULT_BANDING: Banding = { bands: 17, rows: 5 }

/**
 * A key for each band, of slots of 8 bits; equal rows of another band have another key. Slots that differ are equal in 8
 * bits once in 256, so unrelated texts meet in five rows once in 2^40. The keys follow from the stored slots, so a table can
 * be rebuilt from them.
 * O(bands · rows).
 * @param from where the slots begin in the array.
 * @param secret decides which slots make up a band, if there is one.
 */
export function bandKeys(
  slots: Uint8Array,
  { bands, rows }: Banding,
  from = 0,
  secret: TableSecret | null = null,
): Uint32Array {
  const keys = new Uint32Array(bands)
  const [before, after] = secret === null ? NO_KEY : secret.key
  for (let band = 0; band < bands; band++) {
    let key = Math.imul(band + 1, 0x9e3779b1) ^ before
    for (let i = band * rows; i < (band + 1) * rows; i++) {
      const slot = secret === null ? i : secret.slotOrder[i]
      key = Math.imul(key ^ slots[from + slot], 0x85ebca6b) ^ (key >>> 15)
    }
    keys[band] = fmix32(key ^ after)
  }
  return keys
}

const NO_KEY = [0, 0] as const

/** Probability that a pair of this similarity meets in a band. */
export function meetingProbability(similarity: number, { bands, rows }: Banding): number {
  return 1 - (1 - similarity ** rows) ** bands
}
