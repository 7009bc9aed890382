import type { Saturated } from '../candidates/candidate.js'
import type { FeatureSettings } from '../candidates/features.js'
import type { Postings } from '../candidates/postings.js'
import { capacityBytes, HEADROOM, type Capacity } from './capacity.js'
import { MAX_ROWS } from './posting-table.js'
import { Segment, type NewDocument } from './segment.js'

/** Rows of a segment from which its postings are taken for those of the next. */
const KNOWN_ROWS = 16
const MOST_DOCUMENTS = 2 ** 20
/**
 * Where only signatures are kept, a full segment is rebuilt larger up to this size. Beyond it the document that meets a full
 * segment would wait longer than half a second.
 */
const MOST_GROWN = 2 ** 18
/**
 * In a sliding window, and under a limit of bytes, a segment is this part of the whole, so that dropping one drops few
 * documents.
 */
const WINDOW_PARTS = 8
/** Postings expected of a document before any is known: one of some 1,000 characters, few of them short. */
const FIRST_FINGERPRINTS = 64
const FIRST_GRAMS = 8
/** A segment is compacted when this share of its rows is dead, and at least this many. */
const DEAD_SHARE = 0.5
const DEAD_ROWS = 64

/** Where a document stands. */
export interface DocumentRow<Id> {
  readonly segment: Segment<Id>
  readonly row: number
}

/**
 * The segments of an index, oldest first; the last one is open. Documents are numbered in the order they came, for good:
 * a segment holds a stretch of numbers.
 */
export class SegmentList<Id> implements Postings<Segment<Id>> {
  readonly featureSettings: FeatureSettings
  readonly #maxBytes: number
  readonly #firstSizes: readonly number[]
  #segments: Segment<Id>[] = []
  #next = 0
  #sliding = false
  /** Postings that dropped segments had refused. */
  #cappedBefore = 0

  /** @param firstSizes see `IndexSettings`. */
  constructor(featureSettings: FeatureSettings, maxBytes: number, firstSizes: readonly number[]) {
    this.featureSettings = featureSettings
    this.#firstSizes = firstSizes
    this.#maxBytes = maxBytes
    this.#sliding = maxBytes < Infinity
  }

  get segments(): readonly Segment<Id>[] {
    return this.#segments
  }

