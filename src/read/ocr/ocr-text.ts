/**
 * What the readers of OCR formats have in common: the pages, blocks and lines they find, and how these become one text
 * with regions.
 *
 * A line ends in `\n`, an empty line stands between blocks, and `\f` between pages, behind the line end, as Tesseract
 * writes plain text. Alignment takes white space between two neighbours as one run, so that a break between two pages of
 * a sentence is one `linebreak`, and one `hyphenation` with the hyphen before it.
 */
import { OffprintError } from '../../kernel/errors.js'
import { isNewline } from '../../text/layout.js'
import type { Place, Region } from '../../audit/region.js'
import { parted } from './word-space.js'

export type Box = NonNullable<Region['box']>

/** A page of OCR as plain text, and where its words stand on paper. */
export interface OcrText {
  readonly text: string
  /** One for each word where the format gives words, else one for each line. */
  readonly regions: readonly Region[]
  /** BCP 47 tag of the language in which most of the text is, where the format says it. */
  readonly language?: string
  readonly format: OcrFormat
}

/** The formats of OCR that can be read: hOCR, ALTO, PAGE-XML. */
export type OcrFormat = 'hocr' | 'alto' | 'page'

/** What parts a piece of a line from the piece before it. */
export const Gap = {
  /** Nothing at all: a hyphen, a mark outside the words. */
  Glued: 0,
  /** Nothing that the format says; a space by script if the whole file says nothing anywhere. */
  Unsaid: 1,
  /** A space if the scripts on both sides write one. */
  Script: 2,
  /** A space that the format writes as such. */
  Space: 3,
} as const
export type Gap = (typeof Gap)[keyof typeof Gap]

/** A word, or other text in a line. */
export interface Piece {
  readonly content: string
  /** What parts it from the piece before it, or the white space itself. */
  readonly gap: Gap | string
  /** Whether it is a word of the format, so that it gets a region of its own. */
  readonly word: boolean
  readonly id?: string
  readonly box?: Box
}

export interface OcrLine {
  readonly pieces: Piece[]
  readonly id?: string
  readonly box?: Box
  /** As the format writes it. */
  readonly language?: string
}

export interface OcrBlock {
  readonly id?: string
  readonly lines: readonly OcrLine[]
}

export interface OcrPage {
  readonly name?: string
  readonly blocks: readonly OcrBlock[]
}

/** Puts pages together. O(text). Lines without text are left out; a page without text still ends in its page break. */
export function assemble(pages: readonly OcrPage[]): { text: string; regions: Region[] } {
  const unsaid = allUnsaid(pages) ? Gap.Script : Gap.Glued
  const parts: string[] = []
  const regions: Region[] = []
  let length = 0
  const write = (part: string) => {
    parts.push(part)
    length += part.length
  }
  for (const [i, page] of pages.entries()) {
    if (i > 0) write('\f')
    let number = 0
    for (const block of page.blocks) {
      let begun = false
      for (const line of block.lines) {
        const { text, words } = layLine(line, unsaid)
        if (text === '') continue
        if (number > 0 && !begun) write('\n')
        begun = true
        number++
        for (const word of words.length > 0 ? words : [{ from: 0, to: text.length }]) {
          regions.push({
            from: length + word.from,
            to: length + word.to,
            ...placeOf(page, number, block, line, word),
          })
        }
        write(text)
        write('\n')
      }
    }
  }
  return { text: parts.join(''), regions }
}

interface Mark {
  readonly from: number
  readonly to: number
  readonly id?: string
  readonly box?: Box
}

function layLine(line: OcrLine, unsaid: Gap): { text: string; words: Mark[] } {
  const parts: string[] = []
  const words: Mark[] = []
  let length = 0
  let before = ''
  let open: Gap = Gap.Glued // gaps of empty pieces add up
  for (const { content, gap, word, id, box } of line.pieces) {
    const text = oneLine(content)
    if (typeof gap === 'string') {
      parts.push(gap)
      length += gap.length
    } else {
      open = Math.max(open, gap === Gap.Unsaid ? unsaid : gap) as Gap
    }
    if (text === '') continue
    if (before !== '' && (open === Gap.Space || (open === Gap.Script && parted(before, text)))) {
      parts.push(' ')
      length++
    }
    if (word) words.push({ from: length, to: length + text.length, id, box })
    parts.push(text)
    length += text.length
    before = text
    open = Gap.Glued
  }
  return { text: parts.join(''), words }
}

function placeOf(page: OcrPage, line: number, block: OcrBlock, { id, box }: OcrLine, word: Mark): Place {
  const place: { -readonly [key in keyof Place]: Place[key] } = {}
  if (page.name !== undefined) place.page = page.name
  place.line = line
  if (block.id !== undefined) place.block = block.id
  const name = word.id ?? id
  if (name !== undefined) place.id = name
  const where = word.box ?? box
  if (where !== undefined) place.box = where
  return place
}

/** Whether a file says nowhere that two words are parted: it leaves the spaces to its readers. */
function allUnsaid(pages: readonly OcrPage[]): boolean {
  for (const { blocks } of pages) {
    for (const { lines } of blocks) {
      for (const { pieces } of lines) {
        for (let i = 1; i < pieces.length; i++)
          if (pieces[i].gap !== Gap.Glued && pieces[i].gap !== Gap.Unsaid) return false
      }
    }
  }
  return true
}

/** The content without white space around it and with a space for each line break: a line of the text is one line. */
export function oneLine(content: string): string {
  let breaks = false
  for (let i = 0; i < content.length && !breaks; i++) breaks = isNewline(content.charCodeAt(i))
  if (!breaks) return content.trim()
  return linesOf(content).join(' ')
}

/** Lines of a text, trimmed, without the empty ones. */
export function linesOf(content: string): string[] {
  const lines: string[] = []
  let from = 0
  for (let i = 0; i <= content.length; i++) {
    if (i < content.length && !isNewline(content.charCodeAt(i))) continue
    const line = content.slice(from, i).trim()
    if (line !== '') lines.push(line)
    from = i + 1
  }
  return lines
}

/** Left, top, right, bottom as numbers; undefined unless all four are finite. */
export function boxOf(left: number, top: number, right: number, bottom: number): Box | undefined {
  const box: Box = [left, top, right, bottom]
  return box.every(Number.isFinite) ? box : undefined
}

/** Name of a file without its folders, which say nothing about the page. */
export function baseName(path: string): string {
  return path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1)
}

/** A file that is of a format by its root only. */
export function noLayout(format: string, needed: string): OffprintError {
  return new OffprintError('ERR_INPUT', `the ${format} has no ${needed}; export the file with its pages`)
}

/** Lines that nobody has recognised yet: a text to compare is not there, which is another thing than a blank page. */
export function noText(format: string, lines: number, needed: string): OffprintError {
  const counted = lines === 1 ? '1 line' : `${lines} lines`
  return new OffprintError(
    'ERR_INPUT',
    `the ${format} has ${counted} but no text (no ${needed}); recognise it first, or export it with its text`,
  )
}
