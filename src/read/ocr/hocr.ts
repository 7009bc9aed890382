import { requireString } from '../../kernel/errors.js'
import {
  baseName,
  boxOf,
  confidenceOf,
  Join,
  numberOr,
  type Box,
  type OcrBlock,
  type OcrLine,
  type Piece,
} from './layout.js'
import { parseMarkup, type Attributes, type MarkupHandler } from './markup.js'
import { noLayout, ocrTextOf, type OcrText } from './ocr-text.js'

/**
 * Reads hOCR, HTML or XHTML: the text of its pages with a region for each `ocrx_word`, or each line where there are no
 * words. Hyphens and soft hyphens stay as printed; text in a line outside its words stays too, without a region. White
 * space between words is a space if the scripts write one: engines put it between Chinese characters too. A word that is
 * nothing but a space is a space. Of ruby the base is read, and not what stands beside it.
 *
 * `page` of a region is `ppageno`, else `lpageno`, the id or the image; `block` the id of the `ocr_carea`, else of the
 * `ocr_par`. O(source length). (hOCR 1.2, https://kba.github.io/hocr-spec/1.2/)
 *
 * @throws OffprintError `ERR_INPUT` for a file that is cut off, nested too deeply or has no class of hOCR.
 */
export function readHocr(source: string): OcrText {
  requireString('source', source)
  const reader = new HocrReader(PAGE_CLASS.test(source))
  parseMarkup(source, 'html', 'hOCR', reader)
  reader.end()
  if (!reader.isHocr) throw noLayout('hOCR', 'element of class ocr_page, ocr_line or ocrx_word')
  return ocrTextOf(reader.pages, 'hocr', reader.documentLanguage)
}

/**
 * What an element is to the reader: `skipped` holds no text of the page, `flow` begins a line of its own, `inline` stands in
 * a line; the others are elements of hOCR.
 */
type Kind = 'page' | 'block' | 'paragraph' | 'line' | 'word' | 'character' | 'skipped' | 'flow' | 'inline'

/** The classes of hOCR 1.2. Tesseract writes floats (header, caption) as lines; other engines put lines into them. */
const KINDS: Readonly<Record<string, Kind>> = {
  ocr_page: 'page',
  ocr_carea: 'block',
  ocr_column: 'block',
  ocrx_block: 'block',
  ocr_table: 'block',
  ocr_par: 'paragraph',
  ocr_line: 'line',
  ocrx_line: 'line',
  ocr_header: 'line',
  ocr_footer: 'line',
  ocr_caption: 'line',
  ocr_textfloat: 'line',
  ocr_pageno: 'line',
  ocrx_word: 'word',
  ocr_word: 'word',
  ocrx_cinfo: 'character',
  ocr_cinfo: 'character',
}

/** A class attribute with `ocr_page`. The name alone is not enough: `ocr-capabilities` lists the classes of an engine. */
const PAGE_CLASS = /\bclass\s?=\s?(?:"[^"<>]*\bocr_page\b|'[^'<>]*\bocr_page\b|ocr_page\b)/i

/** HTML elements that begin a line of their own. */
const FLOW = new Set(
  'address article aside blockquote body dd div dl dt figcaption figure footer h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section table tbody td tfoot th thead tr ul'.split(
    ' ',
  ),
)
/** HTML elements that begin a paragraph. */
const PARAGRAPHS = new Set('p h1 h2 h3 h4 h5 h6 li'.split(' '))
/** HTML elements whose text does not belong to the page, or tells how its text is read aloud: ruby, and its brackets. */
const SKIPPED = new Set('head title style script template noscript iframe rp rt rtc'.split(' '))

/** An element that is open. */
interface OpenElement {
  readonly kind: Kind
  readonly id?: string
  readonly language?: string
}

interface HocrPage {
  readonly name?: string
  readonly blocks: HocrBlock[]
}

interface HocrBlock extends OcrBlock {
  readonly lines: OcrLine[]
}

/** A word that is being read. */
interface HocrWord {
  readonly id?: string
  readonly box?: Box
  readonly confidence?: number
  readonly parts: string[]
  /** Whether it consists of elements for single characters. */
  hasCharacters: boolean
}