  get #lastSize(): number {
    return this.#firstSizes[this.#firstSizes.length - 1]
  }

  /** Number of the next document. */
  get next(): number {
    return this.#next
  }

  /** Documents held. O(segments), as the sums below. */
  get documents(): number {
    return this.#sum(({ alive }) => alive)
  }

  /** Distinct folded texts, segment by segment. */
  get distinct(): number {
    return this.#sum(({ distinct }) => distinct)
  }

  /** Bytes of tables and ids. */
  get tableBytes(): number {
    return this.#sum(({ tableBytes }) => tableBytes)
  }

  /** Bytes of the texts in memory. */
  get textBytes(): number {
    return this.#sum(({ textBytes }) => textBytes)
  }

  /** Postings refused because their list was full, since the index was made. */
  get capped(): number {
    return this.#cappedBefore + this.#sum(({ capped }) => capped)
  }

  #sum(of: (segment: Segment<Id>) => number): number {
    let sum = 0
    for (const segment of this.#segments) sum += of(segment)
    return sum
  }

  /** Takes over segments that were stored. @param capped what segments dropped before had refused. */
  adopt(segments: Segment<Id>[], next: number, sliding: boolean, capped: number): void {
    this.#segments = segments
    this.#next = next
    this.#sliding ||= sliding
    this.#cappedBefore = capped
  }

  /** Whether documents go by age or by number of bytes: segments are then kept small. */
  get sliding(): boolean {
    return this.#sliding
  }

  /** Postings that dropped segments had refused. */
  get cappedBefore(): number {
    return this.#cappedBefore
  }

  /** From now on segments are small parts of the whole: a sliding window. */
  startSliding(): void {
    this.#sliding = true
  }

  /** Where a document stands. O(log segments). */
  locate(number: number): DocumentRow<Id> {
    let low = 0
    let high = this.#segments.length - 1
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if (this.#segments[middle].base <= number) low = middle
      else high = middle - 1
    }
    const segment = this.#segments[low]
    return { segment, row: number - segment.base }
  }

  /** The segment that has room for a document; a new one where the open one is full. */
  roomFor(sampled: number, grams: number): Segment<Id> {
    const open = this.#open()
    if (open?.hasRoom(sampled, grams)) return open
    if (open !== undefined && this.#grows(open)) {
      const larger = open.grown(this.#capacity(0, 0))
      this.#segments[this.#segments.length - 1] = larger
      return larger
    }
    open?.texts.trim()
    const segment = new Segment<Id>(this.#next, this.#capacity(sampled, grams), this.featureSettings)
    this.#segments.push(segment)
    return segment
  }

  /**
   * Where the only segment is a small first one and has no room for a document, puts a larger one in its place and returns
   * it: its documents have to be entered anew.
   */
  outgrow(sampled: number, grams: number): Segment<Id> | undefined {
    const open = this.#open()
    if (!this.featureSettings.passages || this.#firstSizes.length === 1) return undefined
    if (this.#segments.length !== 1 || open === undefined) return undefined
    const { documents } = open.capacity
    if (documents >= this.#lastSize || open.hasRoom(sampled, grams)) return undefined
    const capacity = this.#capacity(sampled, grams, documents)
    this.#segments = [new Segment<Id>(this.#next, capacity, this.featureSettings)]
    return open
  }

  /** The oldest segment that can go to a spool; the open one where there is no other. */
  oldestInMemory(): Segment<Id> | undefined {
    return this.#segments.find(({ spilled, rows }) => !spilled && rows > 0)
  }

  /** Bytes that adding a document would take beyond those held. */
  bytesFor(sampled: number, grams: number, textBytes: number): number {
    if (this.#open()?.hasRoom(sampled, grams)) return textBytes
    return textBytes + capacityBytes(this.#capacity(sampled, grams), this.featureSettings)
  }

  /** Bytes that a document would take in an index of its own. */
  bytesAlone(sampled: number, grams: number, textBytes: number): number {
    return textBytes + capacityBytes({ documents: 1, fingerprints: sampled, grams }, this.featureSettings)
  }

  /** The segment that may take another row: the last, unless one that came after it was dropped. */
  #open(): Segment<Id> | undefined {
    const last = this.#segments[this.#segments.length - 1]
    return last !== undefined && !last.spilled && last.base + last.rows === this.#next ? last : undefined
  }

  /** Enters a document and returns its number. */
  add(segment: Segment<Id>, document: NewDocument<Id>, equal: number | null, saturated?: Saturated): number {
    segment.add(document, equal, saturated)
    return this.#next++
  }

  /** Drops a segment with all it holds. */
  drop(segment: Segment<Id>): void {
    this.#cappedBefore += segment.capped
    this.#segments = this.#segments.filter((other) => other !== segment)
  }

  /** Segments with so many dead rows that they should be compacted. */
  toCompact(): Segment<Id>[] {
    return this.#segments.filter(
      ({ rows, alive }) => alive === 0 || rows - alive >= Math.max(DEAD_ROWS, DEAD_SHARE * rows),
    )
  }

  /** Whether a full segment is rebuilt larger instead of being sealed: fewer segments are searched faster. */
  #grows({ capacity }: Segment<Id>): boolean {
    return !this.featureSettings.passages && !this.#sliding && 2 * capacity.documents <= MOST_GROWN
  }

  /** @param outgrown room of the first segment so far, if it is to be replaced. */
  #capacity(sampled: number, grams: number, outgrown = this.#segments.length > 0 ? Infinity : 0): Capacity {
    const alive = this.documents
    const last = this.#segments[this.#segments.length - 1]
    const least = this.#firstSizes.find((first) => first > outgrown) ?? this.#lastSize
    // A few documents say little about those that come; the first one gets just what it needs.
    const known = last !== undefined && last.rows >= KNOWN_ROWS
    const unknown = least === 1 ? [0, 0] : [FIRST_FINGERPRINTS, FIRST_GRAMS]
    const fingerprints = known ? (HEADROOM * (last.sampled?.size ?? 0)) / last.rows : unknown[0]
    const gramsEach = known ? (HEADROOM * (last.grams?.size ?? 0)) / last.rows : unknown[1]
    let documents = Math.max(this.#sliding ? alive / WINDOW_PARTS : alive, least)
    if (!this.featureSettings.passages && !this.#sliding) {
      documents =
        last !== undefined && this.#grows(last)
          ? 2 * last.capacity.documents
          : Math.min(documents, MOST_GROWN)
    }
    documents = Math.min(documents, MOST_DOCUMENTS, MAX_ROWS)
    const shape = (n: number): Capacity => ({
      documents: Math.ceil(n),
      fingerprints: Math.ceil(Math.max(n * fingerprints, sampled, 1)),
      grams: Math.ceil(Math.max(n * gramsEach, grams, 1)),
    })
    const most = this.#maxBytes / WINDOW_PARTS
    while (documents > 1 && capacityBytes(shape(documents), this.featureSettings) > most) documents /= 2
    return shape(documents)
  }
}
