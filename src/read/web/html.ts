import { OffprintError } from '../../kernel/errors.js'
import { decodeChosen } from '../bytes/decode-chosen.js'
import type { Encoding } from '../bytes/encoding.js'
import { pageEncoding } from './page-encoding.js'

/** Takes the main text out of an HTML page; `url` is where the page came from, if that is known. */
export type Extract = (html: string, page: { readonly url?: string }) => string | Promise<string>

/** What of a page is its text: the article, or all visible text. */
export type Extraction = 'article' | 'page'

/** What was read of a page: its text, its title, and the encoding in which it is stored. */
export interface ExtractedPage {
  readonly text: string
  readonly title?: string
  /** What the text is of; nothing where a function of the caller's took it. */
  readonly extraction?: Extraction
  readonly encoding: Encoding
}

/**
 * Decodes and reads one page: its text by `extract`, or else title and text by `readPage`, which is loaded with its parser
 * and its extractor when the first page comes. O(length).
 *
 * @param name what messages about the page begin with
 * @throws OffprintError `ERR_RECORD` for a page that is no text or that cannot be read; `ERR_ARGUMENT` where `extract` returns
 * no string.
 */
export async function extractPage(
  bytes: Uint8Array,
  name: string,
  settings: {
    /** A function; or `page` for all visible text. Default `article`. */
    readonly extract?: Extract | Extraction
    readonly url?: string
    /** The encoding that a header of the transport names. */
    readonly charset?: string
    /** The encoding that the caller names, which nothing in the page changes. */
    readonly given?: Encoding
    /** Receives why the page may have been decoded wrong. */
    readonly warn?: (message: string) => void
  } = {},
): Promise<ExtractedPage> {
  const { extract, url, given, charset, warn } = settings
  const choice = await pageEncoding(bytes, charset, given)
  const { encoding } = choice
  const { text: html, warning } = decodeChosen(bytes, choice, name, 'ERR_RECORD')
  if (warning !== null) warn?.(warning)
  if (typeof extract !== 'function') {
    const { readPage } = await import('./html-page.js')
    try {
      return { ...readPage(html, extract), encoding }
    } catch (error) {
      if (!(error instanceof OffprintError)) throw error
      throw new OffprintError(error.code, `${name} ${error.message}; leave it out`, { cause: error })
    }
  }
  const text: unknown = await extract(html, url === undefined ? {} : { url })
  if (typeof text === 'string') return { text, encoding }
  throw new OffprintError('ERR_ARGUMENT', `extract must return a string, and returned none for ${name}`)
}
