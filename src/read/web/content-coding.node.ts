import type { Transform } from 'node:stream'
import { createBrotliDecompress, createGunzip, createInflate, createInflateRaw } from 'node:zlib'
import { OffprintError } from '../../kernel/errors.js'
import { concat } from '../bytes/chunks.js'
import { isGzip, isZstd } from '../bytes/compression.js'
import { openStreamDecoder } from '../bytes/stream-decoder.node.js'
import { nativeFrame } from '../bytes/zstd-frame.node.js'
import { unzstd } from '../bytes/zstd.js'
import { sizeName } from '../document.js'
import type { Decompressed } from './payload.js'

/** Each makes a decoder of one coding. Some servers send deflate without its zlib header, which holds method 8 and a checksum. */
const DECODERS: Readonly<Record<string, (body: Uint8Array) => Transform>> = {
  gzip: () => createGunzip(),
  deflate: (body) => (hasZlibHeader(body) ? createInflate() : createInflateRaw()),
  br: () => createBrotliDecompress(),
}

/**
 * Undoes the `Content-Encoding` of the body of a response (RFC 9110, 8.4.1), the coding applied last first. Of a body that is
 * cut off or broken, what comes before. A body that is not in its coding is returned as it is: crawlers that decompress
 * bodies keep the header. O(length).
 *
 * @param limit longest body, in bytes
 * @throws OffprintError `ERR_RECORD` for a body of which nothing can be read or that is larger than `limit`, and for an
 * unknown coding. The message says what the record has; the caller names the record.
 */
export async function decompressBody(body: Uint8Array, coding: string, limit: number): Promise<Decompressed> {
  let bytes = body
  let isWhole = true
  for (const name of coding.split(',').reverse()) {
    const decoded = await undo(bytes, name.trim().toLowerCase().replace(/^x-/, ''), limit)
    bytes = decoded.body
    isWhole &&= decoded.isWhole
  }
  return { body: bytes, isWhole }
}

async function undo(body: Uint8Array, coding: string, limit: number): Promise<Decompressed> {
  const asItIs = { body, isWhole: true }
  if (coding === '' || coding === 'identity' || body.length === 0) return asItIs
  if (coding === 'gzip' && !isGzip(body)) return asItIs
  if (coding === 'zstd')
    return isZstd(body) ? collected(unzstd([body], '', nativeFrame), coding, limit) : asItIs
  const make = Object.hasOwn(DECODERS, coding) ? DECODERS[coding]! : null
  if (make === null) {
    throw new OffprintError(
      'ERR_RECORD',
      `has a body compressed with ${JSON.stringify(coding)}, which is not read; leave it out`,
    )
  }
  return collected(outputOf(make(body), body), coding, limit)
}

function hasZlibHeader(body: Uint8Array): boolean {
  return body.length >= 2 && (body[0]! & 0x0f) === 8 && ((body[0]! << 8) | body[1]!) % 31 === 0
}

/** Number of bytes that a decoder gets at once: when it fails, it drops what it has made of them. */
const PORTION = 1024

/** What a decoder makes of a body, as it comes. @throws what the decoder fails with, after what came before. */
async function* outputOf(stream: Transform, body: Uint8Array): AsyncGenerator<Uint8Array> {
  const decoder = openStreamDecoder(stream)
  try {
    // What stands behind the end of the stream is no part of the body.
    for (let at = 0; at < body.length && !decoder.isOver; at += PORTION) {
      yield* await decoder.push(body.subarray(at, at + PORTION))
      if (decoder.failure) throw decoder.failure
    }
    yield* await decoder.end()
    if (decoder.failure) throw decoder.failure
  } finally {
    decoder.close()
  }
}

async function collected(
  chunks: AsyncIterable<Uint8Array>,
  coding: string,
  limit: number,
): Promise<Decompressed> {
  const parts: Uint8Array[] = []
  let length = 0
  let isWhole = true
  try {
    for await (const chunk of chunks) {
      parts.push(chunk)
      length += chunk.length
      if (length > limit) break
    }
  } catch (cause) {
    if (length === 0) {
      const what = `has a body that is no whole ${coding} stream; get the page again, or leave it out`
      throw new OffprintError('ERR_RECORD', what, { cause })
    }
    isWhole = false
  }
  if (length > limit) {
    const what = `has a body of more than ${sizeName(limit)} when decompressed; leave it out`
    throw new OffprintError('ERR_RECORD', what)
  }
  return { body: concat(parts), isWhole }
}
