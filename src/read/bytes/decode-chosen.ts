import { OffprintError, type ErrorCode } from '../../kernel/errors.js'
import { binaryContent } from './binary-content.js'
import { countBroken, decodeHeader, decodeLoosely, decodeText } from './decode.js'
import type { EncodingChoice } from './detect.js'
import { encodingName, ENCODING_ADVICE, UTF8, type Encoding } from './encoding.js'
import { describeBinary } from './utf8.js'

/** A text as it was decoded. */
export interface ChosenText {
  /** Without a byte order mark; U+FFFD for each part that is no text in the encoding, and for NUL. */
  readonly text: string
  /** Why the text may be wrong, as a sentence that begins with its name; `null` where nothing is in doubt. */
  readonly warning: string | null
}

/** Share of controls from which bytes are no text: in random bytes a tenth are, in texts none. */
const BINARY_SHARE = 1 / 100

/** Fewest bytes of a text whose encoding may be guessed. */
const LEAST_TEXT = 16

/** C0 controls that texts have no use for, and DEL. Old editors leave backspace, ^Z and escape sequences behind. */
// eslint-disable-next-line no-control-regex
const CONTROLS = /[\0-\x07\x0e-\x19\x1c-\x1f\x7f]/g

/**
 * Decodes a text in the encoding that was chosen for it, as `decodeChosen` does, unless it is so short that the choice would be
 * made up: under 16 bytes, a text that is not UTF-8 is an error that says what to do. O(length).
 *
 * @throws OffprintError `ERR_INPUT` for such a text, and for bytes that are no text at all.
 */
export function decodeWholeText(bytes: Uint8Array, choice: EncodingChoice, name: string): ChosenText {
  const isGuess = bytes.length < LEAST_TEXT && choice.doubt !== null
  return isGuess ? { text: decodeText(bytes, UTF8, name), warning: null } : decodeChosen(bytes, choice, name)
}

/**
 * Decodes a whole text in the encoding that was chosen for it. A few broken bytes cost themselves only; nothing is dropped in
 * silence. O(length).
 *
 * @param name what messages begin with: the file, or the file and line of the record
 * @throws OffprintError `code` for bytes that are no text at all, whatever the encoding.
 */
export function decodeChosen(
  bytes: Uint8Array,
  { encoding, doubt }: EncodingChoice,
  name: string,
  code: ErrorCode = 'ERR_INPUT',
): ChosenText {
  let text: string
  let isWhole = true
  try {
    text = decodeText(bytes, encoding, name, code)
  } catch {
    text = decodeLoosely(bytes, encoding)
    isWhole = false
  }
  const controls = text.match(CONTROLS)?.length ?? 0
  if (controls > text.length * BINARY_SHARE) throw binary(bytes, name, code)
  const reasons = doubt === null ? [] : [doubt]
  if (!isWhole) {
    text = text.replaceAll('\0', '\ufffd')
    const { broken } = countBroken(text)
    const places = broken === 1 ? '1 character is' : `${broken} characters are`
    reasons.push(`${places} broken in ${encodingName(encoding)} and read as U+FFFD`)
  }
  if (encoding.name === 'utf-8' && isDoubleEncoded(text)) {
    reasons.push('it looks as if it had been encoded twice (Ã© for é), and was read as it is')
  }
  return { text, warning: reasons.length === 0 ? null : `${name}: ${reasons.join('; ')}; ${ENCODING_ADVICE}` }
}

/** What the bytes of UTF-8 look like when they are read as windows-1252 and encoded once more. */
const ENCODED_TWICE = new RegExp(
  ['[Â-ß]#', '[à-ï]##', '[ð-ô]###'].join('|').replaceAll('#', '[\\x80-\\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]'),
  'g',
)

/** Fewest such sequences, and their share of the characters beyond ASCII, by which a text was encoded twice. */
const TWICE = { least: 4, share: 0.9 }

/** Whether the beginning of a text was encoded twice. O(1): looks at 64 K characters. */
function isDoubleEncoded(text: string): boolean {
  const head = text.slice(0, 2 ** 16)
  const sequences = head.match(ENCODED_TWICE)
  if (sequences === null || sequences.length < TWICE.least) return false
  const length = sequences.reduce((sum, sequence) => sum + sequence.length, 0)
  return length >= TWICE.share * countBroken(head).beyondAscii
}

/** Share of controls, and least length in bytes, by which the first line of a file tells that all of the file is binary. */
const BINARY_LINE = { share: 1 / 20, least: 32 }

/**
 * What a file is that is no text, by its first line: an `ERR_INPUT` that says it once, instead of an error for each line; `null`
 * for a line that may be text.
 */
export function binaryFile(line: Uint8Array, { unit }: Encoding, name: string): OffprintError | null {
  if (unit === 2) return null
  const isKnown = binaryContent(line) !== undefined
  const controls = decodeHeader(line).match(CONTROLS)?.length ?? 0
  const isBinary = line.length >= BINARY_LINE.least && controls > line.length * BINARY_LINE.share
  return isKnown || isBinary ? binary(line, name, 'ERR_INPUT') : null
}

function binary(bytes: Uint8Array, name: string, code: ErrorCode): OffprintError {
  const known = binaryContent(bytes)
  if (known !== undefined)
    return new OffprintError(code, `${name} is ${known.what}, not text; ${known.advice}`)
  const nul = bytes.indexOf(0)
  if (nul >= 0) return new OffprintError(code, `${name} ${describeBinary(bytes, nul)}`)
  const at = bytes.findIndex((byte) => byte < 0x20 && !(byte >= 8 && byte <= 0x0d))
  const what = `is binary, not text (byte 0x${bytes[at]!.toString(16).padStart(2, '0')} at offset ${at})`
  return new OffprintError(code, `${name} ${what}; leave it out`)
}
