import { csvRow } from './csv.js'
import type { LedgerDocument } from './ledger.js'
import type { Relation } from '../../compare/relation.js'

const RELATIONS = [
  'duplicate',
  'contained',
  'contains',
  'overlaps',
  'unrelated',
] as const satisfies Relation[]

/** A kept document, and the number of documents in its cluster. */
export interface ClusterSize {
  readonly keeper: string | number
  /** Documents, the keeper counted. */
  readonly size: number
}

/**
 * The clusters of a run, in the order in which their first document was removed. Holds a number per keeper and, with
 * `withMembers`, three numbers per removed document.
 */
export class ClusterTable {
  readonly #withMembers: boolean
  readonly #numbers = new Map<string | number, number>()
  readonly #keepers: { readonly place: number; readonly known: LedgerDocument | undefined }[] = []
  readonly #sizes: number[] = []
  readonly #members: number[] = []

  constructor(withMembers: boolean) {
    this.#withMembers = withMembers
  }

  /** Clusters so far. */
  get count(): number {
    return this.#sizes.length
  }

  /** Adds a removed document. `known` is its keeper if that is of the reference set; otherwise `keeper` is its place. */
  add(place: number, keeper: string | number, relation: Relation, known?: LedgerDocument): void {
    const key = known === undefined ? keeper : `known ${typeof keeper} ${keeper}`
    let number = this.#numbers.get(key)
    if (number === undefined) {
      number = this.#sizes.push(1) - 1
      this.#numbers.set(key, number)
      this.#keepers.push({ place: known === undefined ? (keeper as number) : -1, known })
    }
    this.#sizes[number]!++
    if (this.#withMembers) this.#members.push(number, place, RELATIONS.indexOf(relation))
  }

  /** The `count` largest clusters; of equal ones those that came first. O(clusters · count). */
  largest(count: number, at: (place: number) => LedgerDocument): ClusterSize[] {
    const best: number[] = []
    this.#sizes.forEach((size, number) => {
      if (best.length === count && size <= this.#sizes[best.at(-1)!]!) return
      const before = best.findIndex((other) => this.#sizes[other]! < size)
      best.splice(before < 0 ? best.length : before, 0, number)
      if (best.length > count) best.pop()
    })
    return best.map((number) => ({ keeper: this.#keeper(number, at).id, size: this.#sizes[number]! }))
  }

  /** The lines of a file: CSV with a row per removed document, or JSON Lines with a line per cluster. O(members). */
  *lines(csv: boolean, at: (place: number) => LedgerDocument): Generator<string> {
    const starts = new Int32Array(this.count + 1)
    for (let i = 0; i < this.#members.length; i += 3) starts[this.#members[i]! + 1]!++
    for (let n = 0; n < this.count; n++) starts[n + 1]! += starts[n]!
    const next = starts.slice()
    const order = new Int32Array(this.#members.length / 3)
    for (let i = 0; i < this.#members.length; i += 3) order[next[this.#members[i]!]!++] = i
    if (csv) yield csvRow(COLUMNS, ',')
    for (let number = 0; number < this.count; number++) {
      const size = this.#sizes[number]!
      const keeper = this.#keeper(number, at)
      const members = Array.from(order.subarray(starts[number], starts[number + 1]), (i) => {
        const { id, ref } = at(this.#members[i + 1]!)
        return { id, ref, relation: RELATIONS[this.#members[i + 2]!]! }
      })
      if (!csv) {
        const against = this.#keepers[number]!.known === undefined ? {} : { against: true }
        const head = { cluster: number + 1, keeper: keeper.id, keeperRef: keeper.ref, ...against, size }
        yield `${JSON.stringify({ ...head, members })}\n`
        continue
      }
      for (const { id, ref, relation } of members) {
        yield csvRow(
          [
            number + 1,
            size,
            keeper.id,
            keeper.ref.file,
            keeper.ref.line ?? null,
            id,
            ref.file,
            ref.line ?? null,
            relation,
          ],
          ',',
        )
      }
    }
  }

  #keeper(number: number, at: (place: number) => LedgerDocument): LedgerDocument {
    const { place, known } = this.#keepers[number]!
    return known ?? at(place)
  }
}

const COLUMNS = ['cluster', 'size', 'keeper', 'keeper file', 'keeper line', 'id', 'file', 'line', 'relation']
