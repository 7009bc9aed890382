import type { FoldedText } from '../text/fold.js'
import { isBlank } from '../text/layout.js'
import { Script, scriptOf } from '../text/script.js'
import { alignBetween } from './between.js'
import type { Edit, SourceRange } from './edit.js'
import { SHORT_GAP, type Alike } from './gap.js'
import type { Passage } from './passage.js'
import { startsCharacter } from './present.js'

/** A passage in source offsets with its differences. */
export interface PassageEdits {
  readonly a: SourceRange
  readonly b: SourceRange
  readonly edits: readonly Edit[]
  /**
   * False where a gap held more marks than are compared one by one (256 on both sides), so that an edit may be longer than
   * what differs.
   */
  readonly exact: boolean
}

/** Where a passage's source range may not reach beyond: the ranges of its neighbours. */
interface Limits {
  readonly a: SourceRange
  readonly b: SourceRange
}

/**
 * The differences of presented passages, in source offsets. Between two aligned characters the order is: punctuation
 * first, then white space between aligned punctuation. O(length of the passages).
 * @param passages disjoint on both sides, ascending in the first text, presented (see `present`).
 * @param alike as the passages were aligned with; a look-alike is an edit of its own.
 */
export function passageEdits(
  a: FoldedText,
  b: FoldedText,
  passages: readonly Passage[],
  alike?: Alike,
): PassageEdits[] {
  const ranges = sourceRanges(a, b, passages)
  return passages.map((passage, i) => ({ ...ranges[i], ...editsOf(a, b, passage, ranges[i], alike) }))
}

/**
 * Source ranges of passages. A range reaches over equal punctuation that adjoins it on both sides (a closing quote, a
 * full stop), and over all punctuation where both texts begin or end; never over white space at its border.
 */
function sourceRanges(a: FoldedText, b: FoldedText, passages: readonly Passage[]): Limits[] {
  const ranges = passages.map(({ a: pa, b: pb }) => ({
    a: { from: a.starts[pa.from], to: a.ends[pa.to - 1] },
    b: { from: b.starts[pb.from], to: b.ends[pb.to - 1] },
  }))
  ranges.forEach((range, i) => {
    const pa = passages[i].a
    const pb = passages[i].b
    const limitA = pa.to < a.length ? a.starts[pa.to] : a.source.length
    const limitB = pb.to < b.length ? b.starts[pb.to] : b.source.length
    if (pa.to === a.length && pb.to === b.length) {
      range.a.to = trimBlankEnd(a.source, range.a.to, limitA)
      range.b.to = trimBlankEnd(b.source, range.b.to, limitB)
      return
    }
    while (
      range.a.to < limitA &&
      range.b.to < limitB &&
      a.source[range.a.to] === b.source[range.b.to] &&
      !isBlank(a.source.charCodeAt(range.a.to))
    ) {
      range.a.to++
      range.b.to++
    }
  })
  const endsA = ranges.map((range) => range.a.to).sort((x, y) => x - y)
  const endsB = ranges.map((range) => range.b.to).sort((x, y) => x - y)
  ranges.forEach((range, i) => {
    const pa = passages[i].a
    const pb = passages[i].b
    if (pa.from === 0 && pb.from === 0) {
      range.a.from = trimBlankStart(a.source, 0, range.a.from)
      range.b.from = trimBlankStart(b.source, 0, range.b.from)
      return
    }
    const limitA = Math.max(pa.from > 0 ? a.ends[pa.from - 1] : 0, lastAtMost(endsA, range.a.from))
    const limitB = Math.max(pb.from > 0 ? b.ends[pb.from - 1] : 0, lastAtMost(endsB, range.b.from))
    while (
      range.a.from > limitA &&
      range.b.from > limitB &&
      a.source[range.a.from - 1] === b.source[range.b.from - 1] &&
      !isBlank(a.source.charCodeAt(range.a.from - 1))
    ) {
      range.a.from--
      range.b.from--
    }
  })
  return ranges
}

function trimBlankEnd(source: string, from: number, to: number): number {
  while (to > from && isBlank(source.charCodeAt(to - 1))) to--
  return to
}

function trimBlankStart(source: string, from: number, to: number): number {
  while (from < to && isBlank(source.charCodeAt(from))) from++
  return from
}

