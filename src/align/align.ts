import type { FoldedText } from '../text/fold.js'
import type { Anchors } from './anchor-list.js'
import { findAnchors } from './anchors.js'
import { findChains, type Chain } from './chains.js'
import { Claims, settledRuns } from './claims.js'
import { fillChain } from './fill.js'
import type { ConfusableUnits } from './gap-costs.js'
import type { Budget } from './gap.js'
import { mayHaveMissed } from './missed.js'
import { markMoved } from './moved-passages.js'
import { foldedOrder, mirrorAlignment } from './pair-order.js'
import { passageSizes } from './passage-size.js'
import type { AlignedStretch, Alignment, FoldedUnits } from './passage.js'

/** How `align` works; all of it has defaults. */
export interface AlignOptions {
  /** Cells the gap alignments may fill. Default 2^26 plus 128 for each unit of both texts: about a second. */
  readonly cells?: number
  /**
   * Whether two different folded units (UTF-16) look alike; must be symmetric. Where they are paired inside a gap they
   * cost 2 instead of 3. Default: no two do.
   */
  readonly alike?: ConfusableUnits
}

/** Least span of a chain, in Han characters; two letters count as one. In a shorter text MIN_SHARE is enough. */
const MIN_SPAN = 18
/** Share of the shorter text that a chain must span where the text is shorter than MIN_SPAN. */
const MIN_SHARE = 0.6
/** Share of its span that a chain's anchors must cover, in the first text: a few chance matches far apart are none. */
const MIN_DENSITY = 0.1
/** A chain must score this much, or a quarter of the shorter text's size. */
const MIN_SCORE = 5
const MIN_SCORE_SHARE = 0.25
/** The default of `AlignOptions.cells`: a fixed part, and a part for each unit of both texts. */
const CELLS_FIXED = 2 ** 26
const CELLS_PER_UNIT = 128
/** Room for the sizes of a text that is kept from pair to pair: 8 KB at least, 2 MB at most. */
const LEAST_SIZES = 1 << 10
const MOST_SIZES = 1 << 18

/**
 * Where two folded texts agree: seeds → anchors → chains → gaps.
 *
 * 1. `findAnchors`: maximal exact matches from shared shingles.
 * 2. `findChains`: anchors that follow one another in both texts. A moved block is a chain of its own.
 * 3. `Claims`: the best chains that do not overlap are kept, and a chain is cut where another one lies in its gap.
 * 4. `fillChain`: fills the gaps between anchors at minimal affine-gap cost, and extends both ends of each chain.
 *
 * Passages are disjoint on both sides. The result for (b, a) is the mirror image of the one for (a, b), because the
 * texts are always aligned in one order. Memory O(n + m); time O(n + m + anchors) plus the cells of gaps, bounded by
 * `cells`.
 */
export function align(a: FoldedText, b: FoldedText, options: AlignOptions = {}): Alignment {
  const ordered = foldedOrder(a, b) <= 0
  const { passages, exact } = ordered ? findPassages(a, b, options) : findPassages(b, a, options)
  const alignment = { passages: markMoved(passages), exact }
  return ordered ? alignment : mirrorAlignment(alignment)
}

/** The passages of a pair, before `markMoved` says which of them moved. */
export interface FoundPassages {
  /** Disjoint on both sides, ascending in the first text. */
  readonly passages: readonly AlignedStretch[]
  /** See `Alignment.exact`. */
  readonly exact: boolean
}

/** `align` for texts in their fixed order: `foldedOrder(a, b)` must be 0 or less. */
export function findPassages(a: FoldedUnits, b: FoldedUnits, options: AlignOptions = {}): FoundPassages {
  const found = findAnchors(a, b)
  // Nothing in common, as most texts have.
  if (found.anchors.count === 0) return { passages: [], exact: found.exact }
  const sizes = scratchSizes(a)
  const whole = sizes[a.length]
  const minScore = Math.min(MIN_SCORE, MIN_SCORE_SHARE * whole)
  const minSpan = Math.min(MIN_SPAN, MIN_SHARE * whole)
  const { chains, crowded } = findChains(found.anchors, sizes, minScore)

  const passages: AlignedStretch[] = []
  let exhausted = false
  // What is cut out of a chain spans no more than the chain.
  if (chains.some(({ runs }) => spanOf(runs, sizes) >= minSpan)) {
    const claims = new Claims(a.length, b.length)
    const pieces = disjointPieces(settledRuns(chains, a.length, b.length, sizes), claims, sizes, minSpan)
    const budget: Budget = {
      cells: options.cells ?? CELLS_FIXED + CELLS_PER_UNIT * (a.length + b.length),
      exhausted: false,
    }
    for (const runs of pieces) {
      const passage = fillChain(a, b, runs, claims, budget, options.alike)
      claims.claim(passage.a, passage.b)
      passages.push(passage)
    }
    passages.sort((x, y) => x.a.from - y.a.from)
    exhausted = budget.exhausted
  }

  const chainable = (left: Anchors) => {
    const again = findChains(left, sizes, minScore)
    return again.crowded || again.chains.some(({ runs }: Chain) => isSolid(runs, sizes, minSpan))
  }
  const exact =
    found.exact && !exhausted && !mayHaveMissed(found, crowded, passages, a.length, b.length, chainable)
  return { passages, exact }
}

/** Sizes of the first text of a pair; the array is reused, and read until the pair is aligned. */
let sizesOfFirst = new Float64Array(0)

function scratchSizes(a: FoldedUnits): Float64Array {
  if (sizesOfFirst.length <= a.length || sizesOfFirst.length > MOST_SIZES)
    sizesOfFirst = new Float64Array(Math.max(2 * a.length, LEAST_SIZES))
  return passageSizes(a, sizesOfFirst)
}

/** Pieces of chains, the best chain first, that are disjoint on both sides; each claims its span. */
function disjointPieces(
  chains: readonly Int32Array[],
  claims: Claims,
  sizes: Float64Array,
  minSpan: number,
): Int32Array[] {
  const kept: Int32Array[] = []
  for (const chain of chains) {
    for (const runs of claims.cut(claims.unclaimed(chain))) {
      if (!isSolid(runs, sizes, minSpan)) continue
      claims.claimRuns(runs)
      kept.push(runs)
    }
  }
  const pieces = kept.flatMap((runs) => claims.cut(runs)).filter((runs) => spanOf(runs, sizes) >= minSpan)
  for (const runs of pieces) {
    const last = runs.length - 3
    claims.claim(
      { from: runs[0], to: runs[last] + runs[last + 2] },
      { from: runs[1], to: runs[last + 1] + runs[last + 2] },
    )
  }
  return pieces
}

/** Whether runs span enough of the first text and cover enough of their span. */
function isSolid(runs: Int32Array, sizes: Float64Array, minSpan: number): boolean {
  const span = spanOf(runs, sizes)
  if (span < minSpan) return false
  let matched = 0
  for (let r = 0; r < runs.length; r += 3) matched += sizes[runs[r] + runs[r + 2]] - sizes[runs[r]]
  return matched >= MIN_DENSITY * span
}

function spanOf(runs: Int32Array, sizes: Float64Array): number {
  const last = runs.length - 3
  return sizes[runs[last] + runs[last + 2]] - sizes[runs[0]]
}
