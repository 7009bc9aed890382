import {
  argumentError,
  OffprintError,
  requireInteger,
  requireKnownKeys,
  requireString,
} from '../kernel/errors.js'
import { localShingles } from '../shingles/local.js'
import { fold, FOLD_VERSION, type FoldedText } from '../text/fold.js'
import { fastSimilaritySketch, type Slots } from './fss.js'

/** A sketch of a text's shingle set, comparable with others of the same parameters. */
export interface Signature {
  /** Number of slots. */
  readonly k: number
  readonly seed: number
  /** Version of the folding whose shingles were sketched. */
  readonly foldVersion: number
  /** The distinct shingle hashes, ascending, where there are at most k of them; else null. */
  readonly set: Uint32Array | null
  /** The slots; those of a kept set are computed when first asked for. */
  readonly slots: Slots
}

export interface SketchOptions {
  /** Number of slots, 1 to 32767. Default 128. */
  readonly k?: number
  /** Seed of the hash family, 0 to 2^32 − 1. Default 1. */
  readonly seed?: number
}

/** An estimated similarity and its standard error. */
export interface Estimate {
  readonly jaccard: number
  /** 0 where both sets were kept and the answer is exact. */
  readonly error: number
}

export const DEFAULT_K = 128
export const DEFAULT_SEED = 1
const MAX_K = 32767

/**
 * Sketches a text: fold, shingle by the local weight rule, Fast Similarity Sketching.
 * O(length). @throws OffprintError `ERR_ARGUMENT` for a wrong text or option.
 */
export function sketch(text: string, options: SketchOptions = {}): Signature {
  requireString('text', text)
  requireKnownKeys('options', options, ['k', 'seed'])
  const { k = DEFAULT_K, seed = DEFAULT_SEED } = options
  requireInteger('options.k', k, 1, MAX_K)
  requireInteger('options.seed', seed, 0, 2 ** 32 - 1)
  return sketchFolded(fold(text), k, seed)
}

/** `sketch` for a text that is folded already. */
export function sketchFolded(text: FoldedText, k = DEFAULT_K, seed = DEFAULT_SEED): Signature {
  const hashes = localShingles(text).low
  const set = distinctUpTo(hashes, k)
  let slots: Slots | null = null
  return {
    k,
    seed,
    foldVersion: FOLD_VERSION,
    set,
    get slots() {
      return (slots ??= fastSimilaritySketch(set ?? hashes, k, seed))
    },
  }
}

/**
 * The distinct hashes, ascending, or null as soon as there are more than k: an ordinary text gives up after little more
 * than k of them, and 5 MB of one character are seen to be one shingle.
 */
function distinctUpTo(hashes: Uint32Array, k: number): Uint32Array | null {
  const bits = 33 - Math.clz32(k) // load at most a half
  const mask = (1 << bits) - 1
  const table = new Uint32Array(mask + 1)
  const used = new Uint8Array(mask + 1)
  const set = new Uint32Array(k)
  let distinct = 0
  for (let i = 0; i < hashes.length; i++) {
    const hash = hashes[i]
    let slot = hash & mask
    while (used[slot] === 1 && table[slot] !== hash) slot = (slot + 1) & mask
    if (used[slot] === 1) continue
    if (distinct === k) return null
    used[slot] = 1
    table[slot] = hash
    set[distinct++] = hash
  }
  return set.slice(0, distinct).sort()
}

/**
 * Estimates the Jaccard similarity of two sketched texts: exact (up to 32-bit hash collisions) where both kept their
 * sets, else the share of equal slots, with standard error √(J(1−J)/k). An empty text resembles nothing.
 * @throws OffprintError `ERR_SIGNATURE_MISMATCH` where k, seed or folding differ.
 */
export function estimate(a: Signature, b: Signature): Estimate {
  if (typeof a?.k !== 'number') throw argumentError('a', a, 'a signature')
  if (typeof b?.k !== 'number') throw argumentError('b', b, 'a signature')
  for (const name of ['k', 'seed', 'foldVersion'] as const) {
    if (a[name] !== b[name]) {
      throw new OffprintError(
        'ERR_SIGNATURE_MISMATCH',
        `signatures differ in ${name} (${a[name]} and ${b[name]}); sketch both texts with the same options`,
      )
    }
  }
  if (a.set?.length === 0 || b.set?.length === 0) return { jaccard: 0, error: 0 }
  if (a.set !== null && b.set !== null) return { jaccard: jaccardOfSets(a.set, b.set), error: 0 }
  const x = a.slots
  const y = b.slots
  let equal = 0
  for (let i = 0; i < a.k; i++) {
    if (x.values[i] === y.values[i] && x.rounds[i] === y.rounds[i]) equal++
  }
  const similarity = equal / a.k
  // Agresti–Coull: one of 128 slots being equal, or none, is no proof of similarity 1 or 0.
  const centre = (equal + 2) / (a.k + 4)
  return { jaccard: similarity, error: Math.sqrt((centre * (1 - centre)) / (a.k + 4)) }
}

function jaccardOfSets(a: Uint32Array, b: Uint32Array): number {
  let shared = 0
  for (let i = 0, j = 0; i < a.length && j < b.length;) {
    if (a[i] === b[j]) {
      shared++
      i++
      j++
    } else if (a[i] < b[j]) i++
    else j++
  }
  return shared / (a.length + b.length - shared)
}
