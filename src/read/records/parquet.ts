import type { AsyncBuffer, Compressors, FileMetaData, SchemaTree } from 'hyparquet'
import { OffprintError } from '../../kernel/errors.js'
import { wholeOf, type ByteChunks } from '../bytes/chunks.js'
import { fileName, sizeName, startOf, type InputDocument, type Ref } from '../document.js'
import { checkPages, columnRange, readStruct } from './parquet-pages.js'
import { documentOf, recordError } from './record.js'
import { reject, type RecordOptions } from './record-options.js'

/** A file of which any part can be read. */
export interface RandomAccess {
  /** Number of bytes of the file. */
  readonly size: number
  /** The bytes of a half-open range. */
  read(from: number, to: number): Promise<ArrayBuffer>
}

/** Largest row group, in bytes, decompressed: one is held at a time, and writers make them of 128 MiB to 1 GiB. */
export const MAX_ROW_GROUP: number = 2 ** 30

/** Largest page, in bytes, decompressed; writers aim at 1 MiB. The size is what the file says, so it is not trusted. */
const MAX_PAGE: number = 256 * 2 ** 20

/** Largest description at the end of a file, in bytes. */
const MAX_FOOTER: number = 64 * 2 ** 20

/** Largest file that is held because it cannot be read in parts: a compressed one, or a stream. In bytes. */
const MAX_HELD: number = 512 * 2 ** 20

/**
 * Reads a stream of Parquet, which is held whole: the format is read from its end.
 *
 * @param file what the refs of its documents, and messages, call it
 * @throws OffprintError what `readParquet` throws, and `ERR_INPUT` for a stream of more than 512 MiB, where there is no
 * `onError`
 */
export async function* readParquetStream(
  chunks: ByteChunks,
  file: string,
  options: RecordOptions = {},
): AsyncGenerator<InputDocument> {
  const whole = await wholeOf(chunks, MAX_HELD)
  if (whole === null) {
    const what = `holds more than ${sizeName(MAX_HELD)} of Parquet, which is read from its end`
    reject(
      new OffprintError('ERR_INPUT', `${fileName(file)} ${what}; store it decompressed`),
      startOf(file),
      options,
    )
    return
  }
  // A slice of a Buffer would share its memory, whose beginning is another.
  const held = new Uint8Array(whole.buffer, whole.byteOffset, whole.length)
  const read = async (from: number, to: number) => held.slice(from, to).buffer as ArrayBuffer
  for await (const document of readParquet({ size: held.length, read }, file, options)) yield document
}

/**
 * Reads Parquet, one row group after the other. A record is a row, and its fields are the columns; lists and groups become
 * arrays and objects, so that dotted paths reach into them. Dates become ISO strings, invalid ones `null`; integers beyond
 * 2^53 become strings of digits; bytes that are no UTF-8 are left out. In a `ref`, `record` and `line` are the number of the
 * row, and `offset` is where its row group begins. Memory is one row group.
 *
 * @param file what refs, ids and messages call the file
 * @throws OffprintError where there is no `onError`: `ERR_INPUT` for a file or row group that cannot be read, `ERR_RECORD`
 * for a row without its text.
 */
export async function* readParquet(
  source: RandomAccess,
  file: string,
  options: RecordOptions = {},
): AsyncGenerator<InputDocument> {
  const limit = options.limit === undefined ? MAX_ROW_GROUP : options.limit * 16
  const [parquet, { compressors }] = await Promise.all([import('hyparquet'), import('hyparquet-compressors')])
  const buffer: AsyncBuffer = {
    byteLength: source.size,
    slice: (from, to = source.size) => source.read(from, to),
  }
  let metadata: FileMetaData
  try {
    await checkFooter(source)
    metadata = await parquet.parquetMetadataAsync(buffer)
  } catch (cause) {
    reject(
      parquetError(
        `${fileName(file)} is no Parquet file that can be read`,
        cause,
        'get the whole file, or write it again',
      ),
      startOf(file),
      options,
    )
    return
  }
  let row = 0
  for (const group of metadata.row_groups) {
    const rowStart = row
    const rows = Number(group.num_rows)
    row += rows
    const ref: Ref = { file, record: rowStart + 1, line: rowStart + 1, offset: offsetOf(group.columns) }
    const where = `${fileName(file)}: rows ${rowStart + 1} to ${row}`
    let records: Record<string, unknown>[]
    try {
      if (!(rows >= 0) || Number(group.total_byte_size) > limit) {
        throw new OffprintError(
          'ERR_INPUT',
          `it holds more than ${sizeName(limit)}; write smaller row groups`,
        )
      }
      await checkColumns(group, parquet.parquetSchema(metadata), source)
      records = await parquet.parquetReadObjects({
        file: buffer,
        metadata,
        rowStart,
        rowEnd: row,
        compressors: bounded(compressors),
      })
    } catch (cause) {
      reject(parquetError(`${where} cannot be read`, cause, 'write the file again'), ref, options)
      continue
    }
    for (let i = 0; i < records.length; i++) {
      const rowRef: Ref = { ...ref, record: rowStart + i + 1, line: rowStart + i + 1 }
      let document: InputDocument
      try {
        const record = plain(records[i], rowRef, 0) as Record<string, unknown>
        document = documentOf({ record, ref: rowRef }, options)
      } catch (error) {
        reject(error, rowRef, options)
        continue
      }
      // A row that was handed out may be released before its group is.
      records[i] = {}
      yield document
    }
  }
}

