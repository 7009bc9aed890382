import type { Kernel } from '../kernel/kernel.js'
import { BLOCK } from '../kernel/twin.js'
import { localShingles } from '../shingles/local.js'
import type { FoldedText } from '../text/fold.js'
import { MAX_CARRY, streamFolded } from '../text/stream.js'

/** Called each time `kernel.hashes` holds the hashes of some shingles, with their number. */
export type Visit = (count: number) => void

/** Units that a shingle may need from its first on: eight letters, or eight pairs of surrogates. */
const REACH = 8
const REACH_OF_PAIRS = 16

/**
 * Hashes the shingles of a text by the default rule, block by block, in order. O(length), in constant memory.
 * @param script fold traditional to simplified characters.
 */
export function hashText(kernel: Kernel, source: string, script: boolean, visit: Visit): void {
  let first = true
  streamFolded(kernel, source, script, (units, last, pairs) => {
    const left = hashChunk(kernel, units, first && last, last, pairs, visit)
    first = false
    return left
  })
}

/** `hashText` for a text that is folded already. */
export function hashFolded(kernel: Kernel, { units, length }: FoldedText, visit: Visit): void {
  const size = kernel.folded.length - 2 * MAX_CARRY
  let left = 0
  for (let from = 0; from === 0 || from < length;) {
    const part = units.subarray(from, from + size - left)
    kernel.folded.set(part, left)
    const n = left + part.length
    const last = from + part.length >= length
    const pairs = kernel.folded.subarray(0, n).some((unit) => (unit & 0xf800) === 0xd800)
    left = hashChunk(kernel, n, from === 0 && last, last, pairs, visit)
    from += part.length
    if (last) break
  }
}

/** Shingles of the units in `kernel.folded`; moves those that may begin more to the front and returns how many they are. */
function hashChunk(
  kernel: Kernel,
  units: number,
  whole: boolean,
  last: boolean,
  pairs: boolean,
  visit: Visit,
): number {
  if (pairs || (whole && units < REACH)) return hashPlainly(kernel, units, last, visit)
  const ready = units - REACH
  let at = 0
  for (; at < ready - (last ? BLOCK - REACH : 0); at += BLOCK) {
    const count = Math.min(BLOCK, ready - at)
    kernel.shingle(at, count)
    visit(count)
  }
  if (last) {
    const count = kernel.shingleEnd(at, units - at)
    if (count > 0) visit(count)
    return 0
  }
  if (ready <= 0) return units
  kernel.folded.copyWithin(0, ready, units)
  return REACH
}

/** For what the kernel does not shingle: surrogate pairs, and texts lighter than one shingle. */
function hashPlainly(kernel: Kernel, units: number, last: boolean, visit: Visit): number {
  const { low, positions } = localShingles({ units: kernel.folded.subarray(0, units), length: units })
  const ready = units - REACH_OF_PAIRS
  if (!last && ready <= 0) return units
  let count = low.length
  if (!last) while (count > 0 && positions[count - 1] >= ready) count--
  for (let from = 0; from < count; from += BLOCK) {
    const part = low.subarray(from, Math.min(from + BLOCK, count))
    kernel.hashes.set(part)
    visit(part.length)
  }
  if (last) return 0
  kernel.folded.copyWithin(0, ready, units)
  return REACH_OF_PAIRS
}
