import { OffprintError, requireInteger, requireNumber } from '../kernel/errors.js'

/** A split of a signature into bands of rows; slots beyond bands × rows stay unused. */
export interface Banding {
  readonly bands: number
  readonly rows: number
}

/** The most slots that a signature has. */
const MAX_K = 32767

/**
 * The banding with the most rows, therefore the fewest pairs that meet by chance, at which a pair of the threshold's similarity still meets with
 * the stated probability.
 * @param threshold similarity from which pairs should meet, above 0 up to 1.
 * @param recall probability that a pair of that similarity meets, 0 to below 1.
 * @param k number of slots.
 * O(k). @throws OffprintError `ERR_ARGUMENT`, also where k slots cannot reach the recall.
 */
export function bandingFor(threshold: number, recall: number, k: number): Banding {
  requireNumber('threshold', threshold, 0, 1)
  requireNumber('recall', recall, 0, 1)
  requireInteger('k', k, 2, MAX_K)
  for (let rows = k; rows >= 1; rows--) {
    // Bands enough for the recall, and no more: each costs memory and lets more pairs meet by chance.
    for (let bands = 1; bands * rows <= k; bands++) {
      if (1 - (1 - threshold ** rows) ** bands >= recall) return { bands, rows }
    }
  }
  throw new OffprintError(
    'ERR_ARGUMENT',
    `${k} slots cannot find pairs of similarity ${threshold} with probability ${recall}; lower the recall or raise the threshold`,
  )
}
