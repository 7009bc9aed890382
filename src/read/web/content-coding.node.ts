import {
  createBrotliDecompress,
  createGunzip,
  createInflate,
  createInflateRaw,
  type BrotliDecompress,
  type Gunzip,
  type Inflate,
  type InflateRaw,
} from 'node:zlib'
import { OffprintError } from '../../kernel/errors.js'
import { concat } from '../bytes/chunks.js'
import { isGzip, isZstd } from '../bytes/compression.js'
import { nativeFrame } from '../bytes/zstd-frame.node.js'
import { unzstd } from '../bytes/zstd.js'
import { sizeName } from '../document.js'
import type { Decompressed } from './payload.js'

type Decoder = Gunzip | Inflate | InflateRaw | BrotliDecompress

/** Each makes a decoder of one coding. Some servers send deflate without its zlib header, which holds method 8 and a checksum. */
const DECODERS: Readonly<Record<string, (body: Uint8Array) => Decoder>> = {
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
async function* outputOf(decoder: Decoder, body: Uint8Array): AsyncGenerator<Uint8Array> {
  let output: Uint8Array[] = []
  let failure: Error | undefined
  let isOver = false
  let wake = () => {}
  const over = () => {
    isOver = true
    wake()
  }
  decoder.on('data', (chunk: Uint8Array) => void output.push(chunk))
  decoder.on('error', (error) => (failure = error))
  decoder.on('end', over).on('close', over)
  const settle = async (act: (done: () => void) => void) => {
    await new Promise<void>((resolve) => {
      wake = resolve
      act(resolve)
    })
    // The events that bring the output come before this.
    await new Promise(setImmediate)
  }
  try {
    for (let at = 0; at < body.length && !isOver; at += PORTION) {
      await settle((done) => decoder.write(body.subarray(at, at + PORTION), () => done()))
      yield* output
      output = []
      if (failure) throw failure
    }
    // What stands behind the end of the stream is no part of the body.
    if (!isOver) await settle((done) => decoder.end(() => (isOver ? done() : undefined)))
    yield* output
    if (failure) throw failure
  } finally {
    decoder.destroy()
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
