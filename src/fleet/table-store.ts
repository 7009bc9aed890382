import {
  KNOWN_IN,
  type Card,
  type Claim,
  type Claimed,
  type ClaimStore,
  type Commit,
  type Outcome,
  type PostingBytes,
} from './claim-store.js'
import { EMPTY_LIST, lengthOf, otherTicket, withoutTicket, withPosting } from './posting-list.js'
import type { StoredRow, Tables, Tally } from './tables.js'

/** A claim store over synchronous tables. What is written at once is written by one piece of work. */
export function tableStore(tables: Tables): ClaimStore {
  return {
    agree: (settings) =>
      tables.write(() => {
        const held = tables.getSettings()
        if (held === undefined) tables.putSettings(settings)
        return held ?? settings
      }),
    claim: (documents) => tables.write(() => documents.map((document) => enter(tables, document))),
    lists: (keys) =>
      soon(() =>
        tables.read(() => ({ lists: listsOf(tables, keys), documents: tables.getTally().documents })),
      ),
    tickets: (ids) => soon(() => tables.read(() => ids.map((id) => tables.getTicket(id) ?? null))),
    cards: (tickets) => soon(() => tables.read(() => tickets.map((ticket) => cardOf(tables, ticket)))),
    texts: (tickets) =>
      soon(() => tables.read(() => tickets.map((ticket) => tables.getText(ticket) ?? null))),
    words: (keys) => soon(() => tables.read(() => Uint8Array.from(keys, (key) => tables.getWord(key)))),
    commit: (commits) => tables.write(() => commits.map((commit) => settle(tables, commit))),
    forget: (removals) =>
      tables.write(() => removals.map(({ ticket, keys }) => forgetTicket(tables, ticket, keys))),
    iterate: (after, limit, before) =>
      soon(() => tables.read(() => ticketsAfter(tables, after, limit, before))),
    stats: () =>
      soon(() =>
        tables.read(() => {
          const { documents, pending, removed } = tables.getTally()
          return { documents, pending, removed, bytes: tables.bytes() }
        }),
      ),
    close: () => tables.close(),
  }
}

/** What throws at once rejects a promise. */
async function soon<T>(work: () => T): Promise<T> {
  return work()
}

function enter(tables: Tables, document: Claim): Claimed {
  const { id, text, at, keys, places, features, words } = document
  const tally = tables.getTally()
  const lists = listsOf(tables, keys)
  const holder = tables.getTicket(id)
  if (holder !== undefined) {
    const same = tables.getRow(holder)!.digest === keys[0]
    return { ticket: holder, holder: same ? 'again' : 'other', lists, documents: tally.documents }
  }
  const ticket = tally.next
  const state = words === null ? 'pending' : 'kept'
  tables.putTicket(id, ticket)
  tables.putText(ticket, text)
  tables.putRow(ticket, {
    id,
    at,
    digest: keys[0],
    features,
    state,
    keeper: 0,
    claimedAt: tables.now(),
  })
  // Of equal texts one enters its fingerprints.
  const count = lists[0] === null || lengthOf(lists[0]) === 0 ? keys.length : 1
  for (let i = 0; i < count; i++) {
    // A fingerprint may stand at several places.
    const list = withPosting(tables.getList(keys[i]) ?? EMPTY_LIST, ticket, places[i])
    if (list !== null) tables.putList(keys[i], list)
  }
  if (words !== null) countWords(tables, words)
  const { next, documents, pending } = tally
  tables.putTally({
    ...tally,
    next: next + 1,
    documents: documents + 1,
    pending: pending + Number(words === null),
  })
  return { ticket, holder: 'new', lists, documents }
}

function settle(tables: Tables, commit: Commit): Outcome | null {
  const row = tables.getRow(commit.ticket)
  if (row === undefined) return null
  if (row.state !== 'pending') return outcomeOf(row)
  const tally = tables.getTally()
  if (commit.kept) {
    tables.putRow(commit.ticket, { ...row, state: 'kept' })
    countWords(tables, commit.words)
    tables.putTally({ ...tally, pending: tally.pending - 1 })
    return { kept: true }
  }
  const { ticket, keeper, keys } = commit
  leaveLists(tables, ticket, keys)
  tables.putText(ticket, null)
  tables.putRow(ticket, { ...row, state: 'removed', keeper })
  tables.putTally({
    ...tally,
    documents: tally.documents - 1,
    pending: tally.pending - 1,
    removed: tally.removed + 1,
  })
  return { kept: false, keeper }
}

function forgetTicket(tables: Tables, ticket: number, keys: BigInt64Array): boolean {
  const row = tables.getRow(ticket)
  if (row === undefined) return false
  if (row.state !== 'removed') leaveLists(tables, ticket, keys)
  tables.putRow(ticket, null)
  tables.putText(ticket, null)
  tables.putTicket(row.id, null)
  tables.putTally(talliedWithout(tables.getTally(), row.state))
  return true
}

function talliedWithout(tally: Tally, state: StoredRow['state']): Tally {
  return {
    ...tally,
    documents: tally.documents - Number(state !== 'removed'),
    pending: tally.pending - Number(state === 'pending'),
    removed: tally.removed - Number(state === 'removed'),
  }
}

/** Takes a document out of all lists. The oldest document of the same text takes over its fingerprints. */
function leaveLists(tables: Tables, ticket: number, keys: BigInt64Array): void {
  const digests = tables.getList(keys[0]) ?? EMPTY_LIST
  const heir = otherTicket(digests, ticket)
  for (let i = 0; i < keys.length; i++) {
    const list = tables.getList(keys[i])
    if (list === undefined) continue
    const left = withoutTicket(list, ticket, i === 0 ? null : heir)
    if (left !== null) tables.putList(keys[i], lengthOf(left) === 0 ? null : left)
  }
}

function countWords(tables: Tables, words: BigInt64Array): void {
  for (const key of words) {
    const documents = tables.getWord(key)
    if (documents < KNOWN_IN) tables.putWord(key, documents + 1)
  }
}

function listsOf(tables: Tables, keys: BigInt64Array): PostingBytes {
  return Array.from(keys, (key) => tables.getList(key) ?? null)
}

function cardOf(tables: Tables, ticket: number): Card | null {
  const row = tables.getRow(ticket)
  if (row === undefined) return null
  const { id, at, digest, features, state, claimedAt } = row
  const pendingFor = state === 'pending' ? Math.max(0, tables.now() - claimedAt) : 0
  return { ticket, id, at, digest, features, outcome: outcomeOf(row), pendingFor }
}

function outcomeOf({ state, keeper }: StoredRow): Outcome | null {
  if (state === 'pending') return null
  return state === 'kept' ? { kept: true } : { kept: false, keeper }
}

function ticketsAfter(tables: Tables, after: number, limit: number, before: number | undefined): number[] {
  const tickets: number[] = []
  if (limit <= 0) return tickets
  for (const [ticket, { at }] of tables.rowsAfter(after)) {
    if (before !== undefined && (at === null || at >= before)) continue
    tickets.push(ticket)
    if (tickets.length >= limit) break
  }
  return tickets
}
