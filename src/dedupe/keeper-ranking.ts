import { fmix32, lowbias32 } from '../kernel/hash.js'
import { ocrNoise } from './noise.js'
import type { DedupeOptions, Keep } from './options.js'
import { timestampOf } from './selectors.js'

/**
 * A policy of `keep` as a number: of two documents the one with the lower score is the better keeper. NaN, which comes
 * last, for a document of which the policy can tell nothing. `place` counts the documents of the source.
 */
export type Score<T> = (document: T, text: string, place: number) => number

/**
 * The score of a policy. `longest` and a function score all documents alike: for the first the ranking itself puts the
 * longer document before the shorter.
 */
export function scoreBy<T, Id extends string | number>(
  keep: Keep<T>,
  { date, source, preferred }: Pick<DedupeOptions<T, Id>, 'date' | 'source' | 'preferred'>,
): Score<T> {
  switch (keep) {
    case 'first':
      return (_document, _text, place) => place
    case 'newest':
      return (document) => -timestampOf(date!(document))
    case 'cleanest':
      return (_document, text) => ocrNoise(text)
    case 'preferred': {
      // Reversed, so that of a name given twice the better place counts.
      const places = new Map(preferred!.map((name, i) => [name, i] as const).reverse())
      return (document) => places.get(source!(document)) ?? NaN
    }
    default:
      return () => 0
  }
}

/** Documents by rank, 0 for the best keeper. A place counts the documents in the order in which they were added. */
export interface RankedDocuments<Id> {
  readonly count: number
  placeOf(rank: number): number
  rankOf(place: number): number
  idOf(rank: number): Id
  /** In folded characters. */
  lengthOf(rank: number): number
}

/**
 * Orders documents by how well they serve as keepers: by their score, then by their length, the longer first, then by their
 * text and id, so that the order in which documents came plays no part. 40 bytes per document beyond its id.
 */
export class KeeperRanking<Id extends string | number> {
  readonly #ids: Id[] = []
  /** In folded characters. */
  readonly #lengths: number[] = []
  readonly #scores: number[] = []
  readonly #lows: number[] = []
  readonly #highs: number[] = []

  /** Documents added. */
  get count(): number {
    return this.#ids.length
  }

  /**
   * Adds a document; its place is the number of documents added before. O(length of the text).
   * @param length folded characters. @param score see `Score`.
   */
  add(id: Id, text: string, length: number, score: number): void {
    const { low, high } = digestOf(text)
    this.#ids.push(id)
    this.#lengths.push(length)
    this.#scores.push(score)
    this.#lows.push(low)
    this.#highs.push(high)
  }

  /** Whether the document at a place had this text, as far as 64 bits of hash can tell. O(length of the text). */
  isText(place: number, text: string): boolean {
    const { low, high } = digestOf(text)
    return this.#lows[place] === low && this.#highs[place] === high
  }

  /** All documents by rank; of documents that are equal in everything the first comes first. O(n log n). */
  ranked(): RankedDocuments<Id> {
    const places = Int32Array.from(this.#ids, (_, place) => place)
    places.sort((x, y) => this.#compare(x, y) || x - y)
    const ranks = new Int32Array(places.length)
    places.forEach((place, rank) => (ranks[place] = rank))
    return {
      count: places.length,
      placeOf: (rank) => places[rank],
      rankOf: (place) => ranks[place],
      idOf: (rank) => this.#ids[places[rank]],
      lengthOf: (rank) => this.#lengths[places[rank]],
    }
  }

  #compare(x: number, y: number): number {
    return (
      compareScores(this.#scores[x], this.#scores[y]) ||
      this.#lengths[y] - this.#lengths[x] ||
      this.#lows[x] - this.#lows[y] ||
      this.#highs[x] - this.#highs[y] ||
      compareIds(this.#ids[x], this.#ids[y])
    )
  }
}

/** Ascending; NaN last. */
function compareScores(x: number, y: number): number {
  if (x === y) return 0
  const unknown = Number(Number.isNaN(x)) - Number(Number.isNaN(y))
  if (unknown !== 0) return unknown
  return x < y ? -1 : x > y ? 1 : 0
}

/** Numbers before strings, both ascending, strings by their code units. */
function compareIds(x: string | number, y: string | number): number {
  if (typeof x !== typeof y) return typeof x === 'number' ? -1 : 1
  return x < y ? -1 : x > y ? 1 : 0
}

/** 64 bits of hash of a text as it is, by which documents of one score and length are put in order. O(length). */
export function digestOf(text: string): { low: number; high: number } {
  let low = text.length
  let high = ~text.length
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    low = fmix32(low ^ unit)
    high = lowbias32(high ^ unit)
  }
  return { low: low >>> 0, high: high >>> 0 }
}
