import type { Alignment, FoldedUnits } from './passage.js'

/**
 * One fixed order for every pair, by length and then by folded units: below 0 where `a` comes first, 0 where the folded
 * texts are equal. Every pair is aligned in this order, so that (b, a) gives the mirror image of (a, b). O(length).
 */
export function foldedOrder(a: FoldedUnits, b: FoldedUnits): number {
  const { units: x, length } = a
  const { units: y } = b
  if (x === y || length !== b.length) return length - b.length
  for (let i = 0; i < length; i++) {
    if (x[i] !== y[i]) return x[i] - y[i]
  }
  return 0
}

/** The same alignment seen from the other text. O(runs + passages · log passages). */
export function mirrorAlignment({ passages, exact }: Alignment): Alignment {
  const mirrored = passages.map((passage) => ({
    ...passage,
    a: passage.b,
    b: passage.a,
    runs: swapped(passage.runs),
    pairs: swapped(passage.pairs),
  }))
  return { passages: mirrored.sort((x, y) => x.a.from - y.a.from), exact }
}

function swapped(triples: Int32Array): Int32Array {
  const swapped = triples.slice()
  for (let r = 0; r < swapped.length; r += 3) {
    swapped[r] = triples[r + 1]
    swapped[r + 1] = triples[r]
  }
  return swapped
}
