import { OffprintError } from '../kernel/errors.js'
import { wholeOf, type ByteChunks } from './bytes/chunks.js'
import { decodeHeader } from './bytes/decode.js'
import { decodeWholeText, type ChosenText } from './bytes/decode-chosen.js'
import { chooseEncoding } from './bytes/detect.js'
import type { Encoding } from './bytes/encoding.js'
import {
  fileName,
  MAX_RECORD,
  sizeName,
  startOf,
  type Form,
  type InputDocument,
  type Ref,
} from './document.js'
import type { Format } from './format.js'
import { mayBeHocr, ocrTextIn } from './ocr/ocr-document.js'
import { givenEncoding, reject, type RecordOptions } from './records/record-options.js'
import { extractPage, type Extract, type Extraction } from './web/html.js'

/** What the readers of files that are one document each take. */
export interface WholeFileOptions extends Pick<
  RecordOptions,
  'limit' | 'encoding' | 'onError' | 'onWarning'
> {
  /** What is taken from a page: a function of its markup, or `page`, all visible text. Default: `article`, the main text. */
  readonly extract?: Extract | Extraction
  /** The format that the caller names. */
  readonly format?: Format
}

/** The message about a file that is too large to be held. */
export function tooLarge(file: string, limit: number): OffprintError {
  const what = `is larger than ${sizeName(limit)}, the most a text may have; split it`
  return new OffprintError('ERR_INPUT', `${fileName(file)} ${what}`)
}

/**
 * Decodes a file that is one text, in the encoding that the options name or its bytes suggest. O(length).
 * @throws OffprintError `ERR_INPUT` for bytes that are no text; `ERR_ARGUMENT` for an unknown encoding.
 */
export async function decodeFile(
  bytes: Uint8Array,
  file: string,
  options: Pick<RecordOptions, 'encoding'>,
): Promise<ChosenText & { readonly encoding: Encoding }> {
  const choice = await chooseEncoding(bytes, [], givenEncoding(options))
  return { ...decodeWholeText(bytes, choice, fileName(file)), encoding: choice.encoding }
}

/**
 * Reads a text, which is held whole: all of the file is the document; of what an OCR engine wrote, the text in it, unless the
 * caller says that the format is `text`. O(bytes).
 *
 * @param file as the ref of the document and messages name it
 * @throws OffprintError `ERR_ARGUMENT` for an unknown encoding; where there is no `onError` also `ERR_INPUT` for a file of
 * more than 64 MiB, for one that is no text, and for a broken file of an OCR engine.
 */
export function readTextFile(
  chunks: ByteChunks,
  file: string,
  id: string,
  options: WholeFileOptions = {},
): AsyncGenerator<InputDocument> {
  return readWholeFile(chunks, file, options, async (bytes, ref) => {
    const { text, warning, encoding } = await decodeFile(bytes, file, options)
    if (warning !== null) options.onWarning?.({ code: 'WARN_ENCODING', message: warning }, ref)
    const read = options.format === 'text' ? undefined : await ocrTextOf(text, file)
    return { id, text: read ?? text, ref, bytes, form: formOf('text', encoding) }
  })
}

/**
 * Reads an HTML page, which is held whole: its main text is the document; the record has its `title`, and `extraction`:
 * whether the text is the `article` or, where none stands out, all of the visible `page`. Of hOCR the text of the scan is the
 * document, unless the caller brings an extraction.
 *
 * @param file as the ref of the document and messages name it
 * @throws OffprintError what `readTextFile` throws, and `ERR_RECORD` for a page that cannot be read.
 */
export function readHtml(
  chunks: ByteChunks,
  file: string,
  id: string,
  options: WholeFileOptions = {},
): AsyncGenerator<InputDocument> {
  return readWholeFile(chunks, file, options, async (bytes, ref) => {
    const given = givenEncoding(options)
    const { extract } = options
    const warn = (message: string) => options.onWarning?.({ code: 'WARN_ENCODING', message }, ref)
    if (typeof extract !== 'function' && mayBeHocr(decodeHeader(bytes))) {
      const decoded = await decodeFile(bytes, file, options)
      const text = await ocrTextOf(decoded.text, file)
      if (text !== undefined) {
        if (decoded.warning !== null) warn(decoded.warning)
        return { id, text, ref, bytes, form: formOf('html', decoded.encoding) }
      }
    }
    const settings = { warn, ...(given && { given }), ...(extract && { extract }) }
    const { text, title, extraction, encoding } = await extractPage(bytes, fileName(file), settings)
    const record = { ...(title && { title }), ...(extraction && { extraction }) }
    return { id, text, ref, record, bytes, form: formOf('html', encoding) }
  })
}

/** The text of what an OCR engine wrote; undefined for any other text. A broken file is told by its name. */
async function ocrTextOf(source: string, file: string): Promise<string | undefined> {
  try {
    return await ocrTextIn(source)
  } catch (error) {
    if (!(error instanceof OffprintError)) throw error
    throw new OffprintError(error.code, `${fileName(file)}: ${error.message}`, { cause: error })
  }
}

async function* readWholeFile(
  chunks: ByteChunks,
  file: string,
  options: WholeFileOptions,
  read: (bytes: Uint8Array, ref: Ref) => Promise<InputDocument>,
): AsyncGenerator<InputDocument> {
  const limit = options.limit ?? MAX_RECORD
  const bytes = await wholeOf(chunks, limit)
  const ref = startOf(file)
  let document: InputDocument
  try {
    if (bytes === null) throw tooLarge(file, limit)
    document = await read(bytes, ref)
  } catch (error) {
    reject(error, ref, options)
    return
  }
  yield document
}

const NOTHING = new Uint8Array(0)

function formOf(format: Format, encoding: Encoding): Form {
  return { format, encoding, before: NOTHING, between: NOTHING, after: NOTHING }
}
