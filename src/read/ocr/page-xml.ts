import { requireString } from '../../kernel/errors.js'
import {
  baseName,
  boundsOf,
  confidenceOf,
  firstName,
  Join,
  numberOr,
  type Box,
  type OcrLine,
  type OcrPage,
  type Piece,
} from './layout.js'
import { locatedIn } from './located-words.js'
import { parseMarkup, type Attributes, type Fail, type MarkupHandler } from './markup.js'
import { LinesByText, orderIn } from './line-order.js'
import { linesOf, noLayout, noText, ocrTextOf, oneLine, type OcrText } from './ocr-text.js'
import { levelOf, type ReadOcrOptions, type TextLevel } from './text-level.js'
import { inReadingOrder, type Branch } from './reading-order.js'

/**
 * Reads PAGE-XML of any year (2009 to 2019): the text with a region for each `Word`, or each `TextLine` where the line's
 * own text differs from its words (corrected by hand) or has none. The text of a line is its own `Unicode`; without one its
 * words, with spaces as their scripts write them, each by its own text or by its glyphs. Of several `TextEquiv` the one with
 * the lowest `index` counts, without indexes the one with the highest `conf`. The text of a region whose lines have none is
 * its own text, line by line. `level` says which text counts where a region, its lines and its words have each their own.
 *
 * Reading order: `ReadingOrder` with its groups; regions that it leaves out follow in the order of the file, nested ones
 * behind the region they are in. Without it, the `readingOrder` that Transkribus writes into `custom`, else the order of
 * the file. Lines stand as the own text of their region has them, if that is made of them; else by `custom`, or the file. `page` is the name of the image; `box` the bounds of the outline.
 * O(source length), and the sorting of siblings. (https://github.com/PRImA-Research-Lab/PAGE-XML)
 *
 * @throws OffprintError `ERR_ARGUMENT` for a level that there is not; `ERR_INPUT` for XML that is cut off or broken, a file
 * without a page, or with lines but no text. A page without lines is an empty text.
 */
export function readPageXml(source: string, options: ReadOcrOptions = {}): OcrText {
  requireString('source', source)
  const level = levelOf(options)
  const reader = new PageXmlReader()
  parseMarkup(source, 'xml', 'PAGE-XML', reader)
  if (reader.pages.length === 0) throw noLayout('PAGE-XML', 'Page')
  const text = ocrTextOf(reader.inOrder(level), 'page')
  if (text.regions.length === 0 && reader.lines > 0 && !reader.hasText) {
    throw noText('PAGE-XML', reader.lines, 'TextEquiv with Unicode')
  }
  return text
}

/** An element that may have a text and an outline: a region, a line, a word, a glyph. */
interface TextElement {
  readonly level: Level
  readonly attributes: Attributes
  box?: Box
  /** The best variant of its own text so far. */
  text?: Variant
  /** The words of a line, the glyphs of a word. */
  readonly parts: TextElement[]
}

type Level = 'region' | 'line' | 'word' | 'glyph'

/** A `TextEquiv`: one reading of the text of an element. */
interface Variant {
  /** Infinity where there is none. */
  readonly index: number
  /** −Infinity where there is none. */
  readonly confidence: number
  readonly text: string
}

/** A region of a page, such as `TextRegion`. */
interface RegionElement extends TextElement, Branch<RegionElement> {
  readonly children: RegionElement[]
  readonly language?: string
  readonly lines: TextElement[]
}

interface PageElement {
  readonly name?: string
  readonly language?: string
  readonly roots: RegionElement[]
  /** Ids of regions in reading order. */
  readonly listed: string[]
}

/** A group of the reading order, or a reference in one. */
interface OrderElement {
  readonly index: number
  readonly isOrdered: boolean
  readonly region?: string
  readonly members: OrderElement[]
}

/** The elements of a reading order. */
const ORDER = /^((Uno|O)rderedGroup|RegionRef)(Indexed)?$/

/** Collects pages, regions, lines and their texts as the elements of a PAGE-XML file come by. */
class PageXmlReader implements MarkupHandler {
  readonly pages: PageElement[] = []
  /** Number of `TextLine`s. */
  lines = 0
  /** Whether any element has a text. */
  hasText = false
  #page: PageElement | undefined
  /** The elements with a text that are open, the innermost last. */
  readonly #elements: TextElement[] = []
  /** The regions that are open, the innermost last. */
  readonly #regions: RegionElement[] = []
  /** The elements of the reading order that are open, the innermost last. */
  readonly #order: OrderElement[] = []
  /** The `TextEquiv` that is open. */
  #variant: { index: number; confidence: number; unicode?: string; plain?: string } | undefined
  /** The text of an element whose text counts. */
  #captured: string[] | undefined
  /** The outline that is open: x, y, x, y … */
  #points: number[] | undefined

