import { argumentError, requireInteger, requireKnownKeys } from '../kernel/errors.js'
import { fold, type FoldedText } from '../text/fold.js'
import { compareFolded, type Comparison, type NamedEdit, type TextRange } from '../compare/compare.js'
import { relateSettings, type Relate } from '../compare/relation.js'
import { countClasses, type ClassCount } from './class-counts.js'
import { engineConfidence, type EngineConfidence } from './confidence.js'
import { countCharacters } from './character-confusions.js'
import {
  alikeFirst,
  countConfusions,
  rankedConfusions,
  type Confusion,
  type ConfusionCounts,
} from './confusions.js'
import { lexiconOf, type Lexicon } from './lexicon.js'
import { orderFree, stopWordTest, type OrderFree } from './order-free.js'
import type { RateLevels } from './rate.js'
import { ratesOfBoth, ratesOfPart } from './rates.js'
import { placeOfEdit, type Place, type Region } from './region.js'
import { confusableUnits, lookAlike } from './shape/look-alike.js'
import { suspicion, type SuspectReason } from './suspicion.js'
import { uncoveredOf, type UncoveredRange } from './uncovered.js'
import { fullWitness, type FullWitness, type Witness } from './witness.js'

/** One side of an edit, and where it begins on paper. */
export interface PlacedRange extends TextRange {
  /** Absent where the witness has no regions. */
  readonly place?: Place
}

/** A named difference with what an auditor asks of it: where it stands on paper, and which copy is likelier wrong. */
export interface AuditEdit extends NamedEdit {
  /** Where A differs, and what it writes there. */
  readonly a: PlacedRange
  /** The same of B. */
  readonly b: PlacedRange
  /** The copy that is likelier wrong here; null where the texts do not tell. */
  readonly suspect: 'a' | 'b' | null
  /** The sign by which it was found; null where there is no suspect. */
  readonly reason: SuspectReason | null
}

/** A stretch that no passage covers, and where each side begins on paper. */
export type UncoveredStretch = UncoveredRange<PlacedRange>

/** The name and size of a copy. */
export interface Described {
  /** What people call it. */
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
  /** The copy that was audited. */
  readonly a: Described
  /** The copy it was compared with. */
  readonly b: Described
  /** Every named difference inside passages, in the order of `Comparison.edits`. */
  readonly edits: readonly AuditEdit[]
  /**
   * What no passage covers, in the order of A: with the edits, all that A and B do not share in one place. White space
   * alone is left out unless `layout` is asked for, and with `part` what only the page has.
   */
  readonly uncovered: readonly UncoveredStretch[]
  /** Most edits first. Classes without an edit are left out. */
  readonly classes: readonly ClassCount[]
  /** What A writes for what B writes, edit by edit: most frequent first. */
  readonly confusions: readonly Confusion[]
  /** The same character by character, whatever else an edit holds: look-alikes first. */
  readonly characterConfusions: readonly Confusion[]
  /** Of the whole texts, and of what lies inside passages. */
  readonly rates: {
    /** Of the whole texts. */
    readonly whole: RateLevels
    /** Of what lies inside passages. */
    readonly inside: RateLevels
  }
  /** Of the whole texts, whatever the order of what was read. Where A contains B, what only A has is no error. */
  readonly orderFree: OrderFree
  /** How sure the engine was of the words of A against how often they are wrong; null where it does not say. */
  readonly confidence: EngineConfidence | null
}

/** What `audit` takes beside the two copies. */
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
  /** Words, in any case, whose errors are counted apart from those of all others: `orderFree.stopWords`, `orderFree.otherWords`. */
  readonly stopWords?: Iterable<string>
}

/**
 * Cells of a distance where neither text holds most of the other: two of 65,000 characters. Beyond, nobody waits half a
 * minute to learn by how much two different texts differ; the rates are those of a good alignment and say so.
 */
const APART_CELLS = 2 ** 32

/** @throws OffprintError `ERR_ARGUMENT` for what is no list of strings; a string is a list of its letters. */
function requireWords(words: Iterable<string>): readonly string[] {
  const list = typeof words === 'string' || !(Symbol.iterator in Object(words)) ? null : [...words]
  if (list === null || !list.every((word) => typeof word === 'string')) {
    throw argumentError('options.stopWords', words, 'an array or a Set of strings')
  }
  return list
}

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
  const a = fullWitness('ocr', ocr, 'A')
  const b = fullWitness('truth', truth, 'B')
  requireKnownKeys('options', options, ['relate', 'layout', 'cells', 'part', 'lexicon', 'stopWords'])
  const isStopWord = options.stopWords === undefined ? null : stopWordTest(requireWords(options.stopWords))
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
  const lexicon = options.lexicon ?? lexiconOf([foldedA, foldedB])
  const { stretches, movedEdits } = uncoveredOf(a.text, b.text, comparison.passages, comparison.edits)
  const edits = comparison.edits.map((edit, i) =>
    auditEdit(movedEdits.has(i) ? { ...edit, class: 'moved' } : edit, a, b, lexicon),
  )
  // What only A has is then no error.
  const part = options.part === true || comparison.relation === 'contains'
  const confusions: ConfusionCounts = new Map()
  countConfusions(confusions, edits, a.text)
  const characters: ConfusionCounts = new Map()
  countCharacters(characters, edits, a.text)
  return {
    ...comparison,
    a: describe(a, foldedA),
    b: describe(b, foldedB),
    edits,
    uncovered: stretches.filter((one) => isListed(one, options)).map((one) => placedStretch(one, a, b)),
    classes: countClasses(edits),
    confusions: rankedConfusions(confusions),
    characterConfusions: alikeFirst(characters),
    rates: ratesOfPair(a.text, b.text, comparison, options.part === true),
    orderFree: orderFree(a.text, b.text, part, isStopWord),
    confidence: engineConfidence({
      regions: a.regions,
      sourceB: b.text,
      passages: comparison.passages,
      edits,
      uncovered: stretches,
      part,
    }),
  }
}

function isListed({ class: name }: UncoveredRange, { layout, part }: AuditOptions): boolean {
  return name === 'layout' ? layout === true : name !== 'insertion' || part !== true
}

function placedStretch(stretch: UncoveredRange, a: FullWitness, b: FullWitness): UncoveredStretch {
  return {
    class: stretch.class,
    a: placed(stretch.a, a.regions, stretch.b.text),
    b: placed(stretch.b, b.regions, stretch.a.text),
  }
}

function auditEdit(edit: NamedEdit, a: FullWitness, b: FullWitness, lexicon: Lexicon): AuditEdit {
  return {
    ...edit,
    a: placed(edit.a, a.regions, edit.b.text),
    b: placed(edit.b, b.regions, edit.a.text),
    ...suspicion(edit, a.text, b.text, lexicon),
  }
}

function placed(range: TextRange, regions: readonly Region[], other: string): PlacedRange {
  const place = placeOfEdit(regions, range, other)
  return place === undefined ? range : { ...range, place }
}

function describe({ name, language, text }: FullWitness, folded: FoldedText): Described {
  return { name, language, characters: text.length, folded: folded.length }
}

function ratesOfPair(
  ocr: string,
  truth: string,
  { relation, passages }: Comparison,
  part: boolean,
): Audit['rates'] {
  if (part) return ratesOfPart(ocr, truth, passages)
  const apart = relation === 'unrelated' || relation === 'overlaps'
  return ratesOfBoth(ocr, truth, passages, apart ? { cells: APART_CELLS } : {})
}
