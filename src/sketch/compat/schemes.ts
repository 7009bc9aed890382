import { argumentError, requireInteger } from '../../kernel/errors.js'
import { fmix32 } from '../../kernel/hash.js'
import { Int32Vector } from '../../kernel/vector.js'
import {
  affine32Minima,
  affine32Permutations,
  affine64Minima,
  affine64Permutations,
  mix64,
} from './affine.js'
import { legacyMinima, legacyPermutations } from './legacy.js'
import { minhashNpmHash, minhashNpmMinima, minhashNpmPermutations } from './minhash-npm.js'
import { sha1Prefix } from './sha1.js'
import type { Words64 } from './uint64.js'

/**
 * The signature schemes of other packages that are reproduced bit for bit: datasketch 2 (`affine32` is its default),
 * datasketch 1.1.3 to 1.10 (`legacy`), npm `minhash` 0.0.9.
 */
export type CompatScheme = 'datasketch-affine32' | 'datasketch-affine64' | 'datasketch-legacy' | 'minhash-npm'

/** One value for each permutation: 64 bits each for `datasketch-affine64`, else 32. */
export type CompatSlots = Uint32Array | BigUint64Array

/** Most slots: 4 MB of them; nobody uses more than some thousands. */
export const MAX_COMPAT_K = 2 ** 20

type Token = string | Uint8Array
type Sketcher = (tokens: Iterable<Token>) => CompatSlots

const FAMILIES: Record<CompatScheme, (k: number, seed: number) => Sketcher> = {
  'datasketch-affine32': (k, seed) => {
    const permutations = affine32Permutations(k, seed)
    return (tokens) => affine32Minima(permutations, hash32(tokens, fmix32))
  },
  'datasketch-affine64': (k, seed) => {
    const permutations = affine64Permutations(k, seed)
    return (tokens) => affine64Minima(permutations, hash64(tokens))
  },
  'datasketch-legacy': (k, seed) => {
    const permutations = legacyPermutations(k, seed)
    return (tokens) => legacyMinima(permutations, hash32(tokens, unchanged))
  },
  'minhash-npm': (k, seed) => {
    const permutations = minhashNpmPermutations(k, seed)
    return (tokens) => minhashNpmMinima(permutations, Float64Array.from(tokens, hashNpm))
  },
}

/** Throws `ERR_ARGUMENT` unless `value` names a scheme. */
export function requireScheme(name: string, value: unknown): asserts value is CompatScheme {
  if (typeof value !== 'string' || !Object.hasOwn(FAMILIES, value)) {
    throw argumentError(name, value, `one of ${Object.keys(FAMILIES).join(', ')}`)
  }
}

/** Permutations of the last scheme, k and seed: a stream of documents shares them. */
let cached: { scheme: CompatScheme; k: number; seed: number; sketch: Sketcher } | undefined

/**
 * The signature another package gives to a set of tokens; repeats change nothing, order changes nothing. Without tokens
 * every slot holds the greatest value, 2^32 − 1 or 2^64 − 1.
 *
 * datasketch hashes bytes: text is taken as UTF-8, a lone surrogate as U+FFFD (Python refuses to encode it).
 * `minhash-npm` hashes UTF-16 units, so its tokens are strings.
 * @param k number of slots, 1 to 2^20.
 * @param seed 0 to 2^32 − 1.
 * O(bytes + k·tokens) and 4 to 12 bytes for each token. @throws OffprintError `ERR_ARGUMENT`.
 */
export function compatSlots(
  scheme: 'datasketch-affine64',
  tokens: Iterable<string | Uint8Array>,
  k: number,
  seed: number,
): BigUint64Array
/** The same in 32 bits. */
export function compatSlots(
  scheme: Exclude<CompatScheme, 'datasketch-affine64'>,
  tokens: Iterable<string | Uint8Array>,
  k: number,
  seed: number,
): Uint32Array
/** The same in the width of the scheme. */
export function compatSlots(
  scheme: CompatScheme,
  tokens: Iterable<string | Uint8Array>,
  k: number,
  seed: number,
): CompatSlots
/** The one implementation. */
export function compatSlots(scheme: CompatScheme, tokens: Iterable<Token>, k: number, seed: number) {
  requireScheme('scheme', scheme)
  // A string is iterable too, but its letters are hardly the tokens meant; nor are the bytes of a single token.
  if (typeof tokens === 'string' || typeof tokens?.[Symbol.iterator] !== 'function') {
    throw argumentError('tokens', tokens, 'an iterable of tokens')
  }
  requireInteger('k', k, 1, MAX_COMPAT_K)
  requireInteger('seed', seed, 0, 2 ** 32 - 1)
  if (cached === undefined || cached.scheme !== scheme || cached.k !== k || cached.seed !== seed) {
    cached = { scheme, k, seed, sketch: FAMILIES[scheme](k, seed) }
  }
  return cached.sketch(tokens)
}

function requireToken(token: unknown): asserts token is Token {
  if (typeof token !== 'string' && !(token instanceof Uint8Array)) {
    throw argumentError('token', token, 'a string or a Uint8Array')
  }
}

const unchanged = (hash: number) => hash

function hash32(tokens: Iterable<Token>, finalise: (hash: number) => number): Int32Array {
  const words = new Int32Array(2)
  const hashes = new Int32Vector()
  for (const token of tokens) {
    requireToken(token)
    sha1Prefix(token, words)
    hashes.push(finalise(words[0]))
  }
  return fours(hashes)
}

function hash64(tokens: Iterable<Token>): Words64 {
  const words = new Int32Array(2)
  const low = new Int32Vector()
  const high = new Int32Vector()
  for (const token of tokens) {
    requireToken(token)
    sha1Prefix(token, words)
    mix64(words)
    low.push(words[0])
    high.push(words[1])
  }
  return { low: fours(low), high: fours(high) }
}

/** Repeats the last hash up to a multiple of 4, as the loops take them: repeats change nothing. */
function fours(hashes: Int32Vector): Int32Array {
  while (hashes.length % 4 !== 0) hashes.push(hashes.values[hashes.length - 1])
  return hashes.values.subarray(0, hashes.length)
}

function hashNpm(token: Token): number {
  if (typeof token !== 'string') throw argumentError('token', token, 'a string for minhash-npm')
  return minhashNpmHash(token)
}
