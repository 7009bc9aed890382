import { concat } from '../bytes/chunks.js'
import { decodeLoosely, decodeText } from '../bytes/decode.js'
import { encodeAscii, type Encoding } from '../bytes/encoding.js'
import type { ByteLine } from '../bytes/lines.js'
import { CsvFields, sniffDelimiter } from './csv-fields.js'

/** What is wrong with a row: it is too long, is no text, ends inside quotes, or has text behind a closing mark. */
export type CsvFault = 'long' | 'undecodable' | 'open' | 'broken'

/** One row of a CSV file as it stands there, of one line or more. */
export interface CsvRow {
  /** Without its last line feed; a carriage return at its end stays. */
  readonly bytes: Uint8Array
  /** Empty where the row has a fault. */
  readonly fields: readonly string[]
  /** Line on which the row begins, from 1. */
  readonly line: number
  /** Byte of the file at which the row begins, from 0. */
  readonly offset: number
  readonly fault: CsvFault | null
}

/** A row whose quotes are open: the lines so far, and what was parsed of them. */
interface OpenRow {
  readonly lines: ByteLine[]
  readonly parsed: CsvFields
  /** Number of bytes so far, line feeds included. */
  length: number
  /** Whether one of the lines is no text. */
  damaged: boolean
}

/**
 * Joins lines to rows. Where a row turns out to be broken, its first line is the broken row, and the lines after it are read
 * anew as rows: a stray quotation mark costs its own line only. O(bytes) for sound rows; a hostile file has each line read
 * anew for each open quotation mark before it, within `limit` bytes.
 */
export class CsvRowSplitter {
  readonly #limit: number
  readonly #wanted: string
  #delimiter: string | undefined
  #open: OpenRow | undefined

  /**
   * @param limit longest row, in bytes
   * @param delimiter the character between fields; `undefined` for the one that the first row suggests
   * @param wanted the field that the first row should name
   */
  constructor(limit: number, delimiter: string | undefined, wanted: string) {
    this.#limit = limit
    this.#delimiter = delimiter
    this.#wanted = wanted
  }

  /** The character between fields; known from the first row on. */
  get delimiter(): string {
    return this.#delimiter ?? ','
  }

  /** The rows that end with the next lines, of which the next one is the last of the array; it is emptied. */
  *add(lines: ByteLine[], encoding: Encoding): Generator<CsvRow> {
    for (let next = lines.pop(); next !== undefined; next = lines.pop()) {
      const row = this.#open === undefined ? this.#begin(next, encoding) : this.#goOn(next, encoding, lines)
      if (row !== null) yield row
    }
  }

  /** The rows that the end of the file ends: one whose quotes are open, and the lines behind its first line. */
  *end(encoding: Encoding): Generator<CsvRow> {
    while (this.#open !== undefined) {
      const again: ByteLine[] = []
      yield this.#giveUp('open', again)
      yield* this.add(again, encoding)
    }
  }

  /** Begins a row; `null` for a blank line, and for a row that goes on in the next line. */
  #begin(line: ByteLine, encoding: Encoding): CsvRow | null {
    const { text, damaged } = decodeLine(line, encoding)
    // A line of white space, or of a byte order mark; tabs may be empty fields.
    if (!line.tooLong && text.trim() === '' && !text.includes('\t')) return null
    this.#delimiter ??= sniffDelimiter(text, this.#wanted)
    if (line.tooLong) return faulty(line, 'long')
    const parsed = new CsvFields(this.#delimiter)
    const state = parsed.add(text)
    if (state === 'broken') return faulty(line, state)
    const open = { lines: [line], parsed, length: line.bytes.length, damaged }
    if (state === 'whole') return wholeRow(open, encoding)
    this.#open = open
    return null
  }

  /** Adds a line to the open row; `null` while it stays open. Lines to be read anew are put back. */
  #goOn(line: ByteLine, encoding: Encoding, again: ByteLine[]): CsvRow | null {
    const open = this.#open!
    open.lines.push(line)
    open.length += line.bytes.length + encoding.unit
    if (line.tooLong || open.length > this.#limit) return this.#giveUp('open', again)
    const { text, damaged } = decodeLine(line, encoding)
    open.damaged ||= damaged
    const state = open.parsed.add(text)
    if (state === 'open') return null
    if (state === 'broken') return this.#giveUp(state, again)
    this.#open = undefined
    return wholeRow(open, encoding)
  }

  /** Ends the open row as a broken one of one line. */
  #giveUp(fault: CsvFault, again: ByteLine[]): CsvRow {
    const [first, ...rest] = this.#open!.lines
    this.#open = undefined
    again.push(...rest.reverse())
    return faulty(first!, fault)
  }
}

function faulty({ bytes, line, offset }: ByteLine, fault: CsvFault): CsvRow {
  return { bytes, fields: [], line, offset, fault }
}

function wholeRow({ lines, parsed, damaged }: OpenRow, encoding: Encoding): CsvRow {
  const { line, offset } = lines[0]!
  const feed = encodeAscii('\n', encoding)
  const bytes = concat(lines.flatMap((each, i) => (i === 0 ? [each.bytes] : [feed, each.bytes])))
  return { bytes, fields: parsed.fields, line, offset, fault: damaged ? 'undecodable' : null }
}

/** The text of a line, and whether some of it is no text: the quotes of such a line still show where its row ends. */
function decodeLine({ bytes }: ByteLine, encoding: Encoding): { text: string; damaged: boolean } {
  try {
    return { text: decodeText(bytes, encoding, ''), damaged: false }
  } catch {
    return { text: decodeLoosely(bytes, encoding), damaged: true }
  }
}
