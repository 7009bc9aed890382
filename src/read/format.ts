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
  /** Path of the field that holds the text of a record. Default `text`. */
  readonly wanted?: string
}

/**
 * Decides what a file holds: what the caller says; else, for a stream, what its first bytes say; else what its name says.
 * This is the only place that decides it. Compression is none of it: `decompressed` recognises that by the first bytes.
 */
export function formatOf({ given, name, head, wanted }: FormatHints): Format {
  if (given !== undefined) return given
  return head === null ? formatByName(name) : formatByBytes(head, wanted)
}

const BY_EXTENSION: Readonly<Record<string, Format>> = {
  // Not read: the reader of WARC says what they are.
  arc: 'warc',
  wat: 'warc',
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
export const HEAD_LENGTH = 4096

/** Whether the first bytes of a stream decide its format, whatever follows: a live pipe is not held back for more. */
export function tellsFormat(head: Uint8Array, wanted = 'text'): boolean {
  return formatOfStart(startOfText(head), wanted, head.length >= HEAD_LENGTH) !== null
}

/**
 * The format that the first bytes of a stream say: JSON and JSON Lines by a bracket and what follows it, HTML by a tag, CSV by
 * a header row, Parquet and WARC by their magic; `text` for everything else, and `jsonl` for nothing at all.
 *
 * @param wanted the field of the text, by which a header row is known
 */
export function formatByBytes(head: Uint8Array, wanted = 'text'): Format {
  return formatOfStart(startOfText(head), wanted, true)!
}

/** The first characters behind a byte order mark and white space, whether in UTF-8 or UTF-16. */
function startOfText(head: Uint8Array): string {
  return new TextDecoder()
    .decode(head.subarray(0, HEAD_LENGTH))
    .replace(/\0|^\ufffd+/g, '')
    .trimStart()
}

/** The format that the first characters say; `null` where more are needed and `isAll` does not say that there are none. */
function formatOfStart(start: string, wanted: string, isAll: boolean): Format | null {
  if (start === '') return isAll ? 'jsonl' : null
  if (!isAll && start.length < 5 && /^(P|PA|PAR|W|WA|WAR|WARC)$/.test(start)) return null
  if (start.startsWith('PAR1')) return 'parquet'
  if (/^(WARC\/\d|filedesc:)/.test(start)) return 'warc'
  if (start.startsWith('<')) return formatOfMarkup(start, isAll)
  if (start.startsWith('[')) {
    const [, next] = /^\[\s*(\S)/.exec(start) ?? []
    if (next === undefined) return isAll ? 'json' : null
    // A text may begin with [Music] or with the number of a note.
    return /[{["\]]/.test(next) ? 'json' : 'text'
  }
  if (start.startsWith('{')) return formatOfObject(start, isAll)
  const line = lineAt(start, 0, isAll)
  if (line === null) return null
  // A line of JSON Lines may be broken, the first one too.
  if (/^\{".*\}\s*$/m.test(start)) return 'jsonl'
  const format = formatOfLines(line, start, wanted, isAll)
  // A text is read whole, so that waiting for more of it holds nothing back.
  return format === 'text' && !isAll ? null : format
}

/** Tags with which pages, and parts of pages, begin. */
const PAGE =
  /^<(!doctype\s+html|html|head|body|title|meta|link|script|style|div|p|h[1-6]|table|ul|ol|article|main|section|header)\b/i

function formatOfMarkup(start: string, isAll: boolean): Format | null {
  const first = start.replace(/^(\s*(<\?[^>]*>|<!--[\s\S]*?-->))*\s*/, '')
  if (PAGE.test(first) && first.includes('>')) return 'html'
  return isAll || (first.includes('>') && !first.startsWith('<!--')) ? 'text' : null
}

function formatOfObject(start: string, isAll: boolean): Format | null {
  const [space, next] = /^\{\s*(\S)?/.exec(start)!
  if (next === undefined) return space.includes('\n') ? 'json' : isAll ? 'jsonl' : null
  if (next !== '"' && next !== '}') return 'text'
  if (space.includes('\n')) return 'json'
  const line = lineAt(start, 0, isAll)
  // The first line of an object of many lines ends inside it.
  return line === null ? null : /\}\s*$/.test(line) || !start.includes('\n') ? 'jsonl' : 'json'
}

/** `csv` for a first line that is a header row, else `text`; `null` where the second line is needed and not there yet. */
function formatOfLines(line: string, start: string, wanted: string, isAll: boolean): Format | null {
  if (/^sep=.\s*$/i.test(line)) return 'csv'
  const names = line.trim().split(/[,;\t|]/)
  const plain = names.map((name) =>
    name
      .trim()
      .replace(/^"(.*)"$/, '$1')
      .toLowerCase(),
  )
  if (plain.includes(wanted.toLowerCase())) return 'csv'
  // In a sentence a space follows the comma.
  if (names.length < 2 || !names.every((name) => /^("[^"]*"|[A-Za-z_][\w.-]*)$/.test(name))) return 'text'
  const second = lineAt(start, line.length + 1, isAll)
  if (second === null) return null
  return second.split(/[,;\t|]/).length >= names.length ? 'csv' : 'text'
}

/** The line that begins at a place; `null` for one that is not there to its end, unless nothing more comes. */
function lineAt(start: string, at: number, isAll: boolean): string | null {
  const [line] = /^[^\r\n]*/.exec(start.slice(at))!
  return at + line.length < start.length || isAll ? line : null
}