  /** The pages with their regions and lines in reading order. */
  inOrder(level: TextLevel): OcrPage[] {
    return this.pages.map(({ name, roots, listed }) => {
      const regions = inReadingOrder(listed.length > 0 ? roots : byCustomOrder(roots), listed)
      return { name, blocks: regions.map((region) => ({ id: region.id, lines: linesIn(region, level) })) }
    })
  }

  open(name: string, attributes: Attributes, fail: Fail): void {
    switch (name) {
      case 'Page':
        this.#page = {
          name: pageName(attributes),
          language: attributes.primaryLanguage,
          roots: [],
          listed: [],
        }
        this.pages.push(this.#page)
        break
      case 'TextLine':
        this.#openLine(attributes, fail)
        break
      case 'Word':
        this.#openElement('word', attributes)
        break
      case 'Glyph':
        this.#openElement('glyph', attributes)
        break
      case 'TextEquiv':
        this.#variant = {
          index: numberOr(attributes.index, Infinity),
          confidence: numberOr(attributes.conf, -Infinity),
        }
        break
      case 'Unicode':
      case 'PlainText':
        this.#captured = []
        break
      case 'Coords':
        this.#points = attributes.points === undefined ? [] : numbersIn(attributes.points)
        break
      case 'Point':
        this.#points?.push(numberOr(attributes.x, NaN), numberOr(attributes.y, NaN))
        break
      default:
        if (ORDER.test(name)) this.#openOrder(attributes, name.startsWith('Ordered'))
        else if (isRegion(name)) this.#openRegion(attributes)
    }
  }

  close(name: string): void {
    switch (name) {
      case 'Page':
        this.#page = undefined
        break
      case 'TextLine':
      case 'Word':
      case 'Glyph':
        this.#elements.pop()
        break
      case 'Unicode':
        if (this.#variant !== undefined) this.#variant.unicode ??= this.#captured?.join('')
        this.#captured = undefined
        break
      case 'PlainText':
        if (this.#variant !== undefined) this.#variant.plain ??= this.#captured?.join('')
        this.#captured = undefined
        break
      case 'TextEquiv':
        this.#closeVariant()
        break
      case 'Coords':
        this.#closeOutline()
        break
      default:
        if (ORDER.test(name)) this.#closeOrder()
        else if (isRegion(name)) {
          this.#elements.pop()
          this.#regions.pop()
        }
    }
  }

  text(piece: string): void {
    this.#captured?.push(piece)
  }

  #openElement(level: Level, attributes: Attributes): TextElement {
    const element: TextElement = { level, attributes, parts: [] }
    this.#elements.at(-1)?.parts.push(element)
    this.#elements.push(element)
    return element
  }

  #openLine(attributes: Attributes, fail: Fail): void {
    const region = this.#regions.at(-1)
    if (region === undefined) throw fail('TextLine stands in no region; export the file again')
    region.lines.push(this.#openElement('line', attributes))
    this.lines++
  }

  #openRegion(attributes: Attributes): void {
    const outer = this.#regions.at(-1)
    const region: RegionElement = {
      level: 'region',
      attributes,
      id: attributes.id,
      language: attributes.primaryLanguage ?? outer?.language ?? this.#page?.language,
      parts: [],
      children: [],
      lines: [],
    }
    if (outer !== undefined) outer.children.push(region)
    else this.#page?.roots.push(region)
    this.#elements.push(region)
    this.#regions.push(region)
  }

  #openOrder(attributes: Attributes, isOrdered: boolean): void {
    const index = numberOr(attributes.index, Infinity)
    const order: OrderElement = { index, isOrdered, region: attributes.regionRef, members: [] }
    this.#order.at(-1)?.members.push(order)
    this.#order.push(order)
  }

  #closeOrder(): void {
    const order = this.#order.pop()!
    if (this.#order.length === 0 && this.#page !== undefined) listRegions(order, this.#page.listed)
  }

  #closeVariant(): void {
    const element = this.#elements.at(-1)
    if (element !== undefined && this.#variant !== undefined) {
      const { index, confidence, unicode, plain } = this.#variant
      const found: Variant = { index, confidence, text: unicode || plain || '' }
      this.hasText ||= found.text !== ''
      if (element.text === undefined || isBetter(found, element.text)) element.text = found
    }
    this.#variant = undefined
  }

  #closeOutline(): void {
    const element = this.#elements.at(-1)
    if (element !== undefined && this.#points !== undefined) element.box ??= boundsOf(this.#points)
    this.#points = undefined
  }
}

/** TextRegion, TableRegion, AdvertRegion and so on; Transkribus writes TableCell for the cells of a table. */
function isRegion(name: string): boolean {
  return name.endsWith('Region') || name === 'TableCell'
}

