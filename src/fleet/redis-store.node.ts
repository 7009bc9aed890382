import type * as redisPackage from 'ioredis'
import { argumentError, OffprintError } from '../kernel/errors.js'
import { KNOWN_IN, type Card, type Claim, type ClaimStore, type Commit, type Outcome } from './claim-store.js'
import { loadPeer } from '../kernel/peer.js'
import { CLAIM_SCRIPT, COMMIT_SCRIPT, FORGET_SCRIPT } from './redis-scripts.js'
import { bytesOfRow, rowOfBytes } from './stored-row.js'

/** Where a store of Redis is, and how it is asked. */
interface RedisAddress {
  /** For messages: never with a user or a password. */
  readonly label: string
  /** The URL for the driver. */
  readonly connection: string
  /** Names of the keys of a store share it as their hash tag. */
  readonly name: string
  /** Whether what is acknowledged may be lost. */
  readonly cache: boolean
}

type Redis = redisPackage.Redis
type MakeCommand = typeof redisPackage.Command
type Argument = string | number | Buffer

/** Hashes that posting lists are spread over: small ones are packed, 26 bytes a list of one posting instead of 80. */
const BUCKET_BITS = 18
const CONNECT_MILLISECONDS = 10_000
/** A claim of some hundred documents takes 50 ms. */
const COMMAND_MILLISECONDS = 30_000
/** Times that a command is sent again after the connection broke. All are safe to repeat: a claim is known by its id. */
const MOST_RETRIES = 4
const MOST_PAUSE = 2000

/**
 * A store in Redis or Valkey 6.2 and later, for any number of machines: the keys of one store share a hash tag, so that it lies on
 * one node of a cluster. Memory holds all of it: about 5 KB for a document of 1 KB.
 *
 * `redis://host:port/0?name=offprint`. The server must write each command to its disk before it answers (`appendonly yes`,
 * `appendfsync always`); with `?cache=yes` it need not, and then what is acknowledged may be lost.
 * @throws OffprintError `ERR_ARGUMENT`; `ERR_PACKAGE` where the package `ioredis` is missing; `ERR_STORE` where the server cannot be
 * reached, or does not write to its disk at once.
 */
export async function redisStore(url: string): Promise<ClaimStore> {
  const address = redisAddress(url)
  const { Redis, Command } = await loadPeer<typeof redisPackage>('ioredis', () => import('ioredis'))
  const redis = new Redis(address.connection, {
    lazyConnect: true,
    connectTimeout: CONNECT_MILLISECONDS,
    commandTimeout: COMMAND_MILLISECONDS,
    maxRetriesPerRequest: MOST_RETRIES,
    // For as long as the store is open: a server may come back hours later. With jitter, so that its clients do not all come at
    // once.
    retryStrategy: (times) => Math.min(MOST_PAUSE, 100 * 2 ** times) * (0.5 + Math.random() / 2),
  })
  // Each command says what went wrong; an error without a listener would end the process.
  redis.on('error', () => {})
  try {
    await redis.connect()
    if (!address.cache) await requireDurable(redis, address)
  } catch (cause) {
    redis.disconnect()
    throw cause instanceof OffprintError ? cause : storeError(address, cause)
  }
  return storeIn(redis, Command, address)
}

/** @throws OffprintError `ERR_ARGUMENT`; its message shows no password. */
function redisAddress(url: string): RedisAddress {
  let parsed: URL
  try {
    parsed = new URL(url)
  } catch {
    throw new OffprintError('ERR_ARGUMENT', 'url must be like redis://host:6379/0?name=offprint')
  }
  const label = `${parsed.protocol}//${parsed.host}${parsed.pathname}`
  const options = new URLSearchParams(parsed.search)
  for (const key of options.keys()) {
    if (key !== 'name' && key !== 'cache')
      throw argumentError(`the option ${key} of ${label}`, options.get(key), 'name or cache')
  }
  const name = options.get('name') ?? 'offprint'
  const cache = options.get('cache') ?? 'no'
  if (!/^[\w.-]{1,64}$/.test(name))
    throw argumentError(`name of ${label}`, name, '1 to 64 letters, digits, _, . or -')
  if (cache !== 'yes' && cache !== 'no') throw argumentError(`cache of ${label}`, cache, 'yes or no')
  parsed.search = ''
  return { label, connection: parsed.href, name, cache: cache === 'yes' }
}

