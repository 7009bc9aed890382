import type { PageElement, PageNode } from '@mozilla/readability/JSDOMParser.js'
import { collectParagraphs, isCell, isInline, type Paragraphs } from './paragraphs.js'

/** All elements below one, in the order of the page. O(elements). */
export function allBelow(element: PageElement): PageElement[] {
  return [...element.getElementsByTagName('*')]
}

/** Those of some elements that stand in no other of them. O(elements · depth). */
export function outermost(elements: readonly PageElement[]): PageElement[] {
  const given = new Set(elements)
  return elements.filter((element) => {
    for (let at = element.parentNode; at; at = at.parentNode) if (given.has(at)) return false
    return true
  })
}

/** Characters of the text below an element, white space counted once. O(length). */
export function textLength(element: PageElement): number {
  return element.textContent.replace(/\s+/g, ' ').length
}

/** Characters of the text below an element that is no link. O(length). */
export function proseOf(element: PageElement): number {
  return measureProse(element).get(element)!
}

/** Characters of the longest link: some pages link a whole article to itself. */
const LONGEST_LINK = 300

/** Characters of the text that is no link, below an element and below each element in it. O(length). */
export function measureProse(root: PageElement): Map<PageElement, number> {
  const lengths = new Map<PageElement, number>()
  const visit = (node: PageElement): number => {
    let length = 0
    for (const child of node.childNodes) {
      if (child.nodeType === 3) length += child.textContent.replace(/\s+/g, ' ').trim().length
      else length += visit(child as PageElement)
    }
    if (node.localName === 'a' && length <= LONGEST_LINK) length = 0
    lengths.set(node, length)
    return length
  }
  visit(root)
  return lengths
}

/** The text below an element, one paragraph a line. O(length). */
export function textOf(element: PageElement): string {
  const paragraphs = collectParagraphs()
  write(element, paragraphs, false)
  return paragraphs.text()
}

/** The paragraphs below an element of which no more than half is links. O(length). */
export function proseLines(element: PageElement): string[] {
  const lines: string[] = []
  let paragraphs = collectParagraphs()
  let length = 0
  let linked = 0
  const end = () => {
    if (linked * 2 <= length) {
      const text = paragraphs.text()
      if (text !== '') lines.push(...text.split('\n'))
    }
    paragraphs = collectParagraphs()
    length = 0
    linked = 0
  }
  const visit = (node: PageElement, inLink: boolean, preformatted: boolean) => {
    for (const child of node.childNodes) {
      if (child.nodeType === 3) {
        const { textContent } = child
        paragraphs.add(textContent, preformatted)
        const size = textContent.trim().length
        length += size
        if (inLink) linked += size
        continue
      }
      const element = child as PageElement
      const tag = element.localName
      if (tag === 'br') paragraphs.breakLine()
      if (isCell(tag)) paragraphs.add(' ', false)
      else if (!isInline(tag)) end()
      visit(element, inLink || tag === 'a', preformatted || tag === 'pre')
      if (!isInline(tag) && !isCell(tag)) end()
    }
  }
  visit(element, false, false)
  end()
  return lines
}

function write(node: PageNode, paragraphs: Paragraphs, preformatted: boolean): void {
  for (const child of node.childNodes) {
    if (child.nodeType === 3) {
      paragraphs.add(child.textContent, preformatted)
      continue
    }
    const tag = (child as PageElement).localName
    if (tag === 'br') paragraphs.breakLine()
    if (isCell(tag)) paragraphs.add(' ', false)
    else if (!isInline(tag)) paragraphs.end()
    write(child, paragraphs, preformatted || tag === 'pre')
    if (!isInline(tag) && !isCell(tag)) paragraphs.end()
  }
}
