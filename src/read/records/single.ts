import { OffprintError } from '../../kernel/errors.js'
import { concat } from '../bytes/bytes.js'
import { encodingOf } from '../bytes/detect.js'
import {
  fileName,
  MAX_RECORD,
  sizeName,
  type Form,
  type Format,
  type InputDocument,
  type Ref,
} from '../document.js'
import { decodeText, type Encoding } from '../bytes/encoding.js'
import { extractPage, type Extract } from '../web/html.js'
import { givenEncoding, reject, type RecordOptions } from './record.js'

type Chunks = AsyncIterable<Uint8Array> | Iterable<Uint8Array>

/** Files that are one document each. */
export interface SingleOptions extends Pick<RecordOptions, 'limit' | 'encoding' | 'onError'> {
  /** Takes the main text out of a page, instead of the default. */
  readonly extract?: Extract
}

/**
 * One text, held whole: all of the file is the document.
 * @throws OffprintError `ERR_INPUT`, where there is no `onError`, for a file of more than 64 MiB and one that is no text.
 */
export async function* readTextFile(
  chunks: Chunks,
  file: string,
  id: string,
  options: SingleOptions = {},
): AsyncGenerator<InputDocument> {
  yield* readSingle(chunks, file, options, async (bytes, ref) => {
    const encoding = givenEncoding(options) ?? (await encodingOf(bytes))
    const text = decodeText(bytes, encoding, fileName(file))
    return { id, text, ref, bytes, form: formOf('text', encoding) }
  })
}

/**
 * One page, held whole: its main text is the document, its title the field `title` of the record.
 * @throws OffprintError like `readTextFile`.
 */
export async function* readHtml(
  chunks: Chunks,
  file: string,
  id: string,
  options: SingleOptions = {},
): AsyncGenerator<InputDocument> {
  yield* readSingle(chunks, file, options, async (bytes, ref) => {
    const given = givenEncoding(options)
    const { extract } = options
    const settings = { ...(given && { given }), ...(extract && { extract }) }
    const { text, title, encoding } = await extractPage(bytes, fileName(file), settings)
    const record = title === undefined || title === '' ? {} : { title }
    return { id, text, ref, record, bytes, form: formOf('html', encoding) }
  })
}

async function* readSingle(
  chunks: Chunks,
  file: string,
  options: SingleOptions,
  read: (bytes: Uint8Array, ref: Ref) => Promise<InputDocument>,
): AsyncGenerator<InputDocument> {
  const limit = options.limit ?? MAX_RECORD
  const parts: Uint8Array[] = []
  let length = 0
  for await (const chunk of chunks) {
    parts.push(chunk)
    length += chunk.length
    if (length > limit) break
  }
  const ref: Ref = { file, record: 1, line: 1, offset: 0 }
  let document: InputDocument
  try {
    if (length > limit) {
      const what = `is larger than ${sizeName(limit)}, the most a text may have; split it`
      throw new OffprintError('ERR_INPUT', `${fileName(file)} ${what}`)
    }
    document = await read(concat(parts), ref)
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
