// The part of the playground that is loaded when files of documents are dropped: reads them, and keeps one of each.
import { dedupe } from '../dedupe/dedupe.js'
import type { InputDocument } from '../read/document.js'
import { formatByName } from '../read/format.js'
import { readAs } from '../read/readers.js'
import { jsonLineOf } from '../read/records/json-line.js'
import { decodeFile } from '../read/whole-file.js'
import { createDedupePage, type PageDocument } from '../report/html/dedupe/page.js'
import { ledgerEntry } from '../report/tables/ledger.js'
import type { DecodeJob, DocumentsJob, GivenFile } from './messages.js'
import { serve, tell } from './worker.js'

/** Least milliseconds between two messages of progress. */
const BETWEEN_MESSAGES = 80

serve('decode', async ({ given: { path, file } }: DecodeJob) => {
  const { text } = await decodeFile(new Uint8Array(await file.arrayBuffer()), path, {})
  return { kind: 'text', text }
})

serve('documents', async ({ files, language }: DocumentsJob) => {
  const of = files.reduce((sum, { file }) => sum + file.size, 0)
  const page = createDedupePage({ reportLanguage: language })
  const documents: InputDocument[] = []
  const [kept, ledger]: (string | Uint8Array<ArrayBuffer>)[][] = [[], []]
  let [read, removed, rejected, told] = [0, 0, 0, 0]

  const reject = (error: Error, ref?: { file: string; line: number }) => {
    rejected++
    page.reject({
      message: error.message,
      ...(ref !== undefined && { ref: { file: ref.file, line: ref.line } }),
    })
  }
  async function* all(): AsyncGenerator<InputDocument> {
    for (const given of files) {
      try {
        const chunks = decompressed(given, (bytes) => (read += bytes))
        const options = { onError: reject, limit: 2 ** 26 }
        yield* readAs(formatByName(given.path), chunks, given.path, given.path, options)
      } catch (error) {
        reject(error as Error, { file: given.path, line: 1 })
      }
    }
  }
  const named = (number: number): PageDocument => {
    const { id, ref } = documents[number]!
    return { id, ref: { file: ref.file, line: ref.line }, key: number }
  }
  const side = (number: number) => ({ ...documents[number]!, fields: {} })

  let number = -1
  for await (const verdict of dedupe(all(), { id: (_, place) => place, edits: true })) {
    number++
    // Records share the memory of the chunk they were read from: the line is copied now, or the whole file would be held.
    const line = verdict.kept ? jsonLineOf(verdict.document) : ''
    const { id, text, ref } = verdict.document
    documents.push({ id, text, ref })
    if (verdict.kept) kept.push(typeof line === 'string' ? line : line.slice(), '\n')
    else removed++
    const matches = verdict.kept ? verdict.tied : [verdict.match]
    for (const match of matches) {
      ledger.push(`${JSON.stringify(ledgerEntry(side(number), side(match.id), match, !verdict.kept))}\n`)
    }
    page.add({
      document: named(number),
      text,
      kept: verdict.kept,
      matches: matches.map((match) => ({
        keeper: named(match.id),
        match,
        text: () => documents[match.id]!.text,
      })),
    })
    if (performance.now() - told < BETWEEN_MESSAGES) continue
    told = performance.now()
    tell({ kind: 'progress', read, of, documents: documents.length, removed })
  }
  return {
    kind: 'report',
    html: page.finish(),
    documents: {
      count: documents.length,
      removed,
      rejected,
      kept: new Blob(kept, { type: 'application/jsonl' }),
      ledger: new Blob(ledger, { type: 'application/jsonl' }),
    },
  }
})

/** The bytes of a file, of a `.gz` file those inside; `count` is told of the bytes of the file itself. */
async function* decompressed(
  { path, file }: GivenFile,
  count: (bytes: number) => void,
): AsyncGenerator<Uint8Array> {
  const counted = file.stream().pipeThrough(
    new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
      transform(chunk, controller) {
        count(chunk.length)
        controller.enqueue(chunk)
      },
    }),
  )
  const bytes = /\.gz$/i.test(path) ? counted.pipeThrough(new DecompressionStream('gzip')) : counted
  const reader = bytes.getReader()
  for (let part = await reader.read(); !part.done; part = await reader.read()) yield part.value
}
