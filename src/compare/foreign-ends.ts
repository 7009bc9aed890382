import { distanceOf, type AlignedStretch } from '../align/passage.js'
import type { FoldedText } from '../text/fold.js'
import { hasNewline } from '../text/layout.js'

/**
 * A passage without the lines at its ends that only one of the texts has: a page number or a running head before the first
 * line, an imprint behind the last. The alignment takes a short rest of both texts into a passage, so that a wrong last
 * figure is a difference; a whole line of one text beside nothing of the other is no part of what they share. What stands
 * in the same line as the passage stays. O(units of such lines).
 */
export function withoutForeignEnds<P extends AlignedStretch>(a: FoldedText, b: FoldedText, passage: P): P {
  const { runs } = passage
  const last = runs.length - 3
  if (last < 0) return passage
  const head = { a: passage.a.from, b: passage.b.from }
  const tail = { a: passage.a.to, b: passage.b.to }
  const first = { a: runs[0], b: runs[1] }
  const end = { a: runs[last] + runs[last + 2], b: runs[last + 1] + runs[last + 2] }
  if (head.b === first.b) head.a = lineStart(a, head.a, first.a)
  else if (head.a === first.a) head.b = lineStart(b, head.b, first.b)
  if (tail.b === end.b) tail.a = lineEnd(a, end.a, tail.a)
  else if (tail.a === end.a) tail.b = lineEnd(b, end.b, tail.b)
  const cut =
    head.a - passage.a.from + head.b - passage.b.from + passage.a.to - tail.a + passage.b.to - tail.b
  if (cut === 0) return passage
  return {
    ...passage,
    a: { from: head.a, to: tail.a },
    b: { from: head.b, to: tail.b },
    distance: distanceOf(runs, head.a, tail.a, head.b, tail.b),
  }
}

/** The last unit of (from, to] that begins a line; `from` where none does. */
function lineStart({ source, starts, ends }: FoldedText, from: number, to: number): number {
  for (let i = to; i > from; i--) if (hasNewline(source, ends[i - 1], starts[i])) return i
  return from
}

/** The first unit of [from, to) that begins a line, which is the end of the one before; `to` where none does. */
function lineEnd({ source, starts, ends }: FoldedText, from: number, to: number): number {
  for (let i = from; i < to; i++) if (hasNewline(source, ends[i - 1], starts[i])) return i
  return to
}
