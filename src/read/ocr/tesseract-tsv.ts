import { OffprintError, requireString } from '../../kernel/errors.js'
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
import { ocrTextOf, type OcrText } from './ocr-text.js'

/**
 * Reads the table that Tesseract writes as TSV: the text with a region for each word. The row of a word says in which page,
 * block, paragraph and line it stands; the rows of those serve only for the place of a line and for pages without a word. An
 * empty line stands between paragraphs, and the scripts decide whether a space stands between two words, as in hOCR of
 * Tesseract. `page` of a region is `page_num`, `block` is `block_num`. O(source length).
 *
 * The columns are found by their names, so that a table with others beside them reads as well. The table that the programming
 * interface of Tesseract gives has no names, and its columns stand in the usual order.
 * (tesseract 5.3.0, src/api/baseapi.cpp, `TessBaseAPI::GetTSVText`; src/api/renderer.cpp, `TessTsvRenderer`)
 *
 * @throws OffprintError `ERR_INPUT` for a row that is cut off, for a level or number that is no number, and for a table
 * without rows. A page without words is an empty text.
 */
export function readTesseractTsv(source: string): OcrText {
  requireString('source', source)
  const reader = new TsvReader()
  let number = 0
  let from = source.startsWith('\ufeff') ? 1 : 0
  while (from < source.length) {
    const end = source.indexOf('\n', from)
    number++
    reader.read(source.slice(from, end < 0 ? source.length : end).replace(/\r$/, ''), number, end < 0)
    from = end < 0 ? source.length : end + 1
  }
  if (reader.pages.length === 0) {
    throw new OffprintError(
      'ERR_INPUT',
      'the Tesseract TSV has no row below its header; recognise the page again',
    )
  }
  return ocrTextOf(reader.pages, 'tsv')
}

/** The columns of the table, in their order. */
const COLUMNS = 'level page_num block_num par_num line_num word_num left top width height conf text'.split(
  ' ',
)

type Column = keyof typeof USUAL

/** Where each column stands. */
const USUAL = {
  level: 0,
  page_num: 1,
  block_num: 2,
  par_num: 3,
  line_num: 4,
  left: 6,
  top: 7,
  width: 8,
  height: 9,
  conf: 10,
  text: 11,
}

/** The header, or the first row of a table without one: a page, which has no text and no confidence. */
const HEADER = /^\ufeff?(?:[^\t\r\n]*\t)*level\tpage_num\tblock_num\tpar_num\tline_num\t/
const FIRST_ROW = /^\ufeff?1\t\d+(?:\t0){4}(?:\t-?\d+){4}\t-1\t?\r?(?:\n|$)/

/** Whether a source is a table of Tesseract. */
export function isTesseractTsv(source: string): boolean {
  const head = source.slice(0, HEAD)
  return HEADER.test(head) || FIRST_ROW.test(head)
}

/** Characters among which the first row ends. */
const HEAD = 1024

/** The kinds of rows, as `level` says them. */
const LEVEL = { page: 1, line: 4, word: 5 } as const

interface Page extends OcrPage {
  readonly blocks: Block[]
}

interface Block extends OcrBlock {
  readonly lines: Line[]
}

interface Line extends OcrLine {
  box?: Box
}

/** Collects pages, paragraphs and lines as the rows of a table come by. */
class TsvReader {
  readonly pages: Page[] = []
  #at: Readonly<Record<Column, number>> = USUAL
  /** What the last word, or row of a line, stands in; `undefined` at the beginning of a page. */
  #block: { readonly key: string; readonly block: Block } | undefined
  #line: { readonly key: string; readonly line: Line } | undefined
  #page: string | undefined

  /** @param row a line of the file. @param number of the line. @param last whether the file ends with it. */
  read(row: string, number: number, last: boolean): void {
    // A file of several tables, one behind the other, repeats the header.
    if (row.includes('page_num') && HEADER.test(row + '\t')) this.#at = columnsOf(row)
    else if (row.trim() !== '') this.#readCells(row.split('\t'), number, last)
  }

  #readCells(cells: readonly string[], number: number, last: boolean): void {
    const fail = (what: string) =>
      new OffprintError('ERR_INPUT', `line ${number} of the Tesseract TSV: ${what}; recognise the page again`)
    const at = this.#at
    const whole = (column: Column): number => {
      const cell = cells[at[column]]
      if (cell !== undefined && /^\s*\d{1,9}\s*$/.test(cell)) return Number(cell)
      if (cell === undefined) throw fail(`the row ends before ${column}`)
      throw fail(`${column} is ${JSON.stringify(cell.slice(0, 40))}, not a whole number`)
    }
    const level = whole('level')
    if (level < LEVEL.page || level > LEVEL.word) throw fail(`level is ${level}, not one of 1 to 5`)
    const page = String(whole('page_num'))
    if (level === LEVEL.page || page !== this.#page || this.pages.length === 0) this.#openPage(page)
    if (level !== LEVEL.line && level !== LEVEL.word) return
    const line = this.#lineAt(whole('block_num'), whole('par_num'), whole('line_num'))
    const box = boxAt(cells, at)
    if (level === LEVEL.line) {
      line.box ??= box
      return
    }
    const content = cells[at.text]
    // Editors strip the blank that Tesseract writes for a word without letters, and the tab before it.
    if (content === undefined && last) throw fail('the file is cut off inside the row')
    const confidence = confidenceOf(numberOr(cells[at.conf], NaN), 100)
    line.pieces.push({ content: content ?? '', join: Join.Script, word: true, box, confidence })
  }

  #openPage(name: string): void {
    this.#page = name
    this.pages.push({ name, blocks: [] })
    this.#block = undefined
    this.#line = undefined
  }

  /** The line with these numbers: the one that is open, or a new one. */
  #lineAt(blockNumber: number, paragraph: number, lineNumber: number): Line {
    const blockKey = `${blockNumber} ${paragraph}`
    if (this.#block?.key !== blockKey) {
      this.#block = { key: blockKey, block: { id: String(blockNumber), lines: [] } }
      this.pages.at(-1)!.blocks.push(this.#block.block)
      this.#line = undefined
    }
    const key = String(lineNumber)
    if (this.#line?.key !== key) {
      this.#line = { key, line: { pieces: [] } }
      this.#block.block.lines.push(this.#line.line)
    }
    return this.#line.line
  }
}

/** Where the columns of a header stand; one that it lacks stands nowhere. */
function columnsOf(header: string): Record<Column, number> {
  const names = header.replace(/^\ufeff/, '').split('\t')
  const at = { ...USUAL }
  for (const name of COLUMNS) if (name in at) at[name as Column] = names.indexOf(name)
  return at
}

function boxAt(cells: readonly string[], at: Readonly<Record<Column, number>>) {
  const [left, top, width, height] = (['left', 'top', 'width', 'height'] as const).map((column) =>
    numberOr(cells[at[column]], NaN),
  )
  return boxOf(left, top, left + width, top + height)
}
