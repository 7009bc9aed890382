import type { FoundMatch } from '../store/search.js'
import type { FoldedText } from '../text/fold.js'
import type { BatchEngine, EngineBatch } from './batch-engine.js'
import type { Choose } from './clusters.js'
import type { Corpus } from './corpus.js'
import type { RankedDocuments } from './keeper-ranking.js'
import { removeByClusters } from './linked-clusters.js'
import { Links } from './links.js'
import { removeByOtherRelations } from './other-relations.js'
import { rankRule, type RankRule } from './rank-rule.js'
import { findReferences, type ReferenceSet } from './reference-set.js'
import { Removals } from './removals.js'
import type { DedupeSettings } from './settings.js'
import type { Tie } from './verdict.js'

/**
 * Matches remembered from the decision until verdicts are given, some 600 bytes each; all others are compared again then. A
 * run with a limit of memory, or with edits, remembers none.
 */
const MOST_REMEMBERED = 2 ** 16

/** What a batch decides from: its documents, by rank, and how they are judged. */
export interface BatchCorpus<T, Id extends string | number> {
  readonly settings: DedupeSettings<T, Id>
  /** The texts, numbered by rank. */
  readonly corpus: Corpus
  readonly documents: RankedDocuments<Id>
  readonly references: ReferenceSet<Id> | null
}

/**
 * Decides which documents of a batch are kept and which keeper stands for each other one. Documents are numbered by rank, the
 * best first, and enter the index in that order: nothing here depends on the order in which they came.
 *
 *  1. Duplicates. In stars the best document is kept, and each further one is removed for the best kept document that it
 *     matches and that lacks nothing of it, or else kept itself. Connected clusters, and clusters of which a function chooses, are made of the links
 *     between all documents.
 *  2. What has less. From the longest kept document down, each one is removed of which another one that is still kept
 *     lacks nothing: never both of two, and never in a circle. So the keeper is the richer text, whatever the policy.
 *  3. A document whose keeper was removed in step 2 is removed for a kept document that it matches itself, or else kept.
 */
export class Decision<T, Id extends string | number> {
  readonly #batch: BatchCorpus<T, Id>
  readonly #rule: RankRule
  /** Whether links between all documents are wanted, not only those to kept ones. */
  readonly #linksAll: boolean
  readonly #remembers: boolean
  /** From a document to those of lower rank that it is related to. */
  readonly #related = new Links()
  /** From a document to those that may stand for it as a duplicate, and by another relation. */
  readonly #duplicates = new Links()
  readonly #others = new Links()
  #relativesOf: ((rank: number) => Int32Array) | null = null
  /** By the rank of a removed document: its match with the document for which it is removed. */
  readonly #remembered = new Map<number, Tie<number>>()
  readonly #referenceTies: Uint8Array
  readonly #truncated: Uint8Array
  /** Which documents are removed, as far as is decided by now. */
  readonly removals: Removals

  constructor(batch: BatchCorpus<T, Id>) {
    const { settings, documents } = batch
    this.#batch = batch
    this.#rule = rankRule(settings.removes, documents.idOf, batch.corpus.known)
    this.#linksAll = settings.linkage === 'connected' || settings.choose !== undefined
    this.#remembers = settings.memory === Infinity && !settings.edits
    this.#referenceTies = new Uint8Array(documents.count)
    this.#truncated = new Uint8Array(documents.count)
    this.removals = new Removals(documents.count)
  }

  /** Links from documents to those that may stand for them as duplicates; there are some only where clusters are made of links. */
  get duplicates(): Links {
    return this.#duplicates
  }

  /** Whether a document is related to one of the reference set. */
  hasReferenceTie(rank: number): boolean {
    return this.#referenceTies[rank] !== 0
  }

  /** Whether a search for the document left candidates out, because there were too many. */
  isTruncated(rank: number): boolean {
    return this.#truncated[rank] !== 0
  }

  /** The match of a removed document with the one that it is removed through, if it is remembered. */
  matchOf(rank: number): Tie<number> | undefined {
    const match = this.#remembered.get(rank)
    return match?.id === this.removals.throughOf(rank) ? match : undefined
  }

