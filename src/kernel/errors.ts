import { nearestName } from './nearest-name.js'

/** Every code this library throws. Codes are stable; messages are for people and may improve. */
export type ErrorCode =
  | 'ERR_ARGUMENT'
  | 'ERR_DUPLICATE_ID'
  | 'ERR_FORMAT'
  | 'ERR_INDEX_CHANGED'
  | 'ERR_INDEX_FULL'
  | 'ERR_LOAD'
  | 'ERR_RECORD'
  | 'ERR_SIGNATURE_MISMATCH'
  | 'ERR_SOURCE_ONCE'
  | 'ERR_INPUT'
  | 'ERR_OUTPUT_EXISTS'
  | 'ERR_PACKAGE'
  | 'ERR_STORE'
  | 'ERR_USAGE'

/** The one error class: `code` for programs, `message` names the argument (or file and line) and the remedy. */
export class OffprintError extends Error {
  /** For programs; see `ErrorCode`. */
  readonly code: ErrorCode
  constructor(code: ErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'OffprintError'
    this.code = code
  }
}

/** An argument outside what is allowed: names it, shows what came, says what is allowed. */
export function argumentError(name: string, got: unknown, allowed: string): OffprintError {
  return new OffprintError('ERR_ARGUMENT', `${name} must be ${allowed}, got ${show(got)}`)
}

/** Throws `ERR_ARGUMENT` unless `value` is a string. */
export function requireString(name: string, value: unknown): asserts value is string {
  if (typeof value !== 'string') throw argumentError(name, value, 'a string')
}

/** Throws `ERR_ARGUMENT` unless `value` is a number in [low, high]. */
export function requireNumber(
  name: string,
  value: unknown,
  low: number,
  high: number,
): asserts value is number {
  if (typeof value !== 'number' || !(value >= low && value <= high)) {
    throw argumentError(
      name,
      value,
      high === Infinity ? `a number of ${low} or more` : `a number from ${low} to ${high}`,
    )
  }
}

/** Throws `ERR_ARGUMENT` unless `value` is an integer in [low, high]. */
export function requireInteger(
  name: string,
  value: unknown,
  low: number,
  high: number,
): asserts value is number {
  if (!Number.isInteger(value) || (value as number) < low || (value as number) > high) {
    throw argumentError(
      name,
      value,
      high === Infinity ? `a whole number of ${low} or more` : `a whole number from ${low} to ${high}`,
    )
  }
}

/**
 * Throws `ERR_ARGUMENT` for options that are no object, or that have a key that no code reads: a misspelt option must not
 * pass silently.
 */
export function requireKnownKeys(name: string, value: object, known: readonly string[]): void {
  if (typeof value !== 'object' || value === null) throw argumentError(name, value, 'an object')
  for (const key of Object.keys(value)) {
    if (known.includes(key)) continue
    const nearest = nearestName(key, known)
    const remedy = nearest === undefined ? '' : `; did you mean ${nearest}?`
    const all = `known options are ${known.join(', ')}`
    throw new OffprintError('ERR_ARGUMENT', `${name}.${key} is not an option${remedy || ';'} ${all}`)
  }
}

function show(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value.length > 60 ? value.slice(0, 60) + '…' : value)
  if (typeof value === 'object' && value !== null) return Array.isArray(value) ? 'an array' : 'an object'
  return typeof value === 'function' ? 'a function' : String(value)
}
