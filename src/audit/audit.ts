import { OffprintError, requireInteger, requireKnownKeys, requireString } from '../kernel/errors.js'
import { fold } from '../text/fold.js'
import { guessGlyphLanguage } from './glyph-language.js'
import { placeAt, type Place, type Region } from './region.js'
import { relateSettings, type Relate } from '../compare/relation.js'
import type { SourcePassage } from '../compare/verify.js'
import { EDIT_CLASSES, type EditClass } from '../compare/classes.js'
import { compareFolded, type Comparison, type NamedEdit, type TextRange } from '../compare/compare.js'
import { countConfusions, rankedConfusions, type Confusion } from './confusions.js'
import { addToLexicon, createLexicon, type Lexicon } from './lexicon.js'
import { addRateLevels, rateLevels, ratesInside, ratesOfBoth, type RateLevels } from './rates.js'
import { confusableUnits, lookAlike } from './shape/look-alike.js'
import { suspicion, type SuspectReason } from './suspicion.js'

/** One copy of a text. */
export interface Witness {
  readonly text: string
  /** What people call it: a file, an id. Default `A` and `B`. */
  readonly name?: string
  /** BCP 47 tag for showing the text; Han glyphs differ. Default: guessed from the script, or none. */
  readonly language?: string
  /** Where stretches of the text stand on paper, ascending; from a reader of an OCR format. */
  readonly regions?: readonly Region[]
}

/** One side of an edit, and where it begins on paper. */
export interface PlacedRange extends TextRange {
  readonly place?: Place
}

/** A named difference with what an auditor asks of it. */
export interface AuditEdit extends NamedEdit {
  readonly a: PlacedRange
  readonly b: PlacedRange
  /** The copy that is likelier wrong here; null where the texts do not tell. */
  readonly suspect: 'a' | 'b' | null
  readonly reason: SuspectReason | null
}

/** Edits of one class, and the characters they touch (the longer side of each). */
export interface ClassCount {
  readonly class: EditClass
  readonly edits: number
  readonly characters: number
}

/** What a copy is called, and its size. */
export interface Described {
  readonly name: string
  /** BCP 47 tag to choose glyphs by; empty where they do not depend on it. */
  readonly language: string
  /** UTF-16 code units of the text. */
  readonly characters: number
  /** Units of the folded text. */
  readonly folded: number
}

/** What was found about a pair: A is the OCR, B the truth, or another copy. */
export interface Audit extends Omit<Comparison, 'edits'> {
  readonly a: Described
  readonly b: Described
  readonly edits: readonly AuditEdit[]
  /** Most edits first. Classes without an edit are left out. */
  readonly classes: readonly ClassCount[]
  /** Most frequent first. */
  readonly confusions: readonly Confusion[]
  /** Of the whole texts, and of what lies inside passages. */
  readonly rates: { readonly whole: RateLevels; readonly inside: RateLevels }
}

export interface AuditOptions {
  /** Thresholds of relations; see `Relate`. */
  readonly relate?: Partial<Relate>
  /** Whether `layout` edits are listed too. Default false. */
  readonly layout?: boolean
  /** Cells the alignment may fill before it gives up with `exact: false`; see `AlignOptions`. */
  readonly cells?: number
  /**
   * Whether the OCR is a page that holds more than the truth: what it has outside the passages is then no error, and
   * the rates count what the truth has and the page lacks. Default false.
   */
  readonly part?: boolean
  /** Words of a whole corpus, to judge by which copy is likelier right. Default: those of the two texts. */
  readonly lexicon?: Lexicon
}

/**
 * Cells of a distance where neither text holds most of the other: two of 65,000 characters. Beyond, nobody waits half a
 * minute to learn by how much two different texts differ; the rates are those of a good alignment and say so.
 */
const APART_CELLS = 2 ** 32

/**
 * Compares two copies of a text, as `compare` does, and says what an auditor asks: error rates, what kinds of
 * differences, which letters are taken for which, and which copy is likelier wrong. Look-alikes (rn/m, 鸟/马) cost less
 * in the alignment than other substitutions, so that it pairs them.
 *
 * Time and memory as for `compare`, plus the unit-cost distances; see `rates`. Where neither text holds most of the
 * other, whole rates of texts beyond 65,000 characters may not be `exact`.
 * @param ocr the copy to audit: A. @param truth the transcription, or another copy: B.
 * @throws OffprintError `ERR_ARGUMENT` for a text that is no string, and for unknown or impossible options.
 */