  /** Once all is decided: the kept documents of lower rank to which a kept document is related, ascending. */
  tiesOf(rank: number): number[] {
    this.#relativesOf ??= this.#related.targets(this.#batch.documents.count)
    const ties = Array.from(this.#relativesOf(rank)).filter((other) => this.removals.isKept(other))
    return ties.filter((other, i) => i === 0 || other !== ties[i - 1])
  }

  /** Searches for a document, decides on it as far as can be, and enters it unless it is removed. Ranks come ascending. */
  enter(rank: number): void {
    const { corpus, references, settings } = this.#batch
    const features = corpus.featuresOf(corpus.textOf(rank))
    const before = findReferences(references, features, settings, corpus.known)
    if (before.ties.length > 0) this.#referenceTies[rank] = 1
    if (before.removedFor !== undefined) {
      this.removals.removeForReference(rank)
      return
    }
    const search = corpus.search(features)
    const found = [...search]
    if (before.truncated || search.truncated) this.#truncated[rank] = 1
    if (!this.#linksAll) {
      const keeper = this.#bestKeeper(features.folded, found)
      if (keeper !== undefined) {
        this.removals.remove(rank, keeper.id)
        if (this.#remembers && this.#remembered.size < MOST_REMEMBERED) this.#remembered.set(rank, keeper)
        return
      }
    }
    this.#link(rank, features.folded, found)
    corpus.enter(rank, features, search)
  }

  /** Decides on all documents by an engine, instead of `enter` and `conclude`. In stars only, and without a function that chooses. */
  async decideOn(engine: BatchEngine, given: EngineBatch): Promise<void> {
    const { keeper, truncated, ties } = await engine.decide(given)
    for (let rank = 0; rank < keeper.length; rank++) {
      if (keeper[rank] >= 0) this.removals.remove(rank, keeper[rank])
      this.#truncated[rank] = truncated[rank]
    }
    for await (const [rank, other] of ties) this.#related.add(rank, other)
  }

  /** Decides what has to wait until all documents are entered. `choose` chooses from the ranks of one cluster. */
  conclude(choose: Choose | undefined): void {
    const { corpus, documents, settings } = this.#batch
    const rule = this.#rule
    if (this.#linksAll) {
      const { linkage } = settings
      removeByClusters(documents.count, this.#duplicates, this.removals, { linkage, choose, corpus, rule })
      // Whom the caller chose stays. Else the best of a cluster goes for one that has all of it and more.
      if (choose === undefined) {
        for (const [from, to] of this.#duplicates) {
          if (this.removals.isKept(from) && this.removals.isKept(to)) this.#others.add(from, to)
        }
      }
    }
    if (this.#others.count > 0) {
      const entersKept = !this.#linksAll
      const related = this.#related
      removeByOtherRelations(this.#others, this.removals, { corpus, documents, rule, related, entersKept })
    }
  }

  /** The match with the best document for which the rule removes this one as a duplicate. */
  #bestKeeper(text: FoldedText, found: readonly FoundMatch<number>[]): Tie<number> | undefined {
    const bestFirst = found.filter(isDuplicate).sort((x, y) => x.match.id - y.match.id)
    for (const one of bestFirst) {
      const decision = this.#rule.decide(text, one)
      if (decision.removed) return { ...one.match, decision }
    }
    return undefined
  }

  /** Notes which documents are related, and which of two may stand for the other. */
  #link(rank: number, text: FoldedText, found: readonly FoundMatch<number>[]): void {
    for (const one of found) {
      const other = one.match.id
      this.#related.add(Math.max(rank, other), Math.min(rank, other))
      const links = isDuplicate(one) && this.#linksAll ? this.#duplicates : this.#others
      // In stars no further duplicate removes this document: the best one would have. One that has less than this document
      // may go for it.
      const mayGo = !isDuplicate(one) || this.#linksAll
      if (mayGo && this.#rule.decide(text, one).removed) links.add(rank, other)
      if (this.#rule.decideFound(rank, text, one).removed) links.add(other, rank)
    }
  }
}

function isDuplicate({ match }: FoundMatch<number>): boolean {
  return match.relation === 'duplicate'
}
