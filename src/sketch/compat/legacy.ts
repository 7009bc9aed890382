import { MersenneTwister } from './mersenne.js'
import { multiplyHigh, splitWords, type Words64 } from './uint64.js'

/**
 * The scheme of datasketch before 2.0: permutation i maps a 32-bit hash to the low 32 bits of
 * ((a[i]·h + b[i]) mod 2^64) mod (2^61 − 1). That the product wraps at 2^64 is an accident of uint64, and the format.
 */
export interface Legacy {
  /** From 1 to 2^61 − 2. */
  readonly a: Words64
  /** From 0 to 2^61 − 2. */
  readonly b: Words64
}

const P = 2n ** 61n - 1n
const P_HIGH = 0x1fffffff
const FLIP = 0x80000000

/** Draws a and b in turns, as the package does; drawing all a first gives another family. */
export function legacyPermutations(k: number, seed: number): Legacy {
  const twister = new MersenneTwister(seed)
  const a: bigint[] = []
  const b: bigint[] = []
  for (let i = 0; i < k; i++) {
    a.push(1n + twister.draw64UpTo(P - 2n))
    b.push(twister.draw64UpTo(P - 1n))
  }
  return { a: splitWords(a), b: splitWords(b) }
}

/**
 * With x = a·h + b mod 2^64 and 2^61 ≡ 1, x mod P is (x mod 2^61) + ⌊x / 2^61⌋, less P if that reaches it: its low word
 * is the low word of x and 0 to 8 more, modulo 2^32.
 */
const CARRY = 8

/** The least value of each slot over hashes, a multiple of 4 of them; 2^32 − 1 where there are none. O(k·n). */
export function legacyMinima({ a, b }: Legacy, hashes: Int32Array): Uint32Array {
  const n = hashes.length
  const minima = new Uint32Array(a.low.length)
  for (let slot = 0; slot < minima.length; slot++) {
    const aLow = a.low[slot]
    const aHigh = a.high[slot]
    const bLow = b.low[slot]
    const bHigh = b.high[slot]
    const shift = (bLow + CARRY + FLIP) | 0
    // With 2^31 added, for signed order; so has `bound`: a sum above cannot beat the least value, whatever its carry.
    let least = 0x7fffffff
    let bound = 0x7fffffff
    for (let i = 0; i < n; i += 4) {
      // All but ~ln n hashes of a slot end here, with 1 product where the whole value takes 6.
      if (
        ((Math.imul(aLow, hashes[i]) + shift) | 0) > bound &&
        ((Math.imul(aLow, hashes[i + 1]) + shift) | 0) > bound &&
        ((Math.imul(aLow, hashes[i + 2]) + shift) | 0) > bound &&
        ((Math.imul(aLow, hashes[i + 3]) + shift) | 0) > bound
      ) {
        continue
      }
      for (let j = i; j < i + 4; j++) {
        if (((Math.imul(aLow, hashes[j]) + shift) | 0) > bound) continue
        const value = permute(aLow, aHigh, bLow, bHigh, hashes[j]) ^ FLIP
        if (value >= least) continue
        least = value
        bound = Math.min(least, 0x7fffffff - CARRY) + CARRY
      }
    }
    minima[slot] = least ^ FLIP
  }
  return minima
}

/** The value of one permutation, as int32. */
function permute(aLow: number, aHigh: number, bLow: number, bHigh: number, hash: number): number {
  const sum = (Math.imul(aLow, hash) >>> 0) + (bLow >>> 0)
  const high = (multiplyHigh(aLow, hash) + Math.imul(aHigh, hash) + bHigh + (sum > 0xffffffff ? 1 : 0)) | 0
  const low = (sum >>> 0) + (high >>> 29)
  return (low >= 0xffffffff && (high & P_HIGH) === P_HIGH ? low + 1 : low) | 0
}
