import { OffprintError } from '../../kernel/errors.js'
import { CARRIAGE_RETURN, LINE_FEED } from '../bytes/ascii.js'
import { ByteReader } from '../bytes/byte-reader.js'
import { concat, type ByteChunks } from '../bytes/chunks.js'
import { decodeHeader } from '../bytes/decode.js'
import { decodeChosen } from '../bytes/decode-chosen.js'
import { chooseEncoding } from '../bytes/detect.js'
import { encodeAscii, UTF8 } from '../bytes/encoding.js'
import {
  fileName,
  MAX_RECORD,
  refName,
  sizeName,
  type Form,
  type InputDocument,
  type Ref,
} from '../document.js'
import { documentOf, recordError } from '../records/record.js'
import { givenEncoding, reject, type RecordOptions } from '../records/record-options.js'
import { extractPage, type Extract, type Extraction } from './html.js'
import { parseHeaders, type Headers } from './http.js'
import { isPageType, payloadOf, type Decompress } from './payload.js'

/** What the reader of WARC takes beside the options for all records. */
export interface WarcOptions extends RecordOptions {
  /** What is taken from a page: a function of its markup, or `page`, all visible text. Default: `article`, the main text. */
  readonly extract?: Extract | Extraction
  /**
   * Undoes the `Content-Encoding` (`gzip`, `deflate`, `br`, `zstd`) of a body. Without it, compressed bodies are rejected; in
   * published crawls bodies are not compressed.
   */
  readonly decompress?: Decompress
}

/** Longest line and longest head of a record, in bytes. By default, headers of browsers and servers stay below 64 KiB. */
const MAX_HEADER = 64 * 2 ** 10

/**
 * Reads WARC 1.0 and 1.1 (ISO 28500) and the WET files of Common Crawl: the pages of `response` and `resource` records
 * (`text/html`, `text/plain` and XHTML; responses only with a status of 2xx), and the plain text of `conversion` records. A
 * record has the fields `url`, `date`, `type`, `contentType`, `status`, `title`, `extraction`, `language` and `text`, as far as
 * they are known; the id is `url` by default. All other records (requests, redirects, images, …) are no documents: they are skipped
 * without a message. A WAT file and an ARC file are refused by name. Of a record that the end of the file cuts off, or a broken
 * place of its compression, what there is is read, with a warning. Streams: memory is one record. O(bytes).
 *
 * @param chunks the bytes of one file, decompressed
 * @param file what refs, ids and messages call the file
 * @throws OffprintError `ERR_ARGUMENT` for an unknown encoding; where there is no `onError` also `ERR_RECORD` for a record that cannot be read, `ERR_INPUT` for
 * bytes that are no WARC.
 */
export async function* readWarc(
  chunks: ByteChunks,
  file: string,
  options: WarcOptions = {},
): AsyncGenerator<InputDocument> {
  const limit = options.limit ?? MAX_RECORD
  const source = heldBack(chunks)
  const reader = new ByteReader(source.chunks)
  const gap = encodeAscii('\r\n\r\n', UTF8)
  const form: Form = { format: 'warc', encoding: UTF8, before: new Uint8Array(0), between: gap, after: gap }
  let record = 0
  let lost = false
  try {
    for (;;) {
      const { offset, line } = reader
      const first = await reader.readLine(MAX_HEADER)
      if (first === null) {
        if (source.failure !== undefined) throw source.failure
        return
      }
      if (isBlank(first)) continue
      const ref: Ref = { file, record: record + 1, line, offset }
      if (record === 0 && isArc(first)) {
        reject(
          foreign(ref, 'an ARC file, the format before WARC; convert it to WARC (arc2warc)'),
          ref,
          options,
        )
        return
      }
      if (!isVersion(first)) {
        // One message for all bytes up to the next record.
        if (!lost) {
          const what = 'does not begin a WARC record (WARC/1.0, WARC/1.1)'
          const name = refName(ref)
          reject(
            new OffprintError(
              'ERR_INPUT',
              `${name} ${what}; the bytes up to the next one are lost; repair the file`,
            ),
            ref,
            options,
          )
        }
        lost = true
        continue
      }
      lost = false
      record++
      let document: InputDocument | null
      try {
        const stored = await readStored(reader, first, ref, limit)
        if (stored !== null && isMetadata(stored)) {
          if (!isWat(stored)) continue
          reject(
            foreign(ref, 'a WAT file: it describes pages and has none; take its WET or WARC file'),
            ref,
            options,
          )
          return
        }
        document = stored === null ? null : await toDocument(stored, ref, form, limit, options)
      } catch (error) {
        reject(error, ref, options)
        continue
      }
      if (document !== null) yield document
    }
  } finally {
    await reader.release()
  }
}

/**
 * A stream that ends where it fails, so that the record which the failure cuts off is read first. An interrupt, which is no
 * error of ours, is none of the stream's failures.
 */
function heldBack(chunks: ByteChunks): { chunks: ByteChunks; readonly failure: OffprintError | undefined } {
  let failure: OffprintError | undefined
  return {
    chunks: untilFailure(),
    get failure() {
      return failure
    },
  }

  async function* untilFailure(): AsyncGenerator<Uint8Array> {
    try {
      yield* chunks
    } catch (error) {
      if (!(error instanceof OffprintError)) throw error
      failure = error
    }
  }
}

