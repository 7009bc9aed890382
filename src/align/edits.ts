import type { FoldedText } from '../text/fold.js'
import { alignBetween } from './between.js'
import type { Edit, SourceRange } from './edit.js'
import type { ConfusableUnits } from './gap-costs.js'
import { coresOf, cutGap, type GapPart } from './gap-parts.js'
import type { AlignedStretch } from './passage.js'
import { startsCharacter } from './present.js'
import { sourceRanges, type SourceRanges } from './source-ranges.js'

/** A passage in source offsets with its differences. */
export interface PassageEdits {
  /** The passage in the first source. */
  readonly a: SourceRange
  /** The passage in the second source. */
  readonly b: SourceRange
  /** Ascending on both sides. */
  readonly edits: readonly Edit[]
  /**
   * False where a gap held more marks than are compared one by one (256 on both sides), so that an edit may hold marks
   * that are equal.
   */
  readonly exact: boolean
}

/**
 * The differences of presented passages, in source offsets. Between two aligned characters the order is: punctuation
 * first, then white space between aligned punctuation. O(length of the passages).
 * @param passages disjoint on both sides, ascending in the first text, presented (see `present`).
 * @param alike the function the passages were aligned with; a pair of look-alike Han is an edit of its own.
 */
export function passageEdits(
  a: FoldedText,
  b: FoldedText,
  passages: readonly AlignedStretch[],
  alike?: ConfusableUnits,
): PassageEdits[] {
  const ranges = sourceRanges(a, b, passages)
  return passages.map((passage, i) => {
    const { edits, exact } = new Reading(a, b, ranges[i], alike).read(passage)
    return { ...ranges[i], edits, exact }
  })
}

/** Units that are looked at together; where they differ one by one, few are looked at twice. */
const STRETCH = 64

/** Reads one passage from start to end and keeps the differences it meets. */
class Reading {
  readonly edits: Edit[] = []
  exact = true
  readonly #a: FoldedText
  readonly #b: FoldedText
  readonly #range: SourceRanges
  readonly #confusable: ConfusableUnits | undefined
  /** The sources are read up to here. */
  #doneA: number
  #doneB: number
  /** Whether the next edit may not merge with the one before it. */
  #apart = false

  constructor(a: FoldedText, b: FoldedText, range: SourceRanges, confusable: ConfusableUnits | undefined) {
    this.#a = a
    this.#b = b
    this.#range = range
    this.#confusable = confusable
    this.#doneA = range.a.from
    this.#doneB = range.b.from
  }

  read({ a, b, runs, pairs }: AlignedStretch): this {
    let a0 = a.from
    let b0 = b.from
    let pair = 0
    for (let r = 0; r <= runs.length; r += 3) {
      const a1 = r < runs.length ? runs[r] : a.to
      const b1 = r < runs.length ? runs[r + 1] : b.to
      if (a0 < a1 || b0 < b1) {
        const first = pair
        while (pair < pairs.length && pairs[pair] < a1) pair += 3
        // Marks around the characters of a gap are compared together with those that follow them.
        const untilA = a1 < a.to ? this.#a.starts[a1] : this.#range.a.to
        const untilB = b1 < b.to ? this.#b.starts[b1] : this.#range.b.to
        this.#gap({ a0, a1, b0, b1 }, pairs.subarray(first, pair), untilA, untilB)
      }
      if (r === runs.length) break
      this.#run(runs[r], runs[r + 1], runs[r + 2])
      a0 = runs[r] + runs[r + 2]
      b0 = runs[r + 1] + runs[r + 2]
    }
    this.#between(this.#range.a.to, this.#range.b.to, null, null)
    return this
  }

