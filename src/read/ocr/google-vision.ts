import { OffprintError, requireString } from '../../kernel/errors.js'
import {
  isObject,
  itemsIn,
  itemsOf,
  member,
  numberOf,
  parseJson,
  stringOf,
  type JsonValue,
} from './json-value.js'
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
import { nextWordsOf } from './located-words.js'
import { linesOf, noLayout, ocrTextOf, type OcrText } from './ocr-text.js'

const FORMAT = 'Google Vision JSON'

/**
 * Reads what Google Cloud Vision answers, as JSON: the response of a request of several images, of a document in a bucket,
 * or of one image, in the names of the service or of its Python client (`full_text_annotation`). The text is that of
 * `fullTextAnnotation` with a region for each word: spaces and line ends are the breaks it detected, a `HYPHEN` is printed,
 * each paragraph is a block. A response that has only `textAnnotations` gives the text of its first one, whose lines have
 * regions for words where the others make them.
 *
 * `page` of a region is the number of the page in its document, else that of the response. Boxes are the bounds of the
 * outline: in pixels, or shares of the page where the service gives normalized vertices. O(source length).
 * (https://docs.cloud.google.com/vision/docs/reference/rest/v1/AnnotateImageResponse)
 *
 * @throws OffprintError `ERR_INPUT` for JSON that is cut off or broken, a member of another type, named by its place, an
 * answer that is an error, and a file without a response. A response without text is an empty page.
 */
export function readGoogleVision(source: string): OcrText {
  requireString('source', source)
  const responses = responsesIn(parseJson(source, FORMAT))
  if (responses.length === 0) throw noLayout(FORMAT, 'responses')
  const pages = responses.flatMap((response, i) => pagesOf(response, String(i + 1)))
  return ocrTextOf(pages, 'vision')
}

/** The responses of a file: those of a batch, one behind the other for several batches, or the file itself. */
function responsesIn(root: JsonValue): JsonValue[] {
  const all = Array.isArray(root.value) ? itemsIn(root) : [root]
  return all.flatMap((one) => (member(one, 'responses') === undefined ? [one] : itemsOf(one, 'responses')))
}

function pagesOf(response: JsonValue, number: string): OcrPage[] {
  const error = member(response, 'error')
  if (error !== undefined && isObject(error.value)) {
    const said = String(error.value.message ?? error.value.code ?? 'without a message').slice(0, 200)
    throw new OffprintError('ERR_INPUT', `the ${FORMAT} holds an error of the service: ${said}; ask it again`)
  }
  const context = member(response, 'context')
  const inDocument = context === undefined ? NaN : numberOf(context, 'pageNumber', 'page_number')
  const name = Number.isNaN(inDocument) ? number : String(inDocument)
  const annotation = member(response, 'fullTextAnnotation', 'full_text_annotation')
  if (annotation === undefined) return [{ name, blocks: blocksOfWords(response) }]
  return itemsOf(annotation, 'pages').map((page) => ({ name, blocks: blocksOf(page) }))
}

function blocksOf(page: JsonValue): OcrBlock[] {
  const language = languageOf(page)
  return itemsOf(page, 'blocks').flatMap((block) =>
    itemsOf(block, 'paragraphs').map((paragraph) => ({
      lines: linesOfParagraph(paragraph, languageOf(paragraph) ?? languageOf(block) ?? language),
    })),
  )
}

/** What stands behind a symbol, or before it. */
interface Break {
  readonly join: Join
  readonly endsLine: boolean
  readonly hyphen: boolean
  readonly isPrefix: boolean
}

/** The types of breaks by their names, and by the numbers that the Python client writes. */
const BREAKS: readonly (readonly [name: string, join: Join, endsLine: boolean])[] = [
  ['UNKNOWN', Join.Glued, false],
  ['SPACE', Join.Space, false],
  ['SURE_SPACE', Join.Space, false],
  ['EOL_SURE_SPACE', Join.Glued, true],
  ['HYPHEN', Join.Glued, true],
  ['LINE_BREAK', Join.Glued, true],
]

