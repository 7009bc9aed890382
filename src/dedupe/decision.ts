import { clustersOf, type Choose } from './clusters.js'
import { Links } from './links.js'
import { byStrength, mirrorMatch, type Match } from '../store/match.js'
import type { Search } from '../store/search.js'
import type { Holdings } from './corpus.js'
import { judge, type Known } from './reference-set.js'
import type { DedupeSettings } from './settings.js'

/** A document that is kept; one that goes for what is known. All others go for a rank. */
const KEPT = -1
const KNOWN = -2
/** In groups too large for all pairs, so many more are compared for each document. */
const MOST_CHECKS = 32

/**
 * Matches remembered from the decision until verdicts are given, some 600 bytes each; all others are compared again. With a
 * limit of memory, or edits, none are.
 */
const MOST_REMEMBERED = 2 ** 16

/**
 * Who of a batch is kept and who goes for whom. Documents are numbered by rank, the best first, which is also the order in
 * which they enter the index: nothing here depends on the order in which they came.
 *
 *  1. Duplicates. In stars the best is kept, and each further document goes for the best one kept that it matches, else it
 *     is kept itself. Connected clusters, and those of which a function chooses, are made of the links between all.
 *  2. Other relations, if they remove. From the longest kept document down, each goes that is contained in a longer one
 *     that is still kept: never both of two, and no circle.
 *  3. Those whose keeper went in step 2 go for a kept document that they match themselves, or are kept after all.
 */
export class Decision<T, Id extends string | number> {
  readonly #settings: DedupeSettings<T, Id>
  readonly #holdings: Holdings
  readonly #known: Known<Id> | null
  readonly #idOf: (rank: number) => Id
  readonly #lengthOf: (rank: number) => number
  readonly #count: number
  /** Whether links between all documents are wanted, not only those to kept ones. */
  readonly #wholly: boolean
  /** Of ranks: the keeper's rank, KEPT or KNOWN, and of those that go the document they match. */
  readonly #keeper: Int32Array
  readonly #via: Int32Array
  /** Whether something known is related. */
  readonly #knownTie: Uint8Array
  /** From a document to those of lower rank it is related to. */
  readonly #related = new Links()
  /** From a document to those it may go for: as a duplicate, and by another relation. */
  readonly #duplicates = new Links()
  readonly #others = new Links()
  #relatives: ((rank: number) => Int32Array) | null = null
  /** By the rank of what goes: the match with the document it goes for. */
  readonly #remembered = new Map<number, Match<number>>()
  readonly #remembers: boolean
  #removed = 0

  constructor(
    settings: DedupeSettings<T, Id>,
    holdings: Holdings,
    known: Known<Id> | null,
    count: number,
    of: { id: (rank: number) => Id; length: (rank: number) => number },
  ) {
    this.#settings = settings
    this.#remembers = settings.memory === Infinity && !settings.edits
    this.#holdings = holdings
    this.#known = known
    this.#count = count
    this.#idOf = of.id
    this.#lengthOf = of.length
    this.#wholly = settings.linkage === 'connected' || settings.choose !== undefined
    this.#keeper = new Int32Array(count).fill(KEPT)
    this.#via = new Int32Array(count).fill(KEPT)
    this.#knownTie = new Uint8Array(count)
  }

  /** Documents known to go. */
  get removed(): number {
    return this.#removed
  }

  /** From a document to those it may go for as a duplicate; filled where clusters are made of links. */
  get links(): Links {
    return this.#duplicates
  }

  isKept(rank: number): boolean {
    return this.#keeper[rank] === KEPT
  }

  /** Whether it goes for what is known. */
  isKnown(rank: number): boolean {
    return this.#keeper[rank] === KNOWN
  }

  /** Whether it is related to what is known. */
  hasKnownTie(rank: number): boolean {
    return this.#knownTie[rank] !== 0
  }

