import { hasNewline, isHyphen, isLineEndHyphen } from '../text/layout.js'
import type { Edit, SourceRange } from './edit.js'
import { hasOnlyCore, marksOf, pairMarks, sameSlice, type Interval, type Mark } from './marks.js'

type Emit = (edit: Edit) => void

/** A part of a source, and the marks in it that have no partner on the other side. */
interface Part extends SourceRange {
  readonly source: string
  readonly marks: readonly Mark[]
}

/**
 * Compares what stands between two aligned characters: punctuation first, then white space between aligned punctuation.
 * Characters that the alignment left over take part as one "core", which pairs only with a core. Emits the differences
 * in order, and returns false where their number may not be the least (see `PairedMarks.exact`).
 */
export function alignBetween(a: Interval, b: Interval, emit: Emit): boolean {
  if (hasOnlyCore(a) && hasOnlyCore(b)) {
    // Letters for letters, as most differences are.
    const [x, y] = [a.core!, b.core!]
    blank(before(a, x), before(b, y), emit)
    emit({ a: rangeOf(x), b: rangeOf(y), nature: 'text' })
    blank(after(a, x), after(b, y), emit)
    return true
  }
  const marksA = marksOf(a)
  const marksB = marksOf(b)
  const { pairs, exact } = pairMarks(marksA, marksB, a, b)
  let doneA = a.from
  let doneB = b.from
  let fromA = 0 // first mark that is neither paired nor compared yet
  let fromB = 0
  const upTo = (toA: number, toB: number, nextA: number, nextB: number) => {
    unpaired(
      { source: a.source, from: doneA, to: toA, marks: marksA.slice(fromA, nextA) },
      { source: b.source, from: doneB, to: toB, marks: marksB.slice(fromB, nextB) },
      emit,
    )
  }
  for (const [i, j] of pairs) {
    const x = marksA[i]
    const y = marksB[j]
    upTo(x.from, y.from, i, j)
    if (x.key === null) emit({ a: rangeOf(x), b: rangeOf(y), nature: 'text' })
    else if (!sameSlice(a, x, b, y)) emit({ a: rangeOf(x), b: rangeOf(y), nature: 'form' })
    doneA = x.to
    doneB = y.to
    fromA = i + 1
    fromB = j + 1
  }
  upTo(a.to, b.to, marksA.length, marksB.length)
  return exact
}

/** Parts without paired marks: their marks are one edit, with the white space around it apart. */
function unpaired(a: Part, b: Part, emit: Emit): void {
  if (a.marks.length > 0 && b.marks.length > 0) {
    const x = spanOf(a.marks)
    const y = spanOf(b.marks)
    blank(before(a, x), before(b, y), emit)
    emit({ a: x, b: y, nature: hasCore(a.marks) || hasCore(b.marks) ? 'text' : 'punctuation' })
    blank(after(a, x), after(b, y), emit)
  } else if (a.marks.length > 0) {
    oneSided(a, b, emit)
  } else if (b.marks.length > 0) {
    oneSided(b, a, (edit) => emit({ ...edit, a: edit.b, b: edit.a }))
  } else {
    blank(a, b, emit)
  }
}

/** A part of a source that has no mark in it. */
type Blank = Omit<Part, 'marks'>

function blank(a: Blank, b: Blank, emit: Emit): void {
  if (a.source.slice(a.from, a.to) === b.source.slice(b.from, b.to)) return
  const nature = a.from < a.to && b.from < b.to ? 'layout' : 'blank'
  emit({ a: rangeOf(a), b: rangeOf(b), nature })
}