/** @throws OffprintError `ERR_STORE` where an acknowledged claim could be lost. */
async function requireDurable(redis: Redis, { label }: RedisAddress): Promise<void> {
  const remedy =
    'set appendonly yes and appendfsync always, or add ?cache=yes to the URL if what is acknowledged may be lost'
  let settings: string[]
  try {
    settings = (await redis.config('GET', 'append*')) as string[]
  } catch (cause) {
    throw new OffprintError(
      'ERR_STORE',
      `the store ${label} does not tell whether it writes to its disk at once (CONFIG GET is refused); ${remedy}`,
      { cause },
    )
  }
  const given = new Map<string, string>()
  for (let i = 0; i + 1 < settings.length; i += 2) given.set(settings[i], settings[i + 1])
  if (given.get('appendonly') === 'yes' && given.get('appendfsync') === 'always') return
  throw new OffprintError(
    'ERR_STORE',
    `the store ${label} would lose what it acknowledged (appendonly ${given.get('appendonly')}, appendfsync ${given.get('appendfsync')}); ${remedy}`,
  )
}

function storeIn(redis: Redis, Command: MakeCommand, address: RedisAddress): ClaimStore {
  const tag = `{${address.name}}`
  const tables = ['meta', 'rows', 'texts', 'ids', 'words', 'order', 'times'].map((table) => `${tag}:${table}`)
  const [meta, rows, texts, ids, words, order, times] = tables
  const bucketOf = (key: bigint) => `${tag}:l:${Number(BigInt.asUintN(BUCKET_BITS, key)).toString(36)}`
  const bucketsOf = (keys: BigInt64Array) => Array.from(keys, bucketOf)

  const told = async <T>(ask: () => Promise<T>): Promise<T> => {
    try {
      return await ask()
    } catch (cause) {
      throw storeError(address, cause)
    }
  }
  const run = <T>(script: string, buckets: readonly string[], given: readonly Argument[]): Promise<T> =>
    told(() => evaluate<T>(redis, Command, script, [...tables, ...buckets], given))

  return {
    agree: (settings) =>
      told(async () => {
        await redis.hsetnx(meta, 'settings', settings)
        return (await redis.hget(meta, 'settings'))!
      }),
    claim: (documents) =>
      inParts(
        documents,
        ({ keys }) => keys.length,
        async (some) => {
          const buckets = some.flatMap(({ keys }) => bucketsOf(keys))
          const given = [some.length, ...some.flatMap(claimArguments)]
          const answers = await run<[Buffer, number, number, Buffer[]][]>(CLAIM_SCRIPT, buckets, given)
          return answers.map(([ticket, holder, held, lists]) => ({
            ticket: Number(ticket),
            holder: HOLDERS[holder],
            documents: held,
            lists: lists.map((list) => (list.length === 0 ? null : list)),
          }))
        },
      ),
    lists: (keys) =>
      told(async () => {
        const pipeline = redis.pipeline()
        pipeline.hget(meta, 'documents')
        for (const key of keys) pipeline.hgetBuffer(bucketOf(key), bytesOfKey(key))
        const [held, ...lists] = await answersOf(pipeline)
        return { documents: Number(held ?? 0), lists: lists as (Buffer | null)[] }
      }),
    tickets: (asked) =>
      told(async () => {
        const found = await many(asked, (batch) => redis.hmget(ids, ...batch.map(bufferOf)))
        return found.map((ticket) => (ticket === null ? null : Number(ticket)))
      }),
    cards: (tickets) =>
      told(async () => {
        const [seconds, microseconds] = await redis.time()
        const now = Number(seconds) * 1000 + Math.floor(Number(microseconds) / 1000)
        const found = await many(tickets, (batch) => redis.hmgetBuffer(rows, ...batch.map(String)))
        return found.map((row, i) => row && cardOf(tickets[i], row, now))
      }),
    texts: (tickets) => told(() => many(tickets, (batch) => redis.hmgetBuffer(texts, ...batch.map(String)))),
    words: (keys) =>
      told(async () => {
        const found = await many([...keys], (batch) => redis.hmget(words, ...batch.map(bytesOfKey)))
        return Uint8Array.from(found, (count) => Math.min(KNOWN_IN, Number(count ?? 0)))
      }),
    commit: (commits) =>
      inParts(
        commits,
        (one) => (one.kept ? one.words : one.keys).length,
        async (some) => {
          const buckets = some.flatMap((one) => (one.kept ? [] : bucketsOf(one.keys)))
          const given = [some.length, ...some.flatMap(commitArguments)]
          const answers = await run<Buffer[]>(COMMIT_SCRIPT, buckets, given)
          return answers.map((row) => (row.length === 0 ? null : outcomeOf(row)))
        },
      ),
    forget: (removals) =>
      inParts(
        removals,
        ({ keys }) => keys.length,
        async (some) => {
          const buckets = some.flatMap(({ keys }) => bucketsOf(keys))
          const given: Argument[] = [some.length]
          for (const { ticket, keys } of some) given.push(String(ticket), bytesOfKeys(keys))
          return (await run<number[]>(FORGET_SCRIPT, buckets, given)).map((gone) => gone === 1)
        },
      ),
    iterate: (after, limit, before) =>
      told(async () => {
        if (limit <= 0) return []
        if (before === undefined) {
          return (await redis.zrangebyscore(order, `(${after}`, '+inf', 'LIMIT', 0, limit)).map(Number)
        }
        const early = (await redis.zrangebyscore(times, '-inf', `(${before}`)).map(Number)
        return early
          .filter((ticket) => ticket > after)
          .sort((x, y) => x - y)
          .slice(0, limit)
      }),
    stats: () =>
      told(async () => {
        const [documents, pending, removed] = await redis.hmget(meta, 'documents', 'pending', 'removed')
        const bytes = /used_memory_dataset:(\d+)/.exec(await redis.info('memory'))
        return {
          documents: Number(documents ?? 0),
          pending: Number(pending ?? 0),
          removed: Number(removed ?? 0),
          bytes: Number(bytes?.[1] ?? 0),
        }
      }),
    async close() {
      await redis.quit().catch(() => redis.disconnect())
    },
  }
}

