import { Readability } from '@mozilla/readability'
import JSDOMParser, { type PageElement } from '@mozilla/readability/JSDOMParser.js'
import { clearPage, clearTeasers } from './clutter.js'
import { mainOf } from './main-element.js'
import { proseLines, proseOf, textLength, textOf } from './page-tree.js'

/** What an extractor says of a page: its article, one paragraph a line, or that none stands out. */
export interface ArticleOfPage {
  readonly article: string | null
  /** Whether the page has nothing of its own to read: navigation, a foot and boxes are all there is. */
  readonly bare: boolean
}

/**
 * Readability takes the headline for the title of a page whose title is shorter, and leaves the headline out of the text
 * because it repeats the title.
 */
const LONG_TITLE = 15

/**
 * Share of the prose of its main element that an article has at least: with less, the page is a table, a list of prices, of
 * questions, of links, of which Readability keeps the one long paragraph. Of 76 pages of newspapers none has less than .55.
 */
const SHARE_OF_MAIN = 0.5

/** Share of the prose of a page that an article has at least. Of 76 pages of newspapers none has less than .3. */
const SHARE_OF_PAGE = 0.25

/**
 * The article of a page: what Mozilla's Readability finds after the clutter is cleared away; all of the main element where
 * Readability finds less than half of that; nothing where neither stands out.
 *
 * @param markup well-formed, within the bounds of `readMarkup`
 */
export function readArticle(markup: string, title: string): ArticleOfPage {
  const head = `<head><title>${title.replace(/[&<>]/g, ' ').padEnd(LONG_TITLE, '.')}</title></head>`
  const page = `<html>${head}<body>${markup}</body></html>`
  const tree = new JSDOMParser().parse(page, 'https://page.invalid/')
  const { body } = tree
  clearPage(body)

  // All that is asked of the tree, because Readability takes it apart.
  const bare = textLength(body) === 0
  const prose = proseOf(body)
  const main = mainOf(body)
  const mainProse = main === null ? 0 : proseOf(main)
  const mainText = main === null ? '' : textOf(main)
  const lines = proseLines(body)
  const headlines = body.getElementsByTagName('h1').map((h1) => textOf(h1).split('\n')[0]!)

  const found = new Readability<PageElement>(tree as never, {
    // Nothing of it is used, and a page may hold megabytes of it.
    disableJSONLD: true,
    keepClasses: true,
    serializer: (node) => node as unknown as PageElement,
  }).parse()?.content
  if (found) {
    const foundProse = proseOf(found)
    clearTeasers(found)
    const text = textOf(found)
    const isEnough =
      foundProse > 0 && foundProse >= SHARE_OF_PAGE * prose && foundProse >= SHARE_OF_MAIN * mainProse
    // An element called main that is shorter than what was found beside it is not the main one.
    const isThere = foundProse > mainProse || shareIn(text, mainText) >= SHARE_OF_MAIN
    if (isEnough && isThere) return { article: withHead(text, lines, headlines), bare }
  }
  return { article: mainText === '' ? null : mainText, bare }
}

/** The share of a text's characters that stand in lines of another text. O(length). */
function shareIn(text: string, other: string): number {
  const lines = new Set(other.split('\n'))
  let length = 0
  for (const line of text.split('\n')) if (lines.has(line)) length += line.length
  return length / text.length
}

/** Characters of a text below which, and its long paragraphs up to which, it may be what every page of a site says. */
const SHORT_TEXT = 1000
const FEW_PARAGRAPHS = 2
const LONG_PARAGRAPH = 80

/**
 * A short text with what stands over it, from the headline on, or from the top of a page without one. The longest paragraph
 * of a short page is often a notice that all pages of its site have (terms of delivery, an offer to subscribe), and what the
 * page is about are a name, a price, a table before it.
 */
function withHead(text: string, lines: readonly string[], headlines: readonly string[]): string {
  const own = text.split('\n')
  const long = own.filter(({ length }) => length >= LONG_PARAGRAPH).length
  if (text.length >= SHORT_TEXT || long > FEW_PARAGRAPHS) return text
  const ofText = new Set(own)
  const ofHeadlines = new Set(headlines)
  const first = lines.findIndex((line) => ofText.has(line))
  const above = lines.slice(0, Math.max(0, first))
  const from = above.findLastIndex((line) => ofHeadlines.has(line))
  return [...above.slice(Math.max(0, from)), ...own].join('\n')
}
