import { requireString } from '../../kernel/errors.js'
import { isHyphen } from '../../text/layout.js'
import {
  baseName,
  boxOf,
  confidenceOf,
  firstName,
  Join,
  numberOr,
  type Box,
  type OcrLine,
  type OcrPage,
} from './layout.js'
import { parseMarkup, type Attributes, type Fail, type MarkupHandler } from './markup.js'
import { noLayout, noText, ocrTextOf, type OcrText } from './ocr-text.js'
import { inReadingOrder, type Branch } from './reading-order.js'

/**
 * Reads ALTO of any version (namespace or not), every page of it: the text with a region for each `String`, and one for
 * each `HYP`. What is printed stays: both halves of a divided word and the hyphen between them; `SUBS_CONTENT` is not
 * read. A space stands where there is an `SP`; where a file has none at all, and in files of Tesseract, which writes one
 * after every `String`, the script decides.
 *
 * Reading order: `ReadingOrder` (v4.3), else `IDNEXT`, else the order of the file, in which margins (headers, footers)
 * and composed blocks stand. `page` of a region is `PHYSICAL_IMG_NR`, else the page's id; boxes are in the file's
 * `MeasurementUnit`. O(source length). (https://www.loc.gov/standards/alto/)
 *
 * @throws OffprintError `ERR_INPUT` for XML that is cut off or broken, a `String` without `CONTENT`, a file without a
 * page, or with lines but no text. A page without lines is an empty text.
 */
export function readAlto(source: string): OcrText {
  requireString('source', source)
  const reader = new AltoReader()
  parseMarkup(source, 'xml', 'ALTO', reader)
  if (reader.pages.length === 0) throw noLayout('ALTO', 'Layout with a Page')
  const text = ocrTextOf(reader.inOrder(), 'alto')
  if (text.regions.length === 0 && reader.lines > 0 && !reader.hasContent) {
    throw noText('ALTO', reader.lines, 'String with CONTENT')
  }
  return text
}

/** A `TextBlock` or `ComposedBlock`. */
interface AltoBlock extends Branch<AltoBlock> {
  readonly language?: string
  readonly children: AltoBlock[]
  readonly lines: OcrLine[]
}

interface AltoPage {
  readonly name?: string
  readonly language?: string
  readonly roots: AltoBlock[]
  /** Ids of the blocks of this page, as the reading order lists them. */
  readonly listed: string[]
}

/** A `String` whose content comes from its attribute, or else from its `Glyph`s. */
interface AltoString {
  readonly attributes: Attributes
  readonly glyphs: string[]
  readonly fail: Fail
}

/** Collects pages, blocks and lines as the elements of an ALTO file come by. */
class AltoReader implements MarkupHandler {
  readonly pages: AltoPage[] = []
  /** Number of `TextLine`s. */
  lines = 0
  /** Whether any `String` has content, be it white space. */
  hasContent = false
  readonly #listed: string[] = []
  /** Page of each block, by the id of the block. */
  readonly #pageOf = new Map<string, AltoPage>()
  /** The blocks that are open, the innermost last. */
  readonly #blocks: AltoBlock[] = []
  #page: AltoPage | undefined
  #line: OcrLine | undefined
  #string: AltoString | undefined
  /** How the next `String` joins the one before it. */
  #join: Join = Join.Glued
  /** The text of an element whose text counts. */
  #captured: string[] | undefined
  #image = ''
  #isTesseract = false

