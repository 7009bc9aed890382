import { OffprintError } from '../kernel/errors.js'
import { keyedHash, keyFrom, type HashKey } from '../kernel/keyed-hash.js'

/**
 * What a secret changes. Which shingles are sampled, and which slots make up a band, follows from public constants: who knows
 * a text can write a thousand others that have its fingerprints and nothing else of it, so that their lists are full when the
 * text comes. Under a secret both follow from a key, and so do the places of all lists in their tables. Signatures stay as
 * they are, and can be compared with those of anybody.
 */
export interface TableSecret {
  readonly key: HashKey
  /** Slots in the order in which bands take them. */
  readonly slotOrder: Uint16Array
  /** Tells this secret from others and does not tell the secret: 64 bits of hash under its key, in hex. */
  readonly check: string
}

/** A shorter one can be guessed. */
const LEAST_CHARACTERS = 16
/** What is hashed, beside a counter, for the check and for the order of slots. */
const CHECK = 1
const ORDER = 2

/**
 * Reads a secret; null where there is none. O(length + slots).
 * @throws OffprintError `ERR_ARGUMENT`; its message does not show the secret.
 */
export function tableSecret(secret: unknown, slots: number): TableSecret | null {
  if (secret === undefined) return null
  if (typeof secret !== 'string' || secret.length < LEAST_CHARACTERS) {
    const given = typeof secret === 'string' ? `one of ${secret.length}` : `a value of type ${typeof secret}`
    throw new OffprintError(
      'ERR_ARGUMENT',
      `options.secret must be a string of ${LEAST_CHARACTERS} or more characters, got ${given}`,
    )
  }
  const key = keyFrom(secret)
  const [a, b, c, d] = key
  const check = [keyedHash(a, b, CHECK, 0), keyedHash(c, d, CHECK, 1)]
  const slotOrder = Uint16Array.from({ length: slots }, (_, slot) => slot)
  // Fisher and Yates.
  for (let last = slots - 1; last > 0; last--) {
    const other = (keyedHash(a, b, ORDER, last) >>> 0) % (last + 1)
    const slot = slotOrder[last]
    slotOrder[last] = slotOrder[other]
    slotOrder[other] = slot
  }
  return { key, slotOrder, check: check.map((word) => (word >>> 0).toString(16).padStart(8, '0')).join('') }
}

/** The half of a shingle’s 64 bits by which it is sampled. Returns an int32. */
export function keyedHigh({ key }: TableSecret, low: number, high: number): number {
  return keyedHash(key[0], key[1], low, high)
}

/** The other half, which places it: of what the first half has left. Returns an int32. */
export function keyedLow({ key }: TableSecret, low: number, keyedHigh: number): number {
  return keyedHash(key[2], key[3], low, keyedHigh)
}
