import { AnchorList, type Anchors } from './anchor-list.js'
import type { FoundAnchors } from './anchors.js'
import { MAX_GAP } from './chains.js'
import type { FoldedRange } from './passage.js'

/** The two sides of a passage, in folded units. */
interface Sides {
  readonly a: FoldedRange
  readonly b: FoldedRange
}

/**
 * Whether a cap of `findAnchors` or `findChains` may have cost a passage, or a link between two passages.
 *
 * Passages are disjoint on both sides: where they cover a text, it has no room for another one, and the cap did no harm.
 * Three cases stay open: equal seeds outside of all passages were not tried; anchors outside of all passages make a
 * chain when those inside are out of their way; a link might have joined two neighbouring passages.
 * O(1) where no cap was reached, else O(n + m + anchors × LOOK_BACK).
 * @param crowded whether `findChains` passed over anchors in reach.
 * @param chainable whether anchors make a chain of which a passage could be made.
 */
export function mayHaveMissed(
  { anchors, untried }: FoundAnchors,
  crowded: boolean,
  passages: readonly Sides[],
  lengthA: number,
  lengthB: number,
  chainable: (anchors: Anchors) => boolean,
): boolean {
  if ((untried === null || untried.count === 0) && !crowded) return false
  const coveredA = new Uint8Array(lengthA)
  const coveredB = new Uint8Array(lengthB)
  for (const { a, b } of passages) {
    coveredA.fill(1, a.from, a.to)
    coveredB.fill(1, b.from, b.to)
  }
  if (!coveredA.includes(0) || !coveredB.includes(0)) return false
  if (untried?.beginOutside(coveredA, coveredB) === true) return true
  return crowded && (joinable(passages) || chainable(outside(anchors, coveredA, coveredB)))
}

/** The parts of anchors that lie in no passage on either side. */
function outside({ count, a, b, length }: Anchors, coveredA: Uint8Array, coveredB: Uint8Array): Anchors {
  const parts = new AnchorList()
  for (let i = 0; i < count; i++) {
    let from = 0
    for (let k = 0; k <= length[i]; k++) {
      if (k < length[i] && coveredA[a[i] + k] === 0 && coveredB[b[i] + k] === 0) continue
      if (k > from) parts.push(a[i] + from, b[i] + from, k - from)
      from = k + 1
    }
  }
  return parts.sorted()
}

/** Whether two passages follow one another in both texts, with no more between them than a chain may bridge. */
function joinable(passages: readonly Sides[]): boolean {
  const inB = [...passages].sort((x, y) => x.b.from - y.b.from)
  return inB.some((passage, i) => {
    if (i === 0) return false
    const gapA = passage.a.from - inB[i - 1].a.to
    const gapB = passage.b.from - inB[i - 1].b.to
    return gapA >= 0 && gapA <= MAX_GAP && gapB <= MAX_GAP && gapA + gapB > 0
  })
}