/** Byte at which a row group begins. */
function offsetOf(columns: FileMetaData['row_groups'][number]['columns']): number {
  const [first] = columns
  const data = first?.meta_data
  return Number(data?.dictionary_page_offset ?? data?.data_page_offset ?? 0)
}

/** Checks the end of a file before it is parsed: the parser would take any number of bytes for its description. */
async function checkFooter(source: RandomAccess): Promise<void> {
  if (source.size < 12) throw new Error('it is too short')
  const tail = new DataView(await source.read(source.size - 8, source.size))
  if (tail.getUint32(4, true) !== 0x31524150) throw new Error('it does not end with PAR1, it may be cut off')
  const length = tail.getUint32(0, true)
  if (length > source.size - 8 || length > MAX_FOOTER) throw new Error('its description is too long')
  readStruct(new Uint8Array(await source.read(source.size - 8 - length, source.size - 8)), 0)
}

/**
 * Checks the columns of a row group before they are parsed: given the numbers of a damaged file, the parser may run for hours,
 * or reject promises that nobody awaits. This reads the bytes of the columns once more, not their values.
 */
async function checkColumns(
  group: FileMetaData['row_groups'][number],
  schema: SchemaTree,
  source: RandomAccess,
): Promise<void> {
  for (const column of group.columns) {
    const { from, to, values } = columnRange(column, schema, source.size)
    checkPages(new Uint8Array(await source.read(from, to)), values)
  }
}

/** The compressors, which refuse a page that says it is larger than `MAX_PAGE`. */
function bounded(compressors: Compressors): Compressors {
  const entries = Object.entries(compressors).map(([name, decompress]) => [
    name,
    (input: Uint8Array, length: number) => {
      if (!(length <= MAX_PAGE)) throw new Error(`a page says it has ${length} bytes`)
      return decompress!(input, length)
    },
  ])
  return Object.fromEntries(entries) as Compressors
}

/** The error about a file or row group: the parser throws errors of many kinds, and a broken file causes all of them. */
function parquetError(what: string, cause: unknown, advice: string): OffprintError {
  const why = cause instanceof Error ? cause.message : String(cause)
  const remedy = cause instanceof OffprintError ? '' : `; ${advice}`
  return new OffprintError('ERR_INPUT', `${what}: ${why}${remedy}`, { cause })
}

/** Deepest nesting of the values of a row. */
const MAX_NESTING = 64

/** A value of Parquet as JSON writes it. */
function plain(value: unknown, ref: Ref, depth: number): unknown {
  if (depth > MAX_NESTING)
    throw recordError(ref, `is nested more than ${MAX_NESTING} levels deep; flatten or delete it`)
  if (typeof value === 'bigint') {
    return value >= BigInt(Number.MIN_SAFE_INTEGER) && value <= BigInt(Number.MAX_SAFE_INTEGER)
      ? Number(value)
      : String(value)
  }
  if (typeof value !== 'object' || value === null) return value
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString()
  if (value instanceof Uint8Array) return textOrNothing(value)
  if (ArrayBuffer.isView(value))
    return Array.from(value as unknown as ArrayLike<unknown>, (each) => plain(each, ref, depth + 1))
  if (Array.isArray(value)) return value.map((each) => plain(each, ref, depth + 1))
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, plain(each, ref, depth + 1)]))
}

function textOrNothing(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return undefined
  }
}
