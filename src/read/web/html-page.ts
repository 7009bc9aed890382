import { Parser } from 'htmlparser2'
import { OffprintError } from '../../kernel/errors.js'
import { isBoilerplate, wordsIn, type BlockNumbers } from './boilerplate.js'

/** What a reader takes from a page. */
export interface Page {
  readonly title: string
  /** The main text, one paragraph a line. */
  readonly text: string
}

/** Never part of what is read. */
const SKIPPED = new Set(
  (
    'script style noscript template svg math iframe object embed canvas audio video map select option button ' +
    'textarea input nav aside footer dialog menu'
  ).split(' '),
)

/** Tags that stand inside a paragraph; all others begin a new one. */
const INLINE = new Set(
  (
    'a abbr acronym b bdi bdo big br cite code data del dfn em font i img ins kbd label mark nobr q rb rp rt ruby s ' +
    'samp small span strike strong sub sup time tt u var wbr'
  ).split(' '),
)

/** Share of the kept text of a page from which an `article` or `main` is all of it, and a `form` part of it. */
const MAIN_SHARE = 0.5

/**
 * Deepest nesting of elements. Browsers stop at 512; a parser looks through all open elements for the one that a closing
 * tag means.
 */
export const MAX_ELEMENTS = 2048

/**
 * The title and main text of an HTML page. Scripts, styles, navigation, asides, footers and hidden elements are left out,
 * forms too unless they hold the text, then what reads like boilerplate by its numbers of words and links
 * (`isBoilerplate`). Where that leaves nothing, everything but lists of links stays, so that a page with a text does not
 * come out empty. O(length); no recursion.
 *
 * @throws OffprintError `ERR_RECORD` for a page nested deeper than 2048 elements.
 */
export function readPage(html: string): Page {
  const { title, blocks } = blocksOf(html)
  const inForm = wordsOf(blocks.filter(({ form }) => form))
  const outside = inForm < MAIN_SHARE * wordsOf(blocks) ? blocks.filter(({ form }) => !form) : blocks
  // Learned on long pages, the rules may drop all of a short one but its imprint.
  const longest = longestOf(outside)
  let kept = outside.filter((block, i) => {
    return block === longest || !isBoilerplate(outside[i - 1], block, outside[i + 1])
  })
  const main = kept.filter((block) => block.main)
  if (main.length > 0 && wordsOf(main) >= MAIN_SHARE * wordsOf(kept)) kept = main
  if (kept.length === 0) kept = outside.filter(({ words, linked }) => linked * 2 < words)
  if (kept.length === 0) kept = outside
  return { title, text: kept.map(({ text }) => text).join('\n') }
}

function wordsOf(blocks: readonly BlockNumbers[]): number {
  return blocks.reduce((sum, { words }) => sum + words, 0)
}

/** The longest paragraph that is not mostly links. */
function longestOf(blocks: readonly Block[]): Block | undefined {
  let longest: Block | undefined
  for (const block of blocks) {
    if (block.linked * 2 < block.words && block.words > (longest?.words ?? 0)) longest = block
  }
  return longest
}

interface Block extends BlockNumbers {
  readonly text: string
  /** Whether it stands in an `article` or `main`. */
  readonly main: boolean
  readonly form: boolean
}

/** What an open element means for the text inside it. */
const IN = { skipped: 1, main: 2, form: 4, link: 8, title: 16, preformatted: 32 } as const

/** The paragraphs of a page outside what is never read. */
function blocksOf(html: string): { title: string; blocks: Block[] } {
  const blocks: Block[] = []
  const open: number[] = []
  let state = 0
  let title = ''
  let shared = ''
  let text = ''
  let linked = 0

  const flush = () => {
    const lines = text.split('\n').map((line) => line.replace(/\s+/g, ' ').trim())
    const paragraph = lines.filter((line) => line !== '').join('\n')
    if (paragraph !== '') {
      const words = wordsIn(paragraph)
      const main = (state & IN.main) !== 0
      const form = (state & IN.form) !== 0
      blocks.push({ text: paragraph, words, linked: Math.min(linked, words), main, form })
    }
    text = ''
    linked = 0
  }

  const parser = new Parser({
    onopentag(name, attributes) {
      if (!INLINE.has(name)) flush()
      open.push(state)
      if (open.length > MAX_ELEMENTS) {
        throw new OffprintError('ERR_RECORD', `is nested more than ${MAX_ELEMENTS} elements deep`)
      }
      state |= meaningOf(name, attributes, state)
      if (name === 'br') text += '\n'
      if (name === 'meta' && attributes.property === 'og:title') shared ||= attributes.content ?? ''
    },
    ontext(data) {
      if (state & IN.skipped) return
      if (state & IN.title) {
        if (title.length < 1000) title += data
        return
      }
      // A line break in the source is a space; <br> alone breaks a line.
      text += state & IN.preformatted ? data : data.replace(/[\n\r]+/g, ' ')
      if (state & IN.link) linked += wordsIn(data)
    },
    onclosetag(name) {
      if (!INLINE.has(name)) flush()
      state = open.pop() ?? 0
    },
  })
  parser.end(html)
  flush()
  return { title: (title.trim() || shared).replace(/\s+/g, ' ').trim(), blocks }
}

function meaningOf(name: string, attributes: Record<string, string>, state: number): number {
  if (SKIPPED.has(name)) return IN.skipped
  if (name !== 'body' && name !== 'html' && isHidden(attributes)) return IN.skipped
  switch (name) {
    case 'a':
      return 'href' in attributes ? IN.link : 0
    case 'article':
    case 'main':
      return IN.main
    case 'form':
      return IN.form
    case 'header':
      // That of a page; an article's has the headline.
      return state & IN.main ? 0 : IN.skipped
    case 'pre':
      return IN.preformatted
    case 'title':
      return IN.title
    default:
      return attributes.role === 'main' || attributes.itemprop === 'articleBody' ? IN.main : 0
  }
}

function isHidden(attributes: Record<string, string>): boolean {
  if ('hidden' in attributes || attributes['aria-hidden'] === 'true') return true
  return attributes.style !== undefined && /display\s*:\s*none/i.test(attributes.style)
}
