import { SNIPPET } from '../candidates/chance.js'
import { equalSlots } from '../candidates/equal-slots.js'
import type { Features } from '../candidates/features.js'
import type { Fingerprints } from '../candidates/fingerprints.js'
import type { FingerprintKind, Postings } from '../candidates/postings.js'
import type { Int32Vector } from '../kernel/vector.js'
import type { SearchedSegment } from '../store/search.js'
import { gramsOfCard, lengthOfCard, signatureOfCard } from './card-features.js'
import type { Card, PostingBytes } from './claim-store.js'
import { holdersOf, lengthOf, MOST_LISTED, placeAt, ticketAt } from './posting-list.js'
import { idOfBytes } from './string-bytes.js'

/** One hit alone names no document, except for a snippet. */
const LEAST_HITS = 2

/** The posting lists that a store gave for a text, each under the keys of its features. */
export interface GivenLists {
  readonly features: Features
  /** In the order of `storeKeys`. */
  readonly lists: PostingBytes
  /** Only postings of earlier tickets count. */
  readonly before: number
  /** Documents held. */
  readonly documents: number
}

/** Where the lists of a kind begin among all lists. */
interface Offsets {
  readonly bands: number
  readonly sampled: number
  readonly grams: number
}

function offsetsOf({ length, bands, sampled }: Features): Offsets {
  const after = 1 + (length === 0 ? 0 : bands.length)
  return { bands: 1, sampled: after, grams: after + (sampled?.count ?? 0) }
}

/**
 * The tickets whose cards a search needs, ascending: those that share the digest or a band with the text, or enough fingerprints
 * for a line. Of 1,000 hits in natural language 700 are of documents with one. O(postings).
 */
export function wantedTickets({ features, lists, before }: GivenLists): number[] {
  const { sampled } = offsetsOf(features)
  const least = features.length <= SNIPPET ? 1 : LEAST_HITS
  const hits = new Map<number, number>()
  for (let i = 0; i < lists.length; i++) {
    const list = lists[i]
    if (list === null) continue
    const each = i < sampled ? least : 1
    const count = lengthOf(list)
    for (let posting = 0; posting < count; posting++) {
      const ticket = ticketAt(list, posting)
      if (ticket < before) hits.set(ticket, (hits.get(ticket) ?? 0) + each)
    }
  }
  const wanted: number[] = []
  for (const [ticket, found] of hits) if (found >= least) wanted.push(ticket)
  return wanted.sort((x, y) => x - y)
}

/** The tickets in a list, in its order. */
export function ticketsOf(list: Uint8Array | null): number[] {
  return list === null ? [] : Array.from({ length: lengthOf(list) }, (_, posting) => ticketAt(list, posting))
}

/** A document that a search of the lists may find. */
export interface Candidacy {
  /** The ticket in the lists. */
  readonly ticket: number
  /** The document that stands for it: itself, or its keeper. */
  readonly card: Card
}

/**
 * The lists of one text as the segment of an index, with the documents behind them as its rows, oldest first. The code that
 * ranks and searches is that of the index in memory.
 */
