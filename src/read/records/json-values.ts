import {
  BACKSLASH,
  CARRIAGE_RETURN,
  CLOSE_LIST,
  CLOSE_OBJECT,
  COMMA,
  LINE_FEED,
  OPEN_LIST,
  OPEN_OBJECT,
  QUOTE,
  SPACE,
  TAB,
} from '../bytes/ascii.js'
import { AsciiStructure } from '../bytes/ascii-structure.js'
import type { EncodedChunk } from '../bytes/encoded-chunks.js'
import { PendingBytes } from '../bytes/pending.js'

/** One value of a JSON file as it is written there. */
export interface JsonValue {
  /** Empty where `tooLong`. */
  readonly bytes: Uint8Array
  /** Line on which the value begins, from 1. */
  readonly line: number
  /** Byte of the file at which the value begins, from 0. */
  readonly offset: number
  /** True where the value exceeds the limit; its bytes were skipped. */
  readonly tooLong: boolean
  /** True for the place where the file ends inside its array; it comes last and has no bytes. */
  readonly cutOff: boolean
  /** True where a line feed breaks a string of the value, and the lines up to the next one with `{` are skipped. */
  readonly isBroken: boolean
}

/**
 * Where the splitter stands: between values; inside a value in brackets or quotes; inside a bare word such as `null`; behind
 * a broken string, on its way to the next line that begins with `{`.
 */
type State = 'between' | 'value' | 'word' | 'lost'

/**
 * Splits a JSON file into values, chunk by chunk: the elements of the array that the file is, or else its values one after
 * the other, each on any number of lines. O(bytes); holds at most `limit` bytes of an unfinished value. It parses nothing:
 * whether a value is valid shows when it is parsed. It does not recurse: nesting costs a counter.
 *
 * A line feed inside a string, which JSON forbids, ends the value; what follows up to the next line that begins with `{` is
 * skipped. So a forgotten quotation mark costs its own record and not the rest of the file.
 */
export class JsonSplitter {
  readonly #structure = new AsciiStructure()
  readonly #pending: PendingBytes
  #state: State = 'between'
  /** Number of bytes of the chunks before this one. */
  #base = 0
  #line = 1
  /** Whether only white space came since the last line feed. */
  #lineStart = false
  /** Whether the array or the first value has begun. */
  #begun = false
  #isArray = false
  /** Whether the array is closed. */
  #closed = false
  // Of the value being read:
  #start = { line: 1, offset: 0 }
  #depth = 0
  #quoted = false
  #escaped = false

  /** @param limit longest value, in bytes */
  constructor(limit: number) {
    this.#pending = new PendingBytes(limit)
  }

  /** Whether the file is an array; known when its first value is. */
  get isArray(): boolean {
    return this.#isArray
  }

