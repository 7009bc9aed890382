import { OffprintError } from '../../kernel/errors.js'
import { isGzip } from '../bytes/compression.js'
import { decodeHeader } from '../bytes/decode.js'
import { refName, type Ref } from '../document.js'
import { formatByBytes } from '../format.js'
import { recordError } from '../records/record.js'
import type { RecordOptions } from '../records/record-options.js'
import { mediaType, parseHttp, withoutChunks, type Headers } from './http.js'

/** A body without its content coding. */
export interface Decompressed {
  /** The bytes. */
  readonly body: Uint8Array
  /** False where the stored body is cut off or broken, so that the end is missing. */
  readonly isWhole: boolean
}

/** Undoes the `Content-Encoding` of a body, up to `limit` bytes. @throws OffprintError `ERR_RECORD` where it cannot. */
export type Decompress = (body: Uint8Array, coding: string, limit: number) => Promise<Decompressed>

/** What a record of WARC holds, without the codings of its transport. */
export interface Payload {
  readonly body: Uint8Array
  readonly media: { readonly type: string; readonly charset?: string }
  /** Status of the response; `undefined` for a record of another type, and for a response without a status line. */
  readonly status: number | undefined
}

/** What `payloadOf` takes of the options. */
export interface PayloadOptions extends Pick<RecordOptions, 'onWarning'> {
  readonly decompress?: Decompress
}

/**
 * The payload of a record; `null` for a response that failed, and for a media type that is not read. What is missing at the
 * end of a body, and a response without a status line, goes to `onWarning`. O(length).
 *
 * @param headers those of the record
 * @throws OffprintError `ERR_RECORD` for a body of which nothing can be read, and for a response that is none.
 */
export async function payloadOf(
  headers: Headers,
  content: Uint8Array,
  ref: Ref,
  limit: number,
  options: PayloadOptions,
): Promise<Payload | null> {
  const identified = headers.get('warc-identified-payload-type')
  const truncated = headers.get('warc-truncated')
  if (headers.get('warc-type') !== 'response' || !isHttp(headers)) {
    const media = mediaType(headers.get('content-type') ?? identified)
    if (!isRead(media.type)) return null
    if (truncated !== undefined) warnOfEnd(ref, `was cut off by the crawler (${truncated})`, options)
    return { body: content, media, status: undefined }
  }
  const http = parseHttp(content)
  if (http.status !== 0 && (http.status < 200 || http.status > 299)) return null
  const declared = http.headers.get('content-type') ?? identified
  let media = mediaType(declared)
  if (declared !== undefined && !isRead(media.type)) return null
  const isUnnamed = declared === undefined || http.status === 0
  const body = await bodyOf(http.headers, http.body, ref, limit, options)
  if (declared === undefined) {
    const isPage = formatByBytes(body) === 'html'
    if (!isPage && http.status !== 0) return null
    if (isPage) media = { type: 'text/html' }
  }
  if (http.status === 0) {
    const what = 'has a response without a status line (HTTP/1.1 200)'
    if (!isRead(media.type)) throw recordError(ref, `${what} that is no page; leave it out`)
    const message = `${refName(ref)} ${what}; it was read as ${media.type}`
    options.onWarning?.({ code: 'WARN_RECORD', message }, ref)
  }
  if (truncated !== undefined) warnOfEnd(ref, `was cut off by the crawler (${truncated})`, options)
  return { body, media, status: isUnnamed && http.status === 0 ? undefined : http.status }
}

/** Media types that hold texts. */
export function isPageType(type: string): boolean {
  return type === 'text/html' || type === 'application/xhtml+xml'
}

function isRead(type: string): boolean {
  return isPageType(type) || type === 'text/plain'
}

/** Whether a response came by HTTP; others are those of name servers (`dns:`) and FTP. */
function isHttp(headers: Headers): boolean {
  const type = headers.get('content-type')
  if (type !== undefined) return /^application\/http\b/i.test(type) || isRead(mediaType(type).type)
  return !/^<?(dns|ftp|whois):/i.test(headers.get('warc-target-uri') ?? '')
}

/** The body of a response without its transfer coding and its content coding. */
async function bodyOf(
  headers: Headers,
  stored: Uint8Array,
  ref: Ref,
  limit: number,
  options: PayloadOptions,
): Promise<Uint8Array> {
  const isChunked = /\bchunked\b/i.test(headers.get('transfer-encoding') ?? '')
  const onCutOff = () => warnOfEnd(ref, 'has a body of chunks whose last one is missing', options)
  const body = (isChunked ? withoutChunks(stored, onCutOff) : null) ?? stored
  const coding = headers.get('content-encoding')?.trim().toLowerCase() ?? ''
  if (coding === '' || coding === 'identity') return body
  // Crawlers that decompress bodies keep the header.
  if (/^(x-)?gzip$/.test(coding) && !isGzip(body)) return body
  if (isMarkup(body)) return body
  if (options.decompress === undefined)
    throw recordError(
      ref,
      `has a body compressed with ${coding}; decompress it first, or pass the option decompress`,
    )
  try {
    const decompressed = await options.decompress(body, coding, limit)
    if (!decompressed.isWhole)
      warnOfEnd(ref, `has a body whose ${coding} stream is cut off or broken`, options)
    return decompressed.body
  } catch (error) {
    if (!(error instanceof OffprintError)) throw error
    throw recordError(ref, error.message, error)
  }
}

/** Whether a body is markup as it is; no stream of gzip, deflate, br or zstd begins so. */
function isMarkup(body: Uint8Array): boolean {
  return /^\s*<(!doctype|html|head|\?xml)/i.test(decodeHeader(body.subarray(0, 64)))
}

function warnOfEnd(ref: Ref, what: string, { onWarning }: PayloadOptions): void {
  const message = `${refName(ref)} ${what}; what there is was read; get the page again`
  onWarning?.({ code: 'WARN_CUT_OFF', message }, ref)
}
