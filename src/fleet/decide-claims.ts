import { related } from '../compare/compare.js'
import type { KnownWord } from '../dedupe/account/evidence.js'
import { hashString } from '../dedupe/account/tokens.js'
import { LEAST_SHARE } from '../dedupe/corpus.js'
import { pairOf, tieOf } from '../dedupe/pair.js'
import { reasonOf } from '../dedupe/reason.js'
import type { RemovalDecision, RemovalRule } from '../dedupe/removal.js'
import type { Decided, Tie } from '../dedupe/verdict.js'
import type { IndexSettings } from '../store/index-options.js'
import { byStrength } from '../store/match.js'
import { relatedByCoverage, type FoundMatch, type SearchTally } from '../store/search.js'
import { fold } from '../text/fold.js'
import { KNOWN_IN, type Card, type Claimed, type ClaimStore, type Commit } from './claim-store.js'
import type { GivenLists } from './claimed-postings.js'
import { searchClaimed, type ClaimedSearch } from './claimed-search.js'
import { openOutcomes, type Outcomes } from './outcomes.js'
import { claimOf, textFeatures, type PreparedDocument } from './prepared-document.js'
import { storeKeys, wordKeys, wordKeysOf } from './store-keys.js'
import { idOfBytes, textOfBytes } from './string-bytes.js'

/** What became of a document. */
export type SharedDecision<Id> = Decided<Id> & {
  /** Present where an earlier call had decided about the document. */
  readonly again?: true
}

/** What decisions are made with. */
export interface Deciding<Id> {
  readonly store: ClaimStore
  readonly settings: IndexSettings
  readonly tally: SearchTally
  /** Milliseconds after which the owner of a claim counts as dead. */
  readonly lease: number
  readonly removes: RemovalRule<Id>
  readonly edits: boolean
}

/** A decision with the ticket of the keeper. */
type Fate<Id> =
  | Extract<Decided<Id>, { kept: true }>
  | (Extract<Decided<Id>, { kept: false }> & { readonly keeperTicket: number })

/** As `dedupe` searches. */
const SEARCH = { share: LEAST_SHARE, byCoverage: true }
/** Whoever meets a removed document goes on to its keeper, so many times. */
const MOST_KEEPERS = 4

/**
 * Claims documents, decides about each, and commits what was decided; null for a document whose id is held with another text, which
 * enters nothing. A document goes for an earlier one that is kept, never for
 * one that is pending: the outcome of that is waited for, or, when its lease is over, decided here. Nobody waits for a later
 * ticket, so no two wait for each other for longer than a lease.
 */
export async function decideClaims<Id extends string | number>(
  documents: readonly PreparedDocument<Id>[],
  deciding: Deciding<Id>,
): Promise<(SharedDecision<Id> | null)[]> {
  if (documents.length === 0) return []
  const { store } = deciding
  const claims = await claimAll(documents, deciding)
  const cards = await cardsOfHeld(store, claims)
  const searches = await searchAll(documents, claims, deciding)
  const outcomes: Outcomes = openOutcomes(store, deciding.lease, (card) => takeOver(card, outcomes, deciding))
  const fates: (Fate<Id> | null)[] = []
  for (let i = 0; i < documents.length; i++) {
    const { ticket, holder } = claims[i]
    const held = cards.get(ticket)?.outcome ?? null
    if (holder === 'other') fates.push(null)
    else if (held !== null) fates.push(await fateHeld(documents[i], held, searches[i], outcomes, deciding))
    else {
      const fate = await fateOf(documents[i], searches[i], outcomes, deciding)
      outcomes.add(commitOf(documents[i], ticket, fate))
      fates.push(fate)
    }
  }
  await outcomes.commit()
  const decisions: (SharedDecision<Id> | null)[] = []
  for (let i = 0; i < documents.length; i++) {
    const { ticket, holder } = claims[i]
    const fate = fates[i]
    if (fate === null) {
      decisions.push(null)
      continue
    }
    const truth = outcomes.held(ticket)
    const own = fate.kept ? null : fate.keeperTicket
    // Somebody decided meanwhile in place of this call, which took longer than its lease; what the store holds is told.
    const other = truth !== undefined && truth !== null && (truth.kept ? null : truth.keeper) !== own
    const told = other ? await fateHeld(documents[i], truth, searches[i], outcomes, deciding) : fate
    decisions.push({
      ...withoutTicket(told),
      ...(holder === 'again' && cards.has(ticket) && { again: true as const }),
    })
  }
  return decisions
}

