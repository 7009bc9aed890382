import type * as pgPackage from 'pg'
import { batchOf, toldInOrder, type BatchAnswer } from './claim-batch.js'
import type { Card, Claim, Claimed, ClaimStore, Commit, Outcome } from './claim-store.js'
import { gatheredCalls } from './gathered-calls.js'
import { loadPeer } from '../kernel/peer.js'
import { byteaArray, float8Array, int4Array, int8Array, ticketArray } from './postgres-arrays.node.js'
import { connect, type Server } from './postgres-connection.node.js'
import { prepareStore } from './postgres-migration.node.js'
import { SCHEMA_VERSION } from './postgres-schema.js'
import { postgresAddress } from './postgres-url.js'
import { literal, quoted } from './sql-names.js'

/** Documents that one call of the server claims or ends, if many wait. */
const MOST_AT_ONCE = 200
/**
 * A store in a schema of a PostgreSQL database, for any number of machines. A claim is one function call and one transaction;
 * claims take the lock of the store one after the other. What is acknowledged is flushed.
 * @param url `postgres://user@host:port/database?schema=name`; see `postgresAddress`.
 * @throws OffprintError `ERR_PACKAGE` where the package `pg` is missing; `ERR_STORE` where the store cannot be reached or made;
 * `ERR_FORMAT` where it is of a newer version; `ERR_ARGUMENT`.
 */
export async function postgresStore(url: string): Promise<ClaimStore> {
  const address = postgresAddress(url)
  const pg = await loadPeer<Pick<typeof pgPackage, 'Pool'>>('pg', () => import('pg'))
  const server = connect(pg, address)
  try {
    await prepareStore(server, address)
  } catch (error) {
    await server.close()
    throw error
  }
  return storeOn(server, quoted(address.schema))
}

function storeOn(server: Server, schema: string): ClaimStore {
  const { ask } = server
  const claim = gatheredCalls<Claim, Claimed>(
    (documents) => claimAll(server, schema, documents),
    MOST_AT_ONCE,
  )
  const commit = gatheredCalls<Commit, Outcome | null>(
    (commits) => commitAll(server, schema, commits),
    MOST_AT_ONCE,
  )
  return {
    async agree(settings) {
      const text = `UPDATE ${schema}.store SET settings = coalesce(settings, $1) RETURNING settings`
      const own = `SELECT settings FROM ${schema}.store`
      const [held] = await ask<Settings>('settings', own, [], true)
      return held.settings ?? (await ask<Settings>('agree', text, [settings], true))[0].settings!
    },
    claim: async (documents) => (documents.length === 0 ? [] : claim(documents)),
    commit: async (commits) => (commits.length === 0 ? [] : commit(commits)),
    async lists(keys) {
      const distinct = [...new Set(keys)]
      const text = `
        SELECT s.documents, (
          SELECT string_agg(int4send(u.n::int) || int4send(length(l.postings)) || substr(int8send(l.holders), 5) || l.postings, ''::bytea)
          FROM unnest($1::bigint[]) WITH ORDINALITY u(key, n) JOIN ${schema}.list l ON l.key = u.key
        ) AS lists FROM ${schema}.store s`
      const [{ documents, lists }] = await ask<{ documents: string; lists: Buffer | null }>(
        'lists',
        text,
        [int8Array(distinct)],
        true,
      )
      const found = unpackLists(lists, distinct.length)
      const numbers = new Map(distinct.map((key, i) => [key, i]))
      return { lists: Array.from(keys, (key) => found[numbers.get(key)!]), documents: Number(documents) }
    },
    async tickets(ids) {
      const text = `
        SELECT d.ticket FROM unnest($1::bytea[]) WITH ORDINALITY u(id, n)
        LEFT JOIN ${schema}.document d ON sha256(d.id) = sha256(u.id) ORDER BY u.n`
      const rows = await ask<{ ticket: string | null }>('tickets', text, [byteaArray(ids)], true)
      return rows.map(({ ticket }) => (ticket === null ? null : Number(ticket)))
    },
    async cards(tickets) {
      const text = `
        SELECT d.ticket, d.id, d.at, d.digest, d.features, d.state, d.keeper,
          extract(epoch FROM clock_timestamp() - d.claimed_at) * 1000 AS pending_for
        FROM unnest($1::bigint[]) u(ticket) JOIN ${schema}.document d ON d.ticket = u.ticket`
      return inOrder(tickets, await ask<CardRow>('cards', text, [ticketArray(tickets)], true), cardOf)
    },
    async texts(tickets) {
      const text = `
        SELECT t.ticket, t.text FROM unnest($1::bigint[]) u(ticket) JOIN ${schema}.text t ON t.ticket = u.ticket`
      return inOrder(
        tickets,
        await ask<{ ticket: string; text: Buffer }>('texts', text, [ticketArray(tickets)], true),
        (row) => row.text,
      )
    },
    async words(keys) {
      const text = `
        SELECT w.key, w.documents FROM unnest($1::bigint[]) u(key) JOIN ${schema}.word w ON w.key = u.key`
      const rows = await ask<{ key: string; documents: number }>('words', text, [int8Array(keys)], true)
      const counts = new Map(rows.map(({ key, documents }) => [BigInt(key), Number(documents)]))
      return Uint8Array.from(keys, (key) => counts.get(key) ?? 0)
    },
    async forget(removals) {
      if (removals.length === 0) return []
      const { keys, first, last } = keysInOne(removals)
      const text = `SELECT ${schema}.forget(${SCHEMA_VERSION}, $1, $2, $3, $4) AS known`
      const values = [
        ticketArray(removals.map(({ ticket }) => ticket)),
        int8Array(keys),
        int4Array(first),
        int4Array(last),
      ]
      // Once it may have happened, a repeat would say that nothing was known of what it forgot.
      const [{ known }] = await ask<{ known: boolean[] }>('forget', text, values, false)
      return known
    },
    async iterate(after, limit, before) {
      if (limit <= 0) return []
      const text = `
        SELECT ticket FROM ${schema}.document WHERE ticket > $1 ${before === undefined ? '' : 'AND at < $3'}
        ORDER BY ticket LIMIT $2`
      const values = [after, Math.min(limit, MOST_ROWS), ...(before === undefined ? [] : [before])]
      const rows = await ask<{ ticket: string }>(
        before === undefined ? 'iterate' : 'iterate before',
        text,
        values,
        true,
      )
      return rows.map(({ ticket }) => Number(ticket))
    },
    async stats() {
      const bytes = ['list', 'document', 'text', 'word', 'store']
        .map((table) => `pg_total_relation_size(${literal(`${schema}.${table}`)})`)
        .join(' + ')
      const text = `SELECT documents, pending, removed, ${bytes} AS bytes FROM ${schema}.store`
      const [row] = await ask<Record<'documents' | 'pending' | 'removed' | 'bytes', string>>(
        'stats',
        text,
        [],
        true,
      )
      return {
        documents: Number(row.documents),
        pending: Number(row.pending),
        removed: Number(row.removed),
        bytes: Number(row.bytes),
      }
    },
    close: () => server.close(),
  }
}

