import type { Pool, PoolClient, QueryResultRow } from 'pg'
import type * as pgPackage from 'pg'
import { OffprintError } from '../kernel/errors.js'
import { failureOf, pauseBefore, storeError } from './postgres-errors.js'
import type { PostgresAddress } from './postgres-url.js'

/** Milliseconds that the client waits longer than the server may take: what answers late has not failed. */
const GRACE = 2000

/**
 * Settings of a session. Every table is read by an index: a plan that was made while the store was small and reads it whole
 * would be kept while it grows. Compiling a query costs more than running it.
 */
const SESSION =
  '-c default_transaction_isolation=read\\ committed -c enable_seqscan=off -c enable_hashjoin=off -c enable_mergejoin=off -c jit=off'

/** A server that is asked by SQL, with repeats where they help and do no harm. */
export interface Server {
  /**
   * Runs one statement, prepared under a name. The driver reads `bigint` as a string.
   * @param repeatable whether it may be run again where nobody knows whether it was run.
   */
  ask<Row extends QueryResultRow>(
    name: string,
    text: string,
    values: readonly unknown[],
    repeatable: boolean,
  ): Promise<Row[]>
  /** Runs a transaction, from the start where it was undone. */
  transaction<T>(work: (client: PoolClient) => Promise<T>): Promise<T>
  close(): Promise<void>
}

const ignore = (): void => {}

/** Opens a pool of connections, none of which is made yet. */
export function connect({ Pool }: Pick<typeof pgPackage, 'Pool'>, address: PostgresAddress): Server {
  const { connection, label, connectTimeout, statementTimeout, pool: max, options } = address
  const pool: Pool = new Pool({
    connectionString: connection,
    max,
    connectionTimeoutMillis: connectTimeout,
    query_timeout: statementTimeout + GRACE,
    keepAlive: true,
    allowExitOnIdle: true,
    options: `${options} ${SESSION} -c statement_timeout=${statementTimeout}`.trim(),
  })
  // A connection that breaks while it is idle is replaced when one is needed.
  pool.on('error', ignore)

  const repeated = async <T>(work: (client: PoolClient) => Promise<T>, repeatable: boolean): Promise<T> => {
    const from = performance.now()
    for (let tries = 1; ; tries++) {
      let pause: number | null
      let client: PoolClient | undefined
      try {
        client = await pool.connect()
        // Where the connection breaks, the statement under way fails, or the next one.
        client.on('error', ignore)
        const done = await work(client)
        client.off('error', ignore)
        client.release()
        return done
      } catch (cause) {
        // A statement that failed may be at work still: its connection is not used again.
        client?.release(true)
        if (cause instanceof OffprintError) throw cause
        const failure = failureOf(cause, client !== undefined)
        pause = pauseBefore(failure, repeatable, tries, performance.now() - from)
        if (pause === null) throw storeError(label, failure, cause)
      }
      await new Promise((resolve) => setTimeout(resolve, pause))
    }
  }

  return {
    ask: <Row extends QueryResultRow>(
      name: string,
      text: string,
      values: readonly unknown[],
      repeatable: boolean,
    ) =>
      repeated(
        async (client) => (await client.query<Row>({ name, text, values: [...values] })).rows,
        repeatable,
      ),
    transaction: (work) =>
      repeated(async (client) => {
        await client.query('BEGIN')
        const done = await work(client)
        await client.query('COMMIT')
        return done
      }, true),
    close: () => pool.end(),
  }
}
