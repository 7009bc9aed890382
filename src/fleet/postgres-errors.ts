import { OffprintError } from '../kernel/errors.js'
import { OTHER_ISOLATION, OTHER_VERSION } from './postgres-functions.js'
import { SCHEMA_VERSION } from './postgres-schema.js'

/** What is known after a call failed. */
export interface Failure {
  /** `undone`: nothing of it happened; `unknown`: it may have happened, or may happen still. */
  readonly effect: 'undone' | 'unknown'
  /** Whether a repeat may go better. */
  readonly passing: boolean
  /** What the store did, for people. */
  readonly what: string
}

const undone = (what: string, passing = false): Failure => ({ effect: 'undone', passing, what })
const lost = (what: string): Failure => ({ effect: 'unknown', passing: true, what })

/** By SQLSTATE, or its class; a statement that fails is undone. */
const BY_STATE: Readonly<Record<string, Failure>> = {
  // The server or a keeper of it ends the connection: before the statement, within it or after its commit.
  '08': lost('broke off the connection'),
  '57P01': lost('is shutting down'),
  '57P02': lost('was stopped'),
  '57P03': undone('is starting or stopping', true),
  '57P05': lost('broke off the connection'),
  '57014': undone('did not finish a statement within statement_timeout'),
  '55P03': undone('did not get a lock', true),
  '40': undone('gave way to another transaction', true),
  '53300': undone('has no connection free', true),
  '53100': undone('has no room left on its disk'),
  '53': undone('lacks memory or another resource'),
  '58': undone('cannot read or write its files'),
  '28': undone('refuses this user'),
  '42501': undone('denies this user what a store needs'),
  '3D': undone('is in a database that does not exist'),
  '3F': undone('has no schema of a store'),
  '25006': undone('is read-only'),
  [OTHER_ISOLATION]: undone('has sessions that are not read committed'),
}
const ELSE = undone('could not do what was asked')

/** Errors of a connection that was never made. */
const NOT_CONNECTED = /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|ENOENT|EACCES)$/

/**
 * Reads an error of the driver.
 * @param sent whether a connection was at hand, so that the statement may have gone out.
 */
export function failureOf(cause: unknown, sent: boolean): Failure {
  const { code, message = '' } = cause as { code?: unknown; message?: string }
  if (typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code)) {
    return BY_STATE[code] ?? BY_STATE[code.slice(0, 2)] ?? ELSE
  }
  if (message === 'timeout exceeded when trying to connect') {
    return undone('has no connection of this process free: all of its pool are at work')
  }
  if (sent) {
    return message === 'Query read timeout'
      ? lost('did not answer in time')
      : lost('broke off the connection')
  }
  if (message.includes('connection timeout')) return undone('did not take a connection in time', true)
  const passing = typeof code !== 'string' || NOT_CONNECTED.test(code) || code.startsWith('ECONN')
  return undone('cannot be reached', passing)
}

/** The error for a caller: `ERR_FORMAT` where another version has migrated the store, else `ERR_STORE`. */
export function storeError(label: string, { what }: Failure, cause: unknown): OffprintError {
  const { code, detail, message } = cause as { code?: string; detail?: string; message?: string }
  if (code === OTHER_VERSION) return versionError(label, Number(detail), { cause })
  const reason = message === undefined || message === '' ? (code ?? String(cause)) : message
  return new OffprintError('ERR_STORE', `the store ${label} ${what}: ${reason}`, { cause })
}

/** Says that a store is of a newer version. */
export function versionError(label: string, version: number, options?: ErrorOptions): OffprintError {
  return new OffprintError(
    'ERR_FORMAT',
    `the store ${label} has version ${version} of the schema, this offprint works with version ${SCHEMA_VERSION}; update it on this machine`,
    options,
  )
}

/** Times that a call is made at most, the last one so many milliseconds after the first at most. */
const MOST_TRIES = 8
const MOST_TIME = 10_000
/** Milliseconds of the first pause; each further one is twice as long, up to the most. In all 3.5 to 7 s. */
const FIRST_PAUSE = 100
const MOST_PAUSE = 2000

/**
 * Milliseconds until the next try; null where a repeat would not help, could do a thing twice, or has been made often enough. With
 * jitter, so that the clients of a server that comes back do not all come at once.
 * @param repeatable whether it may be done again where nobody knows whether it was done.
 * @param tries those made so far, and the milliseconds since the first one.
 */
export function pauseBefore(
  { passing, effect }: Failure,
  repeatable: boolean,
  tries: number,
  elapsed: number,
  random: () => number = Math.random,
): number | null {
  if (!passing || (effect === 'unknown' && !repeatable)) return null
  if (tries >= MOST_TRIES || elapsed >= MOST_TIME) return null
  return Math.min(FIRST_PAUSE * 2 ** (tries - 1), MOST_PAUSE) * (0.5 + random() / 2)
}
