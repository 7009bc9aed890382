import type { Features } from '../candidates/features.js'

/** Kinds of lists that a document is entered in. */
export type ListKind = 'bands' | 'sampled' | 'grams'

/** What V8 takes for a number in a Set, about. */
const KEY_BYTES = 40

/**
 * The full lists that documents of a segment were left out of, by the low 32 bits of their keys: with them a search can say
 * that there is more than it finds. As numbers of 32 bits with a sign, which a Set holds and finds without a heap object.
 */
export class LeftOut {
  readonly #keys: Readonly<Record<ListKind, Set<number>>>

  /** Empty, or as it was stored. */
  constructor(stored?: Partial<Record<ListKind, readonly number[]>>) {
    this.#keys = {
      bands: new Set(stored?.bands),
      sampled: new Set(stored?.sampled),
      grams: new Set(stored?.grams),
    }
  }

  /** Bytes of memory, about. */
  get bytes(): number {
    return this.#size * KEY_BYTES
  }

  /** Notes that a document was left out of a list. */
  add(kind: ListKind, key: number): void {
    this.#keys[kind].add(key | 0)
  }

  /** Whether one of these features has a list that a document was left out of. O(features). */
  concerns({ bands, sampled, grams }: Features): boolean {
    if (this.#size === 0) return false
    return (
      hasAny(this.#keys.bands, bands) ||
      (sampled !== null && hasAny(this.#keys.sampled, sampled.low)) ||
      (grams !== null && hasAny(this.#keys.grams, grams.low))
    )
  }

  /** As it is stored; null where it is empty. */
  stored(): Record<ListKind, readonly number[]> | null {
    if (this.#size === 0) return null
    const { bands, sampled, grams } = this.#keys
    return { bands: [...bands], sampled: [...sampled], grams: [...grams] }
  }

  get #size(): number {
    const { bands, sampled, grams } = this.#keys
    return bands.size + sampled.size + grams.size
  }
}

function hasAny(set: ReadonlySet<number>, keys: Uint32Array): boolean {
  if (set.size === 0) return false
  for (let i = 0; i < keys.length; i++) if (set.has(keys[i] | 0)) return true
  return false
}
