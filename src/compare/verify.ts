import { findPassages, type AlignOptions } from '../align/align.js'
import type { SourceRange } from '../align/edit.js'
import { passageEdits } from '../align/edits.js'
import { alignWhole } from '../align/fill.js'
import { markMoved } from '../align/moved-passages.js'
import { foldedOrder } from '../align/pair-order.js'
import type { AlignedStretch } from '../align/passage.js'
import { present } from '../align/present.js'
import { foldedString, type FoldedText } from '../text/fold.js'
import { coverageOf, identityOf, overallDistance, overallIdentity } from './measures.js'
import { changesNumber, digitsOf, type JudgedEdit } from './numbers.js'
import {
  MIN_LENGTH,
  NUMBERS_MATTER,
  mirrorRelation,
  relationOf,
  type Relate,
  type Relation,
} from './relation.js'
import { relevantPassages, wholeIfShort } from './relevant-passages.js'

/** What changed inside the passages of a pair; a removal should look at this, not only at scores. */
export interface Changed {
  /** Edits that change digits, Chinese numerals, or a separator between digits. */
  readonly numbers: number
  /** Edits that change other folded text: letters and Han. */
  readonly words: number
  /** Folded characters touched by all edits of text: the numerator of `identity`. */
  readonly characters: number
}

/** One passage in offsets of both sources. */
export interface SourcePassage {
  readonly a: SourceRange
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

/**
 * Aligns two folded texts and says what A is to B. (b, a) gives the mirror image of (a, b), down to the sources where
 * folded texts are equal, because every pair is compared in one fixed order. Cost as for `align`.
 */
export function verify(a: FoldedText, b: FoldedText, relate: Relate, options?: AlignOptions): Verification {
  const order = foldedOrder(a, b)
  return order < 0 || (order === 0 && a.source <= b.source)
    ? verifyOrdered(a, b, order === 0, relate, options)
    : mirror(verifyOrdered(b, a, order === 0, relate, options))
}

function verifyOrdered(
  a: FoldedText,
  b: FoldedText,
  equal: boolean,
  relate: Relate,
  options?: AlignOptions,
): Verification {
  const shorter = Math.min(a.length, b.length)
  if (shorter === 0 || (shorter < MIN_LENGTH && !equal)) return unrelated(true)
  // Most pairs of an index are copies to the letter, which need no alignment.
  const found = equal ? { passages: [alignWhole(a, b)], exact: true } : findPassages(a, b, options)
  let relevant = relevantPassages(a, b, found.passages, relate)
  if (relevant.length === 0) relevant = wholeIfShort(a, b, relate, options)
  if (relevant.length === 0) return unrelated(found.exact)

  const passages = markMoved(relevant)
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
  const changed = whatChanged(edits, passages)
  let relation = relationOf(coverage, relate)
  if (relation === 'duplicate' && shorter < NUMBERS_MATTER) {
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
    exact: found.exact && sourced.every(({ exact }) => exact),
  }
}

function whatChanged(edits: readonly JudgedEdit[], passages: readonly AlignedStretch[]): Changed {
  let numbers = 0
  let words = 0
  for (const edit of edits) {
    if (edit.changesNumber) numbers++
    else if (edit.nature === 'text') words++
  }
  return { numbers, words, characters: overallDistance(passages) }
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
