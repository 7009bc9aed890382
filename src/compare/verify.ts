import { align, alignWhole, cutAtGaps, inOrder, type AlignOptions } from '../align/align.js'
import type { Edit, SourceRange } from '../align/edit.js'
import { passageEdits, type PassageEdits } from '../align/edits.js'
import type { Passage } from '../align/passage.js'
import { markMoved } from '../align/order.js'
import { present } from '../align/present.js'
import { passageSizes } from '../align/passage-size.js'
import { foldedString, type FoldedText } from '../text/fold.js'
import { changesNumber, digitsOf } from './numbers.js'
import {
  FURTHER_SHARE,
  MIN_LENGTH,
  NUMBERS_MATTER,
  SHORT,
  SHORT_IDENTITY,
  SHORT_SHARE,
  WHOLE_SHARE,
  mirrorRelation,
  type Relate,
  type Relation,
} from './relation.js'

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
  readonly edits: readonly Edit[]
  /** False when a stated budget cut the work short. */
  readonly exact: boolean
}

/** Aligns two folded texts and says what A is to B. (b, a) gives the mirror image of (a, b). */
export function verify(a: FoldedText, b: FoldedText, relate: Relate, options?: AlignOptions): Verification {
  return comesFirst(a, b)
    ? verifyOrdered(a, b, relate, options)
    : mirror(verifyOrdered(b, a, relate, options))
}

/** One fixed order for a pair, down to the sources where folded texts are equal. */
function comesFirst(a: FoldedText, b: FoldedText): boolean {
  return inOrder(a, b) && (!equalFolded(a, b) || a.source <= b.source)
}

function verifyOrdered(a: FoldedText, b: FoldedText, relate: Relate, options?: AlignOptions): Verification {
  const shorter = Math.min(a.length, b.length)
  if (shorter === 0) return nothing(true)
  // Copies to the letter are what an index meets most; there is nothing to align.
  const equal = equalFolded(a, b)
  if (shorter < MIN_LENGTH && !equal) return nothing(true)
  const alignment = equal ? { passages: [alignWhole(a, b)], exact: true } : align(a, b, options)
  let passages = markMoved(relevant(a, b, alignment.passages, relate))
  if (passages.length === 0) passages = wholeIfShort(a, b, relate, options)
  if (passages.length === 0) return nothing(alignment.exact)

  const presented = passages.map((passage) => present(a, b, passage))
  const sourced = passageEdits(a, b, presented, options?.alike)
  const edits = sourced.flatMap((passage) => passage.edits)
  const coverage = { a: covered(passages, 'a') / a.length, b: covered(passages, 'b') / b.length }
  const distance = passages.reduce((sum, passage) => sum + passage.distance, 0)
  const longer = passages.reduce((sum, passage) => sum + longerSide(passage), 0)
  const changed = whatChanged(edits, a.source, b.source, distance)
  let relation = relationOf(coverage, relate)
  if (relation === 'duplicate' && shorter < NUMBERS_MATTER) {
    // Figures outside the passages count as well: what coverage leaves out may be all that is new.
    if (changed.numbers > 0 || digitsOf(foldedString(a)) !== digitsOf(foldedString(b))) relation = 'overlaps'
  }
  return {
    relation,
    coverage,
    identity: 1 - distance / longer,
    changed,
    passages: sourced.map((range, i) => sourcePassage(range, passages[i])),
    edits,
    exact: alignment.exact && sourced.every(({ exact }) => exact),
  }
}

function equalFolded(a: FoldedText, b: FoldedText): boolean {
  return inOrder(a, b) && inOrder(b, a)
}

/** The passages that count: similar enough, and long enough for their pair. */
function relevant(a: FoldedText, b: FoldedText, passages: readonly Passage[], relate: Relate): Passage[] {
  const sizesA = passageSizes(a)
  const sizesB = passageSizes(b)
  const shorter = a.length <= b.length ? 'a' : 'b'
  const shorterLength = Math.min(a.length, b.length)
  const size = ({ a: pa, b: pb }: Passage) =>
    Math.min(sizesA[pa.to] - sizesA[pa.from], sizesB[pb.to] - sizesB[pb.from])
  const similar = passages.flatMap((passage) => similarParts(passage, relate.identity, CUTS))
  const short = shorterLength <= SHORT
  const whole = (passage: Passage) =>
    (passage[shorter].to - passage[shorter].from) / shorterLength >= (short ? SHORT_SHARE : WHOLE_SHARE) &&
    (!short || identityOf(passage) >= SHORT_IDENTITY)
  const related = similar.some((passage) => whole(passage) || size(passage) >= relate.passage)
  if (!related) {
    // Many short passages that together are nearly all of the shorter text: it was cut up and put in another order.
    const together = similar.reduce((sum, passage) => sum + size(passage), 0)
    const inside = similar.reduce((sum, passage) => sum + passage[shorter].to - passage[shorter].from, 0)
    return together >= relate.passage && inside >= WHOLE_SHARE * shorterLength ? similar : []
  }
  return similar.filter((passage) => whole(passage) || size(passage) >= FURTHER_SHARE * relate.passage)
}

/** Gaps, in folded units, at which a passage that is not similar enough as a whole is cut, the widest first. */
const CUTS = [256, 96, 48, 24, 12]

/**
 * A passage, or those parts of it that are similar enough: where every sentence of one text is followed by a commentary
 * that the other has not, the whole may be more commentary than text (Shiji with two commentaries: 12 of 120 chapters).
 */
function similarParts(passage: Passage, identity: number, cuts: readonly number[]): Passage[] {
  if (identityOf(passage) >= identity) return [passage]
  if (cuts.length === 0) return []
  const [widest, ...narrower] = cuts
  return cutAtGaps(passage, widest).flatMap((part) => similarParts(part, identity, narrower))
}

/**
 * Two short texts as one passage, end to end, if they are similar enough: noise may have left them no seed, or one that
 * does not reach far. O(length²), at most SHORT².
 */
function wholeIfShort(a: FoldedText, b: FoldedText, relate: Relate, options?: AlignOptions): Passage[] {
  const longer = Math.max(a.length, b.length)
  if (longer > SHORT || Math.min(a.length, b.length) < relate.coverage * longer) return []
  const passage = alignWhole(a, b, options?.alike)
  return identityOf(passage) >= Math.max(relate.identity, SHORT_IDENTITY) ? [passage] : []
}

function relationOf(coverage: { a: number; b: number }, relate: Relate): Relation {
  const coveredA = coverage.a >= relate.coverage
  const coveredB = coverage.b >= relate.coverage
  if (coveredA && coveredB) return 'duplicate'
  if (coveredB) return 'contains'
  if (coveredA) return 'contained'
  return 'overlaps'
}

function whatChanged(edits: readonly Edit[], sourceA: string, sourceB: string, characters: number): Changed {
  let numbers = 0
  let words = 0
  for (const edit of edits) {
    if (changesNumber(edit, sourceA, sourceB)) numbers++
    else if (edit.nature === 'text') words++
  }
  return { numbers, words, characters }
}

function sourcePassage({ a, b }: PassageEdits, passage: Passage): SourcePassage {
  return { a, b, identity: identityOf(passage), moved: passage.moved }
}

function identityOf(passage: Passage): number {
  return 1 - passage.distance / longerSide(passage)
}

function longerSide({ a, b }: Passage): number {
  return Math.max(a.to - a.from, b.to - b.from)
}

function covered(passages: readonly Passage[], side: 'a' | 'b'): number {
  return passages.reduce((sum, passage) => sum + passage[side].to - passage[side].from, 0)
}

function nothing(exact: boolean): Verification {
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