/** Claims documents; one that was removed for a keeper which has gone is forgotten and claimed anew. */
async function claimAll<Id extends string | number>(
  documents: readonly PreparedDocument<Id>[],
  { store }: Deciding<Id>,
): Promise<readonly Claimed[]> {
  const claims = await store.claim(documents.map((document) => claimOf(document, 'pending')))
  const stale: number[] = []
  for (const { ticket, outcome } of (await cardsOfHeld(store, claims)).values()) {
    if (outcome !== null && !outcome.kept && (await keeperCard(store, outcome.keeper)) === null)
      stale.push(ticket)
  }
  if (stale.length === 0) return claims
  await store.forget(stale.map((ticket) => ({ ticket, keys: new BigInt64Array(0) })))
  return store.claim(documents.map((document) => claimOf(document, 'pending')))
}

/** The cards of claims that an earlier call made, by their tickets. */
async function cardsOfHeld(store: ClaimStore, claims: readonly Claimed[]): Promise<Map<number, Card>> {
  const held = claims.filter(({ holder }) => holder === 'again').map(({ ticket }) => ticket)
  const cards = held.length === 0 ? [] : await store.cards(held)
  return new Map(cards.filter((card) => card !== null).map((card) => [card.ticket, card]))
}

function searchAll<Id extends string | number>(
  documents: readonly PreparedDocument<Id>[],
  claims: readonly Claimed[],
  { store, settings, tally }: Deciding<Id>,
): Promise<ClaimedSearch<Id>[]> {
  const given = documents.map(({ features }, i): GivenLists => {
    const { lists, ticket: before, documents: count } = claims[i]
    return { features, lists, before, documents: count }
  })
  return searchClaimed<Id>(store, given, SEARCH, settings, tally)
}

/** Decides about a document: the first match that is kept, by evidence, for which the rule removes it. */
async function fateOf<Id extends string | number>(
  document: PreparedDocument<Id>,
  { search, cards }: ClaimedSearch<Id>,
  outcomes: Outcomes,
  deciding: Deciding<Id>,
): Promise<Fate<Id>> {
  const ties: Tie<Id>[] = []
  for (const found of search) {
    const card = cards.get(found.match.id)!
    // What this call has removed would not stand in the store if the documents had come one by one.
    if (outcomes.soFar(card)?.kept === false) continue
    const tie = await tieTo(document, found, outcomes, deciding)
    if (!tie.decision.removed) {
      ties.push(tie)
      continue
    }
    const outcome = await outcomes.of(card)
    if (outcome === null) continue
    if (outcome.kept) return { kept: false, keeper: tie.id, match: tie, keeperTicket: card.ticket }
    const keeper = await keeperCard(deciding.store, outcome.keeper)
    const instead = keeper && (await tieToCard(document, keeper, outcomes, deciding))
    if (instead?.decision.removed === true) {
      return { kept: false, keeper: instead.id, match: instead, keeperTicket: keeper!.ticket }
    }
  }
  const truncated = search.truncated ? ({ truncated: true } as const) : {}
  return { kept: true, tied: ties.sort(byStrength), ...truncated }
}

/** What was decided about a document by somebody else, with the match that this call sees. */
async function fateHeld<Id extends string | number>(
  document: PreparedDocument<Id>,
  held: { readonly kept: true } | { readonly kept: false; readonly keeper: number },
  found: ClaimedSearch<Id>,
  outcomes: Outcomes,
  deciding: Deciding<Id>,
): Promise<Fate<Id>> {
  if (!held.kept) {
    const keeper = await keeperCard(deciding.store, held.keeper)
    const tie = keeper && (await tieToCard(document, keeper, outcomes, deciding))
    if (tie !== null) {
      return { kept: false, keeper: tie.id, match: asRemoved(tie), keeperTicket: held.keeper }
    }
  }
  const ties: Tie<Id>[] = []
  for (const one of found.search) {
    if (outcomes.soFar(found.cards.get(one.match.id)!)?.kept === false) continue
    const tie = await tieTo(document, one, outcomes, deciding)
    if (!tie.decision.removed) ties.push(tie)
  }
  return { kept: true, tied: ties.sort(byStrength) }
}

