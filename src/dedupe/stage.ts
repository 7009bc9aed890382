import { OffprintError } from '../kernel/errors.js'
import { dedupe } from './dedupe.js'
import type { DedupeOptions } from './options.js'
import type { Verdict } from './verdict.js'

/**
 * `dedupe` as a stage of a pipeline: a function from documents to verdicts, which `stream.pipeline` and `Readable.compose` of
 * Node take as it is.
 * @throws OffprintError `ERR_ARGUMENT` for wrong options; `ERR_SOURCE_ONCE` for a batch, because documents pass a stage once.
 * What it returns throws as `dedupe` does.
 */
export function dedupeStage<T, Id extends string | number = string | number>(
  options: DedupeOptions<T, Id> = {},
): (source: Iterable<T> | AsyncIterable<T>) => AsyncGenerator<Verdict<T, Id>, void, undefined> {
  if (options?.mode === 'batch') throw passesOnce()
  // Wrong options throw where the stage is made, not where it runs.
  dedupe<T, Id>([], options)
  return async function* (source) {
    yield* dedupe(source, options)
  }
}

/**
 * `dedupe` as a stage of Web streams: `documents.pipeThrough(dedupeTransform(options))`. It reads at most one document ahead.
 * @throws OffprintError as `dedupeStage` does.
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
            // A writer must not wait for a reader that is gone.
            await reader.cancel(reason).catch(() => {})
            throw reason
          }
        },
        async cancel(reason) {
          // Before `return`, so that a pending read is answered and the writer learns of it.
          await reader.cancel(reason).catch(() => {})
          await verdicts.return()
        },
      },
      { highWaterMark: 0 },
    ),
  }
}

/** The chunks of a stream. Some browsers cannot iterate over streams. */
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