function linesOfParagraph(paragraph: JsonValue, language: string | undefined): OcrLine[] {
  const lines: { pieces: Piece[]; language?: string }[] = []
  let line: { pieces: Piece[]; language?: string } | undefined
  let join: Join = Join.Glued
  const apply = (found: Break | undefined, box: Box | undefined) => {
    if (found?.hyphen) line?.pieces.push({ content: '-', join: Join.Glued, word: true, box })
    if (found?.endsLine) line = undefined
    join = found?.endsLine ? Join.Glued : (found?.join ?? Join.Glued)
  }
  for (const word of itemsOf(paragraph, 'words')) {
    const box = boxIn(word)
    const confidence = confidenceOf(numberOf(word, 'confidence'), 1)
    let parts: string[] = []
    const flush = () => {
      const content = parts.join('')
      parts = []
      if (content.trim() === '') return
      if (line === undefined) lines.push((line = { pieces: [], language: languageOf(word) ?? language }))
      line.pieces.push({ content, join, word: true, box, confidence })
      join = Join.Glued
    }
    for (const symbol of itemsOf(word, 'symbols')) {
      const found = breakOf(symbol)
      if (found?.isPrefix) {
        flush()
        apply(found, box)
      }
      parts.push(stringOf(symbol, 'text') ?? '')
      if (found !== undefined && !found.isPrefix) {
        flush()
        apply(found, box)
      }
    }
    flush()
  }
  return lines
}

function breakOf(symbol: JsonValue): Break | undefined {
  const property = member(symbol, 'property')
  const found = property === undefined ? undefined : member(property, 'detectedBreak', 'detected_break')
  const type = found === undefined ? undefined : member(found, 'type', 'type_')
  if (found === undefined || type === undefined) return undefined
  const number = BREAKS.findIndex(([name], i) => name === type.value || i === type.value)
  if (number < 0) return undefined
  const [name, join, endsLine] = BREAKS[number]
  const isPrefix = member(found, 'isPrefix', 'is_prefix')?.value === true
  return { join, endsLine, hyphen: name === 'HYPHEN', isPrefix }
}

/** The first language of a word, paragraph, block or page. */
function languageOf(at: JsonValue): string | undefined {
  const property = member(at, 'property')
  const [first] = property === undefined ? [] : itemsOf(property, 'detectedLanguages', 'detected_languages')
  return first === undefined ? undefined : stringOf(first, 'languageCode', 'language_code')
}

/** The text of a response that has no pages: its first annotation is the whole text, the others are its words. */
function blocksOfWords(response: JsonValue): OcrBlock[] {
  const [first, ...others] = itemsOf(response, 'textAnnotations', 'text_annotations')
  if (first === undefined) return []
  const language = stringOf(first, 'locale')
  const words = others.map((at): Piece => {
    const content = (stringOf(at, 'description') ?? '').trim()
    return { content, join: Join.Script, word: true, box: boxIn(at, 'boundingPoly', 'bounding_poly') }
  })
  let next = 0
  const lines = linesOf(stringOf(first, 'description') ?? '').map((own): OcrLine => {
    const located = nextWordsOf(own, words, next)
    next += located?.length ?? 0
    return { pieces: located ?? [{ content: own, join: Join.Glued, word: false }], language }
  })
  return [{ lines }]
}

/** The bounds of an outline. The service leaves out coordinates that are 0. */
function boxIn(at: JsonValue, ...names: readonly string[]): Box | undefined {
  const outline = member(at, ...(names.length > 0 ? names : ['boundingBox', 'bounding_box']))
  if (outline === undefined || !isObject(outline.value)) return undefined
  for (const name of ['vertices', 'normalizedVertices', 'normalized_vertices']) {
    const vertices = member(outline, name)?.value
    if (!Array.isArray(vertices) || vertices.length === 0) continue
    const points = vertices.flatMap((vertex: unknown) => {
      const { x = 0, y = 0 } = isObject(vertex) ? vertex : { x: NaN }
      return [typeof x === 'number' ? x : NaN, typeof y === 'number' ? y : NaN]
    })
    return boundsOf(points)
  }
  return undefined
}
