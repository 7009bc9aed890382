import { isCompressedName } from './bytes/compression.js'
import { decodeHeader } from './bytes/decode.js'
import { LookAhead } from './bytes/look-ahead.js'
import { fileName, startOf, type InputDocument } from './document.js'
import { inputError } from './failure.js'
import { openBytes } from './file-bytes.node.js'
import { formatOf, HEAD_LENGTH, tellsFormat, type Format } from './format.js'
import { filesOf, findInputs, type InputFile } from './inputs.node.js'
import type { ReadOptions } from './read-options.js'
import { mayStartAnswer, startsAsAnswer } from './ocr/ocr-document.js'
import { isTesseractTsv } from './ocr/tesseract-tsv.js'
import { readAs } from './readers.js'
import { readParquetFile } from './records/parquet-file.node.js'
import { givenEncoding, reject } from './records/record-options.js'
import { slashed } from './slashed.node.js'
import { decompressBody } from './web/content-coding.node.js'

/**
 * Documents from files, folders (every file below, sorted), patterns and streams. What a file holds its extension says:
 * JSON Lines (`.jsonl`, `.ndjson`), JSON (`.json`), CSV (`.csv`, `.tsv`), Parquet, WARC and WET, HTML, or else one text; `.gz`
 * and `.zst` may follow, and compressed files are recognised by their first bytes anyway. What an OCR engine wrote in a format
 * that `readOcr` reads is one text, under any of these names. The id of a text or page is its
 * path, in a folder relative to it, with `/` between names. Encodings are detected, or given by `encoding`.
 *
 * Each file goes through four steps: its bytes (`openBytes`), its format (`formatOf`), the reader of that format (`readAs`),
 * and its documents. Records stream; a text, a page and a row group of Parquet are held whole. What cannot be read goes to
 * `onError`, and the reading goes on behind it.
 *
 * @throws OffprintError `ERR_INPUT` for a missing path, before any document; `ERR_ARGUMENT` for an unknown encoding; where
 * there is no `onError`, also `ERR_INPUT` for a file that cannot be read and `ERR_RECORD` for a broken record. What
 * `extract` throws is thrown as it is.
 */
export async function* readFiles(
  paths: readonly string[],
  options: ReadOptions = {},
): AsyncGenerator<InputDocument> {
  const { signal, exclude } = options
  givenEncoding(options)
  const inputs = await findInputs(paths)
  signal?.throwIfAborted()
  for (const input of inputs) {
    let files = 0
    for await (const file of filesOf([input], exclude)) {
      signal?.throwIfAborted()
      files++
      yield* fileDocuments(file, options)
    }
    if (files === 0 && input.kind === 'folder')
      warnOfNothing(slashed(input.path), 'is a folder without files', options)
  }
}

/** The documents of one file; what cannot be read goes to `onError`, and that nothing was there to `onWarning`. */
async function* fileDocuments(input: InputFile, options: ReadOptions): AsyncGenerator<InputDocument> {
  const { location, file, error: missing } = input
  if (missing !== undefined) {
    reject(inputError(file, missing), startOf(file), options)
    return
  }
  let found = 0
  const { onError } = options
  const counting: ReadOptions = {
    ...options,
    ...(onError && {
      onError(error, ref) {
        found++
        onError(error, ref)
      },
    }),
  }
  const bytes = openBytes(location, options)
  try {
    for await (const document of await documentsOf(input, bytes.chunks, counting)) {
      found++
      yield document
    }
  } catch (error) {
    // A failure of the file costs what is left of it. All other errors that arrive here are those of the caller's code.
    if (error !== bytes.failure) throw error
    reject(error, startOf(file), counting)
  }
  if (found === 0) warnOfNothing(file, 'holds no document', options)
}

function warnOfNothing(file: string, what: string, { onWarning }: ReadOptions): void {
  onWarning?.({ code: 'WARN_EMPTY', message: `${fileName(file)} ${what}` }, startOf(file))
}

/** Formats of records in which OCR engines write, too. */
const MAY_BE_ONE_TEXT: ReadonlySet<Format> = new Set(['tsv', 'csv', 'json', 'jsonl'])

const LINE_FEED = 0x0a

/** Bytes that show with which member an object of JSON begins. */
const FIRST_MEMBER = 64

/** Whether the first bytes tell an OCR engine or records: a live pipe of records is not held back for more. */
function isEnough(format: Format, sample: Uint8Array): boolean {
  if (format !== 'json') return sample.includes(LINE_FEED)
  return sample.length >= FIRST_MEMBER && !mayStartAnswer(decodeHeader(sample))
}

/** Decides the format of a file, and opens its documents. */
async function documentsOf(
  { location, file, id, isStream }: InputFile,
  chunks: AsyncGenerator<Uint8Array>,
  options: ReadOptions,
): Promise<AsyncGenerator<InputDocument>> {
  const { format: given } = options
  const stream = isStream && given === undefined ? new LookAhead(chunks) : null
  const wanted = options.text ?? 'text'
  const head =
    stream === null ? null : await stream.peek(HEAD_LENGTH, (sample) => tellsFormat(sample, wanted))
  const format = formatOf({ ...(given && { given }), name: location, head, wanted })
  if (given === undefined && MAY_BE_ONE_TEXT.has(format)) {
    const whole = stream ?? new LookAhead(chunks)
    const start = decodeHeader(await whole.peek(HEAD_LENGTH, (sample) => isEnough(format, sample)))
    // Each row of a table of Tesseract is one word, and each object of an answer a part of a page: all of it is one text.
    const isOne = isTesseractTsv(start) || startsAsAnswer(start)
    return readAs(isOne ? 'text' : format, whole.rest(), file, id, { decompress: decompressBody, ...options })
  }
  if (format === 'parquet' && !isStream && !isCompressedName(location)) {
    return readParquetFile(location, file, options)
  }
  return readAs(format, stream?.rest() ?? chunks, file, id, { decompress: decompressBody, ...options })
}
