import { OffprintError } from '../kernel/errors.js'
import type { Postings } from '../candidates/postings.js'
import { MAX_ROWS, tableBytes } from './posting-table.js'
import type { Saturated } from '../candidates/candidates.js'
import type { FeatureSettings } from '../candidates/features.js'
import { RATE } from '../candidates/fingerprints.js'
import { ID_BYTES, Segment, type Capacity, type NewDocument } from './segment.js'

/**
 * The segments of an index, oldest first; the last one is open. Documents are numbered in the order they came, for good:
 * a segment holds a stretch of numbers.
 */

/** A first segment is this small, and each further one about as large as all that is alive: a million make twelve. */
const LEAST_DOCUMENTS = 512
const MOST_DOCUMENTS = 2 ** 20
/** Where a segment can grow it does up to this size: beyond, one document in so many would wait longer than half a second. */
const MOST_GROWN = 2 ** 18
/** In a window that slides, and under a limit of bytes, a segment is this part of the whole, so that dropping one frees little. */
const WINDOW_PARTS = 8
/** Prints and grams expected of a document before any is known: some 1,000 characters, few of them short. */
const FIRST_PRINTS = 64
const FIRST_GRAMS = 8
/** Room beyond the average of the last segment. */
const HEADROOM = 1.15
/** Rows that may be dead before a segment is made anew, and their least number. */
const DEAD_SHARE = 0.5
const DEAD_ROWS = 64

export interface Located<Id> {
  readonly segment: Segment<Id>
  readonly row: number
}

export class Generations<Id> implements Postings<Segment<Id>> {
  readonly featureSettings: FeatureSettings
  readonly #maxBytes: number
  #segments: Segment<Id>[] = []
  #next = 0
  /** Whether documents go by age: segments are then kept small. */
  #slides = false
  /** Entries that dropped segments had refused. */
  #cappedBefore = 0

  constructor(featureSettings: FeatureSettings, maxBytes: number) {
    this.featureSettings = featureSettings
    this.#maxBytes = maxBytes
    this.#slides = maxBytes < Infinity
  }

  get segments(): readonly Segment<Id>[] {
    return this.#segments
  }

  /** Number of the next document. */
  get next(): number {
    return this.#next
  }

  get documents(): number {
    let sum = 0
    for (const { alive } of this.#segments) sum += alive
    return sum
  }

  get distinct(): number {
    let sum = 0
    for (const { distinct } of this.#segments) sum += distinct
    return sum
  }

  get tableBytes(): number {
    let sum = 0
    for (const { tableBytes } of this.#segments) sum += tableBytes
    return sum
  }

  get textBytes(): number {
    let sum = 0
    for (const { textBytes } of this.#segments) sum += textBytes
    return sum
  }

  get capped(): number {
    let sum = this.#cappedBefore
    for (const { capped } of this.#segments) sum += capped
    return sum
  }

  /** Takes over segments that were stored. */
  adopt(segments: Segment<Id>[], next: number, slides: boolean, capped: number): void {
    this.#segments = segments
    this.#next = next
    this.#slides ||= slides
    this.#cappedBefore = capped
  }

  get slides(): boolean {
    return this.#slides
  }

  get cappedBefore(): number {
    return this.#cappedBefore
  }

  /** From now on segments are small parts of the whole. */
  slide(): void {
    this.#slides = true
  }

  /** Where a document stands. O(log segments). */
  locate(number: number): Located<Id> {
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

  /** The segment that has room for a document, made where the open one is full. */
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

  /** The oldest segment that can go to a spool, the open one where there is no other. */
  toSpill(): Segment<Id> | undefined {
    return this.#segments.find(({ spilled, rows }) => !spilled && rows > 0)
  }

  /** Bytes that adding a document would take beyond those held. */
  bytesFor(sampled: number, grams: number, textBytes: number): number {
    if (this.#open()?.hasRoom(sampled, grams)) return textBytes
    return textBytes + bytesOf(this.#capacity(sampled, grams), this.featureSettings)
  }

  /** Bytes that a document would take in an index of its own. */
  bytesAlone(sampled: number, grams: number, textBytes: number): number {
    return textBytes + bytesOf({ documents: 1, prints: sampled, grams }, this.featureSettings)
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

  /** Segments in which so many rows are dead that they should be made anew. */
  worn(): Segment<Id>[] {
    return this.#segments.filter(
      ({ rows, alive }) => alive === 0 || rows - alive >= Math.max(DEAD_ROWS, DEAD_SHARE * rows),
    )
  }

  /** Whether a full segment is made larger instead of being sealed: fewer segments are faster to search. */
  #grows({ capacity }: Segment<Id>): boolean {
    return !this.featureSettings.passages && !this.#slides && 2 * capacity.documents <= MOST_GROWN
  }

  #capacity(sampled: number, grams: number): Capacity {
    const alive = this.documents
    const last = this.#segments[this.#segments.length - 1]
    const known = last !== undefined && last.rows > 0
    const prints = known ? (HEADROOM * (last.sampled?.size ?? 0)) / last.rows : FIRST_PRINTS
    const gramsEach = known ? (HEADROOM * (last.grams?.size ?? 0)) / last.rows : FIRST_GRAMS
    let documents = this.#slides ? alive / WINDOW_PARTS : alive
    if (!this.featureSettings.passages && !this.#slides) {
      documents =
        last !== undefined && this.#grows(last)
          ? 2 * last.capacity.documents
          : Math.min(documents, MOST_GROWN)
    }
    documents = Math.min(Math.max(documents, LEAST_DOCUMENTS), MOST_DOCUMENTS, MAX_ROWS)
    const shape = (n: number): Capacity => ({
      documents: Math.ceil(n),
      prints: Math.ceil(Math.max(n * prints, sampled)),
      grams: Math.ceil(Math.max(n * gramsEach, grams)),
    })
    const most = this.#maxBytes / WINDOW_PARTS
    while (documents > 1 && bytesOf(shape(documents), this.featureSettings) > most) documents /= 2
    return shape(documents)
  }
}

/** Bytes of the tables of a segment of some capacity, as `tableBytes` counts them. */
function bytesOf(capacity: Capacity, featureSettings: FeatureSettings): number {
  const row = 45 + featureSettings.slots + (featureSettings.passages ? 18 : 0)
  const { documents, prints, grams } = capacity
  const wide = featureSettings.passages ? tableBytes(prints, true) + tableBytes(grams, true) : 0
  const narrow = tableBytes(documents * featureSettings.banding.bands, false) + tableBytes(documents, false)
  return documents * row + narrow + wide
}

/**
 * Bytes of the tables and ids of an index of so many documents, about.
 * @param characters folded, of all documents; @param short those of texts so short that all their grams are entered.
 */
export function expectedBytes(
  documents: number,
  characters: number,
  short: number,
  featureSettings: FeatureSettings,
): number {
  const prints = (HEADROOM * characters) / RATE
  return (
    HEADROOM * bytesOf({ documents, prints, grams: HEADROOM * short }, featureSettings) + ID_BYTES * documents
  )
}

/** Throws `ERR_INDEX_FULL`. */
export function indexFull(maxBytes: number, needed: number): OffprintError {
  return new OffprintError(
    'ERR_INDEX_FULL',
    `the index would need ${Math.ceil(needed)} bytes, maxBytes allows ${maxBytes}; raise it, expire old documents, or let whenFull be 'evict' or 'spill'`,
  )
}