export class ClaimedPostings<Id extends string | number>
  implements SearchedSegment<Id>, Postings<ClaimedPostings<Id>>
{
  readonly base = 0
  readonly segments = [this]
  readonly documents: number
  readonly mostListed = MOST_LISTED
  readonly cards: Card[]
  readonly ids: Id[]
  readonly at: number[]
  readonly lengths: Uint32Array
  readonly gramCount: Uint16Array
  readonly copies: Int32Array
  readonly #given: GivenLists
  readonly #offsets: Offsets
  readonly #rows = new Map<number, number>()
  readonly #texts = new Map<number, string>()
  /** Rows of documents with the same text as an entry, by the entry. */
  readonly #equal = new Map<number, number[]>()

  /** @param candidacies by ticket, ascending. */
  constructor(given: GivenLists, candidacies: readonly Candidacy[]) {
    this.#given = given
    this.#offsets = offsetsOf(given.features)
    this.documents = given.documents
    const cards = candidacies.map(({ card }) => card)
    this.cards = cards
    candidacies.forEach(({ ticket }, row) => this.#rows.set(ticket, row))
    this.ids = cards.map(({ id }) => idOfBytes(id) as Id)
    this.at = cards.map(({ at }) => at ?? 0)
    this.lengths = Uint32Array.from(cards, ({ features }) => lengthOfCard(features))
    this.gramCount = Uint16Array.from(cards, ({ features }) => gramsOfCard(features))
    this.copies = new Int32Array(cards.length).fill(1)
  }

  /** Adds a document that has the text of an entry and stands in no other list. */
  addCopy(entry: number, card: Card): void {
    const row = this.cards.push(card) - 1
    this.ids.push(idOfBytes(card.id) as Id)
    this.at.push(card.at ?? 0)
    const equal = this.#equal.get(entry)
    if (equal === undefined) this.#equal.set(entry, [row])
    else equal.push(row)
    this.copies[entry]++
  }

  /** Rows of an entry: its own and those of its copies. */
  rowsOf(entry: number): readonly number[] {
    return [entry, ...(this.#equal.get(entry) ?? [])]
  }

  /** Gives the text of a row, before a search asks for it. */
  setText(row: number, text: string): void {
    this.#texts.set(row, text)
  }

  textOf(row: number): string {
    return this.#texts.get(row)!
  }

  locate(number: number): { segment: ClaimedPostings<Id>; row: number } {
    return { segment: this, row: number }
  }

  eachRow(entry: number, visit: (row: number) => boolean): void {
    for (const row of this.rowsOf(entry)) if (this.#texts.has(row) && !visit(row)) return
  }

  eachEqual(_digest: Features['digest'], visit: (entry: number) => void): void {
    this.#eachPosting(0, Infinity, (row) => visit(row))
  }

  countPostings(
    kind: FingerprintKind,
    fingerprints: Fingerprints,
    places: Int32Vector,
    counts: Int32Vector,
  ): void {
    for (let place = 0; place < fingerprints.count; place++) {
      const count = this.holdersAlive(kind, fingerprints, place)
      if (count === 0) continue
      places.push(place)
      counts.push(count)
    }
  }

  gatherPostings(
    kind: FingerprintKind,
    _fingerprints: Fingerprints,
    place: number,
    count: number,
    entries: Int32Vector,
    positions: Int32Vector,
  ): void {
    this.#eachPosting(this.#offsets[kind] + place, count, (row, at) => {
      entries.push(row)
      positions.push(at)
    })
  }

  holdersAlive(kind: FingerprintKind, _fingerprints: Fingerprints, place: number): number {
    const list = this.#given.lists[this.#offsets[kind] + place]
    return list === null ? 0 : holdersOf(list)
  }

  gatherBand(key: number, entries: Int32Vector): void {
    const { bands } = this.#given.features
    for (let band = 0; band < bands.length; band++) {
      if (bands[band] !== key) continue
      this.#eachPosting(this.#offsets.bands + band, Infinity, (row) => entries.push(row))
      return
    }
  }

  equalSlots(signature: Uint8Array, entry: number): number {
    return equalSlots(signature, signatureOfCard(this.cards[entry].features), 0)
  }

  /** Lists that are full are told of by their counts. */
  leavesOut(): boolean {
    return false
  }

  prefetch(): number {
    return 0
  }

  /** The postings of a list whose documents are rows, the earliest first, at most so many. */
  #eachPosting(at: number, most: number, visit: (row: number, place: number) => void): void {
    const list = this.#given.lists[at]
    if (list === null) return
    const count = lengthOf(list)
    let visited = 0
    for (let posting = 0; posting < count && visited < most; posting++) {
      const row = this.#rows.get(ticketAt(list, posting))
      if (row === undefined) continue
      visited++
      visit(row, placeAt(list, posting))
    }
  }
}
