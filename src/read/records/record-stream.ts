import { ENCODING_ADVICE, UTF8, type Encoding } from '../bytes/encoding.js'
import type { ByteChunks } from '../bytes/chunks.js'
import { encodedChunks, type EncodedChunk } from '../bytes/encoded-chunks.js'
import { fileName, startOf, type InputDocument, type Ref } from '../document.js'
import { givenEncoding, reject, type RecordOptions } from './record-options.js'

/**
 * One format of records (JSON Lines, JSON, CSV), as it reads one file: it cuts the file into pieces (lines, values, rows),
 * chunk by chunk and without waiting, and makes a document of each piece.
 */
export interface RecordFormat<Piece extends { readonly line: number; readonly offset: number }> {
  /** Whether files of this format begin with ASCII. */
  readonly asciiFirst: boolean
  /** True once nothing more of the file can be read, as after a broken header. */
  readonly isOver: boolean
  /** The pieces that end in the next chunk of the file. */
  add(chunk: EncodedChunk): Iterable<Piece>
  /** What the end of the file ends. */
  end(encoding: Encoding): Iterable<Piece>
  /**
   * The document of a piece; `null` for one that is no record, such as a header.
   * @throws OffprintError for a piece that cannot be read.
   */
  toDocument(piece: Piece, ref: Ref, encoding: Encoding): InputDocument | null
}

/**
 * Reads a file of records: bytes → pieces → records → documents. Records are numbered from 1, and those that cannot be read
 * are counted too. Streams: memory is one chunk and one record.
 *
 * @param file as the refs of its documents name it
 * @param open makes the state that the format has while it reads this file
 * @throws OffprintError what `toDocument` throws, where there is no `onError`
 */
export async function* readRecords<Piece extends { readonly line: number; readonly offset: number }>(
  chunks: ByteChunks,
  file: string,
  options: RecordOptions,
  open: () => RecordFormat<Piece>,
): AsyncGenerator<InputDocument> {
  const given = givenEncoding(options)
  const format = open()
  let record = 0
  let encoding = UTF8
  for await (const chunk of encodedChunks(chunks, given, format.asciiFirst)) {
    encoding = chunk.encoding
    if (chunk.doubt) warn(chunk.doubt)
    for (const document of documentsOf(format.add(chunk))) yield document
    if (format.isOver) return
  }
  for (const document of documentsOf(format.end(encoding))) yield document

  function warn(doubt: string): void {
    const message = `${fileName(file)}: ${doubt}; ${ENCODING_ADVICE}`
    options.onWarning?.({ code: 'WARN_ENCODING', message }, startOf(file))
  }

  function* documentsOf(pieces: Iterable<Piece>): Generator<InputDocument> {
    for (const piece of pieces) {
      const ref: Ref = { file, record: record + 1, line: piece.line, offset: piece.offset }
      let document: InputDocument | null = null
      try {
        document = format.toDocument(piece, ref, encoding)
        if (document === null) continue
      } catch (error) {
        reject(error, ref, options)
        if (format.isOver) return
      }
      record++
      if (document !== null) yield document
    }
  }
}
