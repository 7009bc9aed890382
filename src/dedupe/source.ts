import { argumentError } from '../kernel/errors.js'
import type { Source } from './options.js'

/** Whether documents can be read from it, now or once it is opened. */
export function isSource(source: unknown): boolean {
  return typeof source === 'function' || isIterable(source)
}

/**
 * The documents of a source; a function is called for them.
 * @throws OffprintError `ERR_ARGUMENT` where the function returns nothing that can be iterated.
 */
export function openSource<T>(source: Source<T>): Iterable<T> | AsyncIterable<T> {
  if (typeof source !== 'function') return source
  const documents: unknown = source()
  if (isIterable(documents)) return documents as Iterable<T> | AsyncIterable<T>
  throw argumentError('source()', documents, 'an iterable or async iterable of documents')
}

function isIterable(source: unknown): boolean {
  return (
    typeof source === 'object' &&
    source !== null &&
    (Symbol.iterator in source || Symbol.asyncIterator in source)
  )
}

/**
 * Documents until the signal aborts, also while an async source has nothing to give. Throws the reason of the signal, and
 * closes the source.
 */
export async function* untilAborted<T>(
  documents: Iterable<T> | AsyncIterable<T>,
  signal: AbortSignal,
): AsyncGenerator<T> {
  if (!(Symbol.asyncIterator in documents)) return yield* documents
  const iterator = documents[Symbol.asyncIterator]()
  // One listener serves all documents: a race with one promise that outlives them would hold on to every document.
  let stop: (reason: unknown) => void = () => {}
  const onAbort = () => stop(signal.reason)
  signal.addEventListener('abort', onAbort)
  let state: 'open' | 'waiting' | 'ended' = 'open'
  try {
    for (;;) {
      signal.throwIfAborted()
      state = 'waiting'
      const next = await new Promise<IteratorResult<T>>((resolve, reject) => {
        stop = reject
        iterator.next().then(resolve, (error: unknown) => {
          state = 'ended'
          reject(error as Error)
        })
      })
      state = next.done === true ? 'ended' : 'open'
      if (next.done === true) return
      yield next.value
    }
  } finally {
    signal.removeEventListener('abort', onAbort)
    if (state !== 'ended') {
      const closed = iterator.return?.()
      // A generator that waits for something closes when it is done waiting, perhaps never.
      if (state === 'waiting') closed?.catch(() => {})
      else await closed
    }
  }
}
