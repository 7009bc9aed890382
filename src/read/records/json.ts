import { OffprintError } from '../../kernel/errors.js'
import { encodedStream } from '../bytes/detect.js'
import { fileName, MAX_RECORD, sizeName, type Form, type InputDocument, type Ref } from '../document.js'
import { encodeAscii, type Encoding } from '../bytes/encoding.js'
import { jsonDocument } from './json-record.js'
import { jsonValues, type JsonLayout } from './json-values.js'
import { givenEncoding, recordError, reject, type RecordOptions } from './record.js'

/**
 * Reads a JSON file: an array of objects, or objects one after the other, on as many lines as they like. Streams: memory
 * is one chunk and one record. The encoding is detected (`encodedStream`) unless given.
 *
 * @throws OffprintError where there is no `onError`: `ERR_RECORD` for a value that is not an object with a text,
 * `ERR_INPUT` for a file that ends inside its array.
 */
export async function* readJson(
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  file: string,
  options: RecordOptions = {},
): AsyncGenerator<InputDocument> {
  const limit = options.limit ?? MAX_RECORD
  const stream = encodedStream(chunks, givenEncoding(options), true)
  const layout: JsonLayout = { array: false }
  let record = 0
  let form: Form | undefined
  for await (const value of jsonValues(stream.chunks, limit, stream, layout)) {
    record++
    const ref: Ref = { file, record, line: value.line, offset: value.offset }
    const { encoding } = stream
    if (form?.encoding !== encoding) form = formOf(encoding, layout)
    let document: InputDocument
    try {
      if (value.cutOff) {
        throw new OffprintError('ERR_INPUT', `${fileName(file)} ends inside its array; it may be cut off`)
      }
      if (value.tooLong) throw recordError(ref, `is a record of more than ${sizeName(limit)}; split it`)
      document = jsonDocument(value.bytes, ref, encoding, form, options)
    } catch (error) {
      reject(error, ref, options)
      continue
    }
    yield document
  }
}

function formOf(encoding: Encoding, { array }: JsonLayout): Form {
  const ascii = (text: string) => encodeAscii(text, encoding)
  return array
    ? { format: 'json', encoding, before: ascii('[\n'), between: ascii(',\n'), after: ascii('\n]\n') }
    : { format: 'json', encoding, before: ascii(''), between: ascii('\n'), after: ascii('\n') }
}
