/** The tree of Readability's own parser, as far as it is used here. */
declare module '@mozilla/readability/JSDOMParser.js' {
  export interface PageNode {
    /** 1 for an element, 3 for text. */
    readonly nodeType: number
    readonly textContent: string
    readonly parentNode: PageElement | null
    readonly childNodes: readonly PageNode[]
    remove(): void
  }
  export interface PageElement extends PageNode {
    localName: string
    tagName: string
    className: string
    readonly id: string
    readonly children: readonly PageElement[]
    getAttribute(name: string): string | undefined
    setAttribute(name: string, value: string): void
    getElementsByTagName(tag: string): readonly PageElement[]
  }
  export interface PageTree {
    readonly body: PageElement
    readonly documentElement: PageElement
  }
  export default class JSDOMParser {
    parse(html: string, url: string): PageTree
  }
}
