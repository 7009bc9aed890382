import { argumentError, requireInteger, requireKnownKeys, requireString } from '../kernel/errors.js'
import { fmix32 } from '../kernel/hash.js'
import { kernel, type Kernel } from '../kernel/kernel.js'
import { copyOf } from '../kernel/slab.js'
import { CHUNK } from '../kernel/twin.js'
import { HIGH_FACTOR, LOW_FACTOR } from '../shingles/local.js'
import { FOLD_VERSION, type FoldedText } from '../text/fold.js'
import { type FirstRound, hashFolded, hashText, type Visit } from './shingle-hashes.js'
import { compatSlots, type CompatScheme } from './compat/schemes.js'
import { fastSimilaritySketch, firstSalt, MAX_K, settledSlots, type Slots } from './fss.js'

/** Fast Similarity Sketching, or a scheme of another package, bit for bit. */
export type Scheme = 'fss' | CompatScheme

/**
 * A sketch of a set of shingles or tokens. Signatures compare when all but their slots is equal; those of `fss` with
 * full slots, and those of the other schemes, also merge.
 */
export interface Signature {
  /** The method by which slots were filled. */
  readonly scheme: Scheme
  /** Number of slots. */
  readonly k: number
  /** Seed of the hash family. */
  readonly seed: number
  /** Bits of a slot: 48 is a full slot of `fss` (round and value), 8, 16 and 32 its compact forms. */
  readonly slotBits: 8 | 16 | 32 | 48 | 64
  /** The kind of shingles: the rule in its short form, or `tokens` where the caller gave a set of tokens. */
  readonly shingles: string
  /** Version of the folding, 0 for tokens. */
  readonly foldVersion: number
  /** Whether folding took traditional to simplified characters. */
  readonly script: boolean
  /** Version of the word borders behind word shingles; 0 for every other kind of shingle and for tokens. */
  readonly wordsVersion: number
  /** The distinct hashes, ascending, where a full `fss` signature has at most k of them: similarity is then exact. */
  readonly set: Uint32Array | null
  /** The slots; those of a kept set are computed when first asked for. */
  readonly slots: Slots | PlainSlots
}

/** Slots without rounds: compact ones, and those of other packages' schemes. */
export interface PlainSlots {
  /** Value of each slot. */
  readonly values: Uint8Array | Uint16Array | Uint32Array | BigUint64Array
  /** There are none. */
  readonly rounds: null
}

/** A signature of `fss` with full slots, as `sketch` makes it. */
export interface FullSignature extends Signature {
  /** Values and rounds. */
  readonly slots: Slots
}

/** Options of `sketch`. */
export interface SketchOptions {
  /** Number of slots, 1 to 32767. Default 128. */
  readonly k?: number
  /** Seed of the hash family, 0 to 2^32 − 1. Default 1. */
  readonly seed?: number
  /** Traditional → simplified Chinese when folding. Default true. */
  readonly script?: boolean
}

/** Options of `sketchTokens`. */
export interface TokenOptions {
  /** Default `datasketch-affine32`, the default of datasketch 2. */
  readonly scheme?: Scheme
  /** Number of slots. Default 128. */
  readonly k?: number
  /** Seed of the hash family, 0 to 2^32 − 1. Default 1, as in datasketch. */
  readonly seed?: number
}

/** Default number of slots. */
export const DEFAULT_K = 128
/** Default seed, as in datasketch. */
export const DEFAULT_SEED = 1

/**
 * Sketches a text: fold, shingle by the local weight rule, Fast Similarity Sketching. One pass in constant memory,
 * O(length). @throws OffprintError `ERR_ARGUMENT` for a wrong text or option.
 */
export function sketch(text: string, options: SketchOptions = {}): FullSignature {
  requireString('text', text)
  const { k, seed, script } = sketchSettings(options)
  return signed(k, seed, script, (engine, visit, round) => hashText(engine, text, script, visit, round))
}

/** Fills in defaults. @throws OffprintError `ERR_ARGUMENT` for unknown or impossible options. */
export function sketchSettings(options: SketchOptions): Required<SketchOptions> {
  requireKnownKeys('options', options, ['k', 'seed', 'script'])
  const { k = DEFAULT_K, seed = DEFAULT_SEED, script = true } = options
  requireInteger('options.k', k, 1, MAX_K)
  requireInteger('options.seed', seed, 0, 2 ** 32 - 1)
  if (typeof script !== 'boolean') throw argumentError('options.script', script, 'true or false')
  return { k, seed, script }
}

/** `sketch` for a text that is folded already, traditional to simplified. O(length). */
export function sketchFolded(text: FoldedText, k = DEFAULT_K, seed = DEFAULT_SEED): FullSignature {
  return signed(k, seed, true, (engine, visit, round) => hashFolded(engine, text, visit, round))
}

/** `sketch`, and a 64-bit hash of the shingles in their order, which stands for the folded text. One pass, O(length). */
export function sketchAndDigest(
  text: string,
  k: number,
): { signature: FullSignature; digest: { low: number; high: number } } {
  let low = 0
  let high = 0
  const signature = signed(
    k,
    DEFAULT_SEED,
    true,
    (engine, visit, round) => hashText(engine, text, true, visit, round),
    (hashes, count) => {
      for (let i = 0; i < count; i++) {
        low = (Math.imul(low, LOW_FACTOR) + hashes[i]) | 0
        high = Math.imul(high ^ hashes[i], HIGH_FACTOR)
        high ^= high >>> 15
      }
    },
  )
  return { signature, digest: { low: fmix32(low) >>> 0, high: fmix32(high) >>> 0 } }
}