const HOLDERS = ['new', 'again', 'other'] as const

/** Fields that are asked for in one command. */
const BATCH = 1000

async function many<T, R>(all: readonly T[], ask: (batch: readonly T[]) => Promise<R[]>): Promise<R[]> {
  const answers: R[] = []
  for (let from = 0; from < all.length; from += BATCH)
    answers.push(...(await ask(all.slice(from, from + BATCH))))
  return answers
}

/**
 * Keys of one script, after which what follows is sent in the next one: a server does nothing else meanwhile, some 10 µs a key.
 * Each document is claimed whole, and what comes between two scripts has its place in the one order of claims.
 */
const MOST_KEYS = 8192

async function inParts<T, R>(
  all: readonly T[],
  keysOf: (one: T) => number,
  send: (some: readonly T[]) => Promise<R[]>,
): Promise<R[]> {
  const answers: R[] = []
  for (let from = 0; from < all.length;) {
    let to = from + 1
    let keys = keysOf(all[from])
    while (to < all.length && (keys += keysOf(all[to])) <= MOST_KEYS) to++
    answers.push(...(await send(all.slice(from, to))))
    from = to
  }
  return answers
}

function claimArguments({ id, text, at, keys, places, features, words }: Claim): Argument[] {
  const row = bytesOfRow({ id, at, digest: keys[0], features, state: 'pending', keeper: 0, claimedAt: 0 })
  const positions = Buffer.alloc(4 * places.length)
  places.forEach((place, i) => positions.writeUInt32BE(place, 4 * i))
  return [
    bufferOf(id),
    bufferOf(text),
    at === null ? '' : scoreOf(at),
    bufferOf(row),
    bytesOfKeys(keys),
    positions,
    words === null ? '-' : Buffer.concat([Buffer.from('+'), bytesOfKeys(words)]),
  ]
}

