import { connect, createServer, type AddressInfo } from 'node:net'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ClaimStore } from '../../src/fleet/claim-store.js'
import { openSharedIndex, openStore } from '../../src/fleet/open-shared-index.node.js'
import { failureOf, pauseBefore } from '../../src/fleet/postgres-errors.js'
import { migrate } from '../../src/fleet/postgres-migration.node.js'
import { SCHEMA_VERSION } from '../../src/fleet/postgres-schema.js'
import { lockOf, quoted } from '../../src/fleet/sql-names.js'
import { bytesOfId } from '../../src/fleet/string-bytes.js'
import { pendingClaim } from './claim-store.contract.js'
import { postgresBinaries, startPostgres, type PostgresServer } from './postgres-server.js'

/** What the error of a call is; fails where there is none. */
async function failureFrom(call: Promise<unknown>) {
  try {
    await call
  } catch (error) {
    return error as Error & { code: string }
  }
  throw new Error('it did not fail')
}

const SECRET = 'geheim'
/** All that a log may show of an error. */
const shown = ({ message, stack, cause }: Error) =>
  `${message} ${stack} ${JSON.stringify(cause)} ${(cause as Error)?.stack}`

describe('without a server', () => {
  test('nobody is there: a coded error, after some tries, that does not show the password', async () => {
    const error = await failureFrom(openStore(`postgres://me:${SECRET}@127.0.0.1:1/db?connect_timeout=1`))
    expect(error).toMatchObject({ code: 'ERR_STORE' })
    expect(error.message).toMatch(
      /^the store postgres:\/\/127\.0\.0\.1:1\/db, schema offprint, cannot be reached: /,
    )
    expect(shown(error)).not.toContain(SECRET)
  })

  test('a URL that is none, or of another scheme, is not shown', async () => {
    for (const url of [
      `postgres://me:${SECRET}@host:port:port/db`,
      `postgress://me:${SECRET}@host/db`,
      `postgres://me:${SECRET}@host/db?schema=`,
      `postgres://me:${SECRET}@host/db?schema=${'x'.repeat(64)}`,
      `postgres://me:${SECRET}@host/db?pool=0`,
      `postgres://me:${SECRET}@host/db?statement_timeout=soon`,
    ]) {
      const error = await failureFrom(openStore(url))
      expect(error).toMatchObject({ code: 'ERR_ARGUMENT' })
      expect(shown(error)).not.toContain(SECRET)
    }
  })

  test('what may have been done is repeated only where that does no harm, with longer and longer pauses', () => {
    const lost = failureOf(new Error('Connection terminated unexpectedly'), true)
    const refused = failureOf(Object.assign(new Error('connect'), { code: 'ECONNREFUSED' }), false)
    const denied = failureOf(Object.assign(new Error('denied'), { code: '42501' }), true)
    expect(pauseBefore(lost, false, 1, 0)).toBe(null)
    expect(pauseBefore(denied, true, 1, 0)).toBe(null)
    for (const [failure, repeatable] of [
      [lost, true],
      [refused, false],
    ] as const) {
      const pauses = (random: number) =>
        Array.from({ length: 9 }, (_, i) => pauseBefore(failure, repeatable, i + 1, 0, () => random))
      expect(pauses(1)).toEqual([100, 200, 400, 800, 1600, 2000, 2000, null, null])
      expect(pauses(0)).toEqual([50, 100, 200, 400, 800, 1000, 1000, null, null])
      expect(pauseBefore(failure, repeatable, 2, 10_000)).toBe(null)
    }
  })
})

const bin = postgresBinaries()