/** The greatest of the ascending values that is at most `limit`, or 0. */
function lastAtMost(ascending: readonly number[], limit: number): number {
  let low = 0
  let high = ascending.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (ascending[middle] <= limit) low = middle + 1
    else high = middle
  }
  return low === 0 ? 0 : ascending[low - 1]
}

function editsOf(
  a: FoldedText,
  b: FoldedText,
  passage: Passage,
  range: Limits,
  alike: Alike | undefined,
): Pick<PassageEdits, 'edits' | 'exact'> {
  const edits: Edit[] = []
  let exact = true
  const { runs, pairs } = passage
  let pair = 0
  let apart = false // whether the next edit may not merge with the one before it
  // Sources up to here are accounted for on both sides.
  let doneA = range.a.from
  let doneB = range.b.from

  /** Compares what lies between the last aligned character and the next, with the unaligned characters in it. */
  const between = (toA: number, toB: number, coreA: SourceRange | null, coreB: SourceRange | null) => {
    if (coreA === null && coreB === null && toA - doneA === toB - doneB) {
      if (toA === doneA || a.source.slice(doneA, toA) === b.source.slice(doneB, toB)) return
    }
    const all = alignBetween(
      { source: a.source, from: doneA, to: toA, core: coreA },
      { source: b.source, from: doneB, to: toB, core: coreB },
      (edit) => {
        push(edits, edit, apart)
        apart = false
      },
    )
    exact &&= all
  }
  /** One aligned character: the same folded units, perhaps another form. */
  const character = (a0: number, b0: number, a1: number, b1: number) => {
    const fromA = a.starts[a0]
    const toA = a.ends[a1 - 1]
    const fromB = b.starts[b0]
    const toB = b.ends[b1 - 1]
    between(fromA, fromB, null, null)
    if (a.source.slice(fromA, toA) !== b.source.slice(fromB, toB)) {
      push(edits, { a: { from: fromA, to: toA }, b: { from: fromB, to: toB }, nature: 'form' }, false)
    }
    doneA = toA
    doneB = toB
  }

  let a0 = passage.a.from
  let b0 = passage.b.from
  for (let r = 0; r <= runs.length; r += 3) {
    const nextA = r < runs.length ? runs[r] : passage.a.to
    const nextB = r < runs.length ? runs[r + 1] : passage.b.to
    if (a0 < nextA || b0 < nextB) {
      // The gap between two runs. What stands around its characters is compared together with what follows them.
      const untilA = nextA < passage.a.to ? a.starts[nextA] : range.a.to
      const untilB = nextB < passage.b.to ? b.starts[nextB] : range.b.to
      const first = pair
      while (pair < pairs.length && pairs[pair] < nextA) pair += 3
      const stretches = cutGap(a, b, [a0, nextA, b0, nextB], pairs.subarray(first, pair), alike)
      stretches.forEach(([a2, a3, b2, b3], s) => {
        // A mark belongs with what follows on both sides; where one side is at its end, it is left to the next stretch.
        const both = a3 < nextA && b3 < nextB
        const last = s + 1 === stretches.length
        const endA = last ? untilA : both ? a.starts[a3] : a2 < a3 ? a.ends[a3 - 1] : doneA
        const endB = last ? untilB : both ? b.starts[b3] : b2 < b3 ? b.ends[b3 - 1] : doneB
        apart = s > 0
        replaced(a, b, a2, a3, b2, b3, (coreA, coreB, ends) => {
          const toA = ends ? endA : coreA!.to
          const toB = ends ? endB : coreB!.to
          between(toA, toB, coreA, coreB)
          doneA = toA
          doneB = toB
        })
      })
      apart = false
    }
    if (r === runs.length) break
    let i = runs[r]
    let j = runs[r + 1]
    const end = i + runs[r + 2]
    while (i < end) {
      let k = 1
      while (i + k < end && !(startsCharacter(a, i + k) && startsCharacter(b, j + k))) k++
      character(i, j, i + k, j + k)
      i += k
      j += k
    }
    a0 = i
    b0 = j
  }
  between(range.a.to, range.b.to, null, null)
  return { edits, exact }
}

/** A part of a gap: [from, to) in the first text, [from, to) in the second. */
type Stretch = readonly [number, number, number, number]

/** A one-sided stretch is an edit of its own where the other side has no more than this share of its length. */
const ASIDE = 1 / 8

