const KEPT = -1
const REFERENCE = -2

/**
 * Which documents of a batch are removed, by rank: each for a keeper of the batch, which it matches itself or through another
 * document, or for a document of the reference set. 8 bytes per document.
 */
export class Removals {
  /** The rank of the keeper, or KEPT, or REFERENCE. */
  readonly #keeper: Int32Array
  readonly #through: Int32Array
  #count = 0

  /** All of `count` documents are kept. */
  constructor(count: number) {
    this.#keeper = new Int32Array(count).fill(KEPT)
    this.#through = new Int32Array(count).fill(KEPT)
  }

  /** Documents removed. */
  get count(): number {
    return this.#count
  }

  /** Whether a document is kept, as far as is decided by now. */
  isKept(rank: number): boolean {
    return this.#keeper[rank] === KEPT
  }

  /** Whether a document is removed for one of the reference set. */
  isForReference(rank: number): boolean {
    return this.#keeper[rank] === REFERENCE
  }

  /** The keeper of a document; undefined where it is kept, or removed for a document of the reference set. */
  keeperOf(rank: number): number | undefined {
    return this.#keeper[rank] < 0 ? undefined : this.#keeper[rank]
  }

  /** The document that a removed document matches: its keeper, or with `connected` another on the way to it. */
  throughOf(rank: number): number {
    return this.#through[rank]
  }

  /** Removes a document for a keeper, or gives a removed one another keeper. */
  remove(rank: number, keeper: number, through: number = keeper): void {
    if (this.isKept(rank)) this.#count++
    this.#keeper[rank] = keeper
    this.#through[rank] = through
  }

  /** Removes a document for one of the reference set. */
  removeForReference(rank: number): void {
    if (this.isKept(rank)) this.#count++
    this.#keeper[rank] = REFERENCE
  }

  /** Keeps a removed document after all. */
  restore(rank: number): void {
    if (!this.isKept(rank)) this.#count--
    this.#keeper[rank] = KEPT
    this.#through[rank] = KEPT
  }
}
