import { findPassages, type AlignOptions } from '../align/align.js'
import type { SourceRange } from '../align/edit.js'
import { passageEdits } from '../align/edits.js'
import { alignWhole } from '../align/fill.js'
import { markMoved } from '../align/moved-passages.js'
import { foldedOrder } from '../align/pair-order.js'
import type { AlignedStretch, FoldedUnits } from '../align/passage.js'
import { present } from '../align/present.js'
import { sourceRanges } from '../align/source-ranges.js'
import { equalByForm } from '../text/equal-by-form.js'
import { foldedString, type FoldedText } from '../text/fold.js'
import { whatChanged, type Changed } from './changed.js'
import { coverageOf, identityOf, overallIdentity } from './measures.js'
import { changesNumber, digitsOf, type JudgedEdit } from './numbers.js'
import {
  MIN_LENGTH,
  NUMBERS_MATTER,
  mirrorRelation,
  relationOf,
  type Relate,
  type Relation,
} from './relation.js'
import { withoutForeignEnds } from './foreign-ends.js'
import { relevantPassages, wholeIfShort } from './relevant-passages.js'

export type { Changed } from './changed.js'

/** One passage in offsets of both sources. */
export interface SourcePassage {
  /** Where it stands in A. */
  readonly a: SourceRange
  /** Where it stands in B. */
  readonly b: SourceRange
  /** 1 − edit distance / longer side, over the folded passage. */
  readonly identity: number
  /** True where it stands elsewhere in the order of passages than in the other text. */
  readonly moved: boolean
}

/** How two texts are related, and where and how they differ. */
export interface Verification {
  readonly relation: Relation
  /** Share of each folded text inside passages. */
  readonly coverage: { readonly a: number; readonly b: number }
  /** 1 − Σ edit distance / Σ longer side, over all passages; 0 where there is none. */
  readonly identity: number
  readonly changed: Changed
  /** Ascending in A. */
  readonly passages: readonly SourcePassage[]
  /** Differences inside passages, passage by passage, ascending; not yet named. */
  readonly edits: readonly JudgedEdit[]
  /** False when a budget or a cap cut the work short; see `Alignment.exact` and `PassageEdits.exact`. */
  readonly exact: boolean
}

/** A text as a comparison takes it in: folded, with its source or as units alone. */
interface ComparedText extends FoldedUnits {
  readonly source: string
}

/** The passages by which two texts are related, in the fixed order of their pair. */
export interface SharedPassages {
  /** Whether A comes second in that order. */
  readonly swapped: boolean
  /** Disjoint on both sides, ascending in the text that comes first; none where the two are unrelated. */
  readonly passages: readonly AlignedStretch[]
  /** See `Alignment.exact`. */
  readonly exact: boolean
}

/**
 * The passages that relate two texts. Looks at folded units only: the way back to a source is wanted where there is a
 * passage, and most candidates of a search have none. Cost as for `align`.
 */
export function sharedPassages(
  a: ComparedText,
  b: ComparedText,
  relate: Relate,
  options?: AlignOptions,
): SharedPassages {
  const order = foldedOrder(a, b)
  const swapped = order > 0 || (order === 0 && a.source > b.source)
  return swapped
    ? { swapped, ...passagesInOrder(b, a, order === 0, relate, options) }
    : { swapped, ...passagesInOrder(a, b, order === 0, relate, options) }
}

function passagesInOrder(
  a: FoldedUnits,
  b: FoldedUnits,
  equal: boolean,
  relate: Relate,
  options: AlignOptions | undefined,
): Omit<SharedPassages, 'swapped'> {
  const shorter = Math.min(a.length, b.length)
  if (shorter === 0 || (shorter < MIN_LENGTH && !equal)) return { passages: [], exact: true }
  // Most pairs of an index are copies to the letter, which need no alignment.
  const found = equal ? { passages: [alignWhole(a, b)], exact: true } : findPassages(a, b, options)
  const relevant = relevantPassages(a, b, found.passages, relate)
  if (relevant.length > 0) return { passages: relevant, exact: found.exact }
  return { passages: wholeIfShort(a, b, relate, options), exact: found.exact }
}

/**
 * Aligns two folded texts and says what A is to B. (b, a) gives the mirror image of (a, b), down to the sources where
 * folded texts are equal, because every pair is compared in one fixed order. Cost as for `align`.
 */
