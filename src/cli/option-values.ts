import { InvalidArgumentError } from 'commander'
import { timestampOf } from '../dedupe/selectors.js'
import { OffprintError } from '../kernel/errors.js'
import { encodingNamed } from '../read/bytes/encoding.js'

// Each function reads the value of an option, and throws commander's InvalidArgumentError for one that is not allowed.

/** A number from 0 to 1. */
export function share(value: string): number {
  const number = toNumber(value)
  if (!(number >= 0 && number <= 1)) throw new InvalidArgumentError('Allowed: a number from 0 to 1.')
  return number
}

/** A number of 1 or more. */
export function size(value: string): number {
  const number = toNumber(value)
  if (!(number >= 1 && number < Infinity)) throw new InvalidArgumentError('Allowed: a number of 1 or more.')
  return number
}

/** A number of 0 or more. */
export function amount(value: string): number {
  const number = toNumber(value)
  if (!(number >= 0 && number < Infinity)) throw new InvalidArgumentError('Allowed: a number of 0 or more.')
  return number
}

/** A whole number of 1 or more. */
export function whole(value: string): number {
  const number = size(value)
  if (!Number.isSafeInteger(number)) throw new InvalidArgumentError('Allowed: a whole number of 1 or more.')
  return number
}

/** Longest time to wait for a request, in seconds: timers of Node end at 24 days. */
const LONGEST = 3600

/** Seconds, from 1 to an hour. */
export function seconds(value: string): number {
  const number = toNumber(value)
  if (!(number >= 1 && number <= LONGEST)) {
    throw new InvalidArgumentError(`Allowed: a number from 1 to ${LONGEST}.`)
  }
  return number
}

/** A port; 0 is any that is free. */
export function port(value: string): number {
  if (!/^\d+$/.test(value) || Number(value) > 65_535) {
    throw new InvalidArgumentError('Allowed: a whole number from 0 to 65535.')
  }
  return Number(value)
}

/** `duplicate`, `contained`, or both. */
export function relations(value: string): ('duplicate' | 'contained')[] {
  const names = list(value)
  for (const name of names) {
    if (name !== 'duplicate' && name !== 'contained') {
      throw new InvalidArgumentError('Allowed: duplicate, contained, or both with a comma.')
    }
  }
  return names as ('duplicate' | 'contained')[]
}

/** A regular expression. */
export function pattern(value: string): RegExp {
  try {
    return new RegExp(value, 'u')
  } catch (error) {
    throw new InvalidArgumentError(`It is not a regular expression: ${(error as Error).message}.`)
  }
}

/** The separator between the cells of a CSV file. */
export function separator(value: string): string {
  const given = orTab(value)
  if (![',', ';', '|', '\t'].includes(given)) {
    throw new InvalidArgumentError('Allowed: a comma, a semicolon, |, or tab.')
  }
  return given
}

/** The character between the fields of CSV that is read. */
export function delimiter(value: string): string {
  const given = orTab(value)
  if (given.length !== 1 || /["\r\n]/.test(given)) {
    throw new InvalidArgumentError('Allowed: one character, or tab.')
  }
  return given
}

/** The label of an encoding; gives the name of the encoding. */
export function encoding(value: string): string {
  try {
    return encodingNamed(value).name
  } catch (error) {
    if (!(error instanceof OffprintError)) throw error
    throw new InvalidArgumentError(
      'Allowed: a label of the Encoding Standard, such as utf-8, utf-16le, gb18030, big5, shift_jis or windows-1252.',
    )
  }
}

/** Least memory of a run, in bytes: pages of a spool, a chunk of texts, and a few small segments. */
const LEAST_MEMORY = 1e6

const UNITS = ['', 'k', 'm', 'g', 't']

/** `512MB`, `1.5GiB`: bytes. */
export function memory(value: string): number {
  const [, number, unit = '', binary] = /^(\d*\.?\d+) ?([kmgt]?)(i?)b?$/i.exec(value) ?? []
  const thousand = binary === '' ? 1000 : 1024
  const bytes = Math.floor(Number(number) * thousand ** UNITS.indexOf(unit.toLowerCase()))
  if (!(bytes >= LEAST_MEMORY)) {
    throw new InvalidArgumentError('Allowed: a size of 1MB or more, such as 512MB or 2GiB.')
  }
  return bytes
}

/** A date, in milliseconds since 1970. */
export function date(value: string): number {
  const time = timestampOf(value)
  if (!Number.isFinite(time)) {
    throw new InvalidArgumentError('Allowed: a date of ISO 8601, such as 2026-01-31 or 2026-01-31T12:00:00Z.')
  }
  return time
}

/** Adds one value of an option that may be repeated. */
export function collected(value: string, before: readonly string[] = []): string[] {
  return [...before, value]
}

/** Names with commas between them, each once. */
export function list(value: string): string[] {
  const names = [...new Set(value.split(',').map((name) => name.trim()))]
  if (names.includes('')) throw new InvalidArgumentError('Allowed: names with commas between them.')
  return names
}

function orTab(value: string): string {
  return value === 'tab' || value === '\\t' ? '\t' : value
}

/** NaN for what Number() would accept although nobody means it as a number: '', ' 1', '0x1'. */
function toNumber(value: string): number {
  return /^\d*\.?\d+(e[+-]?\d+)?$/i.test(value) ? Number(value) : NaN
}

/** Settings by their names, `KEY=VALUE`, gathered one by one. */
export function setting(value: string, before: Record<string, string> = {}): Record<string, string> {
  const [, key, its] = /^([^=]+)=(.*)$/s.exec(value) ?? []
  if (key === undefined) throw new InvalidArgumentError('Allowed: key=value.')
  return { ...before, [key]: its }
}
