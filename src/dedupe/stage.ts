import { OffprintError } from '../kernel/errors.js'
import { dedupe } from './dedupe.js'
import type { DedupeOptions } from './options.js'
import type { Verdict } from './verdict.js'

/**
 * `dedupe` as a step between others: a function from documents to verdicts, for `stream.pipeline` and `Readable.compose` of
 * Node as it is.
 * @throws OffprintError `ERR_ARGUMENT` for wrong options, when it is called with a source; `ERR_SOURCE_ONCE` for a batch:
 * documents pass a step once.
 */
export function dedupeStage<T, Id extends string | number = string | number>(
  options: DedupeOptions<T, Id> = {},
): (source: Iterable<T> | AsyncIterable<T>) => AsyncGenerator<Verdict<T, Id>, void, undefined> {
  if (options?.mode === 'batch') throw passesOnce()
  // What is wrong is said where the step is made, not where it runs.
  dedupe<T, Id>([], options)
  return async function* (source) {
    yield* dedupe(source, options)
  }
}

/**
 * The same as a Web stream: `documents.pipeThrough(dedupeTransform(options))`. At most one document is read ahead.
 * @throws OffprintError as `dedupeStage`.
 */
export function dedupeTransform<T, Id extends string | number = string | number>(
  options: DedupeOptions<T, Id> = {},
): TransformStream<T, Verdict<T, Id>> {
  const stage = dedupeStage(options)
  const { writable, readable } = new TransformStream<T, T>()
  const reader = readable.getReader()
  const verdicts = stage(chunks(reader))
  return {
    writable,
    readable: new ReadableStream<Verdict<T, Id>>(
      {
        async pull(controller) {
          try {
            const { value, done } = await verdicts.next()
            if (done === true) controller.close()
            else controller.enqueue(value)
          } catch (reason) {
            // Who writes must not wait for a reader that is gone.
            await reader.cancel(reason).catch(() => {})
            throw reason
          }
        },
        async cancel(reason) {
          // First, so that a read that waits is answered, and whoever writes is told.
          await reader.cancel(reason).catch(() => {})
          await verdicts.return()
        },
      },
      { highWaterMark: 0 },
    ),
  }
}

/** Chunks of a stream; not every browser iterates over streams. */
async function* chunks<T>(reader: ReadableStreamDefaultReader<T>): AsyncGenerator<T> {
  for (;;) {
    const { value, done } = await reader.read()
    if (done) return
    yield value
  }
}

function passesOnce(): OffprintError {
  return new OffprintError(
    'ERR_SOURCE_ONCE',
    "mode 'batch' reads the source twice, and documents pass a stage once; use dedupe(() => source, options)",
  )
}
