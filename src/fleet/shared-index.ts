import { removalRule } from '../dedupe/removal.js'
import type { Remove } from '../dedupe/removal-policy.js'
import type { Tie } from '../dedupe/verdict.js'
import {
  argumentError,
  OffprintError,
  requireInteger,
  requireKnownKeys,
  requireString,
} from '../kernel/errors.js'
import type { Relate } from '../compare/relation.js'
import { indexSettings, type IndexSettings } from '../store/index-options.js'
import { byStrength, type Match } from '../store/match.js'
import { queryOptions, requireId, timeOf, type QueryOptions } from '../store/query-options.js'
import type { SearchTally } from '../store/search.js'
import type { Card, ClaimStore, StoreStats } from './claim-store.js'
import type { GivenLists } from './claimed-postings.js'
import { searchClaimed, type ClaimedSearch } from './claimed-search.js'
import { decideClaims, type SharedDecision } from './decide-claims.js'
import {
  claimOf,
  prepareDocument,
  requireOwnText,
  textFeatures,
  type SharedDocument,
} from './prepared-document.js'
import { storeKeys } from './store-keys.js'
import { bytesOfId, idOfBytes, textOfBytes } from './string-bytes.js'

export type { SharedDocument } from './prepared-document.js'
export type { SharedDecision } from './decide-claims.js'

/** Options of a shared index. All clients of one store must give the same `secret`. */
export interface SharedIndexOptions {
  /** Thresholds of relations; see `Relate`. */
  readonly relate?: Partial<Relate>
  /** As of `DuplicateIndexOptions`. */
  readonly secret?: string
  /**
   * How long a claim may stay undecided, in milliseconds, before whoever needs its outcome decides in place of its owner.
   * Default 30,000.
   */
  readonly lease?: number
}

/** A match of a shared index. */
export interface SharedMatch<Id> extends Match<Id> {
  /** Present where the other document is not decided yet: another process is about to keep it, or to remove it. */
  readonly pending?: true
}

/** What a text matches in a shared index. */
export interface SharedMatchResult<Id> {
  /** Strongest first. */
  readonly matches: SharedMatch<Id>[]
  /** Whether there was more than the search returned or looked at; see `MatchResult`. */
  readonly truncated: boolean
}

/** Options of `decide`. */
export interface DecideOptions<Id> {
  /** Which documents are removed; see `DedupeOptions.remove`. */
  readonly remove?: Partial<Remove> | ((match: Tie<Id>) => boolean)
  /** Whether matches carry their named edits. Default false. */
  readonly edits?: boolean
}

/** What a shared index knows of an id. */
export interface HeldDocument<Id> {
  /** Its id. */
  readonly id: Id
  /** Null where the document was removed for another. */
  readonly text: string | null
  /** When it came; null where it was added without a time. */
  readonly at: number | null
  /** What was decided; `pending` where nothing was yet. */
  readonly state: 'kept' | 'pending' | 'removed'
  /** The document that stands for a removed one; undefined if that has gone. */
  readonly keeper?: Id
}

/** What a shared index holds, and what this client of it did. */
export interface SharedIndexStats extends StoreStats, SearchTally {}

/**
 * An index that many processes and machines share, with one truth: of two that meet the same new text at the same moment one is
 * told of the other. What it answers is what a `DuplicateIndex` answers, as far as the store keeps postings: the earliest 64 of
 * each key. So of more than 64 documents with one text that are all kept, the later ones are found by their ids only.
 */
