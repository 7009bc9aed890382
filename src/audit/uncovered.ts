import type { SourceRange } from '../align/edit.js'
import { sizeOfString } from '../align/passage-size.js'
import type { NamedEdit, TextRange } from '../compare/compare.js'
import type { SourcePassage } from '../compare/verify.js'
import { firstWhere } from '../kernel/binary-search.js'
import { foldToString } from '../text/fold.js'
import { isBlank } from '../text/layout.js'

/**
 * A stretch of one text, or of both, that no passage covers.
 *
 * - `moved`: the same folded text stands outside the passages of the other text as well, in another place. Where its other
 *   half is an edit inside a passage, that edit is `moved` too, and the stretch has one side only.
 * - `insertion`: A has it, B lacks it. `omission`: B has it, A lacks it.
 * - `layout`: white space alone.
 */
export type UncoveredClass = 'moved' | 'insertion' | 'omission' | 'layout'

/**
 * What stands in no passage. Edits and these stretches turn A into B: what neither names is the same in both. B is the passages
 * and the stretches of B, in the order of B.
 */
export interface UncoveredRange<Range extends TextRange = TextRange> {
  /** What became of it. */
  readonly class: UncoveredClass
  /** Where it stands in A; empty where A lacks it: then the place where the passage before it ends. */
  readonly a: Range
  /** The same of B. */
  readonly b: Range
}

/** Least size of a stretch that moved, in Han characters (two letters count as one), as for edits that moved. */
const MIN_STRETCH = 2
/** The same of a line that is a part of a stretch: a shorter one may stand in both texts by chance. */
const MIN_LINE = 4

/** Stretches, and edits whose other half is one of them. */
export interface Uncovered {
  /** In the order of A, those that only B has where they would stand in it. */
  readonly stretches: readonly UncoveredRange[]
  /** Numbers of the edits that moved text out of a passage or into one. */
  readonly movedEdits: ReadonlySet<number>
}

/** A piece of one text that may have moved: a stretch or a line of one, or an edit of a passage. */
interface Piece extends SourceRange {
  /** Number of the edit; −1 for a stretch. */
  readonly edit: number
  readonly key: string
}

type Side = 'a' | 'b'
const SIDES = ['a', 'b'] as const

/**
 * Everything that no passage covers, named. A stretch moved where the other text has the same folded text outside its
 * passages, or in an edit, as often as this one. Where no whole stretch fits, its lines are tried. O(length of the stretches).
 * @param passages disjoint on both sides. @param edits of the passages.
 */
export function uncoveredOf(
  sourceA: string,
  sourceB: string,
  passages: readonly SourcePassage[],
  edits: readonly NamedEdit[],
): Uncovered {
  const sources = { a: sourceA, b: sourceB }
  const { pairs, rest } = movedPieces(sources, passages, edits)
  const ordered = { a: inOrder(passages, 'a'), b: inOrder(passages, 'b') }
  const range = (side: Side, { from, to }: SourceRange): TextRange => ({
    from,
    to,
    text: sources[side].slice(from, to),
  })
  const alone = (side: Side, piece: SourceRange, name: UncoveredClass): UncoveredRange => {
    const other = side === 'a' ? 'b' : 'a'
    const at = placeAcross(piece.from, ordered[side], side, other)
    const [here, there] = [range(side, piece), range(other, { from: at, to: at })]
    return side === 'a' ? { class: name, a: here, b: there } : { class: name, a: there, b: here }
  }
  const stretches: UncoveredRange[] = []
  for (const [a, b] of pairs) {
    if (a.edit >= 0) stretches.push(alone('b', b, 'moved'))
    else if (b.edit >= 0) stretches.push(alone('a', a, 'moved'))
    else stretches.push({ class: 'moved', a: range('a', a), b: range('b', b) })
  }
  const blanksOfB = new Map<number, SourceRange>()
  for (const gap of rest.b) {
    if (isLayout(sourceB, gap)) blanksOfB.set(gap.from, gap)
    else stretches.push(alone('b', gap, 'omission'))
  }
  for (const gap of rest.a) {
    if (!isLayout(sourceA, gap)) {
      stretches.push(alone('a', gap, 'insertion'))
      continue
    }
    // White space of both texts behind the same passage is one difference, or none.
    const same = blanksOfB.get(behindSame(gap.from, ordered.a))
    if (same === undefined) {
      stretches.push(alone('a', gap, 'layout'))
      continue
    }
    blanksOfB.delete(same.from)
    const [a, b] = [range('a', gap), range('b', same)]
    if (a.text !== b.text) stretches.push({ class: 'layout', a, b })
  }
  for (const gap of blanksOfB.values()) stretches.push(alone('b', gap, 'layout'))
  stretches.sort((x, y) => x.a.from - y.a.from || x.b.from - y.b.from || x.a.to - y.a.to)
  return { stretches, movedEdits: new Set(pairs.flat().flatMap(({ edit }) => (edit < 0 ? [] : [edit]))) }
}

