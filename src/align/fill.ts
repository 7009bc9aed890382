import { Int32Vector } from '../kernel/vector.js'
import type { Claims } from './claims.js'
import type { ConfusableUnits } from './gap-costs.js'
import { alignGap, extend, type Budget, type EmitRun, type Stretch } from './gap.js'
import { distanceOf, type AlignedStretch, type FoldedUnits } from './passage.js'

/** A rest of both texts at an end is taken into the passage if it has no more units than this … */
const END_REACH = 24
/** … and no more than this share of the passage, so that a wrong last figure is an edit and not an unrelated tail. */
const END_SHARE = 1 / 6

/** Two texts as one stretch from end to end, at least affine-gap cost. O(n·m): for short texts, or equal ones. */
export function alignWhole(a: FoldedUnits, b: FoldedUnits, confusable?: ConfusableUnits): AlignedStretch {
  const paired = whole.clear()
  const budget: Budget = { cells: Infinity, exhausted: false }
  const work = { budget, emit: paired.add, confusable }
  alignGap(stretch(a, 0, a.length), stretch(b, 0, b.length), work)
  return paired.stretch(0, a.length, 0, b.length)
}

/**
 * Makes a passage of a chain: fills its gaps, and extends its ends into unclaimed units.
 * @param runs of the chain, as triples (start in a, start in b, length).
 */
export function fillChain(
  a: FoldedUnits,
  b: FoldedUnits,
  runs: Int32Array,
  claims: Claims,
  budget: Budget,
  confusable: ConfusableUnits | undefined,
): AlignedStretch {
  const last = runs.length - 3
  let a0 = runs[0]
  let b0 = runs[1]
  let a1 = runs[last] + runs[last + 2]
  let b1 = runs[last + 1] + runs[last + 2]

  const before = head.clear()
  const roomBefore = claims.freeBefore(a0, b0)
  const start = extend(stretch(a, a0 - roomBefore.a, a0), stretch(b, b0 - roomBefore.b, b0), -1, {
    budget,
    emit: before.add,
    confusable,
  })
  a0 -= start.a
  b0 -= start.b
  const after = tail.clear()
  const roomAfter = claims.freeAfter(a1, b1)
  const end = extend(stretch(a, a1, a1 + roomAfter.a), stretch(b, b1, b1 + roomAfter.b), 1, {
    budget,
    emit: after.add,
    confusable,
  })
  a1 += end.a
  b1 += end.b

  const paired = whole.clear()
  const fill = (fromA: number, toA: number, fromB: number, toB: number) =>
    alignGap(stretch(a, fromA, toA), stretch(b, fromB, toB), { budget, emit: paired.add, confusable })
  const reach = Math.min(END_REACH, Math.floor(END_SHARE * Math.min(a1 - a0, b1 - b0)))
  // The rest of both texts is taken in where it is short and nothing in it is claimed.
  if (a0 <= reach && b0 <= reach && roomBefore.a - start.a === a0 && roomBefore.b - start.b === b0) {
    fill(0, a0, 0, b0)
    a0 = 0
    b0 = 0
  }
  paired.addAll(before)
  for (let r = 0; r < runs.length; r += 3) {
    if (r > 0) fill(runs[r - 3] + runs[r - 1], runs[r], runs[r - 2] + runs[r - 1], runs[r + 1])
    paired.add(runs[r], runs[r + 1], runs[r + 2], true)
  }
  paired.addAll(after)
  const leftA = a.length - a1
  const leftB = b.length - b1
  if (leftA <= reach && leftB <= reach && roomAfter.a - end.a === leftA && roomAfter.b - end.b === leftB) {
    fill(a1, a.length, b1, b.length)
    a1 = a.length
    b1 = b.length
  }
  return paired.stretch(a0, a1, b0, b1)
}

function stretch({ units }: FoldedUnits, from: number, to: number): Stretch {
  return { units, from, to }
}

/** The units that an alignment pairs, in text order: equal ones, and substituted ones. */
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

  /** Forgets the pairs. */
  clear(): this {
    this.#runs.clear()
    this.#pairs.clear()
    return this
  }

  /** Adds the pairs of another alignment, further on in both texts. */
  addAll(other: Paired): void {
    for (const equal of [true, false]) {
      const { values, length } = equal ? other.#runs : other.#pairs
      for (let r = 0; r < length; r += 3) this.add(values[r], values[r + 1], values[r + 2], equal)
    }
  }

  /** The aligned stretch a[a0, a1), b[b0, b1) with these pairs. */
  stretch(a0: number, a1: number, b0: number, b1: number): AlignedStretch {
    const runs = this.#runs.values.slice(0, this.#runs.length)
    const pairs = this.#pairs.values.slice(0, this.#pairs.length)
    const distance = distanceOf(runs, a0, a1, b0, b1)
    return { a: { from: a0, to: a1 }, b: { from: b0, to: b1 }, runs, pairs, distance }
  }
}

/** Reused from passage to passage: what is found before a chain, behind it, and all of it. */
const head = new Paired()
const tail = new Paired()
const whole = new Paired()
