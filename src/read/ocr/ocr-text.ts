/**
 * How the pages, blocks and lines that the readers of OCR formats find become one text with regions.
 *
 * A line ends in `\n`, an empty line stands between blocks, and `\f` between pages, behind the line end, as Tesseract
 * writes plain text. Alignment takes white space between two neighbours as one run, so that a break between two pages of
 * a sentence is one `linebreak`, and one `hyphenation` with the hyphen before it.
 */
import type { Place, Region } from '../../audit/region.js'
import { OffprintError } from '../../kernel/errors.js'
import { isNewline } from '../../text/layout.js'
import { mostUsed } from './language.js'
import { Join, type Box, type OcrBlock, type OcrLine, type OcrPage } from './layout.js'
import { isSpaceBetween } from './word-space.js'

/** The text that an OCR engine read, and where its words stand on paper. */
export interface OcrText {
  /** The text of all pages, in reading order. */
  readonly text: string
  /** One region for each word where the format gives words, else one for each line. Ascending and disjoint. */
  readonly regions: readonly Region[]
  /** BCP 47 tag of the language in which most of the text is, where the format says it. */
  readonly language?: string
  /** The format that the source was in. */
  readonly format: OcrFormat
}

/**
 * The OCR formats that are read: hOCR, ALTO, PAGE-XML, the TSV of Tesseract, the XML of ABBYY FineReader, and the JSON of AWS
 * Textract, Google Vision and Azure Document Intelligence.
 */
export type OcrFormat = 'hocr' | 'alto' | 'page' | 'tsv' | 'abbyy' | 'textract' | 'vision' | 'azure'

/**
 * The text of pages. Lines without text are left out; a page without text still ends in its page break. O(text).
 *
 * @param documentLanguage the language of the whole file, which counts where no line names one
 */
export function ocrTextOf(pages: readonly OcrPage[], format: OcrFormat, documentLanguage?: string): OcrText {
  const language = mostUsed(pages, documentLanguage)
  return { ...assemble(pages), ...(language === undefined ? {} : { language }), format }
}

function assemble(pages: readonly OcrPage[]): { text: string; regions: Region[] } {
  const unsaid = allUnsaid(pages) ? Join.Script : Join.Glued
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
        const { text, words } = writeLine(line, unsaid)
        if (text === '') continue
        if (number > 0 && !begun) write('\n')
        begun = true
        number++
        const whole = { from: 0, to: text.length, confidence: line.confidence }
        for (const word of words.length > 0 ? words : [whole]) {
          const place = placeOf(page, number, block, line, word)
          regions.push({ from: length + word.from, to: length + word.to, ...place })
        }
        write(text)
        write('\n')
      }
    }
  }
  return { text: parts.join(''), regions }
}

/** A word in its line, half-open. */
interface WordInLine {
  readonly from: number
  readonly to: number
  readonly id?: string
  readonly box?: Box
  readonly confidence?: number
}

function writeLine(line: OcrLine, unsaid: Join): { text: string; words: WordInLine[] } {
  const parts: string[] = []
  const words: WordInLine[] = []
  let length = 0
  let before = ''
  /** How the next piece joins, the joins of empty pieces before it included. */
  let pending: Join = Join.Glued
  for (const { content, join, word, id, box, confidence } of line.pieces) {
    const text = oneLine(content)
    if (typeof join === 'string') {
      parts.push(join)
      length += join.length
    } else {
      pending = Math.max(pending, join === Join.Unsaid ? unsaid : join) as Join
    }
    if (text === '') continue
    if (
      before !== '' &&
      (pending === Join.Space || (pending === Join.Script && isSpaceBetween(before, text)))
    ) {
      parts.push(' ')
      length++
    }
    if (word) words.push({ from: length, to: length + text.length, id, box, confidence })
    parts.push(text)
    length += text.length
    before = text
    pending = Join.Glued
  }
  return { text: parts.join(''), words }
}

function placeOf(
  page: OcrPage,
  line: number,
  block: OcrBlock,
  { id, box }: OcrLine,
  word: WordInLine,
): Place {
  const place: { -readonly [key in keyof Place]: Place[key] } = {}
  if (page.name !== undefined) place.page = page.name
  place.line = line
  if (block.id !== undefined) place.block = block.id
  const name = word.id ?? id
  if (name !== undefined) place.id = name
  const where = word.box ?? box
  if (where !== undefined) place.box = where
  if (word.confidence !== undefined) place.confidence = word.confidence
  return place
}

/** Whether a file says nowhere that a space stands between two words: it leaves the spaces to its readers. */
function allUnsaid(pages: readonly OcrPage[]): boolean {
  for (const { blocks } of pages) {
    for (const { lines } of blocks) {
      for (const { pieces } of lines) {
        for (let i = 1; i < pieces.length; i++) {
          if (pieces[i].join !== Join.Glued && pieces[i].join !== Join.Unsaid) return false
        }
      }
    }
  }
  return true
}

/** The content without white space around it, and with a space for each line break: a line of the text is one line. */
export function oneLine(content: string): string {
  for (let i = 0; i < content.length; i++) {
    if (isNewline(content.charCodeAt(i))) return linesOf(content).join(' ')
  }
  return content.trim()
}

/** The lines of a text, trimmed, without the empty ones. */
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

/** The error about a file that is of a format by its root element only. */
export function noLayout(format: string, needed: string): OffprintError {
  return new OffprintError('ERR_INPUT', `the ${format} has no ${needed}; export the file with its pages`)
}

/** The error about lines that nobody has recognised yet: unlike a blank page, they have a text that is not there. */
export function noText(format: string, lines: number, needed: string): OffprintError {
  const counted = lines === 1 ? '1 line' : `${lines} lines`
  return new OffprintError(
    'ERR_INPUT',
    `the ${format} has ${counted} but no text (no ${needed}); recognise it first, or export it with its text`,
  )
}
