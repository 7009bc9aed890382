import { countBroken, decodeLoosely, decodeText } from './decode.js'
import { encodingName, ENCODING_ADVICE, UTF8, WINDOWS_1252, type Encoding } from './encoding.js'
import { countUtf8 } from './utf8-sequences.js'

/** What was read of the bytes of a record. */
export interface DecodedRecord {
  /** U+FFFD stands for each part that is no text. */
  readonly text: string
  /** How it was decoded against its file, as a sentence that begins with its name; `null` where it was not. */
  readonly warning: string | null
}

/** Fewest UTF-8 sequences by which a record of a file in another encoding is UTF-8: chance does not make so many. */
const LEAST_SEQUENCES = 4

/** Share of the bytes of a record that may be broken, or be letters with accents; with more it is in another encoding. */
const BROKEN_SHARE = 1 / 20

/**
 * Decodes a record of a file. Files of records are put together from many sources: of a file in another encoding a record in
 * UTF-8 is read as UTF-8; of a file in UTF-8 a record without any UTF-8, but with some accented letters, as windows-1252; and
 * a few broken characters cost themselves only. O(length).
 *
 * @param name what messages begin with: the file and line of the record
 * @throws OffprintError `ERR_RECORD` for bytes that are no text in this encoding: more of them are broken, or there are NULs.
 */
export function decodeRecord(bytes: Uint8Array, encoding: Encoding, name: string): DecodedRecord {
  if (encoding.name !== 'utf-8' && encoding.unit === 1 && isUtf8(bytes)) {
    const warning = `${name} is UTF-8 in a file of ${encodingName(encoding)}; it was read as UTF-8`
    return { text: decodeText(bytes, UTF8, name, 'ERR_RECORD'), warning }
  }
  try {
    return { text: decodeText(bytes, encoding, name, 'ERR_RECORD'), warning: null }
  } catch (error) {
    if (bytes.includes(0) && encoding.unit === 1) throw error
    if (encoding.name === 'utf-8' && isAccented(bytes)) {
      const what = `is not UTF-8; it was read as ${encodingName(WINDOWS_1252)}, the likeliest`
      return { text: decodeLoosely(bytes, WINDOWS_1252), warning: `${name} ${what}; ${ENCODING_ADVICE}` }
    }
    const text = decodeLoosely(bytes, encoding)
    const { broken } = countBroken(text)
    if (text.includes('\0') || broken > bytes.length * BROKEN_SHARE) throw error
    const what = `${broken === 1 ? '1 character is' : `${broken} characters are`} broken in ${encodingName(encoding)}`
    return { text, warning: `${name}: ${what} and read as U+FFFD; ${ENCODING_ADVICE}` }
  }
}

function isUtf8(bytes: Uint8Array): boolean {
  const { valid, invalid } = countUtf8(bytes, true)
  return invalid === 0 && valid >= LEAST_SEQUENCES
}

function isAccented(bytes: Uint8Array): boolean {
  const { valid, invalid } = countUtf8(bytes, true)
  return valid === 0 && invalid <= bytes.length * BROKEN_SHARE
}
