import { OffprintError } from '../../kernel/errors.js'
import { countReplacements, decodeHeader, decodeLoosely, decodeText } from '../bytes/decode.js'
import { encodingOf } from '../bytes/detect.js'
import { encodingOrNull, markedEncoding, UTF8, type Encoding } from '../bytes/encoding.js'

/** Takes the main text out of an HTML page; `url` is where the page came from, if that is known. */
export type Extract = (html: string, page: { readonly url?: string }) => string | Promise<string>

/** What was read of a page: its main text, its title, and the encoding in which it is stored. */
export interface ExtractedPage {
  readonly text: string
  readonly title?: string
  readonly encoding: Encoding
}

/**
 * Decodes and reads one page: its text by `extract`, or else title and text by `readPage`, which is loaded with its parser
 * when the first page comes. O(length).
 *
 * @param name what messages about the page begin with
 * @throws OffprintError `ERR_RECORD` for a page that is no text or that cannot be read; `ERR_ARGUMENT` where `extract` returns
 * no string.
 */
export async function extractPage(
  bytes: Uint8Array,
  name: string,
  settings: {
    readonly extract?: Extract
    readonly url?: string
    /** The encoding that a header of the transport names. */
    readonly charset?: string
    /** The encoding that the caller names, which nothing in the page changes. */
    readonly given?: Encoding
  } = {},
): Promise<ExtractedPage> {
  const { extract, url } = settings
  const encoding = settings.given ?? (await pageEncoding(bytes, settings.charset))
  const loose = decodeLoosely(bytes, encoding)
  const html = isNearlyWhole(loose) ? loose : decodeText(bytes, encoding, name, 'ERR_RECORD')
  if (extract === undefined) {
    const { readPage } = await import('./html-page.js')
    try {
      return { ...readPage(html), encoding }
    } catch (error) {
      if (!(error instanceof OffprintError)) throw error
      throw new OffprintError(error.code, `${name} ${error.message}; leave it out`, { cause: error })
    }
  }
  const text: unknown = await extract(html, url === undefined ? {} : { url })
  if (typeof text === 'string') return { text, encoding }
  throw new OffprintError('ERR_ARGUMENT', `extract must return a string, and returned none for ${name}`)
}

/** Number of bytes in which a page names its encoding (https://html.spec.whatwg.org/#charset). */
const PRESCAN = 1024

/**
 * The encoding of a page, found as browsers find it: by a byte order mark, else by the header of the transport, else by what
 * the page says in its first 1024 bytes. Where none of them names an encoding in which the page decodes, it is detected
 * (`encodingOf`). O(length).
 */
export async function pageEncoding(bytes: Uint8Array, charset?: string): Promise<Encoding> {
  const marked = markedEncoding(bytes)
  if (marked !== null) return marked
  for (const label of [charset, declaredIn(bytes.subarray(0, PRESCAN))]) {
    const named = label === undefined ? null : encodingOrNull(label)
    if (named === null) continue
    // A page that names UTF-16 in ASCII is not UTF-16.
    const encoding = named.unit === 2 && label !== charset ? UTF8 : named
    if (isNearlyWhole(decodeLoosely(bytes, encoding))) return encoding
  }
  return encodingOf(bytes)
}

function declaredIn(head: Uint8Array): string | undefined {
  const ascii = decodeHeader(head)
  const [, label] =
    /<meta[^>]{0,400}?charset\s*=\s*["']?\s*([\w.:-]+)/i.exec(ascii) ??
    /<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.:-]+)/i.exec(ascii) ??
    []
  return label
}

/**
 * Share of characters of a page that may be broken and are shown as U+FFFD: crawled pages are cut off and patched together.
 * A page with more is rejected.
 */
const BROKEN_SHARE = 1 / 1000

function isNearlyWhole(text: string): boolean {
  if (text.includes('\0')) return false
  return countReplacements(text) <= Math.max(1, text.length * BROKEN_SHARE)
}
