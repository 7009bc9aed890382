import { OffprintError, requireString } from '../../kernel/errors.js'
import { firstWhere } from '../../kernel/binary-search.js'
import { itemsOf, member, numberOf, parseJson, stringOf, wrongValue, type JsonValue } from './json-value.js'
import {
  boundsOf,
  confidenceOf,
  Join,
  type Box,
  type OcrBlock,
  type OcrLine,
  type OcrPage,
  type Piece,
} from './layout.js'
import { locatedIn, nextWordsOf } from './located-words.js'
import { noLayout, ocrTextOf, oneLine, type OcrText } from './ocr-text.js'

const FORMAT = 'Azure JSON'

/**
 * Reads what Azure Document Intelligence answers, as JSON: the whole answer, or its `analyzeResult`, of the versions since
 * 2022, and `readResults` of Form Recognizer 2 and of Read 3. The text is that of the lines, with a region for each of their
 * words; a line whose words do not make its text is one region. Lines of one paragraph are a block; without paragraphs, all
 * lines of a page are. Lines stand as in the file, which is in reading order.
 *
 * `page` of a region is the number of its page; boxes are the bounds of the outline, in the unit of the page: pixels of an
 * image, inches of a PDF. O(source length · log of it).
 * (https://learn.microsoft.com/rest/api/aiservices/document-models/get-analyze-result)
 *
 * @throws OffprintError `ERR_INPUT` for JSON that is cut off or broken, a member of another type, named by its place, and
 * for a file without pages, or with words but no lines. A page without lines is an empty text.
 */
export function readAzure(source: string): OcrText {
  requireString('source', source)
  const root = parseJson(source, FORMAT)
  const result = member(root, 'analyzeResult', 'analyze_result') ?? root
  const old = itemsOf(result, 'readResults')
  if (old.length > 0) return ocrTextOf(old.map(oldPage), 'azure')
  const pages = itemsOf(result, 'pages')
  if (pages.length === 0) throw noLayout(FORMAT, 'pages')
  const starts = itemsOf(result, 'paragraphs')
    .map((paragraph) => spansOf(paragraph)[0]?.from ?? NaN)
    .filter((from) => !Number.isNaN(from))
    .sort((x, y) => x - y)
  return ocrTextOf(
    pages.map((page, i) => pageOf(page, i, starts)),
    'azure',
    languageOf(result),
  )
}

/** A stretch of the text of the document, in units of the service; half-open. */
interface Span {
  readonly from: number
  readonly to: number
}

/** A word, and where it begins in the text of the document. */
interface PlacedWord {
  readonly from: number
  readonly piece: Piece
}

/** @param starts where paragraphs begin, ascending */
function pageOf(page: JsonValue, index: number, starts: readonly number[]): OcrPage {
  const words = itemsOf(page, 'words').map((at): PlacedWord => {
    const content = oneLine(stringOf(at, 'content') ?? '')
    const confidence = confidenceOf(numberOf(at, 'confidence'), 1)
    const from = spansOf(at)[0]?.from ?? NaN
    return { from, piece: { content, join: Join.Script, word: true, box: boxIn(at), confidence } }
  })
  const placed = words
    .filter(({ from, piece }) => !Number.isNaN(from) && piece.content !== '')
    .sort((x, y) => x.from - y.from)
  const lines = itemsOf(page, 'lines')
  if (lines.length === 0 && words.length > 0) {
    throw new OffprintError(
      'ERR_INPUT',
      `the ${FORMAT} has words but no lines; ask the service for the read model`,
    )
  }
  const blocks: { lines: OcrLine[] }[] = []
  let paragraph = NaN
  const inOrder = words.map(({ piece }) => piece).filter(({ content }) => content !== '')
  /** Number of words that lines without spans have taken. */
  let used = 0
  for (const at of lines) {
    const own = stringOf(at, 'content')
    if (own === undefined) throw wrongValue(at, 'a line with a content')
    const spans = spansOf(at)
    const within = spans.flatMap((span) => wordsIn(placed, span))
    // Clients leave spans out; then the next words that make the line are its words.
    const next = spans.length === 0 ? nextWordsOf(oneLine(own), inOrder, used) : undefined
    used += next?.length ?? 0
    const [{ from } = { from: NaN }] = spans
    // The paragraph that begins last before the line.
    const number = Number.isNaN(from) ? paragraph : firstWhere(0, starts.length, (i) => starts[i] > from)
    if (blocks.length === 0 || (number !== paragraph && starts.length > 0)) blocks.push({ lines: [] })
    paragraph = number
    blocks.at(-1)!.lines.push({ pieces: next ?? [...locatedIn(oneLine(own), within)], box: boxIn(at) })
  }
  return { name: nameOf(page, index, 'pageNumber', 'page_number'), blocks }
}

