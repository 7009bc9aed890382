import { concat } from '../bytes/bytes.js'
import { structureOf, type Encoding } from '../bytes/encoding.js'

const QUOTE = 0x22
const COMMA = 0x2c
const OPEN_LIST = 0x5b
const BACKSLASH = 0x5c
const CLOSE_LIST = 0x5d
const OPEN_OBJECT = 0x7b
const CLOSE_OBJECT = 0x7d
const LINE_FEED = 10

/** One value of a JSON file as it is written there. */
export interface JsonValue {
  /** Empty where `tooLong`. */
  readonly bytes: Uint8Array
  /** Line on which it begins, from 1. */
  readonly line: number
  /** Byte at which it begins. */
  readonly offset: number
  /** True where the value passes the limit; its bytes were skipped, not kept. */
  readonly tooLong: boolean
  /** True for the place where the file ends inside its array, which comes last and has no bytes. */
  readonly cutOff: boolean
}

/** What a file turned out to be: the elements of one array, or one value after the other. */
export interface JsonLayout {
  array: boolean
}

/**
 * Splits a file of JSON into records: the elements of the array it consists of, or else its values, of however many
 * lines each. O(bytes); holds one chunk and at most `limit` bytes of a value, and parses nothing: what a value is worth
 * shows when it is parsed. Never recurses, so that nesting costs a counter.
 *
 * A line break inside a string, which JSON forbids, ends a value: a forgotten quotation mark costs what follows up to the
 * next line that begins with `{`.
 */
export async function* jsonValues(
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  limit: number,
  stream: { readonly encoding: Encoding },
  layout: JsonLayout = { array: false },
): AsyncGenerator<JsonValue> {
  let encoding = stream.encoding
  let structure = structureOf(encoding)
  let base = 0
  let line = 1
  /** Between values; inside one in brackets or quotes; inside a bare word; looking for the next line with `{`. */
  let state: 'between' | 'value' | 'word' | 'lost' = 'between'
  let begun = false
  let ended = false
  let depth = 0
  let quoted = false
  let escaped = false
  let lineStart = false
  let pending: Uint8Array[] = []
  let start = { line: 1, offset: 0 }
  let length = 0

  const finish = (last: Uint8Array): JsonValue => {
    const whole = length + last.length
    const tooLong = whole > limit
    const bytes = tooLong ? last.subarray(0, 0) : pending.length === 0 ? last : concat([...pending, last])
    pending = []
    length = 0
    quoted = escaped = false
    state = 'between'
    return { ...start, bytes, tooLong, cutOff: false }
  }

  for await (const chunk of chunks) {
    if (stream.encoding !== encoding) {
      encoding = stream.encoding
      structure = structureOf(encoding)
    }
    const { unit } = encoding
    const ascii = structure(chunk)
    let from = 0
    for (let i = unit - 1; i < ascii.length; i += unit) {
      const byte = ascii[i]!
      if (state === 'value') {
        if (quoted) {
          if (escaped) escaped = false
          else if (byte === BACKSLASH) escaped = true
          else if (byte === QUOTE) quoted = false
          if (byte === LINE_FEED) {
            yield finish(chunk.subarray(from, i + 1 - unit))
            line++
            lineStart = true
            state = 'lost'
            continue
          }
          if (quoted || depth > 0) continue
        } else if (byte === QUOTE) {
          quoted = true
          continue
        } else if (byte === OPEN_OBJECT || byte === OPEN_LIST) {
          depth++
          continue
        } else if (byte === CLOSE_OBJECT || byte === CLOSE_LIST) {
          if (--depth > 0) continue
        } else {
          if (byte === LINE_FEED) line++
          continue
        }
        yield finish(chunk.subarray(from, i + 1))
        continue
      }
      const space = byte === 32 || byte === LINE_FEED || byte === 13 || byte === 9
      if (state === 'word') {
        // Outside an array a stray word costs its line.
        const ends =
          layout.array && !ended ? space || byte === COMMA || byte === CLOSE_LIST : byte === LINE_FEED
        if (!ends) continue
        yield finish(chunk.subarray(from, i + 1 - unit))
      }
      if (byte === LINE_FEED) {
        line++
        lineStart = true
        continue
      }
      if (space) continue
      if (state === 'lost' && !(lineStart && byte === OPEN_OBJECT)) {
        lineStart = false
        continue
      }
      lineStart = false
      // A byte order mark, of which UTF-16 leaves one unit.
      if (!begun && byte >= 0x80 && base + i < 3) continue
      if (layout.array && !ended && byte === COMMA) continue
      if (layout.array && !ended && byte === CLOSE_LIST) {
        ended = true
        continue
      }
      if (!begun && byte === OPEN_LIST) {
        begun = layout.array = true
        continue
      }
      begun = true
      from = i + 1 - unit
      start = { line, offset: base + from }
      depth = byte === OPEN_OBJECT || byte === OPEN_LIST ? 1 : 0
      quoted = byte === QUOTE
      state = depth > 0 || quoted ? 'value' : 'word'
    }
    base += chunk.length
    // Separate from the loop: `finish` has changed the state where the compiler cannot see it.
    if (isInside(state)) {
      const rest = chunk.subarray(from)
      length += rest.length
      if (length > limit) pending = []
      else pending.push(rest)
    }
  }
  if (isInside(state)) yield finish(new Uint8Array(0))
  else if (layout.array && !ended && state !== 'lost') {
    yield { bytes: new Uint8Array(0), line, offset: base, tooLong: false, cutOff: true }
  }
}

function isInside(state: string): boolean {
  return state === 'value' || state === 'word'
}
