import { argumentError, requireInteger } from '../../kernel/errors.js'
import { requireScheme, type CompatScheme, type CompatSlots } from './schemes.js'

/** Slots with scheme and seed, of which their values alone carry no trace. There are `slots.length` permutations. */
export interface CompatSignature {
  /** The scheme that made them. */
  readonly scheme: CompatScheme
  /** Seed of the permutations. */
  readonly seed: number
  /** The least value of each permutation. */
  readonly slots: CompatSlots
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
