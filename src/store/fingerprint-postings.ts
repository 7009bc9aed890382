import type { Fingerprints } from '../candidates/fingerprints.js'
import type { PostingLists } from './spilled-posting-table.js'

/**
 * How a posting of a fingerprint lies in a wide posting table. The low half of the hash places it, 8 bits of the high half
 * are its tag, and the extra word holds 10 more bits of the high half and 22 bits of position.
 */

/** Positions of sampled fingerprints are kept in sixteenths, so that 22 bits reach over 64 million units. */
export const SAMPLED_SHIFT = 4
/** Positions of grams, in texts of up to 96 units, are kept as they are. */
export const GRAM_SHIFT = 0
const POSITION_MASK = 0x3fffff
/** With the tag, 18 bits tell fingerprints apart that have the same place in the table. */
const HASH_MASK = ~POSITION_MASK

/** Enters one fingerprint of a document; false where its list is full. */
export function enterFingerprint(
  table: PostingLists,
  { low, high, positions }: Fingerprints,
  place: number,
  row: number,
  shift: number,
): boolean {
  const position = Math.min(positions[place] >>> shift, POSITION_MASK)
  const extra = ((high[place] << 14) & HASH_MASK) | position
  return table.add(low[place], high[place] & 255, row, extra, HASH_MASK)
}

/** Calls `visit` for each posting of one fingerprint. */
export function eachPosting(
  table: PostingLists,
  fingerprints: Fingerprints,
  place: number,
  shift: number,
  visit: (entry: number, position: number) => void,
): void {
  const low = fingerprints.low[place]
  const tag = fingerprints.high[place] & 255
  const hash = (fingerprints.high[place] << 14) & HASH_MASK
  if (!table.has(low, tag, hash, HASH_MASK)) return
  table.each(low, tag, (row, extra) => visit(row, (extra & POSITION_MASK) << shift), hash, HASH_MASK)
}
