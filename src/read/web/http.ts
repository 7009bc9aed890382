import { CARRIAGE_RETURN, LINE_FEED, SPACE } from '../bytes/ascii.js'
import { concat } from '../bytes/chunks.js'
import { decodeHeader } from '../bytes/decode.js'

/** Header fields by their names in lower case. Of several fields of one name the first counts. */
export type Headers = ReadonlyMap<string, string>

/** An HTTP response as a crawler stored it. */
export interface HttpMessage {
  /** Status code; 0 where there is no status line. */
  readonly status: number
  readonly headers: Headers
  readonly body: Uint8Array
}

/** Parses header fields of HTTP and WARC: lines `Name: value`, those that go on in the next line joined. O(length). */
export function parseHeaders(source: string): Headers {
  const headers = new Map<string, string>()
  let last = ''
  for (const line of source.split(/\r?\n/)) {
    if (/^[ \t]/.test(line) && last !== '') {
      headers.set(last, `${headers.get(last) ?? ''} ${line.trim()}`)
      continue
    }
    const colon = line.indexOf(':')
    if (colon <= 0) continue
    const name = line.slice(0, colon).trim().toLowerCase()
    last = headers.has(name) ? '' : name
    if (last !== '') headers.set(name, line.slice(colon + 1).trim())
  }
  return headers
}

/**
 * Splits a stored response into status, headers and body. Without a status line, what may be headers is read as headers, else
 * all of it is the body. O(length).
 */
export function parseHttp(stored: Uint8Array): HttpMessage {
  const bytes = stored.subarray(
    Math.max(
      0,
      stored.findIndex((byte) => byte > SPACE),
    ),
  )
  const start = decodeHeader(bytes.subarray(0, 128))
  const [, status = '0'] = /^(?:HTTP\/[\d.]+|ICY)\s+(\d{3})/i.exec(start) ?? []
  if (status === '0' && !/^[\w-]+:/.test(start)) return { status: 0, headers: new Map(), body: bytes }
  const end = endOfHead(bytes)
  const headers = parseHeaders(decodeHeader(bytes.subarray(0, end)))
  return { status: Number(status), headers, body: bytes.subarray(end) }
}

/** Offset of the byte after the first empty line. */
function endOfHead(bytes: Uint8Array): number {
  for (let at = bytes.indexOf(LINE_FEED); at >= 0; at = bytes.indexOf(LINE_FEED, at + 1)) {
    if (bytes[at + 1] === LINE_FEED) return at + 2
    if (bytes[at + 1] === CARRIAGE_RETURN && bytes[at + 2] === LINE_FEED) return at + 3
  }
  return bytes.length
}

/**
 * The body of a chunked message (RFC 9112, 7.1); `null` where the body is not chunked: many crawlers undo the chunks and keep
 * the header. Of a body that is cut off or breaks off, what there is. O(length).
 *
 * @param onCutOff called where the last chunk is not there, or not whole
 */
export function withoutChunks(body: Uint8Array, onCutOff: () => void = () => {}): Uint8Array | null {
  const parts: Uint8Array[] = []
  for (let at = 0; at < body.length;) {
    const feed = body.indexOf(LINE_FEED, at)
    const line = feed < 0 || feed - at > 64 ? '' : decodeHeader(body.subarray(at, feed))
    const [, digits] = /^([\da-f]{1,8})[ \t]*(?:;[^\r\n]*)?\r?$/i.exec(line) ?? []
    // After one whole chunk the body is chunked, wherever it breaks off.
    if (digits === undefined) return parts.length === 0 ? null : cutOff()
    const size = parseInt(digits, 16)
    if (size === 0) return concat(parts)
    parts.push(body.subarray(feed + 1, feed + 1 + size))
    at = feed + 1 + size
    if (body[at] === CARRIAGE_RETURN) at++
    if (body[at] === LINE_FEED) at++
    else if (at < body.length) {
      if (parts.length === 1) return null
      parts.pop()
      return cutOff()
    }
  }
  return parts.length === 0 ? null : cutOff()

  function cutOff(): Uint8Array {
    onCutOff()
    return concat(parts)
  }
}

/** The media type that a Content-Type header names, in lower case, and its charset. */
export function mediaType(value = ''): { type: string; charset?: string } {
  const [, charset] = /;\s*charset\s*=\s*["']?([\w.:-]+)/i.exec(value) ?? []
  const type = value.split(/[;,]/)[0]!.trim().toLowerCase()
  return charset === undefined ? { type } : { type, charset }
}