/** Collects pages, blocks, lines and words as the elements of an hOCR file come by. */
class HocrReader implements MarkupHandler {
  readonly pages: HocrPage[] = []
  /** Whether any element has a class of hOCR. */
  isHocr = false
  /** The language of the `<html>` element. */
  documentLanguage: string | undefined
  /** Whether the file has pages, so that text outside them does not count. */
  readonly #hasPages: boolean
  readonly #elements: OpenElement[] = []
  /** Number of open elements from the outermost skipped one on. */
  #skipped = 0
  #page: HocrPage | undefined
  #block: HocrBlock | undefined
  #line: OcrLine | undefined
  #word: HocrWord | undefined
  /** How the next piece joins the one before it. */
  #join: Join = Join.Glued
  /** The text since the last tag. */
  #text: string[] = []
  #inCharacter = false
  /** Whether the line has elements for single characters outside words. */
  #lineHasCharacters = false

  constructor(hasPages: boolean) {
    this.#hasPages = hasPages
  }

  open(name: string, attributes: Attributes): void {
    this.#endText()
    const kind = kindOf(name, attributes)
    this.isHocr ||= kind !== 'flow' && kind !== 'inline' && kind !== 'skipped'
    const language = attributes.lang ?? attributes['xml:lang']
    if (name === 'html') this.documentLanguage = language
    this.#elements.push({ kind, id: attributes.id, language: name === 'html' ? undefined : language })
    if (this.#skipped > 0 || kind === 'skipped') {
      this.#skipped++
      return
    }
    switch (kind) {
      case 'character':
        this.#inCharacter = true
        if (this.#word !== undefined) this.#word.hasCharacters = true
        else this.#lineHasCharacters = true
        return
      case 'inline':
        if (name === 'br' && this.#word === undefined) this.#endLine()
        return
      case 'word':
        this.#endWord()
        this.#lineNow()
        this.#word = {
          id: attributes.id,
          box: boxIn(attributes.title ?? ''),
          confidence: confidenceIn(attributes.title ?? ''),
          parts: [],
          hasCharacters: false,
        }
        return
      case 'line':
        this.#endWord()
        this.#endLine()
        this.#startLine(attributes)
        return
      default:
        this.#endWord()
        this.#endFlow(kind, name)
        if (kind === 'page') {
          this.#page = { name: pageName(attributes), blocks: [] }
          this.pages.push(this.#page)
        }
    }
  }

  close(name: string): void {
    this.#endText()
    const { kind } = this.#elements.pop()!
    if (this.#skipped > 0) {
      this.#skipped--
      return
    }
    switch (kind) {
      case 'character':
        this.#inCharacter = false
        return
      case 'inline':
        return
      case 'word':
        this.#endWord()
        return
      case 'line':
        this.#endWord()
        this.#endLine()
        return
      default:
        this.#endWord()
        this.#endFlow(kind, name)
        if (kind === 'page') this.#page = undefined
    }
  }

  text(piece: string): void {
    this.#text.push(piece)
  }

  /** Ends the file. */
  end(): void {
    this.#endText()
  }

  /** An element that begins or ends a block, or at least a line. */
  #endFlow(kind: Kind, name: string): void {
    if (kind === 'flow' && !PARAGRAPHS.has(name)) this.#endLine()
    else this.#endBlock()
  }

  #endBlock(): void {
    this.#endLine()
    this.#block = undefined
  }

