import { argumentError } from '../kernel/errors.js'

/** Where a store of PostgreSQL is, and how it is asked. */
export interface PostgresAddress {
  /** The URL for the driver, without what is read here. */
  readonly connection: string
  /** For messages: never with a user or a password. */
  readonly label: string
  readonly schema: string
  /** Milliseconds that a connection may take, also until one of the pool is free. */
  readonly connectTimeout: number
  /** Milliseconds that a statement may take, with its wait for other writers. */
  readonly statementTimeout: number
  /** Connections of this process. */
  readonly pool: number
  /** Settings of a session that the URL asks for. */
  readonly options: string
}

const DEFAULT_SCHEMA = 'offprint'
/** PostgreSQL cuts longer names. */
const LONGEST_NAME = 63
const DEFAULT_CONNECT_SECONDS = 10
const DEFAULT_STATEMENT_MILLISECONDS = 30_000
/** Claims and commits take one connection each at most, searches the others. */
const DEFAULT_POOL = 4

/**
 * Reads `postgres://user@host:port/database?schema=name`; further: `connect_timeout` in seconds, `statement_timeout` in
 * milliseconds, `pool` connections. All else is for the driver.
 * @throws OffprintError `ERR_ARGUMENT`, which never shows the URL: it may hold a password.
 */
export function postgresAddress(url: string): PostgresAddress {
  let parsed: URL
  try {
    parsed = new URL(url)
  } catch {
    // Not as its cause: that error shows the URL.
    throw argumentError('url', 'what is no URL', 'postgres://user@host:port/database?schema=name')
  }
  const take = (name: string): string | null => {
    const value = parsed.searchParams.get(name)
    parsed.searchParams.delete(name)
    return value
  }
  const count = (name: string, otherwise: number): number => {
    const given = take(name)
    if (given === null) return otherwise
    if (!/^[1-9]\d{0,8}$/.test(given))
      throw argumentError(`${name} of the url`, given, 'a whole number of 1 or more')
    return Number(given)
  }
  const schema = take('schema') ?? DEFAULT_SCHEMA
  if (schema === '' || new TextEncoder().encode(schema).length > LONGEST_NAME || schema.includes('\0')) {
    throw argumentError('schema of the url', schema, `a name of 1 to ${LONGEST_NAME} bytes`)
  }
  const connectTimeout = 1000 * count('connect_timeout', DEFAULT_CONNECT_SECONDS)
  const statementTimeout = count('statement_timeout', DEFAULT_STATEMENT_MILLISECONDS)
  const pool = count('pool', DEFAULT_POOL)
  const options = take('options') ?? ''
  const label = `${parsed.protocol}//${parsed.host}${parsed.pathname}, schema ${schema},`
  return { connection: parsed.href, label, schema, connectTimeout, statementTimeout, pool, options }
}