/** A WARC record of a type that may hold a document. */
interface StoredRecord {
  readonly headers: Headers
  readonly content: Uint8Array
  /** Head and content. */
  readonly bytes: Uint8Array
  /** How much of the content the end of the file cuts off, for a message; `undefined` for a whole record. */
  readonly cutOff: string | undefined
}

/** Reads the record that a version line begins; `null` for a type that holds no documents, whose content is skipped. */
async function readStored(
  reader: ByteReader,
  version: Uint8Array,
  ref: Ref,
  limit: number,
): Promise<StoredRecord | null> {
  const head = [version]
  let length = version.length
  for (;;) {
    const line = await reader.readLine(MAX_HEADER)
    if (line === null) throw recordError(ref, 'is cut off in its head; get the whole file')
    head.push(line)
    length += line.length
    if (isBlank(line)) break
    if (length > MAX_HEADER)
      throw recordError(ref, `has a head of more than ${MAX_HEADER} bytes; leave it out`)
  }
  const headers = parseHeaders(new TextDecoder().decode(concat(head)))
  const size = Number(headers.get('content-length') ?? NaN)
  if (!Number.isSafeInteger(size) || size < 0)
    throw recordError(ref, 'has no Content-Length that can be read, so its end is unknown; correct its head')
  const type = headers.get('warc-type') ?? ''
  const wanted = type === 'response' || type === 'resource' || type === 'conversion'
  if (!(wanted || isJsonMetadata(headers)) || size > limit) {
    const there = await reader.skip(size)
    if (there < size) throw recordError(ref, `${cutOffAt(there, size)}; get the whole file`)
    if (wanted) throw recordError(ref, `is a record of more than ${sizeName(limit)}; leave it out`)
    return null
  }
  const content = await reader.read(size)
  const cutOff = content.length < size ? cutOffAt(content.length, size) : undefined
  return { headers, content, bytes: concat([...head, content]), cutOff }
}

function cutOffAt(there: number, size: number): string {
  return `is cut off: ${there} of ${size} bytes are there`
}

/** The document of a record; `null` for a response that failed, and for a media type that is not read. */
async function toDocument(
  { headers, content, bytes, cutOff }: StoredRecord,
  ref: Ref,
  form: Form,
  limit: number,
  options: WarcOptions,
): Promise<InputDocument | null> {
  const type = headers.get('warc-type')!
  // Some crawlers write the address in angle brackets: <https://…>.
  const url = headers.get('warc-target-uri')?.replace(/^<(.*)>$/, '$1')
  const payload = await payloadOf(headers, content, ref, limit, options)
  if (cutOff !== undefined && !payload?.body.length) throw recordError(ref, `${cutOff}; get the whole file`)
  if (payload === null) return null
  const { body, media, status } = payload
  const name = refName(ref)
  if (cutOff !== undefined) {
    const message = `${name} ${cutOff}; what there is was read; get the whole file`
    options.onWarning?.({ code: 'WARN_CUT_OFF', message }, ref)
  }
  const given = givenEncoding(options)
  const warn = (message: string) => options.onWarning?.({ code: 'WARN_ENCODING', message }, ref)
  let text: string
  let title: string | undefined
  let extraction: Extraction | undefined
  if (isPageType(media.type)) {
    const page = await extractPage(body, name, {
      ...(options.extract && { extract: options.extract }),
      ...(url !== undefined && { url }),
      ...(media.charset !== undefined && { charset: media.charset }),
      ...(given && { given }),
      warn,
    })
    text = page.text
    title = page.title
    extraction = page.extraction
  } else {
    const declared = media.charset === undefined ? [] : [{ label: media.charset, by: 'its header' }]
    const choice = await chooseEncoding(body, declared, given)
    const decoded = decodeChosen(body, choice, name, 'ERR_RECORD')
    if (decoded.warning !== null) warn(decoded.warning)
    text = decoded.text
  }
  const fields: [string, unknown][] = [
    ['url', url],
    ['date', headers.get('warc-date')],
    ['type', type],
    ['contentType', media.type],
    ['status', status],
    ['title', title || undefined],
    ['extraction', extraction],
    ['language', headers.get('warc-identified-content-language')],
    ['text', text],
  ]
  const record = Object.fromEntries(fields.filter(([, value]) => value !== undefined))
  return documentOf({ record, ref, bytes, form, defaultId: 'url' }, options)
}

function isJsonMetadata(headers: Headers): boolean {
  return (
    headers.get('warc-type') === 'metadata' && /^application\/json\b/i.test(headers.get('content-type') ?? '')
  )
}

function isMetadata({ headers }: StoredRecord): boolean {
  return headers.get('warc-type') === 'metadata'
}

/** Whether a record of metadata is one of those of which the WAT files of crawls consist. */
function isWat({ content }: StoredRecord): boolean {
  return /^\s*\{\s*"(Container|Envelope)"/.test(decodeHeader(content.subarray(0, 256)))
}

/** Whether a line is the first of an ARC file (https://archive.org/web/researcher/ArcFileFormat.php). */
function isArc(line: Uint8Array): boolean {
  return decodeHeader(line.subarray(0, 64)).startsWith('filedesc:')
}

function foreign({ file }: Ref, what: string): OffprintError {
  return new OffprintError('ERR_INPUT', `${fileName(file)} is ${what}`)
}

function isVersion(line: Uint8Array): boolean {
  return /^WARC\/\d+\.\d+\r?\n?$/.test(decodeHeader(line.subarray(0, 64)))
}

function isBlank(line: Uint8Array): boolean {
  return line.every((byte) => byte === CARRIAGE_RETURN || byte === LINE_FEED)
}
