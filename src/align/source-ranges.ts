import { firstWhere } from '../kernel/binary-search.js'
import type { FoldedText } from '../text/fold.js'
import { isBlank } from '../text/layout.js'
import type { SourceRange } from './edit.js'
import type { AlignedStretch } from './passage.js'

/** The two sides of a passage, in source offsets. */
export interface SourceRanges {
  readonly a: SourceRange
  readonly b: SourceRange
}

/**
 * Source ranges of passages. A range reaches over equal punctuation that adjoins it on both sides (a closing quote, a
 * full stop), and over all punctuation where both texts begin or end; never over white space at its border, nor into
 * another passage. O(passages · log passages and units reached over).
 */
export function sourceRanges(
  a: FoldedText,
  b: FoldedText,
  passages: readonly Pick<AlignedStretch, 'a' | 'b'>[],
): SourceRanges[] {
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
  const above = firstWhere(0, ascending.length, (i) => ascending[i] > limit)
  return above === 0 ? 0 : ascending[above - 1]
}