/** Marks stand in `x` only, with white space before and after them; `y` has at most white space there. */
function oneSided(x: Part, y: Blank, emit: Emit): void {
  const span = spanOf(x.marks)
  const nature = hasCore(x.marks) ? 'text' : 'punctuation'
  const edit = (from: number, to: number, at: number) =>
    emit({ a: { from, to }, b: { from: at, to: at }, nature })
  const layout = (from: number, to: number, at: number) =>
    emit({ a: { from, to }, b: { from: at, to: at }, nature: 'layout' })
  const spaceBefore = x.from < span.from
  const spaceAfter = span.to < x.to

  if (y.from === y.to) {
    const hyphens = nature === 'punctuation' ? lineEndHyphens(x) : 0
    if (hyphens === x.marks.length) {
      // A hyphen takes its line break along: in¬⏎stalled is one hyphenation; and a space before it where it ends the line.
      const spaced = hasNewline(x.source, span.to, x.to) && !hasNewline(x.source, x.from, span.from)
      if (!spaced) blank(before(x, span), y, emit)
      edit(spaced ? x.from : span.from, x.to, y.from)
    } else if (hyphens > 0) {
      // in-⏎‘stalled: what stands before the next line's first letter is a difference of its own.
      const next = x.marks[hyphens].from
      oneSided({ ...x, to: next, marks: x.marks.slice(0, hyphens) }, y, emit)
      oneSided({ ...x, from: next, marks: x.marks.slice(hyphens) }, { ...y, from: y.to }, emit)
    } else if (
      nature === 'text' &&
      !hasNewline(x.source, x.from, span.from) &&
      !hasNewline(x.source, span.to, x.to)
    ) {
      edit(x.from, x.to, y.from) // an extra word takes its spaces along
    } else {
      blank(before(x, span), y, emit)
      edit(span.from, span.to, y.from)
      blank(after(x, span), y, emit)
    }
    return
  }
  if (!spaceBefore && !spaceAfter) {
    if (nature === 'punctuation') {
      // A mark here, a space there, in the same place: well-known / well known.
      emit({ a: span, b: rangeOf(y), nature })
    } else {
      edit(span.from, span.to, y.from)
      blank(after(x, span), y, emit)
    }
    return
  }
  // The space that is on both sides pairs; a second one around the extra text is layout.
  const other = y.source.slice(y.from, y.to)
  const pairsAfter =
    spaceAfter &&
    (!spaceBefore || (x.source.slice(x.from, span.from) !== other && x.source.slice(span.to, x.to) === other))
  if (pairsAfter) {
    if (spaceBefore) layout(x.from, span.from, y.from)
    edit(span.from, span.to, y.from)
    blank(after(x, span), y, emit)
  } else {
    blank(before(x, span), y, emit)
    edit(span.from, span.to, y.to)
    if (spaceAfter) layout(span.to, x.to, y.to)
  }
}

/**
 * How many marks at the start are hyphens that take along what follows: all marks, if all are hyphens; those before a line
 * break; none where a sign divides only at a line end and stands elsewhere.
 */
function lineEndHyphens({ source, marks, to }: Part): number {
  let count = 0
  while (count < marks.length && divides(source.charCodeAt(marks[count].from))) count++
  if (count === 0) return 0
  const breaks = hasNewline(source, marks[count - 1].to, count < marks.length ? marks[count].from : to)
  const onlyHyphens = marks.slice(0, count).every(({ from }) => isHyphen(source.charCodeAt(from)))
  return breaks || (onlyHyphens && count === marks.length) ? count : 0
}

function divides(code: number): boolean {
  return isHyphen(code) || isLineEndHyphen(code)
}

function before({ source, from }: Blank, range: SourceRange): Blank {
  return { source, from, to: range.from }
}

function after({ source, to }: Blank, range: SourceRange): Blank {
  return { source, from: range.to, to }
}

/** From the first mark to the last. */
function spanOf(marks: readonly Mark[]): SourceRange {
  return { from: marks[0].from, to: marks[marks.length - 1].to }
}

function hasCore(marks: readonly Mark[]): boolean {
  return marks.some(({ key }) => key === null)
}

function rangeOf({ from, to }: SourceRange): SourceRange {
  return { from, to }
}
