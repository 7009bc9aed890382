import { promisify } from 'node:util'
import { brotliDecompress, gunzip, inflate, inflateRaw } from 'node:zlib'
import { OffprintError } from '../../kernel/errors.js'
import { sizeName } from '../document.js'

const decoders = {
  gzip: promisify(gunzip),
  deflate: promisify(inflate),
  br: promisify(brotliDecompress),
}

/**
 * Undoes the `Content-Encoding` of the body of a response (RFC 9110, 8.4.1). O(length).
 *
 * @param limit longest body, in bytes
 * @throws OffprintError `ERR_RECORD` for a body that is broken or larger than `limit`, and for an unknown coding. The
 * message says what the record has; the caller names the record.
 */
export async function decompressBody(body: Uint8Array, coding: string, limit: number): Promise<Uint8Array> {
  const name = coding.replace(/^x-/, '')
  if (!Object.hasOwn(decoders, name)) {
    throw new OffprintError(
      'ERR_RECORD',
      `has a body compressed with ${JSON.stringify(coding)}, which is not read; leave it out`,
    )
  }
  const options = { maxOutputLength: limit }
  try {
    return await decoders[name as keyof typeof decoders](body, options)
  } catch (cause) {
    if (isTooLarge(cause)) throw tooLarge(limit)
    // Some servers send deflate without its zlib header.
    if (name === 'deflate') {
      const raw = await promisify(inflateRaw)(body, options).catch((error: unknown) => {
        if (isTooLarge(error)) throw tooLarge(limit)
        return null
      })
      if (raw !== null) return raw
    }
    const what = `has a body that is no whole ${coding} stream; get the page again, or leave it out`
    throw new OffprintError('ERR_RECORD', what, { cause })
  }
}

function isTooLarge(error: unknown): boolean {
  return (error as { code?: string }).code === 'ERR_BUFFER_TOO_LARGE'
}

function tooLarge(limit: number): OffprintError {
  const what = `has a body of more than ${sizeName(limit)} when decompressed; leave it out`
  return new OffprintError('ERR_RECORD', what)
}
