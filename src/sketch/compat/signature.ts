import { argumentError, OffprintError, requireInteger } from '../../kernel/errors.js'
import { requireScheme, type CompatScheme, type CompatSlots } from './schemes.js'

/** Slots with what they were made by: values alone carry no trace of it. Permutations number `slots.length`. */
export interface CompatSignature {
  readonly scheme: CompatScheme
  readonly seed: number
  readonly slots: CompatSlots
}

/**
 * Estimates the Jaccard similarity of two sets as the share of equal slots, with a standard error of √(J(1−J)/k). Two
 * empty sets count as equal, as in the packages. O(k).
 * @throws OffprintError `ERR_SIGNATURE_MISMATCH` where scheme, seed or number of slots differ; `ERR_ARGUMENT`.
 */
export function compatJaccard(a: CompatSignature, b: CompatSignature): number {
  requireSame(a, b)
  const words = a.slots.BYTES_PER_ELEMENT / 4
  const x = wordsOf(a.slots)
  const y = wordsOf(b.slots)
  let equal = 0
  for (let i = 0, last = words - 1; i < x.length; i += words) {
    if (x[i] === y[i] && x[i + last] === y[i + last]) equal++
  }
  return equal / a.slots.length
}

/**
 * The signature of the union of two sets: the lesser value of each slot. O(k).
 * @throws OffprintError `ERR_SIGNATURE_MISMATCH` where scheme, seed or number of slots differ; `ERR_ARGUMENT`.
 */
export function compatMerge(a: CompatSignature, b: CompatSignature): CompatSignature {
  requireSame(a, b)
  const slots = a.slots.slice()
  for (let i = 0; i < slots.length; i++) if (b.slots[i] < slots[i]) slots[i] = b.slots[i]
  return { scheme: a.scheme, seed: a.seed, slots }
}

/**
 * Estimates how many distinct tokens were sketched: k / Σ(value / greatest value) − 1, as datasketch does (Cohen 1994),
 * with a relative standard error of about 1/√k. O(k).
 * @throws OffprintError `ERR_ARGUMENT`, also for `minhash-npm`: that package has no such estimate, and its hash does not
 * spread short tokens evenly enough for one.
 */
export function compatCount(signature: CompatSignature): number {
  requireSignature('signature', signature)
  const { scheme, slots } = signature
  if (scheme === 'minhash-npm') throw argumentError('signature.scheme', scheme, 'one of datasketch')
  const greatest = 2 ** (8 * slots.BYTES_PER_ELEMENT) - 1
  let sum = 0
  for (let i = 0; i < slots.length; i++) sum += Number(slots[i]) / greatest
  return slots.length / sum - 1
}

/** Throws `ERR_ARGUMENT` unless `value` is a signature whose slots have the type of its scheme. */
export function requireSignature(name: string, value: CompatSignature): void {
  if (typeof value !== 'object' || value === null) throw argumentError(name, value, 'a signature')
  const { scheme, seed, slots } = value
  requireScheme(`${name}.scheme`, scheme)
  requireInteger(`${name}.seed`, seed, 0, 2 ** 32 - 1)
  const array = scheme === 'datasketch-affine64' ? BigUint64Array : Uint32Array
  if (!(slots instanceof array) || slots.length === 0) {
    throw argumentError(`${name}.slots`, slots, `a ${array.name} of one slot or more`)
  }
}

function requireSame(a: CompatSignature, b: CompatSignature): void {
  requireSignature('a', a)
  requireSignature('b', b)
  for (const [name, x, y] of [
    ['scheme', a.scheme, b.scheme],
    ['seed', a.seed, b.seed],
    ['number of slots', a.slots.length, b.slots.length],
  ]) {
    if (x !== y) {
      throw new OffprintError('ERR_SIGNATURE_MISMATCH', `signatures differ in ${name} (${x} and ${y})`)
    }
  }
}

/** 64-bit slots compare as two words: reading one as a bigint may allocate it. */
function wordsOf({ buffer, byteOffset, byteLength }: CompatSlots): Uint32Array {
  return new Uint32Array(buffer, byteOffset, byteLength / 4)
}
