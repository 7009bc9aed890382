import type { Encoding } from './bytes/encoding.js'

/** Where a document was read: enough to open the file and find it again, even where ids repeat. */
export interface Ref {
  /** Path as given, or below the folder given, with `/` between names; `-` for standard input. */
  readonly file: string
  /** Place among the records of its file, from 1. */
  readonly record: number
  /** Line on which it begins, from 1; in Parquet, which has no lines, its row. */
  readonly line: number
  /** Byte at which it begins in the decompressed file, from 0; in Parquet that of its row group. */
  readonly offset: number
}

/** What a file holds. `text` and `html` are one document each, the others records. */
export type Format = 'text' | 'html' | 'jsonl' | 'json' | 'csv' | 'tsv' | 'parquet' | 'warc'

/** What a writer needs to put some records of a file into a file of the same form, beside their `bytes`. */
export interface Form {
  readonly format: Format
  /** Encoding of `bytes`, `before`, `between` and `after`. */
  readonly encoding: Encoding
  /** What stands before the first record: a byte order mark, the header row of CSV, the `[` of a JSON array. */
  readonly before: Uint8Array
  /** What stands between two records. */
  readonly between: Uint8Array
  /** What stands after the last one. */
  readonly after: Uint8Array
}

/** A document as a reader delivers it. */
export interface InputDocument {
  readonly id: string | number
  readonly text: string
  readonly ref: Ref
  /** The parsed record, where the document came from one. */
  readonly record?: Readonly<Record<string, unknown>>
  /**
   * The record as it stood in the file, without what parts it from the next; absent for Parquet. Shares memory with the
   * chunk it was read from.
   */
  readonly bytes?: Uint8Array
  /** The form of its file; the same object for all its documents. Absent for Parquet. */
  readonly form?: Form
}

/** Longest record or text file, in bytes. A longer one is a file without line feeds, not a document. */
export const MAX_RECORD: number = 64 * 2 ** 20

/** `crawl.jsonl:17`: how people name a place in a file. */
export function refName(ref: Pick<Ref, 'file' | 'line'>): string {
  return `${fileName(ref.file)}:${ref.line}`
}

/** The file as people name it. */
export function fileName(file: string): string {
  return file === '-' ? 'standard input' : file
}

/** A limit in words. */
export function sizeName(bytes: number): string {
  return bytes >= 2 ** 20 ? `${Math.round(bytes / 2 ** 20)} MiB` : `${bytes} bytes`
}