// Where there is no server postgres-store.test.ts says so.
describe.runIf(bin !== undefined)('on a server', () => {
  let server: PostgresServer
  let schemas = 0
  const opened: ClaimStore[] = []
  const newSchema = () => `failing_${++schemas}`
  const open = async (schema: string, options = '') => {
    const store = await openStore(server.url(schema, options))
    opened.push(store)
    return store
  }
  const documentsIn = async (schema: string) =>
    Number((await server.run(`SELECT count(*) FROM ${schema}.document`)).rows[0].count)
  /** Takes the lock of a store, as a client at work has it, and returns what gives it back. */
  const holdLock = async (schema: string) => {
    const client = new pg.Client({
      host: '127.0.0.1',
      port: server.port,
      user: 'postgres',
      database: 'postgres',
    })
    client.on('error', () => {})
    await client.connect()
    await client.query('BEGIN')
    await client.query(`SELECT ${lockOf(quoted(schema))}`)
    return () => client.end().catch(() => {})
  }
  /** Waits until a claim waits for the lock. */
  const claimWaits = async () => {
    for (;;) {
      const { rows } = await server.run(`SELECT count(*) FROM pg_locks WHERE NOT granted`)
      if (rows[0].count !== '0') return
    }
  }

  beforeAll(async () => {
    server = await startPostgres(bin!)
  })
  afterAll(async () => {
    for (const store of opened) await store.close()
    await server?.close()
  })

  test('stopped and started again: an error meanwhile, then all is there, over the connections of before', async () => {
    const schema = newSchema()
    const store = await open(schema, '&connect_timeout=1')
    const [{ ticket }] = await store.claim([pendingClaim('before', [1n, 2n])])
    await server.stop('fast')
    expect(await failureFrom(store.claim([pendingClaim('meanwhile', [3n])]))).toMatchObject({
      code: 'ERR_STORE',
    })
    await server.start()
    expect(await store.tickets([bytesOfId('before'), bytesOfId('meanwhile')])).toEqual([ticket, null])
    const [after] = await store.claim([pendingClaim('after', [4n, 2n])])
    expect(after).toMatchObject({ holder: 'new', documents: 1 })
  }, 60_000)

  test('restarted in the middle of a claim: the claim is made once', async () => {
    const schema = newSchema()
    const store = await open(schema)
    await holdLock(schema)
    const claimed = store.claim([pendingClaim('a', [1n, 2n]), pendingClaim('b', [3n, 2n])])
    await claimWaits()
    await server.stop('immediate')
    await server.start()
    const tickets = (await claimed).map(({ ticket }) => ticket)
    expect(await store.tickets([bytesOfId('a'), bytesOfId('b')])).toEqual(tickets)
    expect(await documentsIn(schema)).toBe(2)
    expect((await store.stats()).documents).toBe(2)
  }, 60_000)

  test('the answer to a claim is lost: a repeat finds it, and nothing is entered twice', async () => {
    const schema = newSchema()
    let swallow = false
    const between = createServer((socket) => {
      const upstream = connect(server.port, '127.0.0.1')
      for (const end of [socket, upstream]) end.on('error', () => {})
      socket.pipe(upstream)
      upstream.on('data', (answer) => {
        if (swallow) socket.destroy()
        else socket.write(answer)
        swallow = false
      })
      socket.on('close', () => upstream.destroy())
    })
    await new Promise<void>((resolve) => between.listen(0, '127.0.0.1', resolve))
    const { port } = between.address() as AddressInfo
    const store = await openStore(server.url(schema).replace(String(server.port), String(port)))
    swallow = true
    const [claimed] = await store.claim([pendingClaim('a', [1n, 2n])])
    expect(swallow).toBe(false)
    expect(claimed).toMatchObject({ ticket: 1, holder: 'again' })
    swallow = true
    expect(await store.commit([{ ticket: 1, kept: true, words: BigInt64Array.of(7n) }])).toEqual([
      { kept: true },
    ])
    expect([...(await store.words(BigInt64Array.of(7n)))]).toEqual([1])
    // What was forgotten would be unknown to a repeat.
    swallow = true
    const forgotten = await failureFrom(store.forget([{ ticket: 1, keys: BigInt64Array.of(1n, 2n) }]))
    expect(forgotten).toMatchObject({ code: 'ERR_STORE' })
    expect(await store.stats()).toMatchObject({ documents: 0 })
    expect((await store.lists(BigInt64Array.of(1n, 2n))).lists).toEqual([null, null])
    await store.close()
    between.close()
  }, 60_000)

  test('a server that hangs is given up, and what it did not acknowledge may be asked again', async () => {
    const schema = newSchema()
    const store = await open(schema, '&statement_timeout=200&connect_timeout=1')
    await store.claim([pendingClaim('a', [1n])])
    server.signal('SIGSTOP')
    const from = performance.now()
    try {
      expect(await failureFrom(store.claim([pendingClaim('b', [2n])]))).toMatchObject({ code: 'ERR_STORE' })
    } finally {
      server.signal('SIGCONT')
    }
    expect(performance.now() - from).toBeLessThan(25_000)
    const [{ ticket }] = await store.claim([pendingClaim('b', [2n])])
    expect(await store.tickets([bytesOfId('b')])).toEqual([ticket])
    expect(await documentsIn(schema)).toBe(2)
  }, 60_000)

  test('a statement that takes too long is ended, and nothing of it is stored', async () => {
    const schema = newSchema()
    const store = await open(schema, '&statement_timeout=200')
    const release = await holdLock(schema)
    const error = await failureFrom(store.claim([pendingClaim('a', [1n])]))
    expect(error).toMatchObject({ code: 'ERR_STORE' })
    expect(error.message).toContain('statement_timeout')
    await release()
    expect(await documentsIn(schema)).toBe(0)
    expect(await store.claim([pendingClaim('a', [1n])])).toMatchObject([{ holder: 'new' }])
  })

  test('a pool without a free connection', async () => {
    const schema = newSchema()
    const store = await open(schema, '&pool=1&connect_timeout=1')
    const release = await holdLock(schema)
    const claimed = store.claim([pendingClaim('a', [1n])])
    await claimWaits()
    const error = await failureFrom(store.lists(BigInt64Array.of(1n)))
    expect(error).toMatchObject({ code: 'ERR_STORE' })
    expect(error.message).toContain('all of its pool are at work')
    await release()
    expect(await claimed).toMatchObject([{ holder: 'new' }])
  })

  test('a server without a free connection', async () => {
    const schema = newSchema()
    await server.run('CREATE ROLE crowded LOGIN CONNECTION LIMIT 0')
    const url = server.url(schema).replace('postgres@', 'crowded@')
    const error = await failureFrom(openStore(url))
    expect(error).toMatchObject({ code: 'ERR_STORE' })
    expect(error.message).toContain('has no connection free')
  }, 30_000)

  test('who may not make a schema, and who may not write', async () => {
    const schema = newSchema()
    await server.run('CREATE ROLE guest LOGIN')
    const url = server.url(schema).replace('postgres@', 'guest@')
    const none = await failureFrom(openStore(url))
    expect(none).toMatchObject({ code: 'ERR_STORE' })
    expect(none.message).toMatch(/denies this user what a store needs: permission denied/)
    const owner = await open(schema)
    await owner.claim([pendingClaim('a', [1n])])
    await server.run(`GRANT USAGE ON SCHEMA ${schema} TO guest`)
    await server.run(
      `GRANT SELECT ON ALL TABLES IN SCHEMA ${schema} TO guest; GRANT INSERT, UPDATE ON ${schema}.document TO guest`,
    )
    const guest = await openStore(url)
    opened.push(guest)
    const denied = await failureFrom(guest.claim([pendingClaim('b', [1n])]))
    expect(denied).toMatchObject({ code: 'ERR_STORE' })
    expect(denied.message).toContain('permission denied')
    expect(await documentsIn(schema)).toBe(1)
  })

  test('a schema that somebody else made is used without the right to make one', async () => {
    const schema = newSchema()
    await server.run(`CREATE ROLE tenant LOGIN; CREATE SCHEMA ${schema} AUTHORIZATION tenant`)
    const store = await openStore(server.url(schema).replace('postgres@', 'tenant@'))
    expect(await store.claim([pendingClaim('a', [1n])])).toMatchObject([{ holder: 'new' }])
    await store.close()
  })

  test('a full disk: an error, and nothing is stored', async () => {
    const schema = newSchema()
    const store = await open(schema)
    // The server raises this code where a file cannot grow.
    await server.run(`
      CREATE FUNCTION ${schema}.full() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = 'disk_full'; END $$;
      CREATE TRIGGER full_disk BEFORE INSERT ON ${schema}.list EXECUTE FUNCTION ${schema}.full()`)
    const error = await failureFrom(store.claim([pendingClaim('a', [1n])]))
    expect(error).toMatchObject({ code: 'ERR_STORE' })
    expect(error.message).toContain('has no room left on its disk')
    expect(await documentsIn(schema)).toBe(0)
    await server.run(`DROP TRIGGER full_disk ON ${schema}.list`)
    expect(await store.claim([pendingClaim('a', [1n])])).toMatchObject([{ holder: 'new', documents: 0 }])
  })

  test('no database, and no such user', async () => {
    const [database, user] = await Promise.all([
      failureFrom(openStore(server.url('x').replace('/postgres?', '/nowhere?'))),
      failureFrom(openStore(server.url('x').replace('postgres@', `nobody:${SECRET}@`))),
    ])
    expect(database.message).toContain('does not exist')
    expect(user).toMatchObject({ code: 'ERR_STORE' })
    expect(shown(user)).not.toContain(SECRET)
  })

  test('a newer schema is refused by name, at the start and while at work', async () => {
    const schema = newSchema()
    const store = await open(schema)
    await server.run(`UPDATE ${schema}.store SET version = 99`)
    for (const call of [() => openStore(server.url(schema)), () => store.claim([pendingClaim('a', [1n])])]) {
      const error = await failureFrom(call())
      expect(error).toMatchObject({ code: 'ERR_FORMAT' })
      expect(error.message).toMatch(new RegExp(`version 99 .* version ${SCHEMA_VERSION};`))
    }
    expect(await documentsIn(schema)).toBe(0)
  })

  test('an older schema is brought to this version, with what it holds', async () => {
    const schema = newSchema()
    const client = new pg.Client({
      host: '127.0.0.1',
      port: server.port,
      user: 'postgres',
      database: 'postgres',
    })
    await client.connect()
    await client.query('BEGIN')
    expect(await migrate(client as unknown as pg.PoolClient, schema, 1)).toBe(1)
    await client.query(`
      INSERT INTO ${schema}.document (ticket, id, digest, features, state, claimed_at) VALUES (1, '\\x0061', 7, '', 'k', now());
      UPDATE ${schema}.store SET next = 2, documents = 1`)
    await client.query('COMMIT')
    await client.end()
    const [store] = await Promise.all([open(schema), open(schema)])
    expect(await store.tickets([bytesOfId('a')])).toEqual([1])
    expect(await store.claim([pendingClaim('b', [1n])])).toMatchObject([{ ticket: 2, documents: 1 }])
  })

  test('many who make a store at once make one', async () => {
    const schema = newSchema()
    const stores = await Promise.all(Array.from({ length: 8 }, () => open(schema)))
    const claims = await Promise.all(
      stores.map((store, i) => store.claim([pendingClaim(`${i}`, [BigInt(i), 50n])])),
    )
    expect(claims.map(([{ ticket }]) => ticket).sort((x, y) => x - y)).toEqual([1, 2, 3, 4, 5, 6, 7, 8])
  })

  test('stores of one database do not see each other, whatever their names', async () => {
    const names = ['"quoted"', "it's", 'Upper', 'upper', 'ö ü']
    for (const name of names) {
      const shared = await openSharedIndex(server.url(encodeURIComponent(name)))
      expect((await shared.add('a', 'One text that only this store has, and no other.')).matches).toEqual([])
      expect(await shared.has('a')).toBe(true)
      await shared.close()
    }
  })

  test('what is acknowledged is flushed, also where sessions would not wait; without fsync it is refused', async () => {
    const schema = newSchema()
    await open(schema)
    await server.run(`
      CREATE TABLE ${schema}.seen (setting text);
      CREATE FUNCTION ${schema}.note() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN INSERT INTO ${schema}.seen VALUES (current_setting('synchronous_commit')); RETURN NULL; END $$;
      CREATE TRIGGER note AFTER UPDATE ON ${schema}.store EXECUTE FUNCTION ${schema}.note()`)
    const store = await open(schema, `&options=${encodeURIComponent('-c synchronous_commit=off')}`)
    const [{ ticket }] = await store.claim([pendingClaim('a', [1n])])
    await store.commit([{ ticket, kept: true, words: new BigInt64Array(0) }])
    await store.forget([{ ticket, keys: BigInt64Array.of(1n) }])
    const { rows } = await server.run(`SELECT setting FROM ${schema}.seen`)
    expect(rows.map(({ setting }) => setting)).toEqual(['on', 'on', 'on'])
    await server.run('ALTER SYSTEM SET fsync = off')
    await server.run('SELECT pg_reload_conf()')
    const error = await failureFrom(open(newSchema()))
    await server.run('ALTER SYSTEM RESET fsync')
    await server.run('SELECT pg_reload_conf()')
    expect(error).toMatchObject({ code: 'ERR_STORE' })
    expect(error.message).toContain('fsync = off')
  })

  test('what came before a time is found by the index on times', async () => {
    const schema = newSchema()
    const store = await open(schema)
    await server.run(`
      INSERT INTO ${schema}.document (ticket, id, at, digest, features, state, claimed_at)
      SELECT n, int8send(n), n, n, '', 'k', now() FROM generate_series(1, 20000) n; ANALYZE ${schema}.document`)
    expect(await store.iterate(0, 256, 11)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
    expect(await store.iterate(5, 2, 11)).toEqual([6, 7])
    const { rows } = await server.run(
      `EXPLAIN SELECT ticket FROM ${schema}.document WHERE ticket > 0 AND at < 11 ORDER BY ticket LIMIT 256`,
    )
    expect(JSON.stringify(rows)).toContain('document_at')
  })
})
