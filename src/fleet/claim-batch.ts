import type { Claim, Claimed } from './claim-store.js'
import { EMPTY_LIST, lengthOf, withPosting } from './posting-list.js'

/** Claims that go to a server in one call, with each key once and each id once. */
export interface ClaimBatch {
  readonly documents: readonly Claim[]
  /** The documents that are claimed: the first of each id. */
  readonly firsts: readonly Claim[]
  /** For each document, which of `firsts` has its id. */
  readonly firstOf: readonly number[]
  readonly keys: readonly bigint[]
  /** For each document, where its keys stand among `keys`. */
  readonly places: readonly Int32Array[]
}

/** What a server said of the firsts of a batch, as it was before the batch. */
export interface BatchAnswer {
  /** The ticket of the first document; each further one has the next, whether it uses it or not. */
  readonly base: number
  readonly documents: number
  /** What is held of an id, by the number of the document among the firsts. */
  readonly held: ReadonlyMap<number, { readonly ticket: number; readonly digest: bigint }>
  /** Lists of the keys of the batch. */
  readonly lists: (Uint8Array | null)[]
}

/** Puts claims together. O(keys). */
export function batchOf(documents: readonly Claim[]): ClaimBatch {
  const firsts: Claim[] = []
  const byId = new Map<string, number>()
  const firstOf = documents.map((document) => {
    const name = String.fromCharCode(...document.id.subarray(0, NAMED)) + restOf(document.id)
    let first = byId.get(name)
    if (first === undefined) {
      first = firsts.push(document) - 1
      byId.set(name, first)
    }
    return first
  })
  const keys: bigint[] = []
  const numbers = new Map<bigint, number>()
  const places = documents.map((document) =>
    Int32Array.from(document.keys, (key) => {
      let number = numbers.get(key)
      if (number === undefined) {
        number = keys.push(key) - 1
        numbers.set(key, number)
      }
      return number
    }),
  )
  return { documents, firsts, firstOf, keys, places }
}

/** Bytes that a call may take as arguments. */
const NAMED = 4096

function restOf(id: Uint8Array): string {
  let rest = ''
  for (let at = NAMED; at < id.length; at += NAMED)
    rest += String.fromCharCode(...id.subarray(at, at + NAMED))
  return rest
}

/**
 * What each document of a batch is told: the lists as they were, with what the earlier documents of the batch entered. The server
 * enters the same: of equal digests the first enters the other keys. O(postings told).
 */
export function toldInOrder(
  { documents, firsts, firstOf, places }: ClaimBatch,
  { base, documents: before, held, lists }: BatchAnswer,
): Claimed[] {
  let count = before
  const seen = new Set<number>()
  return documents.map((document, i): Claimed => {
    const own = places[i]
    const told = Array.from(own, (key) => lists[key])
    const first = firstOf[i]
    const digest = document.keys[0]
    const holder = held.get(first)
    const isHeld = holder !== undefined || seen.has(first)
    if (isHeld) {
      const { ticket, digest: heldDigest } = holder ?? { ticket: base + first, digest: firsts[first].keys[0] }
      return { ticket, holder: heldDigest === digest ? 'again' : 'other', lists: told, documents: count }
    }
    seen.add(first)
    const ticket = base + first
    const digests = told[0]
    const entered = digests === null || lengthOf(digests) === 0 ? own.length : 1
    for (let k = 0; k < entered; k++) {
      const longer = withPosting(lists[own[k]] ?? EMPTY_LIST, ticket, document.places[k])
      if (longer !== null) lists[own[k]] = longer
    }
    return { ticket, holder: 'new', lists: told, documents: count++ }
  })
}
