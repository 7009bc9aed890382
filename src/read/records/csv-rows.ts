import { concat } from '../bytes/chunks.js'
import { decodeLoosely } from '../bytes/decode.js'
import { decodeRecord } from '../bytes/decode-record.js'
import { encodeAscii, type Encoding } from '../bytes/encoding.js'
import type { ByteLine, LineSplitter } from '../bytes/lines.js'
import { CsvFields, sniffDelimiter, statedDelimiter } from './csv-fields.js'

/**
 * What is wrong with a row: it is too long, some of its bytes are no text in the encoding, it ends inside quotes, or has text
 * behind a closing mark.
 */
export type CsvFault = 'long' | 'undecodable' | 'open' | 'broken'

/** One row of a CSV file as it stands there, of one line or more. */
export interface CsvRow {
  /** Without its last line feed; a carriage return at its end stays. */
  readonly bytes: Uint8Array
  /** Empty where the row has a fault other than `undecodable`. */
  readonly fields: readonly string[]
  /** Line on which the row begins, from 1. */
  readonly line: number
  /** Byte of the file at which the row begins, from 0. */
  readonly offset: number
  readonly fault: CsvFault | null
}

/** A row whose quotes are open. */
interface OpenRow {
  /** The row as far as it was parsed; of a row that went on behind lines known to keep it open, the end only. */
  readonly parsed: CsvFields
  readonly isWhole: boolean
  /** Index of the first line that was not added yet. */
  next: number
}

/**
 * Joins lines to rows. Where a row turns out to be broken, its first line is the broken row, and the lines after it are read
 * anew as rows: a stray quotation mark costs its own line only.
 *
 * O(bytes), whatever the file: what a line does to a row whose quotes are open does not depend on where the row began. So
 * each line is read once as the beginning of a row and once inside an open one, and again only as part of a sound row.
 */
export class CsvRowSplitter {
  readonly #limit: number
  readonly #wanted: string
  readonly #ends: Pick<LineSplitter, 'ending'>
  #isFirst = true
  #delimiter: string | undefined
  /** Lines that belong to no row yet. */
  #lines: ByteLine[] = []
  /** Index of the line with which the next row begins. */
  #start = 0
  #open: OpenRow | undefined
  /** Lines before this index keep an open row open, wherever it began. */
  #opensUntil = 0
  /** Index of a line that breaks every row which is open there, and how; −1 for none. */
  #breaksAt = -1
  #breaksBy: CsvFault = 'broken'

  /**
   * @param limit longest row, in bytes
   * @param delimiter the character between fields; `undefined` for the one that the first row suggests
   * @param wanted the field that the first row should name
   * @param lines says what ends the lines of the file
   */
  constructor(
    limit: number,
    delimiter: string | undefined,
    wanted: string,
    lines: Pick<LineSplitter, 'ending'>,
  ) {
    this.#limit = limit
    this.#ends = lines
    this.#delimiter = delimiter
    this.#wanted = wanted
  }

  /** The character between fields; known from the first row on. */
  get delimiter(): string {
    return this.#delimiter ?? ','
  }

