import type { AlignOptions } from '../align/align.js'
import type { SourceRange } from '../align/edit.js'
import { argumentError, requireInteger, requireKnownKeys, requireString } from '../kernel/errors.js'
import { knownShingles } from '../shingles/memoised.js'
import { jaccard } from '../shingles/set.js'
import { fold, type FoldedText } from '../text/fold.js'
import { relateSettings, type Relate } from './relation.js'
import { verify, type Verification } from './verify.js'
import { classify, type Alike, type EditClass } from './classes.js'
import { movedEdits } from './moves.js'

/** A range of a source with the text that stands there. */
export interface TextRange extends SourceRange {
  readonly text: string
}

/** One named difference, reading from A to B. */
export interface NamedEdit {
  readonly kind: 'insert' | 'delete' | 'substitute'
  readonly class: EditClass
  readonly a: TextRange
  readonly b: TextRange
}

/** What A is to B, how much they share, and every difference inside what they share. */
export interface Comparison extends Omit<Verification, 'edits'> {
  /** Exact Jaccard similarity of the shingle sets. */
  readonly jaccard: number
  /** Differences inside passages, in source order of A. */
  readonly edits: readonly NamedEdit[]
}

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
 * number of alignment cells; memory is some 110 bytes a character of both.
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

/** What `compareFolded` takes: settings that are checked already, and a cost for look-alikes inside gaps. */
export interface FoldedOptions extends Omit<CompareOptions, 'relate'> {
  readonly alikeUnits?: AlignOptions['alike']
}

/** `compare` for texts that are folded already. */
export function compareFolded(
  a: FoldedText,
  b: FoldedText,
  relate: Relate,
  options: FoldedOptions = {},
): Comparison {
  return explain(a, b, verify(a, b, relate, alignOptions(options)), options)
}

/**
 * The same, or null for unrelated texts: most candidates of an index are, and nothing need be said of them. Without
 * `named` the edits are left out: naming them took three quarters of a query (1.9 ms, 0.5 without).
 */
export function compareRelated(
  a: FoldedText,
  b: FoldedText,
  relate: Relate,
  named: boolean,
): Comparison | null {
  const verification = verify(a, b, relate)
  if (verification.relation === 'unrelated') return null
  return explain(a, b, named ? verification : { ...verification, edits: [] }, {})
}

function alignOptions({ cells, alikeUnits: alike }: FoldedOptions): AlignOptions {
  return { ...(cells !== undefined && { cells }), ...(alike !== undefined && { alike }) }
}

function explain(
  a: FoldedText,
  b: FoldedText,
  { edits, ...verification }: Verification,
  options: FoldedOptions,
): Comparison {
  const moved = movedEdits(edits, a.source, b.source)
  const named: NamedEdit[] = []
  edits.forEach((edit, i) => {
    const editClass = moved.has(i) ? 'moved' : classify(edit, a.source, b.source, options.alike)
    if (editClass === 'layout' && options.layout !== true) return
    named.push({
      kind: edit.a.from === edit.a.to ? 'insert' : edit.b.from === edit.b.to ? 'delete' : 'substitute',
      class: editClass,
      a: { ...edit.a, text: a.source.slice(edit.a.from, edit.a.to) },
      b: { ...edit.b, text: b.source.slice(edit.b.from, edit.b.to) },
    })
  })
  return { ...verification, jaccard: a === b ? 1 : jaccard(knownShingles(a), knownShingles(b)), edits: named }
}
