import { MAX_GAP, type Chain } from './chains.js'
import type { FoldedRange } from './passage.js'

/** A gap of up to this length on both sides belongs to its chain; in a wider one another chain may claim units. */
const TIGHT_GAP = 16
/** Where one side goes on by this many units more than the other, a chain begins a new stretch. */
const WIDE_JUMP = 64

/**
 * Which units of the two texts belong to a chain or a passage already. Runs are triples (start in a, start in b, length),
 * colinear and disjoint. Every call is O(units it reads).
 */
export class Claims {
  readonly #a: Uint8Array
  readonly #b: Uint8Array
  /** Nothing is claimed yet: the first chain, in most pairs the only one, is free as it is. */
  #empty = true

  constructor(lengthA: number, lengthB: number) {
    this.#a = new Uint8Array(lengthA)
    this.#b = new Uint8Array(lengthB)
  }

  /** Claims runs, and the tight gaps between them. */
  claimRuns(runs: Int32Array): void {
    this.#empty = false
    for (let r = 0; r < runs.length; r += 3) {
      const a1 = runs[r] + runs[r + 2]
      const b1 = runs[r + 1] + runs[r + 2]
      this.#a.fill(1, runs[r], a1)
      this.#b.fill(1, runs[r + 1], b1)
      if (r + 3 < runs.length && runs[r + 3] - a1 <= TIGHT_GAP && runs[r + 4] - b1 <= TIGHT_GAP) {
        this.#a.fill(1, a1, runs[r + 3])
        this.#b.fill(1, b1, runs[r + 4])
      }
    }
  }

  /** Claims two ranges. */
  claim(a: FoldedRange, b: FoldedRange): void {
    this.#empty = false
    this.#a.fill(1, a.from, a.to)
    this.#b.fill(1, b.from, b.to)
  }

  /** The parts of runs that are claimed on neither side. */
  unclaimed(runs: Int32Array): Int32Array {
    if (this.#empty) return runs
    const left: number[] = []
    for (let r = 0; r < runs.length; r += 3) {
      const length = runs[r + 2]
      let from = 0
      for (let i = 0; i <= length; i++) {
        if (i < length && this.#a[runs[r] + i] === 0 && this.#b[runs[r + 1] + i] === 0) continue
        if (i > from) left.push(runs[r] + from, runs[r + 1] + from, i - from)
        from = i + 1
      }
    }
    // Not `from`, which takes the values out of an iterator: .2 ms of the 1 ms that a noisy article of 1.3 KB took.
    return new Int32Array(left)
  }

  /**
   * Cuts runs at every gap in which units are claimed, on either side, or which clipping has made too wide: a passage of
   * its own lies there, a moved block or foreign text.
   */
  cut(runs: Int32Array): Int32Array[] {
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
        const foreign = anyClaimed(this.#a, a1, runs[next]) || anyClaimed(this.#b, b1, runs[next + 1])
        if (!foreign && gapA <= MAX_GAP && gapB <= MAX_GAP) continue
      }
      pieces.push(runs.subarray(from, next))
      from = next
    }
    return pieces
  }

  /** Unclaimed units right before a place of either text, up to the one that is claimed. */
  freeBefore(a: number, b: number): { a: number; b: number } {
    return { a: freeBefore(this.#a, a), b: freeBefore(this.#b, b) }
  }

  /** Unclaimed units from a place of either text on, up to the one that is claimed. */
  freeAfter(a: number, b: number): { a: number; b: number } {
    return { a: freeAfter(this.#a, a), b: freeAfter(this.#b, b) }
  }
}

function anyClaimed(claimed: Uint8Array, from: number, to: number): boolean {
  for (let i = from; i < to; i++) if (claimed[i] !== 0) return true
  return false
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

/**
 * The runs of chains, best first. Where several chains claim a place, the strongest stretch gets it: a chain that ends in
 * a phrase which occurs elsewhere too, far from the rest of it, must not take it from the block that it stands in.
 */
export function settledRuns(
  chains: readonly Chain[],
  lengthA: number,
  lengthB: number,
  sizes: Float64Array,
): Int32Array[] {
  const stretches = chains.flatMap(({ runs }, chain) => {
    const parts = cutAtJumps(runs).map((part) => ({ chain, runs: part, strength: 0 }))
    if (parts.length === 1 && chains.length === 1) return parts
    for (const part of parts) {
      for (let r = 0; r < part.runs.length; r += 3) {
        part.strength += sizes[part.runs[r] + part.runs[r + 2]] - sizes[part.runs[r]]
      }
    }
    return parts
  })
  if (stretches.length === chains.length) return chains.map(({ runs }) => runs)
  const claims = new Claims(lengthA, lengthB)
  const byStrength = stretches.map((_, i) => i)
  byStrength.sort((x, y) => stretches[y].strength - stretches[x].strength || x - y)
  for (const i of byStrength) {
    const stretch = stretches[i]
    stretch.runs = claims.unclaimed(stretch.runs)
    claims.claimRuns(stretch.runs)
  }
  const parts: number[][] = chains.map(() => [])
  for (const { chain, runs } of stretches) for (const value of runs) parts[chain].push(value)
  return parts.map((runs) => new Int32Array(runs))
}

/** Cuts runs where their offset b − a changes by more than WIDE_JUMP. */
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
