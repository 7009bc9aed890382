import { createReadStream } from 'node:fs'
import { addAbortSignal, Readable } from 'node:stream'
import { decompressed } from './bytes/decompress.node.js'
import { fileName } from './document.js'
import { inputError, isSystemError } from './failure.js'
import type { ReadOptions } from './read-options.js'

/** The bytes of a file or stream. */
export interface FileBytes {
  /** The bytes, decompressed, chunk by chunk. The file is opened when the first chunk is asked for. */
  readonly chunks: AsyncGenerator<Uint8Array>
  /** The error that `chunks` threw. It tells a failure of the file from one of the code that reads the chunks. */
  readonly failure: unknown
}

/**
 * The bytes of a file, or of standard input for `-`.
 *
 * `chunks` throws an `OffprintError` `ERR_INPUT` for a file that cannot be read or whose compression is broken, and the
 * signal's reason once it is aborted.
 */
export function openBytes(
  location: string,
  { signal, stdin }: Pick<ReadOptions, 'signal' | 'stdin'>,
): FileBytes {
  let failure: unknown
  return {
    chunks: read(),
    get failure() {
      return failure
    },
  }

  async function* read(): AsyncGenerator<Uint8Array> {
    const name = fileName(location)
    try {
      yield* decompressed(open(), name)
    } catch (error) {
      signal?.throwIfAborted()
      failure = isSystemError(error) ? inputError(name, error) : error
      throw failure
    }
  }

  function open(): AsyncIterable<Uint8Array> {
    if (location !== '-') return createReadStream(location, { signal })
    const stream = stdin ?? (process.stdin as AsyncIterable<Uint8Array>)
    // Otherwise an interrupt would wait for the next bytes, which may never come.
    if (stream instanceof Readable && signal) addAbortSignal(signal, stream)
    return stream
  }
}
