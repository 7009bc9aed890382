import { readLean, writeLean, type LeanLayout } from './lean-bytes.js'
import { compatCount, type CompatSignature } from './signature.js'
import type { CompatSlots } from './schemes.js'
import { argumentError } from '../../kernel/errors.js'
import { requireSignature } from '../estimate.js'
import type { Signature } from '../signature.js'

/**
 * Writes a datasketch signature as `LeanMinHash.serialize` does, byte for byte: `packed` is its byte order `<`, `native`
 * what it writes by default and pickles. O(k).
 * @throws OffprintError `ERR_ARGUMENT` for `fss` and `minhash-npm`, which datasketch does not know.
 */
export function toLeanMinHash(signature: Signature, layout?: LeanLayout): Uint8Array {
  return writeLean(asCompat(signature), layout)
}

/**
 * Reads what datasketch wrote. O(k).
 * @throws OffprintError `ERR_FORMAT` for truncated, overlong or unknown bytes.
 */
export function fromLeanMinHash(bytes: Uint8Array, layout?: LeanLayout): Signature {
  const { scheme, seed, slots } = readLean(bytes, layout)
  return {
    scheme,
    k: slots.length,
    seed,
    slotBits: slots instanceof BigUint64Array ? 64 : 32,
    shingles: 'tokens',
    foldVersion: 0,
    script: false,
    wordsVersion: 0,
    set: null,
    slots: { values: slots, rounds: null },
  }
}

/** How many distinct tokens a datasketch signature was made of, as datasketch estimates it. @throws OffprintError `ERR_ARGUMENT`. */
export function countTokens(signature: Signature): number {
  return compatCount(asCompat(signature))
}

function asCompat(signature: Signature): CompatSignature {
  requireSignature('signature', signature)
  const { scheme, seed, slots } = signature
  if (scheme === 'fss') throw argumentError('signature.scheme', scheme, "another package's scheme")
  return { scheme, seed, slots: slots.values as CompatSlots }
}
