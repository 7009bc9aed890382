/**
 * Folding: the view of a text in which two copies of it are equal although one is wide, upper-case, traditional,
 * vocalised, ligatured, or full of line breaks.
 *
 * Definition, in this order, over all characters as Unicode 15.1 knows them:
 *
 *  1. Joined characters are dropped without a trace: default ignorables (variation selectors, ZWJ, bidi controls, Hangul
 *     fillers), tatweel, and the vowel points of Arabic and Hebrew (their nonspacing marks) except madda and hamza.
 *     Zero-width space, soft hyphen and byte order mark separate characters as a space does. Unassigned and other private code
 *     points, lone surrogates, punctuation, symbols, and accents on a space of their own (´ ゛) become spaces.
 *  2. Letters of the private-use area become what the Medieval Unicode Font Initiative says they are (tables/
 *     variants.json), and a small e above (uͤ) two dots. Then NFKC (UAX #15): width, ligatures, circled and squared
 *     forms, composition.
 *  3. Points and tatweel that step 2 brought out are dropped, and so are madda and hamza that composed with no letter.
 *  4. Full case folding (CaseFolding.txt, status C and F): ß → ss, ς → σ, İ → i with a dot above. The decimal
 *     digits of every script → those of ASCII.
 *  5. NFKC again: case folding can decompose.
 *  6. ё → е, without its dots. Forms of one Han character → the usual one (靑 → 青; Unihan, tables/variants.json), then
 *     traditional → simplified, character by character (OpenCC's TSCharacters, first candidate, followed to its end:
 *     薴 → 苧 → 苎 is the one chain).
 *  7. Letters, marks and numbers stay (\p{L}\p{M}\p{N}; dropping marks would destroy Hindi, Tamil, Burmese). A mark of
 *     no script (U+0301) is dropped where it has no base, after a space or symbol; a mark of a script (U+0E49) stays
 *     even there, because text extracted from PDF is full of spaces before Thai and Indic signs.
 *
 * Folding twice is folding once, with one exception: a conjoining jamo or a script's mark that follows a *gap* does not
 * join what stands before the gap (ㄱ ㅏ stays two letters), yet would if the folded text were folded again (가).
 */
import { requireString } from '../kernel/errors.js'
import { EXPANSION_END, foldTable, QUIET, SEPARATOR } from './fold-table.js'
import { Folder } from './folder.js'

/** Enters stored signatures: two of different versions never compare. Any change of the definition raises it. */
export const FOLD_VERSION: number = 2

/** Options of `fold` and `foldToString`. */
export interface FoldOptions {
  /** Traditional → simplified Chinese. Default true. */
  readonly script?: boolean
}

/**
 * A folded text and its offset map back to the source. Its units come in *clusters*: stretches of the source that fold on
 * their own; all units of one cluster share `starts` and `ends`. Clusters are disjoint and in order. Characters that are
 * joined to another (step 1) lie inside its cluster; characters that are dropped with a gap lie between clusters.
 */
export interface FoldedText {
  /** The text that was folded. */
  readonly source: string
  /** UTF-16 code units of the folded text: the length of the arrays below. */
  readonly length: number
  /** The folded text. It holds no lone surrogates. */
  readonly units: Uint16Array
  /** Source offset where the cluster behind unit i begins. */
  readonly starts: Uint32Array
  /** Source offset where it ends (half-open). */
  readonly ends: Uint32Array
  /** 1 for unit 0 and where more than a soft hyphen was dropped just before the unit, else 0. */
  readonly wordStarts: Uint8Array
}

/**
 * Folds a text. O(source length); 11 bytes for each source unit, more only where characters expand (ﷺ: 18-fold).
 *
 * @throws OffprintError `ERR_ARGUMENT` when `source` is not a string.
 */
export function fold(source: string, options: FoldOptions = {}): FoldedText {
  requireString('source', source)
  return new Folder(source, foldTable(options.script ?? true)).run()
}

/**
 * The folded text as a string. For people, tests and the short texts around an edit; the library itself works on units.
 * O(source length).
 * @throws OffprintError `ERR_ARGUMENT` when `source` is not a string.
 */
export function foldToString(source: string, options?: FoldOptions): string {
  requireString('source', source)
  return (
    (source.length <= GLANCE ? glance(source, options) : undefined) ?? foldedString(fold(source, options))
  )
}

/** Up to this length a string is folded without arrays first: tens of thousands of texts around edits are. */
const GLANCE = 64

/**
 * Writes the folded units of source[from, to), as of a text of its own, to `units` from place `at` on, and returns the place
 * after them. For tens of thousands of short stretches: no string and no array is made where every unit folds alone.
 * O(to − from).
 * @param units has room for 18 units for each of the source.
 */
export function foldInto(source: string, from: number, to: number, units: Uint16Array, at: number): number {
  const values = foldTable(true).units
  let end = at
  for (let i = from; i < to; i++) {
    const value = values[source.charCodeAt(i)]
    if (value >= QUIET && value < EXPANSION_END) {
      const folded = fold(source.slice(from, to))
      units.set(folded.units, at)
      return at + folded.length
    }
    units[end] = value
    if (value !== SEPARATOR) end++
  }
  return end
}

/** The folded string of a source in which every unit folds to itself, to one other or to none; undefined for any other. */
function glance(source: string, options: FoldOptions = {}): string | undefined {
  const values = foldTable(options.script ?? true).units
  let text = ''
  for (let i = 0; i < source.length; i++) {
    const value = values[source.charCodeAt(i)]
    if (value >= QUIET && value < EXPANSION_END) return undefined
    if (value !== SEPARATOR) text += String.fromCharCode(value)
  }
  return text
}

/** Arguments of one call of fromCharCode: they go on the stack, and engines have little of it. */
const CHUNK = 8192

/** The units of a folded text as a string: a map key, or something to read. O(length). */
export function foldedString({ units, length }: Pick<FoldedText, 'units' | 'length'>): string {
  let text = ''
  for (let i = 0; i < length; i += CHUNK) text += String.fromCharCode(...units.subarray(i, i + CHUNK))
  return text
}
