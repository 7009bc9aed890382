import { requireString } from '../../kernel/errors.js'
import { mostUsed } from './language.js'
import { parseMarkup, type Attributes } from './markup.js'
import {
  assemble,
  baseName,
  boxOf,
  Gap,
  noLayout,
  type Box,
  type OcrLine,
  type OcrText,
  type Piece,
} from './ocr-text.js'

/** Classes of hOCR 1.2 by what they are here. Floats (header, caption) are lines to Tesseract; others put lines in them. */
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

/** Not just the name: `ocr-capabilities` lists the classes that an engine knows. */
const PAGE_CLASS = /\bclass\s?=\s?(?:"[^"<>]*\bocr_page\b|'[^'<>]*\bocr_page\b|ocr_page\b)/i

type Kind = 'page' | 'block' | 'paragraph' | 'line' | 'word' | 'character' | 'skipped' | 'flow' | 'inline'

/** HTML elements that begin a line of their own. */
const FLOW = new Set(
  'address article aside blockquote body dd div dl dt figcaption figure footer h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section table tbody td tfoot th thead tr ul'.split(
    ' ',
  ),
)
/** HTML elements that part paragraphs. */
const PARAGRAPHS = new Set('p h1 h2 h3 h4 h5 h6 li'.split(' '))
/** HTML elements whose text is none of the page. */
const SKIPPED = new Set('head title style script template noscript iframe'.split(' '))

interface Frame {
  readonly kind: Kind
  readonly id?: string
  readonly language?: string
}

/**
 * Reads hOCR, HTML or XHTML: the text of its pages with a region for each `ocrx_word`, or each line where there are no
 * words. Hyphens and soft hyphens stay as printed; text
 * in a line outside its words stays too, without a region. White space between words is a space by script: engines put
 * it between Chinese characters too. A word that is nothing but a space is one.
 *
 * `page` of a region is `ppageno`, else `lpageno`, the id or the image; `block` the id of the `ocr_carea`, else of the
 * `ocr_par`. O(source length).
 *
 * @throws OffprintError `ERR_INPUT` for a file that is cut off, nested too deeply or has no class of hOCR.
 */