  /** The values that end in the next chunk of the file. All of them must be taken before the chunk after it comes. */
  *add(chunk: EncodedChunk): Generator<JsonValue> {
    const { bytes } = chunk
    const { unit } = chunk.encoding
    const ascii = this.#structure.of(chunk)
    // In UTF-16 a character stands in the second byte of its unit.
    let i = unit - 1
    let from = 0
    while (i < ascii.length) {
      switch (this.#state) {
        case 'between':
        case 'lost':
          i = this.#findStart(ascii, i, unit)
          from = i + 1 - unit
          i += unit
          break
        case 'word':
          i = this.#findWordEnd(ascii, i, unit)
          if (i < ascii.length) yield this.#finish(bytes.subarray(from, i + 1 - unit), 'between')
          break
        case 'value':
          i = this.#findValueEnd(ascii, i, unit)
          if (i >= ascii.length) break
          if (ascii[i] === LINE_FEED) yield this.#finish(bytes.subarray(from, i + 1 - unit), 'lost')
          else {
            yield this.#finish(bytes.subarray(from, i + 1), 'between')
            i += unit
          }
      }
    }
    this.#base += bytes.length
    if (this.#isInside()) this.#pending.add(bytes.subarray(from))
  }

  /** What the end of the file ends: a value, or an array that is not closed. */
  *end(): Generator<JsonValue> {
    if (this.#isInside()) yield this.#finish(new Uint8Array(0), 'between')
    else if (this.#isArray && !this.#closed && this.#state !== 'lost') {
      const bytes = new Uint8Array(0)
      yield { bytes, line: this.#line, offset: this.#base, tooLong: false, cutOff: true, isBroken: false }
    }
  }

  #isInside(): boolean {
    return this.#state === 'value' || this.#state === 'word'
  }

  #finish(last: Uint8Array, state: State): JsonValue {
    const { bytes, tooLong } = this.#pending.end(last)
    this.#quoted = this.#escaped = false
    this.#state = state
    return { ...this.#start, bytes, tooLong, cutOff: false, isBroken: state === 'lost' }
  }

  /** Index of the first character of the next value, which begins there; the length of the chunk where none begins. */
  #findStart(ascii: Uint8Array, from: number, unit: number): number {
    for (let i = from; i < ascii.length; i += unit) {
      const byte = ascii[i]!
      if (byte === LINE_FEED) {
        this.#line++
        this.#lineStart = true
        continue
      }
      if (isSpace(byte)) continue
      const atLineStart = this.#lineStart
      this.#lineStart = false
      if (this.#state === 'lost' && !(atLineStart && byte === OPEN_OBJECT)) continue
      // A byte order mark, of which UTF-16 leaves one unit.
      if (!this.#begun && byte >= 0x80 && this.#base + i < 3) continue
      if (this.#isInArray()) {
        if (byte === COMMA) continue
        if (byte === CLOSE_LIST) {
          this.#closed = true
          continue
        }
      }
      if (!this.#begun && byte === OPEN_LIST) {
        this.#begun = this.#isArray = true
        continue
      }
      this.#begun = true
      this.#start = { line: this.#line, offset: this.#base + i + 1 - unit }
      this.#depth = byte === OPEN_OBJECT || byte === OPEN_LIST ? 1 : 0
      this.#quoted = byte === QUOTE
      this.#state = this.#depth > 0 || this.#quoted ? 'value' : 'word'
      return i
    }
    return ascii.length
  }

  /** Index of the character behind a bare word; outside an array a word takes the rest of its line. */
  #findWordEnd(ascii: Uint8Array, from: number, unit: number): number {
    const inArray = this.#isInArray()
    for (let i = from; i < ascii.length; i += unit) {
      const byte = ascii[i]!
      if (byte === LINE_FEED) return i
      if (inArray && (isSpace(byte) || byte === COMMA || byte === CLOSE_LIST)) return i
    }
    return ascii.length
  }

  /** Index of the last character of a value in brackets or quotes, or of the line feed that breaks a string. */
  #findValueEnd(ascii: Uint8Array, from: number, unit: number): number {
    let depth = this.#depth
    let quoted = this.#quoted
    let escaped = this.#escaped
    let i = from
    for (; i < ascii.length; i += unit) {
      const byte = ascii[i]!
      if (quoted) {
        if (byte === LINE_FEED) break
        if (escaped) escaped = false
        else if (byte === BACKSLASH) escaped = true
        else if (byte === QUOTE) {
          quoted = false
          if (depth === 0) break
        }
      } else if (byte === QUOTE) quoted = true
      else if (byte === OPEN_OBJECT || byte === OPEN_LIST) depth++
      else if (byte === CLOSE_OBJECT || byte === CLOSE_LIST) {
        if (--depth === 0) break
      } else if (byte === LINE_FEED) this.#line++
    }
    this.#depth = depth
    this.#quoted = quoted
    this.#escaped = escaped
    return i
  }

  #isInArray(): boolean {
    return this.#isArray && !this.#closed
  }
}

function isSpace(byte: number): boolean {
  return byte === SPACE || byte === LINE_FEED || byte === CARRIAGE_RETURN || byte === TAB
}