export function verify(a: FoldedText, b: FoldedText, relate: Relate, options?: AlignOptions): Verification {
  if (a === b || (a.source === b.source && foldedOrder(a, b) === 0)) return identical(a)
  return verified(a, b, sharedPassages(a, b, relate, options), relate, options)
}

/** `verify` where the passages of the two are known. O(length of the passages). */
export function verified(
  a: FoldedText,
  b: FoldedText,
  shared: SharedPassages,
  relate: Relate,
  options?: AlignOptions,
): Verification {
  if (shared.passages.length === 0) return withoutPassages(a, b, shared.exact)
  return shared.swapped
    ? mirror(verifyOrdered(b, a, shared, relate, options))
    : verifyOrdered(a, b, shared, relate, options)
}

function verifyOrdered(
  a: FoldedText,
  b: FoldedText,
  shared: SharedPassages,
  relate: Relate,
  options: AlignOptions | undefined,
): Verification {
  const passages = markMoved(shared.passages.map((passage) => withoutForeignEnds(a, b, passage)))
  const presented = passages.map((passage) => present(a, b, passage))
  const sourced = passageEdits(a, b, presented, options?.alike)
  const edits: JudgedEdit[] = []
  for (const passage of sourced) {
    for (const edit of passage.edits) {
      const { a: inA, b: inB, nature } = edit
      edits.push({ a: inA, b: inB, nature, changesNumber: changesNumber(edit, a.source, b.source) })
    }
  }
  const coverage = coverageOf(a, b, passages)
  const changed = whatChanged(edits, passages, a.source, b.source)
  let relation = relationOf(coverage, relate)
  if (relation === 'duplicate' && Math.min(a.length, b.length) < NUMBERS_MATTER) {
    // Figures outside the passages count as well: they may be all that is new.
    if (changed.numbers > 0 || digitsOf(foldedString(a)) !== digitsOf(foldedString(b))) relation = 'overlaps'
  }
  return {
    relation,
    coverage,
    identity: overallIdentity(passages),
    changed,
    passages: sourced.map((ranges, i) => ({
      a: ranges.a,
      b: ranges.b,
      identity: identityOf(passages[i]),
      moved: passages[i].moved,
    })),
    edits,
    exact: shared.exact && sourced.every(({ exact }) => exact),
  }
}

/** A text and its copy to the letter: one passage without an edit. 1 µs, where reading both to the end took 150. */
function identical(text: FoldedText): Verification {
  if (text.length === 0) return withoutPassages(text, text, true)
  const all = { from: 0, to: text.length }
  const [{ a, b }] = sourceRanges(text, text, [{ a: all, b: all }])
  return {
    relation: 'duplicate',
    coverage: { a: 1, b: 1 },
    identity: 1,
    changed: { numbers: 0, words: 0, characters: 0 },
    passages: [{ a, b, identity: 1, moved: false }],
    edits: [],
    exact: true,
  }
}

/** Unrelated, but for texts of which folding leaves nothing, rows of emoji for one: those that are equal are copies. */
function withoutPassages(a: FoldedText, b: FoldedText, exact: boolean): Verification {
  if (a.length > 0 || b.length > 0 || !equalByForm(a.source, b.source)) return unrelated(exact)
  return {
    ...unrelated(true),
    relation: 'duplicate',
    coverage: { a: 1, b: 1 },
    identity: 1,
    passages: [{ a: inkOf(a.source), b: inkOf(b.source), identity: 1, moved: false }],
  }
}

/** The range of a text without the white space around it. */
function inkOf(source: string): SourceRange {
  return { from: source.length - source.trimStart().length, to: source.trimEnd().length }
}

function unrelated(exact: boolean): Verification {
  return {
    relation: 'unrelated',
    coverage: { a: 0, b: 0 },
    identity: 0,
    changed: { numbers: 0, words: 0, characters: 0 },
    passages: [],
    edits: [],
    exact,
  }
}

function mirror(verification: Verification): Verification {
  const swap = <T extends { a: unknown; b: unknown }>(pair: T): T => ({ ...pair, a: pair.b, b: pair.a })
  const passages = verification.passages.map(swap).sort((x, y) => x.a.from - y.a.from)
  const edits = verification.edits.map(swap).sort((x, y) => x.a.from - y.a.from || x.a.to - y.a.to)
  return {
    ...verification,
    relation: mirrorRelation(verification.relation),
    coverage: swap(verification.coverage),
    passages,
    edits,
  }
}
