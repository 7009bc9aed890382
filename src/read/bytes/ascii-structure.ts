import type { EncodedChunk } from './encoded-chunks.js'
import { UTF8, type Encoding } from './encoding.js'

/** Stands for a byte that is part of a character outside ASCII. */
const OTHER = 0x80

/** Turns a chunk into its ASCII structure; remembers whether the chunk ends inside a character. */
type Structure = (chunk: Uint8Array) => Uint8Array

/**
 * Finds the ASCII characters of a file without decoding it. The ASCII structure of a chunk has as many bytes as the chunk; a
 * byte of it below 0x80 is an ASCII character and nothing else. The bytes themselves do not say that: `"`, `\`, `[`, `{`
 * may also be the second bytes of characters in GBK, Big5 and Shift_JIS. In UTF-16 the character stands in the second byte
 * of its unit. O(bytes); in most encodings the structure is the chunk itself.
 */
export class AsciiStructure {
  #encoding: Encoding = UTF8
  #structure: Structure = structureOf(UTF8)

  /** The structure of the next chunk of the file, whose encoding may have become known since the chunk before. */
  of({ bytes, encoding }: EncodedChunk): Uint8Array {
    if (encoding !== this.#encoding) {
      this.#encoding = encoding
      this.#structure = structureOf(encoding)
    }
    return this.#structure(bytes)
  }
}

function structureOf({ name, unit }: Encoding): Structure {
  if (unit === 2) return structureOfUtf16(name === 'utf-16le')
  // The other encodings of the standard have only letters and digits as second bytes (EUC-KR), or nothing of ASCII.
  if (name === 'gbk' || name === 'gb18030' || name === 'big5') return structureOfPairs(0x81, 0xfe, -1, -1)
  if (name === 'shift_jis') return structureOfPairs(0x81, 0x9f, 0xe0, 0xfc)
  return (chunk) => chunk
}

/** Of an encoding of one and two bytes, in which a lead byte of one of two ranges makes the next byte part of its character. */
function structureOfPairs(from: number, to: number, from2: number, to2: number): Structure {
  let afterLead = false
  return (chunk) => {
    const structure = new Uint8Array(chunk.length)
    for (let i = 0; i < chunk.length; i++) {
      const byte = chunk[i]!
      // No encoding has a second byte below 0x30: a lone lead byte must not hide a quote or line feed.
      if (afterLead && byte >= 0x30) {
        structure[i] = OTHER
        afterLead = false
      } else {
        structure[i] = byte
        afterLead = (byte >= from && byte <= to) || (byte >= from2 && byte <= to2)
      }
    }
    return structure
  }
}

function structureOfUtf16(littleEndian: boolean): Structure {
  let first = -1
  return (chunk) => {
    const structure = new Uint8Array(chunk.length)
    for (let i = 0; i < chunk.length; i++) {
      const byte = chunk[i]!
      structure[i] = OTHER
      if (first < 0) first = byte
      else {
        const low = littleEndian ? first : byte
        const high = littleEndian ? byte : first
        if (high === 0 && low < 0x80) structure[i] = low
        first = -1
      }
    }
    return structure
  }
}
