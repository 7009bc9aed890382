import type { AlignOptions } from '../align/align.js'
import type { Edit, SourceRange } from '../align/edit.js'
import { readUnits } from '../align/read-units.js'
import { prepare } from '../align/seeds.js'
import { argumentError, requireInteger, requireKnownKeys, requireString } from '../kernel/errors.js'
import { fold, type FoldedText } from '../text/fold.js'
import { relateSettings, type Relate, type Relation } from './relation.js'
import {
  sharedPassages,
  verified,
  verify,
  type Changed,
  type SourcePassage,
  type Verification,
} from './verify.js'
import { classify, type Alike, type EditClass } from './classes.js'
import { similarity } from './similarity.js'
import { movedEdits } from './moves.js'
import type { JudgedEdit } from './numbers.js'

/** A range of a source with the text that stands there. */
export interface TextRange extends SourceRange {
  /** The text from `from` to `to`. */
  readonly text: string
}

/** One named difference, reading from A to B. */
export interface NamedEdit {
  /** Whether B has text that A lacks, lacks text that A has, or has other text. */
  readonly kind: 'insert' | 'delete' | 'substitute'
  /** What the difference is called. */
  readonly class: EditClass
  /** What stands in A; empty for an insertion. */
  readonly a: TextRange
  /** What stands in B; empty for a deletion. */
  readonly b: TextRange
}

/** What A is to B, how much they share, and every difference inside what they share. */
export interface Comparison {
  /** What A is to B. */
  readonly relation: Relation
  /** Share of each folded text inside passages. */
  readonly coverage: {
    /** Of A, 0 to 1. */
    readonly a: number
    /** Of B, 0 to 1. */
    readonly b: number
  }
  /** 1 − Σ edit distance / Σ longer side, over all passages; 0 where there is none. */
  readonly identity: number
  /** How many numbers, words and characters changed. */
  readonly changed: Changed
  /** Ascending in A. */
  readonly passages: readonly SourcePassage[]
  /**
   * False when a budget or a cap cut the work short: `cells`, places tried for a frequent phrase, anchors weighed in a
   * crowd of repeats, or marks compared one by one (256 on both sides of a gap). More may then be alike than is shown.
   */
  readonly exact: boolean
  /** Exact Jaccard similarity of the shingle sets. */
  readonly jaccard: number
  /** Differences inside passages, in source order of A. */
  readonly edits: readonly NamedEdit[]
}

/** Options of `compare`. */
export interface CompareOptions {
  /** Thresholds of relations; see `Relate`. */
  readonly relate?: Partial<Relate>
  /** Whether `layout` edits are listed too. Default false. */
  readonly layout?: boolean
  /** Cells the alignment may fill before it gives up with `exact: false`; see `AlignOptions`. */
  readonly cells?: number
  /** Names substitutions of look-alikes `shape`: `lookAlike` of `offprint/audit`, or your own. Default: none. */
  readonly alike?: Alike
}

/**
 * Compares two texts: folds, aligns, explains. Offsets are UTF-16 code units of the given strings.
 *
 * `compare(b, a)` is the mirror image of `compare(a, b)`. Time grows with the texts and their matches, plus a bounded
 * number of alignment cells; memory is some 110 bytes per character of both.
 * @throws OffprintError `ERR_ARGUMENT` for anything that is not a string, and for unknown or impossible options.
 */
export function compare(a: string, b: string, options: CompareOptions = {}): Comparison {
  requireString('a', a)
  requireString('b', b)
  requireKnownKeys('options', options, ['relate', 'layout', 'cells', 'alike'])
  if (options.cells !== undefined) requireInteger('options.cells', options.cells, 0, Infinity)
  if (options.alike !== undefined && typeof options.alike !== 'function')
    throw argumentError('options.alike', options.alike, 'a function')
  const relate = relateSettings(options.relate)
  return compareFolded(fold(a), fold(b), relate, options)
}

/** Options of `compareFolded`, checked already, and the units that cost less inside gaps. */
export interface FoldedOptions extends Omit<CompareOptions, 'relate'> {
  readonly confusableUnits?: AlignOptions['alike']
}