export interface SharedIndex<Id extends string | number = string> {
  /**
   * Keeps a text and returns what it matches among those that came before it. Adding a known id with equal folded text again
   * changes nothing and returns what it matched.
   * @throws OffprintError `ERR_DUPLICATE_ID` for a known id with another text; `ERR_STORE` where the store cannot be reached, and
   * then nothing is known of whether the text is in; `ERR_ARGUMENT`.
   */
  add(
    id: Id,
    text: string,
    options?: Omit<SharedDocument<Id>, 'id' | 'text'> & QueryOptions<Id>,
  ): Promise<SharedMatchResult<Id>>
  /**
   * The same for many documents at once, in their order, with a result for each: all of them are in, or none.
   * @throws OffprintError as `add`; for a known id with another text after the others are in.
   */
  addMany(
    documents: readonly SharedDocument<Id>[],
    options?: QueryOptions<Id>,
  ): Promise<SharedMatchResult<Id>[]>
  /**
   * Decides whether a document is kept or removed for one that was kept before it, and keeps or forgets it: `dedupe`, document by
   * document, in many processes. A repeated call of the same id and text returns what was decided.
   * @throws OffprintError as `add`.
   */
  decide(
    id: Id,
    text: string,
    options?: { readonly at?: number | Date } & DecideOptions<Id>,
  ): Promise<SharedDecision<Id>>
  /** The same for many documents, in their order: the later ones may go for the earlier ones. */
  decideMany(
    documents: readonly SharedDocument<Id>[],
    options?: DecideOptions<Id>,
  ): Promise<SharedDecision<Id>[]>
  /**
   * The same, with null for each document whose id is held with another text, where `decideMany` throws: one of them does not hide
   * what was decided about the others.
   */
  decideEach(
    documents: readonly SharedDocument<Id>[],
    options?: DecideOptions<Id>,
  ): Promise<(SharedDecision<Id> | null)[]>
  /** Returns what a text matches among those held, strongest first. */
  query(text: string, options?: QueryOptions<Id>): Promise<SharedMatchResult<Id>>
  /** Whether a document of this id is held; false for one that was removed for another. */
  has(id: Id): Promise<boolean>
  /** What is known of an id; undefined where nothing is. */
  get(id: Id): Promise<HeldDocument<Id> | undefined>
  /** Forgets a document; false if nothing was known of it. */
  remove(id: Id): Promise<boolean>
  /** Forgets the documents that came before a time and returns their number. O(documents held). */
  expire(before: number | Date): Promise<number>
  /** What the store holds, and what this client did. */
  stats(): Promise<SharedIndexStats>
  /** Gives the store back. */
  close(): Promise<void>
}

const DEFAULT_LEASE = 30_000
/** Version of what lies in a store. */
const STORE_VERSION = 1
/** Documents that are forgotten in one piece of work. */
const FORGOTTEN_AT_ONCE = 256

/** The index over a store that is open. @throws OffprintError `ERR_ARGUMENT`; `ERR_FORMAT` where clients of the store agreed on something else. */
export async function sharedIndex<Id extends string | number = string>(
  store: ClaimStore,
  options: SharedIndexOptions = {},
): Promise<SharedIndex<Id>> {
  requireKnownKeys('options', options, ['relate', 'secret', 'lease'])
  const { lease = DEFAULT_LEASE } = options
  requireInteger('options.lease', lease, 1, Infinity)
  const { relate, secret } = options
  const settings = indexSettings({ ...(relate && { relate }), ...(secret !== undefined && { secret }) })
  requireAgreement(await store.agree(agreementOf(settings)), agreementOf(settings))
  const tally: SearchTally = { candidates: 0, verified: 0, truncated: 0 }
  const prepared = (document: SharedDocument<Id>) => prepareDocument(document, settings)

  const addMany = async (
    documents: readonly SharedDocument<Id>[],
    asked: QueryOptions<Id> = {},
  ): Promise<SharedMatchResult<Id>[]> => {
    const selected = queryOptions(asked)
    const all = documents.map(prepared)
    if (all.length === 0) return []
    const claims = await store.claim(all.map((one) => claimOf(one, 'kept')))
    const given = all.map(({ features }, i): GivenLists => {
      const { lists, ticket: before, documents: count } = claims[i]
      return { features, lists, before, documents: count }
    })
    const found = await searchClaimed<Id>(store, given, selected, settings, tally)
    requireOwnText(all, (i) => claims[i].holder === 'other')
    return found.map((one) => strongestFirst(one, asked))
  }

  const decideEach = async (
    documents: readonly SharedDocument<Id>[],
    given: DecideOptions<Id> = {},
  ): Promise<(SharedDecision<Id> | null)[]> => {
    requireKnownKeys('options', given, ['remove', 'edits'])
    const { edits = false } = given
    const removes = removalRule<unknown, Id>(given)
    return decideClaims<Id>(documents.map(prepared), { store, settings, tally, lease, removes, edits })
  }

  const decideMany = async (
    documents: readonly SharedDocument<Id>[],
    given: DecideOptions<Id> = {},
  ): Promise<SharedDecision<Id>[]> => {
    const decisions = await decideEach(documents, given)
    requireOwnText(documents, (i) => decisions[i] === null)
    return decisions as SharedDecision<Id>[]
  }

  const query = async (text: string, given: QueryOptions<Id> = {}): Promise<SharedMatchResult<Id>> => {
    const selected = queryOptions(given)
    requireString('text', text)
    const features = textFeatures(text, settings)
    const { lists, documents } = await store.lists(storeKeys(features).keys)
    const asked = [{ features, lists, before: Infinity, documents }]
    const [found] = await searchClaimed<Id>(store, asked, selected, settings, tally)
    return strongestFirst(found, given)
  }

  const cardOf = async (id: Id): Promise<Card | null> => {
    requireId(id)
    const [ticket] = await store.tickets([bytesOfId(id)])
    return ticket === null ? null : (await store.cards([ticket]))[0]
  }

  const forget = async (tickets: readonly number[]): Promise<number> => {
    const texts = await store.texts(tickets)
    const removals = tickets.map((ticket, i) => ({ ticket, keys: keysOfText(texts[i], settings) }))
    return (await store.forget(removals)).filter(Boolean).length
  }

  return {
    addMany,
    decideMany,
    decideEach,
    query,
    add: async (id, text, given = {}) => {
      const { at, ...asked } = given
      const [result] = await addMany([{ id, text, ...(at !== undefined && { at }) }], asked)
      return result
    },
    decide: async (id, text, given = {}) => {
      const { at, ...asked } = given
      const [decision] = await decideMany([{ id, text, ...(at !== undefined && { at }) }], asked)
      return decision
    },
    has: async (id) => {
      const card = await cardOf(id)
      return card !== null && (card.outcome === null || card.outcome.kept)
    },
    get: async (id) => {
      const card = await cardOf(id)
      return card === null ? undefined : heldDocument(store, id, card)
    },
    remove: async (id) => {
      const card = await cardOf(id)
      return card !== null && (await forget([card.ticket])) === 1
    },
    expire: async (before) => {
      const limit = timeOf('before', before)
      if (limit === undefined) throw argumentError('before', before, 'a number or a Date')
      let gone = 0
      for (let after = 0; ;) {
        const tickets = await store.iterate(after, FORGOTTEN_AT_ONCE, limit)
        if (tickets.length === 0) return gone
        after = tickets[tickets.length - 1]
        gone += await forget(tickets)
      }
    },
    stats: async () => ({ ...(await store.stats()), ...tally }),
    close: () => store.close(),
  }
}