function commitArguments(commit: Commit): Argument[] {
  const { ticket } = commit
  if (commit.kept) return [String(ticket), '1', '0', bytesOfKeys(commit.words)]
  return [String(ticket), '0', String(commit.keeper), bytesOfKeys(commit.keys)]
}

/** A number as Redis reads scores. */
function scoreOf(at: number): string {
  if (at === Infinity) return '+inf'
  return at === -Infinity ? '-inf' : String(at)
}

function cardOf(ticket: number, bytes: Buffer, now: number): Card {
  const { id, at, digest, features, state, claimedAt } = rowOfBytes(bytes)
  const pendingFor = state === 'pending' ? Math.max(0, now - claimedAt) : 0
  return { ticket, id, at, digest, features, outcome: outcomeOf(bytes), pendingFor }
}

function outcomeOf(bytes: Uint8Array): Outcome | null {
  const { state, keeper } = rowOfBytes(bytes)
  if (state === 'pending') return null
  return state === 'kept' ? { kept: true } : { kept: false, keeper }
}

function bytesOfKey(key: bigint): Buffer {
  const bytes = Buffer.allocUnsafe(8)
  bytes.writeBigInt64BE(key)
  return bytes
}

function bytesOfKeys(keys: BigInt64Array): Buffer {
  const bytes = Buffer.allocUnsafe(8 * keys.length)
  keys.forEach((key, i) => bytes.writeBigInt64BE(key, 8 * i))
  return bytes
}

function bufferOf({ buffer, byteOffset, byteLength }: Uint8Array): Buffer {
  return Buffer.from(buffer as ArrayBuffer, byteOffset, byteLength)
}

/** The digests of the scripts, by which a server runs what it has. */
const digests = new Map<string, string>()

async function evaluate<T>(
  redis: Redis,
  Command: MakeCommand,
  script: string,
  keys: string[],
  given: readonly Argument[],
): Promise<T> {
  // A long text has more keys than a call of a function may have arguments, so that they go as one array.
  const send = (digest: string) =>
    redis.sendCommand(
      new Command('EVALSHA', [digest, keys.length, ...keys, ...given], { replyEncoding: null }),
    ) as Promise<T>
  const known = digests.get(script)
  if (known !== undefined) {
    try {
      return await send(known)
    } catch (cause) {
      // A server that was restarted has forgotten it, and has done nothing.
      if (!String((cause as Error).message).startsWith('NOSCRIPT')) throw cause
    }
  }
  digests.set(script, (await redis.script('LOAD', script)) as string)
  return await send(digests.get(script)!)
}

async function answersOf(pipeline: redisPackage.ChainableCommander): Promise<unknown[]> {
  const answers = (await pipeline.exec()) ?? []
  return answers.map(([error, answer]) => {
    if (error !== null) throw error
    return answer
  })
}

/** What a failure means, by the first word of Redis’s message. */
const FAILURES: readonly (readonly [RegExp, string])[] = [
  [/^OOM/, 'has no memory left'],
  [/^(NOPERM|NOAUTH|WRONGPASS)/, 'refuses this user'],
  [/^(READONLY|MISCONF)/, 'takes no writes'],
  [/^LOADING/, 'is starting'],
  [/timed out/i, 'did not answer in time'],
  [/max retries|ECONN|ENOTFOUND|EAI_AGAIN|Connection is closed|closed/i, 'cannot be reached'],
]

function storeError({ label }: RedisAddress, cause: unknown): OffprintError {
  const { code, message } = cause as { code?: string; message?: string }
  const reason = message === undefined || message === '' ? (code ?? String(cause)) : message
  const what =
    FAILURES.find(([pattern]) => pattern.test(`${reason} ${code ?? ''}`))?.[1] ??
    'could not do what was asked'
  return new OffprintError('ERR_STORE', `the store ${label} ${what}: ${reason}`, { cause })
}