/** `compare` for texts that are folded already, and settings that are checked already. */
export function compareFolded(
  a: FoldedText,
  b: FoldedText,
  relate: Relate,
  options: FoldedOptions = {},
): Comparison {
  const { edits, ...verification } = verify(a, b, relate, alignOptions(options))
  return { ...verification, jaccard: resemblance(a, b, verification), edits: nameEdits(edits, a, b, options) }
}

/** Two related texts, compared once; their differences are named only for a caller who asks. */
export interface RelatedPair {
  readonly a: FoldedText
  readonly b: FoldedText
  readonly comparison: Omit<Comparison, 'edits'>
  /** The named differences, without `layout`. The first call names them, later calls return the same array. */
  edits(): readonly NamedEdit[]
  /** All differences, `layout` too, without their names: ascending in A. O(1): the comparison has found them. */
  differences(): readonly Difference[]
}

/** Where two sources differ inside a passage; see `Edit`. */
export type Difference = Pick<Edit, 'a' | 'b'>

/**
 * Compares two folded texts once; null where they are unrelated, as most candidates of an index are. Edits are not named
 * until someone asks: naming them took three quarters of a query (1.9 ms, 0.5 without). Cost as for `compare`.
 */
export function related(a: FoldedText, b: FoldedText, relate: Relate): RelatedPair | null {
  return relatedPair(a, b, verify(a, b, relate))
}

/**
 * `related` for a text that is compared with the sources of many candidates. The text is prepared once; a candidate is
 * folded to units at first, and with its way back only where the two share a passage. The result is the same.
 */
export function relatedSource(a: FoldedText, source: string, relate: Relate): RelatedPair | null {
  if (source === a.source) return related(a, a, relate)
  if (a.length === 0) return related(a, fold(source), relate)
  prepare(a)
  const { units, length } = readUnits(source)
  const shared = sharedPassages(a, { source, units, length }, relate)
  if (shared.passages.length === 0) return null
  const b = fold(source)
  return relatedPair(a, b, verified(a, b, shared, relate))
}

function relatedPair(a: FoldedText, b: FoldedText, verification: Verification): RelatedPair | null {
  const { edits, ...measured } = verification
  if (measured.relation === 'unrelated') return null
  let named: readonly NamedEdit[] | undefined
  return {
    a,
    b,
    comparison: { ...measured, jaccard: resemblance(a, b, verification) },
    edits: () => (named ??= nameEdits(edits, a, b, {})),
    differences: () => edits,
  }
}

function alignOptions({ cells, confusableUnits: alike }: FoldedOptions): AlignOptions {
  return { ...(cells !== undefined && { cells }), ...(alike !== undefined && { alike }) }
}

/** Two copies without a letter have no shingle, and are as alike as can be. */
function resemblance(a: FoldedText, b: FoldedText, { relation }: Pick<Verification, 'relation'>): number {
  return a.length === 0 && relation === 'duplicate' ? 1 : similarity(a, b)
}

/** Names the differences of two texts, passage by passage. */
function nameEdits(
  edits: readonly JudgedEdit[],
  a: FoldedText,
  b: FoldedText,
  { alike, layout }: Pick<CompareOptions, 'alike' | 'layout'>,
): NamedEdit[] {
  const moved = movedEdits(edits, a.source, b.source)
  const named: NamedEdit[] = []
  edits.forEach((edit, i) => {
    const editClass = moved.has(i) ? 'moved' : classify(edit, a.source, b.source, alike)
    if (editClass === 'layout' && layout !== true) return
    named.push({
      kind: edit.a.from === edit.a.to ? 'insert' : edit.b.from === edit.b.to ? 'delete' : 'substitute',
      class: editClass,
      a: textRange(edit.a, a.source),
      b: textRange(edit.b, b.source),
    })
  })
  return named
}

function textRange({ from, to }: SourceRange, source: string): TextRange {
  return { from, to, text: source.slice(from, to) }
}
