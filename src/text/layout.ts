/**
 * Kinds of UTF-16 code units that stand between the clusters of a folded text: blanks, and marks, among which hyphens.
 * Every unit between clusters that is neither blank nor a hyphen counts as punctuation. Lists instead of runtime
 * properties, so that every runtime gives the same answer.
 */

/**
 * Whether a unit leaves no ink: White_Space, controls, format characters (Cf) and default ignorables of Unicode 15.1,
 * but not the soft hyphen, which is a hyphen, nor the Arabic and Syriac number signs (U+0600), which are Cf and visible.
 */
export function isBlank(code: number): boolean {
  if (code < 0x7f) return code <= 0x20
  if (code < 0x34f) return code <= 0xa0
  if (code < 0x2000) {
    return (
      code === 0x34f || // combining grapheme joiner
      code === 0x61c || // Arabic letter mark
      code === 0x115f || // Hangul fillers
      code === 0x1160 ||
      code === 0x1680 || // Ogham space
      code === 0x17b4 || // Khmer inherent vowels
      code === 0x17b5 ||
      (code >= 0x180b && code <= 0x180f) // Mongolian variation selectors and vowel separator
    )
  }
  if (code < 0x2070) {
    return code <= 0x200f || (code >= 0x2028 && code <= 0x202f) || code >= 0x205f
  }
  return (
    code === 0x3000 ||
    code === 0x3164 ||
    (code >= 0xfe00 && code <= 0xfe0f) ||
    code === 0xfeff ||
    code === 0xffa0 ||
    (code >= 0xfff0 && code <= 0xfffb)
  )
}

/** The mandatory line breaks of UAX #14: LF, VT, FF, CR, NEL, LS, PS. */
export function isNewline(code: number): boolean {
  return (code >= 0x0a && code <= 0x0d) || code === 0x85 || code === 0x2028 || code === 0x2029
}

/** Whether source[from, to) holds a mandatory line break; by default, anywhere in the text. O(to − from). */
export function hasNewline(source: string, from = 0, to: number = source.length): boolean {
  for (let i = from; i < to; i++) if (isNewline(source.charCodeAt(i))) return true
  return false
}

/**
 * Whether a unit can divide a word at a line end: property Hyphen (PropList.txt) without the katakana middle dots, the
 * hyphens younger than that frozen property, and ¬, which OCR engines and digital editions write for one. En and em
 * dashes are not hyphens.
 */
export function isHyphen(code: number): boolean {
  switch (code) {
    case 0x2d: // -
    case 0xac: // ¬
    case 0xad: // soft hyphen
    case 0x58a: // ֊ Armenian
    case 0x1806: // ᠆ Mongolian
    case 0x2010: // ‐
    case 0x2011: // ‑ non-breaking
    case 0x2e17: // ⸗ double oblique
    case 0x2e40: // ⹀ double
    case 0x2e5d: // ⹝ oblique
    case 0xfe63: // ﹣
    case 0xff0d: // －
      return true
    default:
      return false
  }
}

/**
 * Whether a unit divides a word only where the line ends: the equals sign, which stands for the double hyphen of Fraktur in
 * transcriptions and in what engines read (Haupt=⏎stadt).
 */
export function isLineEndHyphen(code: number): boolean {
  return code === 0x3d || code === 0xa78a || code === 0xfe66 || code === 0xff1d
}
