import { Parser } from 'htmlparser2'
import { OffprintError } from '../../kernel/errors.js'
import { collectParagraphs, isCell, isInline } from './paragraphs.js'

/** A page as it is seen. */
export interface PageMarkup {
  /** The title, or the one for sharing. */
  readonly title: string
  /** All visible text, one paragraph a line. */
  readonly visible: string
  /**
   * The visible elements as well-formed markup, with the attributes that tell what an element is for; `null` for a page of
   * more elements, or nested deeper, than an extractor is given.
   */
  readonly markup: string | null
}

/** Never seen, or no text. */
const SKIPPED = new Set(
  (
    'script style noscript template svg math iframe frame object embed canvas audio video map select option button ' +
    'textarea input meta link base area source track param'
  ).split(' '),
)

/** What of those an extractor counts to tell text from what surrounds it. */
const COUNTED = new Set('iframe object embed video input select textarea button'.split(' '))

const VOID = new Set('br hr img input embed wbr'.split(' '))

/** The attributes that say what an element is for. */
const ATTRIBUTES = ['class', 'id', 'role', 'itemprop', 'itemtype', 'rel']

/** Longest value of such an attribute that is looked at, in characters: lists of classes seldom have more than 200. */
const MAX_ATTRIBUTE = 400

/** Deepest nesting of elements that is read. Browsers stop at 512. */
export const MAX_ELEMENTS = 2048

/** Deepest nesting that an extractor is given: it follows text up its ancestors. Pages of newspapers stay below 60. */
export const MAX_DEPTH = 100

/** Most elements that an extractor is given. Pages of newspapers stay below 5,000. */
export const MAX_NODES = 10_000

/**
 * Most ancestors that the elements given to an extractor have together: it asks each ancestor of a text for all its text,
 * again and again. This keeps the worst page at some seconds; pages of newspapers stay below 50,000.
 */
export const MAX_ANCESTORS = 200_000

/** Most characters of markup that an extractor is given. */
export const MAX_MARKUP = 8_000_000

/** What an open element means for the text inside it. */
const IN = { skipped: 1, title: 2, preformatted: 4, named: 8 } as const

/**
 * Reads a page as it is seen, without scripts, styles, comments and hidden elements, and closes what it leaves open.
 * O(length); no recursion.
 *
 * @throws OffprintError `ERR_RECORD` for a page nested deeper than 2048 elements.
 */
export function readMarkup(html: string): PageMarkup {
  const paragraphs = collectParagraphs()
  const open: { readonly tag: string; readonly around: number }[] = []
  let markup: string[] | null = []
  let size = 0
  let nodes = 0
  let ancestors = 0
  let state = 0
  let title = ''
  let shared = ''
  let breaks = 0

  const write = (piece: string) => {
    size += piece.length
    if (size > MAX_MARKUP) markup = null
    markup?.push(piece)
  }

  const parser = new Parser({
    onopentag(tag, attributes) {
      if (isCell(tag)) paragraphs.add(' ', false)
      else if (!isInline(tag)) paragraphs.end()
      open.push({ tag, around: state })
      if (open.length > MAX_ELEMENTS) {
        throw new OffprintError('ERR_RECORD', `is nested more than ${MAX_ELEMENTS} elements deep`)
      }
      if (tag === 'meta' && attributes.property === 'og:title') shared ||= attributes.content ?? ''
      state &= ~IN.named
      if (state & IN.skipped) return
      if (tag === 'title') state |= IN.title
      if (SKIPPED.has(tag) ? !isShadow(tag, attributes) : isHidden(tag, attributes)) state |= IN.skipped
      if (state & IN.skipped && !COUNTED.has(tag)) return
      if (tag === 'pre') state |= IN.preformatted
      if (tag === 'br') {
        paragraphs.breakLine()
        if (++breaks > 2) return
      } else breaks = 0
      if (state & IN.title || isFrame(tag)) return
      nodes++
      ancestors += open.length
      if (nodes > MAX_NODES || open.length > MAX_DEPTH || ancestors > MAX_ANCESTORS) markup = null
      state |= IN.named
      write(openTag(tag, attributes))
    },
    ontext(data) {
      if (state & IN.skipped) return
      if (state & IN.title) {
        if (title.length < 1000) title += data
        return
      }
      if (breaks > 0 && /\S/.test(data)) breaks = 0
      paragraphs.add(data, (state & IN.preformatted) !== 0)
      write(escaped(data))
    },
    onclosetag(tag) {
      // A tag that the page breaks off in is closed without having been opened.
      if (open.at(-1)?.tag !== tag) return
      if (!isInline(tag) && !isCell(tag)) paragraphs.end()
      if (state & IN.named && !VOID.has(tag)) write(`</${nameOf(tag)}>`)
      state = open.pop()!.around
    },
  })
  parser.end(html)
  title = (title.trim() || shared).replace(/\s+/g, ' ').trim()
  return { title, visible: paragraphs.text(), markup: (markup as string[] | null)?.join('') ?? null }
}

/** Elements that a document has once; further ones are no elements to a browser either. */
function isFrame(tag: string): boolean {
  return tag === 'html' || tag === 'head' || tag === 'body'
}

/** A template that a browser shows in the place of its parent. */
function isShadow(tag: string, attributes: Record<string, string>): boolean {
  return tag === 'template' && 'shadowrootmode' in attributes
}

function isHidden(tag: string, attributes: Record<string, string>): boolean {
  if (isFrame(tag)) return false
  if ('hidden' in attributes && attributes.hidden !== 'until-found') return true
  if (attributes['aria-hidden'] === 'true') return true
  if (tag === 'dialog' && !('open' in attributes)) return true
  return (
    attributes.style !== undefined && /(display\s*:\s*none|visibility\s*:\s*hidden)/i.test(attributes.style)
  )
}

/** Some pages hold names that are none, such as `<o'neill>`. */
function nameOf(tag: string): string {
  return /^[a-z][a-z0-9-]*$/.test(tag) ? tag : 'span'
}

function openTag(tag: string, attributes: Record<string, string>): string {
  let written = `<${nameOf(tag)}`
  for (const name of ATTRIBUTES) {
    const value = attributes[name]
    if (value) written += ` ${name}="${escaped(value.slice(0, MAX_ATTRIBUTE))}"`
  }
  // A link to a place of the same page counts less than one that leads away; the address itself is nothing to an extractor.
  if (tag === 'a' && 'href' in attributes)
    written += attributes.href!.startsWith('#') ? ' href="#a"' : ' href="a"'
  return written + (VOID.has(tag) ? '/>' : '>')
}

/** By number: the parser of the tree decodes names first, then numbers, so that `&amp;#60;` would become `<`. */
const ESCAPES: Record<string, string> = { '&': '&#38;', '<': '&#60;', '>': '&#62;', '"': '&#34;' }

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (character) => ESCAPES[character]!)
}