/** A tie by which an earlier call removed a document, though the rule of this call, or the words known by now, would not. */
function asRemoved<Id>(tie: Tie<Id>): Tie<Id> {
  const { decision } = tie
  if (decision.removed) return tie
  const reason = reasonOf('chosen', decision)
  return { ...tie, decision: { ...decision, removed: true, code: 'chosen', reason } }
}

/** Decides about a claim in place of its owner; null if it has gone. */
async function takeOver<Id extends string | number>(
  { ticket, id, at }: Card,
  outcomes: Outcomes,
  deciding: Deciding<Id>,
): Promise<Commit | null> {
  const { store, settings, tally } = deciding
  const [bytes] = await store.texts([ticket])
  if (bytes === null) return null
  const text = textOfBytes(bytes)
  const features = textFeatures(text, settings)
  const keys = storeKeys(features)
  const { lists, documents } = await store.lists(keys.keys)
  const given = [{ features, lists, before: ticket, documents }]
  const [found] = await searchClaimed<Id>(store, given, SEARCH, settings, tally)
  const document = { id: idOfBytes(id) as Id, text, at, features, keys }
  return commitOf(document, ticket, await fateOf(document, found, outcomes, deciding))
}

function commitOf<Id extends string | number>(
  { features, keys }: PreparedDocument<Id>,
  ticket: number,
  fate: Fate<Id>,
): Commit {
  if (fate.kept) return { ticket, kept: true, words: wordKeys(features.folded) }
  return { ticket, kept: false, keeper: fate.keeperTicket, keys: keys.keys }
}

function withoutTicket<Id>(fate: Fate<Id>): Decided<Id> {
  if (fate.kept) return fate
  const { keeperTicket: _, ...decided } = fate
  return decided
}

/** The card of a keeper, or of its keeper if it has become a copy itself; null where all have gone. */
async function keeperCard(store: ClaimStore, ticket: number): Promise<Card | null> {
  let [card] = await store.cards([ticket])
  for (let step = 0; card !== null && step < MOST_KEEPERS; step++) {
    if (card.outcome === null || card.outcome.kept) return card
    ;[card] = await store.cards([card.outcome.keeper])
  }
  return null
}

/** The tie to a document that no search found; null where the two are unrelated, or its text has gone. */
async function tieToCard<Id extends string | number>(
  document: PreparedDocument<Id>,
  card: Card,
  outcomes: Outcomes,
  deciding: Deciding<Id>,
): Promise<Tie<Id> | null> {
  const { relate } = deciding.settings
  const [bytes] = await deciding.store.texts([card.ticket])
  if (bytes === null) return null
  const pair = related(document.features.folded, fold(textOfBytes(bytes)), relate)
  if (pair === null) return null
  const { b: other, comparison, edits, differences } = pair
  const match = { id: idOfBytes(card.id) as Id, verified: true, ...comparison }
  return tieTo(
    document,
    relatedByCoverage({ match, other, edits, differences }, { relate }),
    outcomes,
    deciding,
  )
}

/**
 * What is decided by a pair. The rule asks whether words are known; those that the store has to be asked for are noted, and the
 * rule, which has no side effect, is asked again when they are at hand.
 */
async function tieTo<Id extends string | number>(
  { features }: PreparedDocument<Id>,
  found: FoundMatch<Id>,
  outcomes: Outcomes,
  { store, removes, edits }: Deciding<Id>,
): Promise<Tie<Id>> {
  const pair = pairOf(found, found.match.id)
  const counts = new Map<number, number>()
  for (;;) {
    const missing = new Set<number>()
    const known: KnownWord = (word) => {
      const hash = hashString(word)
      const count = counts.get(hash)
      if (count === undefined) missing.add(hash)
      return count !== undefined && count >= KNOWN_IN
    }
    const decision: RemovalDecision = removes(features.folded, found.other, pair, known)
    if (missing.size === 0) return tieOf(pair, decision, edits)
    const hashes = [...missing]
    const keys = wordKeysOf(hashes)
    const asked = await store.words(keys)
    hashes.forEach((hash, i) => counts.set(hash, asked[i] + outcomes.notedIn(keys[i])))
  }
}
