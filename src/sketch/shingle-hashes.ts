import { fmix32 } from '../kernel/hash.js'
import type { Kernel } from '../kernel/kernel.js'
import { CHUNK, REACH } from '../kernel/twin.js'
import { LOW_FACTOR } from '../shingles/local.js'
import type { FoldedText } from '../text/fold.js'
import { streamFolded } from '../text/folded-stream.js'

/** Called each time `kernel.hashes` holds the hashes of some shingles, with their number. */
export type Visit = (count: number) => void

/** Round 0 of a sketch, done while the hashes are in the kernel. */
export interface FirstRound {
  /** Number of slots. */
  readonly k: number
  /** Salt of round 0; see `firstSalt`. */
  readonly salt: number
}

/**
 * Hashes the shingles of a text by the default rule, chunk by chunk, in order. O(length), in constant memory.
 * @param script fold traditional to simplified characters.
 */
export function hashText(
  kernel: Kernel,
  source: string,
  script: boolean,
  visit: Visit,
  round?: FirstRound,
): void {
  let first = true
  streamFolded(kernel, source, script, (units, last) => {
    const left = hashChunk(kernel, units, first, last, visit, round)
    first = false
    return left
  })
}

/** `hashText` for a text that is folded already. O(length), in constant memory. */
export function hashFolded(
  kernel: Kernel,
  { units, length }: Pick<FoldedText, 'units' | 'length'>,
  visit: Visit,
  round?: FirstRound,
): void {
  let left = 0
  for (let from = 0; from === 0 || from < length;) {
    const part = units.subarray(from, Math.min(length, from + CHUNK - left))
    kernel.folded.set(part, left)
    const last = from + part.length >= length
    left = hashChunk(kernel, left + part.length, from === 0, last, visit, round)
    from += part.length
    if (last) break
  }
}

/**
 * Hashes the shingles of the units in `kernel.folded`. Moves the units at which shingles may begin that go on in the next
 * chunk to the front, and returns their number.
 */
function hashChunk(
  kernel: Kernel,
  units: number,
  first: boolean,
  last: boolean,
  visit: Visit,
  round: FirstRound | undefined,
): number {
  let count =
    round === undefined ? kernel.shingle(units, last) : kernel.sign(units, last, round.k, round.salt)
  if (count === 0 && first && last && units > 0) {
    // A text lighter than one shingle is one as a whole.
    let hash = 0
    for (let i = 0; i < units; i++) hash = (Math.imul(hash, LOW_FACTOR) + kernel.folded[i]) | 0
    kernel.hashes[0] = fmix32(hash)
    count = 1
    if (round !== undefined) kernel.scatter(1, round.k, round.salt)
  }
  if (count > 0) visit(count)
  if (last) return 0
  if (units <= REACH) return units
  kernel.folded.copyWithin(0, units - REACH, units)
  return REACH
}