  /** The pages with their blocks in reading order. */
  inOrder(): OcrPage[] {
    for (const id of this.#listed) this.#pageOf.get(id)?.listed.push(id)
    return this.pages.map(({ name, roots, listed }) => ({ name, blocks: inReadingOrder(roots, listed) }))
  }

  open(name: string, attributes: Attributes, fail: Fail): void {
    switch (name) {
      case 'Page':
        this.#page = {
          name: pageName(attributes, this.#image),
          language: attributes.LANG,
          roots: [],
          listed: [],
        }
        this.pages.push(this.#page)
        break
      case 'ComposedBlock':
      case 'TextBlock':
        this.#openBlock(attributes)
        break
      case 'TextLine':
        this.#openLine(attributes, fail)
        break
      case 'String':
        if (this.#line === undefined) throw fail('String stands in no TextLine; export the file again')
        this.#string = { attributes, glyphs: [], fail }
        break
      case 'Glyph':
        this.#string?.glyphs.push(attributes.CONTENT ?? '')
        break
      case 'SP':
        this.#join = this.#isTesseract ? Join.Script : Join.Space
        break
      case 'HYP':
        this.#addHyphen(attributes)
        break
      case 'ElementRef':
        if (attributes.REF !== undefined) this.#listed.push(attributes.REF)
        break
      case 'softwareName':
      case 'fileName':
        this.#captured = []
        break
    }
  }

  close(name: string): void {
    switch (name) {
      case 'Page':
        this.#page = undefined
        break
      case 'ComposedBlock':
      case 'TextBlock':
        this.#blocks.pop()
        break
      case 'TextLine':
        this.#line = undefined
        break
      case 'String':
        this.#closeString()
        break
      case 'softwareName':
        this.#isTesseract ||= /tesseract/i.test(this.#captured?.join('') ?? '')
        this.#captured = undefined
        break
      case 'fileName':
        this.#image = this.#captured?.join('').trim() ?? ''
        this.#captured = undefined
        break
    }
  }

  text(piece: string): void {
    this.#captured?.push(piece)
  }

  #openBlock(attributes: Attributes): void {
    const outer = this.#blocks.at(-1)
    const { ID: id, IDNEXT: next } = attributes
    const language = attributes.LANG ?? attributes.language ?? outer?.language ?? this.#page?.language
    const block: AltoBlock = { id, next, language, children: [], lines: [] }
    const siblings = outer?.children ?? this.#page?.roots
    siblings?.push(block)
    if (id !== undefined && this.#page !== undefined && !this.#pageOf.has(id)) {
      this.#pageOf.set(id, this.#page)
    }
    this.#blocks.push(block)
  }

  #openLine(attributes: Attributes, fail: Fail): void {
    const block = this.#blocks.at(-1)
    if (block === undefined) throw fail('TextLine stands in no TextBlock; export the file again')
    const language = attributes.LANG ?? block.language
    this.#line = { pieces: [], id: attributes.ID, box: boxIn(attributes), language }
    block.lines.push(this.#line)
    this.#join = Join.Glued
    this.lines++
  }

  #closeString(): void {
    if (this.#string === undefined || this.#line === undefined) return
    const { attributes, glyphs, fail } = this.#string
    const { ID: id, CONTENT: written } = attributes
    const content = written ?? (glyphs.length > 0 ? glyphs.join('') : undefined)
    this.#string = undefined
    if (content === undefined) {
      const name = id === undefined ? '' : ` ${JSON.stringify(id)}`
      throw fail(`String${name} has no CONTENT; export the file again`)
    }
    this.hasContent ||= content !== ''
    const confidence = confidenceOf(numberOr(attributes.WC, NaN), 1)
    this.#line.pieces.push({ content, join: this.#join, word: true, id, box: boxIn(attributes), confidence })
    this.#join = Join.Unsaid
  }

  #addHyphen(attributes: Attributes): void {
    const before = this.#line?.pieces.at(-1)
    if (this.#line === undefined || before === undefined) return
    // Some writers put the hyphen into the String as well; it is printed once.
    if (isHyphen(before.content.charCodeAt(before.content.length - 1))) return
    const height = before.box === undefined ? NaN : before.box[3] - before.box[1]
    this.#line.pieces.push({
      content: attributes.CONTENT ?? '-',
      join: Join.Glued,
      word: true,
      id: attributes.ID,
      box: boxIn(attributes, height) ?? before.box,
    })
  }
}

function pageName({ PHYSICAL_IMG_NR: number, ID: id }: Attributes, image: string): string | undefined {
  return firstName(number?.trim(), id, baseName(image))
}

/** @param height of an element that has none of its own, as most `HYP` */
function boxIn(attributes: Attributes, height = NaN): Box | undefined {
  const left = numberOr(attributes.HPOS, NaN)
  const top = numberOr(attributes.VPOS, NaN)
  const right = left + numberOr(attributes.WIDTH, NaN)
  return boxOf(left, top, right, top + numberOr(attributes.HEIGHT, height))
}