/** The `fss` signature of a text by the default rule. @param hashAll finds the hashes; called again where slots stay open. */
function signed(
  k: number,
  seed: number,
  script: boolean,
  hashAll: (engine: Kernel, visit: Visit, round?: FirstRound) => void,
  observe?: (hashes: Uint32Array, count: number) => void,
): FullSignature {
  const engine = kernel()
  const salt = firstSalt(seed)
  const header: Header = {
    scheme: 'fss',
    k,
    seed,
    slotBits: 48,
    shingles: 'local-8',
    foldVersion: FOLD_VERSION,
    script,
    wordsVersion: 0,
  }
  let count = 0
  let chunks = 0
  let distinct = 0
  engine.clear(k)
  hashAll(
    engine,
    (n) => {
      chunks++
      count += n
      observe?.(engine.hashes, n)
      distinct = engine.gather(n, k, salt)
    },
    { k, salt },
  )
  if (distinct <= k) return keptSet(header, distinctHashes(engine, distinct))
  const again = () => {
    const all = new Uint32Array(count)
    let at = 0
    hashAll(engine, (n) => {
      all.set(engine.hashes.subarray(0, n), at)
      at += n
    })
    return all
  }
  return fullSignature(header, settledSlots(engine, count, k, seed, chunks === 1 ? null : again))
}

/** The distinct hashes that the kernel has gathered, ascending. */
function distinctHashes(engine: Kernel, distinct: number): Uint32Array {
  if (distinct === 0) return new Uint32Array(0)
  engine.collect()
  return copyOf(engine.sorted, distinct)
}

/** All of a signature but its set and slots. */
export type Header = Omit<Signature, 'set' | 'slots'>

/** A signature of more than k shingles. Field by field: spreading the header takes V8 1.5 µs, this 0.02. */
function fullSignature(header: Header, slots: Slots): FullSignature {
  return {
    scheme: header.scheme,
    k: header.k,
    seed: header.seed,
    slotBits: header.slotBits,
    shingles: header.shingles,
    foldVersion: header.foldVersion,
    script: header.script,
    wordsVersion: header.wordsVersion,
    set: null,
    slots,
  }
}

/** A signature that keeps its set. Most of these are compared by it, so slots are computed when first asked for. */
export function keptSet(header: Header, set: Uint32Array): FullSignature {
  let slots: Slots | undefined
  return {
    scheme: header.scheme,
    k: header.k,
    seed: header.seed,
    slotBits: header.slotBits,
    shingles: header.shingles,
    foldVersion: header.foldVersion,
    script: header.script,
    wordsVersion: header.wordsVersion,
    set,
    get slots() {
      return (slots ??= fastSimilaritySketch(set, header.k, header.seed))
    },
  }
}

/**
 * Sketches a set of the caller's own tokens, by default as datasketch 2 does, bit for bit: signatures travel between
 * languages. `fss` hashes the UTF-16 units of string tokens.
 * O(k·tokens), for `fss` O(tokens + k log k). @throws OffprintError `ERR_ARGUMENT`.
 */
export function sketchTokens(tokens: Iterable<string | Uint8Array>, options: TokenOptions = {}): Signature {
  requireKnownKeys('options', options, ['scheme', 'k', 'seed'])
  const { scheme = 'datasketch-affine32', k = DEFAULT_K, seed = DEFAULT_SEED } = options
  const header = { scheme, k, seed, shingles: 'tokens', foldVersion: 0, script: false, wordsVersion: 0 }
  if (scheme !== 'fss') {
    const values = compatSlots(scheme, tokens, k, seed)
    const slotBits = scheme === 'datasketch-affine64' ? 64 : 32
    return { ...header, slotBits, set: null, slots: { values, rounds: null } }
  }
  requireInteger('options.k', k, 1, MAX_K)
  requireInteger('options.seed', seed, 0, 2 ** 32 - 1)
  return sketchHashes({ ...header, slotBits: 48 }, Uint32Array.from(tokens, hashToken))
}

/** The `fss` signature of hashes, of any number and with repeats. O(n + k log k). */
export function sketchHashes(header: Header, hashes: Uint32Array): FullSignature {
  const { k, seed } = header
  const engine = kernel()
  const salt = firstSalt(seed)
  let distinct = 0
  engine.clear(k)
  for (let from = 0; from < hashes.length; from += CHUNK) {
    const part = hashes.subarray(from, from + CHUNK)
    engine.hashes.set(part)
    engine.scatter(part.length, k, salt)
    distinct = engine.gather(part.length, k, salt)
  }
  if (distinct <= k) return keptSet(header, distinctHashes(engine, distinct))
  return fullSignature(
    header,
    settledSlots(engine, hashes.length, k, seed, hashes.length <= CHUNK ? null : () => hashes),
  )
}

function hashToken(token: unknown): number {
  if (typeof token !== 'string') throw argumentError('token', token, 'a string for fss')
  let hash = 0
  for (let i = 0; i < token.length; i++) hash = (Math.imul(hash, LOW_FACTOR) + token.charCodeAt(i) + 1) | 0
  return fmix32(hash)
}
