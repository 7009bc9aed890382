import { dehyphenated } from '../text/dehyphenated.js'

/** White_Space of Unicode 15.1, and the four separators among the controls (U+001C–U+001F): see `isWhiteSpace`. */
const WHITE = '\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000'
/** White space that is not one space between ink. */
const WRAPPING = new RegExp(`^[${WHITE}]+|[${WHITE}]+$|[${WHITE}]{2,}|(?! )[${WHITE}]`, 'g')
/** White space, or zero-width: space, word joiner, byte order mark. */
const BLANK = new RegExp(`[${WHITE}\\u200b\\u2060\\ufeff]+`, 'g')

const EQUALS = '[=\\ua78a\\ufe66\\uff1d]'
const LINE_END = '[\\n-\\r\\x85\\u2028\\u2029]'
/** An equals sign that divides a word at a line end, as transcriptions of Fraktur write its double hyphen. */
const DIVIDING_EQUALS = new RegExp(`\\p{L}\\p{M}*${EQUALS}[${WHITE}]*${LINE_END}[${WHITE}]*\\p{L}`, 'u')
const EQUALS_BETWEEN_LETTERS = new RegExp(`(?<=\\p{L}\\p{M}*)${EQUALS}(?=\\p{L})`, 'gu')

/** A text with one space for each run of white space, and none at its ends. O(length). */
export function unwrapped(source: string): string {
  return source.replace(WRAPPING, (run, at: number) =>
    at === 0 || at + run.length === source.length ? '' : ' ',
  )
}

/**
 * The characters of a text that do not depend on its layout: without white space and soft hyphens, and without the hyphens that
 * then stand between letters, since nothing tells those of a line end from others. Two texts that differ in white space alone
 * are the same. O(length).
 * @param equalsDivides whether an equals sign between letters is such a hyphen: see `dividesByEquals`.
 */
export function withoutLayout(source: string, equalsDivides = false): string {
  const ink = dehyphenated(source.replace(BLANK, ''))
  return equalsDivides ? ink.replace(EQUALS_BETWEEN_LETTERS, '') : ink
}

/** Whether a text divides words at line ends with an equals sign (Haupt=⏎stadt). O(length). */
export function dividesByEquals(source: string): boolean {
  return DIVIDING_EQUALS.test(source)
}