interface Settings {
  readonly settings: string | null
}

interface ClaimRow {
  readonly base: string
  readonly documents: string
  readonly held: Buffer | null
  readonly lists: Buffer | null
}

/** Both are null where nothing is known of a ticket, the keeper of what is not removed. */
interface OutcomeRow {
  readonly state: string | null
  readonly keeper: string | null
}

interface CardRow extends OutcomeRow {
  readonly ticket: string
  readonly id: Buffer
  readonly at: number | null
  readonly digest: string
  readonly features: Buffer
  readonly pending_for: string
}

/** The largest LIMIT. */
const MOST_ROWS = 2 ** 31 - 1

async function claimAll(
  server: Server,
  schema: string,
  documents: readonly Claim[],
): Promise<readonly Claimed[]> {
  const batch = batchOf(documents)
  const { firsts, keys } = batch
  const entryDocuments: number[] = []
  const entryKeys: number[] = []
  const entryPlaces: number[] = []
  const wordDocuments: number[] = []
  const wordKeys: bigint[] = []
  const digestKeys: number[] = []
  // A document whose id came before in the batch enters nothing.
  let next = 0
  documents.forEach((document, i) => {
    if (batch.firstOf[i] !== next) return
    next++
    const places = batch.places[i]
    digestKeys.push(places[0] + 1)
    for (let k = 0; k < places.length; k++) {
      entryDocuments.push(next)
      entryKeys.push(places[k] + 1)
      entryPlaces.push(document.places[k])
    }
    for (const word of document.words ?? []) {
      wordDocuments.push(next)
      wordKeys.push(word)
    }
  })
  const text = `SELECT * FROM ${schema}.claim(${SCHEMA_VERSION}, $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`
  const values = [
    byteaArray(firsts.map(({ id }) => id)),
    float8Array(firsts.map(({ at }) => at)),
    byteaArray(firsts.map(({ features }) => features)),
    byteaArray(firsts.map((document) => document.text)),
    int4Array(firsts.map(({ words }) => (words === null ? 0 : 1))),
    int4Array(digestKeys),
    int8Array(keys),
    int4Array(entryDocuments),
    int4Array(entryKeys),
    int4Array(entryPlaces),
    int4Array(wordDocuments),
    int8Array(wordKeys),
  ]
  // Claimed twice, a document is held.
  const [row] = await server.ask<ClaimRow>('claim', text, values, true)
  const answer: BatchAnswer = {
    base: Number(row.base) + 1,
    documents: Number(row.documents),
    held: unpackHeld(row.held),
    lists: unpackLists(row.lists, keys.length),
  }
  return toldInOrder(batch, answer)
}

