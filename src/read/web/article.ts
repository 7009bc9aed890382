import { Readability } from '@mozilla/readability'
import JSDOMParser, { type PageElement, type PageNode } from '@mozilla/readability/JSDOMParser.js'
import { collectParagraphs, isInline, type Paragraphs } from './paragraphs.js'

/**
 * Readability takes the headline for the title of a page whose title is shorter, and leaves the headline out of the text
 * because it repeats the title.
 */
const LONG_TITLE = 15

/**
 * The article of a page, one paragraph a line, found by Mozilla's Readability; `null` where it finds none.
 *
 * @param markup well-formed, within the bounds of `readMarkup`
 */
export function readArticle(markup: string, title: string): string | null {
  const head = `<head><title>${title.replace(/[&<>]/g, ' ').padEnd(LONG_TITLE, '.')}</title></head>`
  const page = `<html>${head}<body>${markup}</body></html>`
  const tree = new JSDOMParser().parse(page, 'https://page.invalid/')
  const reader = new Readability<PageElement>(tree as never, {
    // Nothing of it is used, and a page may hold megabytes of it.
    disableJSONLD: true,
    keepClasses: true,
    serializer: (node) => node as unknown as PageElement,
  })
  const content = reader.parse()?.content
  const text = content ? textOf(content) : ''
  return text === '' ? null : text
}

/** The text below an element, one paragraph a line. O(length). */
export function textOf(element: PageElement): string {
  const paragraphs = collectParagraphs()
  write(element, paragraphs, false)
  return paragraphs.text()
}

function write(node: PageNode, paragraphs: Paragraphs, preformatted: boolean): void {
  for (const child of node.childNodes) {
    if (child.nodeType === 3) {
      paragraphs.add(child.textContent, preformatted)
      continue
    }
    const tag = (child as PageElement).localName
    if (tag === 'br') paragraphs.breakLine()
    if (!isInline(tag)) paragraphs.end()
    write(child, paragraphs, preformatted || tag === 'pre')
    if (!isInline(tag)) paragraphs.end()
  }
}