  /** The gap between two runs; both sources are read until the next run. */
  #gap(gap: GapPart, pairs: Int32Array, untilA: number, untilB: number): void {
    const parts = cutGap(this.#a, this.#b, gap, pairs, this.#confusable)
    parts.forEach((part, p) => {
      const [endA, endB] = p + 1 === parts.length ? [untilA, untilB] : this.#endOf(part, gap)
      this.#apart = p > 0
      const cores = coresOf(this.#a, this.#b, part)
      cores.forEach((core, c) => {
        const last = c + 1 === cores.length
        this.#between(last ? endA : core.a!.to, last ? endB : core.b!.to, core.a, core.b)
      })
    })
    this.#apart = false
  }

  /**
   * The end of a part that another one follows. A mark belongs to the part before it where text follows on both sides;
   * where one side is at its end, the mark is left to the next part.
   */
  #endOf({ a0, a1, b0, b1 }: GapPart, gap: GapPart): [number, number] {
    if (a1 < gap.a1 && b1 < gap.b1) return [this.#a.starts[a1], this.#b.starts[b1]]
    return [a0 < a1 ? this.#a.ends[a1 - 1] : this.#doneA, b0 < b1 ? this.#b.ends[b1 - 1] : this.#doneB]
  }

  /** A run of equal units: character by character, each of which may be written in another form. */
  #run(i: number, j: number, length: number): void {
    const a = this.#a
    const b = this.#b
    const end = i + length
    while (i < end) {
      const same = this.#sameWriting(i, j, end - i)
      if (same > 0) {
        this.#between(a.starts[i], b.starts[j], null, null)
        i += same
        j += same
        this.#doneA = a.ends[i - 1]
        this.#doneB = b.ends[j - 1]
        continue
      }
      let k = 1
      while (i + k < end && !(startsCharacter(a, i + k) && startsCharacter(b, j + k))) k++
      const fromA = a.starts[i]
      const toA = a.ends[i + k - 1]
      const fromB = b.starts[j]
      const toB = b.ends[j + k - 1]
      this.#between(fromA, fromB, null, null)
      if (a.source.slice(fromA, toA) !== b.source.slice(fromB, toB)) {
        this.#push({ a: { from: fromA, to: toA }, b: { from: fromB, to: toB }, nature: 'form' }, false)
      }
      this.#doneA = toA
      this.#doneB = toB
      i += k
      j += k
    }
  }

  /**
   * Units from i and j on, at most `most` and STRETCH of them, that both sources write alike, with all that stands between
   * them; 0 where there are fewer than two. Ends between characters.
   */
  #sameWriting(i: number, j: number, most: number): number {
    const a = this.#a
    const b = this.#b
    const shift = b.starts[j] - a.starts[i]
    const { source: x, starts, ends } = a
    const { source: y, starts: startsB, ends: endsB } = b
    const last = Math.min(most, STRETCH)
    let at = starts[i] // the sources agree up to here
    let same = 0
    let whole = 0 // of them, up to the end of a character
    for (; same < last; same++) {
      const end = ends[i + same]
      if (starts[i + same] + shift !== startsB[j + same] || end + shift !== endsB[j + same]) break
      while (at < end && x.charCodeAt(at) === y.charCodeAt(at + shift)) at++
      if (at < end) break
      const next = same + 1
      if (startsCharacter(a, i + next) && startsCharacter(b, j + next)) whole = next
    }
    return whole > 1 ? whole : 0
  }

  /** Compares the sources from where they are read to the given places, with the unaligned characters in between. */
  #between(toA: number, toB: number, coreA: SourceRange | null, coreB: SourceRange | null): void {
    const fromA = this.#doneA
    const fromB = this.#doneB
    this.#doneA = toA
    this.#doneB = toB
    if (coreA === null && coreB === null && toA - fromA === toB - fromB) {
      if (toA === fromA || this.#a.source.slice(fromA, toA) === this.#b.source.slice(fromB, toB)) return
    }
    const exact = alignBetween(
      { source: this.#a.source, from: fromA, to: toA, core: coreA },
      { source: this.#b.source, from: fromB, to: toB, core: coreB },
      (edit) => {
        this.#push(edit, this.#apart)
        this.#apart = false
      },
    )
    this.exact &&= exact
  }

  /** Neighbouring edits of one nature are one, unless they are kept apart: a headline in capitals is not forty differences. */
  #push(edit: Edit, apart: boolean): void {
    const last = this.edits.at(-1)
    const merges = !apart && (edit.nature === 'form' || edit.nature === 'text')
    if (merges && last?.nature === edit.nature && last.a.to === edit.a.from && last.b.to === edit.b.from) {
      this.edits[this.edits.length - 1] = {
        a: { from: last.a.from, to: edit.a.to },
        b: { from: last.b.from, to: edit.b.to },
        nature: edit.nature,
      }
    } else {
      this.edits.push(edit)
    }
  }
}
