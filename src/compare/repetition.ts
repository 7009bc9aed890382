import type { Edit } from '../align/edit.js'
import { foldToString } from '../text/fold.js'

/** Longest neighbour looked for, in folded characters: a doubled word or name, not a doubled sentence. */
const MAX_PERIOD = 12
/** Source characters read on either side, so that punctuation between the two copies does not hide them. */
const CONTEXT = 32

/**
 * Whether one side writes a neighbour twice where the other side does not: 转化转化 / 转移转化, “the the” / “the”.
 *
 * Looked for as a square ww over the folded text around the edit. A substitution needs |w| ≥ 2 Han or 3 letters, and an
 * extra run |w| ≥ 1 Han or 2 letters, because single letters double by right in most languages (hallo / hailo is a
 * look-alike). Figures are left to `number`.
 */
export function repeatsNeighbour(edit: Pick<Edit, 'a' | 'b'>, sourceA: string, sourceB: string): boolean {
  return repeatingSide(edit, sourceA, sourceB) !== null
}

/** The side that does, if one alone does. */
export function repeatingSide(
  edit: Pick<Edit, 'a' | 'b'>,
  sourceA: string,
  sourceB: string,
): 'a' | 'b' | null {
  const a = window(sourceA, edit.a)
  const b = window(sourceB, edit.b)
  const substitution = a.length > 0 && b.length > 0
  const repeatsA = squareAround(a, substitution)
  return repeatsA === squareAround(b, substitution) ? null : repeatsA ? 'a' : 'b'
}

interface Window {
  readonly text: string
  /** Folded range of the edit in `text`. */
  readonly from: number
  readonly to: number
  readonly length: number
}

function window(source: string, range: { from: number; to: number }): Window {
  // An edit longer than a period cannot repeat a neighbour: nothing to read.
  if (range.to - range.from > CONTEXT) return { text: '', from: 0, to: 0, length: range.to - range.from }
  const before = foldToString(source.slice(Math.max(0, range.from - CONTEXT), range.from))
  const inside = foldToString(source.slice(range.from, range.to))
  const after = foldToString(source.slice(range.to, range.to + CONTEXT))
  return {
    text: before + inside + after,
    from: before.length,
    to: before.length + inside.length,
    length: inside.length,
  }
}

function squareAround({ text, from, to, length }: Window, substitution: boolean): boolean {
  if (length === 0 || length > MAX_PERIOD) return false
  const inside = text.slice(from, to)
  if (/\p{N}/u.test(inside)) return false
  const letters = /^[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}\p{M}]+$/u.test(inside)
  const least = (substitution ? 2 : 1) + (letters ? 1 : 0)
  // An extra run is itself one of the copies; a substitution lies inside one.
  for (let period = Math.max(least, length); period <= (substitution ? MAX_PERIOD : length); period++) {
    for (
      let start = Math.max(0, to - 2 * period);
      start <= from && start + 2 * period <= text.length;
      start++
    ) {
      const middle = start + period
      if (from < middle && to > middle) continue
      if (text.slice(start, middle) === text.slice(middle, middle + period)) return true
    }
  }
  return false
}
