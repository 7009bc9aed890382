import { withoutCompression } from './bytes/compression.js'

/** What a file holds. `text` and `html` are one document each, the others hold records. */
export type Format = 'text' | 'html' | 'jsonl' | 'json' | 'csv' | 'tsv' | 'parquet' | 'warc'

/** Every format that is read, as `--format` names them. */
export const FORMATS: readonly Format[] = ['text', 'html', 'jsonl', 'json', 'csv', 'tsv', 'parquet', 'warc']

/** What is known about a file before it is read. */
export interface FormatHints {
  /** The format that the caller names. */
  readonly given?: Format
  /** Path of the file. */
  readonly name: string
  /** The first bytes of a stream, whose name says nothing; `null` for a file. */
  readonly head: Uint8Array | null
}

/**
 * Decides what a file holds: what the caller says; else, for a stream, what its first bytes say; else what its name says.
 * This is the only place that decides it. Compression is none of it: `decompressed` recognises that by the first bytes.
 */
export function formatOf({ given, name, head }: FormatHints): Format {
  if (given !== undefined) return given
  return head === null ? formatByName(name) : formatByBytes(head)
}

const BY_EXTENSION: Readonly<Record<string, Format>> = {
  csv: 'csv',
  htm: 'html',
  html: 'html',
  json: 'json',
  jsonl: 'jsonl',
  jsonlines: 'jsonl',
  ndjson: 'jsonl',
  parquet: 'parquet',
  tab: 'tsv',
  tsv: 'tsv',
  warc: 'warc',
  wet: 'warc',
  xhtml: 'html',
}

/** The format that a name says, with or without a `.gz`, `.zst` or `.zstd` at its end; `text` for every other name. */
export function formatByName(name: string): Format {
  const [, extension] = /\.([^./\\]+)$/.exec(withoutCompression(name)) ?? []
  const known = extension?.toLowerCase() ?? ''
  return Object.hasOwn(BY_EXTENSION, known) ? BY_EXTENSION[known]! : 'text'
}

/** Number of bytes that `formatByBytes` looks at; at most as many are white space before the format shows. */
export const HEAD_LENGTH = 256

/** Longest beginning that `formatByBytes` knows, `<!doctype html`, and the character that ends it. */
const LONGEST_START = 15

/** Whether the first bytes of a stream decide its format, whatever follows: a live pipe is not held back for more. */
export function tellsFormat(head: Uint8Array): boolean {
  const start = startOfText(head)
  return start.length >= LONGEST_START || /^[^<PW]/.test(start)
}

/** The format that the first bytes of a stream say; `jsonl` where they say nothing. */
export function formatByBytes(head: Uint8Array): Format {
  const start = startOfText(head)
  if (start.startsWith('PAR1')) return 'parquet'
  if (/^WARC\/\d/.test(start)) return 'warc'
  if (/^<(!doctype html|html)\b/i.test(start)) return 'html'
  return start.startsWith('[') ? 'json' : 'jsonl'
}

/** The first characters behind a byte order mark and white space, whether in UTF-8 or UTF-16. */
function startOfText(head: Uint8Array): string {
  return new TextDecoder()
    .decode(head.subarray(0, HEAD_LENGTH))
    .replace(/\0|^\ufffd+/g, '')
    .trimStart()
}