export function readHocr(source: string): OcrText {
  requireString('source', source)
  const hasPages = PAGE_CLASS.test(source)
  let found = false // any class of hOCR
  const pages: { name?: string; blocks: { id?: string; lines: OcrLine[] }[] }[] = []
  const frames: Frame[] = []
  let skipped = 0 // depth inside elements without text of the page
  let page: (typeof pages)[number] | undefined
  let block: { id?: string; lines: OcrLine[] } | undefined
  let line: OcrLine | undefined
  let gap: Gap = Gap.Glued // before the next piece
  let word: { id?: string; box?: Box; readonly parts: string[]; characters: boolean } | undefined
  let text: string[] = []
  let character = false
  /** A line that gives characters without words. */
  let characters = false
  let documentLanguage: string | undefined

  const innermost = (fits: (frame: Frame) => boolean): Frame | undefined => {
    for (let i = frames.length - 1; i >= 0; i--) if (fits(frames[i])) return frames[i]
    return undefined
  }
  const blockNow = () => {
    if (page === undefined) pages.push((page = { blocks: [] }))
    if (block === undefined) {
      const id =
        innermost(({ kind }) => kind === 'block')?.id ?? innermost(({ kind }) => kind === 'paragraph')?.id
      page.blocks.push((block = { id, lines: [] }))
    }
    return block
  }
  const lineNow = () => {
    if (line === undefined) startLine({})
    return line!
  }
  const startLine = (attributes: Attributes) => {
    const title = attributes.title ?? ''
    line = {
      pieces: [],
      id: attributes.id,
      box: boxIn(title),
      language: innermost((frame) => frame.language !== undefined)?.language,
    }
    gap = Gap.Glued
    characters = false
    blockNow().lines.push(line)
  }
  const endLine = () => {
    line = undefined
    gap = Gap.Glued
  }
  const endBlock = () => {
    endLine()
    block = undefined
  }
  const widen = (to: Gap) => {
    if (to > gap) gap = to
  }
  const addPiece = (piece: Omit<Piece, 'gap'>, after: Gap) => {
    lineNow().pieces.push({ ...piece, gap })
    gap = after
  }

  /** Text since the last tag, outside words. */
  const endText = () => {
    if (text.length === 0) return
    const whole = text.join('')
    text = []
    if (skipped > 0 || (hasPages && page === undefined)) return
    if (word !== undefined) {
      // Line ends and indents between characters are layout of the file.
      if (character || !word.characters || !isSpace(whole)) word.parts.push(whole)
      return
    }
    const core = collapse(whole)
    if (core === '') {
      if (line !== undefined && (character || !characters)) widen(Gap.Script)
      return
    }
    if (startsSpaced(whole)) widen(Gap.Script)
    addPiece({ content: core, word: false }, endsSpaced(whole) ? Gap.Script : Gap.Glued)
  }
  const endWord = () => {
    if (word === undefined) return
    const { parts, id, box } = word
    word = undefined
    const whole = parts.join('')
    const content = collapse(whole)
    if (content === '') {
      // kraken writes spaces as words; a word of indents and line ends is an empty one.
      if (whole !== '') widen(whole.includes('\n') ? Gap.Script : Gap.Space)
      return
    }
    if (startsSpaced(whole)) widen(Gap.Script)
    addPiece({ content, word: true, id, box }, endsSpaced(whole) ? Gap.Script : Gap.Unsaid)
  }

  parseMarkup(source, 'html', 'hOCR', {
    open(name, attributes) {
      endText()
      const kind = kindOf(name, attributes)
      found ||= kind !== 'flow' && kind !== 'inline' && kind !== 'skipped'
      const language = attributes.lang ?? attributes['xml:lang']
      if (name === 'html') documentLanguage = language
      frames.push({ kind, id: attributes.id, language: name === 'html' ? undefined : language })
      if (skipped > 0 || kind === 'skipped') {
        skipped++
        return
      }
      if (kind === 'character') {
        character = true
        if (word !== undefined) word.characters = true
        else characters = true
        return
      }
      if (kind === 'inline') {
        if (name === 'br' && word === undefined) endLine()
        return
      }
      endWord()
      if (kind === 'word') {
        lineNow()
        word = { id: attributes.id, box: boxIn(attributes.title ?? ''), parts: [], characters: false }
      } else if (kind === 'line') {
        endLine()
        startLine(attributes)
      } else if (kind === 'flow' && !PARAGRAPHS.has(name)) {
        endLine()
      } else {
        endBlock()
        if (kind === 'page') {
          pages.push((page = { name: pageName(attributes), blocks: [] }))
        }
      }
    },
    close(name) {
      endText()
      const { kind } = frames.pop()!
      if (skipped > 0) {
        skipped--
        return
      }
      if (kind === 'character') character = false
      else if (kind === 'word') endWord()
      else if (kind !== 'inline') {
        endWord()
        if (kind === 'line' || (kind === 'flow' && !PARAGRAPHS.has(name))) endLine()
        else endBlock()
        if (kind === 'page') page = undefined
      }
    },
    text(piece) {
      text.push(piece)
    },
  })
  endText()

  if (!found) throw noLayout('hOCR', 'element of class ocr_page, ocr_line or ocrx_word')
  const { text: joined, regions } = assemble(pages)
  const language = mostUsed(pages, documentLanguage)
  return { text: joined, regions, ...(language === undefined ? {} : { language }), format: 'hocr' }
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

/** Value of a property of a title (`bbox 0 0 9 9; image "a;b.png"`): semicolons part them, except in quotes. */
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

/** White space as HTML shows it: a run is one space, none at the ends. A no-break space is no white space. */
function collapse(text: string): string {
  return text
    .split(/[ \t\n\r\f]+/)
    .filter((part) => part !== '')
    .join(' ')
}
