import type { FoldedText } from '../text/fold.js'
import { Script, scriptOf } from '../text/script.js'
import type { SourceRange } from './edit.js'
import { SHORT_GAP, type ConfusableUnits } from './gap-costs.js'
import { startsCharacter } from './present.js'

/** A part of a gap between two runs, in folded units: [a0, a1) of the first text, [b0, b1) of the second. */
export interface GapPart {
  readonly a0: number
  readonly a1: number
  readonly b0: number
  readonly b1: number
}

/** A one-sided part is an edit of its own where the other side has no more than this share of its length. */
const ASIDE = 1 / 8

/**
 * Cuts a gap where the alignment tells its parts apart: confusable Han, and long insertions or deletions, each stand
 * alone. Everything else stays one part: “rn” for “m” is one difference, whichever of its letters the alignment paired.
 * O(length of the gap).
 * @param pairs substituted units in the gap, as `AlignedStretch.pairs` has them.
 */
export function cutGap(
  a: FoldedText,
  b: FoldedText,
  gap: GapPart,
  pairs: Int32Array,
  confusable: ConfusableUnits | undefined,
): GapPart[] {
  const { a0, a1, b0, b1 } = gap
  if (confusable === undefined && a1 - a0 <= SHORT_GAP && b1 - b0 <= SHORT_GAP) return [gap]
  const parts: GapPart[] = []
  let [fromA, fromB] = [a0, b0] // up to here the gap is cut
  const take = (toA: number, toB: number) => {
    if (toA > fromA || toB > fromB) parts.push({ a0: fromA, a1: toA, b0: fromB, b1: toB })
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
    for (let k = 0; k < length && confusable !== undefined; k++) {
      const x = nextA + k
      const y = nextB + k
      // Letters are taken one for two as well: “vv” for “w” is one difference, though v and w are confusable.
      if (scriptOf(a.units[x]) !== Script.Han || !confusable(a.units[x], b.units[y])) continue
      if (!border(x, y) || !border(x + 1, y + 1)) continue
      take(x, y)
      while (k + 1 < length && confusable(a.units[nextA + k + 1], b.units[nextB + k + 1])) k++
      take(nextA + k + 1, nextB + k + 1)
    }
    i = nextA + length
    j = nextB + length
  }
  take(a1, b1)
  return parts
}

/** Unaligned characters that stand for each other, in source offsets; null on a side that has none. */
export interface Core {
  readonly a: SourceRange | null
  readonly b: SourceRange | null
}

/**
 * The characters of a part: pair by pair where both sides have the same number of them (each pair is a substitution in
 * place), else all at once. O(length).
 */
export function coresOf(a: FoldedText, b: FoldedText, { a0, a1, b0, b1 }: GapPart): Core[] {
  if (a1 - a0 <= 1 && b1 - b0 <= 1) return [{ a: sourceOf(a, a0, a1), b: sourceOf(b, b0, b1) }]
  const charactersA = characterStarts(a, a0, a1)
  const charactersB = characterStarts(b, b0, b1)
  if (charactersA.length !== charactersB.length) {
    return [{ a: sourceOf(a, a0, a1), b: sourceOf(b, b0, b1) }]
  }
  return charactersA.map((fromA, c) => ({
    a: sourceOf(a, fromA, charactersA[c + 1] ?? a1),
    b: sourceOf(b, charactersB[c], charactersB[c + 1] ?? b1),
  }))
}

function sourceOf(text: FoldedText, from: number, to: number): SourceRange | null {
  return from < to ? { from: text.starts[from], to: text.ends[to - 1] } : null
}

function characterStarts(text: FoldedText, from: number, to: number): number[] {
  const starts: number[] = []
  for (let i = from; i < to; i++) if (i === from || startsCharacter(text, i)) starts.push(i)
  return starts
}