/**
 * Cuts a gap where the alignment tells its parts apart: Han that look alike, and long insertions or deletions, each stand alone.
 * Everything else stays one piece: “rn” for “m” is one difference, whichever of its letters the alignment paired.
 * @param pairs substituted units in the gap, as `Passage.pairs` has them.
 */
function cutGap(
  a: FoldedText,
  b: FoldedText,
  [a0, a1, b0, b1]: Stretch,
  pairs: Int32Array,
  alike: Alike | undefined,
): Stretch[] {
  if (alike === undefined && a1 - a0 <= SHORT_GAP && b1 - b0 <= SHORT_GAP) return [[a0, a1, b0, b1]]
  const stretches: Stretch[] = []
  let [fromA, fromB] = [a0, b0] // up to here the gap is cut
  const take = (toA: number, toB: number) => {
    if (toA > fromA || toB > fromB) stretches.push([fromA, toA, fromB, toB])
    fromA = toA
    fromB = toB
  }
  const border = (i: number, j: number) => startsCharacter(a, i) && startsCharacter(b, j)
  let [i, j] = [a0, b0] // end of the latest pair
  for (let p = 0; p <= pairs.length; p += 3) {
    const [nextA, nextB, length] = p < pairs.length ? pairs.subarray(p, p + 3) : [a1, b1, 0]
    const [extraA, extraB] = [nextA - i, nextB - j]
    const aside = Math.min(extraA, extraB) <= ASIDE * Math.max(extraA, extraB)
    if (aside && Math.max(extraA, extraB) > SHORT_GAP && border(i, j) && border(nextA, nextB)) {
      take(i, j)
      if (extraA > extraB) take(i, nextB)
      else take(nextA, j)
      take(nextA, nextB)
    }
    for (let k = 0; k < length && alike !== undefined; k++) {
      const x = nextA + k
      const y = nextB + k
      // Letters are taken one for two as well: “vv” for “w” is one difference, though v and w are alike.
      if (scriptOf(a.units[x]) !== Script.Han || !alike(a.units[x], b.units[y])) continue
      if (!border(x, y) || !border(x + 1, y + 1)) continue
      take(x, y)
      while (k + 1 < length && alike(a.units[nextA + k + 1], b.units[nextB + k + 1])) k++
      take(nextA + k + 1, nextB + k + 1)
    }
    i = nextA + length
    j = nextB + length
  }
  take(a1, b1)
  return stretches
}

/**
 * Hands over the characters of a gap as cores: pair by pair where both sides have as many of them (each pair is a
 * substitution in place), else all at once.
 */
function replaced(
  a: FoldedText,
  b: FoldedText,
  a0: number,
  a1: number,
  b0: number,
  b1: number,
  core: (coreA: SourceRange | null, coreB: SourceRange | null, last: boolean) => void,
): void {
  const charactersA = characterStarts(a, a0, a1)
  const charactersB = characterStarts(b, b0, b1)
  if (charactersA.length === charactersB.length) {
    for (let c = 0; c < charactersA.length; c++) {
      const nextA = c + 1 < charactersA.length ? charactersA[c + 1] : a1
      const nextB = c + 1 < charactersB.length ? charactersB[c + 1] : b1
      core(
        { from: a.starts[charactersA[c]], to: a.ends[nextA - 1] },
        { from: b.starts[charactersB[c]], to: b.ends[nextB - 1] },
        c + 1 === charactersA.length,
      )
    }
    return
  }
  core(
    a0 < a1 ? { from: a.starts[a0], to: a.ends[a1 - 1] } : null,
    b0 < b1 ? { from: b.starts[b0], to: b.ends[b1 - 1] } : null,
    true,
  )
}

function characterStarts(text: FoldedText, from: number, to: number): number[] {
  const starts: number[] = []
  for (let i = from; i < to; i++) if (i === from || startsCharacter(text, i)) starts.push(i)
  return starts
}

/** Neighbouring edits of one nature are one, unless they are kept apart: a headline in capitals is not forty differences. */
function push(edits: Edit[], edit: Edit, apart: boolean): void {
  const last = edits.at(-1)
  const merges = !apart && (edit.nature === 'form' || edit.nature === 'text')
  if (merges && last?.nature === edit.nature && last.a.to === edit.a.from && last.b.to === edit.b.from) {
    edits[edits.length - 1] = {
      a: { from: last.a.from, to: edit.a.to },
      b: { from: last.b.from, to: edit.b.to },
      nature: edit.nature,
    }
  } else {
    edits.push(edit)
  }
}
