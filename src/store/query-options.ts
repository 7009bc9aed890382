import { argumentError, requireInteger, requireKnownKeys, requireNumber } from '../kernel/errors.js'
import type { SearchOptions } from './search.js'

/** Options of `query`, and of the query that `add` makes. */
export interface QueryOptions<Id = unknown> {
  /** Most matches returned, and most texts aligned, best evidence first. Default 32. */
  readonly limit?: number
  /** Whether matches carry their named edits. Default false. */
  readonly edits?: boolean
  /**
   * Least part of the shorter text, from 0 to 1, that a candidate shares in colinear fingerprints, as far as the sample
   * tells, to be aligned. This spares the alignment of texts that have a phrase in common, and misses texts that share
   * little more. Default 0.
   */
  readonly share?: number
  /** Only documents added with an `at` of this or later. */
  readonly since?: number | Date
  /** Only documents whose id this accepts. It selects; it must not change the index. */
  readonly filter?: (id: Id) => boolean
}

/** Options of `add`. */
export interface AddOptions<Id = unknown> extends QueryOptions<Id> {
  /** When the document came, in whatever unit `since` and `expire` use: a number or a Date. Default 0. */
  readonly at?: number | Date
  /** Replace the text of a known id instead of throwing. Default false. */
  readonly replace?: boolean
}

const QUERY_OPTIONS = ['limit', 'edits', 'share', 'since', 'filter']
const ADD_OPTIONS = [...QUERY_OPTIONS, 'at', 'replace']

/** Checks the options of a query. @throws OffprintError `ERR_ARGUMENT` for unknown or impossible options. */
export function queryOptions<Id>(options: QueryOptions<Id>): SearchOptions<Id> {
  requireKnownKeys('options', options, QUERY_OPTIONS)
  return searchOptions(options)
}

/** Checks the options of an addition. @throws OffprintError `ERR_ARGUMENT` for unknown or impossible options. */
export function addOptions<Id>(options: AddOptions<Id>): {
  readonly at: number
  readonly selected: SearchOptions<Id>
} {
  requireKnownKeys('options', options, ADD_OPTIONS)
  return { selected: searchOptions(options), at: timeOf('options.at', options.at) ?? 0 }
}

function searchOptions<Id>({ limit, share, since, filter }: QueryOptions<Id>): SearchOptions<Id> {
  if (share !== undefined) requireNumber('options.share', share, 0, 1)
  if (limit !== undefined) requireInteger('options.limit', limit, 1, Infinity)
  const earliest = timeOf('options.since', since)
  if (filter !== undefined && typeof filter !== 'function') {
    throw argumentError('options.filter', filter, 'a function')
  }
  return {
    ...(limit !== undefined && { limit }),
    ...(share !== undefined && { share }),
    ...(earliest !== undefined && { since: earliest }),
    filter,
  }
}

/** Throws `ERR_ARGUMENT` unless `id` can name a document. */
export function requireId(id: unknown): void {
  if (typeof id !== 'string' && (typeof id !== 'number' || Number.isNaN(id))) {
    throw argumentError('id', id, 'a string or a number')
  }
}

/** A time as a number. @throws OffprintError `ERR_ARGUMENT` for anything but a number or a valid Date. */
export function timeOf(name: string, value: number | Date | undefined): number | undefined {
  if (value === undefined) return undefined
  const time = value instanceof Date ? value.getTime() : value
  if (typeof time !== 'number' || Number.isNaN(time))
    throw argumentError(name, value, 'a number or a valid Date')
  requireNumber(name, time, -Infinity, Infinity)
  return time
}
