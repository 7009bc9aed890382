import { MOST_POSTINGS } from '../candidates/postings.js'
import { fmix32 } from '../kernel/hash.js'

/**
 * A list of postings lies in chunks, each at a place of its own: the first at the place of its key, the others at places that
 * follow from key and number. Without them the postings of a common phrase stood in one run, which the search for every key
 * in it had to pass. A list that goes beyond its first chunk has a counter, at a place of its own too: a posting whose row is
 * the length of the list.
 */

/** Most postings of the first chunk; each further one has twice as many, up to the largest. */
export const FIRST_CHUNK = 4
const LARGEST_CHUNK = 32
/** The chunks that grow: 4, 8 and 16 postings. */
const GROWING = 3
const GROWN = FIRST_CHUNK * (2 ** GROWING - 1)
/** In the place of a chunk number: the counter. */
export const COUNTER = 127

/** The chunk in which the posting after so many stands. */
export function chunkAfter(count: number): number {
  if (count >= GROWN) return GROWING + Math.floor((count - GROWN) / LARGEST_CHUNK)
  let chunk = 0
  while (count >= FIRST_CHUNK * (2 ** (chunk + 1) - 1)) chunk++
  return chunk
}

/** Most postings of a chunk, by its number from 0. */
export function chunkRoom(chunk: number): number {
  return chunk < GROWING ? FIRST_CHUNK << chunk : LARGEST_CHUNK
}

/** The key that places a chunk of the list of a key and tag. */
export function chunkKey(key: number, tag: number, chunk: number): number {
  return chunk === 0 ? key : fmix32(key ^ Math.imul((tag << 7) | chunk, 0x9e3779b1))
}

/** The tag of the postings of a chunk: where two chunks of a list fall into one run, neither counts those of the other. */
export function chunkTag(tag: number, chunk: number): number {
  return (tag + 37 * chunk) & 255
}

/** The extra of a counter: that of its key, and all bits that do not belong to the key, which no posting has. */
export function counterExtra(extra: number, extraMask: number): number {
  return (extra | ~extraMask) >>> 0
}

/** Whether a list of so many postings takes no more. */
export function isFull(count: number): boolean {
  return count >= MOST_POSTINGS
}
