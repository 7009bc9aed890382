import { Int32Vector } from '../kernel/vector.js'
import { passageSizes } from './passage-size.js'
import type { FoldedText } from '../text/fold.js'
import type { Anchors } from './anchor-list.js'
import { findAnchors } from './anchors.js'
import { findChains, MAX_GAP, type Chain } from './chains.js'
import { alignGap, extend, type Alike, type Budget, type EmitRun } from './gap.js'
import { mayHaveMissed } from './missed.js'
import { markMoved } from './order.js'
import type { Alignment, Passage } from './passage.js'

/**
 * Where two folded texts agree: seeds → anchors → chains → gaps.
 *
 * 1. `findAnchors`: maximal exact matches from shared shingles.
 * 2. `findChains`: anchors that follow one another in both texts. A moved block is a chain of its own.
 * 3. Here: the best chains that do not overlap are kept, and a chain is cut where another one lies in its gap.
 * 4. `alignGap` fills the gaps between anchors at minimal affine-gap cost, `extend` carries both ends outwards.
 *
 * Passages are disjoint on both sides. The result for (b, a) is the mirror image of the one for (a, b), because the
 * texts are always aligned in one order.
 */

export interface AlignOptions {
  /** Cells the gap alignments may fill. Default 2^26 plus 128 for each unit of both texts: about a second. */
  readonly cells?: number
  /**
   * Whether two different folded units (UTF-16) look alike; must be symmetric. Where they are paired inside a gap they
   * cost 2 instead of 3. Default: no two do.
   */
  readonly alike?: Alike
}

/** Sizes are in Han characters; two letters count as one. A chain must span this, or most of the shorter text. */
const MIN_SPAN = 18
/** Share of the shorter text that a chain must span where the text is shorter than MIN_SPAN. */
const MIN_SHARE = 0.6
/** Share of its span that a chain's anchors must cover, in the first text: a few chance matches far apart are none. */
const MIN_DENSITY = 0.1
/** A chain must score this much, or a quarter of the shorter text's size. */
const MIN_SCORE = 5
const MIN_SCORE_SHARE = 0.25
/** Gaps up to this on both sides belong to their chain outright; another chain may claim what lies in a wider one. */
const TIGHT_GAP = 16
/** Where one side goes on by so many units more than the other, a chain begins a new stretch. */
const WIDE_JUMP = 64
/** What is left of both texts at an end is taken into the passage up to this many units … */
const END_REACH = 24
/** … and up to this share of the passage, so that a wrong last figure is an edit and not an unrelated tail. */
const END_SHARE = 1 / 6
const CELLS_FIXED = 2 ** 26
const CELLS_PER_UNIT = 128

/** Aligns two folded texts. Memory O(n + m); time O(n + m + anchors) plus the cells of gaps, bounded by the budget. */
export function align(a: FoldedText, b: FoldedText, options: AlignOptions = {}): Alignment {
  return inOrder(a, b) ? alignOrdered(a, b, options) : mirror(alignOrdered(b, a, options))
}

/** Two texts as one passage from end to end, at least affine-gap cost. O(n·m): for short texts. */
export function alignWhole(a: FoldedText, b: FoldedText, alike?: Alike): Passage {
  const paired = new Paired()
  const budget: Budget = { cells: Infinity, exhausted: false }
  alignGap(a.units, 0, a.length, b.units, 0, b.length, budget, paired.add, alike)
  return paired.passage(0, a.length, 0, b.length)
}

/** The parts of a passage between gaps of at least this many units on either side. O(runs). */
export function cutAtGaps({ runs, pairs, moved }: Passage, widest: number): Passage[] {
  const parts: Passage[] = []
  let from = 0
  for (let r = 0; r < runs.length; r += 3) {
    const next = r + 3
    const endA = runs[r] + runs[r + 2]
    const endB = runs[r + 1] + runs[r + 2]
    if (next < runs.length && runs[next] - endA < widest && runs[next + 1] - endB < widest) continue
    const part = runs.slice(from, next)
    const a = { from: part[0], to: endA }
    const b = { from: part[1], to: endB }
    const distance = distanceOf(part, a.from, a.to, b.from, b.to)
    parts.push({ a, b, runs: part, pairs: triplesWithin(pairs, a.from, a.to), distance, moved })
    from = next
  }
  return parts
}

