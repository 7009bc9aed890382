import { promisify } from 'node:util'
import { brotliDecompress, createGunzip, gunzip, inflate, inflateRaw } from 'node:zlib'
import { OffprintError } from '../../kernel/errors.js'
import { ByteReader } from './bytes.js'
import { MAX_RECORD, sizeName } from '../document.js'
import { isZstd, unzstd } from './zstd.js'

/**
 * Beyond the first 64 MiB a stream may grow to so many times its size. Text shrinks to a tenth, a crawl of one page again
 * and again to a few hundredths; gzip ends at 1,032, which takes nothing but one byte repeated.
 */
export const MAX_RATIO = 1000

/** Bytes handed to the decompressor at once; they become 16 MiB at most. */
const PORTION = 16 * 2 ** 10

/** Whether bytes begin as gzip does. */
function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b && bytes[2] === 8
}

/**
 * A stream as it is, or decompressed where it begins as gzip (of any number of members) or Zstandard do. What comes before
 * a broken place is handed out.
 *
 * @throws OffprintError `ERR_INPUT` for a stream that is broken, cut off or grows a thousandfold.
 */
export async function* inflated(source: AsyncIterable<Uint8Array>, name: string): AsyncGenerator<Uint8Array> {
  const iterator = source[Symbol.asyncIterator]()
  const counted = { bytes: 0 }
  try {
    const first: Uint8Array[] = []
    let head: Uint8Array = new Uint8Array(0)
    while (head.length < 4) {
      const { value, done } = await iterator.next()
      if (done) break
      first.push(value)
      head = first.length === 1 ? value : Buffer.concat(first)
    }
    const rest = restOf(head, iterator, counted)
    if (!isGzip(head) && !isZstd(head)) {
      yield* rest
      return
    }
    let length = 0
    for await (const chunk of isGzip(head) ? gunzipped(rest, name) : unzstd(new ByteReader(rest), name)) {
      length += chunk.length
      if (length > MAX_RECORD && length > MAX_RATIO * counted.bytes) {
        throw new OffprintError(
          'ERR_INPUT',
          `${name} grows to more than ${MAX_RATIO} times its size; decompress it first if that is meant`,
        )
      }
      yield chunk
    }
  } finally {
    await iterator.return?.()
  }
}

async function* restOf(
  head: Uint8Array,
  iterator: AsyncIterator<Uint8Array>,
  counted: { bytes: number },
): AsyncGenerator<Uint8Array> {
  let chunk = head
  for (;;) {
    counted.bytes += chunk.length
    if (chunk.length > 0) yield chunk
    const { value, done } = await iterator.next()
    if (done) return
    chunk = value
  }
}

/** Portion by portion and not piped: of a stream that fails Node drops what it has decompressed but not handed out. */
async function* gunzipped(source: AsyncIterable<Uint8Array>, name: string): AsyncGenerator<Uint8Array> {
  const stream = createGunzip({ chunkSize: 64 * 2 ** 10 })
  let output: Uint8Array[] = []
  let failure: Error | undefined
  let isOver = false
  let length = 0
  // A stream that meets other bytes after its members ends without calling back whoever wrote them.
  let wake = () => {}
  const over = () => {
    isOver = true
    wake()
  }
  stream.on('data', (chunk: Uint8Array) => output.push(chunk))
  stream.on('error', (error) => (failure = error))
  stream.on('end', over).on('close', over)
  const settle = async (act: (done: () => void) => void) => {
    await new Promise<void>((resolve) => {
      wake = resolve
      act(resolve)
    })
    // Events of data come before.
    await new Promise(setImmediate)
  }
  try {
    for await (const chunk of source) {
      for (let at = 0; at < chunk.length; at += PORTION) {
        const portion = chunk.subarray(at, at + PORTION)
        length += portion.length
        if (!isOver) await settle((done) => stream.write(portion, done))
        yield* output
        output = []
        if (failure) throw wrong(failure)
        // Padding is zeros.
        const left = isOver ? Math.min(length - stream.bytesWritten, portion.length) : 0
        if (left > 0 && portion.subarray(-left).some((byte) => byte !== 0)) {
          throw new OffprintError(
            'ERR_INPUT',
            `${name} has bytes after its compressed data; decompress it first`,
          )
        }
      }
    }
    if (!isOver) {
      stream.end()
      await settle((done) => (isOver ? done() : undefined))
    }
    yield* output
    if (failure) throw wrong(failure)
  } finally {
    stream.destroy()
  }

  function wrong(cause: Error): OffprintError {
    const cutOff = (cause as { code?: string }).code === 'Z_BUF_ERROR'
    const what = cutOff ? 'is cut off' : `is no whole gzip stream (${cause.message})`
    return new OffprintError('ERR_INPUT', `${name} ${what}; what came before was read`, { cause })
  }
}

const decoders = {
  gzip: promisify(gunzip),
  deflate: promisify(inflate),
  br: promisify(brotliDecompress),
}

/**
 * The body of a response without its `Content-Encoding`.
 * @throws OffprintError `ERR_RECORD` for one that is broken, unknown or larger than `limit`; the caller names the place.
 */
export async function decompressBody(body: Uint8Array, coding: string, limit: number): Promise<Uint8Array> {
  const name = coding.replace(/^x-/, '')
  if (!Object.hasOwn(decoders, name)) {
    throw new OffprintError('ERR_RECORD', `has a body compressed with ${JSON.stringify(coding)}`)
  }
  const options = { maxOutputLength: limit }
  try {
    return await decoders[name as keyof typeof decoders](body, options)
  } catch (cause) {
    if ((cause as { code?: string }).code === 'ERR_BUFFER_TOO_LARGE') {
      throw new OffprintError('ERR_RECORD', `has a body of more than ${sizeName(limit)} when decompressed`)
    }
    // Some servers send deflate without its header.
    if (name === 'deflate') {
      const raw = await promisify(inflateRaw)(body, options).catch(() => null)
      if (raw !== null) return raw
    }
    throw new OffprintError('ERR_RECORD', `has a body that is no whole ${coding} stream`, { cause })
  }
}
