import type { FoldedText } from '../text/fold.js'
import type { AlignedStretch } from './passage.js'

/**
 * Presentation: slides each insertion or deletion to the place where a reader would put it, and keeps runs from
 * splitting a character. Sliding past equal units is free, so that the distance stays as it is. O(runs and units slid).
 */
export function present<P extends AlignedStretch>(a: FoldedText, b: FoldedText, passage: P): P {
  const runs = passage.runs.slice()
  for (let r = 0; r + 3 < runs.length; r += 3) slide(a, b, runs, r)
  const kept = wholeCharacters(a, b, runs)
  const last = kept.length - 3
  const head = { a: passage.a.from, b: passage.b.from }
  const tail = { a: passage.a.to, b: passage.b.to }
  // A border inside a character of either source moves to where whole characters match; any other stays, so that a
  // first character of which only half matches (½ and 1) is a difference and not left out.
  if (!startsCharacter(a, head.a) || !startsCharacter(b, head.b)) {
    head.a = kept[0]
    head.b = kept[1]
  }
  if (!startsCharacter(a, tail.a) || !startsCharacter(b, tail.b)) {
    tail.a = kept[last] + kept[last + 2]
    tail.b = kept[last + 1] + kept[last + 2]
  }
  return { ...passage, a: { from: head.a, to: tail.a }, b: { from: head.b, to: tail.b }, runs: kept }
}

/** A border where a word starts, on the side that has the extra text; both ends count. */
const WORD_BORDER = 2
/** A border where the other text has something between its characters too: both texts break here. */
const SHARED_BORDER = 1

function slide(a: FoldedText, b: FoldedText, runs: Int32Array, r: number): void {
  const endA = runs[r] + runs[r + 2]
  const endB = runs[r + 1] + runs[r + 2]
  const gapA = runs[r + 3] - endA
  const gapB = runs[r + 4] - endB
  if (gapA > 0 === gapB > 0) return // a substitution stays where it is
  const long = gapA > 0 ? a : b
  const short = gapA > 0 ? b : a
  const from = gapA > 0 ? endA : endB
  const gap = gapA > 0 ? gapA : gapB
  const junction = gapA > 0 ? endB : endA
  const { units } = long

  let leftmost = 0
  while (-leftmost < runs[r + 2] - 1 && units[from + leftmost - 1] === units[from + gap + leftmost - 1])
    leftmost--
  let rightmost = 0
  while (rightmost < runs[r + 5] - 1 && units[from + rightmost] === units[from + gap + rightmost]) rightmost++
  if (leftmost === rightmost) return

  let best = 0
  let bestScore = -1
  for (let shift = leftmost; shift <= rightmost; shift++) {
    const score =
      (long.wordStarts[from + shift] === 1 ? WORD_BORDER : 0) +
      (long.wordStarts[from + gap + shift] === 1 ? WORD_BORDER : 0) +
      (short.wordStarts[junction + shift] === 1 ? SHARED_BORDER : 0)
    if (score > bestScore || (score === bestScore && Math.abs(shift) < Math.abs(best))) {
      best = shift
      bestScore = score
    }
  }
  runs[r + 2] += best
  runs[r + 3] += best
  runs[r + 4] += best
  runs[r + 5] -= best
}

/**
 * Trims runs so that they begin and end between characters of both sources: one unit of an expansion (ﬁ → f, i) or of
 * a surrogate pair must not match alone.
 */
function wholeCharacters(a: FoldedText, b: FoldedText, runs: Int32Array): Int32Array {
  let kept = 0
  for (let r = 0; r < runs.length; r += 3) {
    let ra = runs[r]
    let rb = runs[r + 1]
    let length = runs[r + 2]
    while (length > 0 && !(startsCharacter(a, ra) && startsCharacter(b, rb))) {
      ra++
      rb++
      length--
    }
    while (length > 0 && !(startsCharacter(a, ra + length) && startsCharacter(b, rb + length))) length--
    if (length === 0) continue
    runs[kept++] = ra
    runs[kept++] = rb
    runs[kept++] = length
  }
  return runs.subarray(0, kept)
}

/** Whether unit `i` is the first of a source character; the end of the text counts. */
export function startsCharacter(text: FoldedText, i: number): boolean {
  return i <= 0 || i >= text.length || text.starts[i] !== text.starts[i - 1]
}