/** One fixed order for every pair: by length, then by folded text. Equal folded texts align the same either way. */
export function inOrder(a: FoldedText, b: FoldedText): boolean {
  if (a.length !== b.length) return a.length < b.length
  for (let i = 0; i < a.length; i++) {
    if (a.units[i] !== b.units[i]) return a.units[i] < b.units[i]
  }
  return true
}

function mirror({ passages, exact }: Alignment): Alignment {
  const mirrored = passages.map((passage) => {
    return {
      ...passage,
      a: passage.b,
      b: passage.a,
      runs: swapped(passage.runs),
      pairs: swapped(passage.pairs),
    }
  })
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

/** The triples that begin in [from, to) of the first text. */
function triplesWithin(triples: Int32Array, from: number, to: number): Int32Array {
  let first = 0
  while (first < triples.length && triples[first] < from) first += 3
  let end = first
  while (end < triples.length && triples[end] < to) end += 3
  return triples.slice(first, end)
}

function alignOrdered(a: FoldedText, b: FoldedText, options: AlignOptions): Alignment {
  const sizes = passageSizes(a)
  const size = (from: number, to: number) => sizes[to] - sizes[from]
  const whole = size(0, a.length)
  const minScore = Math.min(MIN_SCORE, MIN_SCORE_SHARE * whole)
  const found = findAnchors(a, b)
  const { chains, crowded } = findChains(found.anchors, size, minScore)

  const claimedA = new Uint8Array(a.length)
  const claimedB = new Uint8Array(b.length)
  const minSpan = Math.min(MIN_SPAN, MIN_SHARE * whole)
  const kept: Int32Array[] = []
  const solid = (runs: Int32Array) => {
    const last = runs.length - 3
    const span = size(runs[0], runs[last] + runs[last + 2])
    if (span < minSpan) return false
    let matched = 0
    for (let r = 0; r < runs.length; r += 3) matched += size(runs[r], runs[r] + runs[r + 2])
    return matched >= MIN_DENSITY * span
  }
  for (const chain of settled(chains, a.length, b.length, size)) {
    for (const runs of cutAtClaims(unclaimed(chain, claimedA, claimedB), claimedA, claimedB)) {
      if (!solid(runs)) continue
      claim(runs, claimedA, claimedB)
      kept.push(runs)
    }
  }
  const pieces = kept
    .flatMap((runs) => cutAtClaims(runs, claimedA, claimedB))
    .filter((runs) => {
      const last = runs.length - 3
      return size(runs[0], runs[last] + runs[last + 2]) >= minSpan
    })
  for (const runs of pieces) claimWhole(runs, claimedA, claimedB)

  const budget: Budget = {
    cells: options.cells ?? CELLS_FIXED + CELLS_PER_UNIT * (a.length + b.length),
    exhausted: false,
  }
  const passages = pieces.map((runs) => {
    const passage = fillPassage(a, b, runs, claimedA, claimedB, budget, options.alike)
    claimedA.fill(1, passage.a.from, passage.a.to)
    claimedB.fill(1, passage.b.from, passage.b.to)
    return passage
  })
  passages.sort((x, y) => x.a.from - y.a.from)
  const chainable = (left: Anchors) => {
    const again = findChains(left, size, minScore)
    return again.crowded || again.chains.some(({ runs }) => solid(runs))
  }
  const exact =
    found.exact &&
    !budget.exhausted &&
    !mayHaveMissed(found, crowded, passages, a.length, b.length, chainable)
  return { passages: markMoved(passages), exact }
}

/**
 * The runs of chains, best first, when what several of them want is given to the strongest stretch: a chain that ends in
 * a phrase which occurs elsewhere too, far from the rest of it, must not take it from the block that it stands in.
 */
function settled(
  chains: readonly Chain[],
  lengthA: number,
  lengthB: number,
  size: (from: number, to: number) => number,
): Int32Array[] {
  const stretches = chains.flatMap(({ runs }, chain) => {
    const parts = cutAtJumps(runs).map((part) => ({ chain, runs: part, strength: 0 }))
    if (parts.length === 1 && chains.length === 1) return parts
    for (const part of parts) {
      for (let r = 0; r < part.runs.length; r += 3) {
        part.strength += size(part.runs[r], part.runs[r] + part.runs[r + 2])
      }
    }
    return parts
  })
  if (stretches.length === chains.length) return chains.map(({ runs }) => runs)
  const claimedA = new Uint8Array(lengthA)
  const claimedB = new Uint8Array(lengthB)
  const byStrength = stretches.map((_, i) => i)
  byStrength.sort((x, y) => stretches[y].strength - stretches[x].strength || x - y)
  for (const i of byStrength) {
    const stretch = stretches[i]
    stretch.runs = unclaimed(stretch.runs, claimedA, claimedB)
    claim(stretch.runs, claimedA, claimedB)
  }
  const parts: number[][] = chains.map(() => [])
  for (const { chain, runs } of stretches) for (const value of runs) parts[chain].push(value)
  return parts.map((runs) => Int32Array.from(runs))
}

function cutAtJumps(runs: Int32Array): Int32Array[] {
  const parts: Int32Array[] = []
  let from = 0
  for (let r = 3; r <= runs.length; r += 3) {
    if (r < runs.length) {
      if (Math.abs(runs[r + 1] - runs[r] - (runs[r - 2] - runs[r - 3])) <= WIDE_JUMP) continue
    }
    parts.push(runs.subarray(from, r))
    from = r
  }
  return parts
}

/** The parts of a chain's runs that no better chain has claimed on either side. */
function unclaimed(runs: Int32Array, claimedA: Uint8Array, claimedB: Uint8Array): Int32Array {
  const left: number[] = []
  for (let r = 0; r < runs.length; r += 3) {
    const length = runs[r + 2]
    let from = 0
    for (let i = 0; i <= length; i++) {
      if (i < length && claimedA[runs[r] + i] === 0 && claimedB[runs[r + 1] + i] === 0) continue
      if (i > from) left.push(runs[r] + from, runs[r + 1] + from, i - from)
      from = i + 1
    }
  }
  return Int32Array.from(left)
}

/** Claims a chain's runs and its tight gaps. */
function claim(runs: Int32Array, claimedA: Uint8Array, claimedB: Uint8Array): void {
  for (let r = 0; r < runs.length; r += 3) {
    const a1 = runs[r] + runs[r + 2]
    const b1 = runs[r + 1] + runs[r + 2]
    claimedA.fill(1, runs[r], a1)
    claimedB.fill(1, runs[r + 1], b1)
    if (r + 3 < runs.length && runs[r + 3] - a1 <= TIGHT_GAP && runs[r + 4] - b1 <= TIGHT_GAP) {
      claimedA.fill(1, a1, runs[r + 3])
      claimedB.fill(1, b1, runs[r + 4])
    }
  }
}

function claimWhole(runs: Int32Array, claimedA: Uint8Array, claimedB: Uint8Array): void {
  const last = runs.length - 3
  claimedA.fill(1, runs[0], runs[last] + runs[last + 2])
  claimedB.fill(1, runs[1], runs[last + 1] + runs[last + 2])
}

/**
 * Cuts a chain at every gap in which another chain has claimed something, on either side, or which clipping has made
 * too wide: what lies there is a passage of its own, a moved block or foreign text.
 */
function cutAtClaims(runs: Int32Array, claimedA: Uint8Array, claimedB: Uint8Array): Int32Array[] {
  const pieces: Int32Array[] = []
  let from = 0
  for (let r = 0; r < runs.length; r += 3) {
    const next = r + 3
    if (next < runs.length) {
      const a1 = runs[r] + runs[r + 2]
      const b1 = runs[r + 1] + runs[r + 2]
      const gapA = runs[next] - a1
      const gapB = runs[next + 1] - b1
      if (gapA <= TIGHT_GAP && gapB <= TIGHT_GAP) continue
      const foreign = anyClaimed(claimedA, a1, runs[next]) || anyClaimed(claimedB, b1, runs[next + 1])
      if (!foreign && gapA <= MAX_GAP && gapB <= MAX_GAP) continue
    }
    pieces.push(runs.subarray(from, next))
    from = next
  }
  return pieces
}

function anyClaimed(claimed: Uint8Array, from: number, to: number): boolean {
  for (let i = from; i < to; i++) if (claimed[i] !== 0) return true
  return false
}

/** What a passage pairs, as it is found from start to end: equal units, and units that stand for each other. */
class Paired {
  readonly #runs = new Int32Vector()
  readonly #pairs = new Int32Vector()

  readonly add: EmitRun = (a, b, length, equal) => {
    const triples = equal ? this.#runs : this.#pairs
    const { values } = triples
    const last = triples.length - 3
    if (last >= 0 && values[last] + values[last + 2] === a && values[last + 1] + values[last + 2] === b) {
      values[last + 2] += length
    } else {
      triples.push(a)
      triples.push(b)
      triples.push(length)
    }
  }

  passage(a0: number, a1: number, b0: number, b1: number): Passage {
    const runs = this.#runs.values.slice(0, this.#runs.length)
    const pairs = this.#pairs.values.slice(0, this.#pairs.length)
    const distance = distanceOf(runs, a0, a1, b0, b1)
    return { a: { from: a0, to: a1 }, b: { from: b0, to: b1 }, runs, pairs, distance, moved: false }
  }
}

/** Fills the gaps of one chain and extends its ends into what no passage has claimed. */
function fillPassage(
  a: FoldedText,
  b: FoldedText,
  chain: Int32Array,
  claimedA: Uint8Array,
  claimedB: Uint8Array,
  budget: Budget,
  alike: Alike | undefined,
): Passage {
  const x = a.units
  const y = b.units
  const end = chain.length - 3
  let a0 = chain[0]
  let b0 = chain[1]
  let a1 = chain[end] + chain[end + 2]
  let b1 = chain[end + 1] + chain[end + 2]

  const before: number[] = []
  const roomA = freeBefore(claimedA, a0)
  const roomB = freeBefore(claimedB, b0)
  const head = extend(x, a0, roomA, y, b0, roomB, -1, budget, (...run) => before.push(...packed(run)), alike)
  a0 -= head.a
  b0 -= head.b
  const restA = freeAfter(claimedA, a1)
  const restB = freeAfter(claimedB, b1)
  const after: number[] = []
  const tail = extend(x, a1, restA, y, b1, restB, 1, budget, (...run) => after.push(...packed(run)), alike)
  a1 += tail.a
  b1 += tail.b

  const paired = new Paired()
  const { add } = paired
  const reach = Math.min(END_REACH, Math.floor(END_SHARE * Math.min(a1 - a0, b1 - b0)))
  if (a0 <= reach && b0 <= reach && roomA - head.a === a0 && roomB - head.b === b0) {
    alignGap(x, 0, a0, y, 0, b0, budget, add, alike)
    a0 = 0
    b0 = 0
  }
  for (let r = 0; r < before.length; r += 4) add(before[r], before[r + 1], before[r + 2], before[r + 3] === 1)
  for (let r = 0; r < chain.length; r += 3) {
    if (r > 0) {
      const fromA = chain[r - 3] + chain[r - 1]
      const fromB = chain[r - 2] + chain[r - 1]
      alignGap(x, fromA, chain[r], y, fromB, chain[r + 1], budget, add, alike)
    }
    add(chain[r], chain[r + 1], chain[r + 2], true)
  }
  for (let r = 0; r < after.length; r += 4) add(after[r], after[r + 1], after[r + 2], after[r + 3] === 1)
  const leftA = a.length - a1
  const leftB = b.length - b1
  if (leftA <= reach && leftB <= reach && restA - tail.a === leftA && restB - tail.b === leftB) {
    alignGap(x, a1, a.length, y, b1, b.length, budget, add, alike)
    a1 = a.length
    b1 = b.length
  }
  return paired.passage(a0, a1, b0, b1)
}

function packed([a, b, length, equal]: Parameters<EmitRun>): number[] {
  return [a, b, length, equal ? 1 : 0]
}

function distanceOf(runs: Int32Array, a0: number, a1: number, b0: number, b1: number): number {
  let distance = 0
  let endA = a0
  let endB = b0
  for (let r = 0; r < runs.length; r += 3) {
    distance += Math.max(runs[r] - endA, runs[r + 1] - endB)
    endA = runs[r] + runs[r + 2]
    endB = runs[r + 1] + runs[r + 2]
  }
  return distance + Math.max(a1 - endA, b1 - endB)
}

function freeBefore(claimed: Uint8Array, at: number): number {
  let i = at
  while (i > 0 && claimed[i - 1] === 0) i--
  return at - i
}

function freeAfter(claimed: Uint8Array, at: number): number {
  let i = at
  while (i < claimed.length && claimed[i] === 0) i++
  return i - at
}
