import type { PageElement } from '@mozilla/readability/JSDOMParser.js'
import { allBelow, measureProse, outermost, textLength } from './page-tree.js'

/** Share of the prose of several articles from which one of them is the main one: the others are teasers. */
const MAIN_SHARE = 0.6

/** The element that a page itself calls its main one: `<main>`, or the one `<article>`; `null` where it names none. O(elements). */
export function mainOf(body: PageElement): PageElement | null {
  const prose = measureProse(body)
  const main = largest(outermost(allBelow(body).filter(isMain)), prose)
  const articles = outermost(allBelow(main ?? body).filter(isArticle))
  const article = largest(articles, prose)
  const around = main === null ? articles.reduce((sum, one) => sum + prose.get(one)!, 0) : prose.get(main)!
  const found = article !== null && prose.get(article)! >= MAIN_SHARE * around ? article : main
  return found === null || textLength(found) === 0 ? null : found
}

function isMain(element: PageElement): boolean {
  return element.localName === 'main' || element.getAttribute('role') === 'main'
}

function isArticle(element: PageElement): boolean {
  return (
    element.localName === 'article' ||
    element.getAttribute('role') === 'article' ||
    element.getAttribute('itemprop') === 'articleBody'
  )
}

function largest(
  elements: readonly PageElement[],
  prose: ReadonlyMap<PageElement, number>,
): PageElement | null {
  let found: PageElement | null = null
  for (const element of elements)
    if (found === null || prose.get(element)! > prose.get(found)!) found = element
  return found
}