  /** The rows that end with the next line. */
  *add(line: ByteLine, encoding: Encoding): Generator<CsvRow> {
    this.#lines.push(line)
    while (this.#start < this.#lines.length) {
      const row = this.#open === undefined ? this.#begin(encoding) : this.#goOn(this.#open, encoding)
      if (row !== null) yield row
      else if (this.#open !== undefined) return
    }
    this.#lines = []
    this.#start = this.#opensUntil = 0
    this.#breaksAt = -1
  }

  /** The rows that the end of the file ends: one whose quotes are open, and those of the lines behind its first line. */
  *end(encoding: Encoding): Generator<CsvRow> {
    while (this.#start < this.#lines.length) {
      const row =
        this.#open === undefined
          ? this.#begin(encoding)
          : (this.#goOn(this.#open, encoding) ?? this.#giveUp('open'))
      if (row !== null) yield row
    }
  }

  /** Begins a row; `null` for a blank line, and for a row that its first line leaves open. */
  #begin(encoding: Encoding): CsvRow | null {
    const line = this.#lines[this.#start]!
    const { text, damaged } = decodeLine(line, encoding)
    // A line of white space, or of a byte order mark; tabs may be empty fields.
    if (!line.tooLong && text.trim() === '' && !text.includes('\t')) {
      this.#start++
      return null
    }
    const stated = this.#isFirst ? statedDelimiter(text) : undefined
    this.#isFirst = false
    if (stated !== undefined) {
      this.#delimiter ??= stated
      this.#start++
      return null
    }
    this.#delimiter ??= sniffDelimiter(text, this.#wanted)
    if (line.tooLong) return this.#giveUp('long')
    const parsed = new CsvFields(this.#delimiter)
    const state = parsed.add(text)
    if (state === 'broken') return this.#giveUp('broken')
    if (state === 'whole') {
      this.#start++
      return this.#rowOf([line], parsed, damaged, encoding)
    }
    const next = this.#start + 1
    this.#open =
      next < this.#opensUntil
        ? { parsed: CsvFields.inQuotes(this.#delimiter), isWhole: false, next: this.#opensUntil }
        : { parsed, isWhole: true, next }
    return null
  }

  /** Adds the lines that there are to the open row; `null` where it stays open. */
  #goOn(open: OpenRow, encoding: Encoding): CsvRow | null {
    const { offset } = this.#lines[this.#start]!
    for (; open.next < this.#lines.length; open.next++) {
      const line = this.#lines[open.next]!
      if (open.next === this.#breaksAt) return this.#giveUp(this.#breaksBy)
      if (line.tooLong) return this.#breakAll(open.next, 'open')
      if (line.offset + line.bytes.length - offset > this.#limit) return this.#giveUp('open')
      const state = open.parsed.add(decodeLine(line, encoding).text)
      if (state === 'broken') return this.#breakAll(open.next, 'broken')
      if (state === 'whole') return this.#close(open, encoding)
      this.#opensUntil = open.next + 1
    }
    return null
  }

  /** Ends the open row as a sound one. */
  #close(open: OpenRow, encoding: Encoding): CsvRow {
    const lines = this.#lines.slice(this.#start, open.next + 1)
    this.#start = open.next + 1
    this.#open = undefined
    const parsed = open.isWhole ? open.parsed : new CsvFields(this.delimiter)
    let damaged = false
    for (const line of lines) {
      const decoded = decodeLine(line, encoding)
      damaged ||= decoded.damaged
      if (!open.isWhole) parsed.add(decoded.text)
    }
    return this.#rowOf(lines, parsed, damaged, encoding)
  }

  /** Ends the open row at a line that breaks every row which is open there. */
  #breakAll(index: number, fault: CsvFault): CsvRow {
    this.#breaksAt = index
    this.#breaksBy = fault
    return this.#giveUp(fault)
  }

  #rowOf(lines: readonly ByteLine[], { fields }: CsvFields, damaged: boolean, encoding: Encoding): CsvRow {
    const { line, offset } = lines[0]!
    const fault = damaged ? 'undecodable' : null
    return { bytes: this.#joined(lines, encoding), fields, line, offset, fault }
  }

  #joined(lines: readonly ByteLine[], encoding: Encoding): Uint8Array {
    if (lines.length === 1) return lines[0]!.bytes
    const end = encodeAscii(this.#ends.ending, encoding)
    return concat(lines.flatMap(({ bytes }, i) => (i === 0 ? [bytes] : [end, bytes])))
  }

  /** Ends the row as a broken one of one line. */
  #giveUp(fault: CsvFault): CsvRow {
    const { bytes, line, offset } = this.#lines[this.#start]!
    this.#start++
    this.#open = undefined
    return { bytes, fields: [], line, offset, fault }
  }
}

/** The text of a line, and whether some of it is in doubt: the quotes of such a line still show where its row ends. */
function decodeLine({ bytes }: ByteLine, encoding: Encoding): { text: string; damaged: boolean } {
  try {
    const { text, warning } = decodeRecord(bytes, encoding, '')
    return { text, damaged: warning !== null }
  } catch {
    return { text: decodeLoosely(bytes, encoding), damaged: true }
  }
}
