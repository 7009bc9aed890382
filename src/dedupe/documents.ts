import { argumentError, OffprintError } from '../kernel/errors.js'
import { requireId } from '../store/duplicate-index.js'
import type { Settings, Source } from './options.js'

/** A document with what was picked of it. */
export interface Picked<T, Id> {
  readonly document: T
  /** Among all documents of the source, those without text or id counted. */
  readonly place: number
  readonly id: Id
  readonly text: string
}

/**
 * Documents one by one. Those whose text or id cannot be picked go to `failed`, or stop the run without it.
 * @throws OffprintError `ERR_RECORD`; the reason of the signal; whatever the source throws.
 */
export async function* pickedFrom<T, Id extends string | number>(
  source: Source<T>,
  { pickId, pickText, signal }: Settings<T, Id>,
  failed: Settings<T, Id>['onError'],
): AsyncGenerator<Picked<T, Id>> {
  signal?.throwIfAborted()
  let place = -1
  const documents = opened(source)
  for await (const document of signal === undefined ? documents : stoppable(documents, signal)) {
    signal?.throwIfAborted()
    place++
    let picked: Picked<T, Id>
    try {
      const text = pickText(document)
      if (typeof text !== 'string') throw argumentError('text', text, 'a string')
      const id = pickId(document, place)
      requireId(id)
      picked = { document, place, id, text }
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause)
      const error = new OffprintError(
        'ERR_RECORD',
        `document ${place} has no usable text or id: ${reason} (options.text and options.id pick them)`,
        { cause },
      )
      if (failed === undefined) throw error
      failed(error, document, place)
      continue
    }
    yield picked
  }
}

function opened<T>(source: Source<T>): Iterable<T> | AsyncIterable<T> {
  if (typeof source !== 'function') return source
  const documents: unknown = source()
  if (
    typeof documents === 'object' &&
    documents !== null &&
    (Symbol.iterator in documents || Symbol.asyncIterator in documents)
  ) {
    return documents as Iterable<T> | AsyncIterable<T>
  }
  throw argumentError('source()', documents, 'an iterable or async iterable of documents')
}

/** Documents until the signal, which need not wait for a source that has nothing to give for now. */
async function* stoppable<T>(
  documents: Iterable<T> | AsyncIterable<T>,
  signal: AbortSignal,
): AsyncGenerator<T> {
  if (!(Symbol.asyncIterator in documents)) return yield* documents
  const iterator = documents[Symbol.asyncIterator]()
  // One listener for all: a race with one promise that outlives them would hold on to every document.
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
      // A generator that waits closes when it is done waiting, perhaps never.
      if (state === 'waiting') closed?.catch(() => {})
      else await closed
    }
  }
}
