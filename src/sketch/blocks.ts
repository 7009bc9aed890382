import { fmix32 } from '../kernel/hash.js'
import type { Kernel } from '../kernel/kernel.js'
import { BLOCK } from '../kernel/twin.js'
import { unitWeights } from '../kernel/weights.js'
import { LOW_FACTOR, SHINGLE_WEIGHT } from '../shingles/local.js'
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
  const reach = pairs ? REACH_OF_PAIRS : REACH
  const ready = last ? units : units - reach
  if (ready <= 0) {
    return units
  }
  if (whole && units < REACH_OF_PAIRS) hashPlainly(kernel, 0, units, units, visit)
  else if (pairs) hashAroundPairs(kernel, units, ready, visit)
  else hashBlocks(kernel, 0, ready, units, visit)
  if (last) return 0
  kernel.folded.copyWithin(0, ready, units)
  return reach
}

/** Shingles that begin in [at, ready), where no surrogate stands in [at, units); the text ends there if ready does. */
function hashBlocks(kernel: Kernel, at: number, ready: number, units: number, visit: Visit): void {
  const open = ready === units
  while (ready - at > (open ? BLOCK : 0)) {
    const count = Math.min(BLOCK, ready - at)
    kernel.shingle(at, count)
    visit(count)
    at += count
  }
  if (open && at < units) {
    const count = kernel.shingleEnd(at, units - at)
    if (count > 0) visit(count)
  }
}

/** The same with surrogate pairs among the units: the kernel takes the stretches between them. */
function hashAroundPairs(kernel: Kernel, units: number, ready: number, visit: Visit): void {
  const { folded } = kernel
  for (let at = 0; at < ready;) {
    let pair = at
    while (pair < units && (folded[pair] & 0xf800) !== 0xd800) pair++
    if (pair === units) {
      hashBlocks(kernel, at, ready, units, visit)
      return
    }
    const clean = Math.min(pair - REACH, ready)
    if (clean > at) {
      hashBlocks(kernel, at, clean, units, visit)
      at = clean
    }
    const end = Math.min(pair + 1, ready)
    if (end > at) hashPlainly(kernel, at, end, units, visit)
    at = Math.max(at, end)
  }
}

/**
 * For what the kernel does not shingle: shingles that begin in [at, end), of the units up to `units`, each hashed afresh.
 * What is left at the end of a text may be lighter than one shingle; only a whole text then is one.
 */
function hashPlainly(kernel: Kernel, at: number, end: number, units: number, visit: Visit): void {
  const { folded, hashes } = kernel
  const weights = unitWeights()
  const whole = at === 0 && end === units
  let count = 0
  for (let from = at; from < end; from++) {
    if (weights[folded[from]] === 0) continue // the second half of a pair starts nothing
    let hash = 0
    let sum = 0
    for (let i = from; i < units && (sum < SHINGLE_WEIGHT || weights[folded[i]] === 0); i++) {
      hash = (Math.imul(hash, LOW_FACTOR) + folded[i]) | 0
      sum += weights[folded[i]]
    }
    if (sum < SHINGLE_WEIGHT && !(whole && from === 0)) break
    hashes[count++] = fmix32(hash)
    if (sum < SHINGLE_WEIGHT) break
    if (count === BLOCK) {
      visit(count)
      count = 0
    }
  }
  if (count > 0) visit(count)
}
