import type { Edit } from '../align/edit.js'
import { foldInto } from '../text/fold.js'

/** Longest neighbour looked for, in folded characters: a doubled word or name, not a doubled sentence. */
const MAX_PERIOD = 12
/** Source characters read on either side, so that punctuation between the two copies does not hide them. */
const CONTEXT = 32
/** Units that one unit of a source may fold to (ﷺ). */
const MOST_FOLDED = 18

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
  const a = read(windowA, sourceA, edit.a)
  const b = read(windowB, sourceB, edit.b)
  const substitution = a.from < a.to && b.from < b.to
  const repeatsA = squareAround(a, substitution)
  return repeatsA === squareAround(b, substitution) ? null : repeatsA ? 'a' : 'b'
}

/** The folded units around an edit. Reused from edit to edit: a noisy page has hundreds, and most have no square. */
interface Window {
  readonly units: Uint16Array
  /** Number of units. */
  length: number
  /** Where the edit lies in `units`; the side is empty where the two are equal. */
  from: number
  to: number
}

const windowA = emptyWindow()
const windowB = emptyWindow()

function emptyWindow(): Window {
  return { units: new Uint16Array(3 * CONTEXT * MOST_FOLDED), length: 0, from: 0, to: 0 }
}

function read(window: Window, source: string, { from, to }: { from: number; to: number }): Window {
  const { units } = window
  if (to - from > CONTEXT) {
    // An edit longer than a period cannot repeat a neighbour: nothing to read.
    window.from = 0
    window.to = window.length = MAX_PERIOD + 1
    return window
  }
  window.from = foldInto(source, Math.max(0, from - CONTEXT), from, units, 0)
  window.to = foldInto(source, from, to, units, window.from)
  window.length = foldInto(source, to, Math.min(source.length, to + CONTEXT), units, window.to)
  return window
}

const FIGURE = /\p{N}/u
const LETTERS = /^[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}\p{M}]+$/u

function squareAround(window: Window, substitution: boolean): boolean {
  const { units, from, to } = window
  const length = to - from
  if (length === 0 || length > MAX_PERIOD) return false
  // Most edits have no square of any period, whatever is inside; what is inside is looked at where there is one.
  const least = Math.max(substitution ? 2 : 1, length)
  const most = substitution ? MAX_PERIOD : length
  const first = units[from]
  for (let period = least; period <= most; period++) {
    // The first unit of the edit has its like one period before or behind it.
    const before = from >= period && units[from - period] === first
    const behind = from + period < window.length && units[from + period] === first
    if ((!before && !behind) || !hasSquare(window, period)) continue
    const inside = String.fromCharCode(...units.subarray(from, to))
    if (FIGURE.test(inside)) return false
    if (period >= (substitution ? 3 : 2) || !LETTERS.test(inside)) return true
  }
  return false
}

/** Whether a square of this period holds the edit in one of its halves. An extra run is itself one; a substitution lies inside. */
function hasSquare({ units, length, from, to }: Window, period: number): boolean {
  const last = Math.min(from, length - 2 * period)
  // Units in a row that equal those one period further on.
  let equal = 0
  for (let i = Math.max(0, to - 2 * period); i < last + period; i++) {
    equal = units[i] === units[i + period] ? equal + 1 : 0
    if (equal < period) continue
    const middle = i + 1
    if (from >= middle || to <= middle) return true
  }
  return false
}
