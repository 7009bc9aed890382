import type { EditClass } from '../compare/classes.js'
import type { NamedEdit } from '../compare/compare.js'
import type { SourcePassage } from '../compare/verify.js'
import { firstWhere } from '../kernel/binary-search.js'
import { isWhiteSpace } from '../text/dehyphenated.js'
import type { Region } from './region.js'
import type { UncoveredRange } from './uncovered.js'

/** The words of the engine whose confidence lies between two bounds. */
export interface ConfidenceBucket {
  /** Least confidence, from 0 to 1. */
  readonly from: number
  /** The confidence at which the next bucket begins; the last one has 1 as well. */
  readonly to: number
  /** Words, or lines where the format gives confidence by line. */
  readonly words: number
  /** Those with an error. */
  readonly wrong: number
  /** Mean confidence of the words. An engine that knows itself has wrong / words = 1 − mean. */
  readonly mean: number
}

/** How the confidence of an engine goes with its errors (a reliability curve). */
export interface EngineConfidence {
  /** Ascending; those without a word are left out. */
  readonly buckets: readonly ConfidenceBucket[]
  /** Numbers of the edits, from 0, in words of which the engine was sure by 0.9 or more: the surest first. */
  readonly sure: readonly number[]
}

/** Buckets of equal width, as in reliability diagrams (Guo et al., "On calibration of modern neural networks", 2017). */
const BUCKETS = 10
/** Confidence from which an error is listed: one that a threshold would let pass. */
const SURE = 0.9

/** Differences that do not say that a word was misread. */
const NO_ERROR: ReadonlySet<EditClass> = new Set<EditClass>([
  'moved',
  'layout',
  'linebreak',
  'hyphenation',
  'spacing',
])

/** What an audit knows when it judges the words of an engine. */
export interface Judged {
  readonly regions: readonly Region[]
  readonly sourceB: string
  readonly passages: readonly SourcePassage[]
  readonly edits: readonly NamedEdit[]
  readonly uncovered: readonly UncoveredRange[]
  /** Whether text that only A has, outside of passages, is no error. */
  readonly part: boolean
}

/**
 * The confidence of an engine against its errors; null where no region has a confidence. A word is wrong where an edit touches
 * it that is no matter of layout, or where it stands in a stretch that B lacks. Words outside of passages that moved are right;
 * those of a page around the part it is compared with are not judged. O(regions + edits · log regions).
 */
export function engineConfidence(judged: Judged): EngineConfidence | null {
  const { regions, passages, edits, uncovered, part } = judged
  if (!regions.some(({ confidence }) => confidence !== undefined)) return null
  const isJudged = new Uint8Array(regions.length)
  const isWrong = new Uint8Array(regions.length)
  const each = (from: number, to: number, visit: (at: number) => void) => {
    for (
      let at = firstWhere(0, regions.length, (i) => regions[i]!.to > from);
      regions[at] !== undefined && regions[at]!.from < to;
      at++
    )
      visit(at)
  }
  for (const { a } of passages) each(a.from, a.to, (at) => (isJudged[at] = 1))
  for (const { class: name, a } of uncovered) {
    if (name === 'layout' || (part && name === 'insertion')) continue
    each(a.from, a.to, (at) => {
      isJudged[at] = 1
      if (name === 'insertion') isWrong[at] = 1
    })
  }
  const sure: { readonly edit: number; readonly confidence: number }[] = []
  edits.forEach((edit, i) => {
    if (NO_ERROR.has(edit.class)) return
    let surest = -1
    for (const at of touched(edit, judged)) {
      isWrong[at] = 1
      surest = Math.max(surest, regions[at]!.confidence ?? -1)
    }
    if (surest >= SURE) sure.push({ edit: i, confidence: surest })
  })
  sure.sort((x, y) => y.confidence - x.confidence || x.edit - y.edit)
  const counted = Array.from({ length: BUCKETS }, (_, i) => ({
    from: i / BUCKETS,
    to: (i + 1) / BUCKETS,
    words: 0,
    wrong: 0,
    sum: 0,
  }))
  regions.forEach(({ confidence }, at) => {
    if (confidence === undefined || isJudged[at] === 0) return
    const bucket = counted[Math.max(0, Math.min(BUCKETS - 1, Math.floor(confidence * BUCKETS)))]!
    bucket.words++
    bucket.wrong += isWrong[at]!
    bucket.sum += confidence
  })
  const buckets = counted.map(({ sum, ...bucket }) => ({ ...bucket, mean: sum / bucket.words }))
  return { buckets: buckets.filter(({ words }) => words > 0), sure: sure.map(({ edit }) => edit) }
}

/** The buckets of many audits, added up; null where none has any. O(parts). */
export function addBuckets(parts: readonly (EngineConfidence | null)[]): readonly ConfidenceBucket[] | null {
  const sums = new Map<number, ConfidenceBucket>()
  for (const part of parts) {
    for (const bucket of part?.buckets ?? []) {
      const sum = sums.get(bucket.from) ?? { ...bucket, words: 0, wrong: 0, mean: 0 }
      const words = sum.words + bucket.words
      const mean = (sum.mean * sum.words + bucket.mean * bucket.words) / words
      sums.set(bucket.from, { ...sum, words, wrong: sum.wrong + bucket.wrong, mean })
    }
  }
  if (parts.every((part) => part === null)) return null
  return [...sums.values()].sort((x, y) => x.from - y.from)
}

/**
 * The regions that an edit makes wrong: those it touches in A. Text that A lacks makes the word wrong that it was a part of:
 * not the words around it where it is a word of its own.
 */
function touched({ a, b }: NamedEdit, { regions, sourceB }: Judged): number[] {
  const found: number[] = []
  const first = firstWhere(0, regions.length, (i) => regions[i]!.to > a.from)
  if (a.from < a.to) {
    for (let at = first; regions[at] !== undefined && regions[at]!.from < a.to; at++) found.push(at)
    return found
  }
  const isBlank = (at: number) => at < 0 || at >= sourceB.length || isWhiteSpace(sourceB.charCodeAt(at))
  const region = regions[first]
  if (region !== undefined && region.from < a.from) return [first]
  // Between two regions: a part of the one before, else of the one behind.
  if (first > 0 && regions[first - 1]!.to === a.from && !isBlank(b.from - 1) && !isBlank(b.from))
    return [first - 1]
  if (region !== undefined && region.from === a.from && !isBlank(b.to - 1) && !isBlank(b.to)) return [first]
  return found
}