function wordsIn(placed: readonly PlacedWord[], { from, to }: Span): Piece[] {
  const pieces: Piece[] = []
  for (let i = firstWhere(0, placed.length, (at) => placed[at].from >= from); i < placed.length; i++) {
    if (placed[i].from >= to) break
    pieces.push(placed[i].piece)
  }
  return pieces
}

/** A page of Form Recognizer 2 and Read 3, whose lines have their words inside. */
function oldPage(page: JsonValue, index: number): OcrPage {
  const lines = itemsOf(page, 'lines').map((at): OcrLine => {
    const words = itemsOf(at, 'words').map((word): Piece => {
      const content = oneLine(stringOf(word, 'text') ?? '')
      const confidence = confidenceOf(numberOf(word, 'confidence'), 1)
      return { content, join: Join.Script, word: true, box: boxIn(word), confidence }
    })
    const own = stringOf(at, 'text')
    if (own === undefined && words.length === 0) throw wrongValue(at, 'a line with a text')
    const written = words.filter(({ content }) => content !== '')
    return {
      pieces: [...locatedIn(oneLine(own ?? ''), written)],
      box: boxIn(at),
      language: stringOf(at, 'language'),
    }
  })
  const blocks: OcrBlock[] = [{ lines }]
  return { name: nameOf(page, index, 'page'), blocks }
}

function nameOf(page: JsonValue, index: number, ...names: readonly string[]): string {
  const number = numberOf(page, ...names)
  return Number.isNaN(number) ? String(index + 1) : String(number)
}

/** The spans of an element: a word has one, a line and a paragraph a list. */
function spansOf(at: JsonValue): Span[] {
  const one = member(at, 'span')
  return [...(one === undefined ? [] : [one]), ...itemsOf(at, 'spans')].flatMap((span) => {
    const from = numberOf(span, 'offset')
    const length = numberOf(span, 'length')
    return Number.isNaN(from) || Number.isNaN(length) ? [] : [{ from, to: from + length }]
  })
}

/** The language in which most of the text is. */
function languageOf(result: JsonValue): string | undefined {
  let best: { readonly locale: string; readonly length: number } | undefined
  for (const at of itemsOf(result, 'languages')) {
    const locale = stringOf(at, 'locale', 'languageCode')
    const length = spansOf(at).reduce((sum, { from, to }) => sum + to - from, 0)
    if (locale !== undefined && length > (best?.length ?? -1)) best = { locale, length }
  }
  return best?.locale
}

/** The bounds of an outline: eight numbers, or four points in what clients of the service write. */
function boxIn(at: JsonValue): Box | undefined {
  const outline = member(at, 'polygon', 'boundingBox', 'bounding_polygon')?.value
  if (!Array.isArray(outline)) return undefined
  const points = outline.flatMap((one: unknown) => {
    if (typeof one === 'number') return [one]
    const { x, y } = (one ?? {}) as { x?: unknown; y?: unknown }
    return typeof x === 'number' && typeof y === 'number' ? [x, y] : [NaN]
  })
  return boundsOf(points)
}
