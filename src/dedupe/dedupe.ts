import { argumentError, OffprintError } from '../kernel/errors.js'
import { batch } from './batch.js'
import type { DedupeOptions, Source } from './options.js'
import { dedupeSettings } from './settings.js'
import { isSource } from './source.js'
import { stream } from './stream.js'
import type { Verdict } from './verdict.js'

export type { DedupeEstimate, DedupeOptions, DedupeProgress, Keep, Source } from './options.js'
export type { RemovalDecision } from './removal.js'
export { DEFAULT_REMOVE, type Remove } from './removal-policy.js'
export type { AccountItem, Content, Explanation } from './account/account.js'
export type { RemovalCode } from './reason.js'
export type { Decided, Tie, Verdict } from './verdict.js'

/**
 * Removes duplicates. Every readable document comes out once, in the order of the source, with its verdict.
 *
 * A `stream` keeps the first document of its kind and compares each later one with those kept; it gives a verdict as soon as
 * it has read the document. A `batch` reads all documents before the first verdict, and chooses the keepers by `keep`.
 *
 * @throws OffprintError At the call: `ERR_ARGUMENT` for a wrong option; `ERR_SOURCE_ONCE` for a batch of a source that cannot
 * be read twice. While iterating: `ERR_RECORD` for a document without text or id, unless there is an `onError`;
 * `ERR_SOURCE_ONCE` where the source gives something else the second time; `ERR_INDEX_FULL` where `memory` does not suffice.
 */
export function dedupe<T, Id extends string | number = string | number>(
  source: Source<T>,
  options: DedupeOptions<T, Id> = {},
): AsyncIterable<Verdict<T, Id>> {
  const settings = dedupeSettings(options)
  if (!isSource(source)) {
    throw argumentError(
      'source',
      source,
      'an iterable or async iterable of documents, or a function that opens one',
    )
  }
  if (options.mode !== 'batch') return stream(source, settings)
  // An array gives the same documents each time it is read.
  if (Array.isArray(source)) return batch(() => source, settings)
  if (typeof source !== 'function') {
    throw new OffprintError(
      'ERR_SOURCE_ONCE',
      "mode 'batch' reads the source twice; pass an array, or a function that opens it: dedupe(() => source, options)",
    )
  }
  return batch(source, settings)
}
