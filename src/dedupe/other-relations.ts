import type { Corpus } from './corpus.js'
import type { RankedDocuments } from './keeper-ranking.js'
import type { Links } from './links.js'
import type { RankRule } from './rank-rule.js'
import type { Removals } from './removals.js'

/** What the removal by other relations works with. */
interface Batch {
  readonly corpus: Corpus
  readonly documents: RankedDocuments<unknown>
  readonly rule: RankRule
  /** From each document to those of lower rank that it is related to; learns what a new search finds. */
  readonly related: Links
  /** Whether removed documents are missing from the index, so that one that is kept after all has to enter it. */
  readonly entersKept: boolean
}

/**
 * Removes documents of a batch for others that contain them, after the duplicates are removed.
 * @param containers links from each document to those that may stand for it by a relation other than `duplicate`.
 */
export function removeByOtherRelations(containers: Links, removals: Removals, batch: Batch): void {
  const longestFirst = byLength(batch.documents)
  removeContained(longestFirst, containers, removals)
  for (const rank of longestFirst) if (isOrphan(rank, removals)) findAnotherKeeper(rank, removals, batch)
}

/**
 * From the longest kept document down, removes each one that may go for another kept one. Of two that may go for each other
 * the longer is kept; a longer one goes for a shorter one only where that is its one way. Who goes needs a keeper that is kept at
 * that time, so never both of two go, and none in a circle.
 */
export function removeContained(longestFirst: Int32Array, links: Links, removals: Removals): void {
  const containersOf = links.targets(longestFirst.length)
  const isLonger = new Uint8Array(longestFirst.length)
  for (const rank of longestFirst) {
    isLonger[rank] = 1
    if (!removals.isKept(rank)) continue
    const kept = containersOf(rank).filter((other) => removals.isKept(other))
    const keeper =
      kept.find((other) => isLonger[other] !== 0) ?? kept.find((other) => !containersOf(other).includes(rank))
    if (keeper !== undefined) removals.remove(rank, keeper)
  }
}

function isOrphan(rank: number, removals: Removals): boolean {
  const keeper = removals.keeperOf(rank)
  return keeper !== undefined && !removals.isKept(keeper)
}

/** A document whose keeper is removed is removed for a kept document that it matches itself, or else kept. */
function findAnotherKeeper(rank: number, removals: Removals, batch: Batch): void {
  const { corpus, rule, related, entersKept } = batch
  const features = corpus.featuresOf(corpus.textOf(rank))
  const search = corpus.search(features, (other) => removals.isKept(other))
  const found = [...search].sort((x, y) => x.match.id - y.match.id)
  const keeper = found.find((one) => rule.decide(features.folded, one).removed)?.match.id
  if (keeper !== undefined) {
    removals.remove(rank, keeper)
    return
  }
  removals.restore(rank)
  for (const { match } of found) related.add(Math.max(rank, match.id), Math.min(rank, match.id))
  if (entersKept) corpus.enter(rank, features, search)
}

/** Ranks, the longest document first; of equally long ones the better keeper. O(n log n). */
export function byLength({
  count,
  lengthOf,
}: Pick<RankedDocuments<unknown>, 'count' | 'lengthOf'>): Int32Array {
  const ranks = Int32Array.from({ length: count }, (_, rank) => rank)
  return ranks.sort((x, y) => lengthOf(y) - lengthOf(x) || x - y)
}
