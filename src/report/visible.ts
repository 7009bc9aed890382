/**
 * Characters that a terminal obeys instead of showing them: controls, bidi overrides, invisible characters, lone
 * surrogates. Joiners (U+200C, U+200D) are not among them: Persian, Indic scripts and emoji need them, and they reorder
 * nothing.
 */
export const HIDDEN =
  /(?!\u200c|\u200d)(?:[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\u115f\u1160\u3164\uffa0]|\u034f|[\u17b4\u17b5]|[\u180b-\u180f])/gu

/**
 * A text as one line that is safe to print: a line break shows as ⏎, a tab as ⇥, and every other invisible character,
 * escape sequences and bidi overrides included, as its code. O(length).
 */
export function visible(text: string): string {
  return text
    .replace(/\r\n?|\n/g, '⏎')
    .replace(/\t/g, '⇥')
    .replace(HIDDEN, (c) => `‹${hexOf(c)}›`)
}

/** The code of a character, four digits at least, as Unicode writes it. */
export function hexOf(character: string): string {
  return character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')
}

/** Columns of a text in a terminal: two for wide East Asian characters, none for combining marks. O(length). */
export function columns(text: string): number {
  let sum = 0
  for (const c of text) sum += columnsOf(c)
  return sum
}

/** The longest start of a text that fits into `width` columns; it divides no surrogate pair. O(width). */
export function head(text: string, width: number): string {
  let sum = 0
  let end = 0
  for (const c of text) {
    sum += columnsOf(c)
    if (sum > width) break
    end += c.length
  }
  return text.slice(0, end)
}

/** The longest end of a text that fits into `width` columns; it divides no surrogate pair. O(width). */
export function tail(text: string, width: number): string {
  let sum = 0
  let start = text.length
  while (start > 0) {
    const pair = start > 1 && isPair(text, start - 2)
    const c = text.slice(start - (pair ? 2 : 1), start)
    sum += columnsOf(c)
    if (sum > width) break
    start -= c.length
  }
  return text.slice(start)
}

/** A text cut to `width` columns, with … at its end where something is left out. O(length). */
export function shorten(text: string, width: number): string {
  return columns(text) <= width ? text : `${head(text, width - 1)}…`
}

/** A text cut to `width` columns, with … in its middle where something is left out. O(length). */
export function middleCut(text: string, width: number): string {
  if (columns(text) <= width) return text
  return `${head(text, Math.ceil((width - 1) / 2))}…${tail(text, Math.floor((width - 1) / 2))}`
}

const NARROW_BELOW = '\u1100'
const MARK = /^\p{M}$/u
/** Joiners, and the vowels and finals of Hangul, which stand upon the initial before them. */
const NO_WIDTH = /^(?:[\u1160-\u11ff\ud7b0-\ud7fb]|\u200c|\u200d)$/
/** East_Asian_Width W and F (UAX #11, Unicode 14), but flags: of their two letters each takes one column. */
const WIDE =
  /^(?:[\u1100-\u115f\u2329\u232a\u2e80-\u303e\u3041-\u3247\u3250-\u4dbf\u4e00-\ua4cf\ua960-\ua97c\uac00-\ud7a3\uf900-\ufaff\ufe10-\ufe19\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{16fe0}-\u{18d08}\u{1aff0}-\u{1b2fb}\u{1f200}-\u{1f265}\u{20000}-\u{3fffd}]|(?![\u{1f1e6}-\u{1f1ff}])\p{Emoji_Presentation})$/u

function columnsOf(c: string): number {
  if (c < NARROW_BELOW) return c >= '\u0300' && MARK.test(c) ? 0 : 1
  if (MARK.test(c) || NO_WIDTH.test(c)) return 0
  return WIDE.test(c) ? 2 : 1
}

function isPair(text: string, at: number): boolean {
  const code = text.charCodeAt(at)
  if (code < 0xd800 || code > 0xdbff) return false
  const next = text.charCodeAt(at + 1)
  return next >= 0xdc00 && next <= 0xdfff
}