export function audit(ocr: string | Witness, truth: string | Witness, options: AuditOptions = {}): Audit {
  const a = witness('ocr', ocr, 'A')
  const b = witness('truth', truth, 'B')
  requireKnownKeys('options', options, ['relate', 'layout', 'cells', 'part', 'lexicon'])
  if (options.cells !== undefined) requireInteger('options.cells', options.cells, 0, Infinity)
  const relate = relateSettings(options.relate)
  const foldedA = fold(a.text)
  const foldedB = fold(b.text)
  const comparison = compareFolded(foldedA, foldedB, relate, {
    layout: options.layout === true,
    alike: lookAlike,
    confusableUnits,
    ...(options.cells !== undefined && { cells: options.cells }),
  })
  let { lexicon } = options
  if (lexicon === undefined) {
    lexicon = createLexicon()
    addToLexicon(lexicon, foldedA)
    addToLexicon(lexicon, foldedB)
  }
  const edits = comparison.edits.map((edit) => auditEdit(edit, a, b, lexicon))
  const { passages } = comparison
  const confusions = new Map<string, Confusion>()
  countConfusions(confusions, edits, a.text)
  return {
    ...comparison,
    a: describe(a, foldedA.length),
    b: describe(b, foldedB.length),
    edits,
    classes: countClasses(edits),
    confusions: rankedConfusions(confusions),
    rates:
      options.part === true ? ratesFound(a.text, b.text, passages) : ratesOfPair(a.text, b.text, comparison),
  }
}

function ratesOfPair(ocr: string, truth: string, { relation, passages }: Comparison): Audit['rates'] {
  const apart = relation === 'unrelated' || relation === 'overlaps'
  return ratesOfBoth(ocr, truth, passages, apart ? { cells: APART_CELLS } : {})
}

/** Rates of a truth against a page that holds it: the errors inside passages, and all of it that is in none. */
function ratesFound(ocr: string, truth: string, passages: readonly SourcePassage[]): Audit['rates'] {
  const inside = ratesInside(ocr, truth, passages)
  const parts = [inside]
  let at = 0
  const missing = (from: number, to: number) => {
    if (from < to) parts.push(rateLevels('', truth.slice(from, to)))
  }
  for (const { b } of [...passages].sort((x, y) => x.b.from - y.b.from)) {
    missing(at, b.from)
    at = b.to
  }
  missing(at, truth.length)
  return { whole: addRateLevels(parts), inside }
}

/** Counts by class, most edits first; equal counts in the order of precedence. O(edits). */
export function countClasses(edits: readonly NamedEdit[]): ClassCount[] {
  const counts = new Map<EditClass, ClassCount>()
  for (const { class: name, a, b } of edits) {
    const { edits: before, characters } = counts.get(name) ?? { edits: 0, characters: 0 }
    const touched = Math.max(a.to - a.from, b.to - b.from)
    counts.set(name, { class: name, edits: before + 1, characters: characters + touched })
  }
  return rankedClasses(counts.values())
}

export function rankedClasses(counts: Iterable<ClassCount>): ClassCount[] {
  const rank = (name: EditClass) => EDIT_CLASSES.indexOf(name)
  return [...counts].sort((x, y) => y.edits - x.edits || rank(x.class) - rank(y.class))
}

function describe({ name, language, text }: Required<Omit<Witness, 'regions'>>, folded: number): Described {
  return { name, language, characters: text.length, folded }
}

interface Given extends Required<Omit<Witness, 'regions'>> {
  readonly regions: readonly Region[]
}

function witness(argument: string, given: string | Witness, name: string): Given {
  if (typeof given === 'string')
    return { text: given, name, language: guessGlyphLanguage(given), regions: [] }
  requireKnownKeys(argument, given, ['text', 'name', 'language', 'regions', 'format'])
  requireString(`${argument}.text`, given.text)
  if (given.regions !== undefined && !Array.isArray(given.regions)) {
    throw new OffprintError('ERR_ARGUMENT', `${argument}.regions must be an array of regions`)
  }
  return {
    text: given.text,
    name: given.name ?? name,
    language: given.language ?? guessGlyphLanguage(given.text),
    regions: given.regions ?? [],
  }
}

function auditEdit(edit: NamedEdit, a: Given, b: Given, lexicon: Lexicon): AuditEdit {
  return {
    ...edit,
    a: placed(edit.a, a.regions),
    b: placed(edit.b, b.regions),
    ...suspicion(edit, a.text, b.text, lexicon),
  }
}

function placed(range: TextRange, regions: readonly Region[]): PlacedRange {
  const place = regions.length === 0 ? undefined : placeAt(regions, range.from)
  return place === undefined ? range : { ...range, place }
}
