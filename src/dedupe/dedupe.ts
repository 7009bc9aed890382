import { argumentError, OffprintError } from '../kernel/errors.js'
import { batch } from './batch.js'
import { dedupeSettings, isSource, type DedupeOptions, type Source } from './options.js'
import { stream } from './stream.js'
import type { Verdict } from './verdict.js'

export type { DedupeEstimate, DedupeOptions, DedupeProgress, Keep, Source } from './options.js'
export { coversEnough, DEFAULT_REMOVE, removalRule, type Remove } from './removal.js'
export type { Decided, Tie, Verdict } from './verdict.js'

/**
 * Removes duplicates. Every readable document comes out once, in the order of the source, with its verdict.
 *
 * As a `stream` the first of its kind is kept, later ones are judged against those kept; verdicts come as documents do. As
 * a `batch` all are read before the first verdict, and the keeper is chosen by `keep`.
 *
 * @throws OffprintError `ERR_ARGUMENT` for a wrong option and `ERR_SOURCE_ONCE` for a batch of a source that cannot be read
 * twice, at once. While iterating: `ERR_RECORD` for a document without text or id where there is no `onError`;
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
  if (typeof source !== 'function') {
    throw new OffprintError(
      'ERR_SOURCE_ONCE',
      "mode 'batch' reads the source twice; pass a function that opens it: dedupe(() => source, options)",
    )
  }
  return batch(source, settings)
}
