import { argumentError, OffprintError } from '../kernel/errors.js'
import { fmix32 } from '../kernel/hash.js'
import type { Slots } from './fss.js'
import { keptSet, type Header, type Signature } from './signature.js'

/** An estimated similarity and its standard error. */
export interface Estimate {
  /** Jaccard similarity of the two sets, 0 to 1. */
  readonly jaccard: number
  /** 0 where both sets were kept and the answer is exact. */
  readonly error: number
}

/**
 * Estimates the Jaccard similarity of two sketched texts. Exact (up to 32-bit hash collisions) where both kept their
 * sets; else the share of equal slots, less the share that slots of few bits have in common by chance (Li, König 2010). The
 * standard error is √(J(1−J)/k); that of Fast Similarity Sketching is never above it. An empty text resembles nothing; two
 * empty signatures of another package's scheme are equal, as they are there. O(k).
 * @throws OffprintError `ERR_SIGNATURE_MISMATCH` where the two were not made the same way.
 */
export function estimate(a: Signature, b: Signature): Estimate {
  requireAlike(a, b)
  if (isEmpty(a) || isEmpty(b)) return { jaccard: 0, error: 0 }
  if (a.set !== null && b.set !== null) return { jaccard: jaccardOfSets(a.set, b.set), error: 0 }
  return shareOf(equalSlots(a, b), a.k, a.scheme === 'fss' && a.slotBits < 32 ? 2 ** -a.slotBits : 0)
}

/**
 * The similarity that `equal` slots of k tell, and its standard error. O(1).
 * @param chance the probability that two slots of different values are equal.
 */
export function shareOf(equal: number, k: number, chance: number): Estimate {
  // Agresti–Coull: that all of 128 slots are equal, or none, does not prove similarity 1 or 0.
  const centre = (equal + 2) / (k + 4)
  return {
    jaccard: Math.max(0, (equal / k - chance) / (1 - chance)),
    error: Math.sqrt((centre * (1 - centre)) / (k + 4)) / (1 - chance),
  }
}

/**
 * The signature of the union of what two signatures sketched: the one that sketching the union would give. O(k).
 * @throws OffprintError `ERR_SIGNATURE_MISMATCH` where the two were not made the same way; `ERR_ARGUMENT` for compact
 * slots, which no longer tell which of two is the smaller.
 */
export function merge(a: Signature, b: Signature): Signature {
  requireAlike(a, b)
  if (a.scheme !== 'fss') {
    const values = a.slots.values.slice()
    for (let i = 0; i < a.k; i++) if (b.slots.values[i] < values[i]) values[i] = b.slots.values[i]
    return { ...headerOf(a), set: null, slots: { values, rounds: null } }
  }
  if (!isFull(a.slots) || !isFull(b.slots)) {
    throw argumentError(
      'a',
      `slots of ${a.slotBits} bits`,
      'a signature with full slots: compact ones do not merge',
    )
  }
  if (a.set !== null && b.set !== null) {
    const set = unionOfSets(a.set, b.set)
    if (set.length <= a.k) return keptSet(headerOf(a), set)
  }
  const values = a.slots.values.slice()
  const rounds = a.slots.rounds.slice()
  for (let i = 0; i < a.k; i++) {
    const round = b.slots.rounds[i]
    const value = b.slots.values[i]
    if (round < rounds[i] || (round === rounds[i] && value < values[i])) {
      rounds[i] = round
      values[i] = value
    }
  }
  return { ...headerOf(a), set: null, slots: { values, rounds } }
}

/**
 * The same signature with slots of 8, 16 or 32 bits: slots of 8 bits cost no measurable accuracy from J = 0.36 up. O(k).
 * @throws OffprintError `ERR_ARGUMENT` for another number of bits, another scheme, or slots that are compact already.
 */
export function compact(signature: Signature, slotBits: 8 | 16 | 32): Signature {
  requireSignature('signature', signature)
  if (slotBits !== 8 && slotBits !== 16 && slotBits !== 32)
    throw argumentError('slotBits', slotBits, '8, 16 or 32')
  const { slots, k } = signature
  if (!isFull(slots)) {
    throw argumentError(
      'signature',
      `scheme ${signature.scheme}, slots of ${signature.slotBits} bits`,
      'an fss signature with full slots',
    )
  }
  const empty = isEmpty(signature)
  const values = empty ? new SLOTS_OF[slotBits](k) : compactSlots(slots, slotBits)
  return {
    ...headerOf(signature),
    slotBits,
    set: empty ? new Uint32Array(0) : null,
    slots: { values, rounds: null },
  }
}

const SLOTS_OF = { 8: Uint8Array, 16: Uint16Array, 32: Uint32Array }

/** Full slots as slots of few bits. The round counts too: equal values of different rounds are different slots. O(k). */
export function compactSlots(
  { values, rounds }: Slots,
  slotBits: 8 | 16 | 32,
): Uint8Array | Uint16Array | Uint32Array {
  const k = values.length
  const compacted = new SLOTS_OF[slotBits](k)
  for (let i = 0; i < k; i++) {
    compacted[i] = fmix32(values[i] ^ Math.imul(rounds[i], ROUND_FACTOR)) >>> (32 - slotBits)
  }
  return compacted
}

/** Spreads the round over the bits of a compact slot. */
const ROUND_FACTOR = 0x9e3779b1 | 0

function isFull(slots: Signature['slots']): slots is Slots {
  return slots.rounds !== null
}

/** All of a signature but its set and slots. */
export function headerOf(signature: Signature): Header {
  const { scheme, k, seed, slotBits, shingles, foldVersion, script, wordsVersion } = signature
  return { scheme, k, seed, slotBits, shingles, foldVersion, script, wordsVersion }
}

/** Signatures compare only where all of these are equal. */
const COMPARED = [
  'scheme',
  'k',
  'seed',
  'slotBits',
  'shingles',
  'foldVersion',
  'script',
  'wordsVersion',
] as const

/** Throws `ERR_ARGUMENT` unless `value` looks like a signature. */
export function requireSignature(name: string, value: unknown): asserts value is Signature {
  const signature = value as Partial<Signature> | null
  if (
    typeof signature !== 'object' ||
    signature === null ||
    typeof signature.scheme !== 'string' ||
    !signature.slots
  ) {
    throw argumentError(name, value, 'a signature')
  }
}

function requireAlike(a: Signature, b: Signature): void {
  requireSignature('a', a)
  requireSignature('b', b)
  for (const name of COMPARED) {
    if (a[name] !== b[name]) {
      throw new OffprintError(
        'ERR_SIGNATURE_MISMATCH',
        `signatures differ in ${name} (${a[name]} and ${b[name]}); sketch both texts with the same options`,
      )
    }
  }
}

function isEmpty({ set }: Signature): boolean {
  return set !== null && set.length === 0
}

function equalSlots(a: Signature, b: Signature): number {
  const x = a.slots
  const y = b.slots
  let equal = 0
  for (let i = 0; i < a.k; i++) {
    if (x.values[i] === y.values[i] && x.rounds?.[i] === y.rounds?.[i]) equal++
  }
  return equal
}

function unionOfSets(a: Uint32Array, b: Uint32Array): Uint32Array {
  const union = new Uint32Array(a.length + b.length)
  let size = 0
  for (let i = 0, j = 0; i < a.length || j < b.length;) {
    const x = i < a.length ? a[i] : Infinity
    const y = j < b.length ? b[j] : Infinity
    union[size++] = Math.min(x, y)
    if (x <= y) i++
    if (y <= x) j++
  }
  return union.slice(0, size)
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
