import { requireString } from '../../kernel/errors.js'
import {
  boxOf,
  confidenceOf,
  Join,
  numberOr,
  type Box,
  type OcrBlock,
  type OcrLine,
  type OcrPage,
} from './layout.js'
import { parseMarkup, type Attributes, type Fail, type MarkupHandler } from './markup.js'
import { noLayout, noText, ocrTextOf, type OcrText } from './ocr-text.js'

/**
 * Reads the XML of ABBYY FineReader (schemas 6 to 10) and of ABBYY Cloud: the text with a region for each word. A word ends
 * at white space, and where the next character is marked as the first of a word, as in Chinese. Its box is that of its
 * characters, its confidence the mean of theirs. The text of a file without characters of their own, and of `formatting`
 * elements without them, is read as well; its regions have the box of their line.
 *
 * Every paragraph is a block, those of the cells of tables too. What is printed stays: ¬, which FineReader writes for the
 * hyphen of a divided word, is a hyphen to every comparison. Bar codes are no text; of recognition variants the chosen one
 * counts. `page` of a region is the number of the page in the file. O(source length).
 * (https://docs.abbyy.com/fine-reader/engine/specifications/export-formats/xml-schema-description)
 *
 * @throws OffprintError `ERR_INPUT` for XML that is cut off or broken, a file without a page, or with lines but no text.
 * A page without lines is an empty text.
 */
export function readAbbyy(source: string): OcrText {
  requireString('source', source)
  const reader = new AbbyyReader()
  parseMarkup(source, 'xml', 'ABBYY XML', reader)
  if (reader.pages.length === 0) throw noLayout('ABBYY XML', 'page')
  const text = ocrTextOf(reader.pages, 'abbyy', reader.documentLanguage)
  if (text.regions.length === 0 && reader.lines > 0 && !reader.hasText) {
    throw noText('ABBYY XML', reader.lines, 'charParams')
  }
  return text
}

interface Page extends OcrPage {
  readonly blocks: Block[]
}

interface Block extends OcrBlock {
  readonly lines: Line[]
}

interface Line extends OcrLine {
  language?: string
}

/** A word that is being read. */
interface Word {
  readonly parts: string[]
  box?: Box
  /** Sum of the confidences of its characters that have one, and the number of these. */
  sum: number
  sure: number
}

/** Elements whose text is none of the page: variants of recognition. */
const VARIANTS = new Set(['wordRecVariants', 'charRecVariants'])

/** Collects pages, paragraphs, lines and words as the elements of an ABBYY file come by. */
class AbbyyReader implements MarkupHandler {
  readonly pages: Page[] = []
  /** Number of `line`s. */
  lines = 0
  /** Whether any character is there, be it a space. */
  hasText = false
  /** The language that the document names. */
  documentLanguage: string | undefined
  #page: Page | undefined
  /** The paragraph that is open. */
  #block: Block | undefined
  #line: Line | undefined
  #word: Word | undefined
  /** How the next word joins the one before it. */
  #join: Join = Join.Glued
  /** Number of open elements from the outermost one on whose text does not count. */
  #skipped = 0
  /** The character that is open, and its text so far. */
  #character: { readonly attributes: Attributes; readonly parts: string[] } | undefined
  /** The text of a `formatting` outside its characters; `undefined` outside. */
  #loose: string[] | undefined
  #hasCharacters = false

