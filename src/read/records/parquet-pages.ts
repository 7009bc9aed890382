import type { FileMetaData, SchemaTree } from 'hyparquet'

/** Most values of a column in a row group: writers stop at a million rows, lists may multiply them. */
const MAX_VALUES = 2 ** 25

/** Deepest nesting of a header. */
const MAX_DEPTH = 16

/**
 * What a parser must be able to rely on before it allocates by the numbers of a file: Parquet's descriptions are Thrift
 * structs (compact protocol), in which a damaged byte may announce two billion values.
 */
interface Struct {
  /** Whole numbers and nested structs by the number of their field. */
  readonly fields: ReadonlyMap<number, number | Struct>
  readonly end: number
}

/**
 * Walks a Thrift struct, every list of which must fit into the bytes there are. O(bytes).
 * @throws Error for anything that is none.
 */
export function readStruct(bytes: Uint8Array, from: number, depth = 0): Struct {
  if (depth > MAX_DEPTH) throw new Error('a header is nested too deep')
  const fields = new Map<number, number | Struct>()
  let at = from
  let field = 0

  const byte = () => {
    if (at >= bytes.length) throw new Error('a header is cut off')
    return bytes[at++]!
  }
  const varint = () => {
    let value = 0
    for (let shift = 0; shift < 10; shift++) {
      const next = byte()
      value += (next & 0x7f) * 2 ** (7 * shift)
      if (next < 0x80) return value
    }
    throw new Error('a header has a number without end')
  }
  const zigzag = () => {
    const value = varint()
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2
  }
  const skip = (count: number) => {
    if (count > bytes.length - at) throw new Error('a header is cut off')
    at += count
  }
  const value = (type: number): number | Struct | undefined => {
    if (type === 1 || type === 2) return undefined
    if (type === 3) return byte()
    if (type >= 4 && type <= 6) return zigzag()
    if (type === 7) return void skip(8)
    if (type === 8) return void skip(varint())
    if (type === 9 || type === 10) {
      const head = byte()
      const size = head >> 4 === 15 ? varint() : head >> 4
      const of = head & 15
      if (size > bytes.length - at) throw new Error('a header has a list longer than itself')
      // In lists, truth values have a byte of their own.
      for (let i = 0; i < size; i++) value(of <= 2 ? 3 : of)
      return undefined
    }
    if (type === 12) {
      const struct = readStruct(bytes, at, depth + 1)
      at = struct.end
      return struct
    }
    throw new Error(`a header has a field of no known type (${type})`)
  }

  for (let head = byte(); head !== 0; head = byte()) {
    const delta = head >> 4
    field = delta === 0 ? zigzag() : field + delta
    const found = value(head & 15)
    if (found !== undefined) fields.set(field, found)
  }
  return { fields, end: at }
}

/**
 * Checks the headers of all pages of a column: their sizes, that each has the part its type asks for, and that their
 * values are as many as the column's. O(pages).
 * @throws Error for a column that no parser should try.
 */
export function checkPages(column: Uint8Array, values: number): void {
  if (!(values >= 0 && values <= MAX_VALUES)) throw new Error(`a column says it has ${values} values`)
  let left = values
  for (let at = 0; at < column.length && left > 0;) {
    const { fields, end } = readStruct(column, at)
    const size = fields.get(3)
    const type = fields.get(1)
    const head = fields.get(type === 0 ? 5 : type === 2 ? 7 : type === 3 ? 8 : -1)
    if (typeof head !== 'object') throw new Error('a page has no header of its type')
    if (typeof size !== 'number' || size < 0 || size > column.length - end)
      throw new Error('a page is cut off')
    const count = head.fields.get(1)
    if (typeof count !== 'number' || count < 0 || count > values)
      throw new Error('a page has too many values')
    if (type === 3) checkLevels(head, size)
    if (type !== 2) left -= count
    at = end + size
  }
  if (left !== 0) throw new Error('a column has not the values it says it has')
}

/** The level sections of a page of version 2 are part of it. */
function checkLevels(head: Struct, size: number): void {
  for (const field of [5, 6]) {
    const length = head.fields.get(field)
    if (typeof length !== 'number' || length < 0 || length > size) throw new Error('a page has broken levels')
  }
}

/** Where the bytes of a column lie, by its description. */
export function columnRange(
  column: FileMetaData['row_groups'][number]['columns'][number],
  schema: SchemaTree,
  size: number,
): { from: number; to: number; values: number } {
  const data = column.meta_data
  if (data === undefined) throw new Error('a column has no description')
  let element: SchemaTree | undefined = schema
  for (const name of data.path_in_schema ?? []) {
    element = element?.children.find((child) => child.element.name === name)
  }
  if (element === undefined || element.children.length > 0) throw new Error('a column is not in the schema')
  const from = Number(data.dictionary_page_offset || data.data_page_offset)
  const to = from + Number(data.total_compressed_size)
  if (!(from >= 4 && to >= from && to <= size)) throw new Error('a column lies outside the file')
  return { from, to, values: Number(data.num_values) }
}
