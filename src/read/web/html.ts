import { OffprintError } from '../../kernel/errors.js'
import { countReplacements, decodeHeader, decodeLoosely, decodeText } from '../bytes/decode.js'
import { encodingOf } from '../bytes/detect.js'
import { encodingOrNull, markedEncoding, UTF8, type Encoding } from '../bytes/encoding.js'

/** Takes the main text out of a page. */
export type Extract = (html: string, page: { readonly url?: string }) => string | Promise<string>

/** The text and title of a page as stored. */
export interface ExtractedPage {
  readonly text: string
  readonly title?: string
  readonly encoding: Encoding
}

/**
 * Decodes and reads one page: its text by `extract`, or else title and text by `readPage`, which is loaded with its parser
 * when the first page comes.
 *
 * @param name what messages about the page begin with
 * @param charset the encoding that a header of the transport names, if any
 * @param given the encoding that the caller insists on
 * @throws OffprintError `ERR_RECORD` for a page that is no text or that cannot be read.
 */
export async function extractPage(
  bytes: Uint8Array,
  name: string,
  settings: {
    readonly extract?: Extract
    readonly url?: string
    readonly charset?: string
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

/** Bytes in which a page names its encoding (https://html.spec.whatwg.org/#charset). */
const PRESCAN = 1024

/**
 * The encoding of a page: a byte order mark, the transport's header, what the page says in its first 1024 bytes, as browsers
 * do it; one that names an encoding in which it does not decode, and one that names none, are detected.
 */
export async function pageEncoding(bytes: Uint8Array, charset?: string): Promise<Encoding> {
  const marked = markedEncoding(bytes)
  if (marked !== null) return marked
  for (const label of [charset, declaredIn(bytes.subarray(0, PRESCAN))]) {
    const named = label === undefined ? null : encodingOrNull(label)
    if (named === null) continue
    // A page that can say so in ASCII is no UTF-16.
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

/** Crawled pages are cut off and patched together: so many characters in one that is broken are shown as U+FFFD. */
const BROKEN_SHARE = 1 / 1000

function isNearlyWhole(text: string): boolean {
  if (text.includes('\0')) return false
  return countReplacements(text) <= Math.max(1, text.length * BROKEN_SHARE)
}
