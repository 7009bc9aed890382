import type { Format } from './document.js'

/** Every format a reader knows, as `--format` names them. */
export const FORMATS: readonly Format[] = ['text', 'html', 'jsonl', 'json', 'csv', 'tsv', 'parquet', 'warc']

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

/** The format a name suggests, with or without a `.gz`, `.zst` or `.zstd` at its end; `text` for every other name. */
export function formatOf(name: string): Format {
  const [, extension] = /\.([^./\\]+)$/.exec(name.replace(/\.(gz|zst|zstd)$/i, '')) ?? []
  const known = extension?.toLowerCase() ?? ''
  return Object.hasOwn(BY_EXTENSION, known) ? BY_EXTENSION[known]! : 'text'
}

/** The format of a stream without a name, by its first bytes; `jsonl` where they say nothing. */
export function sniffFormat(head: Uint8Array): Format {
  const start = new TextDecoder()
    .decode(head.subarray(0, 256))
    .replace(/\0|^\ufffd+/g, '')
    .trimStart()
  if (start.startsWith('PAR1')) return 'parquet'
  if (/^WARC\/\d/.test(start)) return 'warc'
  if (/^<(!doctype html|html)\b/i.test(start)) return 'html'
  return start.startsWith('[') ? 'json' : 'jsonl'
}
