import type { Encoding } from './bytes/encoding.js'
import type { Format } from './format.js'

/** Where a document was read: enough to open the file and find the document again, even where ids repeat. */
export interface Ref {
  /** The path of the file as it was given, or below the folder that was given, with `/` between names; `-` for standard input. */
  readonly file: string
  /** Number of the record in its file, from 1. */
  readonly record: number
  /** Line on which the record begins, from 1; in Parquet, which has no lines, the number of its row. */
  readonly line: number
  /** Byte of the decompressed file at which the record begins, from 0; in Parquet, that of its row group. */
  readonly offset: number
}

/**
 * The form of a file: what a writer puts before, between and after records of it, as their `bytes` stand in it, to make a
 * file of the same format.
 */
export interface Form {
  /** What the file holds. */
  readonly format: Format
  /** Encoding of the records' `bytes`, and of `before`, `between` and `after`. */
  readonly encoding: Encoding
  /** What stands before the first record: a byte order mark, the header row of CSV, the `[` of a JSON array. */
  readonly before: Uint8Array
  /** What stands between two records. */
  readonly between: Uint8Array
  /** What stands after the last record. */
  readonly after: Uint8Array
}

/** A document as a reader delivers it. */
export interface InputDocument {
  /** By default the field `id` of its record, in WARC `url`; else the file and line, or the path of the file. */
  readonly id: string | number
  /** The text of the document. */
  readonly text: string
  /** Where it was read. */
  readonly ref: Ref
  /** The parsed record, where the document came from one. */
  readonly record?: Readonly<Record<string, unknown>>
  /**
   * The record as it stood in the file, without what separates it from the next one; absent for Parquet. It shares memory
   * with the chunk from which it was read.
   */
  readonly bytes?: Uint8Array
  /** The form of its file; the same object for all documents of a file of one encoding. Absent for Parquet. */
  readonly form?: Form
}

/** Longest record or text, in bytes. A longer one is a file without line feeds, not a document. */
export const MAX_RECORD: number = 64 * 2 ** 20

/** The beginning of a file, for errors that concern all of it. */
export function startOf(file: string): Ref {
  return { file, record: 1, line: 1, offset: 0 }
}

/** `crawl.jsonl:17`: how people name a line of a file. */
export function refName(ref: Pick<Ref, 'file' | 'line'>): string {
  return `${fileName(ref.file)}:${ref.line}`
}

/** How people name a file: its path, or `standard input` for `-`. */
export function fileName(file: string): string {
  return file === '-' ? 'standard input' : file
}

/** A number of bytes for a message: `64 MiB`, `50 bytes`. */
export function sizeName(bytes: number): string {
  return bytes >= 2 ** 20 ? `${Math.round(bytes / 2 ** 20)} MiB` : `${bytes} bytes`
}
