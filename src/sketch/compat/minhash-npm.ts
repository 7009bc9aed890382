import { DRAWS } from './minhash-npm-draws.js'

/**
 * The scheme of npm `minhash` 0.0.9: (a·h + b) mod P in doubles, where a·h + b reaches 2^64.6 and is rounded to 53 bits
 * first. 99.6 % of values differ from those of modular arithmetic, which was probably intended; but they are the format.
 */
export interface MinhashNpm {
  /** The factor of each permutation. */
  readonly a: Float64Array
  /** The summand of each. */
  readonly b: Float64Array
}

/** The smallest prime above 2^32: 2^32 ≡ −15 modulo P. */
const P = 4294967311
const MAX_HASH = 4294967295

/**
 * Distinct draws, first all a, then all b, from the sines of seed, seed + 1, …; a seed of 0 is taken as 1.
 *
 * Engines round sines differently, and the draws are the digits where they differ. Those of the sines of 1 to 256 are
 * pinned as V8 gives them, so that the default seed travels up to k = 128; beyond, signatures compare only with those
 * made by an engine of the same `Math.sin` (V8 of Node 18 to 26 agree; JavaScriptCore differs).
 */
export function minhashNpmPermutations(k: number, seed: number): MinhashNpm {
  const used = new Set<number>()
  let at = seed === 0 ? 1 : seed
  while (used.size < 2 * k) used.add(drawOf(at++))
  const draws = Float64Array.from(used)
  return { a: draws.subarray(0, k), b: draws.subarray(k) }
}

function drawOf(n: number): number {
  if (n >= 1 && n <= DRAWS.length) return DRAWS[n - 1]
  const x = Math.sin(n) * MAX_HASH
  return Math.floor((x - Math.floor(x)) * MAX_HASH)
}

/** The package's string hash: 31·h + unit over UTF-16 units, as int32, plus 2^32 − 1. O(length). */
export function minhashNpmHash(token: string): number {
  let hash = 0
  for (let i = 0; i < token.length; i++) hash = (Math.imul(hash, 31) + token.charCodeAt(i)) | 0
  return hash + MAX_HASH
}

/** The least value of each slot over hashes; 2^32 − 1 where there are none. O(k·n). */
export function minhashNpmMinima({ a, b }: MinhashNpm, hashes: Float64Array): Uint32Array {
  const minima = new Uint32Array(a.length)
  for (let slot = 0; slot < minima.length; slot++) {
    const factor = a[slot]
    const shift = b[slot]
    let least = MAX_HASH
    for (let i = 0; i < hashes.length; i++) {
      const product = factor * hashes[i] + shift
      // What `product % P` gives, in exact steps: every intermediate is an integer below 2^53.
      const high = Math.floor(product / 2 ** 32)
      const folded = product - high * 2 ** 32 - 15 * high
      const value = folded - Math.floor(folded / P) * P
      if (value < least) least = value
    }
    minima[slot] = least
  }
  return minima
}
