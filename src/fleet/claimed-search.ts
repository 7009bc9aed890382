import type { CandidateEntry, RankedCandidates } from '../candidates/candidate.js'
import { rankCandidates } from '../candidates/candidates.js'
import type { IndexSettings } from '../store/index-options.js'
import { DEFAULT_LIMIT, MOST_LOOKED, Search, type SearchOptions, type SearchTally } from '../store/search.js'
import type { Card, ClaimStore } from './claim-store.js'
import {
  ClaimedPostings,
  ticketsOf,
  wantedTickets,
  type Candidacy,
  type GivenLists,
} from './claimed-postings.js'
import { textOfBytes } from './string-bytes.js'

/** Keepers are followed so many times: the keeper of a removed document was kept when it became one. */
const MOST_KEEPERS = 4

/** A search of a store, and the documents that it may find. */
export interface ClaimedSearch<Id> {
  readonly search: Search<Id>
  /** What is known of the documents found, by id. */
  readonly cards: ReadonlyMap<Id, Card>
}

/** How often a search is made again because a document that it found was removed meanwhile. */
const MOST_TRIES = 4

/**
 * Searches a store by the lists that it gave for each text. The cards of all texts are asked for at once, then the documents
 * behind their candidates; what was removed meanwhile is replaced by its keeper. The search itself is that of the index in
 * memory.
 */
export async function searchClaimed<Id extends string | number>(
  store: ClaimStore,
  given: readonly GivenLists[],
  options: SearchOptions<Id>,
  settings: IndexSettings,
  tally: SearchTally,
): Promise<ClaimedSearch<Id>[]> {
  const wanted = given.map(wantedTickets)
  for (let tries = 1; ; tries++) {
    const cards = await cardsOf(store, wanted.flat())
    const ranked = given.map((one, i) => rankLists<Id>(one, candidaciesOf(wanted[i], cards, one), options))
    await addCopies(store, ranked)
    const tickets = new Set<number>()
    for (const { postings, looked } of ranked) {
      for (const { entry } of looked) {
        for (const row of postings.rowsOf(entry)) tickets.add(postings.cards[row].ticket)
      }
    }
    const texts = await textsOf(store, [...tickets])
    // A document that lost its text since its card was read was removed, and its card names the keeper now.
    if (texts.size < tickets.size && tries < MOST_TRIES) continue
    return ranked.map(({ postings, found, looked }, i) => {
      for (const { entry } of looked) {
        for (const row of postings.rowsOf(entry)) {
          const text = texts.get(postings.cards[row].ticket)
          if (text !== undefined) postings.setText(row, text)
        }
      }
      return {
        search: new Search<Id>(found, given[i].features, options, settings, tally),
        cards: new Map(postings.cards.map((card, row) => [postings.ids[row], card])),
      }
    })
  }
}

/** Candidates of one text. */
interface Ranked<Id extends string | number> {
  readonly given: GivenLists
  readonly postings: ClaimedPostings<Id>
  readonly found: RankedCandidates<ClaimedPostings<Id>>
  /** Those that a search will look at. */
  readonly looked: readonly CandidateEntry<ClaimedPostings<Id>>[]
}

/** Of equal texts one stands in the lists; the others stand with it in the list of their digest. */
async function addCopies<Id extends string | number>(
  store: ClaimStore,
  ranked: readonly Ranked<Id>[],
): Promise<void> {
  const digests = new Set<bigint>()
  for (const { postings, looked } of ranked) {
    for (const { entry, same } of looked) if (!same) digests.add(postings.cards[entry].digest)
  }
  if (digests.size === 0) return
  const { lists } = await store.lists(BigInt64Array.from(digests))
  const copies = new Map([...digests].map((digest, i) => [digest, ticketsOf(lists[i])]))
  const crowds = [...copies.values()].filter(({ length }) => length > 1)
  if (crowds.length === 0) return
  const cards = await cardsOf(store, crowds.flat())
  for (const { given, postings, looked } of ranked) {
    for (const { entry, same } of looked) {
      if (same) continue
      const own = postings.cards[entry]
      for (const ticket of copies.get(own.digest) ?? []) {
        const card = cards.get(ticket)
        if (ticket === own.ticket || ticket >= given.before || card === undefined) continue
        if (keeperOf(card) === null) postings.addCopy(entry, card)
      }
    }
  }
}

/** The candidates that lists lead to. */
function rankLists<Id extends string | number>(
  given: GivenLists,
  candidacies: readonly Candidacy[],
  { share = 0, limit = DEFAULT_LIMIT }: SearchOptions<Id>,
): Ranked<Id> {
  const postings = new ClaimedPostings<Id>(given, candidacies)
  const candidates = rankCandidates<ClaimedPostings<Id>>(postings, given.features, () => true)
  const enough = candidates.entries.filter((entry) => entry.share >= share)
  const looked = enough.slice(0, MOST_LOOKED * limit)
  const truncated = candidates.truncated || looked.length < enough.length
  return { given, postings, looked, found: { ...candidates, entries: looked, truncated } }
}

/** The cards of tickets and of their keepers, and of the keepers of these. */
async function cardsOf(store: ClaimStore, tickets: readonly number[]): Promise<ReadonlyMap<number, Card>> {
  const cards = new Map<number, Card>()
  let asked = [...new Set(tickets)]
  for (let step = 0; asked.length > 0 && step <= MOST_KEEPERS; step++) {
    const keepers = new Set<number>()
    for (const card of await store.cards(asked)) {
      if (card === null) continue
      cards.set(card.ticket, card)
      const keeper = keeperOf(card)
      if (keeper !== null && !cards.has(keeper)) keepers.add(keeper)
    }
    asked = [...keepers]
  }
  return cards
}

function keeperOf({ outcome }: Card): number | null {
  return outcome === null || outcome.kept ? null : outcome.keeper
}

/** For each ticket the document that stands for it, each document once; none for what is gone. */
function candidaciesOf(
  tickets: readonly number[],
  cards: ReadonlyMap<number, Card>,
  { before }: GivenLists,
): Candidacy[] {
  const candidacies: Candidacy[] = []
  const taken = new Set<number>()
  const replaced: Candidacy[] = []
  for (const ticket of tickets) {
    let card = cards.get(ticket)
    for (let step = 0; card !== undefined && step < MOST_KEEPERS; step++) {
      const keeper = keeperOf(card)
      if (keeper === null) break
      card = cards.get(keeper)
    }
    if (card === undefined || keeperOf(card) !== null || card.ticket >= before) continue
    if (card.ticket === ticket) {
      taken.add(ticket)
      candidacies.push({ ticket, card })
    } else replaced.push({ ticket, card })
  }
  for (const one of replaced) {
    if (taken.has(one.card.ticket)) continue
    taken.add(one.card.ticket)
    candidacies.push(one)
  }
  return candidacies.sort((x, y) => x.ticket - y.ticket)
}

async function textsOf(store: ClaimStore, tickets: readonly number[]): Promise<ReadonlyMap<number, string>> {
  const texts = new Map<number, string>()
  if (tickets.length === 0) return texts
  const found = await store.texts(tickets)
  tickets.forEach((ticket, i) => {
    const bytes = found[i]
    if (bytes !== null) texts.set(ticket, textOfBytes(bytes))
  })
  return texts
}
