import { fmix32, lowbias32 } from '../kernel/hash.js'

/**
 * What decides which of two documents is rather kept: its merit by a policy, then its length, then what its text and id
 * say, so that the order in which documents came plays no part. 40 bytes a document beyond its id.
 */
export class Standings<Id extends string | number> {
  readonly ids: Id[] = []
  readonly lengths: number[] = []
  readonly #merits: number[] = []
  readonly #lows: number[] = []
  readonly #highs: number[] = []

  get count(): number {
    return this.ids.length
  }

  /**
   * Adds a document. O(length of the text).
   * @param merit the lower is kept; NaN where the policy can tell nothing of it, which comes last.
   * @param length folded characters.
   */
  add(id: Id, text: string, length: number, merit: number): void {
    const { low, high } = digestOf(text)
    this.ids.push(id)
    this.lengths.push(length)
    this.#merits.push(merit)
    this.#lows.push(low)
    this.#highs.push(high)
  }

  /** Whether the text of a document was this one: so far as 64 bits tell. */
  isText(place: number, text: string): boolean {
    const { low, high } = digestOf(text)
    return this.#lows[place] === low && this.#highs[place] === high
  }

  /** The places of all documents, best first; of those that are the same in everything the first comes first. O(n log n). */
  bestFirst(): Int32Array {
    const places = Int32Array.from(this.ids, (_, place) => place)
    return places.sort((x, y) => this.#compare(x, y) || x - y)
  }

  #compare(x: number, y: number): number {
    const a = this.#merits[x]
    const b = this.#merits[y]
    if (a !== b) {
      const unknown = Number(Number.isNaN(a)) - Number(Number.isNaN(b))
      if (unknown !== 0) return unknown
      if (a < b) return -1
      if (a > b) return 1
    }
    return (
      this.lengths[y] - this.lengths[x] ||
      this.#lows[x] - this.#lows[y] ||
      this.#highs[x] - this.#highs[y] ||
      compareIds(this.ids[x], this.ids[y])
    )
  }
}

/** Numbers before strings, both ascending, strings by their code units. */
function compareIds(x: string | number, y: string | number): number {
  if (typeof x !== typeof y) return typeof x === 'number' ? -1 : 1
  return x < y ? -1 : x > y ? 1 : 0
}

function digestOf(text: string): { low: number; high: number } {
  let low = text.length
  let high = ~text.length
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    low = fmix32(low ^ unit)
    high = lowbias32(high ^ unit)
  }
  return { low: low >>> 0, high: high >>> 0 }
}