  #endLine(): void {
    this.#line = undefined
    this.#join = Join.Glued
  }

  #startLine(attributes: Attributes): OcrLine {
    const line: OcrLine = {
      pieces: [],
      id: attributes.id,
      box: boxIn(attributes.title ?? ''),
      language: this.#innermost((element) => element.language !== undefined)?.language,
    }
    this.#line = line
    this.#join = Join.Glued
    this.#lineHasCharacters = false
    this.#blockNow().lines.push(line)
    return line
  }

  /** The open line; a new one where none is. */
  #lineNow(): OcrLine {
    return this.#line ?? this.#startLine({})
  }

  /** The open block; a new one where none is. */
  #blockNow(): HocrBlock {
    if (this.#page === undefined) this.pages.push((this.#page = { blocks: [] }))
    if (this.#block === undefined) {
      const of = (wanted: Kind) => this.#innermost(({ kind }) => kind === wanted)?.id
      this.#page.blocks.push((this.#block = { id: of('block') ?? of('paragraph'), lines: [] }))
    }
    return this.#block
  }

  #innermost(fits: (element: OpenElement) => boolean): OpenElement | undefined {
    for (let i = this.#elements.length - 1; i >= 0; i--) if (fits(this.#elements[i])) return this.#elements[i]
    return undefined
  }

  /** Adds the text since the last tag to the word, or as a piece to the line. */
  #endText(): void {
    if (this.#text.length === 0) return
    const whole = this.#text.join('')
    this.#text = []
    if (this.#skipped > 0 || (this.#hasPages && this.#page === undefined)) return
    if (this.#word !== undefined) {
      // Line ends and indents between the elements of characters are layout of the file.
      if (this.#inCharacter || !this.#word.hasCharacters || !isSpace(whole)) this.#word.parts.push(whole)
      return
    }
    const content = collapse(whole)
    if (content !== '') this.#addPiece(whole, { content, word: false }, Join.Glued)
    else if (this.#line !== undefined && (this.#inCharacter || !this.#lineHasCharacters)) {
      this.#widen(Join.Script)
    }
  }

  #endWord(): void {
    if (this.#word === undefined) return
    const { parts, id, box, confidence } = this.#word
    this.#word = undefined
    const whole = parts.join('')
    const content = collapse(whole)
    if (content !== '') this.#addPiece(whole, { content, word: true, id, box, confidence }, Join.Unsaid)
    // kraken writes spaces as words; a word of indents and line ends is an empty one.
    else if (whole !== '') this.#widen(whole.includes('\n') ? Join.Script : Join.Space)
  }

  /** Adds a piece, whose text may have white space at its ends; without any, the next piece joins as `otherwise` says. */
  #addPiece(whole: string, piece: Omit<Piece, 'join'>, otherwise: Join): void {
    if (startsSpaced(whole)) this.#widen(Join.Script)
    this.#lineNow().pieces.push({ ...piece, join: this.#join })
    this.#join = endsSpaced(whole) ? Join.Script : otherwise
  }

  #widen(join: Join): void {
    if (join > this.#join) this.#join = join
  }
}

function kindOf(name: string, attributes: Attributes): Kind {
  if (SKIPPED.has(name)) return 'skipped'
  for (const one of (attributes.class ?? '').split(/[ \t\n\r\f]/)) {
    if (Object.hasOwn(KINDS, one)) return KINDS[one]
  }
  return FLOW.has(name) ? 'flow' : 'inline'
}

function pageName({ title = '', id }: Attributes): string | undefined {
  const number = property(title, 'ppageno') ?? property(title, 'lpageno')
  if (number !== undefined && number !== '') return unquoted(number)
  if (id !== undefined && id !== '') return id
  const image = property(title, 'image')
  return image === undefined || image === '' ? undefined : baseName(unquoted(image))
}

function boxIn(title: string): Box | undefined {
  const numbers = property(title, 'bbox')?.split(/\s+/)
  if (numbers === undefined || numbers.length < 4 || numbers.includes('')) return undefined
  return boxOf(Number(numbers[0]), Number(numbers[1]), Number(numbers[2]), Number(numbers[3]))
}

/** The confidence of a word, of 100 (`x_wconf`). */
function confidenceIn(title: string): number | undefined {
  return confidenceOf(numberOr(property(title, 'x_wconf'), NaN), 100)
}

/** The value of a property of a title (`bbox 0 0 9 9; image "a;b.png"`). A semicolon ends a property, except in quotes. */
function property(title: string, name: string): string | undefined {
  let from = 0
  let quoted = ''
  for (let i = 0; i <= title.length; i++) {
    const c = title[i]
    if (i < title.length) {
      if (quoted !== '') {
        if (c === quoted) quoted = ''
        continue
      }
      if (c === '"' || c === "'") quoted = c
      if (c !== ';') continue
    }
    const part = title.slice(from, i).trim()
    from = i + 1
    if (part.startsWith(name) && isSpace(part[name.length] ?? ' ')) return part.slice(name.length).trim()
  }
  return undefined
}

function unquoted(value: string): string {
  const quote = value[0]
  return (quote === '"' || quote === "'") && value.endsWith(quote) ? value.slice(1, -1) : value
}

/** White space of HTML (https://infra.spec.whatwg.org/#ascii-whitespace). */
const SPACES = ' \t\n\r\f'

function isSpace(text: string): boolean {
  for (let i = 0; i < text.length; i++) if (!SPACES.includes(text[i])) return false
  return true
}

function startsSpaced(text: string): boolean {
  return text !== '' && SPACES.includes(text[0])
}

function endsSpaced(text: string): boolean {
  return text !== '' && SPACES.includes(text[text.length - 1])
}

/** The text as HTML shows it: one space for each run of white space, none at the ends. A no-break space is no white space. */
function collapse(text: string): string {
  return text
    .split(/[ \t\n\r\f]+/)
    .filter((part) => part !== '')
    .join(' ')
}
