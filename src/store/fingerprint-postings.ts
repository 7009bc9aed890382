import type { Fingerprints } from '../candidates/fingerprints.js'
import type { Int32Vector } from '../kernel/vector.js'
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
/** The greatest number marks the counter of a list. */
const LAST_POSITION = POSITION_MASK - 1
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
  const position = Math.min(positions[place] >>> shift, LAST_POSITION)
  const extra = ((high[place] << 14) & HASH_MASK) | position
  return table.add(low[place], high[place] & 255, row, extra, HASH_MASK)
}

/** How many postings one fingerprint has. */
export function postingCount(table: PostingLists, { low, high }: Fingerprints, place: number): number {
  return table.count(low[place], high[place] & 255, (high[place] << 14) & HASH_MASK, HASH_MASK)
}

/**
 * Appends the first postings of one fingerprint to a list of rows and one of positions; positions are in folded units.
 * @param count no more than there are.
 */
export function gatherPostings(
  table: PostingLists,
  { low, high }: Fingerprints,
  place: number,
  count: number,
  shift: number,
  rows: Int32Vector,
  positions: Int32Vector,
): void {
  const from = positions.length
  const tag = high[place] & 255
  table.gather(low[place], tag, count, rows, positions, (high[place] << 14) & HASH_MASK, HASH_MASK)
  const values = positions.values
  for (let i = from; i < positions.length; i++) values[i] = (values[i] & POSITION_MASK) << shift
}