/** The halves of what moved, at least one of them outside the passages; and what remains outside of them. */
function movedPieces(
  sources: Readonly<Record<Side, string>>,
  passages: readonly SourcePassage[],
  edits: readonly NamedEdit[],
): { pairs: [Piece, Piece][]; rest: Record<Side, SourceRange[]> } {
  const rest = { a: gapsOf(sources.a, passages, 'a'), b: gapsOf(sources.b, passages, 'b') }
  const inside = { a: oneSidedEdits(edits, 'a'), b: oneSidedEdits(edits, 'b') }
  const pairs: [Piece, Piece][] = []
  for (const [cut, least] of [
    [whole, MIN_STRETCH],
    [lines, MIN_LINE],
  ] as const) {
    const pieces = (side: Side) =>
      rest[side].flatMap((range) => cut(sources[side], range)).map((range) => keyed(sources[side], range))
    const found = pairsOf([...pieces('a'), ...inside.a], [...pieces('b'), ...inside.b], least)
    const taken = new Set(found.flat())
    pairs.push(...found)
    SIDES.forEach((side, i) => {
      inside[side] = inside[side].filter((piece) => !taken.has(piece))
      const moved = found.map((pair) => pair[i]).filter(({ edit }) => edit < 0)
      rest[side] = without(rest[side], moved)
    })
  }
  return { pairs, rest }
}

/** The stretches of a text outside its passages, ascending. */
function gapsOf(source: string, passages: readonly SourcePassage[], side: Side): SourceRange[] {
  return without(
    [{ from: 0, to: source.length }],
    passages.map((passage) => passage[side]),
  )
}

/** Ranges without the ranges taken out of them. @param ranges ascending. @param taken each inside one of them, disjoint. */
function without(ranges: readonly SourceRange[], taken: readonly SourceRange[]): SourceRange[] {
  const holes = [...taken].sort((x, y) => x.from - y.from || x.to - y.to)
  const left: SourceRange[] = []
  let hole = 0
  for (const { from, to } of ranges) {
    let at = from
    for (; hole < holes.length && holes[hole].from < to; hole++) {
      if (at < holes[hole].from) left.push({ from: at, to: holes[hole].from })
      at = Math.max(at, holes[hole].to)
    }
    if (at < to) left.push({ from: at, to })
  }
  return left
}

function whole(_source: string, range: SourceRange): SourceRange[] {
  return [range]
}

/** The lines of a stretch, each with its line end. */
function lines(source: string, { from, to }: SourceRange): SourceRange[] {
  const found: SourceRange[] = []
  let start = from
  for (const { index, 0: end } of source.slice(from, to).matchAll(/\r\n?|\n/g)) {
    found.push({ from: start, to: from + index + end.length })
    start = from + index + end.length
  }
  if (start < to) found.push({ from: start, to })
  return found
}

function keyed(source: string, { from, to }: SourceRange): Piece {
  return { from, to, edit: -1, key: foldToString(source.slice(from, to)) }
}

/** Edits that only take text out, or only put it in. */
function oneSidedEdits(edits: readonly NamedEdit[], side: Side): Piece[] {
  const name = side === 'a' ? 'insertion' : 'omission'
  return edits.flatMap((edit, i) => {
    if (edit.class !== name) return []
    const { from, to, text } = edit[side]
    return [{ from, to, edit: i, key: foldToString(text) }]
  })
}

/** Pieces of both texts that are the same folded text, as many of one text as of the other: the first with the first. */
function pairsOf(a: readonly Piece[], b: readonly Piece[], least: number): [Piece, Piece][] {
  const groups = new Map<string, { a: Piece[]; b: Piece[] }>()
  const enter = (side: Side, piece: Piece) => {
    let group = groups.get(piece.key)
    if (group === undefined) groups.set(piece.key, (group = { a: [], b: [] }))
    group[side].push(piece)
  }
  for (const piece of a) enter('a', piece)
  for (const piece of b) enter('b', piece)
  const pairs: [Piece, Piece][] = []
  for (const [key, group] of groups) {
    if (group.a.length !== group.b.length || sizeOfString(key) < least) continue
    group.a.forEach((piece, i) => {
      // Two edits inside passages are the affair of `movedEdits`.
      if (piece.edit < 0 || group.b[i].edit < 0) pairs.push([piece, group.b[i]])
    })
  }
  return pairs
}

function inOrder(passages: readonly SourcePassage[], side: Side): SourcePassage[] {
  return [...passages].sort((x, y) => x[side].from - y[side].from)
}

/** Where a place outside the passages of one text lies in the other: behind the passage before it, else before the next one. */
function placeAcross(at: number, passages: readonly SourcePassage[], side: Side, other: Side): number {
  const next = firstWhere(0, passages.length, (i) => passages[i][side].from > at)
  return passages[next - 1]?.[other].to ?? passages[0]?.[other].from ?? 0
}

/** Where B is read on behind the passage of A that ends at a place; 0 where both texts begin, −1 where no passage ends. */
function behindSame(at: number, passages: readonly SourcePassage[]): number {
  const next = firstWhere(0, passages.length, (i) => passages[i].a.to >= at)
  if (passages[next]?.a.to === at) return passages[next].b.to
  return at === 0 ? 0 : -1
}

function isLayout(source: string, { from, to }: SourceRange): boolean {
  for (let i = from; i < to; i++) if (!isBlank(source.charCodeAt(i))) return false
  return true
}