  open(name: string, attributes: Attributes, fail: Fail): void {
    if (this.#skipped > 0 || VARIANTS.has(name) || isBarCode(name, attributes)) {
      this.#skipped++
      return
    }
    switch (name) {
      case 'document':
        this.documentLanguage = writtenLanguage(attributes.mainLanguage ?? attributes.languages)
        break
      case 'page':
        this.#page = { name: String(this.pages.length + 1), blocks: [] }
        this.pages.push(this.#page)
        break
      case 'text':
      case 'par':
        this.#block = undefined
        break
      case 'line':
        this.#openLine(attributes, fail)
        break
      case 'formatting':
        if (this.#line !== undefined) this.#line.language ??= writtenLanguage(attributes.lang)
        this.#loose = []
        this.#hasCharacters = false
        break
      case 'charParams':
        if (this.#line === undefined) throw fail('charParams stands in no line; export the file again')
        this.#character = { attributes, parts: [] }
        this.#hasCharacters = true
        break
    }
  }

  close(name: string): void {
    if (this.#skipped > 0) {
      this.#skipped--
      return
    }
    switch (name) {
      case 'page':
        this.#page = undefined
        break
      case 'text':
      case 'par':
        this.#block = undefined
        break
      case 'line':
        this.#endWord()
        this.#line = undefined
        break
      case 'formatting':
        this.#endFormatting()
        break
      case 'charParams':
        this.#endCharacter()
        break
    }
  }

  text(piece: string): void {
    if (this.#skipped > 0) return
    if (this.#character !== undefined) this.#character.parts.push(piece)
    else this.#loose?.push(piece)
  }

  #openLine(attributes: Attributes, fail: Fail): void {
    if (this.#page === undefined) throw fail('line stands in no page; export the file again')
    if (this.#block === undefined) this.#page.blocks.push((this.#block = { lines: [] }))
    this.#line = { pieces: [], box: boxIn(attributes) }
    this.#block.lines.push(this.#line)
    this.#join = Join.Glued
    this.lines++
  }

  #endCharacter(): void {
    if (this.#character === undefined) return
    const { attributes, parts } = this.#character
    this.#character = undefined
    const content = parts.join('')
    if (content === '') return
    this.hasText = true
    // A tab, and the wide space between two columns of a table, are one space.
    if (content.trim() === '' || isTrue(attributes.isTab)) {
      this.#endWord()
      this.#join = Join.Space
      return
    }
    if (isTrue(attributes.wordStart) || isTrue(attributes.wordFirst)) this.#endWord()
    this.#word ??= { parts: [], sum: 0, sure: 0 }
    this.#word.parts.push(content)
    const box = boxIn(attributes)
    if (box !== undefined) this.#word.box = this.#word.box === undefined ? box : around(this.#word.box, box)
    const confidence = confidenceOf(numberOr(attributes.charConfidence, NaN), 100)
    if (confidence !== undefined) {
      this.#word.sum += confidence
      this.#word.sure++
    }
  }

  /** Text outside characters is the text of a `formatting` that has none; else it is the layout of the file. */
  #endFormatting(): void {
    const loose = this.#loose?.join('') ?? ''
    this.#loose = undefined
    if (this.#hasCharacters || loose === '' || this.#line === undefined) return
    this.hasText = true
    this.#endWord()
    if (/^\s/u.test(loose)) this.#join = Join.Space
    for (const content of loose.split(/\s+/u)) {
      if (content === '') continue
      this.#line.pieces.push({ content, join: this.#join, word: true })
      this.#join = Join.Space
    }
    this.#join = /\s$/u.test(loose) ? Join.Space : Join.Glued
  }

  #endWord(): void {
    if (this.#word === undefined || this.#line === undefined) return
    const { parts, box, sum, sure } = this.#word
    const confidence = sure === 0 ? undefined : confidenceOf(sum / sure, 1)
    this.#line.pieces.push({ content: parts.join(''), join: this.#join, word: true, box, confidence })
    this.#word = undefined
    this.#join = Join.Glued
  }
}

/** The text of a block that is a bar code is what it encodes, and not printed. */
function isBarCode(name: string, { blockType }: Attributes): boolean {
  return name === 'block' && blockType === 'Barcode'
}

/** Booleans are written as `true` and `1`. */
function isTrue(written: string | undefined): boolean {
  return written === 'true' || written === '1'
}

function boxIn({ l, t, r, b }: Attributes): Box | undefined {
  return boxOf(numberOr(l, NaN), numberOr(t, NaN), numberOr(r, NaN), numberOr(b, NaN))
}

function around(a: Box, b: Box): Box {
  return [Math.min(a[0], b[0]), Math.min(a[1], b[1]), Math.max(a[2], b[2]), Math.max(a[3], b[3])]
}

/**
 * The language of a FineReader name, as `languageTag` knows it: that of its first language, without the variant:
 * `GermanStandard`, `EnglishUnitedStates`, `OldGerman`, `ChinesePRC`.
 */
function writtenLanguage(written: string | undefined): string | undefined {
  if (written === undefined) return undefined
  if (/^\W*ChineseTaiwan/.test(written)) return 'chinese, traditional'
  if (/^\W*ChinesePRC/.test(written)) return 'chinese, simplified'
  return /^\W*(?:Old)?([A-Z][a-z]+)/.exec(written)?.[1]
}
