import { equalSlots } from '../candidates/equal-slots.js'
import type { FingerprintKind, Postings } from '../candidates/postings.js'
import type { Int32Vector } from '../kernel/vector.js'
import { GRAM_SHIFT, SAMPLED_SHIFT } from '../store/fingerprint-postings.js'
import type { SearchedSegment } from '../store/search.js'
import type { Features } from '../candidates/features.js'
import type { Fingerprints } from '../candidates/fingerprints.js'

/** A document that some list of a text leads to. */
export interface GivenDocument {
  /** Its number; documents are ordered by it. */
  readonly doc: number
  /** Folded units. */
  readonly length: number
  readonly grams: number
  /** Null where only fingerprints lead to it: nobody asks for its slots then. */
  readonly signature: Uint8Array | null
  /** Documents with the same folded text that are held beside it, ascending. */
  readonly copies: readonly number[]
  /** Whether it is to be found itself; else it only counts. */
  readonly open: boolean
}

/** A posting that a search looks at. */
export interface GivenHit {
  /** Which of the text's keys. */
  readonly key: number
  /** Which of the documents. */
  readonly row: number
  /** Where it stands in that document, in folded units. */
  readonly place: number
}

/** What an engine joined for one text. */
export interface GivenLists {
  /** Ascending. */
  readonly documents: readonly GivenDocument[]
  readonly hits: readonly GivenHit[]
  /** How many postings each list of the text has, by the number of its key. */
  readonly holders: ReadonlyMap<number, number>
  /** Where the keys of a kind begin. */
  readonly first: { readonly bands: number; readonly sampled: number; readonly grams: number }
  /** Documents held. */
  readonly held: number
}

const SHIFTS = { sampled: SAMPLED_SHIFT, grams: GRAM_SHIFT }

/**
 * What an engine joined for one text as the segment of an index, so that the code which ranks is that of the index in memory.
 * The engine has cut the lists to what a search looks at: see `allowances` in the plan.
 */
export class GivenPostings implements SearchedSegment<number>, Postings<GivenPostings> {
  readonly base = 0
  readonly segments = [this]
  readonly documents: number
  /** First the entries, as they were given, then their copies. */
  readonly ids: number[]
  readonly at: readonly number[] = []
  readonly lengths: Uint32Array
  readonly gramCount: Uint16Array
  readonly copies: Int32Array
  readonly #given: GivenLists
  readonly #byKey = new Map<number, GivenHit[]>()

  /** O(documents + hits). */
  constructor(given: GivenLists) {
    const { documents, hits, held } = given
    this.#given = given
    this.documents = held
    this.ids = documents.map(({ doc }) => doc)
    this.lengths = Uint32Array.from(documents, ({ length }) => length)
    this.gramCount = Uint16Array.from(documents, ({ grams }) => grams)
    this.copies = Int32Array.from(documents, ({ copies }) => 1 + copies.length)
    for (const hit of hits) {
      const known = this.#byKey.get(hit.key)
      if (known === undefined) this.#byKey.set(hit.key, [hit])
      else known.push(hit)
    }
    // As they were entered: a document with several places of a fingerprint has them in the order of its text.
    for (const list of this.#byKey.values()) list.sort((x, y) => x.row - y.row || x.place - y.place)
  }

  locate(number: number): { segment: GivenPostings; row: number } {
    return { segment: this, row: number }
  }

  eachRow(entry: number, visit: (row: number) => boolean): void {
    if (!visit(entry)) return
    for (const doc of this.#given.documents[entry].copies) {
      if (!visit(this.ids.push(doc) - 1)) return
    }
  }

  eachEqual(_digest: Features['digest'], visit: (entry: number) => void): void {
    for (const { row } of this.#byKey.get(0) ?? []) visit(row)
  }

  countPostings(
    kind: FingerprintKind,
    { count }: Fingerprints,
    places: Int32Vector,
    counts: Int32Vector,
  ): void {
    const { holders, first } = this.#given
    for (let place = 0; place < count; place++) {
      const held = holders.get(first[kind] + place)
      if (held === undefined) continue
      places.push(place)
      counts.push(held)
    }
  }

  gatherPostings(
    kind: FingerprintKind,
    _fingerprints: Fingerprints,
    at: number,
    _count: number,
    entries: Int32Vector,
    positions: Int32Vector,
  ): void {
    const shift = SHIFTS[kind]
    for (const { row, place } of this.#byKey.get(this.#given.first[kind] + at) ?? []) {
      entries.push(row)
      // As the tables of an index keep it.
      positions.push((place >>> shift) << shift)
    }
  }

  holdersAlive(kind: FingerprintKind, _fingerprints: Fingerprints, place: number): number {
    return this.#given.holders.get(this.#given.first[kind] + place) ?? 0
  }

  /** The search asks by the number of the band, see `rank`. */
  gatherBand(band: number, entries: Int32Vector): void {
    for (const { row } of this.#byKey.get(this.#given.first.bands + band) ?? []) entries.push(row)
  }

  equalSlots(signature: Uint8Array, entry: number): number {
    return equalSlots(signature, this.#given.documents[entry].signature!, 0)
  }

  /** The engine says so: see `rank`. */
  leavesOut(): boolean {
    return false
  }

  prefetch(): number {
    return 0
  }

  textOf(): string {
    return ''
  }
}