async function commitAll(
  server: Server,
  schema: string,
  commits: readonly Commit[],
): Promise<readonly (Outcome | null)[]> {
  const { keys, first, last } = keysInOne(
    commits.map((commit) => ({ keys: commit.kept ? NO_KEYS : commit.keys })),
  )
  const wordDocuments: number[] = []
  const wordKeys: bigint[] = []
  commits.forEach((commit, i) => {
    for (const word of commit.kept ? commit.words : NO_KEYS) {
      wordDocuments.push(i + 1)
      wordKeys.push(word)
    }
  })
  const text = `SELECT * FROM ${schema}.commit(${SCHEMA_VERSION}, $1, $2, $3, $4, $5, $6, $7)`
  const values = [
    ticketArray(commits.map(({ ticket }) => ticket)),
    ticketArray(commits.map((commit) => (commit.kept ? null : commit.keeper))),
    int8Array(keys),
    int4Array(first),
    int4Array(last),
    int4Array(wordDocuments),
    int8Array(wordKeys),
  ]
  // Committed twice, the first outcome holds.
  const rows = await server.ask<OutcomeRow>('commit', text, values, true)
  return rows.map(({ state, keeper }) => outcomeOf(state, keeper))
}

const NO_KEYS = new BigInt64Array(0)

/** The keys of several documents in one row, and where those of each begin and end, from 1. */
function keysInOne(all: readonly { readonly keys: BigInt64Array }[]) {
  const keys: bigint[] = []
  const first: number[] = []
  const last: number[] = []
  for (const { keys: own } of all) {
    first.push(keys.length + 1)
    for (const key of own) keys.push(key)
    last.push(keys.length)
  }
  return { keys, first, last }
}

/** Lists by the numbers of their keys, as views of the bytes. */
function unpackLists(bytes: Buffer | null, count: number): (Uint8Array | null)[] {
  const lists = Array.from<Uint8Array | null>({ length: count }).fill(null)
  if (bytes === null) return lists
  for (let at = 0; at < bytes.length;) {
    const end = at + 12 + bytes.readInt32BE(at + 4)
    lists[bytes.readInt32BE(at) - 1] = bytes.subarray(at + 8, end)
    at = end
  }
  return lists
}

function unpackHeld(bytes: Buffer | null): BatchAnswer['held'] {
  const held = new Map<number, { ticket: number; digest: bigint }>()
  for (let at = 0; bytes !== null && at < bytes.length; at += 20) {
    const ticket = Number(bytes.readBigInt64BE(at + 4))
    held.set(bytes.readInt32BE(at) - 1, { ticket, digest: bytes.readBigInt64BE(at + 12) })
  }
  return held
}

/** What is said of each ticket, null for those of which there is no row. */
function inOrder<Row extends { readonly ticket: string }, T>(
  tickets: readonly number[],
  rows: readonly Row[],
  read: (row: Row) => T,
): (T | null)[] {
  const found = new Map(rows.map((row) => [Number(row.ticket), read(row)]))
  return tickets.map((ticket) => found.get(ticket) ?? null)
}

function cardOf({ ticket, id, at, digest, features, state, keeper, pending_for }: CardRow): Card {
  const outcome = outcomeOf(state, keeper)
  return {
    ticket: Number(ticket),
    id,
    at,
    digest: BigInt(digest),
    features,
    outcome,
    pendingFor: outcome === null ? Math.max(0, Number(pending_for)) : 0,
  }
}

function outcomeOf(state: string | null, keeper: string | null): Outcome | null {
  if (state === null || state === 'p') return null
  return state === 'k' ? { kept: true } : { kept: false, keeper: Number(keeper) }
}
