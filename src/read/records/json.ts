import { OffprintError } from '../../kernel/errors.js'
import type { ByteChunks } from '../bytes/chunks.js'
import { binaryFile } from '../bytes/decode-chosen.js'
import { encodeAscii, type Encoding } from '../bytes/encoding.js'
import { fileName, MAX_RECORD, refName, sizeName, type Form, type InputDocument } from '../document.js'
import { jsonDocument } from './json-record.js'
import { JsonSplitter, type JsonValue } from './json-values.js'
import { recordError } from './record.js'
import { recordText, type RecordOptions } from './record-options.js'
import { readRecords, type RecordFormat } from './record-stream.js'

/**
 * Reads a JSON file: an array of objects, or objects one after the other, each on any number of lines. Streams: memory is one
 * chunk and one record. O(bytes). The encoding is detected (`encodedChunks`) unless the options name it.
 *
 * @param chunks the bytes of one file, decompressed
 * @param file what refs, ids and messages call the file
 * @throws OffprintError `ERR_ARGUMENT` for an unknown encoding; where there is no `onError` also `ERR_RECORD` for a value
 * that is no object with a text, and `ERR_INPUT` for a file that ends inside its array.
 */
export function readJson(
  chunks: ByteChunks,
  file: string,
  options: RecordOptions = {},
): AsyncGenerator<InputDocument> {
  return readRecords(chunks, file, options, () => jsonFormat(options))
}

function jsonFormat(options: RecordOptions): RecordFormat<JsonValue> {
  const limit = options.limit ?? MAX_RECORD
  const values = new JsonSplitter(limit)
  let form: Form | undefined
  let isOver = false
  return {
    asciiFirst: true,
    get isOver() {
      return isOver
    },
    add: (chunk) => values.add(chunk),
    end: () => values.end(),
    toDocument({ bytes, tooLong, cutOff, isBroken }, ref, encoding) {
      if (form?.encoding !== encoding) form = formOf(encoding, values.isArray)
      if (cutOff) {
        const what = 'ends inside its array; get the whole file, or close the array'
        throw new OffprintError('ERR_INPUT', `${refName(ref)} ${what}`)
      }
      const binary = ref.record === 1 ? binaryFile(bytes, encoding, fileName(ref.file)) : null
      isOver = binary !== null
      if (binary !== null) throw binary
      if (tooLong) throw recordError(ref, `is a record of more than ${sizeName(limit)}; split it`)
      if (isBroken) {
        const what = 'is not JSON (a string is not closed in its line); close it'
        throw recordError(ref, `${what}; the lines up to the next one that begins with { are skipped`)
      }
      const source = recordText(bytes, encoding, ref, options)
      return jsonDocument(source, bytes, ref, form, options)
    },
  }
}

function formOf(encoding: Encoding, isArray: boolean): Form {
  const ascii = (text: string) => encodeAscii(text, encoding)
  return isArray
    ? { format: 'json', encoding, before: ascii('[\n'), between: ascii(',\n'), after: ascii('\n]\n') }
    : { format: 'json', encoding, before: ascii(''), between: ascii('\n'), after: ascii('\n') }
}