  /** Of one that goes: the keeper, and the document it matches. */
  goesFor(rank: number): { keeper: number; via: number } {
    return { keeper: this.#keeper[rank], via: this.#via[rank] }
  }

  /** What one that goes is to the document it matches, if that is remembered. */
  matchOf(rank: number): Match<number> | undefined {
    const match = this.#remembered.get(rank)
    return match?.id === this.#via[rank] ? match : undefined
  }

  /** Of one that is kept, once all is decided: the kept documents of lower rank it is related to. */
  tied(rank: number): number[] {
    this.#relatives ??= this.#related.targets(this.#count)
    const ties = Array.from(this.#relatives(rank)).filter((other) => this.isKept(other))
    return ties.filter((other, i) => i === 0 || other !== ties[i - 1])
  }

  /** Enters a document, ranks ascending, and judges it as far as can be. */
  enter(rank: number): void {
    const text = this.#holdings.textOf(rank)
    const before = judge(this.#known, text, this.#settings)
    if (before.ties.length > 0) this.#knownTie[rank] = 1
    if (before.match !== undefined) {
      this.#keeper[rank] = KNOWN
      this.#removed++
      return
    }
    const features = this.#holdings.featuresOf(text)
    const search = this.#holdings.search(features)
    const found = this.#allOf(search)
    if (this.#wholly) this.#link(rank, text, found)
    else {
      const keeper = best(found.filter(isDuplicate), (match) => this.#goes(text, match))
      if (this.#assign(rank, keeper)) {
        this.#remember(
          rank,
          found.find(({ id }) => id === keeper)!,
        )
        return
      }
    }
    this.#relate(rank, text, found)
    this.#holdings.enter(rank, features, search)
  }

  /** What has to wait until all are entered. `choose` picks of ranks of one cluster. */
  conclude(choose: Choose | undefined): void {
    if (this.#wholly) this.#cluster(choose)
    if (this.#others.count > 0) this.#removeOthers()
  }

  /** All matches, strongest first. */
  #allOf(search: Search<number>): Match<number>[] {
    const { edits } = this.#settings
    const matches = Array.from(search, (found) =>
      edits ? { ...found.match, edits: found.edits() } : found.match,
    )
    return matches.sort(byStrength)
  }

  #goes(text: string, match: Match<number>): boolean {
    const named = () => match.edits ?? this.#holdings.differences(text, match.id)
    return this.#settings.goes({ ...match, id: this.#idOf(match.id) }, text, named)
  }

  /** Whether the other goes for this one. */
  #comes(rank: number, text: string, match: Match<number>): boolean {
    const other = this.#holdings.textOf(match.id)
    const named = () => match.edits ?? this.#holdings.differences(text, match.id)
    return this.#settings.goes(
      mirrorMatch({ ...match, id: this.#idOf(match.id) }, this.#idOf(rank)),
      other,
      named,
    )
  }

  #assign(rank: number, keeper: number | undefined): boolean {
    if (keeper === undefined) return false
    if (this.#keeper[rank] < 0) this.#removed++
    this.#keeper[rank] = keeper
    this.#via[rank] = keeper
    return true
  }

  #remember(rank: number, match: Match<number>): void {
    if (this.#remembers && this.#remembered.size < MOST_REMEMBERED) this.#remembered.set(rank, match)
  }

  #link(rank: number, text: string, found: readonly Match<number>[]): void {
    for (const match of found) {
      if (!isDuplicate(match)) continue
      if (this.#goes(text, match)) this.#duplicates.add(rank, match.id)
      if (this.#comes(rank, text, match)) this.#duplicates.add(match.id, rank)
    }
  }

  #relate(rank: number, text: string, found: readonly Match<number>[]): void {
    for (const match of found) {
      this.#related.add(Math.max(rank, match.id), Math.min(rank, match.id))
      if (isDuplicate(match)) continue
      if (this.#goes(text, match)) this.#others.add(rank, match.id)
      if (this.#comes(rank, text, match)) this.#others.add(match.id, rank)
    }
  }

  #cluster(choose: Choose | undefined): void {
    let checks = MOST_CHECKS * this.#count
    const verify = (rank: number, keeper: number) => {
      if (checks-- <= 0) return false
      const text = this.#holdings.textOf(rank)
      const match = this.#holdings.compare(text, keeper, this.#settings.edits)
      return match !== null && isDuplicate(match) && this.#goes(text, match)
    }
    const { linkage } = this.#settings
    const clusters = clustersOf(this.#count, this.#duplicates, {
      linkage,
      ...(choose && { choose, verify }),
    })
    for (let rank = 0; rank < this.#count; rank++) {
      if (this.#keeper[rank] === KNOWN || clusters.keeper[rank] < 0) continue
      this.#assign(rank, clusters.keeper[rank])
      this.#via[rank] = clusters.through[rank]
    }
  }

  #removeOthers(): void {
    const length = this.#lengthOf
    const longestFirst = Int32Array.from({ length: this.#count }, (_, rank) => rank).sort(
      (x, y) => length(y) - length(x) || x - y,
    )
    const containers = this.#others.targets(this.#count)
    const passed = new Uint8Array(this.#count)
    for (const rank of longestFirst) {
      passed[rank] = 1
      if (!this.isKept(rank)) continue
      this.#assign(
        rank,
        containers(rank).find((other) => passed[other] !== 0 && this.isKept(other)),
      )
    }
    for (const rank of longestFirst) {
      const keeper = this.#keeper[rank]
      if (keeper < 0 || this.isKept(keeper)) continue
      const text = this.#holdings.textOf(rank)
      const features = this.#holdings.featuresOf(text)
      const search = this.#holdings.search(features, (other) => this.isKept(other))
      const found = this.#allOf(search)
      if (
        this.#assign(
          rank,
          best(found, (match) => this.#goes(text, match)),
        )
      )
        continue
      this.#keeper[rank] = KEPT
      this.#removed--
      for (const { id } of found) this.#related.add(Math.max(rank, id), Math.min(rank, id))
      if (!this.#wholly) this.#holdings.enter(rank, features, search)
    }
  }
}

function isDuplicate({ relation }: Match<number>): boolean {
  return relation === 'duplicate'
}

/** The best rank among matches that go. */
function best(found: readonly Match<number>[], goes: (match: Match<number>) => boolean): number | undefined {
  const byRank = [...found].sort((x, y) => x.id - y.id)
  return byRank.find(goes)?.id
}
