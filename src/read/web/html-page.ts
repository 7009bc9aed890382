import { readArticle } from './article.js'
import type { Extraction } from './html.js'
import { readMarkup } from './page-markup.js'

/** What a reader takes from a page. */
export interface Page {
  readonly title: string
  /** One paragraph a line. */
  readonly text: string
  /** Whether the text is the article, or all visible text. */
  readonly extraction: Extraction
}

/**
 * The title and the text of an HTML page: its article; or all visible text where no article stands out, where the page has
 * more elements than an extractor is given, and where the caller wants it so. The visible text of a page that has nothing of
 * its own to read begins with the title, which is all that tells it from the others of its site. No recursion deeper than
 * `MAX_DEPTH`.
 *
 * @throws OffprintError `ERR_RECORD` for a page nested deeper than 2048 elements.
 */
export function readPage(html: string, wanted: Extraction = 'article'): Page {
  const { title, visible, markup } = readMarkup(html)
  if (wanted === 'page' || markup === null) return { title, text: visible, extraction: 'page' }
  const { article, bare } = readArticle(markup, title)
  if (article !== null) return { title, text: article, extraction: 'article' }
  const isTitled = bare && title !== '' && visible !== ''
  return { title, text: isTitled ? `${title}\n${visible}` : visible, extraction: 'page' }
}
