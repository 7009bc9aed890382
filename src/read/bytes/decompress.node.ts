import { createGunzip } from 'node:zlib'
import { OffprintError } from '../../kernel/errors.js'
import { MAX_RECORD } from '../document.js'
import type { ByteChunks } from './chunks.js'
import { isGzip, isZstd, MAGIC_LENGTH } from './compression.js'
import { LookAhead } from './look-ahead.js'
import { openStreamDecoder } from './stream-decoder.node.js'
import { nativeFrame } from './zstd-frame.node.js'
import { unzstd } from './zstd.js'

/**
 * Beyond its first 64 MiB, a stream may grow to this multiple of its size. Text shrinks to a tenth, a crawl of one page again
 * and again to a few hundredths; gzip ends at 1,032, which only one byte repeated reaches.
 */
export const MAX_RATIO = 1000

/** Number of bytes that the decompressor gets at once; they become 16 MiB at most. */
const PORTION = 16 * 2 ** 10

/**
 * The bytes of a stream; decompressed where it begins as gzip (of any number of members) or Zstandard do. The bytes before a
 * broken place are handed out. Streams: memory is one chunk, and the window of the compression.
 *
 * @param name what messages begin with
 * @throws OffprintError `ERR_INPUT` for a stream that is broken or cut off, or that grows a thousandfold.
 */
export async function* decompressed(source: ByteChunks, name: string): AsyncGenerator<Uint8Array> {
  const stream = new LookAhead(source)
  try {
    const head = await stream.peek(MAGIC_LENGTH)
    if (!isGzip(head) && !isZstd(head)) {
      yield* stream.rest()
      return
    }
    let length = 0
    for await (const chunk of isGzip(head)
      ? gunzipped(stream.rest(), name)
      : unzstd(stream.rest(), name, nativeFrame)) {
      length += chunk.length
      if (length > MAX_RECORD && length > MAX_RATIO * stream.taken) {
        throw new OffprintError(
          'ERR_INPUT',
          `${name} grows to more than ${MAX_RATIO} times its size; decompress it first if that is meant`,
        )
      }
      yield chunk
    }
  } finally {
    await stream.release()
  }
}

/** Decompresses gzip. */
async function* gunzipped(source: AsyncIterable<Uint8Array>, name: string): AsyncGenerator<Uint8Array> {
  const gunzip = createGunzip({ chunkSize: 64 * 2 ** 10 })
  const decoder = openStreamDecoder(gunzip)
  let length = 0
  try {
    for await (const chunk of source) {
      for (let at = 0; at < chunk.length; at += PORTION) {
        const portion = chunk.subarray(at, at + PORTION)
        length += portion.length
        yield* await decoder.push(portion)
        if (decoder.failure) throw gzipError(decoder.failure, name)
        // Zeros after the last member are padding.
        const left = decoder.isOver ? Math.min(length - gunzip.bytesWritten, portion.length) : 0
        if (left > 0 && portion.subarray(-left).some((byte) => byte !== 0)) {
          throw new OffprintError(
            'ERR_INPUT',
            `${name} has bytes after its compressed data; decompress it first`,
          )
        }
      }
    }
    yield* await decoder.end()
    if (decoder.failure) throw gzipError(decoder.failure, name)
  } finally {
    decoder.close()
  }
}

function gzipError(cause: Error, name: string): OffprintError {
  const cutOff = (cause as { code?: string }).code === 'Z_BUF_ERROR'
  const what = cutOff ? 'is cut off' : `is no whole gzip stream (${cause.message})`
  return new OffprintError('ERR_INPUT', `${name} ${what}; what came before was read; get the whole file`, {
    cause,
  })
}