/** A lower index is better, and any better than none; among those without one, a higher confidence, then the first. */
function isBetter(found: Variant, best: Variant): boolean {
  if (found.index !== best.index) return found.index < best.index
  return found.index === Infinity && found.confidence > best.confidence
}

/** Adds ids in reading order. The members of an ordered group are sorted by index; those of an unordered one stay. */
function listRegions({ isOrdered, region, members }: OrderElement, listed: string[]): void {
  if (region !== undefined) listed.push(region)
  const sorted = isOrdered ? members.slice().sort((a, b) => compareIndex(a.index, b.index)) : members
  for (const member of sorted) listRegions(member, listed)
}

/** A comparison that also sorts elements without an index: Infinity − Infinity is no number to sort by. */
function compareIndex(a: number, b: number): number {
  return a === b ? 0 : a < b ? -1 : 1
}

/** Elements sorted by `custom="readingOrder {index:3;}"` where each of them has that; else as they stand. */
function byCustomOrder<T extends TextElement>(elements: readonly T[]): readonly T[] {
  const keyed = elements.map((element) => {
    const [, index] = CUSTOM_ORDER.exec(element.attributes.custom ?? '') ?? []
    return { element, index: index === undefined ? NaN : Number(index) }
  })
  if (keyed.some(({ index }) => Number.isNaN(index))) return elements
  return keyed.sort((a, b) => compareIndex(a.index, b.index)).map(({ element }) => element)
}

const CUSTOM_ORDER = /\breadingOrder ?\{ ?index ?: ?(\d{1,9})/

/**
 * The lines of a region, in the order in which its own text has them, if that is made of them. The lines of its own text at
 * the level of regions, and where no line has a text.
 */
function linesIn(region: RegionElement, level: TextLevel): OcrLine[] {
  const { language } = region
  const inFile = byCustomOrder(region.lines).map(({ attributes, box, text, parts }): OcrLine => {
    const words = parts.filter((part) => part.level === 'word')
    const own = oneLine(text?.text ?? '')
    return {
      pieces: piecesOf(level === 'word' && words.some(hasOwnText) ? '' : own, words),
      id: attributes.id,
      box,
      confidence: confidenceOf(text?.confidence ?? NaN, 1),
      language: attributes.primaryLanguage ?? language,
    }
  })
  const isEmpty = !inFile.some(({ pieces }) => pieces.some(({ content }) => content.trim() !== ''))
  const own = region.text?.text ?? ''
  if (own.trim() === '') return inFile
  const contents = inFile.map(contentOf)
  if (level !== 'region' && !isEmpty) {
    const order = orderIn(own, contents)
    return order === undefined ? inFile : order.map((i) => inFile[i])
  }
  // A region with regions inside has their text again.
  if (region.children.some(hasText)) return inFile
  const byText = new LinesByText(contents)
  return linesOf(own).map((content) => {
    const same = byText.take(content)
    if (same !== undefined) return inFile[same]
    return { pieces: [{ content, join: Join.Glued, word: false }], box: region.box, language }
  })
}

/** What a line says, as far as white space does not matter. */
function contentOf({ pieces }: OcrLine): string {
  return pieces.map(({ content }) => content).join('')
}

function hasOwnText(word: TextElement): boolean {
  return wordText(word).trim() !== ''
}

/** Whether a region, or one inside it, has lines with a text, or a text of its own. */
function hasText(region: RegionElement): boolean {
  return (
    (region.text?.text ?? '') !== '' ||
    region.lines.some((line) => line.text !== undefined || line.parts.length > 0) ||
    region.children.some(hasText)
  )
}

/** The line's own text, cut into its words where it consists of them and spaces; without an own text, the words. */
function piecesOf(own: string, words: readonly TextElement[]): Piece[] {
  const pieces = words
    .map((word): Piece => {
      const { attributes, box, text } = word
      const confidence = confidenceOf(text?.confidence ?? NaN, 1)
      const content = oneLine(wordText(word))
      return { content, join: Join.Script, word: true, id: attributes.id, box, confidence }
    })
    .filter(({ content }) => content !== '')
  return [...locatedIn(own, pieces)]
}

/** A word's own text, else that of its glyphs. */
function wordText({ text, parts }: TextElement): string {
  if (text !== undefined && text.text !== '') return text.text
  return parts.map((glyph) => glyph.text?.text.trim() ?? '').join('')
}

function pageName({ imageFilename: image, id }: Attributes): string | undefined {
  return firstName(id, image === undefined ? undefined : baseName(image))
}

/** The coordinates of an outline: `12,30 14,35` is 12, 30, 14, 35. */
function numbersIn(points: string): number[] {
  return points
    .trim()
    .split(/[\s,]+/)
    .map(Number)
}