/** The keys that a stored text was entered by; none where the text is gone. */
function keysOfText(text: Uint8Array | null, settings: IndexSettings): BigInt64Array {
  if (text === null) return new BigInt64Array(0)
  return storeKeys(textFeatures(textOfBytes(text), settings)).keys
}

function strongestFirst<Id>(
  { search, cards }: ClaimedSearch<Id>,
  { edits = false }: QueryOptions<Id>,
): SharedMatchResult<Id> {
  const matches = Array.from(search, ({ match, edits: named }): SharedMatch<Id> => {
    const pending = cards.get(match.id)?.outcome === null
    return { ...match, ...(edits && { edits: named() }), ...(pending && { pending: true as const }) }
  })
  return { matches: matches.sort(byStrength), truncated: search.truncated }
}

async function heldDocument<Id>(store: ClaimStore, id: Id, card: Card): Promise<HeldDocument<Id>> {
  const { at, outcome, ticket } = card
  if (outcome !== null && !outcome.kept) {
    const [keeper] = await store.cards([outcome.keeper])
    return {
      id,
      text: null,
      at,
      state: 'removed',
      ...(keeper !== null && { keeper: idOfBytes(keeper.id) as Id }),
    }
  }
  const [text] = await store.texts([ticket])
  return {
    id,
    text: text === null ? null : textOfBytes(text),
    at,
    state: outcome === null ? 'pending' : 'kept',
  }
}

/** What all clients of a store must have in common, as a line of text. */
function agreementOf({ featureSettings }: IndexSettings): string {
  const { slots, banding, secret } = featureSettings
  return `offprint ${STORE_VERSION} slots ${slots} bands ${banding.bands}x${banding.rows} secret ${secret?.check ?? 'none'}`
}

function requireAgreement(held: string, own: string): void {
  if (held === own) return
  const [, version] = held.split(' ')
  if (version === String(STORE_VERSION)) {
    throw new OffprintError(
      'ERR_ARGUMENT',
      'options.secret is not the one that this store was made with; all its clients must give the same one',
    )
  }
  throw new OffprintError(
    'ERR_FORMAT',
    `the store is of version ${version ?? '?'}, this is version ${STORE_VERSION}; use the offprint that made it, or a new store`,
  )
}
